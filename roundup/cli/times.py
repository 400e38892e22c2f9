"""Days and times as people type them. What names no time zone is meant where the desk is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from roundup.errors import UsageError
from roundup.patterns import pattern
from roundup.text import one_line

MIDNIGHT, LAST_SECOND = time(0), time(23, 59, 59)

_DAY = pattern(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm)?"
_SPOKEN = pattern(
    rf"(?:(?P<which>this|last)\s+)?(?P<day>[a-z]+|\d{{4}}-\d{{2}}-\d{{2}})(?:[\s,]+(?:at\s+)?(?:{_CLOCK}|(?P<noon>noon)))?",
    re.ASCII | re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SPEAK = "Write Friday 17:00, tomorrow noon, last Sunday, 2026-11-20 or 2026-11-20T12:00."
_BACK = pattern(r"(\d{1,4})([dw])", re.ASCII)


def read_time(text: str, zone: tzinfo, *, at: time = MIDNIGHT) -> datetime:
    """An ISO 8601 time or day, in UTC; a day is taken `at` that time of it."""
    try:
        moment = datetime.combine(read_day(text), at) if _DAY.fullmatch(text) else datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{one_line(text, 40)!r} is no time", hint="Write 2026-11-20, 2026-11-20T12:00 or 2026-11-20T12:00+00:00."
        ) from None


def read_day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(f"{one_line(text, 40)!r} is no day", hint="Write it like 2026-11-20.")


def read_spoken(text: str, now: datetime, zone: tzinfo) -> datetime:
    """A time as people say it, in UTC: the desk's wall clock, whatever happens to the clocks in between.

    A weekday is the next to come, today's if its time is still ahead; with "last" the one before today. A day alone
    means all of it.
    """
    found = _SPOKEN.fullmatch(text.strip())
    if not found or (not any(found[part] for part in ("which", "hour", "noon")) and "-" in found["day"]):
        return _iso(text, zone)
    word, which = found["day"].casefold(), (found["which"] or "").casefold()
    clock = _clock(found)
    day = _spoken_day(word, now.astimezone(zone).date(), last=which == "last")
    if day is None or clock is None:
        raise UsageError(f"{one_line(text, 40)!r} is no time", hint=_SPEAK)
    moment = datetime.combine(day, clock, zone)
    if moment < now and not which and _weekday(word) is not None:
        moment = datetime.combine(day + timedelta(days=7), clock, zone)
    return moment.astimezone(UTC)


def _iso(text: str, zone: tzinfo) -> datetime:
    try:
        return read_time(text, zone, at=LAST_SECOND)
    except UsageError as error:
        raise UsageError(error.message, hint=_SPEAK) from None


def _clock(found: re.Match[str]) -> time | None:
    if found["noon"]:
        return time(12)
    if found["hour"] is None:
        return LAST_SECOND
    hour, half = int(found["hour"]), (found["half"] or "").casefold()
    if half and not 1 <= hour <= 12:
        return None
    # A bare hour might be one of the morning or of the evening.
    if not half and found["minute"] is None:
        return None
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    return time(hour, int(found["minute"] or 0)) if hour < 24 and int(found["minute"] or 0) < 60 else None


def _weekday(word: str) -> int | None:
    names = [number for number, name in enumerate(_WEEKDAYS) if name.startswith(word) and len(word) >= 3]
    return names[0] if names else None


def _spoken_day(word: str, today: date, *, last: bool) -> date | None:
    if (weekday := _weekday(word)) is not None:
        ahead = (weekday - today.weekday()) % 7
        return today + timedelta(days=ahead - 7 if last else ahead)
    if last:
        return None
    if word in _NEAR:
        return today + timedelta(days=_NEAR[word])
    return read_day(word) if _DAY.fullmatch(word) else None


def in_full(moment: datetime, zone: tzinfo) -> str:
    """Friday 20 November 2026, 17:00 GMT, by the clocks of `zone`."""
    here = moment.astimezone(zone)
    return f"{here:%A} {here.day} {here:%B %Y}, {here:%H:%M %Z}"


def read_since(text: str, now: datetime, zone: tzinfo) -> datetime:
    """A day or time, or so many days (7d) or weeks (2w) back."""
    if back := _BACK.fullmatch(text):
        days = int(back[1]) * (7 if back[2] == "w" else 1)
        return now - timedelta(days=days)
    try:
        return read_time(text, zone)
    except UsageError as error:
        raise UsageError(error.message, hint="Write 2026-11-20, 7d or 2w.") from None
