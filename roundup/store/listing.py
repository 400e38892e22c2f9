"""Lists of posts by what was decided about them, where they came from, when, and the words in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Literal

from roundup.dataclass import dataclass
from roundup.model import Listing
from roundup.store.connection import Connection, Row
from roundup.store.index import searched
from roundup.store.match import match_expression
from roundup.store.rows import POST, POST_COLUMNS, post_of, sql
from roundup.store.times import to_json, to_text, words_from_json
from roundup.text import strip_controls

State = Literal["waiting", "starred", "skipped", "all"]


@dataclass(frozen=True, slots=True)
class ListingFilter:
    """Which posts to list, newest first.

    `waiting` posts are neither starred nor skipped nor in a closed edition; `starred` ones are in the open edition.
    Of those that wait, only the ones that are not held, or with `held` only the ones that are.
    `feed` is a feed's address or part of its title; `tag` one that curators or the blog itself gave; `words` must all
    be in the post ("quoted words" side by side). `since` is included, `until` is not; `limit` 0 means all.
    """

    state: State = "waiting"
    feed: str = ""
    tag: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    limit: int = 50
    held: bool = False


# Picks and editions are asked for post by post along the index of dates, so that a list ends as soon as it is full.
_FROM = "FROM posts LEFT JOIN picks ON picks.post = posts.id"
_IN_EDITION = "EXISTS (SELECT 1 FROM edition_posts WHERE edition_posts.post = posts.id)"
_STATES: dict[State, str] = {
    "waiting": f"coalesce(picks.starred, 0) = 0 AND coalesce(picks.skipped, 0) = 0 AND NOT {_IN_EDITION}",
    "starred": f"picks.starred = 1 AND NOT {_IN_EDITION}",
    "skipped": "picks.skipped = 1",
    "all": "1",
}
# After ten years nearly all posts wait: to count the others is a twentieth of the work of asking it of each.
_COUNT_WAITING = """
SELECT (SELECT count(*) FROM posts) - (SELECT count(*) FROM (
  SELECT post FROM picks WHERE post IS NOT NULL AND (starred = 1 OR skipped = 1)
  UNION SELECT post FROM edition_posts WHERE post IS NOT NULL
  UNION SELECT id FROM posts WHERE held <> ''))
"""
_EXTRAS = """, posts.teaser, coalesce(picks.starred, 0), coalesce(picks.skipped, 0),
(SELECT max(edition) FROM edition_posts WHERE edition_posts.post = posts.id),
CASE WHEN picks.key IS NULL THEN '[]' ELSE
  (SELECT json_group_array(tag) FROM (SELECT tag FROM post_tags WHERE pick = picks.key ORDER BY position)) END
"""
_OF_FEED = """posts.id IN (SELECT sources.post FROM sources JOIN feeds ON feeds.id = sources.feed
WHERE feeds.url = :feed OR instr(fold(feeds.title), fold(:feed)))"""
_TAGGED = """(EXISTS (SELECT 1 FROM post_tags WHERE pick = picks.key AND fold(tag) = fold(:tag))
OR EXISTS (SELECT 1 FROM json_each(posts.feed_tags) WHERE fold(value) = fold(:tag)))"""
_WITH_WORDS = "SELECT snapshots.post FROM {0} JOIN snapshots ON snapshots.id = {0}.rowid WHERE {0} MATCH :words"


def listing(db: Connection, wanted: ListingFilter) -> list[Listing]:
    """The posts that fit `wanted`, newest first by the earlier of its own date and when it was first seen."""
    where, parameters = _conditions(db, wanted)
    limit = "LIMIT :limit" if wanted.limit else ""
    statement = sql("SELECT", POST, _EXTRAS, _FROM, where, "ORDER BY posts.listed DESC, posts.id DESC", limit)
    return [_listing(row) for row in db.rows(statement, {**parameters, "limit": wanted.limit})]


def by_ids(db: Connection, ids: Collection[int]) -> list[Listing]:
    """The posts with these ids, newest first."""
    where = "WHERE posts.id IN (SELECT value FROM json_each(?))"
    statement = sql("SELECT", POST, _EXTRAS, _FROM, where, "ORDER BY posts.listed DESC, posts.id DESC")
    return [_listing(row) for row in db.rows(statement, (to_json(list(ids)),))] if ids else []


def blogs_waiting(db: Connection, limit: int) -> list[str]:
    """The blogs of the newest posts that wait, each as often as it has one."""
    where, parameters = _conditions(db, ListingFilter())
    statement = sql("SELECT posts.blog", _FROM, where, "ORDER BY posts.listed DESC, posts.id DESC LIMIT :limit")
    return [blog for (blog,) in db.rows(statement, {**parameters, "limit": limit}) if blog]


def count(db: Connection, wanted: ListingFilter) -> int:
    """How many posts fit `wanted`, whatever its limit."""
    if wanted == ListingFilter(limit=wanted.limit):
        return int(db.value(_COUNT_WAITING))
    where, parameters = _conditions(db, wanted)
    return int(db.value(sql("SELECT count(*)", _FROM, where), parameters))


def _conditions(db: Connection, wanted: ListingFilter) -> tuple[str, dict[str, Any]]:
    conditions, parameters = [_STATES[wanted.state]], {}
    if wanted.state == "waiting":
        # A decision about a held post is an answer to why it is held.
        conditions.append("posts.held <> ''" if wanted.held else "posts.held = ''")
    found_in = _found_in(searched(db)) if wanted.words else ""
    for asked, condition, name, value in (
        (wanted.feed, _OF_FEED, "feed", strip_controls(wanted.feed)),
        (wanted.tag, _TAGGED, "tag", strip_controls(wanted.tag)),
        (wanted.since, "posts.listed >= :since", "since", wanted.since and to_text(wanted.since)),
        (wanted.until, "posts.listed < :until", "until", wanted.until and to_text(wanted.until)),
        (wanted.words, found_in, "words", wanted.words and match_expression(wanted.words)),
    ):
        if asked:
            conditions.append(condition)
            parameters[name] = value
    return "WHERE " + " AND ".join(conditions), parameters


def _found_in(tables: Sequence[str]) -> str:
    return f"posts.id IN ({' UNION ALL '.join(map(_WITH_WORDS.format, tables))})"


def _listing(row: Row) -> Listing:
    teaser, starred, skipped, edition, tags = row[POST_COLUMNS:]
    return Listing(
        post=post_of(row),
        teaser=teaser,
        starred=bool(starred),
        skipped=bool(skipped),
        edition=edition,
        tags=words_from_json(tags),
    )
