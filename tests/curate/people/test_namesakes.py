"""Two people of one name, written down on two desks: noticed when their entries become one."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.people import fold_people
from roundup.curate.people.namesakes import apart, namesakes
from roundup.model import Decision, Person
from tests.curate.ledgers import few
from tests.curate.people.makers import ADA, BERT, about, ledgers, person, undo
from tests.samples import NOW

NAME = {"name": "Ada Example"}


def wrote(payload: dict[str, Any], *more: dict[str, Any], curator: str = "ada") -> list[Decision]:
    """A desk that wrote down an Ada Example so."""
    made = about((ADA, {**NAME, **payload}), *((ADA, each) for each in more), curator=curator)
    return [_of(each, curator) for each in made]


def _of(decision: Decision, curator: str) -> Decision:
    return replace(decision, id=f"{curator}-{decision.id}")


def at_site(address: str) -> dict[str, Any]:
    return {"add": {"sites": [address]}}


HERE, THERE = wrote(at_site("ada.example")), wrote(at_site("another.example"), curator="bert")


# ---------------------------------------------------------------- two, perhaps


def test_two_desks_that_mean_two_people_are_asked() -> None:
    """With what each of them knew."""
    (pair,) = namesakes(HERE, THERE)
    assert (pair.here.name, pair.there.name) == ("Ada Example", "Ada Example")
    assert pair.here.sites == ("https://ada.example",)
    assert pair.there.sites == ("https://another.example",)


def test_it_looks_the_same_from_the_other_desk() -> None:
    """The other way round."""
    (pair,) = namesakes(THERE, HERE)
    assert pair.here.sites == ("https://another.example",)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"affiliation": "Barchester Council"}, {"affiliation": "Sandleigh Times"}),
        ({"region": "Wales"}, {"region": "Kent"}),
        ({"add": {"handles": ["@ada"]}}, {"add": {"handles": ["@ada@social.example"]}}),
        ({"region": "Wales", **at_site("ada.example")}, {"region": "Wales", **at_site("b.example")}),
    ],
    ids=["affiliation", "region", "handles", "one region, two sites"],
)
def test_any_mark_may_tell_them_apart(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Whom they work for, where they write from, what they are called elsewhere."""
    assert len(namesakes(wrote(ours), wrote(theirs, curator="bert"))) == 1


