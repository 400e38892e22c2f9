"""Outcomes on their way to the store: as many at once as pay, none held back for long."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from roundup.model import FetchOutcome

FEEDS = 250  # in one transaction at most
POSTS = 300  # … and about so many entries: they are what takes memory
SECONDS = 1.0  # that an outcome waits for others

Keep = Callable[[Sequence[FetchOutcome]], None]


class Batches:
    """Collects outcomes and has each batch kept: when it is full, or when its first has waited for a second.

    What was added is lost if the program is killed before it was kept, and asked for again by the next run.
    """

    def __init__(self, keep: Keep, clock: Callable[[], float] = time.monotonic) -> None:
        self._keep = keep
        self._clock = clock
        self._waiting: list[FetchOutcome] = []
        self._posts = 0
        self._since = 0.0

    def add(self, *outcomes: FetchOutcome) -> None:
        """Outcomes to be kept."""
        self._since = self._since if self._waiting else self._clock()
        for outcome in outcomes:
            self._waiting.append(outcome)
            self._posts += len(outcome.feed.entries) if outcome.feed else 0
        if len(self._waiting) >= FEEDS or self._posts >= POSTS:
            self.flush()
        else:
            self.look()

    def look(self) -> None:
        """Called now and then, so that the last outcomes before a lull are not held back."""
        if self._waiting and self._clock() - self._since >= SECONDS:
            self.flush()

    def flush(self) -> None:
        """Have all of it kept now."""
        batch, self._waiting, self._posts = self._waiting, [], 0
        if batch:
            self._keep(batch)
