"""Dates as blogs write them: the right moment, what was assumed, and no nonsense."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.dates import FIRST_YEAR, LAST_YEAR, read_date, zone_name

from .documents import LONDON

ASSUMED = "no time zone given, UK time assumed"
MIDNIGHT = "no time of day given, midnight assumed"


def moment(text: str) -> str:
    """The moment in UTC, to the second."""
    found, _ = read_date(text, LONDON)
    return found.strftime("%Y-%m-%dT%H:%M:%S") if found else ""


def note(text: str) -> str:
    return read_date(text, LONDON)[1]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("Fri, 07 Jan 2011 18:30:00 GMT", "2011-01-07T18:30:00"),
        ("Fri, 07 Jan 2011 18:30:00 +0100", "2011-01-07T17:30:00"),
        ("Fri, 07 Jan 2011 18:30:00 -05:00", "2011-01-07T23:30:00"),
        ("Fri, 07 Jan 2011 18:30 Z", "2011-01-07T18:30:00"),
        ("7 Jan 11 18:30:00 UT", "2011-01-07T18:30:00"),
        ("07 January 2011 18:30:00 +0000", "2011-01-07T18:30:00"),
        ("Tue, 1 Sept 2026 9:05 +0100 (BST)", "2026-09-01T08:05:00"),
        ("Thursday, 20-Nov-26 09:00:00 GMT", "2026-11-20T09:00:00"),
        ("Wed Nov 18 10:11:12 GMT 2026", "2026-11-18T10:11:12"),
        ("2026-11-20T09:00:00Z", "2026-11-20T09:00:00"),
        ("2026-11-20T09:00:00+01:00", "2026-11-20T08:00:00"),
        ("2026-11-20T09:00:00.123456Z", "2026-11-20T09:00:00"),
        ("2026-11-20T09:00+01", "2026-11-20T08:00:00"),
        ("2026-11-20 09:00:00 +0000", "2026-11-20T09:00:00"),
        ("20110107T183000Z", "2011-01-07T18:30:00"),
        ("20110107T1830+0100", "2011-01-07T17:30:00"),
        ("1294531200", "2011-01-09T00:00:00"),
        ("1294531200000", "2011-01-09T00:00:00"),
        ("1294531200.5", "2011-01-09T00:00:00"),
    ],
)
def test_dates_of_the_standards_are_read(text: str, utc: str) -> None:
    """RFC 822 and its successors, ISO 8601 and its profiles, counts of seconds and milliseconds."""
    assert moment(text) == utc


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("BST", "17:30"),
        ("GMT", "18:30"),
        ("UTC", "18:30"),
        ("WEST", "17:30"),
        ("IST", "17:30"),
        ("CET", "17:30"),
        ("CEST", "16:30"),
        ("EET", "16:30"),
        ("AEST", "08:30"),
        ("JST", "09:30"),
        ("EST", "23:30"),
        ("PST", "02:30"),
        ("GMT+1", "17:30"),
        ("GMT-05:00", "23:30"),
        ("UTC+01:00", "17:30"),
        ("Etc/GMT", "18:30"),
        ("Europe/London", "18:30"),
        ("Europe/Paris", "17:30"),
        ("(BST)", "17:30"),
    ],
)
def test_named_zones_mean_what_they_mean_here(zone: str, utc: str) -> None:
    """BST is an hour ahead of GMT, whoever forgets it; names are read as Britain and Ireland use them."""
    assert moment(f"Fri, 07 Jan 2011 18:30:00 {zone}")[11:16] == utc
    assert note(f"Fri, 07 Jan 2011 18:30:00 {zone}") == ""


@pytest.mark.parametrize(
    ("text", "utc", "said"),
    [
        ("Fri, 07 Jan 2011 18:30:00", "2011-01-07T18:30:00", ASSUMED),
        ("Thu, 07 Jul 2011 18:30:00", "2011-07-07T17:30:00", ASSUMED),
        ("2026-07-01T09:00:00", "2026-07-01T08:00:00", ASSUMED),
        ("2026-11-20 09:00:00", "2026-11-20T09:00:00", ASSUMED),
        ("2026-11-20", "2026-11-20T00:00:00", MIDNIGHT),
        ("2026-07-01", "2026-06-30T23:00:00", MIDNIGHT),
        ("2026-11", "2026-11-01T00:00:00", MIDNIGHT),
        ("2026", "2026-01-01T00:00:00", MIDNIGHT),
        ("7th January 2011", "2011-01-07T00:00:00", MIDNIGHT),
        ("Fri, 20 Nov 2026 09:00:00 XYZ", "2026-11-20T09:00:00", ASSUMED),
    ],
)
def test_what_is_missing_is_assumed_and_said(text: str, utc: str, said: str) -> None:
    """No zone means the desk's own, summer time included; no time means midnight there."""
    assert (moment(text), note(text)) == (utc, said)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("07/01/2011 18:30", "2011-01-07T18:30:00"),
        ("20/11/2026", "2026-11-20T00:00:00"),
        ("11/20/2026 09:00", "2026-11-20T09:00:00"),
        ("20.11.2026 09:30", "2026-11-20T09:30:00"),
        ("2026/11/20 09:30", "2026-11-20T09:30:00"),
        ("20101107183000", "2010-11-07T18:30:00"),
        ("Jan 7, 2011 6:30 PM", "2011-01-07T18:30:00"),
        ("20 November 2026, 6pm", "2026-11-20T18:00:00"),
        ("Friday, November 20, 2026 - 09:00", "2026-11-20T09:00:00"),
        ("ven., 07 janv. 2011 18:30:00 +0100", "2011-01-07T17:30:00"),
        ("Lundi 2 février 2026 à 10:30", "2026-02-02T10:30:00"),
        ("20 Tachwedd 2026", "2026-11-20T00:00:00"),
        ("5. März 2026", "2026-03-05T00:00:00"),
    ],
)
def test_dates_written_by_hand_are_read_day_first(text: str, utc: str) -> None:
    """British order where it is in doubt, American where nothing else can be meant, other languages' months."""
    assert moment(text) == utc


