"""Whatever people and blogs are called, and however narrow the terminal: no line is wider, and nothing steers it."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.cli import main
from roundup.text import strip_controls, width
from roundup.workflow.people import Given, add, opt_out
from tests.cli.desk import Commands
from tests.curate.prose import prose
from tests.samples import NOW
from tests.workflow.desks import at, bring, close, desk_at, ready

HOSTILE = {
    "escape": "\x1b[2J\x1b]0;owned\x07Bins\x1b[31m",
    "bidi": "\u202eexe.snib\u202c\u2066 bins \u2069",
    "wide": "垃圾收集的故事" * 20,
    "endless": "Binsandmorebins" * 20,
    "lines": "Bins\r\nroundup: all is well\n\n1.  \t9 ★ Trust me",
    "zero width": "B\u200bi\u200bn\u200bs\ufeff" + "\u0301" * 60,
    "emoji": "👩‍👩‍👧‍👦🏴\U000e0067\U000e0062\U000e007f" * 30,
    "controls": "".join(map(chr, (*range(1, 9), *range(11, 32), 127, *range(128, 160)))) + "Bins",
    "separators": "Bins\u2028roundup\u2029says\x85so\x0b\x0c",
    "nothing": "\u200b",
    "markup": "<script>alert(1)</script> & *bins* [x](javascript:y)",
}
NAMES = list(HOSTILE.values())
LISTS: tuple[tuple[str, ...], ...] = (
    ("posts",),
    ("posts", "--each", "--all"),
    ("posts", "--skipped"),
    ("edition",),
    ("edition", "list"),
    ("edition", "special", "show", "everything"),
    ("voices", "--limit", "50"),
    ("people",),
)
COMMANDS: tuple[tuple[str, ...], ...] = (
    *LISTS,
    ("show", "1"),
    ("show", "3"),
    ("show", "13"),
    ("people", "show", "@h4"),
)


class Terminal(io.StringIO):
    """A terminal that remembers what was painted on it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which every title, blog, author, name, note and tag is hostile; with picks and skipped posts."""
    root = tmp_path_factory.mktemp("hostile") / "desk"
    Commands(root).run("init", str(root), "--empty")
    desk = desk_at(root)
    ready(desk, "first", "second")
    for number, name in enumerate(NAMES):
        bring(
            desk,
            f"post{number}",
            f"{name} {prose(60, number)} {name}",
            name,
            url=f"https://b{number}.example/{number}",
            title=name,
            authors=(name, f"Ada {name}"),
            published=NOW - timedelta(days=number),
        )
        given = Given(
            affiliation=name, region=name, note=name, add={"handles": [f"@h{number}"], "also": [f"Also {name}"]}
        )
        add(desk, f"Person {number} {name}", given, another=True)
    bring(desk, "copy", f"{NAMES[0]} {prose(60, 0)} {NAMES[0]}", NAMES[1], url="https://c.example/1", title=NAMES[2])
    commands = Commands(root)
    close(desk)
    commands.run("star", "3", "4", "5", "6", "7")
    for number in (3, 4, 5):
        name = NAMES[number]
        commands.run("annotate", str(number), "--lead", f"{name} [said](post)", "--remark", name)
        commands.run("note", str(number), f"{name} rings")
    commands.run("skip", "8", "--reason", NAMES[2])
    commands.run("edition", "set", "--title", NAMES[3], "--intro", NAMES[0])
    commands.run("tag", "4", "--add", NAMES[2][:20])
    commands.run("edition", "special", "event", "everything", "--since", "2026-01-01", "--title", NAMES[2][:90])
    opt_out(at(desk), "@h6")
    return root


@pytest.fixture
def on_terminal(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What a command paints on a terminal of so many columns, line by line."""

    def run(columns: int, *words: str) -> list[str]:
        screen = Terminal()
        for name, value in Commands(root).environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr(sys, "stdout", screen)
        assert main(list(words)) == 0
        return screen.getvalue().splitlines()

    return run


def plain(line: str) -> str:
    """A line without the styles that the program itself sets."""
    return re.sub(r"\x1b\[(?:[0-9;]*)m", "", line)


def is_address(line: str) -> bool:
    """Addresses stay in one piece, to be clicked on or copied."""
    return line.strip().startswith(("https://", "sites: https://", "enclosure: "))


# ---------------------------------------------------------------- on a terminal


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_line_is_wider_than_the_terminal(
    on_terminal: Callable[..., list[str]], words: tuple[str, ...], columns: int
) -> None:
    """Not by one column, counted as terminals count them."""
    for line in map(plain, on_terminal(columns, *words)):
        assert width(line) <= columns or is_address(line), line


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_but_its_own_styles_steers_the_terminal(
    on_terminal: Callable[..., list[str]], words: tuple[str, ...]
) -> None:
    """No control character, no direction mark, and no style that is left switched on."""
    painted = "\n".join(on_terminal(80, *words))
    assert strip_controls(plain(painted)) == plain(painted)
    styles = re.findall(r"\x1b\[([0-9;]*)m", painted)
    assert all((style == "0") == bool(place % 2) for place, style in enumerate(styles))
    assert len(styles) % 2 == 0


