"""Posts that came and went between two fetches are missed, and that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from roundup.merge import merge, missed, overlaps
from roundup.model import Entry, FeedState, ParsedFeed
from tests.merge.desk import FEED, TEN, Desk, feed, item
from tests.samples import NOW

LAST = NOW - timedelta(days=17)
BEFORE = FeedState(url=FEED, health="ok", items="a1 b2 c3", last_fetched=LAST, last_success=LAST)


def shown(*entries: Entry, items: str = "d4 e5 f6", **fields: object) -> ParsedFeed:
    """A document whose items are named so."""
    return replace(feed(*entries), items=items, **fields)  # type: ignore[arg-type]


def said(document: ParsedFeed, before: FeedState = BEFORE) -> str:
    return missed(document, merge(document, {}), before)


def test_a_fetch_that_shares_no_item_with_the_last_one_warns() -> None:
    """The feed shows ten posts, all younger than the last fetch: there were more, probably."""
    assert said(shown(*TEN)) == (
        "posts were probably missed between 3 November 2026 and 11 November 2026: "
        "the feed shows only 10 at a time; fetch oftener"
    )


def test_posts_without_dates_can_be_missed_too() -> None:
    """Then only the last fetch gives a date."""
    undated = [replace(each, published=None) for each in TEN]
    assert said(shown(*undated)).startswith("posts were probably missed since 3 November 2026: ")


def test_a_feed_that_failed_meanwhile_is_not_for_fetching_oftener() -> None:
    """It was asked often enough, and did not answer."""
    assert said(shown(*TEN), replace(BEFORE, failures=4)).endswith("; it could not be read meanwhile")


NO_GAP: dict[str, tuple[ParsedFeed, FeedState]] = {
    "one item is still there": (shown(*TEN, items="f6 c3"), BEFORE),
    "one item was left out as known": (shown(*TEN, seen=1), BEFORE),
    "the first fetch": (shown(*TEN), FeedState(url=FEED)),
    "nothing noted of the last body": (shown(*TEN), replace(BEFORE, items="")),
    "a feed of two items": (shown(*TEN), replace(BEFORE, items="a1 b2")),
    "a document that was cut off": (shown(*TEN, complete=False), BEFORE),
    "an empty feed": (shown(items=""), BEFORE),
    "posts from before the last fetch": (shown(*TEN, item(20)), BEFORE),
}


@pytest.mark.parametrize(("document", "before"), NO_GAP.values(), ids=NO_GAP)
def test_no_gap_is_seen_where_there_is_none(document: ParsedFeed, before: FeedState) -> None:
    """A warning that is wrong is soon read by nobody."""
    assert said(document, before) == ""


def test_a_blog_with_new_software_is_not_a_gap() -> None:
    """Every item is another byte for byte, and every guid is new, but the posts are known."""
    desk = Desk()
    desk.fetch(feed(*TEN))
    renewed = shown(*(item(n, guid=f"x{n}") for n in range(10)))
    changes = merge(renewed, desk.known(renewed))
    assert overlaps(renewed, changes, BEFORE)
    assert missed(renewed, changes, BEFORE) == ""


@pytest.mark.parametrize("kind", ["held", "suspicious"])
def test_what_is_held_for_another_reason_is_not_a_gap(kind: str) -> None:
    """A domain that was sold has missed nothing."""
    document = shown(*TEN)
    changes = [replace(change, kind=kind) for change in merge(document, {})]  # type: ignore[arg-type]
    assert missed(document, changes, BEFORE) == ""


def test_two_fetches_overlap_again_when_the_next_one_knows_something() -> None:
    """By an item, by what was left out as known, or by a post."""
    document = shown(*TEN)
    assert not overlaps(document, merge(document, {}), BEFORE)
    after = replace(BEFORE, items="d4 e5 f6")
    assert overlaps(document, merge(document, {}), after)
    assert overlaps(replace(document, seen=2, items=""), (), BEFORE)
