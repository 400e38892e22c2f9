"""Who may be asked next: so many at once, so many of one host, and nobody held up by those that hang.

A request that has kept us waiting for long hardly costs anything, so it no longer counts; worse, each lets one more
in. Thus the number under way doubles while nothing answers, and a hundred silent servers take little longer than one.
One host's feeds get this benefit later than the whole, out of politeness to hosts that are only slow.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from roundup.fetch.schedule import REFUSALS, Request, host_of

MOST_AT_ONCE = 512  # threads and sockets, whatever happens
PATIENCE = 1 / 40  # of the deadline: then a request no longer counts among those at once
HOST_PATIENCE = 1 / 12  # … nor among those of its host


@dataclass(eq=False, slots=True)
class Flight:
    """A request under way. `asking` until its answer is there; what follows is our own work and always counts."""

    request: Request
    host: str
    started: float
    asking: bool = True


class Turnstile:
    """Hands out requests to threads. Every method may be called from any thread."""

    def __init__(
        self,
        requests: Sequence[Request],
        *,
        concurrency: int,
        per_host: int,
        deadline: float,
        clock: Callable[[], float],
        most: int = MOST_AT_ONCE,
    ) -> None:
        self._concurrency = concurrency
        self._per_host = per_host
        self._patience = deadline * PATIENCE
        self._host_patience = deadline * HOST_PATIENCE
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._queued: dict[str, deque[Request]] = {}
        self._flights: dict[str, list[Flight]] = {}
        self._under_way = 0
        self._refusals: dict[str, int] = {}
        for request in requests:
            self._queued.setdefault(host_of(request.subscription.url), deque()).append(request)

    def enter(self) -> Flight | None:
        """The next request that may go now, or None: look again when something has changed or a while has passed."""
        with self._lock:
            now = self._clock()
            if not self._queued or not self._room(now):
                return None
            # Hosts with no room are few (each has a request under way), so the search is short.
            for host, queue in self._queued.items():
                if self._host_room(host, now):
                    flight = Flight(queue.popleft(), host, now)
                    if not queue:
                        del self._queued[host]
                    self._flights.setdefault(host, []).append(flight)
                    self._under_way += 1
                    return flight
            return None

    def put_back(self, flight: Flight) -> None:
        """This one could not be sent after all: it is the next of its host."""
        self.leave(flight)
        with self._lock:
            self._queued.setdefault(flight.host, deque()).appendleft(flight.request)

    def answered(self, flight: Flight) -> None:
        """The answer is complete: the host's next feed may be asked."""
        with self._lock:
            flight.asking = False
            if flight in (flights := self._flights.get(flight.host, [])):
                flights.remove(flight)
                if not flights:
                    del self._flights[flight.host]

    def leave(self, flight: Flight) -> None:
        """All that had to be done for this feed is done."""
        self.answered(flight)
        with self._lock:
            self._under_way -= 1

    def welcomed(self, host: str) -> None:
        """The host has served us."""
        with self._lock:
            self._refusals.pop(host, None)

    def refused(self, host: str) -> list[Request]:
        """The host asks to be left alone. If it means it, its feeds not yet asked are dropped and given back."""
        with self._lock:
            self._refusals[host] = self._refusals.get(host, 0) + 1
            if self._refusals[host] < REFUSALS:
                return []
            return list(self._queued.pop(host, ()))

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

    def _host_room(self, host: str, now: float) -> bool:
        flights = self._flights.get(host, ())
        if len(flights) < self._per_host:
            return True
        waiting = sum(flight.started < now - self._host_patience for flight in flights)
        return len(flights) < self._per_host + 2 * waiting
