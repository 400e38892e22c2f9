"""When a feed that is well is asked again: what it and its server ask for, within bounds. Pure.

interval, Cache-Control, Expires, ttl, sy: ─▶ the longest, a day at most ─▶ out of skipHours and skipDays
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from roundup.model import FeedState
from roundup.net.waiting import http_date
from roundup.patterns import pattern

LONGEST_PAUSE = timedelta(days=1)  # a weekly editor must not miss a post because of a careless ttl
DISTRUSTED_PAUSE = timedelta(days=1)  # between fetches of a whole document from a server whose validators lie
_SPREAD = 0.05  # of a pause that was asked for, so that feeds of one kind do not come due together
_NONE = timedelta()
_HOUR = timedelta(hours=1)
_WEEK_HOURS = 7 * 24
_SECONDS_DIGITS = 10  # delta-seconds beyond 2^31 mean "very long" (RFC 9111 1.2.2)
_DIRECTIVE = pattern(r"""([^\s,=;"]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,;"]*)))?""")


def next_due(state: FeedState, headers: Mapping[str, str], now: datetime, interval: timedelta) -> datetime:
    """When to ask again after a success: the desk's pace, or later if the feed or its server asks for that."""
    asked = max(freshness(headers, now), asked_pause(state))
    pause = max(interval, min(asked, LONGEST_PAUSE))
    # Nothing is added to the desk's own pace: a timer that runs at that pace would then miss every other turn.
    if pause > interval:
        pause *= 1 + _SPREAD * share(state.url)
    return out_of_skipped(now + pause, state)


def freshness(headers: Mapping[str, str], now: datetime) -> timedelta:
    """How long an answer stays fresh by `Cache-Control: max-age` or else `Expires`, less its age (RFC 9111 4.2).

    None of it counts with `no-store` or `no-cache` (5.2.2), and what cannot be read says nothing (4.2.1). Negative or
    past is zero. `s-maxage` is for caches that many share.
    """
    if "cache-control" not in headers and "expires" not in headers:
        return _NONE
    directives = cache_directives(headers.get("cache-control", ""))
    if "no-store" in directives or "no-cache" in directives:
        return _NONE
    lifetime = _seconds(directives["max-age"]) if "max-age" in directives else _until_expiry(headers, now)
    return max(lifetime - _seconds(headers.get("age", "")), _NONE)


def cache_directives(value: str) -> dict[str, str]:
    """Cache-Control taken apart (RFC 9111 5.2): names in lower case, the first value where one stands twice (4.2.1)."""
    found: dict[str, str] = {}
    for name, quoted, plain in _DIRECTIVE.findall(value[:1000]):
        found.setdefault(name.lower(), quoted or plain)
    return found


def _until_expiry(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Expires less Date (RFC 9111 5.3): the server's clock compared with itself, so it may be wrong."""
    expires = http_date(headers.get("expires", ""))
    return expires - (http_date(headers.get("date", "")) or now) if expires else _NONE


def _seconds(text: str) -> timedelta:
    """Whole seconds (RFC 9111 1.2.2); zero for anything else."""
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return _NONE
    return timedelta(seconds=int(text) if len(text) <= _SECONDS_DIGITS else 2**31)


def asked_pause(state: FeedState) -> timedelta:
    """What the document itself asks for: `ttl` (RSS 2.0), `sy:updatePeriod` (RSS 1.0 syndication module).

    A server that lies with its validators makes every fetch a whole one; that is done daily at most (practice).
    """
    asked = _within_bounds(state.update_minutes) if state.update_minutes else _NONE
    return max(asked, DISTRUSTED_PAUSE) if state.distrusted_until else asked


@lru_cache(100)
def _within_bounds(minutes: int) -> timedelta:
    """Most feeds name the same few numbers."""
    return timedelta(minutes=min(max(minutes, 0), LONGEST_PAUSE // timedelta(minutes=1)))


def out_of_skipped(due: datetime, state: FeedState) -> datetime:
    """`due`, or the beginning of the first hour after it that is in neither `skipHours` nor `skipDays` (RSS 2.0).

    Both are in GMT; 24 is midnight, as RSS 0.91 counts. A feed that would never be asked then is asked all the same.
    """
    if not state.skip_hours and not state.skip_days:
        return due
    hours, days = {hour % 24 for hour in state.skip_hours}, set(state.skip_days)
    start = due.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    for ahead in range(_WEEK_HOURS):
        moment = start + ahead * _HOUR
        if moment.hour not in hours and moment.weekday() not in days:
            return due if ahead == 0 else moment + _SPREAD * share(state.url) * _HOUR
    return due


def share(url: str) -> float:
    """A number from 0 up to 1 that is always the same for an address, and another one for another."""
    return (zlib.crc32(url.encode("utf-8", "surrogatepass")) % 1000) / 1000
