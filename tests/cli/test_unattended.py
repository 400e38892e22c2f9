"""Nobody there: no command asks, silence if all is well, exit codes that a timer can rely on."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from roundup import errors
from roundup.cli import EXIT_INTERRUPTED, main
from roundup.cli.app import app
from roundup.cli.bug import EXIT_BUG
from roundup.render.catalogue import catalogue
from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import Commands

HTML = "text/html; charset=utf-8"
WORDS = "Words number {n} are here, and nobody thanked the crew."


class Nobody:
    """Standard input of a command that no one sits in front of: whoever reads it fails the test."""

    encoding = "utf-8"
    closed = False

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        raise OSError("nobody is there")

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"standard input was asked for {name}")


# Every command as a script gives it, in an order in which each has something to do, and its exit code. With --quiet
# "silent" ones say nothing, "names" say what they made, "tells" what they were asked for, "todo" what is to be done.
TALKS: list[tuple[str, str, int]] = [
    ("names", "init {root} --empty", 0),
    ("names", "demo {files}/demo", 0),
    ("names", "feeds add {web}/feed", 0),
    ("names", "feeds import {files}/more.opml", 0),
    ("tells", "feeds", 0),
    ("names", "feeds pause {web}/more", 0),
    ("names", "feeds resume {web}/more", 0),
    ("names", "feeds remove {web}/more", 0),
    ("names", "feeds export {files}/feeds.opml", 0),
    ("silent", "fetch", 0),
    ("silent", "fetch --all", 0),
    ("tells", "feeds report", 0),
    ("tells", "feeds suggest --json", 0),
    ("names", "add {web}/page/ --title Page", 0),
    ("tells", "posts", 0),
    ("tells", "show 1", 0),
    ("failed", "open 1", 1),
    ("tells", "search words", 0),
    ("silent", "star 1 2 3", 0),
    ("silent", "unstar 3", 0),
    ("silent", "skip 3", 0),
    ("silent", "tag 1 --add bins", 0),
    ("silent", "order 2 1", 0),
    ("silent", "annotate 1 --lead '[Somebody](post) wrote.'", 0),
    ("silent", "annotate 2 --lead '[Somebody else](post) wrote.'", 0),
    ("silent", "note 1 Fine.", 0),
    ("names", "quote 1 'nobody thanked the crew'", 0),
    ("silent", "unquote 1 1", 0),
    ("names", "undo", 0),
    ("tells", "why 1", 0),
    ("silent", "edition set --title Bins", 0),
    ("tells", "edition", 0),
    ("tells", "edition list --json", 0),
    ("names", "edition special year 2026", 0),
    ("names", "edition special event bins --tag bins", 0),
    ("names", "edition special collection more --tag bins", 0),
    ("names", "edition special set more --title More", 0),
    ("tells", "edition special", 0),
    ("tells", "edition special show more", 0),
    ("silent", "edition special remove more", 0),
    ("names", "people add Bea --site https://bea.example/", 0),
    ("names", "people add Cea --site https://cea.example/", 0),
    ("names", "people set Bea --affiliation Bexley", 0),
    ("names", "people merge Bea Cea", 0),
    ("names", "people part Bea --name Dea --site https://cea.example/", 0),
    ("silent", "people opt-out Bea", 0),
    ("silent", "people opt-in Bea", 0),
    ("tells", "people", 0),
    ("tells", "people show Bea", 0),
    ("tells", "people suggest --json", 0),
    ("silent", "people export {files}/people", 0),
    ("silent", "people import {files}/people", 0),
    ("silent", "people forget Bea", 0),
    ("tells", "voices --json", 0),
    ("silent", "ledger export {files}/ledger", 0),
    ("silent", "ledger merge {files}/ledger", 0),
    ("silent", "edit --export {files}/sheet.md", 0),
    ("silent", "edit --import {files}/sheet.md", 0),
    ("refused", "edit", 2),
    ("refused", "triage", 2),
    ("tells", "templates", 0),
    ("tells", "templates show page.html.j2", 0),
    ("names", "templates copy page.html.j2", 0),
    ("tells", "check --json", 0),
    ("tells", "preview", 0),
    ("silent", "render", 0),
    ("silent", "backup {files}/copy.db", 0),
    ("silent", "publish --override no-words --reason test", 0),
    ("silent", "publish 1", 0),
    ("tells", "recheck 1 --json", 0),
    ("todo", "notify --url {web}/roundup/", 0),
    ("silent", "notify", 0),
]


# What a kind of command says with --quiet: on stdout, on stderr
LEFT = {"silent": (False, False), "refused": (False, True), "failed": (True, True)}


def leaves(command: Any, *path: str) -> Iterator[str]:
    """Every command that does something by itself, below `command`."""
    subs = getattr(command, "commands", {})
    for name in subs:
        yield from leaves(subs[name], *path, name)
    if path and (not subs or command.invoke_without_command):
        yield " ".join(path)


KNOWN = frozenset(leaves(typer.main.get_command(app)))


def named(words: str) -> str:
    """The command in a line of words."""
    parts = words.split()
    return next(" ".join(parts[:n]) for n in (3, 2, 1) if " ".join(parts[:n]) in KNOWN)


@pytest.fixture
def web() -> Iterator[Blogs]:
    """A blog with three posts, another one, a page, and an edition that links to a post."""
    with serving() as blogs:
        texts = [item(f"p{n}", f"Post {n}", WORDS.format(n=n), base=blogs.url) for n in (1, 2, 3)]
        blogs.feed("/feed", *texts)
        blogs.feed("/more", item("m", "More", "More words.", base=blogs.url), title="More")
        blogs.put("/page/", f"<title>Page</title><article><p>{WORDS * 9}</p></article>", HTML)
        blogs.put("/p1/", "<title>Post 1</title>", HTML)
        blogs.put("/roundup/", f'<a href="{blogs.url}/p1/">Somebody</a> wrote.', HTML)
        yield blogs


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is there, nor a screen; what lasts until somebody ends it ends at once."""

    @contextmanager
    def typed(_text: str) -> Iterator[None]:
        before, sys.stdin = sys.stdin, Nobody()
        try:
            yield
        finally:
            sys.stdin = before

    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tests.cli.desk._typed", typed)
    monkeypatch.setattr("roundup.net.waiting.SECONDS", 0.0)
    # Three commands list the templates, which takes longer than all the others together.
    monkeypatch.setattr("roundup.render.catalogue.catalogue", cache(catalogue))
    monkeypatch.setattr("roundup.workflow.preview.serving._Server.serve", lambda _shown: None)
    monkeypatch.setattr("roundup.demo.runner.run_demo", lambda folder, *, say, stay: say(str(folder)) or 0)


