"""No host is asked more than once a second: who is told something is not pestered."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

SECONDS = 1.0


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
