"""How often a feed asks to be fetched, as its head says; a wish that is not sane counts as not said.

Sources: RSS 2.0 `ttl`, `skipHours`, `skipDays` (rssboard.org/rss-specification), RDF Site Summary's syndication module
`sy:updatePeriod`, `sy:updateFrequency` (web.resource.org/rss/1.0/modules/syndication).
"""

from __future__ import annotations

import re
from typing import Final

from roundup.dataclass import dataclass
from roundup.patterns import pattern

LONGEST: Final = 7 * 24 * 60  # minutes; a weekly roundup cannot wait longer
_HEAD: Final = 50_000  # characters in which it is looked for

_PERIODS: Final = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TTL = re.compile(r"<ttl>\s{0,20}([0-9]{1,6})\s{0,20}</ttl>", re.IGNORECASE)
_PERIOD = re.compile(r"<\w{1,20}:updatePeriod>\s{0,20}([a-z]{1,20})\s{0,20}</", re.IGNORECASE)
_FREQUENCY = re.compile(r"<\w{1,20}:updateFrequency>\s{0,20}([0-9]{1,4})\s{0,20}</", re.IGNORECASE)
_HOURS = pattern(r"<skipHours>(.{0,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR = pattern(r"<hour>\s{0,20}([0-9]{1,2})\s{0,20}</hour>", re.IGNORECASE)
_SKIPPED_DAYS = pattern(r"<skipDays>(.{0,1000}?)</skipDays>", re.IGNORECASE | re.DOTALL)
_DAY = pattern(r"<day>\s{0,20}([a-z]{6,9})\s{0,20}</day>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes between two fetches (0: nothing said), hours (GMT) and days (0 is Monday) without any."""

    update_minutes: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


def read_pace(frame: str) -> Pace:
    """The pace that a feed's text around its items asks for. Hours or days that leave no time at all are not meant."""
    head = frame[:_HEAD]
    lowered = head.lower()
    minutes = _minutes(head) if "<ttl" in lowered or ":updateperiod" in lowered else 0
    if "<skip" not in lowered:
        return Pace(minutes)
    hours = {int(hour) % 24 for hour in _HOUR.findall(_inside(_HOURS, head)) if int(hour) <= 24}
    days = {_DAYS.index(day.lower()) for day in _DAY.findall(_inside(_SKIPPED_DAYS, head)) if day.lower() in _DAYS}
    return Pace(
        minutes,
        tuple(sorted(hours)) if len(hours) < 24 else (),
        tuple(sorted(days)) if len(days) < len(_DAYS) else (),
    )


def _inside(pattern: re.Pattern[str], head: str) -> str:
    match = pattern.search(head)
    return match[1] if match else ""


def _minutes(head: str) -> int:
    """`ttl`, else the syndication module's period divided by its frequency (once, if not said)."""
    if ttl := _TTL.search(head):
        return min(int(ttl[1]), LONGEST)
    period, frequency = _PERIOD.search(head), _FREQUENCY.search(head)
    minutes = _PERIODS.get(period[1].lower(), 0) if period else 0
    times = int(frequency[1]) if frequency else 1
    return min(minutes // times, LONGEST) if times else 0
