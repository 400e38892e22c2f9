"""When something is in the way: another program, a full day's typing ahead, a fault of ours."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from roundup.store import door
from roundup.tui import keyed
from roundup.workflow.desk import Desk
from roundup.workflow.triage import Session
from tests.tui.hands import Hands, at_desk
from tests.workflow.desks import decisions, picks


def test_a_desk_that_is_written_to_makes_one_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said while one waits, and then it is done."""
    monkeypatch.setattr(keyed, "PATIENCE", 0.05)

    async def journey(hands: Hands) -> None:
        other = sqlite3.connect(desk.settings.database_path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        pressing = asyncio.create_task(hands.press("s"))
        while "waiting" not in hands.notice:
            await asyncio.sleep(0.01)
        assert decisions(desk) == []
        other.execute("ROLLBACK")
        other.close()
        await pressing
        assert hands.notice == "starred"

    at_desk(desk, journey)
    assert len(picks(desk)) == 1


def test_a_desk_that_stays_locked_is_a_word_and_no_crash(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do; nothing was half done, and the next key works."""
    monkeypatch.setattr(door, "BUSY_SECONDS", 0.05)

    async def journey(hands: Hands) -> None:
        other = sqlite3.connect(desk.settings.database_path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await hands.press("s")
        assert "is being written by another program" in hands.notice
        await hands.press("j", "space", "l")
        await hands.answer("counts")
        assert "is being written by another program" in hands.notice
        other.execute("ROLLBACK")
        other.close()
        await hands.press("l")
        assert "[counts](post)" in hands.screen.prompt.buffer.text
        await hands.press("enter")
        assert hands.notice == "lead-in kept"

    at_desk(desk, journey)
    assert [decision.verb for decision in decisions(desk)] == ["annotate"]


def test_a_damaged_desk_is_said(desk: Desk) -> None:
    """The file was taken away under the desk's hands: nothing is made up in its place."""

    async def journey(hands: Hands) -> None:
        path = desk.settings.database_path
        kept = path.read_bytes()
        for each in path.parent.glob("roundup.db*"):
            each.unlink()
        path.write_bytes(b"no database at all, but words " * 100)
        await hands.press("j")
        assert "not an SQLite database" in hands.notice
        await hands.press("s")
        assert "not an SQLite database" in hands.notice
        path.write_bytes(kept)
        await hands.press("R")
        assert hands.notice == "read again"

    at_desk(desk, journey)


def test_keys_typed_ahead_are_done_in_their_order(desk: Desk) -> None:
    """As over a slow line, where ten arrive at once: keys of the desk and words in the prompt do not mix."""

    async def journey(hands: Hands) -> None:
        done = asyncio.gather(*(hands.app.press_ahead(key) for key in [*"jl", *"sxp", "enter", *"ks"]))
        await done
        await hands.app.idle()
        assert hands.notice == "starred"

    at_desk(desk, journey)
    made = decisions(desk)
    assert [decision.verb for decision in made] == ["annotate", "star"]
    assert made[0].payload["lead"] == "Ada Example [sxp](post)."
    assert made[0].subject != made[1].subject


def test_a_fault_of_ours_ends_the_desk_and_is_handed_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """To whoever started it, who says it in words; no traceback is painted over the terminal."""

    def broken(_self: Session, _id: int) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(Session, "star", broken)

    async def journey(hands: Hands) -> None:
        await hands.press("s")

    with pytest.raises(ZeroDivisionError, match="a fault"):
        at_desk(desk, journey)
    assert decisions(desk) == []
