"""Room for large bodies: three are read at once, and one unpacked, until whoever asked has done with it.

Threads that wait for a server or a parser hold what has come so far. Of usual bodies that may be many; large ones wait
here, so that thirty servers, each sending as much as is allowed, don't fill the machine.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import cache
from types import TracebackType
from typing import Final

LARGE_BYTES: Final = 2_000_000  # of feeds measured, one in a thousand is larger, uncompressed
LONG_BYTES: Final = 500_000  # on the wire, where nearly all are compressed; whoever waits to read more holds so much
_READ_AT_ONCE: Final = 3
_HELD_AT_ONCE: Final = 1  # a parser needs many times the memory of what it reads
_M_MMAP_THRESHOLD: Final = -3  # malloc.h
_GIVEN_BACK: Final = 256 * 1024


class Room:
    """Shared by all threads of a run."""

    def __init__(self) -> None:
        self._to_read = threading.Semaphore(_READ_AT_ONCE)
        self._to_hold = threading.Semaphore(_HELD_AT_ONCE)

    def place(self) -> Place:
        """For one request and what is done with its answer: a context manager, which gives back what was taken."""
        return Place(self._to_read, self._to_hold)


class Place:
    """What a large body needs; one that is not large takes none."""

    def __init__(self, to_read: threading.Semaphore, to_hold: threading.Semaphore) -> None:
        self._to_read = to_read
        self._to_hold = to_hold
        self._reads = False
        self._holds = False

    def __enter__(self) -> Place:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give_back()

    def may_read(self, size: int, seconds: float) -> bool:
        """Whether more than the `size` bytes that have come may be read; waits for at most `seconds`."""
        # Always in this order, to read and then to hold: so nobody waits for somebody who waits for them.
        if size > LONG_BYTES and not self._reads:
            give_large_blocks_back()
            self._reads = self._to_read.acquire(timeout=seconds)
        return size <= LONG_BYTES or self._reads

    def make(self, size: int) -> None:
        """Wait until an unpacked body of `size` bytes may be held."""
        if size > LARGE_BYTES and not self._holds:
            give_large_blocks_back()
            self._holds = self._to_hold.acquire()

    def give_back(self) -> None:
        """The body is let go of."""
        if self._holds:
            self._holds = False
            self._to_hold.release()
        if self._reads:
            self._reads = False
            self._to_read.release()


@cache
def give_large_blocks_back() -> None:
    """From now on have the C library return large blocks to the system as soon as they are free.

    By itself glibc keeps blocks as large as the largest it ever freed, for each of many threads (mallopt(3)). Elsewhere
    there is nothing to be done.
    """
    import ctypes

    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _GIVEN_BACK)
