"""An answer read off a connection: its head, then its body if it is wanted (RFC 9112).

Here only what is written exactly as the standard has it; at the first byte that is not, h11 takes over (odd.py) and
decides whether that is an old habit or an error. So whatever is read here, h11 would have read in the same way.
"""

from __future__ import annotations

import re

from roundup.net.answers import MOST_PIECES, Answer, Pairs, cut_short, tiny_pieces
from roundup.net.budget import Budget
from roundup.net.connect import Connection
from roundup.patterns import pattern

_HEAD_END = pattern(rb"\n\r?\n")
_TEXT = rb"[\t\x20-\x7e\x80-\xff]*"
_HEAD = pattern(
    rb"HTTP/1\.([01]) ([2-5]\d\d)(?: " + _TEXT + rb")?\r\n((?:[!#-'*+.^-z|~A-Z\d-]+:" + _TEXT + rb"\r\n)*)\r\n"
)
_CHUNK = pattern(rb"[0-9a-fA-F]{1,7}\r\n")
_CHUNK_BEGUN = pattern(rb"[0-9a-fA-F]{0,7}\r?")
_LENGTH = pattern(r"\d{1,15}", re.ASCII)
_EMPTY = frozenset({204, 304})


def read_answer(connection: Connection, budget: Budget) -> Answer:
    """The answer to a request that was sent, as far as its head. Raises FetchError."""
    budget.begin_head()
    data, found = _receive_head(connection)
    answer = _plain(connection, data, found) if found else None
    if answer is None:
        from roundup.net import odd

        answer = odd.read_answer(connection, data)
    budget.end_head()
    budget.stage = "reading the answer"
    return answer


def _receive_head(connection: Connection) -> tuple[bytes, re.Match[bytes] | None]:
    """All that came until the head was complete; no match if it cannot be a plain one or ends too early."""
    data = b""
    while True:
        piece = connection.receive()
        looked = max(0, len(data) - 2)
        data += piece
        if not piece or not data.startswith(b"HTTP/1."[: len(data)]):
            return data, None
        if _HEAD_END.search(data, looked):
            return data, _HEAD.match(data)


def _plain(connection: Connection, data: bytes, found: re.Match[bytes]) -> Answer | None:
    """The answer that begins with the head `found`, if it is told in only one way where its body ends."""
    lines = found[3].decode("latin-1").split("\r\n")
    del lines[-1]
    pairs: list[tuple[str, str]] = []
    lengths: list[str] = []
    transfers: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        name, value = name.lower(), value.strip(" \t")
        pairs.append((name, value))
        if name == "content-length":
            lengths.append(value)
        elif name == "transfer-encoding":
            transfers.append(value.lower())
    framed = _framing(lengths, transfers, http_1_1=found[1] == b"1")
    if framed is None:
        return None
    status = int(found[2])
    answer = PlainAnswer(connection, status, pairs, data, found.end())
    answer.chunked, answer.left = (False, 0) if status in _EMPTY else framed
    return answer


def _framing(lengths: list[str], transfers: list[str], *, http_1_1: bool) -> tuple[bool, int | None] | None:
    """Whether the body comes in chunks, and else how long it is (None: to the end); None if that is not plain."""
    if transfers:
        return (True, None) if transfers == ["chunked"] and not lengths and http_1_1 else None
    if not lengths:
        return False, None
    return (False, int(lengths[0])) if len(lengths) == 1 and _LENGTH.fullmatch(lengths[0]) else None


class PlainAnswer:
    """An answer with a plain head. `left` is the body's length, None: until the connection ends."""

    __slots__ = ("_at", "_connection", "_data", "_head", "_pieces", "chunked", "left", "pairs", "status")

    def __init__(self, connection: Connection, status: int, pairs: Pairs, data: bytes, start: int) -> None:
        self.status = status
        self.pairs = pairs
        self.left: int | None = None
        self.chunked = False
        self._connection = connection
        self._data = data
        self._at = self._head = start
        self._pieces = 0

    def body(self) -> bytes:
        """The body as it was sent, its content coding not undone. Raises FetchError."""
        if self.chunked:
            return self._join_chunks()
        if self.left is None:
            return self._read_to_the_end()
        self._need(self.left)
        return self._data[self._at : self._at + self.left]

    def close(self) -> None:
        self._connection.close()

    def _more(self) -> bytes:
        self._pieces += 1
        if self._pieces > MOST_PIECES:
            raise tiny_pieces()
        return self._connection.receive()

    def _read_to_the_end(self) -> bytes:
        parts = [self._data[self._at :]]
        while part := self._more():
            parts.append(part)
        return b"".join(parts)

    def _need(self, size: int) -> None:
        """See to it that `size` bytes from where we are have come."""
        have = len(self._data) - self._at
        if have >= size:
            return
        parts = [self._data[self._at :]]
        while have < size:
            part = self._more()
            if not part:
                raise cut_short()
            parts.append(part)
            have += len(part)
        self._data, self._at = b"".join(parts), 0

    def _join_chunks(self) -> bytes:
        """Chunks of the plainest form (RFC 9112 7.1); from the first other one on, h11 reads."""
        head = self._data[: self._head]
        parts: list[bytes] = []
        while (line := self._size_line()) is not None:
            begin, size = len(line), int(line, 16)
            self._need(begin + size + 2)
            begin += self._at
            if self._data[begin + size : begin + size + 2] != b"\r\n":
                break
            self._at = begin + size + 2
            if not size:
                return b"".join(parts)
            parts.append(self._data[begin : begin + size])
            if len(parts) > MOST_PIECES:
                raise tiny_pieces()
        from roundup.net import odd

        answer = odd.read_answer(self._connection, head + self._data[self._at :])
        return b"".join([*parts, answer.body()])

    def _size_line(self) -> bytes | None:
        """The line with the next chunk's size; None if it is not a plain one."""
        while not (found := _CHUNK.match(self._data, self._at)):
            begun = self._data[self._at : self._at + 10]
            if not _CHUNK_BEGUN.fullmatch(begun):
                return None
            self._need(len(begun) + 1)
        return found[0]
