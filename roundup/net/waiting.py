"""How long to wait before a host is asked again: what we think fit, and what it asks for."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

SECONDS = 1.0  # between two requests to a host, unless somebody knows better
LONGEST_RETRY_AFTER = timedelta(days=7)


def http_date(text: str) -> datetime | None:
    """A date in any form that HTTP allows (RFC 9110 5.6.7), and in the forms that mail does; None for anything else."""
    if not text:
        return None
    # Half a dozen modules, for what few answers hold.
    from email.utils import parsedate_to_datetime

    try:
        said = parsedate_to_datetime(text[:100])
        return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_after(value: str, now: datetime) -> datetime | None:
    """Until when a Retry-After field asks to wait: seconds or an HTTP date, a week at most; None if it says nothing."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        until = now + timedelta(seconds=min(int(text[:12]), int(LONGEST_RETRY_AFTER.total_seconds())))
    else:
        said = http_date(text)
        if said is None:
            return None
        until = said
    return min(until, now + LONGEST_RETRY_AFTER) if until > now else None


class Pace:
    """Waits before a request where the last one to the same host was too short a while ago."""

    def __init__(
        self,
        seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._seconds = SECONDS if seconds is None else seconds
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}

    def wait(self, url: str) -> None:
        """Come back when the host of `url` may be asked."""
        host = urlsplit(url).netloc.lower()
        if host in self._last and (left := self._last[host] + self._seconds - self._clock()) > 0:
            self._sleep(left)
        self._last[host] = self._clock()
