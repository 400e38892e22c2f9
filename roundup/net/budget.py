"""How much time and how many bytes one request still has, redirects and all. Made in one thread, ended from any."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType

from roundup.net.errors import FetchError
from roundup.net.room import Place

_WAIT_SECONDS = 0.2
HEADER_BYTES = 256 * 1024  # what may be read before the head of an answer is complete


class Live:
    """The budgets of all requests under way, so that they can be ended together."""

    def __init__(self) -> None:
        self._budgets: set[Budget] = set()
        self._lock = threading.Lock()

    def add(self, budget: Budget) -> None:
        with self._lock:
            self._budgets.add(budget)

    def discard(self, budget: Budget) -> None:
        with self._lock:
            self._budgets.discard(budget)

    def abort(self) -> None:
        """End them all, in whatever thread they are."""
        with self._lock:
            budgets = tuple(self._budgets)
        for budget in budgets:
            budget.abort()


class Budget:
    """What is left for one request. Every wait asks `remaining()`, every byte is told to `spend()`.

    `stage` says in words what is being waited for; it goes into the time-out's message. As a context manager it is
    among the `live` ones meanwhile.
    """

    def __init__(
        self,
        seconds: float,
        wire_limit: int,
        clock: Callable[[], float],
        place: Place | None = None,
        live: Live | None = None,
    ) -> None:
        self.seconds = seconds
        self.wire_limit = wire_limit
        self.wire_bytes = 0
        self.stage = "starting"
        self._clock = clock
        self._place = place
        self._live = live
        self._end = clock() + seconds
        self._head_end = HEADER_BYTES
        self._aborted = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None

    def __enter__(self) -> Budget:
        if self._live:
            self._live.add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.discard(self)

    def remaining(self) -> float:
        """Seconds left, always more than nothing. Raises FetchError when time is up or the request was aborted."""
        if self._aborted:
            raise FetchError("cancelled", "stopped before it was answered")
        left = self._end - self._clock()
        if left <= 0:
            raise self.timed_out()
        return left

    def timed_out(self) -> FetchError:
        """The error for a deadline that passed while `stage`."""
        if self._aborted:
            return FetchError("cancelled", "stopped before it was answered")
        return FetchError("timeout", f"no complete answer within {self.seconds:g} s (gave up while {self.stage})")

    def begin_head(self) -> None:
        """A new request goes out: its answer's head may take HEADER_BYTES."""
        self._head_end = self.wire_bytes + HEADER_BYTES

    def end_head(self) -> None:
        """The head is complete; from here only the limit over all counts."""
        self._head_end = self.wire_limit + HEADER_BYTES

    def spend(self, count: int) -> None:
        """Count bytes that came over the wire; wait if they are many. Raises FetchError beyond a limit."""
        self.wire_bytes += count
        if self.wire_bytes > self.wire_limit + HEADER_BYTES:
            raise too_big(self.wire_limit, "max_wire_bytes")
        if self.wire_bytes > self._head_end:
            raise FetchError("protocol", f"the answer's headers go on for more than {HEADER_BYTES // 1024} kB")
        # In short waits, so that an abort is noticed and the deadline kept.
        while self._place and not self._place.may_read(self.wire_bytes, min(self.remaining(), _WAIT_SECONDS)):
            self.stage = "waiting for other large answers to be read"

    def attach(self, sock: socket.socket) -> None:
        """From now on `abort` wakes whoever waits for this socket."""
        with self._lock:
            self._socket = sock
        # An abort that came just before found no socket to wake.
        self.remaining()

    def abort(self) -> None:
        """End the request from another thread: what waits for it fails at once."""
        self._aborted = True
        # Shut down, not closed: a closed socket's number may by now belong to another connection.
        with self._lock:
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def too_big(limit: int, setting: str) -> FetchError:
    """The error for more bytes than a setting of [fetch] allows."""
    return FetchError("too-big", f"the answer is larger than {limit / 1_000_000:g} MB ([fetch] {setting})")
