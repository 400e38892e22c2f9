"""What is said of somebody who is to be forgotten goes, and the ledgers can still be merged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.erasing import erased, same_but_erased
from roundup.curate.exchange import disagreements, news
from roundup.curate.ledger import decide
from roundup.curate.payload import clean_payload
from roundup.curate.people.told import person_trail
from roundup.curate.standing import undo_to, undoable
from roundup.errors import UsageError
from roundup.model import EDITION, PERSON
from tests.curate.ledgers import JUNK, few, ledger
from tests.curate.people.makers import ADA, about, undo
from tests.samples import NOW, decision

WRITTEN = about((ADA, {"name": "Ada Example", "opted_out": True}, {"reason": "her mail of Friday"}))[0]
FORGET = about((ADA, {"forget": True, "opted_out": True, "traces": ["0" * 16]}), start=2)[0]


def test_only_the_wish_to_be_left_out_stays() -> None:
    """Neither name nor reason; that something was decided, when and by whom, stays in the ledger."""
    gone = erased(WRITTEN)
    assert (gone.payload, gone.reason) == ({"opted_out": True, "erased": True}, "")
    assert (gone.id, gone.order, gone.curator, gone.subject) == (
        WRITTEN.id,
        WRITTEN.order,
        WRITTEN.curator,
        WRITTEN.subject,
    )


def test_erasing_twice_takes_nothing_more() -> None:
    """Nor does it touch the decision to forget, or any about something else."""
    assert erased(erased(WRITTEN)) == erased(WRITTEN)
    star = decision("star")
    assert erased(FORGET) == FORGET
    assert erased(star) == star


def test_one_desk_erased_and_the_other_not_is_the_same_decision() -> None:
    """Whichever way they are merged."""
    assert same_but_erased(WRITTEN, erased(WRITTEN))
    assert same_but_erased(erased(WRITTEN), WRITTEN)
    assert news([WRITTEN], [erased(WRITTEN), FORGET]) == (FORGET,)
    assert news([erased(WRITTEN), FORGET], [WRITTEN]) == ()


def test_a_decision_that_was_altered_is_still_refused() -> None:
    """Erasing takes away; it does not put other words in."""
    (other,) = about((ADA, {"name": "Somebody Else"}))
    with pytest.raises(UsageError, match="with different words"):
        news([WRITTEN], [other])
    star, skip = decision("star"), decision("skip")
    with pytest.raises(UsageError, match="with different words"):
        news([star], [skip])


# ---------------------------------------------------------------- taking back


def test_a_forgetting_cannot_be_taken_back() -> None:
    """The words are gone; undo says so instead of taking back something else unasked."""
    with pytest.raises(UsageError, match="cannot be brought back"):
        undoable([WRITTEN, FORGET], "ada")


def test_what_was_decided_before_it_can() -> None:
    """The forgetting stays while the rest is taken back."""
    star = ledger(("star",))[0]
    assert undo_to([star, FORGET], "ada", star.id) == [star]
    with pytest.raises(UsageError, match="cannot be brought back"):
        undo_to([star, FORGET], "ada", FORGET.id)


# ---------------------------------------------------------------- deciding, telling, disagreeing


@pytest.mark.parametrize(("verb", "subject"), [("person", "url:https://blog.example/1"), ("person", EDITION)])
def test_a_person_is_neither_a_post_nor_an_edition(verb: str, subject: str) -> None:
    """Nor is a post a person."""
    with pytest.raises(UsageError, match="person is not about"):
        decide("person", subject, {"name": "Ada"}, curator="ada", now=NOW, seq=1, id="x")
    with pytest.raises(UsageError, match="star is not about"):
        decide("star", PERSON + ADA, {}, curator="ada", now=NOW, seq=1, id="x")


@pytest.mark.parametrize(
    "payload",
    [{"name": ""}, {"name": 3}, {"opted_out": "yes"}, {"add": {"handles": "@ada"}}, {"same": "Not A Key"}, {"x": 1}],
)
def test_what_would_have_no_effect_is_refused(payload: dict[str, object]) -> None:
    """Rather than written down for nothing."""
    with pytest.raises(UsageError, match="cannot be recorded"):
        decide("person", PERSON + ADA, payload, curator="ada", now=NOW, seq=1, id="x")


@few
@given(
    st.dictionaries(st.sampled_from(["name", "note", "add", "remove", "same", "opted_out", "traces", "forget"]), JUNK)
)
def test_whatever_stands_in_a_ledger_is_made_safe(payload: dict[str, object]) -> None:
    """Clean once is clean for good, and bounded."""
    clean = clean_payload("person", payload)
    assert clean is not None
    assert clean_payload("person", clean) == clean


def test_lists_of_strangers_have_an_end() -> None:
    """A ledger that adds a million handles in one decision adds none."""
    assert clean_payload("person", {"add": {"handles": ["@a"] * 201}}) == {}
    assert clean_payload("person", {"note": "x" * 2_001, "region": "x" * 501}) == {}


def test_two_desks_that_say_different_things_of_a_person_are_shown() -> None:
    """Additions to lists do not disagree."""
    ours = about((ADA, {"region": "Wales", "add": {"handles": ["@ada"]}}))
    theirs = about((ADA, {"region": "Kent", "add": {"handles": ["@ada@social.example"]}}), curator="bert", start=2)
    assert [(found.what, found.said_here, found.said_there) for found in disagreements(ours, theirs)] == [
        ("region", "Wales", "Kent")
    ]


def test_the_trail_of_a_person_says_what_was_written_down() -> None:
    """Not the private note; with who, when, and what was taken back."""
    made = about(
        (ADA, {"name": "Ada Example", "add": {"handles": ["@ada"]}, "note": "secret"}),
        (ADA, {"region": ""}),
        (ADA, {"opted_out": True}, {"reason": "her mail"}),
        (ADA, {"opted_out": False}),
        (ADA, {"same": "other"}),
        (ADA, {"remove": {"handles": ["@ada"]}}),
        (ADA, {}),
    )
    told = person_trail([*made, undo(made[1]), decision("star", seq=900)])
    assert [line.split("UTC  ")[1] for line in told] == [
        "name: Ada Example; note written; +@ada by ada  [d0001]",
        "region: cleared by ada; undone since  [d0002]",
        "opted out of editions by ada: her mail  [d0003]",
        "agreed to be in editions again by ada  [d0004]",
        "found to be the same as another entry by ada  [d0005]",
        "−@ada by ada  [d0006]",
        "looked at by ada  [d0007]",
        "taken back (region: cleared) by ada  [u100]",
    ]


def test_the_trail_of_who_is_forgotten_says_only_that() -> None:
    """That something was written down, and is no more."""
    told = person_trail([erased(WRITTEN), FORGET])
    assert [line.split("UTC  ")[1] for line in told] == [
        "something written down, removed since by ada  [d0001]",
        "details removed by ada  [d0002]",
    ]
