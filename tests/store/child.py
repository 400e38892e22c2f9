"""Work done in a child process, which may be killed or have fewer rights."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: the signal that killed it (0: none), and what it had said before."""

    signal: int
    said: tuple[str, ...]


def in_child(work: Callable[[Say], None]) -> Ended:
    """Run `work` in a fork of this process; what it says is handed over at once, so that it counts as promised."""
    (ended,) = in_children([work])
    return ended


def in_children(works: Sequence[Callable[[Say], None]]) -> list[Ended]:
    """Run all of `works` at the same time, each in a child of its own."""
    started = [_start(work) for work in works]
    return [_end(child, reading) for child, reading in started]


def _start(work: Callable[[Say], None]) -> tuple[int, int]:
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of forking beside threads; the child starts none
        child = os.fork()
    if child == 0:
        _work(work, writing)
    os.close(writing)
    return child, reading


def _end(child: int, reading: int) -> Ended:
    with os.fdopen(reading, encoding="utf-8") as answer:
        said = tuple(answer.read().splitlines())
    _, status = os.waitpid(child, 0)
    return Ended(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, said)


def _work(work: Callable[[Say], None], writing: int) -> None:
    def say(words: str) -> None:
        os.write(writing, f"{words}\n".encode())

    try:
        work(say)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent has to hear of it
        say(repr(error))
    finally:
        os._exit(0)
