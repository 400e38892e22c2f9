"""Every command that writes, cut off before each of its statements: the desk is as before or as after, never between.

What a killed process leaves are the files as they are at that moment, so that is what is looked at: a copy of the desk
made before every statement that SQLite is given. Run again on the copy, the command completes.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from roundup.store import door
from roundup.workflow import edit, people
from roundup.workflow.desk import Desk
from roundup.workflow.edition import change, closed
from roundup.workflow.order import look_at_what_is_new
from roundup.workflow.pick import order, put_off, skip, star, tag, unstar
from roundup.workflow.publish import publish, render
from roundup.workflow.recheck import add_erratum
from roundup.workflow.undo import redo, undo
from roundup.workflow.word import annotate, note, quote, unquote
from tests.store.feeds import dump
from tests.workflow.desks import TEXT, bring, decisions, desk_at

Tables = dict[str, list[tuple[Any, ...]]]
Work = Callable[[Desk], object]


@dataclass
class Recorder:
    """Copies of a desk's folder, one for each statement that changes something; `on` while it is at work."""

    root: Path
    copies: Path
    on: bool = False
    made: list[Path] = field(default_factory=list)

    def look(self, statement: str) -> None:
        word = statement.lstrip().split(" ", 1)[0].upper()
        # A transaction that has begun has written nothing yet.
        if self.on and word in ("INSERT", "UPDATE", "DELETE", "COMMIT"):
            copy = self.copies / f"{len(self.made)}"
            shutil.copytree(self.root, copy, ignore=shutil.ignore_patterns("*-shm"))
            self.made.append(copy)


