"""Posts: finding them, their sources and snapshots, and taking in what a feed or page brought."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from roundup.errors import NotFound
from roundup.model import Change, Entry, KnownPost, Listing, ParsedFeed, Post, Snapshot, Source
from roundup.store.connection import Connection
from roundup.store.feeds import Feeds
from roundup.store.intake import Arrived, Intake
from roundup.store.ledger import Ledger
from roundup.store.listing import ListingFilter, blogs_waiting, count, listing
from roundup.store.names import posts_named
from roundup.store.rows import POST, post_of, sql
from roundup.store.times import from_text, from_text_or_none, to_json, to_text_or_none, words_from_json
from roundup.text import closest, strip_controls

__all__ = ["Arrived", "ListingFilter", "Posts"]

_BY_ID = sql("SELECT", POST, "FROM posts WHERE id = ?")
_BY_KEY = sql("SELECT", POST, "FROM posts WHERE id = (SELECT post FROM post_keys WHERE key = ?)")
_BY_AUTHOR = sql(
    "SELECT",
    POST,
    "FROM posts WHERE fold(blog) = ?1 OR EXISTS (SELECT 1 FROM json_each(posts.authors) WHERE fold(value) = ?1)",
    "ORDER BY listed DESC, id DESC LIMIT ?2",
)
_AMEND = """
UPDATE posts SET title = coalesce(nullif(?, ''), title), authors = coalesce(nullif(?, ''), authors),
  blog = coalesce(nullif(?, ''), blog), published = coalesce(?, published),
  listed = min(coalesce(?, listed), first_seen), date_note = iif(? IS NULL, date_note, '') WHERE id = ?
"""
_KNOWN = """
SELECT posts.id, posts.key, posts.url, posts.title, coalesce(snapshots.text, ''), coalesce(snapshots.hash, ''),
  coalesce(feeds.url, posts.url), coalesce(feeds.document_url, ''), posts.published,
  (SELECT json_group_array(hash) FROM snapshots s WHERE s.post = posts.id)
