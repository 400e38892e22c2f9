"""Whose words are for which edition, and which of two closings holds."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.ledger import draft_picks, fold_editions, fold_post
from roundup.model import EditionMeta, EditionsState, PickState
from tests.curate.ledgers import KEY, decisions, editions, few, frozen, ledger
from tests.samples import NOW


def words(title: str, number: int | None = None) -> tuple[Any, ...]:
    return ("edition", {"title": title, **({"number": number} if number else {})})


# ---------------------------------------------------------------- words


def test_words_are_for_the_edition_they_name() -> None:
    """What was written for an edition that another desk had closed does not turn up in the next one."""
    assert fold_editions(editions(("freeze", frozen(1, 1)), words("Late", 1))).open == EditionMeta(number=2)
    assert fold_editions(editions(("freeze", frozen(1, 1)), words("In time", 2))).open.title == "In time"


def test_words_for_the_next_edition_wait_for_it() -> None:
    """A closing that is undone brings back the words of before; those written since come back with the next closing."""
    steps = [words("One", 1), ("freeze", frozen(1, 1)), words("Two", 2)]
    assert fold_editions(editions(*steps)).open.title == "Two"
    reopened = [*steps, ("undo", {"of": "d0002"})]
    assert fold_editions(editions(*reopened)).open == EditionMeta(number=1, title="One")
    closed = fold_editions(editions(*reopened, ("freeze", frozen(1, 1)))).open
    assert closed == EditionMeta(number=2, title="Two")


def test_a_first_number_that_was_raised_takes_the_words_along() -> None:
    """Nothing else can hold what was written for a number that was never closed."""
    assert fold_editions(editions(words("Hello", 1)), first_number=112).open == EditionMeta(number=112, title="Hello")


def test_words_of_older_programs_are_for_the_edition_that_was_open() -> None:
    """They name no number; the next edition begins without them."""
    steps = [words("Old"), ("freeze", frozen(1, 1))]
    assert fold_editions(editions(*steps)).open == EditionMeta(number=2)
    assert fold_editions(editions(words("Old"))).open.title == "Old"


# ---------------------------------------------------------------- closed twice


def first_posts(state: EditionsState) -> list[int]:
    return [frozen.edition.picks[0].post_id for frozen in state.closed]


def test_of_two_closings_of_a_number_the_first_holds_and_the_other_is_kept_beside_it() -> None:
    """With who closed it."""
    twice = editions(("freeze", frozen(1, 1))) + editions(("freeze", frozen(1, 2)), start=2, curator="bert")
    state = fold_editions(twice)
    assert (first_posts(state), state.closed[0].frozen_by) == ([1], "ada")
    assert [(rival.edition.picks[0].post_id, rival.frozen_by) for rival in state.rivals] == [(2, "bert")]
    assert state.open.number == 2


def test_a_published_edition_gives_way_to_none() -> None:
    """Another desk closed the number earlier, and published nothing: what readers have is what holds."""
    ada = editions(("freeze", frozen(1, 1)))
    bert = editions(
        ("freeze", frozen(1, 2)), ("publish", {"number": 1, "url": "https://w.example/1"}), start=5, curator="bert"
    )
    for made in (ada + bert, bert + ada):
        state = fold_editions(made)
        assert (first_posts(state), state.closed[0].url) == ([2], "https://w.example/1")
        assert [rival.frozen_by for rival in state.rivals] == ["ada"]


def test_of_two_published_ones_the_first_published_holds() -> None:
    """Both were sent out; one of them has to bear the number."""
    bert = editions(("freeze", frozen(1, 2)), ("publish", {"number": 1}), start=1, curator="bert")
    ada = editions(("freeze", frozen(1, 1)), ("publish", {"number": 1}), start=3)
    assert first_posts(fold_editions(ada + bert)) == [2]


def test_the_words_of_the_next_edition_are_safe_from_a_rival() -> None:
    """A closing that comes to light later does not sweep away what was written since."""
    ada = editions(("freeze", frozen(1, 1)), words("Two", 2))
    bert = editions(("freeze", frozen(1, 2)), ("publish", {"number": 1}), start=9, curator="bert")
    assert fold_editions(ada + bert).open == EditionMeta(number=2, title="Two")


def test_a_rival_whose_better_was_undone_holds() -> None:
    """Then there is only one."""
    made = editions(("freeze", frozen(1, 1)), ("freeze", frozen(1, 2)), ("undo", {"of": "d0001"}))
    state = fold_editions(made)
    assert (first_posts(state), state.rivals) == ([2], ())


@few
@given(decisions(most=6, subjects=("edition",)), st.randoms())
def test_editions_fold_alike_in_any_order(made: list[Any], chance: Any) -> None:
    """However often and in whatever order decisions arrive."""
    mixed = [*made, *made[:2]]
    chance.shuffle(mixed)
    assert fold_editions(mixed) == fold_editions(made)


# ---------------------------------------------------------------- stars for later


def state(*steps: tuple[Any, ...]) -> PickState:
    return fold_post(KEY, ledger(*steps))


def test_a_star_for_later_is_a_star() -> None:
    """It says which edition it is left out of."""
    later = state(("later", {"edition": 3}))
    assert (later.starred, later.starred_by, later.later) == (True, "ada", 3)


@pytest.mark.parametrize("verb", ["star", "unstar", "skip"])
def test_a_later_word_about_it_counts(verb: str) -> None:
    """A star calls it back, the others take it out."""
    after = state(("later", {"edition": 3}), (verb,))
    assert (after.later, after.starred) == (0, verb == "star")


def test_a_star_keeps_its_time_when_it_is_put_off_and_called_back() -> None:
    """So the pick keeps its place in the draft."""
    first = state(("star",))
    again = state(("star",), ("later", {"edition": 1}), ("star",))
    assert (again.starred_at, again.star) == (first.starred_at, first.star)


@pytest.mark.parametrize("payload", [{}, {"edition": 0}, {"edition": "3"}, {"edition": True}])
def test_a_star_for_no_edition_means_nothing(payload: dict[str, Any]) -> None:
    """Whatever another desk's ledger says."""
    assert state(("later", payload)) == PickState(KEY)


def test_it_is_out_of_that_edition_and_in_the_next_by_itself() -> None:
    """Nobody has to remember."""
    kept = state(("later", {"edition": 1}))
    assert draft_picks([kept], EditionsState(open=EditionMeta(number=1))) == ()
    assert draft_picks([kept], EditionsState(open=EditionMeta(number=2))) == (kept,)


def test_posts_starred_in_one_go_keep_their_order() -> None:
    """Whatever they are called: their stars bear one time, and keys differ from desk to desk."""
    keys = ["url:https://z.example/", "url:https://a.example/", "guid:m"]
    stars = [d for n, key in enumerate(keys, 1) for d in ledger(("star", {}, {"time": NOW}), start=n, subject=key)]
    states = [fold_post(key, [star]) for key, star in zip(keys, stars, strict=True)]
    for mixed in permutations(states):
        assert [s.key for s in draft_picks(mixed, EditionsState(open=EditionMeta(number=1)))] == keys
