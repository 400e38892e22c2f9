"""What merging came to, written down: posts, their names, sources and snapshots, many feeds in a few statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from roundup.dataclass import dataclass, replace
from roundup.merge import entry_keys, placed
from roundup.merge.added import page_of_post
from roundup.model import Change, Entry, KnownPost, ParsedFeed
from roundup.store.connection import Connection, Row
from roundup.store.feeds import Feeds, Place
from roundup.store.ledger import Ledger
from roundup.store.names import posts_named
from roundup.store.times import enclosures_to_json, to_json, to_text, to_text_or_none, words_to_json
from roundup.text import one_line, word_count

TEASER = 200  # characters
SEEN_AGAIN = timedelta(days=1)  # `last_seen` is not written more often
KEPT_WORDINGS = 50  # of a post; some blogs print the time of day into every text

Lookup = Callable[[Collection[str]], Mapping[str, KnownPost]]

_NEW_POST = """
INSERT INTO posts (title, blog, authors, url, words, teaser, feed_tags, enclosures, snapshot, feed, id,
                   key, published, date_note, first_seen, listed, doubt, held)
"""
_REWRITE_POST = """
UPDATE posts SET title = ?, blog = ?, authors = ?, url = coalesce(nullif(url, ''), ?), words = ?, teaser = ?,
  feed_tags = ?, enclosures = ?, snapshot = ?, feed = ? WHERE id = ?
