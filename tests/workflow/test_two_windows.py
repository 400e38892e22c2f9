"""The keyboard desk, while a colleague, another window or a fetch changes what it shows: nothing is lost or undone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from roundup.curate.desk.wanted import Wanted, read_wanted
from roundup.errors import NotFound, QuoteError, RoundupError, UsageError
from roundup.workflow import pick as picking
from roundup.workflow import undo as undoing
from roundup.workflow import word
from roundup.workflow.desk import Desk
from roundup.workflow.edition import closed
from roundup.workflow.triage import Session
from tests.workflow.desks import at, bring, close, decisions, picks, ready
from tests.workflow.desks import pick as decided

FIRST = "The bins went out on time. Nobody thanked the crew."
SECOND = "The bins went out late. Somebody thanked the crew."


def session(desk: Desk) -> Session:
    return Session(desk, lambda: desk.now)


def windows(desk: Desk) -> tuple[Session, Session]:
    """Ada's, and Bo's a minute later."""
    return session(desk), session(at(desk, "bo", minutes=1))


# ---------------------------------------------------------------- a colleague decides


def test_undo_takes_back_ones_own_and_nobody_elses(desk: Desk) -> None:
    """However much the other decided in between."""
    first, second = int(bring(desk, "bins")), int(bring(desk, "maps"))
    ada, bo = windows(desk)
    ada.star(first)
    bo.star(second)
    bo.tags(first, "housing")
    assert ada.undo().post == first
    assert picks(desk) == [str(second)]
    assert decided(desk, str(first)).tags == ("housing",)
    with pytest.raises(RoundupError):
        ada.undo()


def test_redo_after_a_colleague_decided_the_same(desk: Desk) -> None:
    """The star is there once, whoever set it."""
    first = int(bring(desk, "bins"))
    ada, bo = windows(desk)
    ada.star(first)
    ada.undo()
    bo.star(first)
    ada.redo()
    assert picks(desk) == [str(first)]


def test_a_star_that_a_colleague_set_is_seen_before_it_is_changed(desk: Desk) -> None:
    """The key is a switch: it works on what is so now, not on what the list showed."""
    first = int(bring(desk, "bins"))
    ada, bo = windows(desk)
    ada.load()
    bo.star(first)
    assert "no longer starred" in ada.star(first).said
    assert picks(desk) == []
    assert ada.pick(first).said == "starred"
    assert bo.pick(first).said == "starred already"


def test_two_who_write_the_same_lead_in_are_both_in_the_ledger(desk: Desk) -> None:
    """The later holds; undone, the earlier is there again."""
    first = int(bring(desk, "bins"))
    ada, bo = windows(desk)
    ada.write(first, "lead", "Ada's [words](post).")
    bo.write(first, "lead", "Bo's [words](post).")
    assert decided(desk, str(first)).lead == "Bo's [words](post)."
    bo.undo()
    assert decided(desk, str(first)).lead == "Ada's [words](post)."


@pytest.mark.parametrize("what", ["lead", "remark", "section"])
def test_what_is_so_already_is_no_decision(desk: Desk, what: str) -> None:
    """Enter on unchanged words writes nothing, so that undo takes back something that was seen."""
    first = int(bring(desk, "bins"))
    ada, bo = windows(desk)
    ada.write(first, what, "Words")
    count = len(decisions(desk))
    assert bo.write(first, what, "Words").said == "nothing changed"
    assert bo.write(first, what, "  Words\n").said == "nothing changed"
    assert len(decisions(desk)) == count


def test_the_pick_that_is_moved_is_moved_among_what_is_there_now(desk: Desk) -> None:
    """A colleague cut its neighbour meanwhile."""
    one, two, three = (int(id) for id in ready(desk, "bins", "maps", "notes"))
    ada, bo = windows(desk)
    ada.glance()
    bo.cut(two)
    assert ada.move(three, -1).said == "now number 1"
    assert picks(desk) == [str(three), str(one)]
    with pytest.raises(NotFound, match="not in the edition any more"):
        ada.move(two, 1)


@pytest.mark.parametrize(
    "act",
    [
        lambda made, post: made.star(post),
        lambda made, post: made.skip(post),
        lambda made, post: made.quote(post, "The bins went out on time."),
        lambda made, post: made.write(post, "lead", "Too [late](post)."),
    ],
    ids=["star", "skip", "quote", "lead"],
)
def test_an_edition_closed_under_the_desk_stays_closed(desk: Desk, act: Callable[[Session, int], object]) -> None:
    """It is published from another window: what is in it bears what it bore, whatever is pressed here."""
    first = int(bring(desk, "bins", FIRST))
    ada = session(desk)
    ada.star(first)
    ada.write(first, "lead", "Ada [wrote](post).")
    number = close(desk)
    before = [each for each in closed(desk) if each.edition.number == number]
    with suppress(RoundupError):
        act(session(at(desk, minutes=5)), first)
    after = [each for each in closed(desk) if each.edition.number == number]
    assert [(pick.post_id, pick.lead) for pick in after[0].edition.picks] == [
        (first, "Ada [wrote](https://blog.example/bins/).")
    ]
    assert after == before


# ---------------------------------------------------------------- a fetch brings other words


def test_a_passage_marked_before_the_post_was_edited_is_proved_by_the_words_that_stood_there(desk: Desk) -> None:
    """What the reader saw is what is quoted; that it has changed is said by the check."""
    first = int(bring(desk, "bins", FIRST))
    ada = session(desk)
    row = ada.load().rows[0]
    shown = ada.read(row).paper.text
    bring(at(desk, minutes=5), "bins", SECOND)
    assert ada.quote(first, shown.split(". ")[0] + ".").said == "quote 1: 6 words"
    assert decided(desk, str(first)).quotes[0].paragraphs == ("The bins went out on time.",)
    assert ada.read(ada.load(Wanted(state="starred")).rows[0] if picks(desk) else row).paper.text == SECOND


def test_words_that_stood_in_no_version_are_refused(desk: Desk) -> None:
    """Half of the old text and half of the new is nobody's sentence; nothing is decided."""
    first = int(bring(desk, "bins", FIRST))
    bring(at(desk, minutes=5), "bins", SECOND)
    before = decisions(desk)
    with pytest.raises(QuoteError):
        session(desk).quote(first, "The bins went out on time. Somebody thanked the crew.")
    assert decisions(desk) == before


