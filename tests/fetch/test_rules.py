"""What an answer means for a feed: pure, one rule at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.errors import FeedError
from roundup.fetch.rules import RULES, back_off, body_hash, judge, moved_to, retry_after
from roundup.model import ParsedFeed
from roundup.net import FetchError
from tests.fetch.feeds import HOUR, INTERVAL, URL, facts, response, state
from tests.samples import NOW

KNOWN = {"etag": '"old"', "last_modified": "old", "body_hash": "old", "title": "Old title", "site_url": "https://old/"}


def test_every_rule_names_its_source() -> None:
    """An RFC, or plainly practice."""
    for rule in RULES:
        assert rule.__doc__ is not None
        assert "RFC" in rule.__doc__ or "practice" in rule.__doc__


def test_a_new_body_is_to_be_read() -> None:
    """Nothing is remembered before it has been."""
    ruling = judge(facts(response=response()))
    assert ruling.kind == "read"
    assert ruling.state == state()


def test_a_body_that_was_read_makes_the_feed_well() -> None:
    """Validators, hash, title and times are remembered; failures are forgotten."""
    feed = ParsedFeed(URL, "rss20", title="A Blog", site_url="https://blog.example/")
    answer = response(headers={"etag": '"a"', "last-modified": "Tue"})
    before = state(health="failing", failures=7, reason="answered 500")
    ruling = judge(facts(state=before, response=answer, feed=feed))
    assert ruling.kind == "fetched"
    assert ruling.state == state(
        health="ok",
        title="A Blog",
        site_url="https://blog.example/",
        etag='"a"',
        last_modified="Tue",
        body_hash=body_hash(b"<rss/>"),
        last_fetched=NOW,
        last_success=NOW,
        next_due=NOW + INTERVAL,
    )


def test_what_a_feed_asks_for_and_what_was_in_it_is_remembered() -> None:
    """Its items, footers and pace, as they are in the document read last; a 304 leaves them as they are."""
    said: dict[str, Any] = {"update_minutes": 90, "skip_hours": (1, 2), "skip_days": (6,), "footers": ("Bye",)}
    feed = ParsedFeed(URL, "rss20", items="0123456789abcdef", **said)
    after = judge(facts(state=state(items="old", skip_days=(0,)), response=response(), feed=feed)).state
    assert after == replace(after, items="0123456789abcdef", **said)
    later = judge(facts(state=after, response=response(304), conditional=True)).state
    assert later == replace(later, items="0123456789abcdef", **said)
    silent = judge(facts(state=after, response=response(), feed=ParsedFeed(URL, "rss20"))).state
    assert (silent.items, silent.footers, silent.update_minutes, silent.skip_hours) == ("", (), 0, ())


def test_what_a_feed_no_longer_says_of_itself_is_kept_but_validators_are_not() -> None:
    """A missing title leaves the old one; a missing ETag means there is none any more."""
    ruling = judge(facts(state=state(**KNOWN), response=response(), feed=ParsedFeed(URL, "rss20")))
    assert (ruling.state.title, ruling.state.site_url) == ("Old title", "https://old/")
    assert (ruling.state.etag, ruling.state.last_modified) == ("", "")


def test_a_body_that_is_no_feed_leaves_validators_and_hash_alone() -> None:
    """Otherwise the next "not modified" would pass over what was never read."""
    answer = response(headers={"etag": '"new"'})
    ruling = judge(facts(state=state(**KNOWN), response=answer, unreadable=FeedError("not a feed:\nan HTML page")))
    assert ruling.kind == "failed"
    assert ruling.error == "parse"
    assert ruling.reason == ruling.state.reason == "not a feed: an HTML page"
    assert ruling.state.health == "failing"
    assert {name: getattr(ruling.state, name) for name in KNOWN} == KNOWN


def test_not_modified_is_a_success() -> None:
    """The feed is well and all that is known of it stays."""
    before = state(**KNOWN, health="failing", failures=2, reason="answered 500")
    ruling = judge(facts(state=before, response=response(304, b""), conditional=True))
    assert ruling.kind == "unchanged"
    assert ruling.state == state(**KNOWN, health="ok", last_fetched=NOW, last_success=NOW, next_due=NOW + INTERVAL)


def test_not_modified_without_being_asked_is_a_failure() -> None:
    """Nobody can say what it has not changed since."""
    ruling = judge(facts(response=response(304, b"")))
    assert ruling.kind == "failed"
    assert "304" in ruling.reason


def test_the_same_bytes_again_are_not_read() -> None:
    """They are as good as "not modified", and new validators for them are remembered."""
    before = state(**{**KNOWN, "body_hash": body_hash(b"<rss/>")})
    ruling = judge(facts(state=before, response=response(headers={"etag": '"new"'})))
    assert ruling.kind == "unchanged"
    assert ruling.state.etag == '"new"'
    assert ruling.state.last_success == NOW
    assert judge(facts(state=before, response=response(body=b"<rss></rss>"))).kind == "read"


def test_gone_is_for_good() -> None:
    """410 ends it: no next time, and the reason says so."""
    ruling = judge(facts(state=state(**KNOWN), response=response(410)))
    assert ruling.kind == "failed"
    assert ruling.state.health == "gone"
    assert ruling.state.next_due is None
    assert "410 Gone" in ruling.state.reason


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "answered 401 Unauthorized (it wants a password)"),
        (403, "answered 403 Forbidden (it does not want to be read by us)"),
        (404, "answered 404 Not Found"),
        (429, "answered 429 Too Many Requests"),
        (500, "answered 500 Internal Server Error"),
        (503, "answered 503 Service Unavailable"),
        (204, "answered 204 No Content"),
        (206, "answered 206 Partial Content"),
        (302, "answered 302 Found without saying where to go"),
        (101, "answered 101 Switching Protocols"),
        (799, "answered 799"),
    ],
)
def test_any_other_status_is_a_failure_that_may_pass(status: int, words: str) -> None:
    """The feed is failing for a stated reason, is asked again later, and loses nothing that is known of it."""
    ruling = judge(facts(state=state(**KNOWN, health="ok", last_success=NOW - HOUR), response=response(status)))
    assert (ruling.kind, ruling.error, ruling.reason) == ("failed", "status", words)
    after = ruling.state
    assert (after.health, after.failures, after.reason, after.last_fetched) == ("failing", 1, words, NOW)
    assert after.next_due is not None
    assert NOW < after.next_due < NOW + HOUR
    assert after.last_success == NOW - HOUR
    assert {name: getattr(after, name) for name in KNOWN} == KNOWN


@pytest.mark.parametrize("kind", ["dns", "refused", "timeout", "tls", "private", "too-big", "redirect", "protocol"])
def test_no_answer_is_a_failure_of_its_kind(kind: Any) -> None:
    """What the network said is the reason."""
    ruling = judge(facts(error=FetchError(kind, "it did not work")))
    assert (ruling.kind, ruling.error, ruling.reason) == ("failed", kind, "it did not work")
    assert ruling.state.health == "failing"


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_left_alone_as_long(status: int) -> None:
    """Not before the time it names, nor before the desk's own pace; and the host is told of."""
    ruling = judge(facts(response=response(status, headers={"retry-after": "7200"})))
    assert ruling.kind == "failed"
    assert ruling.host_until == ruling.state.next_due == NOW + 2 * HOUR
    assert ruling.reason.endswith("asks to wait until 2026-11-20 11:00 UTC")
    soon = judge(facts(response=response(status, headers={"retry-after": "7"})))
    assert soon.state.next_due == NOW + INTERVAL


