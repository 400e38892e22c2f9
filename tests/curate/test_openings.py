"""Teasers do not begin with what a blog says in every post."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.openings import LONGEST, TEASER, repeated, sentences, teaser
from tests.curate.ledgers import few
from tests.curate.prose import prose

WELCOME = "Welcome to my notes on the week."


def test_sentences_end_at_stops_and_lines() -> None:
    """Roughly: what is said twice in the same words is found, whatever it is called."""
    assert sentences("One. Two! Three? Four…\n\nFive\nSix") == ["One.", "Two!", "Three?", "Four…", "Five", "Six"]
    assert sentences("  \n ") == []
    assert sentences("£3.5m is spent.") == ["£3.5m is spent."]


@pytest.mark.parametrize(("posts", "with_it", "found"), [(3, 3, True), (2, 2, False), (10, 6, True), (10, 5, False)])
def test_what_most_posts_say_is_found(posts: int, with_it: int, found: bool) -> None:
    """Three at least, and six of ten."""
    openings = [f"{WELCOME * (n < with_it)} {prose(20, n)}" for n in range(posts)]
    assert (WELCOME.casefold() in repeated(openings)) is found


def test_a_sentence_said_twice_in_one_post_is_said_once() -> None:
    """A refrain is no furniture."""
    assert repeated(["Ho. Ho. Ho. Ho.", "Bins.", "Bins too."]) == frozenset()


def test_a_teaser_leaves_out_what_is_not_wanted() -> None:
    """Wherever it stands, in any case; what is left stands on one line."""
    assert teaser(f"{WELCOME.upper()} The bins\nwent out. {WELCOME} Nobody came.", {WELCOME.casefold()}) == (
        "The bins went out. Nobody came."
    )


def test_a_post_that_says_nothing_else_keeps_its_words() -> None:
    """A teaser is never emptied."""
    assert teaser(WELCOME, {WELCOME.casefold()}) == WELCOME


def test_a_teaser_is_short() -> None:
    """Cut at a word."""
    assert len(teaser(prose(200)[:LONGEST], set())) <= TEASER


@few
@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=5))
def test_any_opening_makes_a_teaser(opening: str, unwanted: list[str]) -> None:
    """One line without controls; taking out what is out already changes nothing."""
    made = teaser(opening, set(unwanted))
    assert "\n" not in made
    assert len(made) <= TEASER
    assert not opening.split() or made or not opening.isprintable()


@few
@given(st.lists(st.sampled_from([WELCOME, "Bins.", "Housing!", "Roads?", "Trees"]), max_size=12))
def test_what_is_repeated_does_not_depend_on_the_order(openings: list[str]) -> None:
    """And it is said in most of them."""
    found = repeated(openings)
    assert found == repeated(reversed(openings))
    for said in found:
        assert sum(said in opening.casefold() for opening in openings) >= 0.6 * len(openings)