FROM posts LEFT JOIN snapshots ON snapshots.id = posts.snapshot LEFT JOIN feeds ON feeds.id = posts.feed
WHERE posts.id IN (SELECT value FROM json_each(?))
"""
NEIGHBOURS = 500  # addresses on the same host that are looked through for the nearest one


class Posts:
    """The posts of a desk. None is ever deleted, so an id always means the same post."""

    def __init__(self, connection: Connection, feeds: Feeds, ledger: Ledger) -> None:
        self._db = connection
        self._intake = Intake(connection, feeds, ledger)

    # ------------------------------------------------------------ what a feed brings

    def known(self, keys: Collection[str]) -> dict[str, KnownPost]:
        """key → post, for those of `keys` that name one."""
        named = posts_named(self._db, keys)
        if not named:
            return {}
        posts = {row[0]: row for row in self._db.rows(_KNOWN, (to_json(sorted(set(named.values()))),))}
        known = {
            id_: KnownPost(
                id=id_,
                key=row[1],
                url=row[2],
                title=row[3],
                text=row[4],
                hashes=frozenset(words_from_json(row[9])),
                hash=row[5],
                feeds=tuple(address for address in (row[6], row[7]) if address),
                published=from_text_or_none(row[8]),
            )
            for id_, row in posts.items()
        }
        return {key: known[id_] for key, id_ in named.items()}

    def apply(
        self,
        changes: Sequence[Change],
        *,
        feed: ParsedFeed,
        feed_url: str,
        now: datetime,
        known: Mapping[str, KnownPost] | None = None,
    ) -> tuple[int, int]:
        """Take in what merging one feed came to, as Arrived has it: (new posts, changed posts)."""
        (counts,) = self.apply_all([Arrived(changes, feed, feed_url, known)], now=now)
        return counts

    def apply_all(self, batch: Sequence[Arrived], *, now: datetime) -> list[tuple[int, int]]:
        """As `apply`, for each of several feeds, of which none brings what another does."""
        with self._db.joined():
            return self._intake.apply_all(batch, now=now)

    def add(self, entry: Entry, *, blog: str, now: datetime, post_key: str = "", by_hand: bool = False) -> Post:
        """A page that was read by itself, a new post if none is known by its names.

        Of a known post (the one of `post_key`, if given) its text is kept where it tells more, and always if an editor
        gave it `by_hand`.
        """
        with self._db.write():
            return self.get(self._intake.add(entry, self.known, blog=blog, now=now, post_key=post_key, by_hand=by_hand))

    def amend(
        self,
        post_id: int,
        *,
        title: str = "",
        authors: Sequence[str] = (),
        blog: str = "",
        date: datetime | None = None,
    ) -> Post:
        """Set what an editor knows better; what is empty stays as it is."""
        when = to_text_or_none(date)
        with self._db.write():
            self._db.run(_AMEND, (title, to_json(list(authors)) if authors else "", blog, when, when, when, post_id))
            return self.get(post_id)

    # ------------------------------------------------------------ finding

    def get(self, post_id: int) -> Post:
        """The post with this short id."""
        row = self._db.row(_BY_ID, (post_id,)) if 0 < post_id < 2**63 else None
        if row is None:
            last = self._db.value("SELECT max(id) FROM posts")
            hint = f"Ids run from 1 to {last}; see them with: roundup posts --all" if last else "Run: roundup fetch"
            raise NotFound(f"there is no post {post_id}", hint=hint)
        return post_of(row)

    def by_key(self, key: str) -> Post | None:
        """The post that `key` names, be it the first name it had or a later one."""
        row = self._db.row(_BY_KEY, (key,))
        return post_of(row) if row else None

    def find(self, ref: str) -> Post:
        """The post meant by a short id or an address (any spelling of it), else NotFound with the nearest one."""
        ref = strip_controls(ref).strip()
        if ref.isascii() and ref.removeprefix("#").isdigit():
            return self.get(int(ref.removeprefix("#")[:20]))
        from roundup.urls import canonical_key

        address = canonical_key(ref if "://" in ref else f"https://{ref}")
        for key in (f"url:{address}", ref, f"guid:{ref}"):
            if post := self.by_key(key):
                return post
        raise NotFound(f"no post here is called {ref[:200]}", hint=self._nearest(address))

    def _nearest(self, address: str) -> str:
        site = address[: address.find("/", len("https://")) + 1]
        rows = self._db.rows(
            "SELECT key FROM post_keys WHERE key >= ?1 AND key < ?1 || char(1114111) ORDER BY key LIMIT ?2",
            (f"url:{site}", NEIGHBOURS),
        )
        near = closest(address, (key.removeprefix("url:") for (key,) in rows)) if site else ""
        if near:
            return f"Did you mean {near} ?"
        return "Give the short id that `roundup posts` shows, or the post's address; new ones: roundup add URL"

    def by_author(self, name: str, limit: int = 50) -> list[Post]:
        """The posts of a person or blog of this name (case aside), newest first."""
        return [post_of(row) for row in self._db.rows(_BY_AUTHOR, (strip_controls(name).strip().casefold(), limit))]

    # ------------------------------------------------------------ a post's particulars

    def snapshots(self, post_id: int) -> tuple[Snapshot, ...]:
        """Every wording seen: first the one it bears now, then the others, newest first."""
        rows = self._db.rows(
            "SELECT hash, snapshots.title, html, text, seen_at FROM snapshots JOIN posts ON posts.id = snapshots.post "
            "WHERE post = ? ORDER BY snapshots.id IS posts.snapshot DESC, snapshots.id DESC",
            (post_id,),
        )
        return tuple(Snapshot(digest, title, html, text, from_text(seen)) for digest, title, html, text, seen in rows)

    def sources(self, post_id: int) -> tuple[Source, ...]:
        """Every feed that brought it, the first one first."""
        rows = self._db.rows(
            "SELECT feeds.url, feeds.title, guid, sources.url, first_seen FROM sources "
            "JOIN feeds ON feeds.id = sources.feed WHERE post = ? ORDER BY first_seen, feeds.id",
            (post_id,),
        )
        return tuple(Source(feed, title, guid, url, from_text(seen)) for feed, title, guid, url, seen in rows)

    # ------------------------------------------------------------ lists

    def listing(self, wanted: ListingFilter) -> list[Listing]:
        """The posts that fit, newest first."""
        return listing(self._db, wanted)

    def blogs_waiting(self, limit: int) -> list[str]:
        """The blogs of the newest posts that wait, each as often as it has one."""
        return blogs_waiting(self._db, limit)

    def count(self, wanted: ListingFilter) -> int:
        """How many posts fit, whatever the limit."""
        return count(self._db, wanted)