def test_only_those_two_statuses_may_ask_to_wait() -> None:
    """Elsewhere the field is not heeded."""
    assert judge(facts(response=response(500, headers={"retry-after": "7200"}))).host_until is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", NOW + timedelta(seconds=120)),
        (" 120 ", NOW + timedelta(seconds=120)),
        ("Fri, 20 Nov 2026 10:00:00 GMT", NOW + HOUR),
        ("Fri, 20 Nov 2026 12:00:00 +0200", NOW + HOUR),
        ("Friday, 20-Nov-26 10:00:00 GMT", NOW + HOUR),
        ("999999999999999999999999", NOW + timedelta(days=7)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", NOW + timedelta(days=7)),
        ("0", None),
        ("Fri, 20 Nov 2026 08:00:00 GMT", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("Fri, 99 Foo 2026", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, expected: datetime | None) -> None:
    """A week is the most; what is past or nonsense says nothing (RFC 9110 10.2.3)."""
    assert retry_after(value, NOW) == expected


@given(st.text(max_size=60))
def test_any_retry_after_can_be_read(value: str) -> None:
    """Nonsense never raises and never silences a feed for more than a week."""
    until = retry_after(value, NOW)
    assert until is None or NOW < until <= NOW + timedelta(days=7)


def test_a_failing_feed_is_asked_ever_less_often_but_at_least_daily() -> None:
    """Twice as long each time, up to a day, give or take a tenth."""
    waits = [back_off(URL, failures, INTERVAL) for failures in range(1, 40)]
    assert waits == sorted(waits)
    assert INTERVAL * 0.9 <= waits[0] <= INTERVAL * 1.1
    assert waits[1] == 2 * waits[0]
    assert waits[-1] <= timedelta(days=1) * 1.1


def test_feeds_that_fail_together_are_not_asked_together() -> None:
    """The wait differs by address and is the same each time."""
    waits = {back_off(f"https://{n}.example/", 1, INTERVAL) for n in range(50)}
    assert len(waits) > 25
    assert back_off(URL, 3, INTERVAL) == back_off(URL, 3, INTERVAL)


def test_failures_add_up() -> None:
    """Each one counts from the last."""
    once = judge(facts(response=response(500))).state
    twice = judge(facts(state=once, response=response(500))).state
    assert twice.failures == 2
    assert once.next_due is not None
    assert twice.next_due is not None
    assert twice.next_due > once.next_due


@pytest.mark.parametrize(
    ("redirects", "address"),
    [
        ((), ""),
        (((301, "https://new/"),), "https://new/"),
        (((308, "https://new/"),), "https://new/"),
        (((301, "https://a/"), (308, "https://b/")), "https://b/"),
        (((301, "https://a/"), (302, "https://b/"), (301, "https://c/")), "https://a/"),
        (((302, "https://a/"), (301, "https://b/")), ""),
        (((307, "https://a/"),), ""),
    ],
)
def test_a_move_is_for_good_as_long_as_every_hop_says_so(redirects: Any, address: str) -> None:
    """A temporary hop ends the chain that can be relied on."""
    assert moved_to(response(redirects=redirects)) == address


def test_a_move_is_told_without_harm_to_the_feed() -> None:
    """The feed stays well and keeps its address; the outcome tells of the new one."""
    moved = response(redirects=((301, "https://new.example/feed"),))
    for case in (
        facts(response=moved, feed=ParsedFeed(URL, "rss20")),
        facts(response=replace(moved, status=304), conditional=True),
        facts(response=moved, state=state(body_hash=body_hash(b"<rss/>"))),
    ):
        ruling = judge(case)
        assert ruling.reason == "has moved for good to https://new.example/feed"
        assert (ruling.state.health, ruling.state.reason, ruling.state.url) == ("ok", "", URL)


@given(st.integers(100, 999), st.text(max_size=40), st.booleans())
def test_every_answer_has_a_ruling(status: int, field: str, conditional: bool) -> None:
    """Whatever the status and whatever stands in Retry-After."""
    ruling = judge(facts(response=response(status, headers={"retry-after": field}), conditional=conditional))
    assert ruling.kind in ("read", "unchanged", "failed")
    assert ruling.kind != "failed" or ruling.reason