@pytest.mark.parametrize(
    "text",
    [
        "31 Feb 2011 10:00 GMT",
        "2011-02-31",
        "Thu, 31 Nov 2026 09:00:00 GMT",
        "2026-13-01",
        "2026-11-20T25:00:00Z",
        "2026-11-20T09:61:00Z",
        "20261320T090000Z",
    ],
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    """Never moved to a day that does; the note names the text."""
    assert moment(text) == ""
    assert text in note(text)


@pytest.mark.parametrize(
    "text",
    [
        "0000-00-00",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "10000-01-01T00:00:00Z",
        "1930-01-01",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "2101-01-02",
        "100000000",
        "99999999999999",
    ],
)
def test_years_no_blog_was_written_in_are_refused(text: str) -> None:
    """Before 1990 and after 2100 lies nonsense, and the note says so."""
    assert moment(text) == ""
    assert note(text)


@pytest.mark.parametrize(
    "text", ["yesterday", "10", "may", "Mar 2011", "inf", "nan", "1e400", "-", "Z", "+0100", "12:30", "1/" * 40]
)
def test_what_is_no_whole_date_is_refused(text: str) -> None:
    """Day, month and year must be in the text; today's are never filled in."""
    assert moment(text) == ""
    assert note(text)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59"),
        ("Fri, 20 Nov 2026 24:00:00 GMT", "2026-11-21T00:00:00"),
        ("2026-12-31T24:00:00Z", "2027-01-01T00:00:00"),
    ],
)
def test_leap_seconds_and_hour_24_are_clamped(text: str, utc: str) -> None:
    """ISO 8601 allows both; clocks here do not."""
    assert moment(text) == utc


def test_no_date_is_no_remark() -> None:
    """A feed without dates is not scolded entry by entry."""
    assert read_date("", LONDON) == (None, "")
    assert read_date(" \n", LONDON) == (None, "")


def test_white_space_inside_a_date_is_forgiven() -> None:
    """Line breaks and doubled blanks come from templates."""
    assert moment("\n Fri,  07 Jan\n2011 18:30:00  GMT ") == "2011-01-07T18:30:00"


def test_an_endless_date_costs_nothing() -> None:
    """Length is judged before anything looks closer."""
    assert read_date("1" * 1_000_000, LONDON) == (None, "the date is too long to be one")


@pytest.mark.parametrize(
    ("zone", "name"), [(LONDON, "UK time"), (ZoneInfo("Europe/Paris"), "Europe/Paris"), (UTC, "UTC")]
)
def test_the_assumed_zone_is_named(zone: ZoneInfo, name: str) -> None:
    """Editors here know it as UK time."""
    assert zone_name(zone) == name


DATES = st.integers(631_238_400, 4_133_894_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(DATES, st.integers(-14 * 60, 14 * 60))
def test_every_rfc_and_iso_date_is_read_back(when: datetime, minutes: int) -> None:
    """What Python writes in either standard form, in any zone, is read as the same second."""
    local = when.astimezone(timezone(timedelta(minutes=minutes)))
    assert read_date(local.isoformat(), LONDON) == (local.astimezone(UTC), "")
    assert read_date(local.strftime("%a, %d %b %Y %H:%M:%S %z"), LONDON) == (local.astimezone(UTC), "")


@given(st.text(max_size=90) | st.text(alphabet="0123456789-/:. TZ+JanFebUTC,", max_size=60))
def test_any_text_is_a_date_in_range_or_none(text: str) -> None:
    """No exception, nothing outside the years of blogs, always UTC."""
    found, _ = read_date(text, LONDON)
    assert found is None or (FIRST_YEAR <= found.year <= LAST_YEAR and found.tzinfo is UTC)


# ---------------------------------------------------------------- the usual spellings

_MOMENTS = st.integers(0, 3_800_000_000).map(lambda seconds: datetime(1985, 1, 1, tzinfo=UTC) + timedelta(0, seconds))


@given(_MOMENTS, st.sampled_from(["%a, %d %b %Y %H:%M:%S", "%d %b %Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]))
def test_the_usual_spellings_are_read_at_once_and_alike(when: datetime, spelling: str) -> None:
    """A blank more takes the long way, and gives the same moment and the same note."""
    zones = ("Z", "+00:00") if "T" in spelling else (" GMT", " +0000")
    for zone in zones:
        text = when.strftime(spelling) + zone
        assert read_date(text, LONDON) == read_date(text + " ", LONDON)


@pytest.mark.parametrize(
    "text",
    [
        "Fri, 31 Feb 2011 18:30:00 GMT",
        "Fri, 07 Jan 2011 18:30:60 GMT",
        "Fri, 07 Jan 2011 24:00:00 GMT",
        "Fri, 07 Xyz 2011 18:30:00 GMT",
        "Fri, 07 jan 2011 18:30:00 +0000",
        "Fri, 00 Jan 2011 18:30:00 +0000",
        "2011-02-31T18:30:00Z",
        "2011-01-07T24:00:00Z",
        "2011-01-07T18:30:60Z",
        "2011-01-07T18:30:00.999Z",
        "2011-01-07T18:30:00-00:00",
        "0000-01-07T18:30:00Z",
    ],
)
def test_nearly_usual_spellings_take_the_long_way(text: str) -> None:
    """Days and times that do not exist are refused, or understood, as in any other spelling."""
    assert read_date(text, LONDON) == read_date(f" {text} ", LONDON)
