"""Parse: the bytes of a feed → frozen values. Pure; the only package that knows feedparser.

    bytes ─ decode ─┬─ document ─┬─ plain (expat) ───────┐
                    │            └─ xmlfeed (feedparser) ─┤
                    └─ jsonfeed ──────────────────────────┴─ RawFeed ─ entries (titles, links, dates …) ─ ParsedFeed

To add a format: one module with a `read_*(text, zone) -> RawFeed`, one line in the table `READERS` of feed.py.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from roundup.model import ParsedFeed

MOST_NEW: Final = (
    200_000  # bytes of new markup (of JSON: characters) that parse_plain cleans in the caller's own process
)


def parse_feed(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    zone: tzinfo,
    known: frozenset[str] = frozenset(),
    footers: tuple[str, ...] = (),
) -> ParsedFeed:
    """Read one feed: RSS 0.9x/1.0/2.0, Atom 0.3/1.0, CDF or JSON Feed 1.0/1.1.

    `url` is where the body came from in the end (relative addresses are resolved against it), `content_type` the
    header as sent, `zone` what is assumed for dates that name no time zone. Items named in `known` (names from the
    `items` of an earlier reading) are counted in `seen` and not read again; `footers` are those found when they were.
    Raises FeedError, and nothing else, when the body is not a feed. May need more time or memory than is safe for a
    hostile body: see fetch/workers.py.
    """
    from roundup.parse.feed import Request, read_feed

    return read_feed(body, Request(url, content_type, zone, known, footers))


def parse_plain(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    zone: tzinfo,
    known: frozenset[str] = frozenset(),
    footers: tuple[str, ...] = (),
    most_new: int = MOST_NEW,
) -> ParsedFeed | None:
    """What parse_feed would give, if that can be had quickly and safely in the caller's own process, else None.

    Linear in the body's length whatever is in it. None for a body that is large, not plain (docs/parse.md says what
    is), or that holds more than `most_new` bytes of markup not read before: then parse_feed is to be asked, in a
    process that can be stopped. Raises FeedError, and nothing else, when the body is not a feed.
    """
    from roundup.parse.feed import Request, read_plain_feed

    return read_plain_feed(body, Request(url, content_type, zone, known, footers), most_new)
