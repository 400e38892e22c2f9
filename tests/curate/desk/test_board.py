"""The list: its cursor never leaves it, decisions are seen in it, and what is searched for is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.desk.board import (
    Board,
    after_deciding,
    at,
    board,
    company,
    conversation,
    moved,
    on,
    reloaded,
    searched,
    told,
    with_row,
)
from roundup.model import Listing, PickState, Suggestion
from tests.samples import post


def row(id: int, *, starred: bool = False, skipped: bool = False, teaser: str = "", **fields: Any) -> Suggestion:
    """A post in the list; `fields` are the suggestion's, or the post's where it has them."""
    ours = {
        name: fields.pop(name) for name in ("answers", "answered_by", "shares", "series", "twins") if name in fields
    }
    listing = Listing(post(id, **fields), teaser=teaser, starred=starred, skipped=skipped)
    return Suggestion(listing, 0.0, (), **ours)


def rows(count: int) -> Board:
    """Posts 1 to `count`."""
    return board([row(id) for id in range(1, count + 1)])


def here(list_: Board) -> int:
    """The id of the post at the cursor."""
    assert list_.current
    return list_.current.listing.post.id


def ids(list_: Board) -> list[int]:
    return [each.listing.post.id for each in list_.rows]


# ---------------------------------------------------------------- the cursor


def test_a_new_list_begins_at_its_beginning() -> None:
    """The best post first."""
    assert here(rows(3)) == 1
    assert (rows(3).total, rows(3).left) == (3, 3)


def test_a_list_may_be_empty() -> None:
    """Every key goes nowhere."""
    empty = board([])
    assert empty.current is None
    for made in (moved(empty, 1), at(empty, 5), on(empty, 1), after_deciding(empty)):
        assert made.current is None
    assert searched(empty, "bins") is None
    assert conversation(empty) == 0


@given(st.integers(1, 9), st.lists(st.integers(-12, 12), max_size=8))
def test_the_cursor_stays_in_the_list(count: int, steps: Sequence[int]) -> None:
    """However far it is sent."""
    made = rows(count)
    for step in steps:
        made = moved(made, step)
        assert 0 <= made.cursor < count


def test_the_cursor_goes_to_a_post() -> None:
    """By its id; for one that is not in the list it stays."""
    assert here(on(rows(5), 4)) == 4
    assert here(on(at(rows(5), 2), 99)) == 3


def test_after_a_decision_it_goes_to_the_next_to_decide() -> None:
    """Past what is starred or skipped already; never back."""
    made = board([row(1, starred=True), row(2, skipped=True), row(3, starred=True), row(4)])
    assert here(after_deciding(made)) == 4


def test_where_nothing_is_left_to_decide_it_goes_on_by_one() -> None:
    """And stays on the last."""
    made = board([row(1, starred=True), row(2, skipped=True)])
    assert here(after_deciding(made)) == 2
    assert here(after_deciding(after_deciding(made))) == 2


# ---------------------------------------------------------------- what changes


def test_a_decision_is_seen_in_the_list() -> None:
    """Star, skip and tags; the cursor stays, and the count goes down."""
    made = told(at(rows(3), 1), 3, PickState("k", starred=True, tags=("bins",)))
    assert here(made) == 2
    assert made.left == 2
    assert (made.rows[2].listing.starred, made.rows[2].listing.tags) == (True, ("bins",))
    assert told(made, 99, PickState("k", starred=True)) == made


def test_the_list_that_was_there_stays_as_it_was() -> None:
    """Every change gives a new one."""
    before = rows(2)
    told(before, 1, PickState("k", skipped=True))
    assert before.rows[0].listing.skipped is False


@pytest.mark.parametrize(("after", "expected"), [([5, 3, 1], 3), ([5, 4, 1], 4), ([1, 2], 2), ([9, 8], 9)])
def test_a_list_read_again_keeps_its_place(after: list[int], expected: int) -> None:
    """On the same post; if that is gone on the next that is there, else on the one before."""
    old = at(rows(5), 2)
    assert here(reloaded(old, board([row(id) for id in after]))) == expected


def test_what_was_searched_for_is_kept() -> None:
    """So that n goes on after the desk was read again."""
    found = searched(rows(5), "number")
    assert found
    assert reloaded(found, rows(5)).needle == "number"


def test_a_post_from_elsewhere_comes_behind_the_cursor() -> None:
    """And the cursor goes to it."""
    made = with_row(at(rows(3), 1), row(9))
    assert ids(made) == [1, 2, 9, 3]
    assert here(made) == 9
    assert here(with_row(board([]), row(9))) == 9


# ---------------------------------------------------------------- searching


@pytest.mark.parametrize(
    ("words", "expected"),
    [("benches", 2), ("BENCHES map", 2), ("ada", 3), ("weeknotes", 4), ("a blog", 2), ("housing", 5)],
)
def test_what_the_list_knows_of_a_post_is_searched(words: str, expected: int) -> None:
    """Title, blog, author, first words and tags; all words in any order, case aside."""
    listing = Listing(post(5, authors=(), blog="C"), tags=("Housing",))
    made = board(
        [
            row(1, authors=(), blog="B"),
            row(2, title="A map of Benches", authors=(), blog="A Blog"),
            row(3, blog="B"),
            row(4, authors=(), blog="C", teaser="These weeknotes"),
            Suggestion(listing, 0.0, ()),
        ]
    )
    found = searched(made, words)
    assert found
    assert here(found) == expected


def test_a_search_goes_round_the_end() -> None:
    """Forwards and back; the post at the cursor comes last."""
    made = board([row(1, title="bins"), row(2), row(3, title="bins")])
    second = searched(made, "bins")
    assert second
    assert here(second) == 3
    assert here(searched(second, "bins") or made) == 1
    assert here(searched(made, "bins", -1) or made) == 3
    alone = board([row(1, title="bins"), row(2)])
    assert here(searched(alone, "bins") or at(alone, 1)) == 1


@pytest.mark.parametrize("words", ["", "  ", "nowhere"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    """The list stays where it was."""
    assert searched(rows(3), words) is None


# ---------------------------------------------------------------- conversations


def test_a_conversation_is_gone_through() -> None:
    """What a post answers and what answers it, in the order of the list, round its end."""
    made = board([row(1, answered_by=(3, 4)), row(2), row(3, answers=(1,)), row(4, answers=(1,))])
    assert conversation(made) == 3
    assert conversation(at(made, 2)) == 1
    assert conversation(at(made, 1)) == 0


def test_the_same_story_elsewhere_belongs_to_it() -> None:
    """Also where only the other post says so, and copies that the list does not show."""
    made = board([row(1, shares=(2,)), row(2), row(3, twins=(Listing(post(9)),))])
    assert conversation(made) == 2
    assert conversation(at(made, 1)) == 1
    assert conversation(at(made, 2)) == 9
    assert company(made.rows[2]) == (9,)


def test_a_series_belongs_together() -> None:
    """Posts of one series that stand in the list."""
    made = board([row(1, series="Thoughts"), row(2, series="Other"), row(3, series="Thoughts")])
    assert conversation(made) == 3
    assert conversation(at(made, 1)) == 0


def test_a_post_is_not_its_own_company() -> None:
    """Whatever it links to."""
    assert company(row(1, answers=(1, 2), answered_by=(2,))) == (2,)
