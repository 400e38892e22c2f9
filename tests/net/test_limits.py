"""Sizes: on the wire, uncompressed, of heads, in pieces."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest

from tests.net.servers import client, failure, flood, reply, serving

HEAD = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(20_000_000), 9, mtime=0)


def test_a_body_as_large_as_the_limit_is_read_and_one_larger_is_not() -> None:
    """Both limits are exact; what is over is not cut off but refused."""
    with serving(pages={"/fits": reply(b"x" * 1000), "/over": reply(b"x" * 1001)}) as server:
        with client(max_wire_bytes=1000, max_body_bytes=1000) as http:
            assert len(http.get(server.url("/fits")).body) == 1000
        error = failure(server.url("/over"), max_wire_bytes=1000)
    assert error.kind == "too-big"
    assert error.message == "the answer is larger than 0.001 MB ([fetch] max_wire_bytes)"


def test_a_length_over_the_limit_is_refused_before_reading() -> None:
    """A server that announces too much is not listened to."""
    with serving(reply(b"", length=9_000_000)) as server:
        assert failure(server.url()).kind == "too-big"


@pytest.mark.parametrize(
    "head",
    [HEAD + b"\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\n"],
    ids=["until it closes", "chunked"],
)
def test_a_body_without_end_is_stopped_at_the_limit(head: bytes) -> None:
    """Without a length, bytes are counted as they come."""
    piece = b"x" * 65536
    chunk = b"10000\r\n" + piece + b"\r\n" if b"chunked" in head else piece
    with serving(flood(head, chunk)) as server:
        assert failure(server.url(), max_wire_bytes=1_000_000).kind == "too-big"


@pytest.mark.parametrize(
    ("coding", "body"),
    [("gzip", BOMB), ("deflate", zlib.compress(bytes(20_000_000), 9)), ("gzip, gzip", gzip.compress(BOMB, 9, mtime=0))],
    ids=["gzip", "deflate", "gzip twice"],
)
def test_a_bomb_is_refused_without_being_blown_up(coding: str, body: bytes) -> None:
    """20 MB out of a few kB cost no more memory than the limit on uncompressed bytes allows."""
    with serving(reply(body, headers={"Content-Encoding": coding})) as server:
        tracemalloc.start()
        try:
            error = failure(server.url(), max_body_bytes=100_000)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert error.kind == "too-big"
    assert error.message == "the answer is larger than 0.1 MB ([fetch] max_body_bytes)"
    assert peak < 5_000_000


@pytest.mark.parametrize(
    "page",
    [
        flood(HEAD, b"X-More: and more\r\n"),
        flood(HEAD + b"X-Long: ", b"y" * 10_000),
        flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        flood(b"", b"HTTP/1.1 103 Early Hints\r\nX: " + b"y" * 5000 + b"\r\n\r\n"),
        HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(300)) + b"Content-Length: 0\r\n\r\n",
    ],
    ids=["fields without end", "a field without end", "continue without end", "hints without end", "300 fields"],
)
def test_a_head_is_bounded(page: bytes) -> None:
    """Neither many fields nor long ones nor many provisional answers are read for long."""
    with serving(page) as server:
        assert failure(server.url(), deadline=20).kind == "protocol"


def test_a_body_in_tiny_pieces_is_refused() -> None:
    """Chunks of one byte cost a thousand times the work that their bytes are worth."""
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    with serving(head + b"1\r\nx\r\n" * 25_000 + b"0\r\n\r\n") as server:
        error = failure(server.url(), deadline=20)
    assert error.kind == "protocol"
    assert "small pieces" in error.message


@pytest.mark.parametrize("value", ['"' + "a" * 1000 + '"', '"caf\xe9"', '"tab\there"'], ids=["long", "accent", "tab"])
@pytest.mark.parametrize("name", ["etag", "last-modified"])
def test_validators_that_cannot_be_trusted_are_dropped(name: str, value: str) -> None:
    """They would be sent back byte for byte: only short plain ones are kept, and the answer still counts."""
    with serving(reply(b"ok", headers={name: value})) as server, client() as http:
        answer = http.get(server.url())
    assert answer.body == b"ok"
    assert name not in answer.headers
