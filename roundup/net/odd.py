"""Answers that are not in the plain form (wire.py), read by h11: old habits are understood, errors are named."""

from __future__ import annotations

import h11

from roundup.net.answers import MOST_PIECES, Pairs, cut_short, tiny_pieces
from roundup.net.budget import HEADER_BYTES
from roundup.net.connect import Connection
from roundup.net.errors import FetchError


def read_answer(connection: Connection, data: bytes) -> OddAnswer:
    """The answer that begins with `data` (nothing: the connection has ended), as far as its head. Raises FetchError."""
    reader = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEADER_BYTES)
    # What was asked only matters for where the answer's body ends, and that is the same for every GET.
    reader.send(h11.Request(method="GET", target="/", headers=[("Host", "blog.example")]))
    reader.send(h11.EndOfMessage())
    answer = OddAnswer(connection, reader)
    answer.read_head(data)
    return answer


class OddAnswer:
    """An answer that h11 reads; provisional ones (RFC 9110 15.2) that come before it are passed over."""

    def __init__(self, connection: Connection, reader: h11.Connection) -> None:
        self.status = 0
        self.pairs: Pairs = ()
        self._connection = connection
        self._reader = reader

    def read_head(self, data: bytes) -> None:
        if data:
            self._reader.receive_data(data)
        else:
            raise _no_answer()
        while not isinstance(event := self._next(), h11.Response):
            if getattr(event, "status_code", 0) == 101:
                raise FetchError("protocol", "the answer is not sound HTTP: it changes to another protocol")
        self.status = event.status_code
        self.pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in event.headers]

    def body(self) -> bytes:
        """The body as it was sent, its content coding not undone. Raises FetchError."""
        parts: list[bytes] = []
        while isinstance(event := self._next(), h11.Data):
            parts.append(bytes(event.data))
            if len(parts) > MOST_PIECES:
                raise tiny_pieces()
        return b"".join(parts)

    def close(self) -> None:
        self._connection.close()

    def _next(self) -> object:
        """What comes next, after reading as much as that takes."""
        try:
            while (event := self._reader.next_event()) is h11.NEED_DATA:
                data = self._connection.receive()
                if not data and self._reader.their_state is h11.SEND_RESPONSE:
                    raise _no_answer()
                self._reader.receive_data(data)
        except h11.RemoteProtocolError as error:
            raise _unsound(error) from None
        return event


def _no_answer() -> FetchError:
    return FetchError("protocol", "the connection was closed without an answer")


def _unsound(error: h11.RemoteProtocolError) -> FetchError:
    # h11 has no kinds of its own for these; its words are stable and a test holds them.
    text = str(error)
    if "without sending" in text:
        return cut_short()
    said = text.partition(": bytearray(")[0] or type(error).__name__
    return FetchError("protocol", f"the answer is not sound HTTP: {said}")
