"""undo: own decisions only, the last or back to one; nothing is deleted."""

from __future__ import annotations

import pytest

from roundup.errors import NotFound, UsageError
from roundup.workflow.desk import Desk
from roundup.workflow.edition import change, closed
from roundup.workflow.pick import order, skip, star
from roundup.workflow.publish import publish
from roundup.workflow.undo import redo, undo
from roundup.workflow.word import annotate, note
from tests.workflow.desks import at, bring, decisions, pick, picks, ready


def test_the_last_own_decision_goes_first(desk: Desk) -> None:
    """Again and again, back to the beginning; then there is nothing to undo."""
    post = bring(desk, "bins")
    star(desk, [post])
    annotate(desk, post, lead="Words.")
    (first,) = undo(desk)
    assert (first.decision.verb, str(first.post.id) if first.post else "") == ("annotate", post)
    assert pick(desk, post).lead == ""
    assert [undone.decision.verb for undone in undo(desk)] == ["star"]
    assert picks(desk) == []
    with pytest.raises(NotFound, match="ada has nothing to undo"):
        undo(desk)


def test_nothing_is_deleted(desk: Desk) -> None:
    """An undo is one more decision, and names what it takes back."""
    star(desk, [bring(desk, "bins")])
    (made,) = decisions(desk)
    undo(desk)
    assert decisions(desk)[0] == made
    assert (decisions(desk)[1].verb, decisions(desk)[1].payload) == ("undo", {"of": made.id})


def test_others_decisions_are_theirs(desk: Desk) -> None:
    """Ada's undo passes over what Bo did since; Bo's takes back Bo's."""
    a, b = bring(desk, "a"), bring(desk, "b")
    bo = at(desk, "bo", hours=1)
    star(desk, [a])
    star(bo, [b])
    undo(desk)
    assert picks(desk) == [b]
    with pytest.raises(UsageError, match="bo's"):
        undo(desk, back_to=decisions(desk)[1].id)
    undo(bo)
    assert picks(desk) == []


def test_back_to_a_decision_takes_all_own_ones_since(desk: Desk) -> None:
    """That one included, newest first; those of others stay. The beginning of an id is enough."""
    post = bring(desk, "bins")
    star(desk, [post])
    annotate(desk, post, lead="Words.")
    note(at(desk, "bo"), post, "Fine words")
    annotate(desk, post, remark="More.")
    second = decisions(desk)[1].id
    assert [undone.decision.verb for undone in undo(desk, back_to=second)] == ["annotate", "annotate"]
    state = pick(desk, post)
    assert (state.starred, state.lead, state.remark, len(state.notes)) == (True, "", "", 1)


@pytest.mark.parametrize("wrong", ["", "  ", "nosuch", "id-", "\x00", "%", "*"])
def test_a_decision_must_be_named_rightly(desk: Desk, wrong: str) -> None:
    """An empty or ambiguous name (a script's unset variable) takes nothing back."""
    star(desk, [bring(desk, "a"), bring(desk, "b")])
    before = decisions(desk)
    with pytest.raises(UsageError):
        undo(desk, back_to=wrong)
    assert decisions(desk) == before


def test_a_decision_about_the_edition_has_no_post(desk: Desk) -> None:
    """Its words and its order are taken back like any other."""
    a, b = ready(desk, "a", "b")
    order(desk, [b, a])
    change(desk, {"intro": "A week."})
    assert [undone.post for undone in (*undo(desk), *undo(desk))] == [None, None]
    assert picks(desk) == [a, b]


def test_a_skip_is_taken_back_with_its_reason(desk: Desk) -> None:
    """The post waits again."""
    post = bring(desk, "bins")
    skip(desk, [post], reason="advert")
    undo(desk)
    assert (pick(desk, post).skipped, pick(desk, post).skip_reason) == (False, "")


def test_closing_an_edition_can_be_taken_back(desk: Desk) -> None:
    """As long as it is not published anywhere; its picks are in the draft again."""
    (post,) = ready(desk, "bins")
    publish(desk)
    assert [undone.decision.verb for undone in undo(desk)] == ["freeze"]
    assert closed(desk) == ()
    assert picks(desk) == [post]


def test_what_was_undone_can_be_done_again(desk: Desk) -> None:
    """In the order in which it was decided, until something else is decided."""
    post = bring(desk, "bins")
    star(desk, [post])
    annotate(desk, post, lead="Words.")
    for hour in (1, 2):
        undo(at(desk, hours=hour))
    assert [redo(at(desk, hours=hour)).decision.verb for hour in (3, 4)] == ["star", "annotate"]
    assert pick(desk, post).lead == "Words."
    assert picks(desk) == [post]
    with pytest.raises(NotFound, match="nothing to do again"):
        redo(at(desk, hours=5))


def test_a_new_decision_ends_doing_again(desk: Desk) -> None:
    """What was taken back before it stays taken back."""
    post = bring(desk, "bins")
    star(desk, [post])
    undo(at(desk, hours=1))
    note(at(desk, hours=2), post, "No, not this one.")
    with pytest.raises(NotFound, match="nothing to do again"):
        redo(at(desk, hours=3))
