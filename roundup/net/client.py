"""get(): an address → an answer, within one deadline and to one limit, whatever the other side does.

RFC 9110 for what an answer means; which redirects are followed and how far is ours (see hops.py).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

import roundup
from roundup.config import FetchSettings
from roundup.net import body, headers, hops
from roundup.net.addresses import AddressPolicy
from roundup.net.budget import Budget, too_big
from roundup.net.errors import FetchError
from roundup.net.resolve import Ask, Resolver, ask_system

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. `url` is where it came from in the end; `headers` have lower-case names; `body` is uncompressed.

    `redirects` are the hops on the way: each status with the address it led to. `wire_bytes` counts all that was
    received, heads and redirects included; `seconds` is wall time.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    redirects: tuple[tuple[int, str], ...] = ()
    wire_bytes: int = 0
    seconds: float = 0.0


class HttpClient:
    """Asks for pages from any number of threads. Use as a context manager.

    `clock` gives seconds from any start; `resolve` looks a name up. Raises ConfigError at once if `allow_hosts` of the
    settings cannot be read.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        version: str = roundup.__version__,
        clock: Callable[[], float] = time.monotonic,
        resolve: Ask = ask_system,
    ) -> None:
        policy = AddressPolicy.of(settings.allow_hosts)
        # httpx costs as much to import as the rest of a short command together.
        from roundup.net.transport import GuardedTransport

        self.settings = settings
        self._agent = headers.user_agent(version, settings.contact)
        self._clock = clock
        self._transport = GuardedTransport(policy, Resolver(resolve, clock))
        self._inflating = threading.BoundedSemaphore(2)  # bodies come out one or two at a time: bounds memory
        self._live: set[Budget] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abort()

    def abort(self) -> None:
        """End every request under way, in whatever thread: each raises FetchError ("cancelled")."""
        with self._lock:
            live = tuple(self._live)
        for budget in live:
            budget.abort()

    def get(self, url: str, headers: Mapping[str, str] | None = None, *, deadline: float | None = None) -> Response:
        """Ask for `url`; `deadline` in seconds covers everything (default: the settings'). Raises FetchError."""
        seconds = self.settings.deadline if deadline is None else deadline
        budget = Budget(seconds, self.settings.max_wire_bytes, self._clock)
        started = self._clock()
        with self._lock:
            self._live.add(budget)
        try:
            answer, hops_made = self._follow(url, headers or {}, budget)
            return self._read(answer, hops_made, budget, started)
        finally:
            with self._lock:
                self._live.discard(budget)

    def _follow(
        self, url: str, extra: Mapping[str, str], budget: Budget
    ) -> tuple[httpx.Response, list[tuple[int, str]]]:
        """The first answer that is no redirect, its body unread, and the hops on the way."""
        from roundup.net import transport, urls

        at = urls.parse_url(url)
        seen = {str(at)}
        made: list[tuple[int, str]] = []
        fields = headers.outgoing(self._agent, extra)
        while True:
            sent = transport.request(at, fields, budget)
            answer = self._transport.handle_request(sent)
            answer.request = sent
            location = headers.location(answer.headers.raw)
            if answer.status_code not in hops.REDIRECTS or not location:
                return answer, made
            # Whatever a redirect says in its body, nobody will read it.
            answer.close()
            at = self._hop(at, location, seen, made)
            made.append((answer.status_code, urls.shown(at)))

    def _hop(self, at: httpx.URL, location: str, seen: set[str], made: list[tuple[int, str]]) -> httpx.URL:
        from roundup.net import urls

        to = urls.join_url(at, location)
        hops.check_hop(at.scheme, to.scheme, to.host, urls.shortened(urls.shown(to)))
        if len(str(to)) > hops.LONGEST_URL:
            raise FetchError("redirect", "it redirects to an absurdly long address")
        if str(to) in seen:
            raise FetchError("redirect", f"it redirects in a circle, to {urls.shortened(urls.shown(to))} again")
        hops.check_count(len(made) + 1, self.settings.max_redirects)
        seen.add(str(to))
        return to

    def _read(self, answer: httpx.Response, made: list[tuple[int, str]], budget: Budget, started: float) -> Response:
        from roundup.net import urls

        try:
            fields = headers.incoming(answer.headers.raw)
            coding = fields.get("content-encoding", "")
            # Before the body is read: a coding we cannot undo makes it worthless.
            body.codings(coding)
            wire_limit = self.settings.max_wire_bytes
            length = fields.get("content-length", "")
            if length.isascii() and length.isdigit() and int(length[:20]) > wire_limit:
                raise too_big(wire_limit, "max_wire_bytes")
            raw = b"".join(answer.iter_raw())
        finally:
            answer.close()
        with self._inflating:
            content = body.decode(raw, coding, self.settings.max_body_bytes)
        return Response(
            url=urls.shown(answer.request.url),
            status=answer.status_code,
            headers=fields,
            body=content,
            redirects=tuple(made),
            wire_bytes=budget.wire_bytes,
            seconds=self._clock() - started,
        )
