"""The documentation says what the program does: generated where it can be, run where it cannot."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest

from roundup.cli.app import COMMANDS
from roundup.curate.check import CHECKS
from roundup.deliver import TARGETS
from roundup.render import FORMATS
from roundup.render.feeds import FEEDS
from tests.blogserver import item, opml, serving
from tests.cli.desk import Commands
from tools.write_docs import PAGES


@pytest.fixture(scope="module")
def readme(checkout: Path) -> str:
    return (checkout / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_up_to_date(checkout: Path, name: str) -> None:
    """Every command's help and every setting, as they are now (python -m tools.write_docs)."""
    assert (checkout / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(checkout: Path, name: str) -> None:
    """By a heading of its own."""
    assert f"### roundup {name}\n" in (checkout / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*CHECKS, *FORMATS, *FEEDS])
def test_every_check_and_format_is_documented(checkout: Path, name: str) -> None:
    """With what it looks for or what it is."""
    assert re.search(rf"\| `{name}` \| [^|]+ \| \S", (checkout / "docs" / "checks.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_is_documented(checkout: Path, name: str) -> None:
    """In a section of its own, with every option and its default."""
    page = (checkout / "docs" / "deliver.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    assert section
    told = dict(re.findall(r"^\| `(\w+)` \| (\S*) ?\|", section[1], re.MULTILINE))
    assert told == {option.name: _shown(option.default) for option in fields(TARGETS[name].Options)}


def _shown(default: object) -> str:
    text = str(default).lower() if isinstance(default, bool) else str(default)
    return f"`{text}`" if text else ""


def test_links_between_documents_lead_somewhere(checkout: Path) -> None:
    """Every relative link of every page names a file that is there."""
    for page in [*checkout.glob("*.md"), *checkout.glob("docs/*.md")]:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
            if "://" not in target and target not in ("post", "URL"):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def week_of(readme: str) -> list[list[str]]:
    """The five commands, as words."""
    block = re.search(r"## A week in five commands\n+```sh\n(.*?)```", readme, re.DOTALL)
    assert block
    return [shlex.split(line, comments=True) for line in block[1].splitlines()]


def test_the_week_in_the_readme_works(readme: str, tmp_path: Path) -> None:
    """The five commands, run as they stand on a desk with posts, end with a closed edition."""
    week = week_of(readme)
    assert len(week) == 5
    with serving() as blogs:
        desk = Commands(tmp_path / "desk", allow=blogs.host)
        desk.run("init", str(desk.root))
        feed = blogs.feed("/feed", *(item(f"p{n}", f"Post {n}", f"Words of post {n}.") for n in range(1, 15)))
        (desk.root / "feeds.opml").write_text(opml(feed), encoding="utf-8")
        for command, *words in week:
            assert command == "roundup"
            desk.run(*words)
    assert [edition["picks"] for edition in desk.json("edition", "list")] == [1]


def test_the_first_screen_holds_the_two_commands(readme: str, checkout: Path) -> None:
    """`make demo` and `make test` are all the set-up there is, and the Makefile has them."""
    first_screen = readme[:2500]
    makefile = (checkout / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in first_screen
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
