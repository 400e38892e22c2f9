"""Decisions about people add up to the same people on every desk."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.people import fold_people
from roundup.model import Decision
from tests.curate.ledgers import few
from tests.curate.people.makers import ADA, BERT, about, ledgers, undo
from tests.samples import decision


def test_what_was_written_down_last_holds() -> None:
    """Name, affiliation, region and note; an empty text clears."""
    made = about(
        (ADA, {"name": "Ada Example", "region": "Wales", "note": "rings on Fridays"}),
        (ADA, {"region": "North West", "affiliation": "Barchester Council"}),
        (ADA, {"note": ""}),
    )
    (ada,) = fold_people(made)
    assert (ada.name, ada.region, ada.affiliation, ada.note) == (
        "Ada Example",
        "North West",
        "Barchester Council",
        "",
    )


def test_two_curators_additions_are_both_kept() -> None:
    """Lists grow entry by entry, so neither takes away what the other added."""
    made = about((ADA, {"name": "Ada Example"}), (ADA, {"add": {"handles": ["@ada"], "sites": ["ada.example"]}}))
    made += about((ADA, {"add": {"handles": ["@ada@social.example"]}}), curator="bert", start=3)
    (ada,) = fold_people(made)
    assert ada.handles == ("@ada", "@ada@social.example")
    assert ada.sites == ("https://ada.example",)


def test_an_entry_is_removed_however_it_is_spelt() -> None:
    """The same handle or site in another spelling is the same one."""
    made = about(
        (ADA, {"name": "Ada Example", "add": {"handles": ["@Ada"], "sites": ["https://www.ada.example/"]}}),
        (ADA, {"remove": {"handles": ["ada"], "sites": ["http://ada.example"]}}),
    )
    (ada,) = fold_people(made)
    assert (ada.handles, ada.sites) == ((), ())


def test_an_entry_that_means_nothing_is_not_kept() -> None:
    """Another desk's ledger may hold anything."""
    made = about((ADA, {"name": "Ada", "add": {"handles": ["no handle!"], "sites": ["javascript:x", "medium.com"]}}))
    (ada,) = fold_people(made)
    assert (ada.handles, ada.sites) == ((), ())


def test_their_own_name_is_not_also_another_one() -> None:
    """A spelling of the name itself says nothing."""
    made = about((ADA, {"name": "Ada Example", "add": {"also": ["ADA EXAMPLE", "A. Example"]}}))
    (ada,) = fold_people(made)
    assert ada.also == ("A. Example",)


def test_who_has_no_name_is_nobody() -> None:
    """What was said of a person whose entry was taken back says nothing."""
    made = about((ADA, {"name": "Ada Example"}), (ADA, {"region": "Wales"}))
    assert fold_people([*made, undo(made[0])]) == ()


def test_an_opt_out_holds_until_it_is_lifted() -> None:
    """Also through changes of other things; undo takes a mistaken one back."""
    made = about((ADA, {"name": "Ada Example", "opted_out": True}), (ADA, {"region": "Wales"}))
    assert fold_people(made)[0].opted_out
    assert not fold_people([*made, *about((ADA, {"opted_out": False}), start=3)])[0].opted_out
    out = about((BERT, {"name": "Bert"}), (BERT, {"opted_out": True}))
    assert not fold_people([*out, undo(out[1])])[0].opted_out


# ---------------------------------------------------------------- two entries, one person

PAIR = about(
    (ADA, {"name": "Ada Example", "region": "Wales", "add": {"handles": ["@ada"]}}),
    (BERT, {"name": "A. Example", "affiliation": "Barchester", "region": "Kent", "add": {"sites": ["a.example"]}}),
)
SAME = about((ADA, {"same": BERT}), start=3)


def test_two_entries_become_one_person() -> None:
    """All that is known of both; where they differ, the first one's word."""
    (ada,) = fold_people([*PAIR, *SAME])
    assert (ada.key, ada.name, ada.also, ada.keys) == (ADA, "Ada Example", ("A. Example",), (BERT,))
    assert (ada.region, ada.affiliation) == ("Wales", "Barchester")
    assert (ada.handles, ada.sites) == (("@ada",), ("https://a.example",))


def test_undo_parts_them_again() -> None:
    """Nothing of either is lost."""
    assert fold_people([*PAIR, *SAME, undo(SAME[0])]) == fold_people(PAIR)


def test_what_is_later_said_of_either_is_said_of_the_one() -> None:
    """A colleague who does not know yet adds to the other entry; a name given there is another name."""
    later = about((BERT, {"name": "Ada J. Example", "region": "Devon", "add": {"handles": ["@aj"]}}), start=4)
    (ada,) = fold_people([*PAIR, *SAME, *later])
    assert (ada.name, ada.region, ada.handles) == ("Ada Example", "Devon", ("@ada", "@aj"))
    assert ada.also == ("A. Example", "Ada J. Example")


