"""Feeds that fail: when they are asked again, and what is said of them. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.errors import FeedError
from roundup.fetch.rules import back_off, judge
from roundup.fetch.rules.failures import LONG, LONGEST_REASON, PAUSE_AFTER_LONG
from roundup.net import FetchError
from roundup.net.waiting import retry_after
from tests.fetch.feeds import HOUR, INTERVAL, URL, facts, response, state
from tests.samples import NOW

DAY = timedelta(days=1)
KNOWN = {"etag": '"old"', "last_modified": "old", "body_hash": "old", "title": "Old title", "items": "0123"}
SITE = "https://blog.example/"
FIND = f"find its feed anew with: roundup feeds add {SITE}"
WRITE = "its owner may know why: write to them, or pause it"
PAUSE = f"pause it with: roundup feeds pause {URL}"
SECRET = "if you have one: ROUNDUP_SECRET_1='https://host name password' in the environment"
TELL = "its owner can mend that: tell them"
UNKNOWN = f"is it spelt right? if the blog has another home: roundup feeds add SITE, else: roundup feeds remove {URL}"


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, f"answered 401 Unauthorized: it wants a password; {SECRET}"),
        (402, f"answered 402 Payment Required: it wants to be paid for; {PAUSE}"),
        (403, f"answered 403 Forbidden: it does not want to be read by us; {WRITE}"),
        (404, f"answered 404 Not Found: there is no feed at this address; {FIND}"),
        (407, "answered 407 Proxy Authentication Required: your network's proxy wants a password; see [fetch] proxy"),
        (429, "answered 429 Too Many Requests: it is asked less often now"),
        (451, f"answered 451 Unavailable For Legal Reasons: a law or a court keeps it from being read here; {PAUSE}"),
        (500, "answered 500 Internal Server Error: its server has a fault"),
        (503, "answered 503 Service Unavailable: its server has a fault"),
        (599, "answered 599: its server has a fault"),
        (204, "answered 204 No Content"),
        (206, "answered 206 Partial Content"),
        (302, "answered 302 Found without saying where to go"),
        (101, "answered 101 Switching Protocols"),
        (418, "answered 418 I'm a Teapot"),
        (799, "answered 799"),
    ],
)
def test_any_other_status_is_a_failure_that_may_pass(status: int, words: str) -> None:
    """It says what is wrong and what to do, is asked again later, and loses nothing that is known of it."""
    ruling = judge(facts(state=state(**KNOWN, health="ok", last_success=NOW - HOUR), response=response(status)))
    assert (ruling.kind, ruling.error, ruling.reason) == ("failed", "status", words)
    after = ruling.state
    assert (after.health, after.failures, after.reason, after.last_fetched) == ("failing", 1, words, NOW)
    assert after.failing_since == NOW
    assert after.next_due is not None
    assert NOW < after.next_due < NOW + HOUR
    assert after.last_success == NOW - HOUR
    assert {name: getattr(after, name) for name in KNOWN} == KNOWN


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        ("dns", UNKNOWN),
        ("refused", ""),
        ("timeout", ""),
        ("broken-off", ""),
        ("tls", TELL),
        ("protocol", TELL),
        ("encoding", TELL),
        ("redirect", FIND),
        ("private", ""),
        ("too-big", ""),
        ("address", ""),
    ],
)
def test_no_answer_is_a_failure_of_its_kind(kind: Any, advice: str) -> None:
    """What the network said is the reason; what helps stands behind it."""
    ruling = judge(facts(error=FetchError(kind, "it did not work")))
    words = f"it did not work; {advice}" if advice else "it did not work"
    assert (ruling.kind, ruling.error, ruling.reason) == ("failed", kind, words)
    assert (ruling.state.health, ruling.state.failing_since) == ("failing", NOW)


def test_what_the_network_advises_itself_comes_first() -> None:
    """A refused step from https to http says what to do about it."""
    error = FetchError("redirect", "it redirects to http", hint="Follow it instead.")
    assert judge(facts(error=error)).reason == "it redirects to http; Follow it instead."


def test_a_page_instead_of_a_feed_says_where_to_look() -> None:
    """With the address of the site that the feed named when it could be read, else of its host, without passwords."""
    lost = {"response": response(), "unreadable": FeedError("this is a web page, not a feed")}
    named = judge(facts(state=state(site_url="https://site.example/blog/"), **lost))
    assert named.reason.endswith("not a feed; find its feed anew with: roundup feeds add https://site.example/blog/")
    secret = state(url="https://ada:word@blog.example:8443/feed")
    assert judge(facts(state=secret, **lost)).reason.endswith("roundup feeds add https://blog.example:8443/")
    assert judge(facts(state=state(url="http://[::1"), **lost)).reason.endswith("roundup feeds add SITE")


@pytest.mark.parametrize(
    ("site", "shown"),
    [
        ("https://x.example/;reboot", "'https://x.example/;reboot'"),
        ("https://x.example/?a=1&b=$(id)", "'https://x.example/?a=1&b=$(id)'"),
        ("https://x.example/' reboot '", "'https://x.example/'\"'\"' reboot '\"'\"''"),
        ("https://x.example/" + "x" * 500, SITE),
        ("javascript:alert(1)", SITE),
        ("; reboot", SITE),
    ],
)
def test_advice_can_be_pasted_into_a_shell(site: str, shown: str) -> None:
    """A feed says where its site is; that never becomes a command of its own."""
    assert judge(facts(state=state(site_url=site), response=response(404))).reason.endswith(f"feeds add {shown}")


def test_gone_is_for_good() -> None:
    """410 ends it: no next time, and the reason says how to find its new home."""
    ruling = judge(facts(state=state(**KNOWN, site_url=SITE), response=response(410)))
    assert ruling.kind == "failed"
    assert ruling.state.health == "gone"
    assert ruling.state.next_due is None
    assert ruling.reason == ruling.state.reason
    assert ruling.reason.startswith("answered 410 Gone: its owner has taken it away for good")
    assert "roundup feeds add SITE" in ruling.reason


def test_a_network_that_wants_a_login_is_told_from_a_feed_that_does() -> None:
    """511 never comes from the server that was asked (RFC 6585 6)."""
    ruling = judge(facts(response=response(511)))
    assert (ruling.error, ruling.state.health) == ("login", "failing")
    assert "open any page in a browser" in ruling.reason


@given(st.text(max_size=500), st.text(max_size=200))
def test_words_are_one_line_of_bounded_length(message: str, site: str) -> None:
    """Whatever the network or the feed had to say."""
    before = state(site_url=site)
    for case in (facts(error=FetchError("dns", message)), facts(response=response(404), state=before)):
        reason = judge(case).reason
        assert len(reason) <= LONGEST_REASON
        assert "\n" not in reason


# ---------------------------------------------------------------- since when, and how long


def test_the_first_failure_is_remembered_until_the_feed_is_well() -> None:
    """However many follow, and of whatever kind."""
    once = judge(facts(response=response(500))).state
    assert once.failing_since == NOW
    later = judge(facts(state=once, now=NOW + DAY, error=FetchError("dns", "unknown"))).state
    assert (later.failing_since, later.failures) == (NOW, 2)
    well = judge(facts(state=later, now=NOW + 2 * DAY, response=response(304), conditional=True)).state
    assert (well.failing_since, well.failures, well.reason) == (None, 0, "")


def test_a_first_failure_in_the_future_is_not_believed() -> None:
    """The clock was wrong when it was written down."""
    after = judge(facts(state=state(failing_since=NOW + DAY), response=response(500))).state
    assert after.failing_since == NOW


@pytest.mark.parametrize(
    ("failing_for", "pause", "said"),
    [
        (LONG - HOUR, DAY, False),
        (LONG, PAUSE_AFTER_LONG, True),
        (20 * LONG, PAUSE_AFTER_LONG, True),
    ],
)
def test_after_four_weeks_a_failing_feed_is_asked_weekly(failing_for: timedelta, pause: timedelta, said: bool) -> None:
    """Before that daily; the words say that it is so."""
    before = state(failures=60, failing_since=NOW - failing_for)
    after = judge(facts(state=before, response=response(404))).state
    assert after.next_due is not None
    assert 0.9 * pause <= after.next_due - NOW <= 1.1 * pause
    assert ("address (for over four weeks, so it is asked once a week); find" in after.reason) is said


def test_a_failing_feed_is_asked_ever_less_often_but_at_least_daily() -> None:
    """Twice as long each time, up to a day, give or take a tenth."""
    waits = [back_off(URL, failures, INTERVAL) for failures in range(1, 40)]
    assert waits == sorted(waits)
    assert INTERVAL * 0.9 <= waits[0] <= INTERVAL * 1.1
    assert waits[1] == 2 * waits[0]
    assert waits[-1] <= timedelta(days=1) * 1.1


def test_a_desk_slower_than_the_back_off_keeps_its_own_pace() -> None:
    """Failing is no reason to be asked more often than the others."""
    assert back_off(URL, 1, 10 * DAY) >= 9 * DAY
    assert back_off(URL, 1, 10 * DAY, long=True) >= 9 * DAY


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


# ---------------------------------------------------------------- hosts that ask to be left alone


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_left_alone_as_long(status: int) -> None:
    """Not before the time it names, nor before we would have asked anyway; and the host is told of."""
    ruling = judge(facts(response=response(status, headers={"retry-after": "7200"})))
    assert ruling.kind == "failed"
    assert ruling.host_until == ruling.state.host_until == ruling.state.next_due == NOW + 2 * HOUR
    assert ruling.reason.endswith("asks to wait until 2026-11-20 11:00 UTC")
    soon = judge(facts(response=response(status, headers={"retry-after": "7"})))
    assert soon.state.next_due is not None
    assert soon.state.next_due >= NOW + INTERVAL
    assert soon.host_until == soon.state.host_until == NOW + timedelta(seconds=7)


def test_a_host_that_is_always_busy_for_a_second_is_asked_ever_less_often() -> None:
    """Retry-After says when it may be asked at the soonest, not that it has to be."""
    busy = response(503, headers={"retry-after": "1"})
    after = judge(facts(state=state(failures=4), response=busy)).state
    assert after.next_due is not None
    assert after.next_due >= NOW + 0.9 * 16 * INTERVAL


@pytest.mark.parametrize("said", ["", "soon", "0", "Fri, 20 Nov 2026 08:00:00 GMT"])
def test_too_many_requests_without_a_time_holds_the_host_all_the_same(said: str) -> None:
    """As long as a feed that fails is left alone."""
    ruling = judge(facts(response=response(429, headers={"retry-after": said})))
    assert ruling.host_until is not None
    assert ruling.host_until == ruling.state.next_due == ruling.state.host_until
    assert ruling.host_until >= NOW + INTERVAL
    assert judge(facts(response=response(503, headers={"retry-after": said}))).host_until is None


def test_only_those_two_statuses_may_ask_to_wait() -> None:
    """Elsewhere the field is not heeded."""
    assert judge(facts(response=response(500, headers={"retry-after": "7200"}))).host_until is None


def test_a_host_that_serves_again_is_no_longer_held() -> None:
    """One good answer is enough, and another failure speaks for itself."""
    held = state(host_until=NOW + HOUR)
    assert judge(facts(state=held, response=response(304), conditional=True)).state.host_until is None
    assert judge(facts(state=held, response=response(404))).state.host_until is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", NOW + timedelta(seconds=120)),
        (" 120 ", NOW + timedelta(seconds=120)),
        ("Fri, 20 Nov 2026 10:00:00 GMT", NOW + HOUR),
        ("Fri, 20 Nov 2026 12:00:00 +0200", NOW + HOUR),
        ("Friday, 20-Nov-26 10:00:00 GMT", NOW + HOUR),
        ("Fri Nov 20 10:00:00 2026", NOW + HOUR),
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
        ("Fri, 31 Dec 9999 23:59:59 -1400", None),
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
