"""What a feed brought is weighed and written down; what is amiss is said, once in the report, longer in the state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from roundup.model import FeedState, FetchOutcome, ParsedFeed, Subscription
from roundup.workflow.desk import Desk
from roundup.workflow.taking import Taken, take_in
from tests.samples import NOW
from tests.store.feeds import FEED, feed, item
from tests.workflow.desks import desk_at

LATER = NOW + timedelta(days=21)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


def took(
    desk: Desk, document: ParsedFeed, before: FeedState | None, *, now: datetime = LATER, reason: str = ""
) -> Taken:
    """What a fetch that read this document comes to."""
    state = replace(before or FeedState(url=FEED), health="ok", items=document.items)
    outcome = FetchOutcome(Subscription(FEED), "fetched", state, feed=document, reason=reason)
    with desk.store() as store, store.write():
        return take_in(store, outcome, before, flood=5, now=now)


def first(desk: Desk) -> FeedState:
    """The state of a feed after its first fetch of five posts."""
    document = replace(feed(*(item(n) for n in range(5))), items="a b c d e")
    taken = took(desk, document, None, now=NOW)
    assert (taken.new, taken.held, taken.outcome.reason, taken.outcome.state.warning) == (5, 0, "", "")
    return replace(taken.outcome.state, last_success=NOW)


def test_a_feed_that_was_not_read_brings_nothing(desk: Desk) -> None:
    """Its outcome is left as it is."""
    outcome = FetchOutcome(Subscription(FEED), "unchanged", FeedState(url=FEED, warning="kept"))
    with desk.store() as store:
        assert take_in(store, outcome, None, flood=5, now=NOW) == Taken(outcome)


def test_a_flood_is_counted_apart_and_said(desk: Desk) -> None:
    """After what the fetch itself had to say."""
    before = first(desk)
    old = [item(1000 + n) for n in range(6)]
    taken = took(desk, replace(feed(item(0), *old), items="a x"), before, reason="has moved")
    assert (taken.new, taken.held) == (0, 6)
    assert taken.outcome.reason.startswith("has moved; 6 held back: reposted")
    assert taken.outcome.state.warning.startswith("6 held back")


def test_a_gap_is_said_until_something_known_comes_again(desk: Desk) -> None:
    """A fetch without any entry settles nothing."""
    before = first(desk)
    young = replace(feed(*(item(50 + n, published=LATER - timedelta(hours=n)) for n in range(4))), items="f g h i")
    after = took(desk, young, before).outcome.state
    assert after.warning.startswith("posts were probably missed")
    empty = took(desk, replace(feed(), items=""), after).outcome
    assert (empty.reason, empty.state.warning) == ("", after.warning)
    again = took(desk, replace(young, seen=4, entries=()), after).outcome.state
    assert again.warning == ""


def test_a_blog_that_is_elsewhere_now_is_said_once(desk: Desk) -> None:
    """The next fetch finds it at home there."""
    before = first(desk)
    moved = replace(feed(*(item(n, url=f"https://new.example/{n}", guid=f"n{n}") for n in range(5))), items="p q r s t")
    taken = took(desk, moved, before)
    assert (taken.new, taken.held) == (0, 0)
    assert "all on new.example now" in taken.outcome.reason
    assert took(desk, moved, taken.outcome.state).outcome.reason == ""


def test_the_first_posts_of_a_feed_that_was_empty_are_no_flood(desk: Desk) -> None:
    """It has answered before, but brought nothing that could have been missed."""
    before = replace(took(desk, feed(), None, now=NOW).outcome.state, last_success=NOW)
    assert took(desk, feed(*(item(1000 + n) for n in range(9))), before).new == 9
