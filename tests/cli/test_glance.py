"""`roundup edition` at a glance, and what moves in and out of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from roundup.cli.times import in_full, read_spoken
from roundup.errors import UsageError
from roundup.text import width
from tests.cli.desk import Commands
from tests.workflow.desks import bring, close, desk_at, ready

LONDON = ZoneInfo("Europe/London")
FRIDAY = datetime(2026, 10, 23, 17, 30, tzinfo=UTC)  # half past six in London, two days before the clocks go back


@pytest.fixture
def desk(tmp_path: Path) -> Commands:
    """Two picks with lead-ins, and a third post."""
    root = tmp_path / "desk"
    commands = Commands(root)
    commands.run("init", str(root), "--empty")
    ready(desk_at(root), "bins", "votes")
    bring(desk_at(root), "roads")
    return commands


def test_the_glance_says_what_there_is_and_what_is_missing(desk: Commands) -> None:
    """Words, quoted share, minutes; one line for each thing that is wanted."""
    desk.run("quote", "1", "The bins went out on time.")
    out = desk.run("edition").out
    assert "2 picks · 14 words · 43% quoted · 1 min to read" in out
    assert "missing: pick 2 (post 2, Votes): no quote" in out
    assert "missing: no intro" in out
    assert "   lead-in written, 1 quote (found)" in out


def test_it_fits_eighty_columns(desk: Commands) -> None:
    """The lines about picks, however long their titles; the others are folded on a terminal."""
    root = desk_at(desk.root)
    long = bring(root, "long", title="A title that goes on and on, as some do, about bins and budgets", blog="B" * 60)
    desk.run("star", long)
    picks = [line for line in desk.run("edition").out.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert len(picks) == 3
    assert max(map(width, picks)) <= 80


def test_kept_for_later_and_called_back(desk: Commands) -> None:
    """`star --later` leaves a star out of this edition; the glance says which, and a star brings it back."""
    assert "kept for the next edition: 2" in desk.run("star", "--later", "2").err
    assert "left out: 2  Votes (kept for the edition after 1)" in desk.run("edition").out
    assert desk.json("edition")["left_out"] == [
        {"post": 2, "title": "Votes", "why": "kept for the edition after 1"},
    ]
    desk.run("star", "2")
    assert [pick["post"] for pick in desk.json("edition")["picks"]] == [1, 2]


def test_a_cut_off_in_people_s_words(desk: Commands) -> None:
    """What was understood is said in full, and what it moves."""
    said = desk.run("edition", "set", "--cutoff", "last Thursday noon").err
    assert said.splitlines()[0] == "cutoff: Thursday 19 November 2026, 12:00 GMT"
    assert "waits for the next edition: 1  Bins" in said
    assert "cut-off: Thursday 19 November 2026, 12:00 GMT" in desk.run("edition").out
    assert "comes in: 1  Bins" in desk.run("edition", "set", "--cutoff", "").err


def test_two_weeks_in_one(desk: Commands) -> None:
    """A week off is said, and what was carried over."""
    desk.run("star", "--later", "2")
    close(desk_at(desk.root))
    later = Commands(desk.root, now="2026-12-04T16:00:00+00:00")
    out = later.run("edition").out
    assert "2 weeks in one, since 1 had no edition" in out
    assert "lead-in written, 0 quotes, carried over" in out
    seen = later.json("edition")
    assert (seen["weeks"], seen["carried"]) == (2, [2])


def test_a_guest_editor_is_named(desk: Commands) -> None:
    """At a glance and in the page."""
    desk.run("edition", "set", "--editor", "Guest Editor")
    assert "by Guest Editor" in desk.run("edition").out
    (page,) = [entry for entry in desk.json("render", "--format", "page") if entry["path"].endswith("post.html")]
    assert "Guest Editor" in Path(page["path"]).read_text("utf-8")


def test_one_decision_alone_is_undone(desk: Commands) -> None:
    """Its id is in the trail; `why edition` has those of the edition."""
    desk.run("edition", "set", "--intro", "Hello.")
    desk.run("skip", "3")
    (line,) = [line for line in desk.run("why", "edition").out.splitlines() if "intro" in line]
    desk.run("undo", "--only", line.rpartition("[")[2].rstrip("]"))
    assert desk.json("edition")["intro"] == ""
    assert desk.json("show", "3")["skipped"]


# ---------------------------------------------------------------- times as people say them


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Friday 19:00", "Friday 23 October 2026, 19:00 BST"),
        ("Friday 17:00", "Friday 30 October 2026, 17:00 GMT"),  # today's is past; by the clock then
        ("fri 5pm", "Friday 30 October 2026, 17:00 GMT"),
        ("Friday, 5.30pm", "Friday 30 October 2026, 17:30 GMT"),
        ("this friday 17:00", "Friday 23 October 2026, 17:00 BST"),
        ("last Friday at 17:00", "Friday 16 October 2026, 17:00 BST"),
        ("last wed", "Wednesday 21 October 2026, 23:59 BST"),
        ("Tuesday", "Tuesday 27 October 2026, 23:59 GMT"),
        ("today", "Friday 23 October 2026, 23:59 BST"),
        ("yesterday 09:00", "Thursday 22 October 2026, 09:00 BST"),
        ("tomorrow noon", "Saturday 24 October 2026, 12:00 BST"),
        ("12am", None),
        ("sunday 12am", "Sunday 25 October 2026, 00:00 BST"),
        ("Sunday 01:30", "Sunday 25 October 2026, 01:30 BST"),  # there are two; the first
        ("2026-03-29 01:30", "Sunday 29 March 2026, 02:30 BST"),  # there is none; an hour on
        ("2026-10-30", "Friday 30 October 2026, 23:59 GMT"),
        ("2026-10-30 17:00", "Friday 30 October 2026, 17:00 GMT"),
        ("2026-10-30T17:00", "Friday 30 October 2026, 17:00 GMT"),
        ("2026-10-30T17:00+01:00", "Friday 30 October 2026, 16:00 GMT"),
        ("next friday", None),
        ("Friday 17", None),
        ("Friday 25:00", None),
        ("Friday 13pm", None),
        ("last today", None),
        ("last 2026-10-30", None),
        ("someday 17:00", None),
        ("2026-13-45 10:00", None),
        ("", None),
        ("Friday 17:00 \x1b[2J", None),
    ],
)
def test_a_time_is_read_as_it_is_said(said: str, meant: str | None) -> None:
    """By the clocks of the desk, also across the hour that is changed; what could be two things is refused."""
    if meant is None:
        with pytest.raises(UsageError):
            read_spoken(said, FRIDAY, LONDON)
    else:
        assert in_full(read_spoken(said, FRIDAY, LONDON), LONDON) == meant
