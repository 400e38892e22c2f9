"""Where a feed says that it has moved for good. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from roundup.errors import FeedError
from roundup.fetch.rules import body_hash, judge, moved_to
from roundup.fetch.rules.moves import MOVE_TIME, MOVES, after_move, is_settled, move_note
from roundup.model import FeedState, ParsedFeed
from tests.fetch.feeds import HOUR, URL, facts, response, state
from tests.samples import NOW

NEW = "https://new.example/feed"
OTHER = "https://other.example/feed"
DAY = timedelta(days=1)


def told(before: FeedState, *targets: str, status: int = 301, every: timedelta = DAY) -> FeedState:
    """The state after as many answers as there are targets ("": no redirect), one after the other."""
    for number, target in enumerate(targets):
        redirects = ((status, target),) if target else ()
        before = after_move(before, response(redirects=redirects), NOW + number * every)
    return before


@pytest.mark.parametrize(
    ("redirects", "address"),
    [
        ((), ""),
        (((301, "https://new/"),), "https://new/"),
        (((308, "https://new/"),), "https://new/"),
        (((301, "https://a/"), (308, "https://b/")), "https://b/"),
        (((301, "https://a/"), (302, "https://b/"), (301, "https://c/")), "https://a/"),
        (((302, "https://a/"), (301, "https://b/")), ""),
        (((303, "https://a/"),), ""),
        (((307, "https://a/"),), ""),
    ],
)
def test_a_move_is_for_good_as_long_as_every_hop_says_so(redirects: Any, address: str) -> None:
    """A temporary hop ends the chain that can be relied on."""
    assert moved_to(response(redirects=redirects)) == address


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ((NEW,), (NEW, 0, 1)),
        ((NEW, NEW, NEW), (NEW, 0, 3)),
        ((NEW, NEW, OTHER), (OTHER, 2, 1)),
        ((NEW, NEW, ""), ("", None, 0)),
        ((NEW, "", NEW), (NEW, 2, 1)),
        ((URL,), ("", None, 0)),
    ],
)
def test_moves_to_the_same_place_add_up(targets: tuple[str, ...], expected: tuple[str, int | None, int]) -> None:
    """Another target, or none, begins anew; a feed has not moved to where it is."""
    after = told(state(), *targets)
    since = None if expected[1] is None else NOW + expected[1] * DAY
    assert (after.moved_to, after.moved_since, after.moves) == (expected[0], since, expected[2])


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_is_no_move(status: int) -> None:
    """However often it is seen (RFC 9110 15.4.3, 15.4.4, 15.4.8)."""
    assert told(state(), NEW, NEW, NEW, NEW, status=status) == state()


def test_nobody_is_moved_from_an_encrypted_address_to_a_plain_one() -> None:
    """The other way round is welcome."""
    assert told(state(), "http://new.example/feed").moved_to == ""
    assert told(state(url="HTTP://blog.example/feed"), NEW).moved_to == NEW


@pytest.mark.parametrize(
    ("times", "days", "settled"),
    [
        (1, 0, False),
        (1, 30, False),
        (MOVES - 1, 30, False),
        (MOVES, 0, False),
        (99, MOVE_TIME.days - 0.1, False),
        (MOVES, MOVE_TIME.days, True),
        (99, 99, True),
    ],
)
def test_a_move_is_believed_after_three_times_and_three_days(times: int, days: float, settled: bool) -> None:
    """Ten fetches in one hour of somebody's mistake are one mistake."""
    feed = state(moved_to=NEW, moved_since=NOW - days * DAY, moves=times)
    assert is_settled(feed, NOW) is settled


def test_a_feed_that_has_not_moved_is_not_settled() -> None:
    """Nor one whose move began in the future."""
    assert not is_settled(state(), NOW)
    assert not is_settled(state(moved_to=NEW, moved_since=NOW + DAY, moves=9), NOW)
    again = after_move(state(moved_to=NEW, moved_since=NOW + DAY, moves=9), response(redirects=((301, NEW),)), NOW)
    assert (again.moved_since, again.moves) == (NOW, 1)


def test_a_move_is_told_without_harm_to_the_feed() -> None:
    """The feed stays well and keeps its address; the outcome tells of the new one and when it will be taken over."""
    moved = response(redirects=((301, NEW),))
    before = state(moved_to=NEW, moved_since=NOW - DAY, moves=1)
    for case in (
        facts(state=before, response=moved, feed=ParsedFeed(URL, "rss20")),
        facts(state=before, response=replace(moved, status=304), conditional=True),
        facts(state=replace(before, body_hash=body_hash(b"<rss/>")), response=moved),
    ):
        ruling = judge(case)
        assert ruling.reason == f"has moved for good to {NEW} (seen 2 times; it is taken over after 3 times and 3 days)"
        assert (ruling.state.health, ruling.state.reason, ruling.state.url) == ("ok", "", URL)
        assert (ruling.state.moves, ruling.state.moved_since) == (2, NOW - DAY)
    assert "(seen once; " in move_note(state(moved_to=NEW, moves=1))
    assert move_note(state()) == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"response": response(404, redirects=((301, NEW),))},
        {"response": response(redirects=((301, NEW),)), "unreadable": FeedError("a web page")},
        {"response": response(410, redirects=((301, NEW),))},
    ],
)
def test_a_move_to_where_there_is_no_feed_does_not_count(fields: dict[str, Any]) -> None:
    """A closed blog that sends everybody to a front page has not moved there."""
    before = state(moved_to=NEW, moved_since=NOW - HOUR, moves=2)
    after = judge(facts(state=before, **fields)).state
    assert (after.moved_to, after.moves) == (NEW, 2)
