"""Whatever links there are: who answers whom is told the same from both sides, and no post is lost by it."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.conversations import (
    MOST_ANSWERED,
    MOST_ON_A_STORY,
    MOST_TOGETHER,
    STORY_DAYS,
    Conversations,
    conversations,
    may_be_story,
    together,
)
from roundup.curate.heard import heard
from roundup.curate.twins import same_voice
from roundup.model import EditionMeta, EditionsState, FrozenEdition, Listing, Post, Suggestion
from tests.curate.ledgers import few
from tests.samples import NOW, edition, pick, post

IDS = range(1, 9)
PAGES = ("https://news.example/2026/bins-tax", "https://gov.example/plans/roads.html")


def by(id: int, blog: str, author: str, days: int) -> Post:
    """A post of one of a few blogs and authors, so that some of them talk to themselves."""
    return post(
        id,
        blog=f"Blog {blog}" if blog else "",
        authors=(f"{author} Example",) if author else (),
        url=f"https://{blog or f'page{id}'}.example/{id}",
        published=NOW - timedelta(days=days),
        first_seen=NOW,
    )


POSTS = st.tuples(
    *(
        st.builds(
            by, st.just(id), st.sampled_from(["a", "b", "c", "d", ""]), st.sampled_from(["Ada", "Bert", ""]), days
        )
        for id, days in ((id, st.integers(0, 50)) for id in IDS)
    )
)
ID = st.sampled_from(IDS)
LINKS = st.lists(st.tuples(ID, ID), max_size=24)
STORIES = st.lists(st.tuples(st.sampled_from(PAGES), st.lists(ID, min_size=1, unique=True)), max_size=3)
WAITING = st.sets(ID)
HEADS = st.dictionaries(ID, ID, max_size=2)


def told(posts: tuple[Post, ...], links: Any, stories: Any, waiting: set[int], heads: dict[int, int]) -> Conversations:
    return conversations(links, stories, {each.id: each for each in posts}, waiting=waiting, heads=heads, now=NOW)


@few
@given(POSTS, LINKS, STORIES, WAITING, HEADS)
def test_an_answer_is_told_from_both_sides(
    posts: tuple[Post, ...], links: Any, stories: Any, waiting: set[int], heads: dict[int, int]
) -> None:
    """Who answers is answered by; both wait, and neither talks to itself."""
    found = told(posts, links, stories, waiting, heads)
    known = {each.id: each for each in posts}
    pairs = {(one, other) for one, others in found.answers.items() for other in others}
    assert pairs == {(one, other) for other, ones in found.answered_by.items() for one in ones}
    for one, other in pairs:
        assert {one, other} <= waiting
        assert not same_voice(known[one], known[other])
    assert all(len(others) <= MOST_ANSWERED for others in found.answers.values())


@few
@given(POSTS, LINKS, STORIES, WAITING, HEADS)
def test_a_story_is_of_posts_that_wait_and_of_several_people(
    posts: tuple[Post, ...], links: Any, stories: Any, waiting: set[int], heads: dict[int, int]
) -> None:
    """Within a month, a dozen at most, each with its address."""
    found = told(posts, links, stories, waiting, heads)
    known = {each.id: each for each in posts}
    assert found.shares.keys() == found.stories.keys()
    for id, others in found.shares.items():
        assert id not in others
        assert {id, *others} <= waiting
        assert 1 <= len(others) < MOST_ON_A_STORY
        assert found.stories[id] in PAGES
        for other in others:
            assert not same_voice(known[id], known[other])
            assert abs(known[id].moment - known[other].moment) <= STORY_DAYS
            # Who is said to share a story has one themselves: nobody is drawn in from one side only.
            assert other in found.shares


@few
@given(POSTS, LINKS, WAITING)
def test_who_linked_is_named_and_only_this_week(posts: tuple[Post, ...], links: Any, waiting: set[int]) -> None:
    """By the blog; a page that is of no blog by its host."""
    found = told(posts, links, [], waiting, {})
    fresh = {each.blog or f"page{each.id}.example" for each in posts if NOW - each.moment <= timedelta(days=7)}
    for names in found.linked_by.values():
        assert all(names)
        assert set(names) <= fresh
        assert list(names) == sorted(set(names), key=str.casefold)


@few
@given(POSTS, LINKS, STORIES, WAITING, HEADS, st.randoms(use_true_random=False))
def test_the_order_in_which_links_were_found_makes_no_difference(
    posts: tuple[Post, ...],
    links: list[Any],
    stories: Any,
    waiting: set[int],
    heads: dict[int, int],
    chance: random.Random,
) -> None:
    """Nor how often."""
    before = told(posts, links, stories, waiting, heads)
    again = [*links, *links]
    chance.shuffle(again)
    assert told(posts, again, stories, waiting, heads) == before


@few
@given(st.lists(st.tuples(*(st.lists(ID, max_size=3, unique=True),) * 3), min_size=8, max_size=8))
def test_whoever_mentions_whom_every_post_is_shown_once(given_: list[tuple[list[int], ...]]) -> None:
    """Also where only one of two knows of the other; what stands first stays first of its conversation."""
    shown = [
        Suggestion(
            Listing(post(id)), 0.0, (), answers=tuple(answers), answered_by=tuple(by), shares=tuple(shares), weights=()
        )
        for id, (answers, by, shares) in enumerate(given_, 1)
    ]
    found = [each.listing.post.id for each in together(shown)]
    assert sorted(found) == list(IDS)
    assert together([]) == []


def test_a_conversation_that_is_too_long_goes_on_below() -> None:
    """Nobody is left out of the list for it."""
    count = 3 * MOST_TOGETHER
    shown = [
        Suggestion(
            Listing(post(id)),
            0.0,
            (),
            answers=(id - 1,) if id > 1 else (),
            answered_by=(id + 1,) if id < count else (),
            weights=(),
        )
        for id in range(1, count + 1)
    ]
    assert [each.listing.post.id for each in together(shown)] == list(range(1, count + 1))


@few
@given(st.text(max_size=40))
def test_any_address_may_or_may_not_be_a_story(path: str) -> None:
    """It is said of every one, and never of a front page."""
    assert may_be_story(f"https://news.example/{path}") in (True, False)
    assert not may_be_story("https://news.example/")
    assert not may_be_story(f"https://news.example/@{path}")


# ---------------------------------------------------------------- who was heard


def closed(*blogs: str) -> EditionsState:
    picks = [pick(id, blog=blog, authors=()) for id, blog in enumerate(blogs, 1)]
    return EditionsState(EditionMeta(2), closed=(FrozenEdition(edition(*picks), NOW),))


def test_a_pick_of_no_blog_makes_no_blog_heard() -> None:
    """Else every page that was added by hand would have been featured last week."""
    assert heard(closed("", "A Blog")).blogs == {"A Blog": NOW}
    assert heard(closed("", "A Blog")).unsigned == {"A Blog"}
    assert heard(closed("")).blogs == {}
