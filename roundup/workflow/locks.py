"""Taking turns: what two commands at once must not do at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from roundup.errors import RoundupError


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
        raise RoundupError(busy, hint="See what it is doing, then try again.") from None
    except OSError as error:
        raise RoundupError(
            f"{path} cannot be written: {error.strerror or error}", hint="Make the desk's folder writable."
        ) from error
    try:
        yield
    finally:
        lock.release()