def test_all_commands_are_gone_over() -> None:
    """Who adds a command says here how a script gives it, and what it says when nobody is there."""
    assert {named(words) for _, words, _ in TALKS} == KNOWN


def test_no_command_asks_and_the_quiet_ones_are_quiet(web: Blogs, nobody: None, tmp_path: Path) -> None:
    """None reads what nobody types. What --quiet leaves is what was asked for, what was made, or what is to be done."""
    desk = Commands(tmp_path / "desk", allow=web.host)
    (tmp_path / "more.opml").write_text(opml(f"{web.url}/more"))
    unlike = []
    for kind, line, code in TALKS:
        words = shlex.split(line.format(root=desk.root, files=tmp_path, web=web.url))
        said = desk.run("--quiet", *words, code=code)
        if (bool(said.out), bool(said.err)) != LEFT.get(kind, (True, False)):
            unlike.append((kind, line, said.out, said.err))
    assert unlike == []


@pytest.mark.parametrize(("command", "instead"), [("triage", "roundup posts --json"), ("edit", "--export FILE")])
def test_what_needs_somebody_says_what_to_use_instead(nobody: None, tmp_path: Path, command: str, instead: str) -> None:
    """Exit 2, and the commands for scripts."""
    desk = Commands(tmp_path / "desk")
    desk.run("init", str(desk.root), "--empty")
    said = desk.run(command, code=2)
    assert "needs a terminal" in said.err
    assert instead in said.err


