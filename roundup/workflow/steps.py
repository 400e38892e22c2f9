"""What a command did, step by step, for a log that somebody reads when nobody was there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field

from roundup.dataclass import dataclass


@dataclass(slots=True)
class Step:
    """One thing that was done: its name, `what` it was done to or came of it, counts, wall seconds, the edition."""

    step: str
    what: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float | None = None
    edition: int | None = None


Log = Callable[[Step], None]


def unlogged(_step: Step) -> None:
    """Nobody keeps a log."""


@contextmanager
def timed(log: Log, name: str, *, edition: int | None = None) -> Iterator[Step]:
    """A step that takes a while. The block fills in what came of it; one that fails is not logged as done."""
    started = time.monotonic()
    step = Step(name, edition=edition)
    yield step
    step.seconds = round(time.monotonic() - started, 3)
    log(step)