def test_an_opt_out_of_one_is_of_both() -> None:
    """Whichever entry it was written at."""
    out = about((BERT, {"opted_out": True}), start=3)
    united = about((ADA, {"same": BERT}), start=4)
    assert fold_people([*PAIR, *out, *united])[0].opted_out
    assert fold_people([*PAIR, *SAME, *about((BERT, {"opted_out": True}), start=4)])[0].opted_out


def test_two_desks_that_unite_the_same_two_differently_agree() -> None:
    """One says the first is the second, the other the second the first: there is one person, not none."""
    other = about((BERT, {"same": ADA}), start=4)
    assert len(fold_people([*PAIR, *SAME, *other])) == 1


def test_a_person_is_not_united_with_themselves() -> None:
    """That would be a circle."""
    assert len(fold_people([*PAIR, *about((ADA, {"same": ADA}), start=3)])) == 2


def test_many_entries_of_one_person_are_one() -> None:
    """Uniting goes on from what was united."""
    third = about(("cyd", {"name": "Ada E."}), (BERT, {"same": "cyd"}), (ADA, {"same": BERT}), start=3)
    (ada,) = fold_people([*PAIR, *third])
    assert ada.keys == (BERT, "cyd")
    assert sorted(ada.also) == ["A. Example", "Ada E."]


# ---------------------------------------------------------------- forgotten

TRACE = "0123456789abcdef"


def test_nothing_is_known_of_who_is_forgotten() -> None:
    """Not even what was written down later by somebody who did not know."""
    made = about(
        (ADA, {"name": "Ada Example"}),
        (ADA, {"forget": True, "opted_out": False}),
        (ADA, {"name": "Ada Example", "region": "Wales"}),
    )
    assert fold_people(made) == ()


def test_of_who_opted_out_a_trace_stays() -> None:
    """So that they go on being left out."""
    made = about((ADA, {"name": "Ada Example"}), (ADA, {"forget": True, "opted_out": True, "traces": [TRACE]}))
    (gone,) = fold_people(made)
    assert (gone.key, gone.name, gone.opted_out, gone.traces) == (ADA, "", True, (TRACE,))


def test_the_trace_goes_when_the_opt_out_is_lifted() -> None:
    """It has no other use."""
    made = about(
        (ADA, {"forget": True, "opted_out": True, "traces": [TRACE]}),
        (ADA, {"opted_out": False}),
    )
    assert fold_people(made) == ()


def test_forgetting_cannot_be_undone() -> None:
    """What is gone is gone on every desk, whatever a ledger says."""
    made = about((ADA, {"name": "Ada Example"}), (ADA, {"forget": True, "opted_out": False}))
    assert fold_people([*made, undo(made[1])]) == ()


def test_who_is_forgotten_is_united_with_nobody() -> None:
    """Else their details would come back by the other entry."""
    gone = about((BERT, {"forget": True, "opted_out": False}), start=3)
    (ada,) = fold_people([*PAIR, *gone, *about((ADA, {"same": BERT}), start=4)])
    assert (ada.also, ada.keys) == ((), ())


# ---------------------------------------------------------------- any order, any number of times


@few
@given(ledgers(), st.randoms(use_true_random=False))
def test_people_are_the_same_in_whatever_order_decisions_arrive(made: list[Decision], chance: random.Random) -> None:
    """And however often: two desks that exchanged their ledgers know the same people."""
    shuffled = made + chance.sample(made, len(made) // 2)
    chance.shuffle(shuffled)
    assert fold_people(shuffled) == fold_people(made)


@few
@given(ledgers())
def test_decisions_about_anything_else_make_no_difference(made: list[Decision]) -> None:
    """Stars and skips are no people."""
    others = [decision("star", seq=900), decision("person", "url:https://blog.example/1", 901, payload={"name": "X"})]
    assert fold_people([*others, *made]) == fold_people(made)


@few
@given(ledgers())
def test_everybody_has_a_name_or_a_wish_to_be_left_out(made: list[Decision]) -> None:
    """And nobody who is forgotten has anything else."""
    for each in fold_people(made):
        assert each.name or (each.opted_out and each.traces)
        assert each.name or not (each.also or each.handles or each.sites or each.note or each.region)


def test_a_list_has_an_end() -> None:
    """However much another desk's ledger adds."""
    made = about(
        (ADA, {"name": "Ada Example"}),
        *((ADA, {"add": {"handles": [f"@a{n}x{m}" for n in range(150)]}}) for m in range(4)),
    )
    (ada,) = fold_people(made)
    assert len(ada.handles) == 200
