"""`roundup edition special`, as its user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import Commands
from tests.workflow.desks import close, desk_at, ready


@pytest.fixture
def desk(tmp_path: Path) -> Commands:
    """A desk with one closed edition of two picks, one of them tagged."""
    root = tmp_path / "desk"
    commands = Commands(root)
    commands.run("init", str(root), "--empty")
    ready(desk_at(root), "bins", "votes")
    commands.run("tag", "1", "--add", "case study")
    close(desk_at(root))
    return commands


def test_the_year_that_was(desk: Commands) -> None:
    """Made with one command, seen at a glance, rendered by its name."""
    said = desk.run("edition", "special", "year", "2026")
    lines = said.out.splitlines()
    assert lines[0].startswith("The year that was: 2026 · year-2026 · card · the year 2026")
    assert lines[1:3] == ["November", "1. 1  Bins  (A Blog)"]
    assert "2 picks by 1 person from 1 edition · 2 posts read" in said.out
    assert "roundup render year-2026" in said.err
    assert "roundup edition special set year-2026 --date 20" in said.err  # until then it is not in the archive
    paths = [entry["path"] for entry in desk.json("render", "year-2026", "--format", "markdown")]
    assert any(path.endswith("out/year-2026/post.md") for path in paths)


def test_a_collection_is_of_its_slug_unless_a_tag_is_given(desk: Commands) -> None:
    """Tags may hold spaces, and several may be given."""
    desk.run("edition", "special", "collection", "cases", "--tag", "case study, camp", "--title", "Case studies")
    desk.run("edition", "special", "collection", "bins")
    seen = desk.json("edition", "special", "show", "cases")
    assert ([p["title"] for p in seen["picks"]], seen["tags"]) == (["Bins"], ["case study", "camp"])
    assert desk.json("edition", "special", "show", "bins")["tags"] == ["bins"]


def test_an_event_has_days_or_a_tag(desk: Commands) -> None:
    """Without either it would be of everything."""
    assert "needs its days or a tag" in desk.run("edition", "special", "event", "camp", code=2).err
    backwards = ("--since", "2026-11-21", "--until", "2026-11-20")
    assert "before it begins" in desk.run("edition", "special", "event", "camp", *backwards, code=2).err
    said = desk.run("edition", "special", "event", "camp", "--since", "2026-11-20", "--until", "2026-11-20")
    assert "an event, 2026-11-20 to 2026-11-20" in said.out


def test_the_list_of_editions_shows_them(desk: Commands) -> None:
    """Below the weekly ones; for scripts they have no number."""
    desk.run("edition", "special", "year", "2026")
    rows = [line.split("\t") for line in desk.run("edition", "list").out.splitlines()]
    assert [row[0] for row in rows] == ["1", "year"]
    assert [(each["number"], each["state"]) for each in desk.json("edition", "list")] == [
        (1, "frozen"),
        (None, "special"),
    ]
    (alone,) = desk.json("edition", "special")
    assert (alone["slug"], alone["kind"], alone["picks"]) == ("year-2026", "year", 2)
    assert desk.run("edition", "special").out.startswith("year-2026\tyear\t2\t")


def test_it_is_changed_renamed_taken_out_and_brought_back(desk: Commands) -> None:
    """Its trail tells all of it."""
    desk.run("edition", "special", "year", "2026")
    words = ("--title", "{picks}", "--slug", "bins", "--date", "2026-12-31", "--editor", "Guest", "--intro", "-")
    desk.run("edition", "special", "set", "year-2026", *words, stdin="Hello, {people}.")
    seen = desk.json("edition", "special", "show", "bins")
    assert (seen["title"], seen["intro"], seen["date"]) == ("2 picks", "Hello, 1 person.", "2026-12-31")
    assert seen["editors"] == ["Guest"]
    assert "roundup undo" in desk.run("edition", "special", "remove", "bins").err
    assert "There are none" in desk.run("edition", "special").err
    assert "undone: special year-2026" in desk.run("undo").err
    assert desk.run("why", "bins").out.count("\n") == 4


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("special", "show", "nowhere"), 2, "no special edition"),
        (("special", "year", "26"), 2, "26"),
        (("special", "collection", "7"), 2, "cannot be the name"),
        (("special", "collection", "x", "--shape", "round"), 2, "no shape"),
        (("special", "event", "x", "--since", "soon"), 2, "no day"),
        (("special", "set", "nowhere", "--title", "x"), 2, "no special edition"),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk: Commands, words: tuple[str, ...], code: int, said: str) -> None:
    """And nothing is made."""
    assert said in desk.run("edition", *words, code=code).err
    assert desk.json("edition", "special") == []


def test_check_reads_one(desk: Commands) -> None:
    """Its picks were in weekly editions, which is no fault of theirs."""
    desk.run("edition", "special", "year", "2026")
    assert "featured-before" not in {found["check"] for found in desk.json("check", "year-2026")}


def test_hostile_words_of_a_special_stay_words(desk: Commands) -> None:
    """On the terminal and in JSON."""
    desk.run("edition", "special", "year", "2026", "--title", "\x1b[2Jhello\nworld")
    assert "\x1b" not in desk.run("edition", "special", "show", "year-2026").out
    assert desk.json("edition", "special")[0]["title"] == "[2Jhello world"
