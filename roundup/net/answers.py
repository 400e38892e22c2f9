"""What reading an answer off a connection gives, whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from roundup.net.errors import FetchError

MOST_PIECES = 20_000  # a body in tiny pieces costs seconds of CPU although it is small

Pairs = Sequence[tuple[str, str]]
"""Fields in the order they came: lower-case name, value as Latin-1."""


class Answer(Protocol):
    """An answer whose head is read. `body()` reads the rest, once; `close()` ends the connection, read or not."""

    @property
    def status(self) -> int: ...
    @property
    def pairs(self) -> Pairs: ...
    def body(self) -> bytes: ...
    def close(self) -> None: ...


def cut_short() -> FetchError:
    """The error for a body that ends before its end."""
    return FetchError("broken-off", "the answer ended before it was complete")


def tiny_pieces() -> FetchError:
    """The error for more than MOST_PIECES."""
    return FetchError("protocol", "the answer comes in absurdly small pieces")
