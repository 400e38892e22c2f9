"""Parse: the bytes of a feed → frozen values. Pure; the only package that knows feedparser.

    bytes ─ decode ─┬─ document ─ xmlfeed (feedparser) ─┐
                    └─ jsonfeed ────────────────────────┴─ RawFeed ─ entries (titles, links, dates, bodies) ─ ParsedFeed

To add a format: one module with a `read_*(text, zone) -> RawFeed`, one line in the table `READERS` of feed.py.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roundup.model import ParsedFeed


def parse_feed(body: bytes, *, url: str, content_type: str = "", zone: tzinfo) -> ParsedFeed:
    """Read one feed: RSS 0.9x/1.0/2.0, Atom 0.3/1.0, CDF or JSON Feed 1.0/1.1.

    `url` is where the body came from in the end (relative addresses are resolved against it), `content_type` the
    header as sent, `zone` what is assumed for dates that name no time zone. Raises FeedError, and nothing else, when
    the body is not a feed. May need more time or memory than is safe for a hostile body: see fetch/workers.py.
    """
    from roundup.parse.feed import read_feed

    return read_feed(body, url=url, content_type=content_type, zone=zone)
