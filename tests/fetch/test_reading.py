"""Where a body is read: what is plain and mostly known here, what is strange in a process that can be killed."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from roundup.errors import FeedError
from roundup.fetch import reading
from roundup.fetch.reading import Reader
from roundup.fetch.workers import ParserPool
from roundup.model import FeedState, ParsedFeed
from roundup.parse import parse_feed

URL = "https://blog.example/feed"
ZONE = "Europe/London"


class Pool:
    """Stands for the processes: remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[bytes, str, tuple[str, ...]]] = []

    def parse(self, body: bytes, url: str, content_type: str = "", **known: Any) -> ParsedFeed:
        self.given.append((body, known["items"], known["footers"]))
        return parse_feed(body, url=url, content_type=content_type, zone=ZoneInfo(ZONE))


def document(*numbers: int, more: str = "") -> bytes:
    items = "".join(
        f"<item><title>Post {n}</title><link>https://blog.example/{n}</link><guid>https://blog.example/{n}</guid>"
        f"<description>&lt;p>The words of post {n}.&lt;/p></description></item>"
        for n in numbers
    )
    return f"<rss version='2.0'><channel><title>A Blog</title>{more}{items}</channel></rss>".encode()


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
def reader(pool: Pool) -> Reader:
    return Reader(cast("ParserPool", pool), ZONE)


def state(body: bytes) -> FeedState:
    """What is remembered of a feed after `body` was read."""
    feed = parse_feed(body, url=URL, zone=ZoneInfo(ZONE))
    assert feed.items
    return FeedState(URL, items=feed.items, footers=feed.footers)


def test_a_plain_feed_that_grew_is_read_here_and_only_what_is_new(reader: Reader, pool: Pool) -> None:
    """What was in it before is counted, not read."""
    feed = reader.read(document(3, 2, 1), URL, "text/xml", state(document(2, 1)))
    assert [entry.title for entry in feed.entries] == ["Post 3"]
    assert feed.seen == 2
    assert pool.given == []


def test_the_first_few_strangers_are_read_here_the_rest_elsewhere(reader: Reader, pool: Pool) -> None:
    """A desk that begins with three blogs needs no processes; one with hundreds gets them."""
    unknown = FeedState(URL)
    for _ in range(reading.FEW + 3):
        assert len(reader.read(document(1), URL, "", unknown).entries) == 1
    assert len(pool.given) == 3
    reader.read(document(2, 1), URL, "", state(document(1)))
    assert len(pool.given) == 3, "whoever is known is still read here"


def test_where_many_strangers_are_expected_none_is_read_here(pool: Pool) -> None:
    """The processes will be needed anyway; what reading needs is not loaded twice."""
    reader = Reader(cast("ParserPool", pool), ZONE, expected=reading.FEW + 1)
    reader.read(document(1), URL, "", FeedState(URL))
    assert len(pool.given) == 1
    reader.read(document(2, 1), URL, "", state(document(1)))
    assert len(pool.given) == 1
    few = Reader(cast("ParserPool", pool), ZONE, expected=reading.FEW)
    few.read(document(1), URL, "", FeedState(URL))
    assert len(pool.given) == 1


def test_what_is_not_plain_is_read_elsewhere_with_what_is_known(reader: Reader, pool: Pool) -> None:
    """Not well-formed, so that only feedparser can make something of it."""
    body = document(2, 1, more="<description>Fish & <b>chips</description>")
    known = FeedState(URL, items="0123456789abcdef", footers=("Share this",))
    assert len(reader.read(body, URL, "text/xml", known).entries) == 2
    assert pool.given == [(body, known.items, known.footers)]


@pytest.mark.parametrize("items", ["", "0123456789abcdef"])
def test_what_is_no_feed_is_refused_wherever_it_is_read(reader: Reader, items: str) -> None:
    """In the words of whoever looked at it."""
    with pytest.raises(FeedError, match="web page"):
        reader.read(b"<!doctype html><html><body>Not found</body></html>", URL, "", FeedState(URL, items=items))


def test_both_places_read_the_same(reader: Reader, pool: Pool) -> None:
    """It makes no difference to a feed how many were before it."""
    here = reader.read(document(2, 1), URL, "text/xml", FeedState(URL))
    assert pool.given == []
    assert here == parse_feed(document(2, 1), url=URL, content_type="text/xml", zone=ZoneInfo(ZONE))


def test_a_run_without_news_loads_nothing_that_reads() -> None:
    """Asking is cheap as long as everybody says "not modified"."""
    program = (
        "import sys; import roundup.fetch, roundup.fetch.reading, roundup.fetch.workers; "
        "roundup.fetch.reading.Reader(roundup.fetch.workers.ParserPool(), 'Europe/London'); "
        "print(*sorted({'feedparser', 'nh3', 'selectolax', 'msgspec', 'w3lib', 'httpx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""
