"""When a feed that is well is asked again: what it asks for, within bounds. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.fetch.rules import judge
from roundup.fetch.rules.pace import (
    LONGEST_PAUSE,
    asked_pause,
    cache_directives,
    freshness,
    next_due,
    out_of_skipped,
    share,
)
from roundup.model import ParsedFeed
from roundup.net.waiting import http_date
from tests.fetch.feeds import HOUR, INTERVAL, URL, facts, response, state
from tests.samples import NOW

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
# NOW is Friday, 20 November 2026, 09:00 GMT.
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


# ---------------------------------------------------------------- what a server asks for


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 0),
        ({"cache-control": "max-age=3600"}, 60),
        ({"cache-control": "public, Max-Age=3600, must-revalidate"}, 60),
        ({"cache-control": 'max-age="3600"'}, 60),
        ({"cache-control": "max-age=3600", "age": "600"}, 50),
        ({"cache-control": "max-age=3600", "age": "7200"}, 0),
        ({"cache-control": "max-age=3600", "age": "young"}, 60),
        ({"cache-control": "max-age=3600, max-age=60"}, 60),
        ({"cache-control": "no-store, max-age=3600"}, 0),
        ({"cache-control": "no-cache, max-age=3600"}, 0),
        ({"cache-control": 'no-cache="set-cookie", max-age=3600'}, 0),
        ({"cache-control": "s-maxage=3600"}, 0),
        ({"cache-control": "max-age=soon"}, 0),
        ({"cache-control": "max-age=-3600"}, 0),
        ({"cache-control": "max-age=3600.5"}, 0),
        ({"cache-control": "max-age"}, 0),
        ({"cache-control": ',,=;="",\x00'}, 0),
        ({"expires": "Fri, 20 Nov 2026 11:00:00 GMT", "date": "Fri, 20 Nov 2026 09:00:00 GMT"}, 120),
        ({"expires": "Fri, 20 Nov 2026 11:00:00 GMT"}, 120),
        ({"expires": "Wed, 20 Nov 2019 11:00:00 GMT", "date": "Wed, 20 Nov 2019 10:00:00 GMT"}, 60),
        ({"expires": "Fri, 20 Nov 2026 11:00:00 GMT", "age": "1800"}, 90),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
        ({"expires": "never"}, 0),
        ({"expires": "Fri, 20 Nov 2026 11:00:00 GMT", "cache-control": "max-age=60"}, 1),
        ({"expires": "Fri, 20 Nov 2026 11:00:00 GMT", "cache-control": "no-cache"}, 0),
    ],
)
def test_an_answer_is_fresh_as_long_as_its_headers_say(headers: dict[str, str], minutes: float) -> None:
    """RFC 9111 4.2: max-age before Expires, less Age; what forbids keeping or cannot be read says nothing."""
    assert freshness(headers, NOW) == minutes * MINUTE


def test_a_lifetime_beyond_all_counting_is_only_very_long() -> None:
    """RFC 9111 1.2.2: no overflow, whatever the number of digits."""
    assert freshness({"cache-control": "max-age=" + "9" * 500}, NOW) == timedelta(seconds=2**31)
    assert next_due(state(), {"cache-control": "max-age=" + "9" * 500}, NOW, INTERVAL) <= NOW + 1.05 * LONGEST_PAUSE


def test_directives_are_taken_apart() -> None:
    """Names in any case, values bare or quoted, commas inside quotes, the first of two (RFC 9111 5.2, 4.2.1)."""
    said = 'Public, MAX-AGE = 60, private="a, b", x, max-age=9'
    assert cache_directives(said) == {"public": "", "max-age": "60", "private": "a, b", "x": ""}


@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_any_header_can_be_read(control: str, expires: str, date: str, age: str) -> None:
    """Nonsense never raises, never makes a feed due in the past, and never silences it for much more than a day."""
    headers = {"cache-control": control, "expires": expires, "date": date, "age": age}
    due = next_due(state(), headers, NOW, INTERVAL)
    assert NOW + INTERVAL <= due <= NOW + 1.05 * LONGEST_PAUSE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri, 20 Nov 2026 09:00:00 GMT", NOW),
        ("Friday, 20-Nov-26 09:00:00 GMT", NOW),
        ("Fri Nov 20 09:00:00 2026", NOW),
        ("Fri, 20 Nov 2026 10:00:00 +0100", NOW),
        ("2026-11-20T09:00:00Z", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_a_date_is_read_in_the_three_forms_of_http(text: str, expected: datetime | None) -> None:
    """RFC 9110 5.6.7: the usual one, that of RFC 850 and that of C's asctime."""
    assert http_date(text) == expected


