"""Pages are read only where their site's robots.txt lets programs read. RFC 9309.

Feeds are not asked about: they are published for programs. Each site's file is asked for once in a run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from roundup.dataclass import dataclass
from roundup.net.errors import FetchError, FetchErrorKind

if TYPE_CHECKING:
    from roundup.net.client import HttpClient, Response
    from roundup.parse.robots import Robots

PRODUCT: Final = "roundup"  # our product token, with which the User-Agent begins
TOO_MANY_REQUESTS: Final = 429
# The page itself could not be had either, and the client's own words say best why.
_OUR_OWN: Final[frozenset[FetchErrorKind]] = frozenset({"address", "private", "dns", "refused", "tls", "cancelled"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a page may be read; if not, `why` says so in words. `delay`: seconds to leave between two pages."""

    allowed: bool
    why: str = ""
    delay: float = 0.0


@dataclass(slots=True)
class _Site:
    """What is known of one site: its rules, or why there are none for now; and when a page of it was last asked."""

    robots: Robots | None = None
    why: str = ""
    asked: float | None = None


class PageReader:
    """Asks for pages that programs may read. Any number of threads may use it.

    `clock` gives seconds from any start, `sleep` waits.
    """

    def __init__(
        self,
        client: HttpClient,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._client = client
        self._clock = clock
        self._sleep = sleep
        self._sites: dict[str, _Site] = {}
        self._lock = threading.Lock()

    def verdict(self, url: str) -> Verdict:
        """Whether `url` may be read. Raises FetchError where the site cannot be reached at all."""
        site = self._site(url)
        if site.robots is None:
            return Verdict(allowed=False, why=site.why)
        rule = site.robots.forbidding(url)
        if rule:
            why = f"{_origin(url)}/robots.txt asks programs not to read this page ({str(rule)[:100]})"
            return Verdict(allowed=False, why=why, delay=site.robots.delay)
        return Verdict(allowed=True, delay=site.robots.delay)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """The page at `url`, asked for no sooner than its site wants; each redirect on the way has to be allowed too.

        Raises FetchError, of kind "robots" where a site asks programs not to read.
        """
        verdict = self._permitted(url)
        # Before the request, not in it: waiting must not use up the page's deadline.
        self._wait(self._site(url), verdict.delay)
        return self._client.get(url, headers, permit=self._permitted)

    def _permitted(self, url: str) -> Verdict:
        verdict = self.verdict(url)
        if not verdict.allowed:
            raise FetchError("robots", verdict.why)
        return verdict

    def _wait(self, site: _Site, delay: float) -> None:
        with self._lock:
            now = self._clock()
            # The next turn is taken at once, so that of two threads each waits for its own.
            turn = now if site.asked is None else max(now, site.asked + delay)
            site.asked = turn
        if turn > now:
            self._sleep(turn - now)

    def _site(self, url: str) -> _Site:
        origin = _origin(url)
        with self._lock:
            if origin not in self._sites:
                self._sites[origin] = self._asked(f"{origin}/robots.txt")
            return self._sites[origin]

    def _asked(self, url: str) -> _Site:
        from roundup.parse.robots import Robots, read_robots

        try:
            answer = self._client.get(url)
        except FetchError as error:
            if error.kind in _OUR_OWN:
                raise
            # RFC 9309 2.3.1.2: a file behind too many redirects is as good as none.
            robots = Robots() if error.kind == "redirect" else None
            return _Site(robots, f"{url} says whether programs may read there, and cannot be had: {error.message}")
        if answer.status >= 500 or answer.status == TOO_MANY_REQUESTS:
            # RFC 9309 2.3.1.4: who cannot say now what may be read is left alone for now.
            return _Site(None, f"{url} says whether programs may read there, and answers {answer.status}: not now")
        return _Site(read_robots(answer.body, PRODUCT) if answer.status == 200 else Robots())


def _origin(url: str) -> str:
    """Rules are for a scheme, host and port (RFC 9309 2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