"""
_POINT = "UPDATE posts SET snapshot = (SELECT id FROM snapshots WHERE post = posts.id) WHERE id >= ?"
_NEW_SNAPSHOT = """
INSERT INTO snapshots (id, post, title, author, blog, seen_at, feed, hash, text, html)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), CAST(? AS TEXT))
"""
# The first wording, the one it bears now and those that quotes were proved against are kept whatever happens.
_FORGET_WORDINGS = """
DELETE FROM snapshots WHERE post = ?1
  AND id <= (SELECT id FROM snapshots WHERE post = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
  AND id <> (SELECT min(id) FROM snapshots WHERE post = ?1)
  AND id <> (SELECT snapshot FROM posts WHERE id = ?1)
  AND hash NOT IN (SELECT snapshot FROM quotes)
"""
_NEW_SOURCE = "INSERT INTO sources (post, feed, guid, url, first_seen, last_seen)"


@dataclass(frozen=True, slots=True)
class Arrived:
    """What merging a feed, followed under `feed_url`, came to.

    `known` is what the changes were found with, if that was looked up in this very transaction.
    """

    changes: Sequence[Change]
    feed: ParsedFeed
    feed_url: str
    known: Mapping[str, KnownPost] | None = None


@dataclass(frozen=True, slots=True)
class _From:
    """Where and when posts came from. `feed` is None for a page that was read by itself."""

    feed: int | None
    blog: str
    moment: datetime
    now: str


@dataclass(slots=True)
class _Arrival:
    """One change on its way into the file, and the post that it is about."""

    change: Change
    where: _From
    post: int

    @property
    def entry(self) -> Entry:
        return self.change.entry


class Intake:
    """Takes in posts; called inside a transaction."""

    def __init__(self, connection: Connection, feeds: Feeds, ledger: Ledger) -> None:
        self._db = connection
        self._feeds = feeds
        self._ledger = ledger

    def apply_all(self, batch: Sequence[Arrived], *, now: datetime) -> list[tuple[int, int]]:
        """(new, changed) of each feed: how many posts were added to what waits, and how many say something new."""
        ids = self._feeds.all_known_as([_place(each) for each in batch])
        coming = [
            (change, where)
            for each in batch
            for where in (_From(ids[each.feed_url], _blog(each), now, to_text(now)),)
            for change in each.changes
        ]
        owners = self._all_owners(batch)
        last = self._last_post()
        arrivals = self._settle(coming, owners, last)
        self._write(arrivals, owners)
        self._note_sources(arrivals, last, now)
        counts = Counter((arrival.where.feed, arrival.change.kind) for arrival in arrivals)
        return [(counts[ids[each.feed_url], "new"], counts[ids[each.feed_url], "changed"]) for each in batch]

    def add(
        self, entry: Entry, lookup: Lookup, *, blog: str, now: datetime, post_key: str = "", by_hand: bool = False
    ) -> int:
        """See Posts.add; the post's id."""
        keys = _page_keys(entry)
        known = lookup([post_key] if post_key else [key for key in keys if not key.startswith("hash:")])
        post = next((known[key] for key in (post_key, *keys) if key in known), None)
        if post is None:
            change = Change("new", entry, None, keys)
        else:
            change = page_of_post(entry, post, keys, by_hand=by_hand)
            blog = self._db.value("SELECT blog FROM posts WHERE id = ?", (post.id,)) or blog
        owners = self._owners([change])
        (arrival,) = self._settle([(change, _From(None, blog, now, to_text(now)))], owners, self._last_post())
        self._write([arrival], owners)
        return arrival.post

    # ------------------------------------------------------------ which post each change is about

    def _settle(self, coming: Iterable[tuple[Change, _From]], owners: Mapping[str, int], last: int) -> list[_Arrival]:
        """Each change with its post's id. A new post whose name is taken by now came in meanwhile: then it is known."""
        taken = dict(owners)
        arrivals = []
        for change, where in coming:
            if change.post_id is not None:
                arrivals.append(_Arrival(change, where, change.post_id))
            elif change.keys[0] in taken:
                arrivals.append(_Arrival(replace(change, kind="same"), where, taken[change.keys[0]]))
            else:
                last += 1
                taken[change.keys[0]] = last
                arrivals.append(_Arrival(change, where, last))
        return arrivals

    def _last_post(self) -> int:
        last: int = self._db.value("SELECT coalesce(max(id), 0) FROM posts")
        return last

    def _all_owners(self, batch: Sequence[Arrived]) -> dict[str, int]:
        owners = self._owners([change for each in batch if each.known is None for change in each.changes])
        for each in batch:
            owners.update((key, post.id) for key, post in (each.known or {}).items())
        return owners

    def _owners(self, changes: Sequence[Change]) -> dict[str, int]:
        """Names of the changes → the post that each names, if it names one."""
        return posts_named(self._db, {key for change in changes for key in change.keys})

    # ------------------------------------------------------------ writing

    def _write(self, arrivals: Sequence[_Arrival], owners: Mapping[str, int]) -> None:
        new = [arrival for arrival in arrivals if arrival.change.kind in ("new", "suspicious", "held")]
        changed = [arrival for arrival in arrivals if arrival.change.kind == "changed"]
        # Posts and snapshots point at each other. To defer the check would have SQLite look for every new post in all
        # tables that point at posts; to write in the numbers afterwards, all at once, costs less.
        self._db.insert(_NEW_POST, [_new_row(a) for a in new])
        # In the feeds' order, as if these were written one after the other.
        snapshots = self._add_snapshots([arrival for arrival in arrivals if arrival.change.kind != "same"])
        if new:
            self._db.run(_POINT, (new[0].post,))
        self._db.run_many(_REWRITE_POST, [_row(a, snapshots[a.post]) for a in changed])
        self._db.run_many(_FORGET_WORDINGS, [(a.post, KEPT_WORDINGS) for a in changed])
        for arrival in arrivals:
            if arrival.change.kind == "same" and arrival.change.restores:
                self._restore(arrival)
        self._add_keys(arrivals, owners)

    def _add_snapshots(self, arrivals: Sequence[_Arrival]) -> dict[int, int]:
        """post → its new snapshot."""
        if not arrivals:
            return {}
        first: int = self._db.value("SELECT coalesce(max(id), 0) + 1 FROM snapshots")
        numbered = list(enumerate(arrivals, start=first))
        self._db.run_many(_NEW_SNAPSHOT, [_snapshot_row(number, arrival) for number, arrival in numbered])
        return {arrival.post: number for number, arrival in numbered}

    def _restore(self, arrival: _Arrival) -> None:
        """The post bears words again that it bore before."""
        snapshot = self._db.value(
            "SELECT id FROM snapshots WHERE post = ? AND hash = ?", (arrival.post, arrival.entry.content_hash)
        )
        self._db.run(_REWRITE_POST, _row(arrival, snapshot))

    def _add_keys(self, arrivals: Sequence[_Arrival], owners: Mapping[str, int]) -> None:
        wanted = {key: arrival.post for arrival in arrivals for key in arrival.change.keys}
        if rows := [(key, post) for key, post in wanted.items() if key not in owners]:
            # In the order of their index, hundreds of names change fewer of its pages at a time.
            self._db.insert("INSERT INTO post_keys (key, post)", sorted(rows))
            self._ledger.adopt(rows)

    def _note_sources(self, arrivals: Sequence[_Arrival], last: int, now: datetime) -> None:
        """`last` is the newest post that there was before: of those after it no sources are known."""
        known = self._sources([arrival.post for arrival in arrivals if arrival.post <= last])
        seen, stale = to_text(now), to_text(now - SEEN_AGAIN)
        new = [arrival for arrival in arrivals if (arrival.post, arrival.where.feed) not in known]
        self._db.insert(_NEW_SOURCE, [(a.post, a.where.feed, a.entry.guid, a.entry.url, seen, seen) for a in new])
        for arrival in arrivals if known else ():
            entry, source = arrival.entry, known.get((arrival.post, arrival.where.feed))
            if source and (source[:2] != (entry.guid, entry.url) or source[2] <= stale):
                self._seen_again(arrival, source[1], seen)

    def _sources(self, posts: Sequence[int]) -> dict[tuple[int, int | None], Row]:
        """(post, feed) → guid, address and when it was last seen there."""
        if not posts:
            return {}
        rows = self._db.rows(
            "SELECT post, feed, guid, url, last_seen FROM sources WHERE post IN (SELECT value FROM json_each(?))",
            (to_json(posts),),
        )
        return {row[:2]: row[2:] for row in rows}

    def _seen_again(self, arrival: _Arrival, earlier_url: str, seen: str) -> None:
        entry = arrival.entry
        self._db.run(
            "UPDATE sources SET guid = ?, url = ?, last_seen = ? WHERE post = ? AND feed = ?",
            (entry.guid, entry.url, seen, arrival.post, arrival.where.feed),
        )
        if entry.url and entry.url != earlier_url:
            # The feed that gave the post its address gives it another: it has moved.
            self._db.run("UPDATE posts SET url = ? WHERE id = ? AND url = ?", (entry.url, arrival.post, earlier_url))


def _page_keys(entry: Entry) -> tuple[str, ...]:
    """A page is known by its address, even if that is a site's front page."""
    from roundup.urls import canonical_key

    return tuple(dict.fromkeys((f"url:{canonical_key(entry.url)}", *entry_keys(entry, entry.url))))


def _place(arrived: Arrived) -> Place:
    return arrived.feed_url, arrived.feed.title, arrived.feed.site_url, arrived.feed.url


def _blog(arrived: Arrived) -> str:
    from roundup.urls import host_of

    return arrived.feed.title or host_of(arrived.feed.site_url) or host_of(arrived.feed_url)


# ---------------------------------------------------------------- rows


def _row(arrival: _Arrival, snapshot: int | None) -> tuple[object, ...]:
    """The values of _REWRITE_POST, with which _NEW_POST begins."""
    entry, where = arrival.entry, arrival.where
    return (
        entry.title,
        where.blog,
        words_to_json(entry.authors),
        entry.url,
        # A parser that was broken into may say what it likes, but not break the file.
        min(entry.words, len(entry.encoded)) or word_count(entry.text),
        one_line(_beginning(entry.encoded, TEASER * 3), TEASER),
        words_to_json(entry.tags),
        enclosures_to_json(entry.enclosures),
        snapshot,
        where.feed,
        arrival.post,
    )


def _beginning(encoded: bytes, characters: int) -> str:
    """The first characters of a text in UTF-8, each of which takes four bytes at most."""
    return encoded[: 4 * characters].decode("utf-8", "ignore")[:characters]


def _new_row(arrival: _Arrival) -> tuple[object, ...]:
    change, where = arrival.change, arrival.where
    published = change.entry.published
    listed, note = placed(change.entry, where.moment)
    date = to_text_or_none(published)
    return (
        *_row(arrival, None),
        change.keys[0],
        date,
        note,
        where.now,
        date if listed is published else to_text(listed),
        change.reason if change.kind == "suspicious" else "",
        change.reason if change.kind in ("held", "suspicious") else "",
    )


def _snapshot_row(number: int, arrival: _Arrival) -> tuple[object, ...]:
    entry, where = arrival.entry, arrival.where
    author = ", ".join(entry.authors)
    return (
        *(number, arrival.post, entry.title, author, where.blog, where.now),
        *(where.feed, entry.content_hash, entry.encoded, entry.html),
    )
