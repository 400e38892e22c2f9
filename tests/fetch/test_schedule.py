"""plan(): which feeds are asked now, and what they are asked."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.fetch import plan
from roundup.fetch.schedule import conditional_headers, is_due
from roundup.model import FeedState, Subscription
from tests.fetch.feeds import HOUR, URL, requests_for, state, subscriptions
from tests.samples import NOW

MINUTE = timedelta(minutes=1)


def planned(feed: FeedState | None, *, paused: bool = False, **options: Any) -> bool:
    """Whether the one feed there is would be asked."""
    states = {URL: feed} if feed else {}
    return bool(plan([Subscription(URL, paused=paused)], states, now=NOW, **options))


def test_a_feed_nobody_has_asked_yet_is_due() -> None:
    """Nothing is remembered of it, and its state is that of a new feed."""
    (request,) = requests_for([URL])
    assert request.state == FeedState(url=URL)
    assert request.headers == {}


@pytest.mark.parametrize(
    ("next_due", "due"),
    [(None, True), (NOW - HOUR, True), (NOW, True), (NOW + MINUTE, False), (NOW + timedelta(days=7), False)],
)
def test_a_feed_is_asked_when_its_time_has_come(next_due: Any, due: bool) -> None:
    """Not a minute before."""
    assert planned(state(health="ok", next_due=next_due, last_fetched=NOW - HOUR)) is due


def test_a_clock_that_was_wrong_does_not_silence_a_feed() -> None:
    """A feed that was fetched in the future, or is due only next year, is asked now."""
    assert is_due(state(last_fetched=NOW + HOUR, next_due=NOW + 2 * HOUR), NOW)
    assert is_due(state(last_fetched=NOW - HOUR, next_due=NOW + timedelta(days=365)), NOW)


@pytest.mark.parametrize(
    ("feed", "paused", "options", "asked"),
    [
        ({}, True, {}, False),
        ({}, True, {"everything": True}, False),
        ({}, True, {"force": True}, False),
        ({}, True, {"only": [URL]}, True),
        ({"health": "gone"}, False, {}, False),
        ({"health": "gone"}, False, {"everything": True}, False),
        ({"health": "gone"}, False, {"only": [URL]}, True),
        ({"next_due": NOW + HOUR}, False, {"everything": True}, True),
        ({"next_due": NOW + HOUR}, False, {"force": True}, True),
        ({"next_due": NOW + HOUR}, False, {"only": [URL]}, True),
        ({"next_due": NOW + HOUR, "health": "failing"}, False, {}, False),
        ({}, False, {"only": ["https://other.example/"]}, False),
    ],
)
def test_who_is_left_out(feed: dict[str, Any], paused: bool, options: dict[str, Any], asked: bool) -> None:
    """Paused and gone feeds are asked only by name; those not yet due by name, all together, or by force."""
    assert planned(state(**feed), paused=paused, **options) is asked


def test_an_address_is_asked_once_and_in_order() -> None:
    """A feed that stands in four folders is one request; the order is that of the file."""
    urls = ["https://c.example/", "https://a.example/", "https://c.example/", "https://b.example/"]
    assert [r.subscription.url for r in requests_for(urls)] == [urls[0], urls[1], urls[3]]


def test_an_address_that_is_followed_again_after_a_pause_counts() -> None:
    """If it is paused in one folder and not in the next, it is asked."""
    both = [Subscription(URL, paused=True), Subscription(URL)]
    assert [r.subscription.paused for r in plan(both, {}, now=NOW)] == [False]


def test_validators_go_back_byte_for_byte() -> None:
    """As the server worded them, both of them, and none that it did not give (RFC 9110 13.1)."""
    remembered = state(etag='W/"a, b"', last_modified="Tue, 3 Nov 2026  9:00", last_fetched=NOW - MINUTE)
    assert conditional_headers(remembered, NOW) == {
        "if-none-match": 'W/"a, b"',
        "if-modified-since": "Tue, 3 Nov 2026  9:00",
    }
    assert conditional_headers(replace(remembered, etag=""), NOW) == {"if-modified-since": "Tue, 3 Nov 2026  9:00"}
    assert conditional_headers(state(last_fetched=NOW - MINUTE), NOW) == {}


def test_force_asks_as_if_nothing_were_known() -> None:
    """No validators are sent, and the same bytes are read again; the rest of what is remembered stays."""
    remembered = state(etag='"a"', body_hash="b", title="A Blog", last_fetched=NOW - MINUTE, next_due=NOW + HOUR)
    (request,) = plan(subscriptions(URL), {URL: remembered}, now=NOW, force=True)
    assert request.headers == {}
    assert request.state == replace(remembered, body_hash="")


@given(st.from_regex(r"https://[a-z]{1,8}\.example/", fullmatch=True), st.integers(0, 6 * 24 * 60))
def test_once_a_week_a_feed_is_asked_without_validators(url: str, start: int) -> None:
    """A server that says "not modified" for ever is caught out within a week, and not much more often."""
    remembered = FeedState(url=url, etag='"stale"')
    moments = [NOW + timedelta(minutes=start) + n * 12 * HOUR for n in range(29)]
    unconditional = 0
    for before, moment in itertools.pairwise(moments):
        unconditional += not conditional_headers(replace(remembered, last_fetched=before), moment)
    assert unconditional == 2


def test_feeds_have_their_weekly_turn_at_different_times() -> None:
    """The whole list is not fetched anew on one day."""
    week = [NOW + n * 24 * HOUR for n in range(8)]
    days = set()
    for number in range(50):
        remembered = FeedState(url=f"https://{number}.example/", etag='"a"')
        for day in range(7):
            if not conditional_headers(replace(remembered, last_fetched=week[day]), week[day + 1]):
                days.add(day)
    assert len(days) == 7
