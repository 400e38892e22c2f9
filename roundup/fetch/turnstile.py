"""Who may be asked next: so many at once, so many of one host and not too fast, and nobody held up by those that hang.

A request that has kept us waiting for long hardly costs anything, so it no longer counts; worse, each lets one more
in. Thus the number under way doubles while nothing answers, and a hundred silent servers take little longer than one.
One host's feeds get this benefit later than the whole, out of politeness to hosts that are only slow.
"""

from __future__ import annotations

import heapq
import threading
from collections import deque
from collections.abc import Callable, Sequence

from roundup.dataclass import dataclass
from roundup.fetch.schedule import REFUSALS, Request, host_of

MOST_AT_ONCE = 512  # threads and sockets, whatever happens
PATIENCE = 1 / 40  # of the deadline: then a request no longer counts among those at once
HOST_PATIENCE = 1 / 12  # … nor among those of its host
BURST = 4  # requests to one host before the spacing between them is kept
OURS = ("127.", "localhost", "::1")  # how this machine's own addresses begin: it need not be spared


@dataclass(eq=False, slots=True)
class Flight:
    """A request under way. `asking` until its answer is there; what follows is our own work and always counts."""

    request: Request
    host: str
    started: float
    asking: bool = True


class Turnstile:
    """Hands out requests to threads. Every method may be called from any thread.

    `spacing` is the time in seconds between the requests to one host after the first few, this machine excepted; the
    hosts take turns.
    """

    def __init__(
        self,
        requests: Sequence[Request],
        *,
        concurrency: int,
        per_host: int,
        deadline: float,
        clock: Callable[[], float],
        spacing: float = 0.0,
        most: int = MOST_AT_ONCE,
    ) -> None:
        self._concurrency = concurrency
        self._per_host = per_host
        self._spacing = spacing
        self._patience = deadline * PATIENCE
        self._host_patience = deadline * HOST_PATIENCE
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._queued: dict[str, list[Request]] = {}  # the next one last
        for request in reversed(requests):
            self._queued.setdefault(host_of(request.subscription.url), []).append(request)
        self._ready: deque[str] = deque(reversed(self._queued))
        # Hosts that may not be asked before a time, with that time, and when each is to be looked at next.
        self._resting: list[tuple[float, str]] = []
        self._wakes: dict[str, float] = {}
        self._paced: dict[str, float] = {}
        self._flights: dict[str, list[Flight]] = {}
        self._under_way = 0
        self._refusals: dict[str, int] = {}

    def enter(self) -> Flight | None:
        """The next request that may go now, or None: look again when something has changed or a while has passed."""
        with self._lock:
            return self._next()

    def exchange(self, flight: Flight) -> Flight | None:
        """This one leaves, and another may enter."""
        with self._lock:
            self._landed(flight)
            self._under_way -= 1
            return self._next()

    def _next(self) -> Flight | None:
        now = self._clock()
        if not self._queued or not self._room(now):
            return None
        self._wake(now)
        while self._ready:
            host = self._ready.popleft()
            queue = self._queued.get(host)
            if not queue:
                continue
            if (when := self._may_go(host, now)) > now:
                self._rest(host, when)
                continue
            return self._off(host, queue, now)
        return None

    def _off(self, host: str, queue: list[Request], now: float) -> Flight:
        flight = Flight(queue.pop(), host, now)
        if queue:
            self._ready.append(host)
            if not host.startswith(OURS):
                self._paced[host] = max(self._paced.get(host, now), now) + self._spacing
        else:
            del self._queued[host]
        self._flights.setdefault(host, []).append(flight)
        self._under_way += 1
        return flight

    def _wake(self, now: float) -> None:
        """Those whose time has come are looked at again."""
        while self._resting and self._resting[0][0] <= now:
            when, host = heapq.heappop(self._resting)
            if self._wakes.get(host) == when:
                del self._wakes[host]
                self._ready.append(host)

    def _rest(self, host: str, when: float) -> None:
        """Look at the host again then. It is in one place at a time: ready, or resting until the time in `_wakes`."""
        self._wakes[host] = when
        heapq.heappush(self._resting, (when, host))

    def put_back(self, flight: Flight) -> None:
        """This one could not be sent after all: it is the next of its host."""
        self.leave(flight)
        with self._lock:
            queue = self._queued.setdefault(flight.host, [])
            queue.append(flight.request)
            if len(queue) == 1:
                self._ready.appendleft(flight.host)

    def answered(self, flight: Flight) -> None:
        """The answer is complete: the host's next feed may be asked."""
        with self._lock:
            self._landed(flight)

    def leave(self, flight: Flight) -> None:
        """All that had to be done for this feed is done."""
        with self._lock:
            self._landed(flight)
            self._under_way -= 1

    def _landed(self, flight: Flight) -> None:
        if not flight.asking:
            return
        flight.asking = False
        flights = self._flights[flight.host]
        flights.remove(flight)
        if not flights:
            del self._flights[flight.host]
        if flight.host in self._wakes:
            del self._wakes[flight.host]
            self._ready.append(flight.host)

    def welcomed(self, host: str) -> None:
        """The host has served us."""
        if not self._refusals:
            return
        with self._lock:
            self._refusals.pop(host, None)

    def refused(self, host: str) -> list[Request]:
        """The host asks to be left alone. If it means it, its feeds not yet asked are dropped and given back."""
        with self._lock:
            self._refusals[host] = self._refusals.get(host, 0) + 1
            if self._refusals[host] < REFUSALS:
                return []
            return self._queued.pop(host, [])[::-1]

    def close(self) -> None:
        """Nobody enters any more."""
        with self._lock:
            self._queued.clear()

    def _room(self, now: float) -> bool:
        if self._under_way < self._concurrency:
            return True
        patience = now - self._patience
        waiting = sum(flight.started < patience for flights in self._flights.values() for flight in flights)
        return self._under_way < min(self._concurrency + 2 * waiting, self._most)

    def _may_go(self, host: str, now: float) -> float:
        """When the host may be asked next, as far as can be told: `now` or earlier means at once."""
        flights = self._flights.get(host)
        if not flights:
            return self._spaced(host, now)
        patient = [flight.started for flight in flights if flight.started >= now - self._host_patience]
        waiting = len(flights) - len(patient)
        if len(flights) >= self._per_host + 2 * waiting:
            return min(patient, default=now) + self._host_patience
        # A host that only keeps us waiting is not spared by keeping the others of its feeds waiting.
        return now if waiting else self._spaced(host, now)

    def _spaced(self, host: str, now: float) -> float:
        return self._paced.get(host, now) - (BURST - 1) * self._spacing
