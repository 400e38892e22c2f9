"""Awkward users, awkward words, awkward machines: answered in words, never lost, never raw."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from roundup.cli import main
from roundup.cli.words import RED, complain, say_json, table, tell
from roundup.text import width
from tests.blogserver import Blogs, item
from tests.cli.desk import Commands
from tests.cli.test_words import Terminal, on_terminal
from tests.workflow.desks import bring, desk_at

HUGE = "9" * 40
HOSTILE = "\x1b]0;owned\x07\u202e\x9b31m\r\n\udcff"


@pytest.fixture
def quiet_desk(tmp_path: Path) -> Commands:
    """A desk with three posts and no network."""
    return three_posts(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """Such a desk for commands that change nothing."""
    return three_posts(tmp_path_factory.mktemp("untouched"))


def three_posts(folder: Path) -> Commands:
    """A new desk in `folder` that knows three posts."""
    commands = Commands(folder / "desk é")
    commands.run("init", str(commands.root), "--empty")
    for slug in ("bins", "maps", "notes"):
        bring(desk_at(commands.root), slug)
    return commands


@pytest.mark.parametrize(
    "words",
    [
        *(["star", ""], ["star", HUGE], ["star", "1", HOSTILE], ["unstar", " "], ["skip", "0"], ["order", "1", "1"]),
        *(["show", ""], ["why", ""], ["why", HOSTILE], ["open", "99"], ["note", "1", ""], ["note", "1", HOSTILE]),
        *(["quote", "99", "x"], ["unquote", "1", HUGE], ["unquote", "1", "x"], ["annotate", "1"], ["tag", "1"]),
        *(["undo", "--to", ""], ["undo", "--to", HOSTILE], ["undo"], ["render", HUGE], ["render", "--format", ""]),
        *(["posts", "--limit", "-1"], ["posts", "--since", HOSTILE], ["posts", "--sort", HOSTILE], ["search", ""]),
        *(["feeds", "pause", ""], ["feeds", "remove", HOSTILE], ["feeds", "add", ""], ["feeds", "add", HOSTILE]),
        *(["feeds", "import", ""], ["feeds", "import", "/"], ["add", HOSTILE], ["add", "a.example", "--date", "x"]),
        *(["edition", "set"], ["edition", "set", "--date", "2026W471"], ["edition", "set", "--cutoff", "soon"]),
        *(["edition", "set", "--image", "javascript:alert(1)"], ["edition", "set", "--title", "x" * 100_000]),
        *(["edition", "set", "--cutoff", "0001-01-01T00:00+14:00"], ["edition", "set", "--shape", HOSTILE]),
        *(["publish", "--override", "x", "--reason", "y"], ["backup", "/"], [HOSTILE], ["star", "--" + HOSTILE]),
        *(["show", "1", HOSTILE], ["feeds", HOSTILE], ["edition", HOSTILE, HOSTILE], ["posts", "--limit", HOSTILE]),
        *(["posts", "--x" + HOSTILE + "=" + HOSTILE], ["-" + HOSTILE], ["render", HOSTILE], ["posts", HOSTILE]),
    ],
    ids=lambda words: " ".join(words).encode("ascii", "backslashreplace").decode()[:50],
)
def test_what_makes_no_sense_is_exit_two(untouched: Commands, words: list[str]) -> None:
    """In words that name the thing, nothing on stdout, nothing raw; and the desk is as it was."""
    said = untouched.run(*words, code=2)
    assert said.out == ""
    assert said.err.strip()
    assert not set("\x1b\x07\x9b\u202e\udcff") & set(said.err)
    assert untouched.json("edition")["picks"] == []
    assert len(untouched.json("posts")) == 3


@pytest.mark.parametrize(
    "words",
    [
        ["posts", "--limit", HUGE],
        ["search", "bins", "--limit", HUGE],
        ["posts", "--since", "9999w"],
        ["posts", "--all"],
    ],
)
def test_more_than_there_is_is_all_there_is(untouched: Commands, words: list[str]) -> None:
    """A number too large for the database is no fault."""
    assert untouched.run(*words).out.strip()


@pytest.mark.parametrize(
    ("name", "kept"),
    [("Bo\x1b[31m\n Example", "Bo[31m Example"), ("b\udcffo", "bo"), (" ", "fay"), ("\udcff", "fay"), ("é", "é")],
)
def test_a_curators_name_is_words(quiet_desk: Commands, monkeypatch: pytest.MonkeyPatch, name: str, kept: str) -> None:
    """Cleaned; if nothing is left of it, the next name known counts."""
    monkeypatch.setenv("USER", "fay")
    quiet_desk = Commands(quiet_desk.root, curator="")
    quiet_desk.run("--as", name, "star", "1")
    assert quiet_desk.json("show", "1")["pick"]["starred_by"] == kept


def test_an_endless_name_is_cut(quiet_desk: Commands) -> None:
    """A name is a name."""
    quiet_desk.run("--as", "x" * 100_000, "star", "1")
    assert len(quiet_desk.json("show", "1")["pick"]["starred_by"]) == 80


@pytest.mark.parametrize("now", ["never", "2026-13-01", "\x1b[31m"])
def test_a_wrong_clock_is_said_even_on_a_terminal(
    quiet_desk: Commands, monkeypatch: pytest.MonkeyPatch, now: str
) -> None:
    """The message about the environment does not stumble over the environment when it looks for its colour."""
    monkeypatch.setenv("ROUNDUP_NOW", now)
    monkeypatch.setattr(sys, "stderr", stream := Terminal())
    assert main(["--desk", str(quiet_desk.root), "posts"]) == 2
    assert "no ISO 8601 time" in stream.getvalue()
    assert "\x1b[31m" not in stream.getvalue()


def test_quiet_says_only_what_went_wrong(quiet_desk: Commands, tmp_path: Path) -> None:
    """Data is said all the same."""
    file = tmp_path / "theirs.opml"
    file.write_text('<opml><body><outline xmlUrl="https://a.example/feed"/></body></opml>', encoding="utf-8")
    for words in (
        *(["star", "1"], ["tag", "1", "--add", "x"], ["order", "1"], ["note", "1", "hm"], ["unstar", "1"]),
        *(["quote", "1", "Nobody thanked the crew"], ["unquote", "1", "1"], ["skip", "1"], ["undo"], ["posts"]),
        *(["annotate", "1", "--lead", "x"], ["edition", "set", "--intro", "x"], ["edition"], ["search", "bins"]),
        *(["feeds", "import", str(file)], ["feeds"], ["feeds", "pause", "a.example"], ["init", str(tmp_path / "new")]),
        *(["why", "1"], ["show", "1"], ["backup", str(tmp_path / "copy.db")]),
    ):
        assert quiet_desk.run("--quiet", *words).err == "", words
    assert quiet_desk.run("--quiet", "star", "99", code=2).err


def test_an_undo_names_what_it_took_back(quiet_desk: Commands) -> None:
    """The decision's id for scripts, the post's title for people."""
    quiet_desk.run("star", "2")
    said = quiet_desk.run("undo")
    assert said.out.strip().isalnum()
    assert "undone: star 2  Maps" in said.err
    quiet_desk.run("star", "1")
    quiet_desk.run("order", "1")
    quiet_desk.run("edition", "set", "--intro", "Words.")
    quiet_desk.run("publish", "--override", "no-words", "--reason", "test")
    told = [quiet_desk.run("undo").err for _ in range(4)]
    assert [line.split(": ")[1].split(" ")[0] for line in told] == ["closing", "words", "order", "star"]


def test_a_star_on_what_is_published_is_refused(quiet_desk: Commands) -> None:
    """Rather than said to be done."""
    quiet_desk.run("star", "1")
    quiet_desk.run("publish", "--override", "no-words", "--reason", "test")
    assert "is in edition 1, which is closed" in quiet_desk.run("star", "1", code=2).err


def test_two_editions_on_one_day(quiet_desk: Commands) -> None:
    """Each has its folder; the first one's files are as they were when it was closed."""
    publish = ("publish", "--json", "--override", "no-words", "--reason", "test")
    quiet_desk.run("star", "1")
    first = {path: Path(path).read_bytes() for path in of_edition(quiet_desk.run(*publish).json["files"])}
    quiet_desk.run("star", "2")
    assert quiet_desk.run("publish", "--dry-run", "--override", "no-words", "--reason", "x", "--json").json
    quiet_desk.run("render")
    second = set(of_edition(quiet_desk.run(*publish).json["files"]))
    assert not second & set(first)
    assert all(Path(path).read_bytes() == content for path, content in first.items())
    assert [row["slug"] for row in quiet_desk.json("edition", "list")] == [
        "2026-11-20-week-that-was-2",
        "2026-11-20-week-that-was",
    ]


