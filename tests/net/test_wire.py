"""Answers read off a connection: the quick reading and h11's are one and the same."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.net import FetchError, odd, wire
from roundup.net.answers import Answer
from roundup.net.budget import Budget
from roundup.net.connect import Connection
from tests.net.servers import attempt

Outcome = tuple[int, list[tuple[str, str]], bytes] | str


class Pieces(Connection):
    """A connection over which `pieces` come one after the other."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__(socket.socket(), Budget(60, 10**9, time.monotonic))
        self._sock.close()
        self.pieces = [piece for piece in pieces if piece]

    def receive(self) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""


def quick(connection: Connection) -> Answer:
    return wire.read_answer(connection, Budget(60, 10**9, time.monotonic))


def slow(connection: Connection) -> Answer:
    return odd.read_answer(connection, connection.receive())


def read(reader: object, pieces: Iterable[bytes]) -> Outcome:
    """Status, fields and body, or the kind of error that reading ends in."""
    assert callable(reader)
    outcome = attempt(lambda: _read(reader(Pieces(pieces))))
    if isinstance(outcome, FetchError):
        assert outcome.message.isprintable()
        return outcome.kind
    return outcome


def _read(answer: Answer) -> Outcome:
    return answer.status, list(answer.pairs), answer.body()


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """`data` in pieces, cut at these places."""
    marks = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in itertools.pairwise(marks)]


NAMES = st.sampled_from(
    [
        "Content-Length",
        "Transfer-Encoding",
        "ETag",
        "X-Odd_Name!",
        "content-length",
        "Location",
        "X Y",
        "",
        "Content-Type",
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        ["5", "0", "12", " 5 ", "5, 5", "-5", "chunked", "Chunked", "gzip, chunked", "identity", '"a"', ""]
    ),
    st.text(st.characters(max_codepoint=255), max_size=8),
)
STARTS = st.sampled_from(
    ["HTTP/1.1 200 OK", "HTTP/1.1 200", "HTTP/1.0 200 OK", "HTTP/1.1 304 Not Modified", "HTTP/1.1 204 ",
     "HTTP/2 200 OK", "HTTP/1.1 999 X", "HTTP/1.1 301 Moved", "HTTP/1.1 100 Continue", "HTTP/1.1 20 OK", "ICY 200 OK"]
)  # fmt: skip
ENDS = st.sampled_from(["\r\n", "\r\n", "\r\n", "\n", "\r\n "])
BODIES = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        [b"5\r\nabcde\r\n0\r\n\r\n", b"5;x=y\r\nabcde\r\n0\r\n\r\n", b"5\r\nabcde\r\n0\r\nX: y\r\n\r\n",
         b"5\nabcde\n0\n\n", b"5 \r\nabcde\r\n0\r\n\r\n", b"5\r\nabcdeXX0\r\n\r\n", b"5\r\nab", b"-1\r\n", b"\r\n",
         b"00005\r\nabcde\r\n000\r\n\r\n", b"A\r\n0123456789\r\n2\r\nxy\r\n0\r\n\r\nmore", b"fffffffff\r\nx",
         b"HTTP/1.1 200 OK\r\n\r\nx"]
    ),
)  # fmt: skip


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """Answers of which most are nearly right."""
    end = draw(ENDS)
    fields = [f"{name}: {value}" for name, value in draw(st.lists(st.tuples(NAMES, VALUES), max_size=4))]
    if draw(st.booleans()):
        fields.append("Transfer-Encoding: chunked")
    head = end.join([draw(STARTS), *fields, "", ""])
    return head.encode("latin-1") + draw(BODIES)


@given(answers(), st.lists(st.integers(0, 200), max_size=4))
def test_the_quick_reading_is_that_of_h11(data: bytes, places: list[int]) -> None:
    """The same status, fields and body, or the same kind of error, however the bytes are cut into pieces."""
    assert read(quick, cut(data, places)) == read(slow, cut(data, places))


@given(st.binary(max_size=2000), st.lists(st.integers(1, 300), max_size=20), st.lists(st.integers(0, 5000), max_size=9))
def test_chunks_of_any_size_in_pieces_of_any_size(body: bytes, sizes: list[int], places: list[int]) -> None:
    """What was sent in chunks comes out whole."""
    sent, rest = b"", body
    for size in [*sizes, len(body) or 1]:
        part, rest = rest[:size], rest[size:]
        sent += b"%x\r\n%s\r\n" % (len(part), part) if part else b""
    data = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + sent + b"0\r\n\r\n"
    assert read(quick, cut(data, places)) == (200, [("transfer-encoding", "chunked")], body)


def test_a_chunk_that_is_not_plain_is_read_on_by_h11() -> None:
    """Extensions and trailers in the middle lose nothing of what came before."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b"3\r\none\r\n3;name=value\r\ntwo\r\n5\r\nthree\r\n0\r\nChecksum: x\r\n\r\n"
    for size in (1, 7, 1000):
        data = head + chunks
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        assert read(quick, pieces) == (200, [("transfer-encoding", "chunked")], b"onetwothree")


@pytest.mark.parametrize(
    ("head", "rest", "expected"),
    [
        (b"Content-Length: 3", b"abcdef", b"abc"),
        (b"Content-Length: 0", b"abcdef", b""),
        (b"Connection: close", b"abcdef", b"abcdef"),
    ],
)
def test_where_a_body_ends_is_what_its_head_says(head: bytes, rest: bytes, expected: bytes) -> None:
    """RFC 9112 6.3."""
    answer = quick(Pieces([b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n", rest[:2], rest[2:]]))
    assert answer.body() == expected


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_an_answer_without_a_body_has_none_whatever_it_says(status: bytes) -> None:
    """RFC 9110 6.4.1; nothing is waited for."""
    answer = quick(Pieces([b"HTTP/1.1 " + status + b"\r\nContent-Length: 50\r\n\r\n"]))
    assert (answer.status, answer.body()) == (int(status[:3]), b"")


def test_another_protocol_is_not_changed_to() -> None:
    """Nobody asked for one (RFC 9110 15.2.2)."""
    data = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\nConnection: upgrade\r\n\r\nhello"
    assert read(quick, [data]) == "protocol"


@pytest.mark.parametrize("pieces", [[], [b"HTTP"], [b"HTTP/1.1 200 OK\r\nX: y\r\n"], [b"HTTP/1.1 100 Go on\r\n\r\n"]])
def test_a_connection_that_ends_before_the_head_does_is_no_answer(pieces: list[bytes]) -> None:
    """With nothing, with half a head, and with a provisional answer only."""
    with pytest.raises(FetchError, match="closed without an answer"):
        quick(Pieces(pieces))
