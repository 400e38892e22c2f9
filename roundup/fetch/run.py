"""Many feeds at once: threads that ask and parse, a bounded queue to whoever keeps what they bring."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from roundup.dataclass import replace
from roundup.errors import FeedError
from roundup.fetch.rules import Facts, Ruling, body_hash, judge
from roundup.fetch.schedule import Request
from roundup.fetch.turnstile import MOST_AT_ONCE, Flight, Turnstile
from roundup.model import FeedState, FetchOutcome, ParsedFeed
from roundup.net import FetchError, HttpClient
from roundup.net.room import Place, Room

Parse = Callable[[bytes, str, str, FeedState], ParsedFeed]
"""(body, address it came from, Content-Type, what is remembered) → feed. Raises FeedError."""

AnyError = TypeVar("AnyError", bound=Exception)

_TICK_SECONDS = 0.05
_HELD_SECONDS = 0.05  # until a thread with an outcome too many looks again
_GRACE_SECONDS = 1.5
_AT_ONCE = 16  # outcomes that their reader is woken for; fewer are found at the next tick
_LIGHTER = 8  # times as many outcomes without a feed may wait as with one
logger = logging.getLogger(__name__)
logger.addHandler(logging.NullHandler())


def fetch_all(
    requests: Sequence[Request],
    *,
    client: HttpClient,
    parse: Parse,
    now: datetime,
    concurrency: int,
    per_host: int,
    idle: Callable[[], None] = lambda: None,
) -> Iterator[FetchOutcome]:
    """Ask for every feed and yield what came of each as it comes, in no particular order.

    Every request has exactly one outcome; no failure of one feed touches another. At most `concurrency` feeds are
    under way and `per_host` of one host, not counting those that hang (see turnstile.py). `idle` is called again and
    again while nothing comes. Closing the iterator, or an interrupt, ends all within two seconds.
    """
    yield from _Run(requests, client, parse, now, concurrency, per_host).outcomes(idle)


class _Run:
    def __init__(
        self,
        requests: Sequence[Request],
        client: HttpClient,
        parse: Parse,
        now: datetime,
        concurrency: int,
        per_host: int,
    ) -> None:
        self._client = client
        self._parse = parse
        self._now = now
        self._interval = timedelta(minutes=client.settings.interval_minutes)
        self._left = len(requests)
        self._tick = min(_TICK_SECONDS, client.settings.deadline / 100)
        self._turnstile = Turnstile(
            requests,
            concurrency=concurrency,
            per_host=per_host,
            deadline=client.settings.deadline,
            spacing=client.settings.host_spacing,
            clock=time.monotonic,
            most=_most_at_once(),
        )
        self._done: deque[FetchOutcome] = deque()
        self._enough = threading.Event()
        self._most_waiting = concurrency
        self._stop = threading.Event()
        self._room = Room()
        self._threads: set[threading.Thread] = set()

    def outcomes(self, idle: Callable[[], None]) -> Iterator[FetchOutcome]:
        look_again = 0.0
        try:
            while self._left:
                # Threads fetch their own work; only now and then there is room for one more.
                if (now := time.monotonic()) >= look_again:
                    self._top_up()
                    look_again = now + self._tick
                if self._done:
                    self._left -= 1
                    yield self._done.popleft()
                elif not self._some_came():
                    idle()
        finally:
            self._end()

    def _some_came(self) -> bool:
        """Wait for some outcomes, a tick at most: to wake for each of them would cost as much as to keep it."""
        self._enough.clear()
        # What was handed over just before is not announced again.
        if not self._is_enough():
            self._enough.wait(self._tick)
        return bool(self._done)

    def _is_enough(self) -> bool:
        return len(self._done) >= min(_AT_ONCE, (self._most_waiting + 1) // 2, self._left)

    def _top_up(self) -> None:
        """Start a thread for every request that may go but that no thread has come to fetch."""
        while flight := self._turnstile.enter():
            thread = threading.Thread(target=self._work, args=(flight,), daemon=True, name=f"fetch {flight.host}")
            self._threads.add(thread)
            try:
                thread.start()
            except RuntimeError:
                # The system allows no more threads: those there are will do, if there are any.
                self._threads.discard(thread)
                if not self._threads:
                    raise
                self._turnstile.put_back(flight)
                return

    def _end(self) -> None:
        self._stop.set()
        self._turnstile.close()
        give_up = time.monotonic() + _GRACE_SECONDS
        while (threads := tuple(self._threads)) and time.monotonic() < give_up:
            # Again and again: a thread may have been about to begin its request the last time.
            if self._left:
                self._client.abort()
            threads[0].join(_TICK_SECONDS)

    def _work(self, first: Flight) -> None:
        """A thread's life: one feed after another, until none may be asked."""
        flight: Flight | None = first
        while flight and not self._stop.is_set():
            for outcome in self._fetch(flight):
                self._hand_over(outcome)
            # Only now, so that a slow reader of outcomes holds back new requests.
            flight = self._turnstile.exchange(flight)
        self._threads.discard(threading.current_thread())

    def _hand_over(self, outcome: FetchOutcome) -> None:
        # What was not read takes next to no memory, so more of it may wait.
        most = self._most_waiting if outcome.feed else _LIGHTER * self._most_waiting
        while len(self._done) >= most and not self._stop.wait(_HELD_SECONDS):
            pass
        self._done.append(outcome)
        if self._is_enough():
            self._enough.set()

    def _fetch(self, flight: Flight) -> list[FetchOutcome]:
        """What came of one feed, and of those that are dropped because of what its host said."""
        request = flight.request
        try:
            with self._room.place() as place:
                outcome, ruling = self._ask(flight, place)
        except Exception as error:
            # A fault of our own in one feed's thread would else be lost, and the run would wait for it for ever.
            logger.exception("fetching %s", request.subscription.url)
            reason = f"an error of this program: {type(error).__name__}: {error}"
            return [FetchOutcome(request.subscription, "failed", request.state, reason=reason, error="internal")]
        if ruling.host_until:
            dropped = self._turnstile.refused(flight.host)
            return [outcome, *(_not_asked(other, flight.host, ruling.host_until) for other in dropped)]
        if outcome.kind != "failed":
            self._turnstile.welcomed(flight.host)
        return [outcome]

    def _ask(self, flight: Flight, place: Place) -> tuple[FetchOutcome, Ruling]:
        request = flight.request
        started = time.monotonic()
        facts = self._facts(request, place)
        ruling = judge(facts)
        if ruling.kind == "read":
            # Parsing is our own affair: the host may be asked for its next feed meanwhile.
            self._turnstile.answered(flight)
            facts = self._read(facts)
            ruling = judge(facts)
        assert ruling.kind != "read"
        return FetchOutcome(
            request.subscription,
            ruling.kind,
            ruling.state,
            feed=facts.feed if ruling.kind == "fetched" else None,
            status=facts.response.status if facts.response else None,
            reason=ruling.reason,
            error=ruling.error,
            wire_bytes=facts.response.wire_bytes if facts.response else 0,
            seconds=time.monotonic() - started,
            page=ruling.page,
        ), ruling

    def _facts(self, request: Request, place: Place) -> Facts:
        response = failure = None
        try:
            response = self._client.get(request.subscription.url, request.headers, place=place)
        except FetchError as error:
            failure = _unburdened(error)
        # Reckoned up once: the rules ask for it before and after the body is read.
        digest = body_hash(response.body) if response and response.body else ""
        return Facts(
            state=request.state,
            now=self._now,
            interval=self._interval,
            conditional=bool(request.headers),
            response=response,
            error=failure,
            digest=digest,
        )

    def _read(self, facts: Facts) -> Facts:
        response = facts.response
        assert response is not None
        try:
            feed = self._parse(response.body, response.url, response.headers.get("content-type", ""), facts.state)
        except FeedError as error:
            return replace(facts, unreadable=_unburdened(error))
        return replace(facts, feed=feed)


def _unburdened(error: AnyError) -> AnyError:
    """The error without the frames that it came through, whose variables hold the body.

    Kept in one of these variables it would keep itself, and tens of megabytes, until the cycles are next looked for.
    """
    error.__context__ = None
    return error.with_traceback(None)


def _most_at_once() -> int:
    """As many as leave half of the files that this process may open for others; some systems allow only 256."""
    try:
        import resource
    except ImportError:
        return MOST_AT_ONCE
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST_AT_ONCE if allowed < 0 else max(1, min(MOST_AT_ONCE, allowed // 2))


def _not_asked(request: Request, host: str, until: datetime) -> FetchOutcome:
    """A feed left alone because its host asked for that: no failure of its own, only later."""
    reason = f"not asked: {host} wants to be left alone until {until:%Y-%m-%d %H:%M} UTC"
    state = replace(request.state, next_due=until, host_until=until)
    return FetchOutcome(request.subscription, "failed", state, reason=reason, error="waiting")