def of_edition(files: list[dict[str, Any]]) -> list[str]:
    """The paths of one edition's own files; feeds and archive are of all editions."""
    return [file["path"] for file in files if Path(file["path"]).parent.name.startswith("2026-11-20")]


def test_what_was_set_is_said_as_it_is_now(quiet_desk: Commands) -> None:
    """Also where it became something else."""
    words = ("--slug", "日本", "--date", "2026-12-24", "--tag", "a,b", "--intro", "One.\n\nTwo.")
    said = quiet_desk.run("edition", "set", *words).err
    assert said.splitlines() == ["intro: One. Two.", "date: 2026-12-24", "slug: edition-1", "tags: a, b"]
    assert quiet_desk.run("edition", "set", "--tag", "").err == "tags: none\n"


def test_every_time_in_json_is_iso_8601(desk: Commands) -> None:
    """Wherever it stands: posts, snapshots, notes, feeds, the cut-off."""
    desk.run("note", "1", "hm")
    desk.run("star", "1")
    desk.run("edition", "set", "--cutoff", "2026-11-20")
    shown = desk.json("show", "1")
    times = [
        *(shown["first_seen"], shown["published"], shown["notes"][0]["time"], shown["pick"]["starred_at"]),
        *(shown["snapshots"][0]["seen_at"], shown["sources"][0]["first_seen"]),
        *(desk.json("feeds")[0]["last_success"], desk.json("edition")["cutoff"]),
    ]
    assert all(datetime.fromisoformat(time).tzinfo and "T" in time for time in times)


