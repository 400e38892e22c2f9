"""Broken answers: each is one error with a kind and one line, and none is taken for a good one."""

from __future__ import annotations

import gzip
import socket
import zlib

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from roundup.net import FetchError, HttpClient
from roundup.net.resolve import Sockaddr
from tests.net.servers import Page, attempt, client, failure, reply, reset, serving, settings

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ZIPPED = gzip.compress(b"<rss>" * 1000, mtime=0)  # always the same bytes: they are in the tests' names


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (b"", "protocol"),
        (b"\x00\x01\x02SSH-2.0-nope\r\n\r\n", "protocol"),
        (b"<rss>no head at all</rss>", "protocol"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "protocol"),
        (OK + b"this is no header\r\n\r\n", "protocol"),
        (OK + b"X-Nul: a\0b\r\n\r\n", "protocol"),
        (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n123456", "protocol"),
        (OK + b"Content-Length: -5\r\n\r\n", "protocol"),
        (OK + b"Content-Length: five\r\n\r\n", "protocol"),
        (OK + b"Transfer-Encoding: martian\r\n\r\n", "protocol"),
        (CHUNKED + b"-5\r\nabcde\r\n0\r\n\r\n", "protocol"),
        (CHUNKED + b"zz\r\n", "protocol"),
        (CHUNKED + b"5\r\n<rss>\r\n", "broken-off"),
        (CHUNKED + b"5\r\n<r", "broken-off"),
        (reply(b"<rss>", length=500), "broken-off"),
        (reset(OK + b"Content-Length: 500\r\n\r\n<rss>"), "broken-off"),
    ],
)
def test_an_answer_that_is_not_sound_is_an_error(page: Page, kind: str) -> None:
    """No answer that breaks the rules or breaks off is read."""
    with serving(page) as server:
        error = failure(server.url())
    assert error.kind == kind
    assert error.message.isprintable()
    assert "bytearray" not in error.message


@pytest.mark.parametrize(
    ("coding", "body", "kind"),
    [
        ("gzip", ZIPPED[:-20], "broken-off"),
        ("gzip", ZIPPED[:-4], "broken-off"),
        ("gzip", b"<rss/>", "encoding"),
        ("gzip", ZIPPED[:-8] + b"\0" * 8, "encoding"),
        ("deflate", zlib.compress(b"<rss>" * 1000)[:-10], "broken-off"),
        ("br", b"<rss/>", "encoding"),
        ("x-martian", b"<rss/>", "encoding"),
        ("gzip, br", ZIPPED, "encoding"),
        ("gzip, gzip, gzip", ZIPPED, "encoding"),
    ],
)
def test_a_content_coding_that_does_not_work_out_is_an_error(coding: str, body: bytes, kind: str) -> None:
    """Cut, damaged, foreign and over-stacked codings are told apart from a good body."""
    with serving(reply(body, headers={"Content-Encoding": coding})) as server:
        assert failure(server.url()).kind == kind


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", ZIPPED),
        ("X-GZip", ZIPPED),
        ("identity", b"<rss>" * 1000),
        ("", b"<rss>" * 1000),
        ("deflate", zlib.compress(b"<rss>" * 1000)),
        ("deflate", zlib.compress(b"<rss>" * 1000)[2:-4]),
        ("gzip, gzip", gzip.compress(ZIPPED, mtime=0)),
        ("deflate, gzip", gzip.compress(zlib.compress(b"<rss>" * 1000), mtime=0)),
        ("gzip", gzip.compress(b"<rss>" * 400, mtime=0) + gzip.compress(b"<rss>" * 600, mtime=0)),
        ("gzip", ZIPPED + b"\0\0\0\0"),
        ("", ZIPPED),
    ],
    ids=["gzip", "x-gzip", "identity", "none", "zlib", "bare deflate", "twice", "mixed", "members", "padded", "unsaid"],
)
def test_codings_in_use_are_undone(coding: str, body: bytes) -> None:
    """What servers really send comes out as it went in."""
    with serving(reply(body, headers={"Content-Encoding": coding} if coding else {})) as server, client() as http:
        assert http.get(server.url()).body == b"<rss>" * 1000


@pytest.mark.parametrize(
    "page",
    [
        OK.replace(b"\r\n", b"\n") + b"Content-Length: 5\n\n<rss>",
        b"HTTP/1.0 200 OK\r\n\r\n<rss>",
        b"HTTP/1.1 200\r\nContent-Length: 5\r\n\r\n<rss>",
        b"HTTP/1.1 100 Continue\r\n\r\n" + reply(b"<rss>"),
        CHUNKED + b"2;ext=1\r\n<r\r\n3\r\nss>\r\n0\r\nTrailer: x\r\n\r\n",
        reply(b"<rss>more than said", length=5),
        OK + b"Content-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n\r\n",
    ],
    ids=["bare newlines", "1.0", "no phrase", "continue first", "chunks", "more than said", "length and chunks"],
)
def test_harmless_oddities_are_read(page: bytes) -> None:
    """Old and sloppy servers are understood as browsers understand them."""
    with serving(page) as server, client() as http:
        assert http.get(server.url()).body == b"<rss>"


def test_nobody_listening_is_said_so() -> None:
    """A closed port is a refusal, with host and port named."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    error = failure(f"http://127.0.0.1:{port}/")
    assert error.kind == "refused"
    assert error.message == f"127.0.0.1:{port} refuses the connection"


def test_a_name_nobody_knows_is_said_so() -> None:
    """`.invalid` never resolves (RFC 6761)."""
    error = failure("http://blog.invalid/")
    assert error.kind in ("dns", "timeout")
    assert "blog.invalid" in error.message


def test_a_second_address_is_tried_when_the_first_does_not_answer() -> None:
    """A host with a dead address among its living ones is reached."""

    def resolve(host: str, port: int) -> tuple[Sockaddr, ...]:
        return ((2, "127.0.0.9", port), (2, "127.0.0.1", port))

    allowed = settings(allow_hosts=("127.0.0.0/8:*",))
    with serving(reply(b"second")) as server, HttpClient(allowed, resolve=resolve) as http:
        assert http.get(server.url(host="blog.example")).body == b"second"


def test_a_server_that_answers_before_it_has_read_all_is_heard() -> None:
    """An early refusal counts although our request could not be delivered in full."""

    def early(connection: socket.socket) -> None:
        connection.sendall(reply(b"go away", status=431))

    with serving(early) as server, client() as http:
        assert http.get(server.url("/" + "a" * 7000)).status == 431


PIECES = st.sampled_from(
    [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", b"Location: /x\r\n", b"\r\n",
     b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"5\r\nabcde\r\n",
     b"0\r\n\r\n", b"ETag: \x00\r\n", b"<rss/>", b"\xff\xfe", b": \r\n", b"X" * 300, ZIPPED]
)  # fmt: skip


@settings_of_hypothesis(max_examples=60, deadline=None)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=8))
def test_any_bytes_are_an_answer_or_one_error(pieces: list[bytes]) -> None:
    """Nothing a server can send gets anything but FetchError out of us, in one line."""
    with serving(b"".join(pieces)) as server, client(deadline=5) as http:
        answer = attempt(lambda: http.get(server.url()))
    if isinstance(answer, FetchError):
        assert answer.message.isprintable()
        assert answer.kind != "timeout"
    else:
        assert 100 <= answer.status < 1000
