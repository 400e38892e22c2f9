"""The server that gathering is measured against: honest, and only for this machine."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.gathering.answers import CHURNING, Behaviour, gains
from benchmarks.gathering.corpus import blog, render
from benchmarks.gathering.faults import fault
from benchmarks.gathering.library import Library
from benchmarks.gathering.server import FeedServer
from tests.benchmarks.conftest import FEEDS


@pytest.fixture(scope="module")
def running(library: Library, library_folder: Path) -> Iterator[FeedServer]:
    assert len(library.volumes) == FEEDS
    with FeedServer(library_folder, FEEDS) as server:
        yield server


@pytest.fixture
def server(running: FeedServer) -> FeedServer:
    running.behave(Behaviour())
    return running


def get(server: FeedServer, index: int, path: str = "", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(blog(index).host, server.port, timeout=20)
    try:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path or f"/feed/{index}", headers=fields)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_a_feed_is_sent_packed_to_those_who_ask_for_it(server: FeedServer) -> None:
    """And plain to all others; always with its type."""
    status, headers, body = get(server, 0, Accept_Encoding="gzip, deflate")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert gzip.decompress(body) == render(0)
    assert headers["Content-Type"] == blog(0).content_type
    status, headers, body = get(server, 0, Accept_Encoding="identity")
    assert (status, headers["Content-Encoding"], body) == (200, None, render(0))


@pytest.mark.parametrize("index", [0, 1])
def test_whoever_has_it_is_told_so(server: FeedServer, index: int) -> None:
    """By the tag, weak or strong, or by the date; the tag counts more than the date (RFC 9110, 13.2.2)."""
    headers = get(server, index)[1]
    tag, date = headers["ETag"], headers["Last-Modified"]
    assert get(server, index, If_None_Match=tag)[0] == 304
    assert get(server, index, If_Modified_Since=date)[0] == 304
    assert get(server, index, If_None_Match='"other"', If_Modified_Since=date)[0] == 200
    assert get(server, index, If_None_Match=tag)[2] == b""


def test_a_tenth_of_the_feeds_grow(server: FeedServer) -> None:
    """They have a new tag and one more post; the others stay as they were."""
    growing = next(index for index in range(FEEDS) if gains(index))
    tags = {index: get(server, index)[1]["ETag"] for index in range(FEEDS)}
    server.behave(Behaviour(grown=1))
    changed = [index for index in range(FEEDS) if get(server, index, If_None_Match=tags[index])[0] == 200]
    assert changed == [index for index in range(FEEDS) if gains(index)]
    assert get(server, growing)[2] == render(growing, grown=1)
    assert sum(gains(index) for index in range(1000)) == 1000 / CHURNING


def test_touched_feeds_are_those_of_wordpress(server: FeedServer) -> None:
    """Their bytes are new and so are their tags."""
    tags = {index: get(server, index)[1]["ETag"] for index in range(FEEDS)}
    server.behave(Behaviour(touched=1))
    changed = {index for index in range(FEEDS) if get(server, index, If_None_Match=tags[index])[0] == 200}
    assert changed == {index for index in range(FEEDS) if blog(index).kind == "rss"}


def test_without_validators_everything_is_sent(server: FeedServer) -> None:
    """Whatever is asked."""
    tag = get(server, 0)[1]["ETag"]
    server.behave(Behaviour(validators=False))
    status, headers, _ = get(server, 0, If_None_Match=tag)
    assert (status, headers["ETag"], headers["Last-Modified"]) == (200, None, None)


def test_requests_are_counted_by_their_answers(server: FeedServer) -> None:
    """From the last change of behaviour on; the server's own processor time with them."""
    tag = get(server, 0)[1]["ETag"]
    get(server, 0, If_None_Match=tag)
    get(server, 0, "/nothing/here")
    seen = server.seen()
    assert (seen.requests, seen.full, seen.unchanged, seen.other) == (3, 1, 1, 1)
    assert 0 < seen.cpu < 60
    server.behave(Behaviour())
    assert server.seen().requests == 0


def faulty(kind: str) -> int | None:
    return next((index for index in range(FEEDS) if fault(index) == kind), None)


def test_faulty_feeds_fail_as_they_always_do(server: FeedServer) -> None:
    """Every fault that the first feeds have, and none in those that are well."""
    server.behave(Behaviour(faulty=True))
    statuses = {"404": 404, "410": 410, "500": 500, "301": 301}
    for index in range(FEEDS):
        if not fault(index):
            assert get(server, index)[0] == 200
        elif fault(index) in statuses:
            assert get(server, index)[0] == statuses[fault(index)]


def test_what_has_moved_is_there(server: FeedServer) -> None:
    """At the address that the redirect names."""
    server.behave(Behaviour(faulty=True))
    assert get(server, 0, "/moved/0")[2] == render(0)


def test_latency_comes_before_the_answer(server: FeedServer) -> None:
    """It costs the server nothing, and whoever waits gets the same."""
    server.behave(Behaviour(latency=30))
    assert get(server, 0)[2] == render(0)


def test_nobody_else_is_answered(server: FeedServer) -> None:
    """A connection from an address that is not loopback is dropped unheard, where there is such an address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address would be used
        except OSError:
            pytest.skip("this machine has no other address")
        own = probe.getsockname()[0]
    if own.startswith("127."):
        pytest.skip("this machine has no other address")
    connection = http.client.HTTPConnection(own, server.port, timeout=5)
    # Refused, reset or closed without an answer, as the system likes: all of these are kinds of OSError.
    with contextlib.suppress(OSError):
        connection.request("GET", "/feed/0")
        pytest.fail(f"it answered {connection.getresponse().status}")
    connection.close()