def test_what_feeds_opml_holds_in_vain_is_said(desk: Commands) -> None:
    """By `roundup feeds`, for somebody edited the file by hand."""
    path = desk.root / "feeds.opml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("</body>", '<outline text="X" xmlUrl="htp:x"/></body>'), "utf-8"
    )
    said = desk.run("feeds")
    assert "not followed" in said.err
    assert "htp:x" in said.err
    assert len(said.out.splitlines()) == 1


def test_a_titles_lines_cannot_pose_as_others(desk: Commands, blogs: Blogs) -> None:
    """What is one line stays one line, whatever a page names its feeds."""
    link = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
    both = link.format("A&#10;2. Trust me", "/a") + link.format("B", "/b")
    for name in "ab":
        blogs.feed(f"/{name}", item(name, name.upper(), f"Words of {name}."), title=f"{name}&#10;2. Trust me")
    blogs.put("/two/", f"<html><head>{both}</head></html>", "text/html")
    said = desk.run("feeds", "add", blogs.url + "/two/?a=1&b=2", code=1)
    assert "404" in said.err
    said = desk.run("feeds", "add", blogs.url + "/two/", code=2)
    assert not any(line.lstrip().startswith("2. Trust me") for line in said.out.splitlines() + said.err.splitlines())


def test_a_site_is_remembered_by_its_whole_address(desk: Commands, blogs: Blogs) -> None:
    """The one its feed names, else the one that was typed."""
    blogs.put("/other", f"<rss version='2.0'><channel><title>O</title>{item('o', 'O', 'Words.')}</channel></rss>")
    blogs.put(
        "/site/",
        '<html><head><link rel="alternate" type="application/rss+xml" href="/other"></head></html>',
        "text/html",
    )
    desk.run("feeds", "add", f"{blogs.url}/site/")
    assert f'htmlUrl="{blogs.url}/site/"' in (desk.root / "feeds.opml").read_text(encoding="utf-8")


def test_a_log_that_cannot_be_kept_is_said(quiet_desk: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug on a machine without room for a log: still exit 3, and the log is on the terminal."""
    monkeypatch.setattr("tempfile.tempdir", str(quiet_desk.root / "absent"))
    monkeypatch.setattr("roundup.workflow.pick.star", lambda *_a: 1 / 0)
    said = quiet_desk.run("star", "1", code=3)
    assert "ZeroDivisionError" in said.err
    assert "the lines above" in said.err


def test_what_the_system_refuses_is_no_bug(quiet_desk: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 1, the file's name, and what to look at."""

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device", "/some/file")

    monkeypatch.setattr("roundup.workflow.pick.star", full)
    said = quiet_desk.run("star", "1", code=1)
    assert "/some/file cannot be used: No space left on device" in said.err


def test_an_interrupt_while_starting_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even before the command is known."""

    def pressed(_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("roundup.cli.app.run", pressed)
    assert main(["posts"]) == 130


# ------------------------------------------------------------ words


def test_endless_cells_are_cut_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A title of a million characters is one line, soon."""
    terminal = on_terminal(monkeypatch)
    table(("id", "title"), [("1", "短a" * 500_000), ("2", "e\u0301" * 300)], wide=1)
    lines = terminal.getvalue().splitlines()[1:]
    assert [width(line) <= 60 and line.endswith("…") for line in lines] == [True, True]


@pytest.mark.parametrize("columns", range(1, 12))
def test_rows_fit_where_they_can(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """However narrow: a row is a line, a cell is never wider than its column."""
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", str(columns))
    table(("id", "title"), [("12345", "短い題名"), ("1", "")], wide=1)
    assert len(terminal.getvalue().splitlines()) == 3


def test_json_holds_times_and_anything_else() -> None:
    """Paths are words, times ISO 8601."""
    stream = io.StringIO()
    before, sys.stdout = sys.stdout, stream
    try:
        say_json({"at": datetime(2026, 11, 20, 9, tzinfo=UTC), "path": Path("a/b")})
    finally:
        sys.stdout = before
    assert json.loads(stream.getvalue()) == {"at": "2026-11-20T09:00:00+00:00", "path": "a/b"}


def test_complaints_are_red_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint is plain."""
    monkeypatch.setenv("TERM", "xterm")
    with redirect_stderr(Terminal()) as stream:
        complain("it broke", "mend it")
        tell("x", RED)
    assert stream.getvalue() == "\x1b[31mroundup: it broke\x1b[0m\nmend it\n\x1b[31mx\x1b[0m\n"
