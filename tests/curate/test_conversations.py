"""Who answers whom, who writes about the same page, and in which order that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.conversations import (
    MOST_ANSWERED,
    MOST_ON_A_STORY,
    MOST_TOGETHER,
    Conversations,
    conversations,
    may_be_story,
    together,
)
from roundup.model import Listing, Post, Suggestion
from tests.curate.ledgers import few
from tests.samples import NOW, post

STORY = "https://news.example/2026/bins-tax"


def by(id: int, days: float = 1, **fields: Any) -> Post:
    """A post of a blog and an author of its own, so many days old."""
    own = {"blog": f"Blog {id}", "authors": (f"Author {chr(64 + id)}",), "url": f"https://blog{id}.example/p"}
    return post(id, **{**own, "published": NOW - timedelta(days=days), **fields})


def among(
    *given: Post,
    links: Sequence[tuple[int, int]] = (),
    stories: Sequence[tuple[str, Sequence[int]]] = (),
    decided: Sequence[int] = (),
    heads: dict[int, int] | None = None,
) -> Conversations:
    """The conversations of posts that wait but those `decided`."""
    posts = {each.id: each for each in given}
    waiting = set(posts) - set(decided)
    return conversations(links, stories, posts, waiting=waiting, heads=heads or {}, now=NOW)


# ---------------------------------------------------------------- who answers whom


def test_a_post_that_links_to_another_answers_it() -> None:
    """Both say so; several answers stand oldest first."""
    found = among(by(1, 3), by(2, 1), by(3, 2), links=[(2, 1), (3, 1)])
    assert found.answers == {2: (1,), 3: (1,)}
    assert found.answered_by == {1: (3, 2)}


@pytest.mark.parametrize(
    "other",
    [
        {"blog": "Blog 1"},
        {"url": "https://blog1.example/q"},
        {"authors": ("AUTHOR A",)},
    ],
)
def test_nobody_answers_themselves(other: dict[str, Any]) -> None:
    """A link to the same blog, the same host or the same author is no conversation."""
    found = among(by(1), by(2, **other), links=[(2, 1)])
    assert found == Conversations()


def test_what_was_decided_is_answered_no_more() -> None:
    """But who linked to what is counted, whatever was decided about the post that did."""
    found = among(by(1), by(2), links=[(2, 1)], decided=[2])
    assert (found.answers, found.answered_by) == ({}, {})
    assert found.linked_by == {1: ("Blog 2",)}


def test_a_digest_makes_known_but_answers_nobody() -> None:
    """Who links to many has read them, that is all."""
    many = [by(id) for id in range(1, MOST_ANSWERED + 3)]
    digest = many[-1].id
    found = among(*many, links=[(digest, each.id) for each in many[:-1]])
    assert found.answers == {}
    assert found.linked_by[1] == (f"Blog {digest}",)
    fewer = among(*many, links=[(digest, each.id) for each in many[:MOST_ANSWERED]])
    assert len(fewer.answers[digest]) == MOST_ANSWERED


def test_copies_speak_with_one_voice() -> None:
    """An answer to a copy answers the story, and a copy's link is the story's own."""
    given = (by(1), by(2), by(3), by(4))
    found = among(*given, links=[(3, 2), (4, 1), (2, 1)], heads={1: 1, 2: 1, 3: 3, 4: 3})
    assert found.answers == {3: (1,)}
    assert found.linked_by == {1: ("Blog 3",)}


@pytest.mark.parametrize(("days", "counted"), [(0, True), (6.9, True), (7.1, False), (-1, False)])
def test_links_of_this_week_count(days: float, counted: bool) -> None:
    """Not those of the week before, nor of posts that are dated ahead."""
    linking = by(2, days, first_seen=NOW - timedelta(days=days))
    assert bool(among(by(1, 20), linking, links=[(2, 1)]).linked_by) is counted


def test_each_blog_links_once() -> None:
    """However many posts it links from; sorted by name."""
    found = among(by(1), by(2, blog="b"), by(3, blog="b"), by(4, blog="A"), links=[(2, 1), (3, 1), (4, 1)])
    assert found.linked_by == {1: ("A", "b")}


def test_links_to_what_is_not_known_lead_nowhere() -> None:
    """The rows may name posts that nobody asked for."""
    assert among(by(1), links=[(1, 99), (99, 1)], stories=[(STORY, [1, 99])]) == Conversations()


# ---------------------------------------------------------------- stories


def test_posts_that_link_to_one_page_share_its_story() -> None:
    """Each names the others, oldest first."""
    found = among(by(1, 3), by(2, 2), by(3, 1), stories=[(STORY, [1, 2, 3])])
    assert found.shares == {1: (2, 3), 2: (1, 3), 3: (1, 2)}
    assert found.stories[1] == STORY


@pytest.mark.parametrize(
    ("posts", "decided"),
    [
        ([by(1)], []),
        ([by(1), by(2, blog="Blog 1")], []),
        ([by(1), by(2, days=40)], []),
        ([by(1), by(2)], [2]),
        ([by(id) for id in range(1, MOST_ON_A_STORY + 2)], []),
    ],
)
def test_not_everything_that_is_linked_to_is_a_story(posts: list[Post], decided: list[int]) -> None:
    """Two voices that wait, within a month, and not half the desk."""
    assert among(*posts, stories=[(STORY, [each.id for each in posts])], decided=decided).shares == {}


def test_of_two_stories_the_larger_counts() -> None:
    """A post is shown in one place."""
    other = "https://news.example/2026/a-tax-on-bins"
    found = among(by(1), by(2), by(3), stories=[(other, [1, 2]), (STORY, [1, 2, 3])])
    assert set(found.stories.values()) == {STORY}


@pytest.mark.parametrize(
    ("address", "may"),
    [
        (STORY, True),
        ("https://council.example/news/bins", True),
        ("https://council.example/bins-and-tax", True),
        ("https://council.example/?p=123", True),
        ("https://doi.example/10.1000/182", True),
        ("https://council.example/", False),
        ("https://council.example/about", False),
        ("https://social.example/@ada", False),
        ("https://bsky.example/profile/ada.example", False),
        ("https://linked.example/in/ada-example", False),
        ("https://host.example/~ada", False),
        ("", False),
    ],
)
def test_front_pages_and_profiles_are_no_stories(address: str, may: bool) -> None:
    """A story is a page that says something."""
    assert may_be_story(address) is may


# ---------------------------------------------------------------- shown together


def suggestion(id: int, score: float, **fields: Any) -> Suggestion:
    return Suggestion(Listing(post(id)), score, (), **fields)


def order(*given: Suggestion) -> list[int]:
    return [each.listing.post.id for each in together(given)]


def test_a_conversation_stands_where_its_best_post_would() -> None:
    """What is answered before its answers, though these are better."""
    answered = suggestion(1, 1.0, answered_by=(2, 3))
    best = suggestion(2, 9.0, answers=(1,))
    assert order(best, suggestion(4, 5.0), suggestion(3, 2.0, answers=(1,)), answered) == [1, 2, 3, 4]


def test_posts_on_one_story_stand_together() -> None:
    """Best first, as neither answers the other."""
    assert order(suggestion(1, 9.0, shares=(3,)), suggestion(2, 5.0), suggestion(3, 1.0, shares=(1,))) == [1, 3, 2]


def test_two_that_answer_each_other_are_shown_once() -> None:
    """A circle ends."""
    circle = [suggestion(1, 3.0, answers=(2,), answered_by=(2,)), suggestion(2, 2.0, answers=(1,), answered_by=(1,))]
    assert order(*circle) == [1, 2]


def test_a_conversation_has_an_end() -> None:
    """A desk where all link to all is still a list."""
    many = [suggestion(id, 30.0 - id, answers=tuple(range(1, 30))) for id in range(1, 30)]
    lone = suggestion(99, 22.0)
    found = order(*sorted([*many, lone], key=lambda s: -s.score))
    assert sorted(found) == [*range(1, 30), 99]
    assert found.index(99) <= 2 * MOST_TOGETHER


neighbours = st.lists(st.integers(1, 8), max_size=3).map(tuple)


@few
@given(st.lists(st.tuples(neighbours, neighbours, neighbours), max_size=8))
def test_nothing_is_lost_or_shown_twice(given: list[tuple[tuple[int, ...], ...]]) -> None:
    """Whatever answers whatever."""
    made = [
        suggestion(id, 9.0 - id, answers=answers, answered_by=answered_by, shares=shares)
        for id, (answers, answered_by, shares) in enumerate(given, 1)
    ]
    assert sorted(order(*made)) == [each.listing.post.id for each in made]
    assert not made or order(*made).index(1) < MOST_TOGETHER
