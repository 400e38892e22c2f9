"""What parsing costs: every feed of feedparser's own corpus, and a few long ones, against feedparser's defaults.

Run from the checkout: `python -m benchmarks.parse_corpus`. CPU times; the corpus is downloaded once, through pip.
"""

from __future__ import annotations

import io
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC
from functools import cache

import feedparser
import feedparser.api

from roundup.errors import FeedError
from roundup.parse import parse_feed
from tests.parse.corpus import feed_files, headers_for

ROUNDS = 3
PARAGRAPH = "&lt;p>The bins went out on &lt;b>time&lt;/b>, as they do &lt;a href='/x'>every week&lt;/a>.&lt;/p>"


def ours(body: bytes, content_type: str) -> None:
    """Parse, clean and read as the program does."""
    with suppress(FeedError):
        parse_feed(body, url="https://blog.example/feed/", content_type=content_type, zone=UTC)


@cache
def _known(body: bytes, content_type: str) -> frozenset[str]:
    with suppress(FeedError):
        feed = parse_feed(body, url="https://blog.example/feed/", content_type=content_type, zone=UTC)
        return frozenset(feed.items.split())
    return frozenset()


def again(body: bytes, content_type: str) -> None:
    """The same for somebody who has read all its items before."""
    known = _known(body, content_type)
    with suppress(FeedError):
        parse_feed(body, url="https://blog.example/feed/", content_type=content_type, zone=UTC, known=known)


def theirs(body: bytes, content_type: str) -> None:
    """Parse as a program does that trusts feedparser's defaults."""
    feedparser.parse(io.BytesIO(body), response_headers={"content-type": content_type})


def cost(parse: Callable[[bytes, str], None], body: bytes, content_type: str) -> float:
    """The least CPU seconds of a few rounds."""
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        parse(body, content_type)
        found.append(time.process_time() - start)
    return min(found)


def long_feed(items: int, paragraphs: int) -> bytes:
    """A blog's feed of so many posts of so many paragraphs."""
    words = f"<description>{PARAGRAPH * paragraphs}</description>"
    post = f"<item><title>Bins</title><link>https://blog.example/1</link>{words}</item>"
    return f"<rss version='2.0'><channel><title>A Blog</title>{post * items}</channel></rss>".encode()


def row(name: str, mine: Sequence[float], other: Sequence[float]) -> str:
    """Median, 99th percentile and worst in milliseconds, and the ratio of the sums."""
    cells = []
    for costs in (mine, other):
        ordered = sorted(costs)
        picks = (statistics.median(ordered), ordered[int(len(ordered) * 0.99)], ordered[-1])
        cells.append(" ".join(f"{seconds * 1000:9.2f}" for seconds in picks))
    return f"{name:28} {cells[0]}   {cells[1]}   {sum(mine) / sum(other):5.2f}"


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    print(f"{'milliseconds of CPU':28} {'ours: median, p99, worst':>29}   {'feedparser: the same':>29}   ratio")
    corpus = [(path.read_bytes(), headers_for(path)["content-type"]) for path in feed_files()]
    groups = {f"{len(corpus)} files of the corpus": corpus}
    groups |= {
        f"{items} posts of {paragraphs} paragraphs": [(long_feed(items, paragraphs), "application/rss+xml")]
        for items, paragraphs in ((10, 60), (100, 60), (300, 60))
    }
    mine = {name: [cost(ours, *feed) for feed in feeds] for name, feeds in groups.items()}
    read = {name: [cost(again, *feed) for feed in feeds] for name, feeds in groups.items()}
    feedparser.api.PREFERRED_XML_PARSERS = []  # parsing with ours has put our own driver there
    for name, feeds in groups.items():
        other = [cost(theirs, *feed) for feed in feeds]
        print(row(name, mine[name], other))
        print(row("  the same, read before", read[name], other))


if __name__ == "__main__":
    main()