def test_a_post_that_came_meanwhile_is_in_the_next_look(desk: Desk) -> None:
    """The list that is shown does not move under the hand."""
    bring(desk, "bins")
    ada = session(desk)
    board = ada.load()
    new = int(bring(desk, "maps"))
    assert new not in board.places
    assert new in ada.load().places
    assert ada.find(new) is not None


# ---------------------------------------------------------------- the command line beside the desk


def test_a_command_and_the_desk_share_one_undo(desk: Desk) -> None:
    """Of the same curator: the last decision is the last, wherever it was made."""
    first, second = bring(desk, "bins"), bring(desk, "maps")
    ada = session(desk)
    ada.star(int(first))
    picking.star(at(desk, minutes=1), [second])
    assert ada.undo().post == int(second)
    undoing.undo(at(desk, minutes=2))
    assert picks(desk) == []


def test_a_note_of_a_command_is_read_at_the_desk(desk: Desk) -> None:
    """And one's own beside it."""
    first = bring(desk, "bins")
    word.note(desk, first, "Ask her first.")
    ada = session(desk)
    ada.note(int(first), "Asked.")
    assert [note.text for note in ada.read(ada.load().rows[0]).state.notes] == ["Ask her first.", "Asked."]


@pytest.mark.parametrize("typed", ["", ",", " , ", "-", "-,", ", -"])
def test_tags_of_no_letter_are_no_decision(desk: Desk, typed: str) -> None:
    """It is refused, with what is missing."""
    first = int(bring(desk, "bins"))
    with pytest.raises(UsageError):
        session(desk).tags(first, typed)
    assert decisions(desk) == []


@pytest.mark.parametrize("post", [0, -1, 99, 10**12])
def test_a_post_that_is_not_there_is_said(desk: Desk, post: int) -> None:
    """Whatever is asked of it."""
    made = session(desk)
    assert made.find(post) is None
    for act in (made.star, made.skip, made.state, made.why):
        with pytest.raises(RoundupError):
            act(post)


@pytest.mark.parametrize(
    "typed", ['blog:"', "tag:'", "blog:%", "tag:_", 'words "quoted', "a* OR (", "NEAR(", '"', "-", "^x"]
)
def test_a_filter_is_never_a_query(desk: Desk, typed: str) -> None:
    """What means something to a database is a letter here: it is found, not found or refused, never a fault."""
    bring(desk, "bins")
    with suppress(UsageError):
        assert session(desk).load(read_wanted(typed)).total in (0, 1)
