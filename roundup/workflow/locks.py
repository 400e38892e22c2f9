"""Taking turns: what two commands at once must not do at the same time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from roundup.errors import RoundupError

if TYPE_CHECKING:
    from roundup.workflow.desk import Desk

SECONDS = 900.0  # a command that asks others may take as long
_LOOK_AGAIN = 0.05  # seconds


@contextmanager
def turn(path: Path, *, seconds: float, busy: str, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock file `path`; the system frees it when its holder dies, so a killed command blocks nobody.

    If another holds it, `waiting` is called once; a RoundupError saying `busy` if it is not free within `seconds`.
    """
    try:
        release = _taken(path, 0)
        if release is None:
            waiting()
            release = _taken(path, seconds)
    except OSError as error:
        raise RoundupError(
            f"{path} cannot be written: {error.strerror or error}", hint="Make the desk's folder writable."
        ) from error
    if release is None:
        waited = f"; it has not ended after {seconds:g} s" if seconds else ""
        raise RoundupError(
            busy + waited,
            hint="Nothing was done. Try again when it has ended, or wait longer for it: roundup --wait SECONDS …",
        )
    try:
        yield
    finally:
        release()


if sys.platform == "win32":

    def _taken(path: Path, seconds: float) -> Callable[[], None] | None:
        from filelock import FileLock, Timeout

        lock = FileLock(path)
        try:
            lock.acquire(timeout=seconds)
        except Timeout:
            return None
        return lock.release

else:

    def _taken(path: Path, seconds: float) -> Callable[[], None] | None:
        """What lets go of the lock again; None if it is not free within `seconds`.

        flock(2), as filelock has it: to load that takes a tenth of all that a short command does.
        """
        import fcntl

        end = time.monotonic() + seconds
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() >= end:
                        os.close(descriptor)
                        return None
                    time.sleep(_LOOK_AGAIN)
                else:
                    return partial(_let_go, descriptor)
        except BaseException:  # Ctrl-C among them
            os.close(descriptor)
            raise

    def _let_go(descriptor: int) -> None:
        import fcntl

        # Said, not left to the closing: a process that was forked meanwhile has it open too.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def in_turn(desk: Desk, path: Path, *, seconds: float, busy: str) -> AbstractContextManager[None]:
    """Hold the lock file `path` of a desk, waited for as long as the desk says, else `seconds`; that is told."""
    words = f"{busy[0].upper()}{busy[1:]}; waiting for it to end."
    patience = seconds if desk.wait is None else desk.wait
    return turn(path, seconds=patience, busy=busy, waiting=lambda: desk.waiting(words) if patience else None)


def alone(desk: Desk, command: str) -> AbstractContextManager[None]:
    """Hold the desk's lock of `command`: of two at once the second does its work after the first."""
    lock = desk.settings.root / f".{command}.lock"
    return in_turn(desk, lock, seconds=SECONDS, busy=f"another {command} is at work on this desk")
