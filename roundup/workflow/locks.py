"""Taking turns: what two commands at once must not do at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from roundup.errors import RoundupError

if TYPE_CHECKING:
    from roundup.workflow.desk import Desk

SECONDS = 900.0  # a command that asks others may take as long


@contextmanager
def turn(path: Path, *, seconds: float, busy: str, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock file `path`; the system frees it when its holder dies, so a killed command blocks nobody.

    If another holds it, `waiting` is called once; a RoundupError saying `busy` if it is not free within `seconds`.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire(timeout=seconds)
    except Timeout:
        waited = f"; it has not ended after {seconds:g} s" if seconds else ""
        raise RoundupError(
            busy + waited,
            hint="Nothing was done. Try again when it has ended, or wait longer for it: roundup --wait SECONDS …",
        ) from None
    except OSError as error:
        raise RoundupError(
            f"{path} cannot be written: {error.strerror or error}", hint="Make the desk's folder writable."
        ) from error
    try:
        yield
    finally:
        lock.release()


def in_turn(desk: Desk, path: Path, *, seconds: float, busy: str) -> AbstractContextManager[None]:
    """Hold the lock file `path` of a desk, waited for as long as the desk says, else `seconds`; that is told."""
    words = f"{busy[0].upper()}{busy[1:]}; waiting for it to end."
    patience = seconds if desk.wait is None else desk.wait
    return turn(path, seconds=patience, busy=busy, waiting=lambda: desk.waiting(words) if patience else None)


def alone(desk: Desk, command: str) -> AbstractContextManager[None]:
    """Hold the desk's lock of `command`: of two at once the second does its work after the first."""
    lock = desk.settings.root / f".{command}.lock"
    return in_turn(desk, lock, seconds=SECONDS, busy=f"another {command} is at work on this desk")
