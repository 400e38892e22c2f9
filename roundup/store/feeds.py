"""What is remembered of each feed between fetches, and how its fetches went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from roundup.dataclass import dataclass, replace
from roundup.model import FeedState, FetchKind, FetchOutcome
from roundup.store.connection import Connection, Row
from roundup.store.states import SAVE, STATES, row_of, state_of
from roundup.store.times import from_text, to_text, to_text_or_none, words_to_json
from roundup.store.week import Week, week_since

Place = tuple[str, str, str, str]
"""A feed's address, title, site and where its document was found."""

KEPT_FETCHES = 200  # of each feed; some months at the usual pace
RATE_WEEKS = 12

_ADD = """
INSERT INTO feeds (url, title, site_url, health, reason, failures, etag, last_modified, body_hash, document_url)
VALUES (?, ?, ?, 'new', '', 0, '', '', '', ?)
ON CONFLICT (url) DO UPDATE SET
  title = coalesce(nullif(excluded.title, ''), title),
  site_url = coalesce(nullif(excluded.site_url, ''), site_url),
  document_url = excluded.document_url
"""
_PLACES = """
SELECT url, id, title, site_url, document_url FROM feeds WHERE url IN (SELECT value FROM json_each(?))
"""
_HOSTED = """
SELECT sources.url FROM sources JOIN feeds ON feeds.id = sources.feed JOIN posts ON posts.id = sources.post
LEFT JOIN picks ON picks.post = posts.id
WHERE feeds.url = ? AND (posts.doubt <> '' AND coalesce(picks.starred, 0) = 0) = ? ORDER BY sources.post DESC LIMIT 500
"""

_RECORD = """
INSERT INTO fetches (feed, fetched_at, kind, status, new, changed, reason, wire_bytes, seconds)
VALUES ((SELECT id FROM feeds WHERE url = ?), ?, ?, ?, ?, ?, ?, ?, ?)
"""
_FORGET = """
DELETE FROM fetches WHERE feed = (SELECT id FROM feeds WHERE url = ?1) AND id <=
  (SELECT id FROM fetches WHERE feed = (SELECT id FROM feeds WHERE url = ?1) ORDER BY id DESC LIMIT 1 OFFSET ?2)
"""


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """How one fetch of a feed went."""

    fetched_at: datetime
    kind: FetchKind
    status: int | None
    new: int
    changed: int
    reason: str
    wire_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class FeedStats:
    """What a feed has brought. `posts_per_week` is over the last twelve weeks, or since its first post if later."""

    posts: int
    posts_per_week: float
    newest: datetime