# ---------------------------------------------------------------- when it is due


def due_after(headers: dict[str, str] | None = None, interval: timedelta = INTERVAL, **fields: Any) -> timedelta:
    """How long a feed that was served just now is left alone."""
    return next_due(state(**fields), headers or {}, NOW, interval) - NOW


def test_a_feed_that_asks_for_nothing_is_due_at_the_desk_s_pace() -> None:
    """To the second: a timer at that pace finds it due every time."""
    assert due_after() == INTERVAL
    assert due_after(interval=7 * DAY) == 7 * DAY


@pytest.mark.parametrize(
    ("headers", "fields", "pause"),
    [
        ({"cache-control": "max-age=7200"}, {}, 2 * HOUR),
        ({}, {"update_minutes": 120}, 2 * HOUR),
        ({"cache-control": "max-age=3600"}, {"update_minutes": 240}, 4 * HOUR),
        ({"cache-control": "max-age=14400"}, {"update_minutes": 60}, 4 * HOUR),
        ({}, {"update_minutes": 10_000}, DAY),
        ({}, {"update_minutes": 10**30}, DAY),
        ({"cache-control": "max-age=31536000"}, {}, DAY),
    ],
)
def test_the_longest_wish_counts_a_day_at_most(headers: dict[str, str], fields: dict[str, Any], pause: Any) -> None:
    """Never sooner than asked for, hardly later, and a careless ttl makes nobody miss a week."""
    assert pause <= due_after(headers, **fields) <= 1.05 * pause


@pytest.mark.parametrize("fields", [{"update_minutes": 5}, {"update_minutes": -60}, {"update_minutes": 0}])
def test_a_wish_to_be_asked_oftener_is_not_granted(fields: dict[str, Any]) -> None:
    """The desk's own pace is the fastest there is."""
    assert due_after({"cache-control": "max-age=60"}, **fields) == INTERVAL


def test_feeds_of_one_host_do_not_all_come_due_together() -> None:
    """A pause that was asked for ends a little later, by address and always the same."""
    asked = {"cache-control": "max-age=7200"}
    pauses = [due_after(asked, url=f"https://{number}.example/feed") for number in range(40)]
    assert len(set(pauses)) > 30
    assert due_after(asked) == due_after(asked)
    assert all(0 <= share(f"https://{number}.example/") < 1 for number in range(99))


def test_a_server_whose_validators_lie_is_asked_daily() -> None:
    """Each time is a whole document, so it is not done oftener."""
    assert asked_pause(state(distrusted_until=NOW + 9 * DAY)) == DAY
    assert due_after(distrusted_until=NOW + 9 * DAY) >= DAY


# ---------------------------------------------------------------- hours and days to skip


