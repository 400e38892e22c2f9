"""Days and times as people type them. What names no time zone is meant where the desk is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from roundup.errors import UsageError
from roundup.text import one_line

MIDNIGHT, LAST_SECOND = time(0), time(23, 59, 59)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BACK = re.compile(r"(\d{1,4})([dw])", re.ASCII)


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


def read_since(text: str, now: datetime, zone: tzinfo) -> datetime:
    """A day or time, or so many days (7d) or weeks (2w) back."""
    if back := _BACK.fullmatch(text):
        days = int(back[1]) * (7 if back[2] == "w" else 1)
        return now - timedelta(days=days)
    try:
        return read_time(text, zone)
    except UsageError as error:
        raise UsageError(error.message, hint="Write 2026-11-20, 7d or 2w.") from None
