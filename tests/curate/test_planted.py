"""The planted edition: each check fires on its own fault, once and in its place, and on nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roundup.curate.check import CHECKS, check
from roundup.model import Edition
from tests.curate.planted import PLANTS, planted


def test_there_is_a_fault_for_every_check() -> None:
    """A check nobody planted a fault for is not known to work; nothing but an empty edition has no picks."""
    assert {*PLANTS, "no-picks"} == set(CHECKS)


def test_without_faults_nothing_is_found() -> None:
    """Two sound picks, a registry, texts to prove by."""
    made, facts, _ = planted()
    assert check(made, facts) == ()


@pytest.mark.parametrize("name", PLANTS)
def test_a_fault_alone_is_found_once_in_its_place(name: str) -> None:
    """By its own check and by no other."""
    made, facts, expected = planted(name)
    assert [(found.check, found.where) for found in check(made, facts)] == [(name, expected[name])]


def test_all_faults_together_are_each_found_once() -> None:
    """One edition with one of every fault: no fault hides another or sets a second check off."""
    made, facts, expected = planted(*PLANTS)
    found = check(made, facts)
    assert sorted((each.check, each.where) for each in found) == sorted(expected.items())
    assert {each.level for each in found} == {"blocks", "warns", "hints"}


@pytest.mark.parametrize("name", PLANTS)
def test_a_fault_that_is_cured_is_gone_and_the_others_stay(name: str) -> None:
    """All but one of the faults: all but one of the findings."""
    others = [each for each in PLANTS if each != name]
    made, facts, expected = planted(*others)
    assert sorted(each.check for each in check(made, facts)) == sorted(expected)


def test_an_empty_edition_has_but_one_fault() -> None:
    """Whatever else could be said of it."""
    made, facts, _ = planted()
    assert [each.check for each in check(replace(made, picks=()), facts)] == ["no-picks"]


def quoted(made: Edition) -> Edition:
    """The same edition with the editor's words and the quoted ones changed about."""
    picks = []
    for each in made.picks:
        words = (each.lead, "A remark: " + each.lead)
        quotes = tuple(replace(quote, paragraphs=(*words, *quote.paragraphs)) for quote in each.quotes)
        picks.append(
            replace(each, quotes=quotes, lead=f"{each.authors[0]} [writes](https://blog.example/{each.post_id}).")
        )
    return replace(made, picks=tuple(picks))


OWN_WORDS = [
    name
    for name in PLANTS
    if PLANTS[name].where == ", lead-in" or name in ("order-bound", "placeholder", "doubled-word", "no-alt-text")
]


@pytest.mark.parametrize("name", OWN_WORDS)
def test_what_an_author_wrote_is_never_the_editor_s_fault(name: str) -> None:
    """The same words in a quote: none of the checks of the editor's words looks at them."""
    made, facts, _ = planted(name)
    found = {each.check for each in check(quoted(made), facts)}
    assert found <= {"quote-absent", "quote-drifted", "quote-long", "much-quoted"}


def test_what_an_editor_wrote_is_never_proved_as_a_quote() -> None:
    """Words that stand in no post are nobody's fault outside a quote."""
    made, facts, _ = planted()
    words = "Nobody ever said a thing like this."
    said = replace(made, intro=words, sign_off=words, picks=tuple(replace(p, remark=words) for p in made.picks))
    assert check(said, facts) == ()
