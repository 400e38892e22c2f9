"""Does anything answer at an address? Asked by HEAD; by GET, and little of it, where HEAD does not tell.

Many servers answer HEAD otherwise than they should (RFC 9110 9.3.2), so only what is good is believed of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from roundup.config import FetchSettings
from roundup.dataclass import dataclass
from roundup.net import headers, hops, urls
from roundup.net.client import HttpClient, Redirects
from roundup.net.errors import FetchError

MOST_BYTES = 500_000  # of an answer that nobody reads
DEADLINE = 15.0  # seconds, everything included
_NO_SENSE = ("protocol", "broken-off", "encoding", "too-big")  # what HEAD may be answered with by mistake


@dataclass(frozen=True, slots=True)
class Probed:
    """What an address answers: `url` and `status` of the last answer, the `redirects` before it as in Response."""

    url: str
    status: int
    redirects: Redirects = ()


class ElsewhereError(FetchError):
    """The address answered with a redirect; it is where that leads that could not be asked."""


class Prober:
    """Asks for addresses, from any number of threads. Use as a context manager. No robots.txt, no credentials."""

    def __init__(self, settings: FetchSettings, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = min(settings.deadline, DEADLINE)
        self._clock = clock
        self._most_hops = settings.max_redirects
        few = replace(settings, max_wire_bytes=MOST_BYTES, max_body_bytes=4 * MOST_BYTES)
        self._client = HttpClient(few, clock=clock)

    def __enter__(self) -> Prober:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.abort()

    def probe(self, url: str) -> Probed:
        """What answers at `url`, redirects followed. Raises FetchError, ElsewhereError where `url` itself answered."""
        until, made = self._clock() + self._seconds, list[tuple[int, str]]()
        try:
            return self._by_both(url, until, made)
        except FetchError as error:
            if not made or error.kind == "cancelled":
                raise
            raise ElsewhereError(error.kind, error.message) from error

    def _by_both(self, url: str, until: float, made: list[tuple[int, str]]) -> Probed:
        try:
            found = self._by_head(url, until, made)
        except FetchError as error:
            if error.kind not in _NO_SENSE:
                raise
            found = None
        # Who is asked too much is not asked again at once.
        if found and (found.status < 400 or found.status == 429):
            return found
        return self._by_get(url, until)

    def _by_head(self, url: str, until: float, made: list[tuple[int, str]]) -> Probed:
        seen = {url}
        while True:
            answer = self._client.send("HEAD", url, deadline=self._left(until))
            location = headers.location(answer.headers.items())
            if not (hops.is_redirect(answer.status) and location):
                return Probed(url, answer.status, tuple(made))
            url = self._hop(url, location, seen)
            made.append((answer.status, url))

    def _hop(self, url: str, location: str, seen: set[str]) -> str:
        at = urls.parse_url(url)
        to = urls.join_url(at, location)
        hops.check_hop(at.scheme, to.scheme, to.host, urls.shortened(urls.shown(to)))
        if urls.shown(to) in seen or len(urls.shown(to)) > hops.LONGEST_URL:
            raise FetchError("redirect", f"it redirects in a circle, to {urls.shortened(urls.shown(to))} again")
        hops.check_count(len(seen), self._most_hops)
        seen.add(urls.shown(to))
        return urls.shown(to)

    def _by_get(self, url: str, until: float) -> Probed:
        try:
            answer = self._client.get(url, deadline=self._left(until))
        except FetchError as error:
            # So much comes only of what is there; nobody wants to read it here.
            if error.kind == "too-big":
                return Probed(url, 200)
            raise
        return Probed(answer.url, answer.status, answer.redirects)

    def _left(self, until: float) -> float:
        return max(0.1, until - self._clock())
