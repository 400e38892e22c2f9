"""Suggestions: a score that anybody can add up."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import roundup.curate.reasons as module
from roundup.curate.heard import Heard
from roundup.curate.reasons import Facts
from roundup.curate.suggest import suggest as suggest_by
from roundup.model import Listing, Suggestion
from tests.curate.ledgers import few
from tests.samples import NOW, post


def listing(id: int = 1, *, days: float = 1, **fields: Any) -> Listing:
    about: dict[str, Any] = {
        name: fields.pop(name) for name in ("words", "blog", "published", "doubt", "held") if name in fields
    }
    seen = NOW - timedelta(days=days)
    values: dict[str, Any] = {"published": seen, "first_seen": seen, "blog": f"Blog {id}", **about}
    return Listing(post(id, **values), **fields)


def suggest(given: Sequence[Listing], *, featured: dict[str, datetime] | None = None, **facts: Any) -> list[Suggestion]:
    """Suggestions by facts; `featured` are blogs that were in editions."""
    return suggest_by(
        given, Facts(NOW, **{"heard": Heard(featured or {}, unsigned=frozenset(featured or {})), **facts})
    )


def only(given: Listing, **fields: Any) -> Suggestion:
    (found,) = suggest([given], **fields)
    return found


def test_the_score_is_the_sum_of_its_reasons() -> None:
    """A new, long post of a blog never featured says so in words, and the number follows."""
    found = only(listing(words=1200), featured={"Another": NOW})
    assert found.reasons == (
        "new this week",
        "a long read, 1,200 words",
        "never featured before",
        "the only one from this blog",
    )
    assert found.score == 3.0 + 1.0 + 2.0 + 0.5


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"days": 0}, "new this week"),
        ({"days": 7}, "new this week"),
        ({"days": 8}, "from last week"),
        ({"days": 50}, "7 weeks old"),
        ({"words": 999}, "a full post, 999 words"),
        ({"words": 40}, "a short note, 40 words"),
        ({"words": 1}, "a short note, 1 word"),
        ({"words": 0}, "no text in the feed"),
        ({"tags": ("bins", "tax")}, "tagged bins, tax"),
        ({"doubt": "it may have changed hands"}, "it may have changed hands"),
        ({"edition": 4}, "already in edition 4"),
        ({"skipped": True}, "skipped"),
        ({"published": None, "days": 8}, "from last week"),
        ({"published": NOW + timedelta(days=400), "days": 8}, "from last week"),
    ],
)
def test_every_reason_is_plain_words(fields: dict[str, Any], reason: str) -> None:
    """Each thing that counts is said as an editor would say it."""
    assert reason in only(listing(**fields)).reasons


@pytest.mark.parametrize("fields", [{"days": 20}, {"words": 100}])
def test_what_is_ordinary_is_not_mentioned(fields: dict[str, Any]) -> None:
    """A post of three weeks ago or of a hundred words is neither praised nor blamed for it."""
    reasons = " ".join(only(listing(**{"words": 100, **fields})).reasons)
    assert "words" not in reasons
    assert "weeks old" not in reasons


@pytest.mark.parametrize(
    ("weeks", "reason"),
    [(None, "never featured before"), (1, "featured in the last fortnight"), (5, ""), (9, "not featured for 9 weeks")],
)
def test_a_voice_not_heard_for_long_comes_forward(weeks: int | None, reason: str) -> None:
    """Blogs never or not lately featured are suggested before last week's."""
    featured = {"Blog 1" if weeks else "Another": NOW - timedelta(weeks=weeks or 1)}
    reasons = [each for each in only(listing(), featured=featured).reasons if "featured" in each]
    assert reasons == ([reason] if reason else [])


def test_before_the_first_edition_nobody_is_called_unheard() -> None:
    """What would be said of every blog is said of none."""
    assert not [each for each in only(listing()).reasons if "featured" in each]


def test_a_flood_from_one_blog_steps_back() -> None:
    """Half of all posts come from five feeds; one post of a quiet blog is read before them."""
    flood = [listing(id, blog="Loud") for id in range(1, 11)]
    found = suggest([*flood, listing(11, blog="Quiet")])
    assert found[0].listing.post.blog == "Quiet"
    assert "one of 10 from this blog" in found[1].reasons


def test_best_first_then_newer_then_lower_id() -> None:
    """Equal scores have one order on every desk."""
    given = [listing(3, days=2), listing(2, days=1), listing(1, days=1), listing(4, days=30)]
    assert [s.listing.post.id for s in suggest(given)] == [1, 2, 3, 4]


@few
@given(st.permutations(range(12)))
def test_the_order_given_does_not_matter(order: list[int]) -> None:
    """The same listings give the same suggestions, none lost."""
    given = [listing(id, days=id % 5, words=id * 100, blog=f"Blog {id % 3}") for id in range(12)]
    assert suggest([given[place] for place in order]) == suggest(given)


def test_nothing_to_suggest_is_an_empty_list() -> None:
    """A desk without posts has no suggestions."""
    assert suggest([]) == []


def test_the_table_of_reasons_says_how_to_grow() -> None:
    """The docstring tells how to add a reason."""
    assert any(line.startswith("To add a ") for line in (module.__doc__ or "").splitlines())


def test_five_thousand_posts_are_scored_at_once() -> None:
    """A missed month of a large desk does not make the list slow."""
    many = [listing(id, days=id % 60, words=id % 2000, blog=f"Blog {id % 100}") for id in range(5_000)]
    begin = time.process_time()
    suggest(many, featured={"Blog 7": NOW})
    assert time.process_time() - begin < 2.0


@pytest.mark.parametrize(
    ("published", "said"),
    [(None, "undated"), (NOW.replace(year=2100), "dated 2100-11-20"), (NOW + timedelta(days=2), "dated 2026-11-22")],
)
def test_a_date_that_cannot_be_believed_is_said_and_counts_for_less(published: datetime | None, said: str) -> None:
    """The archive of a blog without dates comes all at once, and must not stand above what is known to be new."""
    found = only(listing(days=1, published=published))
    assert said in found.reasons
    assert "first seen this week" in found.reasons
    assert found.score < only(listing(days=1)).score


def test_a_clock_that_is_a_little_fast_is_believed() -> None:
    """Hours ahead are a time zone."""
    assert "new this week" in only(listing(days=0, published=NOW + timedelta(hours=12))).reasons


def test_an_undated_post_says_so_for_ever() -> None:
    """Not only in the week in which it was first seen."""
    assert "undated" in only(listing(days=90, published=None)).reasons


def test_what_is_held_says_why() -> None:
    """Once, though it may be in doubt for the same reason."""
    assert "reposted: 12" in only(listing(held="reposted: 12")).reasons
    both = only(listing(held="it may have changed hands", doubt="it may have changed hands"))
    assert both.reasons.count("it may have changed hands") == 1