@pytest.mark.parametrize("command", ["triage", "edit"])
def test_standard_input_may_be_closed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str) -> None:
    """As supervisors leave it: nobody is there either, and it is no fault of the program."""

    @contextmanager
    def closed(_text: str) -> Iterator[None]:
        monkeypatch.setattr(sys, "stdin", None)
        yield

    monkeypatch.setattr("tests.cli.desk._typed", closed)
    desk = Commands(tmp_path / "desk")
    desk.run("init", str(desk.root), "--empty")
    assert "needs a terminal" in desk.run(command, code=2).err


def test_only_the_worksheet_asks_a_question(checkout: Path) -> None:
    """And that only in front of a terminal; no other place of the program has a way to ask."""
    asking = re.compile(r"(?<![\w.])input\(|getpass|\.confirm\(|\.prompt\(|prompt=")
    places = [path.name for path in (checkout / "roundup").rglob("*.py") if asking.search(path.read_text("utf-8"))]
    assert places == ["editing.py"]


# ------------------------------------------------------------ exit codes


def test_the_table_of_exit_codes_is_the_program_s(checkout: Path) -> None:
    """Every code there is, and no other."""
    page = (checkout / "docs" / "unattended.md").read_text(encoding="utf-8")
    section = page.partition("## Exit codes\n")[2].partition("\n## ")[0]
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.RoundupError)]
    codes = {0, EXIT_BUG, EXIT_INTERRUPTED} | {kind.exit_code for kind in kinds}
    assert {int(code) for code in re.findall(r"^\| `(\d+)` \|", section, re.MULTILINE)} == codes


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (None, 0),
        (errors.RoundupError("no"), 1),
        (OSError(28, "No space left on device"), 1),
        (errors.ConfigError("what?"), 2),
        (RuntimeError("oh"), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_each_end_has_its_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raised: BaseException | None, code: int
) -> None:
    """Whatever a command dies of; the last line of the log says the same."""

    def act(*_words: object, **_more: object) -> Any:
        if raised:
            raise raised
        return Path("copy.db")

    monkeypatch.setattr("roundup.workflow.backup.backup", act)
    monkeypatch.setattr("roundup.cli.bug._kept", lambda _text: "a log")
    desk = Commands(tmp_path / "desk")
    desk.run("init", str(desk.root), "--empty")
    desk.run("--log-json", str(tmp_path / "log"), "backup", "copy.db", code=code)
    last = json.loads((tmp_path / "log").read_text().splitlines()[-1])
    assert (last["step"], last["exit"]) == ("end", code)


# ------------------------------------------------------------ what fetch says to nobody


def test_a_failing_feed_is_told_once_when_it_lasts(web: Blogs, tmp_path: Path) -> None:
    """Not on its first bad hour, and not every hour; --strict says it each time, for it ends with 1."""
    desk = Commands(tmp_path / "desk", allow=web.host)
    desk.run("init", str(desk.root), "--empty")
    (desk.root / "feeds.opml").write_text(opml(f"{web.url}/feed", f"{web.url}/lost"))
    said = [desk.run("--quiet", "fetch", "--all") for _ in range(5)]
    assert [len(one.err.splitlines()) for one in said] == [0, 0, 1, 0, 0]
    assert f"{web.url}/lost" in said[2].err
    assert "failing" in desk.run("fetch", "--all").err
    assert "failing" in desk.run("--quiet", "fetch", "--all", "--strict", code=1).err


def test_a_feed_that_is_gone_is_told_at_once(web: Blogs, tmp_path: Path) -> None:
    """410: it is not asked again, so this is the only time."""
    web.moved["/lost"] = (410, "/")
    desk = Commands(tmp_path / "desk", allow=web.host)
    desk.run("init", str(desk.root), "--empty")
    (desk.root / "feeds.opml").write_text(opml(f"{web.url}/feed", f"{web.url}/lost"))
    assert "taken it away for good" in desk.run("--quiet", "fetch").err
    assert desk.run("--quiet", "fetch", "--all").err == ""


# ------------------------------------------------------------ slips of the hand


@pytest.mark.parametrize("option", ["--quiet", "-q", "--desk", "--log-json", "--wait", "--as"])
def test_an_option_in_the_wrong_place_is_told_where_to_go(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """They stand before the command; a crontab with one behind it says so in its first mail."""
    assert main(["fetch", option, "9"]) == 2
    assert f"{option} stands before the command: roundup {option} …" in capsys.readouterr().err