@pytest.mark.parametrize(
    ("due", "hours", "days", "expected"),
    [
        ("20T09:10", (), (), "20T09:10"),
        ("20T09:10", (8, 10), (), "20T09:10"),
        ("20T09:10", (9,), (), "20T10"),
        ("20T09:10", (9, 10, 11), (), "20T12"),
        ("20T23:10", (23, 0, 1), (), "21T02"),
        ("20T23:10", (23, 24), (), "21T01"),
        ("20T09:10", (), (SATURDAY,), "20T09:10"),
        ("20T09:10", (), (FRIDAY,), "21T00"),
        ("21T09:10", (), (SATURDAY, SUNDAY), "23T00"),
        ("20T23:30", (0, 1, 2), (SATURDAY, SUNDAY), "20T23:30"),
        ("20T23:30", (23, 0, 1), (SATURDAY, SUNDAY), "23T02"),
        ("20T09:10", tuple(hour for hour in range(24) if hour != 8), (), "21T08"),
        ("20T09:10", (), (0, 1, 2, 3, FRIDAY, SATURDAY), "22T00"),
        ("20T09:10", tuple(range(24)), (), "20T09:10"),
        ("20T09:10", tuple(range(1, 25)), (), "20T09:10"),
        ("20T09:10", (), tuple(range(7)), "20T09:10"),
        ("20T09:10", (99, -5), (12,), "20T09:10"),
    ],
)
def test_a_feed_is_not_asked_in_hours_and_on_days_it_names(
    due: str, hours: tuple[int, ...], days: tuple[int, ...], expected: str
) -> None:
    """RSS 2.0 skipHours and skipDays, in GMT; one that skips them all is asked as if it skipped none."""
    moment = datetime.fromisoformat(f"2026-11-{due}").replace(tzinfo=UTC)
    found = out_of_skipped(moment, state(skip_hours=hours, skip_days=days))
    wanted = datetime.fromisoformat(f"2026-11-{expected}").replace(tzinfo=UTC)
    # Moved to another hour, it lies a few minutes into it, by address.
    assert wanted <= found <= (wanted if expected == due else wanted + 3 * MINUTE)


def test_hours_are_those_of_greenwich() -> None:
    """Wherever the moment was told: ten in Berlin is nine here."""
    berlin = datetime.fromisoformat("2026-11-20T10:30:00+01:00")
    assert out_of_skipped(berlin, state(skip_hours=(10,))) == berlin
    assert out_of_skipped(berlin, state(skip_hours=(9,))) > berlin


@given(
    st.sets(st.integers(0, 24)),
    st.sets(st.integers(0, 6)),
    st.integers(0, 14 * 24 * 60),
)
def test_no_feed_is_skipped_for_more_than_a_week(hours: set[int], days: set[int], minutes: int) -> None:
    """Nor asked before it was due; and where any hour is free, it is asked in a free one."""
    feed = state(skip_hours=tuple(hours), skip_days=tuple(days))
    due = NOW + minutes * MINUTE
    found = out_of_skipped(due, feed)
    assert due <= found <= due + 7 * DAY
    if len({hour % 24 for hour in hours}) < 24 and len(days) < 7:
        assert found.hour not in {hour % 24 for hour in hours}
        assert found.weekday() not in days


# ---------------------------------------------------------------- all together


def test_the_wishes_of_the_document_that_was_just_read_count() -> None:
    """Not those of the one before."""
    feed = ParsedFeed(URL, "rss20", update_minutes=180, skip_hours=(12,))
    due = judge(facts(state=state(update_minutes=600), response=response(), feed=feed)).state.next_due
    assert due is not None
    assert NOW + 4 * HOUR <= due <= NOW + 4 * HOUR + 3 * MINUTE


def test_not_modified_keeps_to_what_the_document_asked_for() -> None:
    """And to the freshness that the 304 itself brings (RFC 9111 4.3.4)."""
    before = state(update_minutes=120)
    after = judge(facts(state=before, response=response(304), conditional=True)).state
    fresh = {"cache-control": "max-age=10800"}
    later = judge(facts(state=before, response=response(304, headers=fresh), conditional=True)).state
    assert after.next_due is not None
    assert later.next_due is not None
    assert NOW + 2 * HOUR <= after.next_due < NOW + 3 * HOUR <= later.next_due


def test_a_quiet_feed_is_asked_as_often_as_a_busy_one() -> None:
    """Whoever has said nothing for two years may say something today."""
    quiet = state(health="ok", last_success=NOW - HOUR, body_hash="old")
    after = judge(facts(state=quiet, response=response(304), conditional=True)).state
    assert (after.health, after.next_due, after.failures) == ("ok", NOW + INTERVAL, 0)