# ---------------------------------------------------------------- one


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (at_site("ada.example"), at_site("https://www.ADA.example/")),
        (at_site("ada.example"), {"add": {"sites": ["b.example", "ada.example"]}}),
        ({"add": {"handles": ["@Ada"]}, "region": "Wales"}, {"add": {"handles": ["@ada"]}, "region": "Kent"}),
        ({"add": {"also": ["A. E."]}, "region": "Wales"}, {"add": {"also": ["a e"]}, "region": "Kent"}),
        (at_site("ada.example"), {}),
        ({}, {}),
        (at_site("ada.example"), {"region": "Wales"}),
        ({"note": "rings on Fridays"}, {"note": "never rings"}),
        ({"affiliation": "Barchester  Council"}, {"affiliation": "barchester council"}),
    ],
    ids=[
        "the same site",
        "one site of two",
        "the same handle",
        "another name of both",
        "nothing there",
        "nothing at all",
        "marks of two kinds",
        "notes are private",
        "spelt otherwise",
    ],
)
def test_what_is_the_same_person_is_not_asked_about(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """One mark in common is enough; so is one desk that knows no more than the name."""
    assert namesakes(wrote(ours), wrote(theirs, curator="bert")) == ()


def test_who_knew_of_the_other_meant_the_same() -> None:
    """A desk that merged before and then corrected says what it means."""
    later = [*HERE, *wrote({}, at_site("another.example"), curator="bert")]
    assert namesakes(HERE, later) == ()
    assert namesakes(later, THERE) == ()
    assert namesakes([*HERE, *THERE], [*THERE, *HERE]) == ()


def test_it_is_asked_once() -> None:
    """Merged, the two ledgers have the decisions in common."""
    assert namesakes([*HERE, *THERE], THERE) == ()
    assert namesakes(HERE, [*HERE, *THERE]) == ()


def test_another_name_is_another_key() -> None:
    """Two people of two names are two entries anyway."""
    bert = [_of(each, "bert") for each in about((BERT, {"name": "Bert Sample", **at_site("b.example")}))]
    assert namesakes(HERE, bert) == ()


def test_what_was_undone_was_not_written_down() -> None:
    """On either desk."""
    gone = [*THERE, _of(undo(THERE[0]), "bert")]
    assert namesakes(HERE, gone) == ()
    assert namesakes(gone, HERE) == ()


def test_of_who_is_forgotten_nothing_is_asked() -> None:
    """Neither name nor site may be said again."""
    forgotten = wrote(at_site("another.example"), {"forget": True, "opted_out": False}, curator="bert")
    assert namesakes(HERE, forgotten) == ()


def test_it_does_not_matter_who_renamed_whom() -> None:
    """A key stays what it is, whatever the person is called since."""
    renamed = wrote(at_site("another.example"), {"name": "Ada Newname"}, curator="bert")
    ((pair),) = namesakes(HERE, renamed)
    assert (pair.here.name, pair.there.name) == ("Ada Example", "Ada Newname")


# ---------------------------------------------------------------- whatever was decided


@few
@given(ledgers(), ledgers(), st.randoms(use_true_random=False))
def test_any_two_ledgers_can_be_asked(one: list[Decision], other: list[Decision], chance: random.Random) -> None:
    """The order in which decisions arrive makes no difference, and nobody is asked about who is unknown."""
    other = [_of(each, "other") for each in other]
    found = namesakes(one, other)
    shuffled = [*one], [*other]
    for each in shuffled:
        chance.shuffle(each)
    assert namesakes(*shuffled) == found
    assert {pair.here for pair in found} <= set(fold_people(one))
    assert {pair.there for pair in found} <= set(fold_people(other))
    assert all(pair.here.key == pair.there.key for pair in found)


@few
@given(ledgers())
def test_a_ledger_agrees_with_itself(made: list[Decision]) -> None:
    """However often it comes back."""
    assert namesakes(made, made) == ()


MARKS = st.fixed_dictionaries(
    {},
    optional={
        "sites": st.sampled_from([("https://ada.example/",), ("https://b.example/",)]),
        "handles": st.sampled_from([("@ada",), ("@b",)]),
        "region": st.sampled_from(["Wales", "Kent"]),
        "affiliation": st.sampled_from(["Council", "Times"]),
    },
)


@few
@given(MARKS, MARKS)
def test_being_apart_is_mutual(one: dict[str, Any], other: dict[str, Any]) -> None:
    """And nobody is apart from themselves."""
    first, second = person("Ada Example", **one), person("Ada Example", **other)
    assert apart(first, second) == apart(second, first)
    assert not apart(first, first)


# ---------------------------------------------------------------- an opt-out of entries that are one


def out_of(*decisions: Decision) -> bool:
    return any(each.opted_out for each in fold_people(decisions))


def test_who_takes_back_one_of_two_agreements_brings_nobody_back() -> None:
    """Two entries that are one agreed together; one word less, and they are left out again."""
    made = about(
        (ADA, NAME),
        (BERT, {"name": "A. Example"}),
        (ADA, {"same": BERT}),
        (ADA, {"opted_out": True}),
        (BERT, {"opted_out": True}),
        (ADA, {"opted_out": False}),
        (BERT, {"opted_out": False}),
    )
    assert not out_of(*made)
    assert out_of(*made, undo(made[-1]))
    assert out_of(*made, undo(made[-2]))


def test_an_opt_out_of_one_entry_outlasts_an_older_and_a_newer_agreement_of_the_other() -> None:
    """On whichever desk, and in whatever order, they are found to be one."""
    for before, after in ((True, False), (False, True)):
        made = about(
            (ADA, NAME),
            (BERT, {"name": "A. Example"}),
            (ADA, {"opted_out": before}),
            (BERT, {"opted_out": after}),
            (ADA, {"same": BERT}),
        )
        (found,) = fold_people(made)
        assert found.opted_out


def test_parted_again_each_keeps_their_own_word() -> None:
    """What was said of one entry before they were one is said of that one."""
    made = about((ADA, NAME), (BERT, {"name": "A. Example"}), (BERT, {"opted_out": True}), (ADA, {"same": BERT}))
    assert [each.opted_out for each in fold_people(made)] == [True]
    parted = fold_people([*made, undo(made[-1])])
    assert {each.key: each.opted_out for each in parted} == {ADA: False, BERT: True}


@few
@given(st.lists(st.tuples(st.sampled_from([ADA, BERT]), st.booleans()), max_size=6))
def test_what_was_last_said_of_each_entry_counts(words: list[tuple[str, bool]]) -> None:
    """One that is out keeps both out."""
    steps = [(key, {"opted_out": out}) for key, out in words]
    made = about((ADA, NAME), (BERT, {"name": "A. Example"}), (ADA, {"same": BERT}), *steps)
    assert out_of(*made) == any(dict(words).values())
    later = [_later(each) for each in about((ADA, {"opted_out": False}), (BERT, {"opted_out": False}))]
    assert not out_of(*made, *later)


def _later(decision: Decision) -> Decision:
    return replace(decision, id=f"later-{decision.id}", time=NOW + timedelta(days=1))


def test_a_person_of_no_marks_is_told_from_nobody() -> None:
    """A name alone proves neither one nor two."""
    assert not apart(Person("k", "Ada Example"), person("Ada Example", sites=("https://ada.example/",)))
