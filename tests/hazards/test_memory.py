"""What a run holds in memory is bounded, however many servers send however much."""

from __future__ import annotations

import gc
import threading
import time
import tracemalloc
import weakref
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from roundup.errors import FeedError
from roundup.fetch import fetch_all
from roundup.model import FeedState, FetchOutcome, ParsedFeed
from roundup.net import FetchError, HttpClient
from roundup.net.room import LARGE_BYTES
from tests.fetch.feeds import read, requests_for, run
from tests.net.servers import flood, reply, serving, settings
from tests.samples import NOW

BOMB = zlib.compress(bytes(40_000_000), 9)
MEGABYTE = 1_000_000


@contextmanager
def traced() -> Iterator[list[int]]:
    """What Python held at most, in bytes, once the block has ended."""
    peak: list[int] = []
    gc.collect()
    tracemalloc.start()
    try:
        yield peak
        peak.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def test_many_bombs_at_once_cost_no_more_than_one() -> None:
    """They are looked at before anything is kept: a dozen times 20 MB are allowed, and next to nothing is held."""
    with serving(reply(BOMB, headers={"Content-Encoding": "deflate"})) as server, traced() as peak:
        urls = [server.url(f"/{n}") for n in range(12)]
        outcomes = run(requests_for(urls), concurrency=12, per_host=12, deadline=60.0, max_body_bytes=20 * MEGABYTE)
    assert {outcome.error for outcome in outcomes.values()} == {"too-big"}
    assert peak[0] < 12 * MEGABYTE


def test_bodies_without_end_are_let_go_of() -> None:
    """One after the other, none stays when it has been given up."""
    gc.disable()
    try:
        with serving(flood(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536)) as server, traced() as peak:
            urls = [server.url(f"/{n}") for n in range(12)]
            outcomes = run(requests_for(urls), concurrency=1, deadline=60.0, max_wire_bytes=2 * MEGABYTE)
    finally:
        gc.enable()
    assert {outcome.error for outcome in outcomes.values()} == {"too-big"}
    assert peak[0] < 12 * MEGABYTE


class Burden:
    """What stands for a body, and can be watched."""


class Failing(HttpClient):
    """Fails with a body in hand."""

    def __init__(self, held: list[weakref.ref[Burden]]) -> None:
        super().__init__(settings())
        self._held = held

    def get(self, *_: object, **__: object) -> object:  # type: ignore[override] # it never returns
        burden = Burden()
        self._held.append(weakref.ref(burden))
        try:
            raise ValueError("a library's")
        except ValueError:
            raise FetchError("encoding", f"damaged: {type(burden).__name__}") from None


def test_a_failure_keeps_nothing_of_the_body() -> None:
    """At once, not when cycles are next looked for: an error remembers the frames that it came through."""
    held: list[weakref.ref[Burden]] = []
    outcomes: list[FetchOutcome] = []
    gc.disable()
    try:
        with Failing(held) as client:
            many = fetch_all(
                requests_for(["http://blog.example/1"]), client=client, parse=_never, now=NOW, concurrency=1, per_host=1
            )
            outcomes.extend(many)
        assert [each() for each in held] == [None]
    finally:
        gc.enable()
    assert outcomes[0].reason.startswith("damaged: Burden")


def _never(_body: bytes, _url: str, _type: str, _state: FeedState) -> ParsedFeed:
    raise FeedError("nothing is read here")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_body_as_large_as_allowed_is_read_whole(coding: str) -> None:
    """Looking first takes nothing away from it."""
    body = b"A Blog\n" + bytes(range(128)) * 12_000
    window = 31 if coding == "gzip" else 15
    packer = zlib.compressobj(6, zlib.DEFLATED, window)
    packed = packer.compress(body) + packer.flush()
    with serving(reply(packed, headers={"Content-Encoding": coding})) as server:
        whole = run(requests_for([server.url()]), max_body_bytes=len(body))
        over = run(requests_for([server.url()]), max_body_bytes=len(body) - 1)
    assert [outcome.kind for outcome in whole.values()] == ["fetched"]
    assert [outcome.error for outcome in over.values()] == ["too-big"]


class Counting:
    """A reader of feeds that knows how many it was reading at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0

    def __call__(self, body: bytes, url: str, content_type: str, before: FeedState) -> ParsedFeed:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.02)
        with self._lock:
            self._now -= 1
        return read(body[:10], url, content_type, before)


@pytest.mark.parametrize(("size", "few"), [(LARGE_BYTES + 1, True), (1000, False)])
def test_large_feeds_are_held_one_at_a_time(size: int, few: bool) -> None:
    """All that is allowed, from a dozen servers at once, fills no machine; usual feeds don't wait for each other."""
    packed = zlib.compress(b"A Blog\n" + bytes(size), 1)
    reading = Counting()
    with serving(reply(packed, headers={"Content-Encoding": "deflate"})) as server:
        urls = [server.url(f"/{n}") for n in range(12)]
        outcomes = run(requests_for(urls), concurrency=12, per_host=12, parse=reading, deadline=60.0)
    assert [outcome.kind for outcome in outcomes.values()] == ["fetched"] * 12
    assert (reading.most == 1) is few