@pytest.mark.parametrize("columns", [40, 80])
def test_a_title_cannot_pose_as_another_post(on_terminal: Callable[..., list[str]], columns: int) -> None:
    """Every line that begins with a number is a post's own."""
    lines = [plain(line) for line in on_terminal(columns, "posts", "--all", "--each", "--sort", "new")]
    numbers = [int(found[1]) for line in lines if (found := re.match(r" {2,4}(\d+) +-?[\d.]+  ", line))]
    assert len(numbers) == len(set(numbers)) == 14


def test_the_same_words_are_said_at_every_width(on_terminal: Callable[..., list[str]]) -> None:
    """Folded differently, but none is lost: what `show` says is the whole post."""
    said = [" ".join(" ".join(map(plain, on_terminal(columns, "show", "5"))).split()) for columns in (60, 80, 200)]
    letters = {re.sub(r"\s", "", each) for each in said}
    assert len(letters) == 1


def test_names_of_no_columns_are_listed_all_the_same(on_terminal: Callable[..., list[str]]) -> None:
    """A person and a post whose name cannot be seen still have a line."""
    assert len([line for line in on_terminal(80, "people") if "Person" in line]) == len(NAMES)


@pytest.mark.parametrize("columns", [1, 2, 5, 10, 20])
@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_no_terminal_is_too_narrow_to_end(
    on_terminal: Callable[..., list[str]], words: tuple[str, ...], columns: int
) -> None:
    """It may look as it likes there; it comes to its end, and steers nothing."""
    for line in on_terminal(columns, *words):
        assert strip_controls(plain(line)) == plain(line)


# ---------------------------------------------------------------- in a pipe


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_in_a_pipe_nothing_is_styled(root: Path, words: tuple[str, ...]) -> None:
    """And nothing hostile gets through either."""
    said = Commands(root).run(*words)
    assert "\x1b" not in said.out + said.err
    assert strip_controls(said.out) == said.out


def test_in_a_pipe_a_post_is_one_line_of_five_cells(root: Path) -> None:
    """Whatever lines and tabs its title has."""
    lines = Commands(root).run("posts", "--all", "--limit", "100").out.splitlines()
    assert len(lines) == 14
    assert {line.count("\t") for line in lines} == {4}


def test_in_a_pipe_a_person_is_one_line_of_four_cells(root: Path) -> None:
    """The same for people."""
    lines = Commands(root).run("people").out.splitlines()
    assert {line.count("\t") for line in lines} == {3}


# ---------------------------------------------------------------- for scripts

POST = {"id", "url", "title", "blog", "author", "published", "first_seen", "words"}
POST |= {"starred", "skipped", "tags", "reasons"}
PERSON = {"key", "name", "also", "handles", "sites", "affiliation", "region", "note", "opted_out"}
KEYS: dict[tuple[str, ...], set[str]] = {
    ("posts",): POST,
    ("posts", "--all", "--each"): POST,
    ("show", "3"): POST | {"text", "html", "sources", "snapshots", "links", "notes", "pick"},
    ("edition",): {"number", "slug", "title", "state", "picks", "words", "quoted_share", "missing"},
    ("edition", "list"): {"number", "slug", "title", "date", "state", "picks"},
    ("people",): PERSON,
    ("people", "show", "@h4"): PERSON,
    ("voices",): {"now", "people", "sites", "regions", "never", "back", "left_out", "editions"},
}


@pytest.mark.parametrize("words", list(KEYS), ids=" ".join)
def test_scripts_find_the_keys_they_rely_on(root: Path, words: tuple[str, ...]) -> None:
    """One document of ASCII on standard output, with nothing beside it."""
    out = Commands(root).run(*words, "--json").out
    assert out.isascii()
    document = json.loads(out)
    for each in document if isinstance(document, list) else [document]:
        assert KEYS[words] <= each.keys()


@pytest.mark.parametrize("words", list(KEYS), ids=" ".join)
def test_a_document_is_the_same_on_a_terminal(
    root: Path, on_terminal: Callable[..., list[str]], words: tuple[str, ...]
) -> None:
    """Nothing is folded, cut or coloured because somebody looks at it."""
    assert "\n".join(on_terminal(40, *words, "--json")) + "\n" == Commands(root).run(*words, "--json").out


def test_the_picks_of_an_edition_have_their_keys(root: Path) -> None:
    """Post, lead-in, quotes, remark, section, tags; quotes with paragraphs and verdict."""
    commands = Commands(root)
    commands.run("quote", "5", prose(60, 2).split(".")[0])
    (quoted,) = [pick for pick in commands.json("edition")["picks"] if pick["post"] == 5]
    assert {"post", "lead", "quotes", "remark", "section", "tags"} <= quoted.keys()
    (quote,) = quoted["quotes"]
    assert {"paragraphs", "verdict"} <= quote.keys()
    commands.run("unquote", "5", "1")


def test_what_a_script_reads_is_what_was_written(root: Path) -> None:
    """Titles come without what steers a terminal; the rest of them is as it was."""
    titles: dict[int, Any] = {each["id"]: each["title"] for each in Commands(root).json("posts", "--all")}
    assert titles[5] == HOSTILE["wide"]
    assert titles[13] == HOSTILE["markup"]
