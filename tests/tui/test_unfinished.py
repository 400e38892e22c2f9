"""Words that were begun and not kept: they are there again, whatever ended the writing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roundup.workflow.desk import Desk
from roundup.workflow.triage import Session
from roundup.workflow.unfinished import PLACE
from tests.tui.hands import Hands, at_desk
from tests.workflow.desks import decisions


def left_behind(desk: Desk) -> list[str]:
    """The words that wait for the next evening."""
    path = desk.settings.root / PLACE
    return [row["text"] for row in json.loads(path.read_text())] if path.exists() else []


async def begins_a_remark(hands: Hands) -> None:
    await hands.press("r")
    await hands.type("half a rem")


@pytest.mark.parametrize("keys", [["ctrl+c"], ["ctrl+q"], ["escape", "q"], ["escape", "ctrl+c"]])
def test_the_desk_is_left_and_the_words_are_there_the_next_evening(desk: Desk, keys: list[str]) -> None:
    """By whichever way it was left, in the middle of a word or after leaving the line."""

    async def leaves(hands: Hands) -> None:
        await begins_a_remark(hands)
        for key in keys:
            await hands.app.press_ahead(key)
        await hands.app.idle() if keys[-1] == "q" else None
        while hands.app._exit is False:
            await hands.pilot.pause(0.005)

    async def comes_back(hands: Hands) -> None:
        await hands.press("r")
        assert hands.screen.prompt.buffer.text == "half a rem"
        assert hands.notice == "what was left unfinished is here again"
        await hands.answer("ark")
        assert hands.notice == "remark kept"

    at_desk(desk, leaves)
    assert left_behind(desk) == ["half a rem"]
    assert decisions(desk) == []
    at_desk(desk, comes_back)
    assert left_behind(desk) == []
    assert [decision.payload["remark"] for decision in decisions(desk)] == ["half a remark"]


def test_a_fault_of_ours_loses_no_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk ends in the middle of a sentence: the sentence is kept."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a fault")

    async def journey(hands: Hands) -> None:
        await begins_a_remark(hands)
        monkeypatch.setattr(type(hands.screen.prompt), "edit", broken)
        await hands.press("left")

    with pytest.raises(ZeroDivisionError, match="a fault"):
        at_desk(desk, journey)
    assert left_behind(desk) == ["half a rem"]


def test_words_left_twice_are_still_there(desk: Desk) -> None:
    """To look at a draft and leave it again is not to throw it away."""

    async def journey(hands: Hands) -> None:
        await begins_a_remark(hands)
        await hands.press("escape", "r", "escape", "r")
        assert hands.screen.prompt.buffer.text == "half a rem"
        await hands.press("escape")

    at_desk(desk, journey)
    assert left_behind(desk) == ["half a rem"]


def test_a_draft_put_back_as_it_was_is_none(desk: Desk) -> None:
    """All that was typed is taken away again: there is nothing to come back to."""

    async def journey(hands: Hands) -> None:
        await begins_a_remark(hands)
        await hands.press("ctrl+u", "escape")
        assert hands.app.drafts == {}

    at_desk(desk, journey)
    assert left_behind(desk) == []


def test_words_that_cannot_be_written_down_are_said(desk: Desk) -> None:
    """Something else stands where they would lie: it is told, and the desk goes on."""
    (desk.settings.root / PLACE).mkdir(parents=True)

    async def journey(hands: Hands) -> None:
        await begins_a_remark(hands)
        await hands.press("escape")
        assert "cannot be written" in hands.notice
        await hands.press("r")
        assert hands.screen.prompt.buffer.text == "half a rem"
        await hands.press("ctrl+u", "escape")

    at_desk(desk, journey)
    assert (desk.settings.root / PLACE).is_dir()


def test_the_lead_in_of_one_post_is_never_anothers(desk: Desk) -> None:
    """What was begun is kept with the post it was begun for."""

    async def journey(hands: Hands) -> None:
        await hands.press("l")
        await hands.type("benches")
        begun = hands.screen.prompt.buffer.text
        await hands.press("escape", "j", "l")
        assert "benches" not in hands.screen.prompt.buffer.text
        await hands.press("escape", "k", "l")
        assert hands.screen.prompt.buffer.text == begun
        await hands.press("escape")

    at_desk(desk, journey)
    assert len(left_behind(desk)) == 1


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [("one\r\ntwo", "one two"), ("one\rtwo", "one two"), ("one\ntwo", "one two"), ("one\x1b[2Jtwo", "one[2Jtwo")],
)
def test_what_is_pasted_into_a_line_is_one_line(desk: Desk, pasted: str, expected: str) -> None:
    """However the terminal ends its lines, and whatever else was in the clipboard."""

    async def journey(hands: Hands) -> None:
        await hands.press("/")
        await hands.type(pasted)
        assert hands.screen.prompt.buffer.text == expected
        await hands.press("escape", "m")
        await hands.type(pasted)
        assert "\r" not in hands.screen.prompt.buffer.text
        await hands.press("ctrl+u", "ctrl+u", "escape")

    at_desk(desk, journey)


@pytest.mark.parametrize("typed", ["9" * 5_000, "0", "-1", "one", "²", "1.0", "99"])
def test_a_number_that_is_none_is_refused_in_words(desk: Desk, typed: str) -> None:
    """Of links, however many digits were pasted."""

    async def journey(hands: Hands) -> None:
        await hands.press("/")
        await hands.answer("map")
        await hands.press("O")
        await hands.answer(typed)
        assert hands.notice.startswith("there is no link")
        assert len(hands.notice) < 80

    at_desk(desk, journey)


def test_the_session_counts_what_is_left(desk: Desk) -> None:
    """So that whoever leaves can be told."""
    session = Session(desk, lambda: desk.now)
    assert len(session.unfinished) == 0
    session.unfinished.keep({("lead", 1): "a", ("note", 2): "b"})
    assert len(session.unfinished) == 2
    assert Path(desk.settings.root / PLACE).exists()
