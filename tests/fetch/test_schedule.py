"""plan(): which feeds are asked now, and what they are asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from roundup.fetch import plan
from roundup.fetch.rules.validators import conditional_headers
from roundup.fetch.schedule import is_due, left_alone
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


def test_a_request_takes_the_validators_along() -> None:
    """Unless it is time for the whole document."""
    remembered = state(etag='"a"', last_fetched=NOW - MINUTE, whole_after=NOW + HOUR)
    (request,) = requests_for([URL], {URL: remembered})
    assert request.headers == {"if-none-match": '"a"'}
    (request,) = requests_for([URL], {URL: replace(remembered, whole_after=NOW)})
    assert request.headers == {}


def test_force_asks_as_if_nothing_were_known() -> None:
    """No validators are sent, and all that was read is read again; the rest of what is remembered stays."""
    remembered = state(
        etag='"a"', body_hash="b", items="c", footers=("d",), title="A Blog", last_fetched=NOW, next_due=NOW + HOUR
    )
    (request,) = plan(subscriptions(URL), {URL: remembered}, now=NOW, force=True)
    assert request.headers == {}
    assert request.state == replace(remembered, body_hash="", items="", footers=())


# ---------------------------------------------------------------- hosts that asked to be left alone

BUSY = "https://busy.example"


FOUR_AND_ONE = [*(Subscription(f"{BUSY}/{name}") for name in "abcd"), Subscription("https://free.example/feed")]


def states(held: dict[str, Any]) -> dict[str, FeedState]:
    """What is remembered of feeds that asked to be left alone."""
    return {f"{BUSY}/{name}": FeedState(url=f"{BUSY}/{name}", host_until=until) for name, until in held.items()}


def alone(held: dict[str, Any]) -> int:
    """How many of them are said to be left alone."""
    return left_alone(FOUR_AND_ONE, states(held), NOW)


def asked(held: dict[str, Any], **options: Any) -> list[str]:
    """Which of four feeds of one host and one of another are asked; `held` is until when each asked to be left."""
    found = plan(FOUR_AND_ONE, states(held), now=NOW, **options)
    return [request.subscription.url.rsplit("/", 1)[-1] for request in found]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({}, ["a", "b", "c", "d", "feed"]),
        ({"a": NOW + HOUR}, ["b", "c", "d", "feed"]),
        ({"a": NOW + HOUR, "b": NOW + MINUTE}, ["feed"]),
        ({"a": NOW + HOUR, "b": NOW}, ["b", "c", "d", "feed"]),
        ({"a": NOW - HOUR, "b": NOW - HOUR}, ["a", "b", "c", "d", "feed"]),
        ({"a": NOW + timedelta(days=400), "b": NOW + timedelta(days=400)}, ["a", "b", "c", "d", "feed"]),
    ],
    ids=["nobody", "one address", "the host", "one still", "over", "a wrong clock"],
)
def test_a_host_that_asked_twice_to_be_left_alone_is(held: dict[str, Any], expected: list[str]) -> None:
    """All its feeds, in later runs too; a single address speaks for itself only (RFC 9110 10.2.3, RFC 6585 4)."""
    assert asked(held) == expected
    assert asked(held, everything=True) == expected
    assert asked(held, everything=True, force=True) == expected
    assert alone(held) == 5 - len(expected)


def test_paused_and_gone_feeds_wait_for_nobody() -> None:
    """They are not asked for other reasons."""
    held = FeedState(url=URL, host_until=NOW + HOUR)
    assert left_alone([Subscription(URL)], {URL: held}, NOW) == 1
    assert left_alone([Subscription(URL, paused=True)], {URL: held}, NOW) == 0
    assert left_alone([Subscription(URL)], {URL: replace(held, health="gone")}, NOW) == 0


def test_who_names_a_feed_means_it() -> None:
    """A person who asks for one feed gets one request, whatever its host wanted."""
    held = {"a": NOW + HOUR, "b": NOW + HOUR}
    assert asked(held, only=[f"{BUSY}/a", f"{BUSY}/c"]) == ["a", "c"]


def test_what_a_feed_asks_for_holds_back_only_the_timer() -> None:
    """ttl, Cache-Control and skipped days end in `next_due`: --all and a name ask all the same."""
    waiting = state(health="ok", next_due=NOW + 20 * HOUR, last_fetched=NOW, update_minutes=1440)
    assert not planned(waiting)
    assert planned(waiting, everything=True)
    assert planned(waiting, force=True)
    assert planned(waiting, only=[URL])
