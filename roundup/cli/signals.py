"""Being told to stop: by Ctrl-C, by a system that shuts down, by a terminal that closes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

NAMES = ("SIGTERM", "SIGHUP")  # the second is not on every system


@contextmanager
def stoppable() -> Iterator[None]:
    """In the block both end a command as Ctrl-C does: what is half-way is undone or kept to go on with, and said.

    A signal that the caller ignores (nohup) stays ignored. A second one ends the process there and then.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (getattr(signal, name) for name in NAMES if hasattr(signal, name)):
            if signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    raise KeyboardInterrupt
