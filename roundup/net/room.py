"""Room for large bodies: one at a time, from before it is unpacked until whoever asked has done with it.

Threads that wait for a parser hold what they have to parse. Of usual bodies that may be many; large ones wait here, so
that thirty servers, each sending as much as is allowed, don't fill the machine.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LARGE_BYTES: Final = 2_000_000  # uncompressed; of feeds measured, one in a thousand is larger


class Room:
    """Shared by all threads of a run."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(1)

    @contextmanager
    def place(self) -> Iterator[Place]:
        """For one request and what is done with its answer."""
        place = Place(self._free)
        try:
            yield place
        finally:
            place.give_back()


class Place:
    """What a large body needs; one that is not large takes none."""

    def __init__(self, free: threading.Semaphore) -> None:
        self._free = free
        self._taken = False

    def make(self, size: int) -> None:
        """Wait until a body of `size` bytes may be held."""
        if size > LARGE_BYTES and not self._taken:
            self._taken = self._free.acquire()

    def give_back(self) -> None:
        """The body is let go of."""
        if self._taken:
            self._taken = False
            self._free.release()
