"""get() and send(): an address → an answer, within one deadline and to one limit, whatever the other side does.

RFC 9110 for what an answer means; which redirects are followed and how far is ours (see hops.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Literal

import roundup
from roundup.config import FetchSettings
from roundup.dataclass import dataclass
from roundup.net import body, headers, hops, targets
from roundup.net.addresses import AddressPolicy
from roundup.net.answers import Answer
from roundup.net.budget import Budget, Live, too_big
from roundup.net.errors import FetchError
from roundup.net.exchange import Exchange
from roundup.net.resolve import Ask, Resolver, ask_system
from roundup.net.room import Place
from roundup.net.secrets import Keyring, Login
from roundup.net.ways import Direct, Proxied, read_proxy

Redirects = tuple[tuple[int, str], ...]
Permit = Callable[[str], object]
Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


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
    redirects: Redirects = ()
    wire_bytes: int = 0
    seconds: float = 0.0


class HttpClient:
    """Asks for pages from any number of threads. Use as a context manager.

    `clock` gives seconds from any start; `resolve` looks a name up. Raises ConfigError at once for settings or secrets
    that cannot be read.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        version: str = roundup.__version__,
        clock: Callable[[], float] = time.monotonic,
        resolve: Ask = ask_system,
    ) -> None:
        policy, resolver = AddressPolicy.of(settings.allow_hosts), Resolver(resolve, clock)
        proxy = read_proxy(settings.proxy)
        self._keyring = Keyring(policy, proxy=proxy, command=settings.password_command)
        way = Proxied(proxy, policy, resolver, self._keyring) if proxy else Direct(policy, resolver)
        self.settings = settings
        self._outgoing = headers.Outgoing(headers.user_agent(version, settings.contact))
        self._clock = clock
        self._exchange = Exchange(way, settings.ca_file)
        self._live = Live()

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abort()

    def abort(self) -> None:
        """End every request under way, in whatever thread: each raises FetchError ("cancelled")."""
        self._live.abort()

    def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        deadline: float | None = None,
        permit: Permit | None = None,
        place: Place | None = None,
    ) -> Response:
        """Ask for `url`; `deadline` in seconds covers everything (default: the settings'). Raises FetchError.

        `permit` is called with every address that a redirect leads to, and may raise FetchError. With `place` a
        large body is read, within the deadline, and given, after it if need be, once there is room for it.
        """
        started = self._clock()
        with self._budget(deadline, place) as budget:
            answer, at, redirects = self._ask(url, headers or {}, budget, permit)
            fields, content = self._read(answer, place)
        return Response(
            url=at,
            status=answer.status,
            headers=fields,
            body=content,
            redirects=redirects,
            wire_bytes=budget.wire_bytes,
            seconds=self._clock() - started,
        )

    def send(
        self,
        method: Method,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        *,
        deadline: float | None = None,
    ) -> Response:
        """One request that may change something where it goes: sent once, and no redirect followed. Raises FetchError.

        Credentials are the caller's matter, in `headers`. A HEAD's answer has no body.
        """
        started = self._clock()
        target = targets.plain(url) or _odd_target(url)
        length = {"content-length": str(len(body))} if body or method not in ("GET", "HEAD") else {}
        lines = self._outgoing.lines({**(headers or {}), **length})
        with self._budget(deadline) as budget:
            answer = self._exchange.ask(target, lines, budget, method=method, body=body)
            fields, content = self._read(answer, None, bodiless=method == "HEAD")
        return Response(target.shown, answer.status, fields, content, (), budget.wire_bytes, self._clock() - started)

    def login(self, url: str) -> Login | None:
        """The name and password the environment or the command has for the site at `url`."""
        return self._keyring.login(targets.plain(url) or _odd_target(url))

    def _budget(self, deadline: float | None, place: Place | None = None) -> Budget:
        """What one request may use, ended early if the client is."""
        seconds = self.settings.deadline if deadline is None else deadline
        return Budget(seconds, self.settings.max_wire_bytes, self._clock, place, self._live)

    def _ask(
        self, url: str, extra: Mapping[str, str], budget: Budget, permit: Permit | None
    ) -> tuple[Answer, str, Redirects]:
        """The first answer that is no redirect, its body unread; where it came from, and the hops on the way."""
        answer, target = None, targets.plain(url)
        if target and not self._keyring.login(target):
            answer = self._exchange.ask(target, self._outgoing.lines(extra), budget)
            if not hops.is_redirect(answer.status):
                return answer, target.shown, ()
        # httpx costs as much to import as the rest of a short command together.
        from roundup.net.follow import Follower

        fields = self._outgoing.fields(extra)
        follower = Follower(self._exchange, self._keyring, fields, self.settings.max_redirects, permit)
        return follower.follow(url, answer, budget)

    def _read(self, answer: Answer, place: Place | None, *, bodiless: bool = False) -> tuple[dict[str, str], bytes]:
        """The fields and the body, its codings undone; the connection is closed."""
        try:
            fields = headers.incoming(answer.pairs)
            if bodiless:
                return fields, b""
            coding = fields.get("content-encoding", "")
            # Before the body is read: a coding we cannot undo makes it worthless.
            applied = body.codings(coding)
            wire_limit = self.settings.max_wire_bytes
            length = fields.get("content-length", "")
            if length.isascii() and length.isdigit() and int(length[:20]) > wire_limit:
                raise too_big(wire_limit, "max_wire_bytes")
            raw = answer.body()
        finally:
            answer.close()
        return fields, self._decode(raw, applied, place)

    def _decode(self, raw: bytes, applied: tuple[str, ...], place: Place | None) -> bytes:
        limit = self.settings.max_body_bytes
        small = body.decode_small(raw, applied, limit)
        if small is not None:
            if place:
                place.make(len(small))
            return small
        return body.decode(raw, applied, limit, place.make if place else lambda _size: None)


def _odd_target(url: str) -> targets.Target:
    """The target of an address that is not plain; names and passwords in it are refused, never sent in silence."""
    from roundup.net import urls

    parsed = urls.parse_url(url)
    if parsed.userinfo:
        raise FetchError("address", "the address holds a name or password; those go into the environment")
    return urls.target(parsed)
