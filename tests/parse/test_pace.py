"""What a feed says about when to come back, as long as it makes sense."""

from __future__ import annotations

import pytest

from roundup.parse.pace import LONGEST, Pace, read_pace

from .documents import atom, read, rss


def sy(period: str, frequency: str = "") -> str:
    often = f"<sy:updateFrequency>{frequency}</sy:updateFrequency>" if frequency else ""
    return f"<sy:updatePeriod>{period}</sy:updatePeriod>{often}"


@pytest.mark.parametrize(
    ("head", "minutes"),
    [
        ("", 0),
        ("<ttl>60</ttl>", 60),
        ("<TTL>\n 60 </TTL>", 60),
        ("<ttl>0</ttl>", 0),
        ("<ttl>-5</ttl>", 0),
        ("<ttl>soon</ttl>", 0),
        ("<ttl>999999</ttl>", LONGEST),
        ("<ttl>99999999999</ttl>", 0),
        (sy("hourly"), 60),
        (sy("\n\thourly\t"), 60),
        (sy("hourly", "1"), 60),
        (sy("daily", "2"), 720),
        (sy("Weekly"), 10_080),
        (sy("monthly"), LONGEST),
        (sy("yearly", "365"), 1_440),
        (sy("hourly", "0"), 0),
        (sy("hourly", "x"), 60),
        (sy("fortnightly"), 0),
        ("<ttl>30</ttl>" + sy("daily"), 30),
        ("<s:updatePeriod>daily</s:updatePeriod>", 1_440),
    ],
)
def test_minutes_between_two_fetches(head: str, minutes: int) -> None:
    """RSS's own element first, then the syndication module's; nonsense is as good as nothing."""
    assert read_pace(head).update_minutes == minutes


@pytest.mark.parametrize(
    ("inside", "hours"),
    [
        ("<hour>0</hour><hour>23</hour>", (0, 23)),
        ("<hour>24</hour>", (0,)),
        ("<hour>7</hour>\n<hour> 6 </hour><hour>7</hour>", (6, 7)),
        ("<hour>25</hour><hour>x</hour><hour>-1</hour>", ()),
        ("".join(f"<hour>{hour}</hour>" for hour in range(24)), ()),
        ("", ()),
    ],
)
def test_hours_without_a_fetch(inside: str, hours: tuple[int, ...]) -> None:
    """0 to 23 in GMT, 24 being midnight to some; all of them would mean never."""
    assert read_pace(f"<skipHours>{inside}</skipHours>").skip_hours == hours


@pytest.mark.parametrize(
    ("inside", "days"),
    [
        ("<day>Monday</day><day>sunday</day>", (0, 6)),
        ("<day>Saturday</day><day>Saturday</day>", (5,)),
        ("<day>Caturday</day><day>Mon</day>", ()),
        ("".join(f"<day>{day}day</day>" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")), ()),
    ],
)
def test_days_without_a_fetch(inside: str, days: tuple[int, ...]) -> None:
    """By their English names; 0 is Monday."""
    assert read_pace(f"<skipDays>{inside}</skipDays>").skip_days == days


HINTS = "<title>A</title><ttl>90</ttl><skipHours><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>"


@pytest.mark.parametrize("doctype", ["", "<!DOCTYPE rss>"])
def test_both_ways_of_reading_know_the_pace(doctype: str) -> None:
    """Plain or not, the feed is asked as often as it wishes."""
    feed = read(doctype + rss("<title>x</title>", channel=HINTS))
    assert (feed.update_minutes, feed.skip_hours, feed.skip_days) == (90, (3,), (6,))
    assert [entry.title for entry in feed.entries] == ["x"]


def test_what_posts_say_is_not_the_feeds_wish() -> None:
    """A post about feeds may hold their elements."""
    assert read(rss("<title>x</title><description><![CDATA[<ttl>60</ttl>]]></description>")).update_minutes == 0
    assert read(atom("<title>x</title>")).update_minutes == 0


def test_nothing_said_is_nothing() -> None:
    """The default for most feeds."""
    assert read_pace("<rss><channel></channel></rss>") == Pace()
