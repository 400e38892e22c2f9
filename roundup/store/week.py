"""What the last days brought, in numbers: posts by blog, what is held, what fetches remarked, which feeds moved."""

from __future__ import annotations

from datetime import datetime

from roundup.dataclass import dataclass
from roundup.store.connection import Connection
from roundup.store.times import to_text

_FRESH = """
SELECT coalesce(feeds.url, ''), posts.blog, count(*) FROM posts LEFT JOIN feeds ON feeds.id = posts.feed
WHERE posts.listed >= ? AND posts.held = '' GROUP BY 1, 2 ORDER BY 3 DESC, 2
"""
_HELD = """
SELECT coalesce(feeds.url, ''), posts.blog, posts.held, count(*) FROM posts LEFT JOIN feeds ON feeds.id = posts.feed
LEFT JOIN picks ON picks.post = posts.id
WHERE posts.held <> '' AND coalesce(picks.starred, 0) = 0 AND coalesce(picks.skipped, 0) = 0
GROUP BY 1, 2, 3 ORDER BY max(posts.id) DESC
"""
_REMARKS = """
SELECT DISTINCT feeds.url, fetches.reason FROM fetches JOIN feeds ON feeds.id = fetches.feed
WHERE fetches.fetched_at >= ? AND fetches.kind = 'fetched' AND fetches.reason <> '' ORDER BY fetches.id
"""
_MOVED = """
SELECT feed_addresses.url, feeds.url FROM feed_addresses JOIN feeds ON feeds.id = feed_addresses.feed
WHERE feed_addresses.until >= ? ORDER BY feed_addresses.until
"""


@dataclass(frozen=True, slots=True)
class Brought:
    """`count` posts of a blog; `held` says why they wait apart, if they do. `url` is their feed's, "" for none."""

    url: str
    blog: str
    count: int
    held: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """What the days since a moment brought.

    `fresh` are posts that came out in them, most first; `held` those that wait apart, however old; `remarks` are
    (feed, words) of fetches that went well; `moved` (old address, new address).
    """

    fresh: tuple[Brought, ...]
    held: tuple[Brought, ...]
    remarks: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str], ...]


def week_since(db: Connection, since: datetime) -> Week:
    """What came since then."""
    moment = (to_text(since),)
    return Week(
        fresh=tuple(Brought(url, blog, count) for url, blog, count in db.rows(_FRESH, moment)),
        held=tuple(Brought(url, blog, count, why) for url, blog, why, count in db.rows(_HELD)),
        remarks=tuple((url, words) for url, words in db.rows(_REMARKS, moment)),
        moved=tuple((old, new) for old, new in db.rows(_MOVED, moment)),
    )