@pytest.fixture
def recorder(desk: Desk, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """A recorder of the desk's folder, which sees each statement before it is run."""
    made, raw = Recorder(desk.settings.root, tmp_path_factory.mktemp("copies")), door._raw

    def watched(path: Path, mode: str) -> sqlite3.Connection:
        connection = raw(path, mode)
        connection.set_trace_callback(made.look)
        return connection

    monkeypatch.setattr(door, "_raw", watched)
    return made


def numbered(desk: Desk) -> Desk:
    """The desk with ids that begin anew: the same command gives the same decisions."""
    numbers = count(1)
    return replace(desk, new_id=lambda: f"cut-{next(numbers):04}")


def contents(desk: Desk) -> Tables:
    """All that the file holds; it must be sound."""
    with desk.store() as store:
        assert store.check() == ()
        return dump(store)


@pytest.fixture
def week(desk: Desk) -> Desk:
    """Four posts: the first two picked and introduced, the first quoted; a person, and something to undo."""
    ids = [bring(desk, slug) for slug in ("bins", "map", "notes", "rain")]
    star(desk, ids[:2])
    for post in ids[:2]:
        annotate(desk, post, lead=f"Somebody [wrote](post) number {post}.", section="Bins")
    quote(desk, "1", "Nobody thanked the crew")
    quote(desk, "1", "The bins went out")
    tag(desk, ["1"], add=["bins", "rain"])
    people.add(desk, "Ada Example", people.Given())
    people.add(desk, "Ada E.", people.Given())
    change(desk, {"intro": "A week of bins.", "sign_off": "Send us your posts."})
    with desk.store() as store:
        # What is worked out of the posts is no decision: it is kept by whatever looks first, by itself.
        look_at_what_is_new(store, desk)
    return desk


def worksheet(desk: Desk) -> None:
    """A whole draft edited: words, order, a quote gone, one more, a post in and one out."""
    text = edit.export(desk)
    for old, new in (
        ("A week of bins.", "A week of rain."),
        ("number 1.", "number one."),
        ("> The bins went out", "> nobody ever does"),
        ("Tags: bins, rain", "Tags: bins, snow"),
        ("## Sign-off", "## [3]\n\nAnd [another](post).\n\n## Sign-off"),
    ):
        assert old in text
        text = text.replace(old, new)
    assert not edit.read_back(desk, text).refused


WORKS: dict[str, Work] = {
    "star": lambda desk: star(desk, ["3", "4"]),
    "unstar": lambda desk: unstar(desk, ["1", "2"]),
    "put off": lambda desk: put_off(desk, ["1", "2"]),
    "skip": lambda desk: skip(desk, ["3", "4"], reason="not about councils"),
    "tag": lambda desk: tag(desk, ["1", "2"], add=["snow", "ice"], remove=["bins"]),
    "order": lambda desk: order(desk, ["2", "1"]),
    "annotate": lambda desk: annotate(desk, "2", lead="Another [lead](post).", remark="Quite.", section="Rain"),
    "note": lambda desk: note(desk, "2", "Ask Ada about this."),
    "quote": lambda desk: quote(desk, "2", "nobody ever does", speaker="Ada"),
    "unquote": lambda desk: unquote(desk, "1", 1),
    "edition set": lambda desk: change(desk, {"title": "A title", "intro": "Rain.", "tags": ["a", "b"]}),
    "undo": undo,
    "undo of much": lambda desk: undo(desk, back_to=decisions(desk)[2].id),
    "people add": lambda desk: people.add(desk, "Bert Bin", people.Given()),
    "people merge": lambda desk: people.merge(desk, "Ada Example", "Ada E."),
    "people opt-out": lambda desk: people.opt_out(desk, "Ada Example", reason="asked us"),
    "people forget": lambda desk: people.forget(desk, "Ada Example"),
    "people import": lambda desk: people.import_people(
        desk, '[[person]]\nname = "Cleo Clerk"\n\n[[person]]\nname = "Dan Desk"\n'
    ),
    "edit": worksheet,
    "publish": publish,
}


def stages(recorder: Recorder, desk: Desk, work: Work) -> tuple[list[Tables], Tables]:
    """What each copy holds that was made while `work` was done, and what the desk holds in the end."""
    recorder.on = True
    work(numbered(desk))
    recorder.on = False
    assert recorder.made, "nothing was written"
    return [contents(desk_of(copy)) for copy in recorder.made], contents(desk)


def desk_of(copy: Path) -> Desk:
    return numbered(desk_at(copy))


@pytest.mark.parametrize("name", WORKS)
def test_cut_off_anywhere_it_is_done_or_not_begun(week: Desk, recorder: Recorder, name: str) -> None:
    """Before each statement all tables are as before the command, or as after it; run again, it is done once."""
    before = contents(week)
    copies, after = stages(recorder, week, WORKS[name])
    assert after != before
    assert [number for number, held in enumerate(copies) if held not in (before, after)] == []
    assert copies[0] == before
    # Where it was not begun, copies differ only in what is rolled back: the last has most of that.
    again = desk_of([copy for copy, held in zip(recorder.made, copies, strict=True) if held == before][-1])
    WORKS[name](again)
    assert contents(again) == after


def test_a_redo_is_done_or_not_begun(week: Desk, recorder: Recorder) -> None:
    """What undo took back comes back whole."""
    undo(numbered(week))
    before = contents(week)
    again = replace(week, new_id=(f"redo-{number}" for number in count(1)).__next__)
    recorder.on = True
    redo(again)
    recorder.on = False
    after = contents(week)
    assert after != before
    assert all(contents(desk_of(copy)) in (before, after) for copy in recorder.made)


def test_an_erratum_is_there_or_not(week: Desk, recorder: Recorder) -> None:
    """The closed edition bears it or is as it was closed."""
    publish(week)
    before = closed(week)[-1].edition
    recorder.on = True
    after = add_erratum(week, 1, "It was Tuesday.")
    recorder.on = False
    assert recorder.made
    assert all(closed(desk_of(copy))[-1].edition in (before, after) for copy in recorder.made)


def test_publishing_that_was_cut_leaves_files_that_the_next_run_makes_whole(week: Desk, recorder: Recorder) -> None:
    """Files come before the closing: cut in between, the next run writes the same ones and closes; none is half."""
    recorder.on = True
    done = publish(numbered(week))
    recorder.on = False
    files = pages(week)
    for copy in (recorder.made[0], recorder.made[len(recorder.made) // 2], recorder.made[-1]):
        desk = desk_of(copy)
        if not closed(desk):
            assert publish(desk).edition == done.edition
        else:
            render(desk, 1)
        assert pages(desk) == files


def pages(desk: Desk) -> dict[str, bytes]:
    """The files in out/: path → content."""
    out = desk.settings.out_path
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


# ------------------------------------------------------------ an error in place of a kill


class CutError(Exception):
    """Something that nobody foresaw."""


def failing(monkeypatch: pytest.MonkeyPatch, at: int) -> Iterator[int]:
    """Each statement's number; the statement of number `at` fails."""
    from roundup.store.connection import Connection

    numbers = count(1)
    for method in ("run", "run_many"):
        original = getattr(Connection, method)

        def counted(self: Connection, *args: Any, original: Any = original) -> None:
            if next(numbers) == at:
                raise CutError
            original(self, *args)

        monkeypatch.setattr(Connection, method, counted)
    return numbers


@pytest.mark.parametrize("name", ["star", "edit", "publish", "people merge", "undo of much"])
def test_an_error_at_any_statement_takes_all_of_it_back(week: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """In one process that lives on: the desk is as before, and the same command succeeds afterwards."""
    before = contents(week)
    for at in range(1, 200):
        with monkeypatch.context() as patch:
            failing(patch, at)
            try:
                WORKS[name](numbered(week))
            except CutError:
                failed = True
            else:
                failed = False
        if not failed:
            break
        assert contents(week) == before, f"half done at statement {at}"
    assert 1 < at < 199
    assert contents(week) != before


def test_the_words_of_a_post_stay_quotable_through_it_all(week: Desk) -> None:
    """Nothing above has a text of its own: the sample's words are what everything is proved against."""
    with week.store() as store:
        assert {snapshot.text for number in range(1, 5) for snapshot in store.posts.snapshots(number)} == {TEXT}
