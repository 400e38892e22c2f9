"""What a curator can take back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.ledger import decide, fold_editions, fold_post, redoable, standing, undo_to, undoable
from roundup.errors import NotFound, UsageError
from roundup.model import EDITION, Decision
from tests.curate.ledgers import KEY, decisions, editions, few, frozen, ledger
from tests.samples import NOW


def undo(goal: Decision, seq: int, curator: str = "ada") -> Decision:
    payload = {"of": goal.id}
    return decide("undo", goal.subject, payload, curator=curator, now=NOW, seq=seq, id=f"u{seq:04}", last=goal)


def test_each_decision_counts_once_and_in_order() -> None:
    """Copies are dropped and the rest sorted by time, clock and id."""
    made = ledger(("star",), ("note", {"text": "A"}), ("skip",))
    assert standing([*made[::-1], *made]) == made


def test_the_last_own_decision_is_taken_back_first() -> None:
    """Undo walks back over the curator's own decisions, one at a time, and then has nothing left."""
    made = ledger(("star",), ("note", {"text": "A"}))
    taken = []
    for seq in (10, 11):
        goal = undoable(made, "ada")
        assert goal is not None
        taken.append(goal.verb)
        made = [*made, undo(goal, seq)]
    assert taken == ["note", "star"]
    assert undoable(made, "ada") is None


def test_nobody_takes_back_anothers_decision() -> None:
    """The last decision overall may be a colleague's; undo takes the last of one's own."""
    made = ledger(("star",)) + ledger(("skip",), start=2, curator="bob")
    goal = undoable(made, "ada")
    assert goal is not None
    assert (goal.curator, goal.verb) == ("ada", "star")
    assert undoable(made, "cyd") is None


def test_a_redone_decision_can_be_taken_back_again() -> None:
    """After undo and redo the decision is the last one again."""
    made = ledger(("star",))
    made.append(undo(made[0], 2))
    redo = redoable(made, "ada")
    assert redo == made[1]
    made.append(undo(made[1], 3))
    assert undoable(made, "ada") == made[0]


def test_what_was_undone_in_turn_is_redone_in_turn() -> None:
    """Two decisions undone come back one after the other, the older first; then there is nothing left to redo."""
    made = ledger(("star",), ("note", {"text": "A"}))
    first, last = undo(made[1], 3), replace(undo(made[0], 4), time=NOW + timedelta(hours=1))
    made += [first, last]
    for seq, expected in ((5, last), (6, first)):
        assert redoable(made, "ada") == expected
        made.append(replace(undo(expected, seq), time=NOW + timedelta(hours=seq)))
    assert redoable(made, "ada") is None
    assert undoable(made, "ada") == made[1]


def test_there_is_nothing_to_redo_once_something_new_was_decided() -> None:
    """Redo answers an undo only as long as it is the curator's last word."""
    made = ledger(("star",))
    assert redoable(made, "ada") is None
    made.append(undo(made[0], 2))
    assert redoable(made, "bob") is None
    assert redoable([*made, *ledger(("skip",), start=9)], "ada") is None


def test_a_freeze_can_be_taken_back_until_it_is_published() -> None:
    """Before publishing the edition reopens; afterwards undo refuses and says why."""
    made = editions(("edition", {"intro": "I"}), ("freeze", frozen(4)))
    goal = undoable(made, "ada")
    assert goal == made[1]
    published = [*made, *editions(("publish", {"number": 4}), start=3, curator="bob")]
    with pytest.raises(UsageError, match="Edition 4 is published") as caught:
        undoable(published, "ada")
    assert "published page" in caught.value.hint
    with pytest.raises(UsageError, match="Edition 4 is published"):
        undoable(published, "bob")


def test_undo_to_takes_back_everything_since() -> None:
    """From the newest back to and including the one named, one's own only, leaving out what is undone already."""
    made = ledger(("star",), ("annotate", {"lead": "L"}), ("note", {"text": "N"}), ("tag", {"add": ["t"]}))
    made += ledger(("skip",), start=5, curator="bob")
    made.append(undo(made[2], 6))
    assert [d.verb for d in undo_to(made, "ada", "d0002")] == ["tag", "annotate"]


def test_undo_to_takes_the_beginning_of_an_id() -> None:
    """A few characters of the id are enough if they fit one decision only."""
    made = ledger(("star",), ("skip",))
    made[0] = decide("star", KEY, {}, curator="ada", now=NOW, seq=1, id="beef01")
    assert undo_to(made, "ada", "bee")[-1].id == "beef01"
    with pytest.raises(UsageError, match="2 decisions begin with 'd000'"):
        undo_to([*made, *ledger(("note", {"text": "N"}), start=3)], "ada", "d000")


@pytest.mark.parametrize("id", ["d9999", ""])
def test_undo_to_something_unknown_says_so(id: str) -> None:
    """An id that no decision has is not found."""
    with pytest.raises(NotFound, match="No decision is called"):
        undo_to(ledger(("star",)), "ada", id)


def test_undo_to_refuses_what_is_not_ones_own_or_not_in_force() -> None:
    """A colleague's decision and one undone already are refused, each with its reason."""
    made = ledger(("star",))
    with pytest.raises(UsageError, match="is ada's"):
        undo_to(made, "bob", "d0001")
    made.append(undo(made[0], 2))
    with pytest.raises(UsageError, match="no effect any more"):
        undo_to(made, "ada", "d0001")
    with pytest.raises(UsageError, match="no effect any more"):
        undo_to(made, "ada", "u0002")


def test_undo_to_stops_before_something_published() -> None:
    """Nothing is taken back if a published edition lies on the way."""
    made = editions(("edition", {"intro": "I"}), ("freeze", frozen(1)), ("publish", {"number": 1}))
    with pytest.raises(UsageError, match="Edition 1 is published"):
        undo_to(made, "ada", "d0001")


@few
@given(decisions(subjects=(KEY, EDITION)), st.sampled_from(["ada", "bob"]))
def test_undoing_everything_leaves_nothing_of_ones_own(made: list[Decision], curator: str) -> None:
    """Whatever was decided, a curator who undoes until nothing is left stands where they never decided anything."""
    others = [d for d in made if d.curator != curator and d.verb != "undo"]
    made = [*others, *(d for d in made if d.curator == curator and d.verb not in ("undo", "freeze", "publish"))]
    last = max(made, key=lambda d: d.order, default=None)
    for seq in range(100, 100 + len(made) + 1):
        goal = undoable(made, curator)
        if goal is None:
            break
        last = decide("undo", goal.subject, {"of": goal.id}, curator=curator, now=NOW, seq=seq, id=f"u{seq}", last=last)
        made = [*made, last]
    assert undoable(made, curator) is None
    assert fold_post(KEY, made) == fold_post(KEY, others)
    assert fold_editions(made) == fold_editions(others)