class Feeds:
    """The feeds of a desk. A feed that is no longer followed keeps its row: its posts came from somewhere."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def states(self) -> dict[str, FeedState]:
        """url → what is remembered, for every feed ever asked."""
        return {row[0]: state_of(row) for row in self._db.rows(STATES)}

    def save(self, outcome: FetchOutcome, *, new: int, changed: int) -> None:
        """Remember the state after a fetch, and that it was made."""
        self.save_all([(outcome, new, changed)])

    def save_all(self, results: Sequence[tuple[FetchOutcome, int, int]]) -> None:
        """As `save`, for each (outcome, new posts, changed posts)."""
        made = [_record(*result) for result in results if result[0].state.last_fetched]
        with self._db.joined():
            self._db.run_many(SAVE, [_row(outcome) for outcome, _, _ in results])
            self._db.run_many(_RECORD, made)
            self._db.run_many(_FORGET, [(row[0], KEPT_FETCHES) for row in made])

    def known_as(self, url: str, *, title: str = "", site_url: str = "", document_url: str = "") -> int:
        """The id of the feed followed under `url`, whose document was found at `document_url`; added if it is new."""
        return self.all_known_as([(url, title, site_url, document_url)])[url]

    def all_known_as(self, places: Sequence[Place]) -> dict[str, int]:
        """url → id, for each (url, title, site_url, document_url)."""
        urls = words_to_json([place[0] for place in places])
        found = {row[0]: row[1:] for row in self._db.rows(_PLACES, (urls,))}
        other = [place for place in places if not _is_as_it_was(place, found.get(place[0]))]
        if not other:
            return {url: row[0] for url, row in found.items()}
        self._db.run_many(_ADD, other)
        return {row[0]: row[1] for row in self._db.rows(_PLACES, (urls,))}

    def addresses(self) -> dict[str, str]:
        """Other addresses of feeds → the one each goes by: where its document is, where it moves to, what it had."""
        rows = self._db.rows(
            "SELECT feed_addresses.url, feeds.url FROM feed_addresses JOIN feeds ON feeds.id = feed_addresses.feed "
            "UNION ALL SELECT document_url, url FROM feeds UNION ALL SELECT moved_to, url FROM feeds"
        )
        return {other: url for other, url in rows if other and other != url}

    def history(self, url: str, limit: int = 20) -> tuple[FetchRecord, ...]:
        """The latest fetches of a feed, newest first."""
        rows = self._db.rows(
            "SELECT fetched_at, kind, status, new, changed, f.reason, wire_bytes, seconds FROM fetches f "
            "JOIN feeds ON feeds.id = f.feed WHERE feeds.url = ? ORDER BY f.id DESC LIMIT ?",
            (url, limit),
        )
        return tuple(FetchRecord(from_text(row[0]), *row[1:]) for row in rows)

    def stats(self, *, now: datetime) -> dict[str, FeedStats]:
        """url → what it has brought, for every feed that brought something."""
        since = now - timedelta(weeks=RATE_WEEKS)
        rows = self._db.rows(
            "SELECT feeds.url, count(*), sum(posts.listed >= ?), min(posts.listed), max(posts.listed) FROM sources "
            "JOIN feeds ON feeds.id = sources.feed JOIN posts ON posts.id = sources.post GROUP BY feeds.id",
            (to_text(since),),
        )
        return {
            url: FeedStats(count, lately / _weeks(max(from_text(oldest), since), now), from_text(newest))
            for url, count, lately, oldest, newest in rows
        }

    def week(self, since: datetime) -> Week:
        """What all feeds brought since then."""
        return week_since(self._db, since)

    def posts_per_week(self, *, now: datetime) -> dict[str, float]:
        """url → posts a week, as in `stats`."""
        return {url: stats.posts_per_week for url, stats in self.stats(now=now).items()}

    def hosts(self, url: str) -> frozenset[str]:
        """The hosts that the posts of a feed were on so far (the latest 500), but for those that `doubtful_hosts` has.

        A doubt is gone as soon as a curator has starred one of its posts.
        """
        return self._hosts(url, doubtful=False)

    def doubtful_hosts(self, url: str) -> frozenset[str]:
        """The hosts of posts that were held because the feed may have changed hands (the latest 500)."""
        return self._hosts(url, doubtful=True)

    def _hosts(self, url: str, *, doubtful: bool) -> frozenset[str]:
        from roundup.urls import host_of

        rows = self._db.rows(_HOSTED, (url, doubtful))
        return frozenset(host for (address,) in rows if (host := host_of(address)))


def _is_as_it_was(place: Place, row: Row | None) -> bool:
    _, title, site_url, document_url = place
    return row is not None and row[1:] == (title or row[1], site_url or row[2], document_url)


def _row(outcome: FetchOutcome) -> Row:
    """The parameters of SAVE."""
    state, feed, url = outcome.state, outcome.feed, outcome.subscription.url
    if feed is None:
        return row_of(state if state.url == url else replace(state, url=url), "")
    title, site_url = state.title or feed.title, state.site_url or feed.site_url
    return row_of(replace(state, url=url, title=title, site_url=site_url), feed.url)


def _record(outcome: FetchOutcome, new: int, changed: int) -> Row:
    """The parameters of _RECORD, the feed's address first."""
    return (
        *(outcome.subscription.url, to_text_or_none(outcome.state.last_fetched), outcome.kind, outcome.status),
        *(new, changed, outcome.reason or outcome.state.reason, outcome.wire_bytes, outcome.seconds),
    )


def _weeks(start: datetime, end: datetime) -> float:
    """Weeks from `start` to `end`, at least one."""
    return max((end - start) / timedelta(weeks=1), 1.0)
