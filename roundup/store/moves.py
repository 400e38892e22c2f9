"""Feeds that have another address now: the same row, with all that it brought, and the address it had before."""

from __future__ import annotations

from datetime import datetime

from roundup.store.connection import Connection
from roundup.store.rows import sql
from roundup.store.times import to_text

_HAND_OVER = [
    sql("UPDATE", table, "SET feed = ? WHERE feed = ?") for table in ("posts", "snapshots", "fetches", "feed_addresses")
]


class Moves:
    """Where feeds were followed before. A move is one row's new address: posts, sources, names and fetches stay."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def former(self) -> dict[str, str]:
        """Each earlier address of a feed → its address now."""
        return dict(
            self._db.rows(
                "SELECT feed_addresses.url, feeds.url FROM feed_addresses JOIN feeds ON feeds.id = feed_addresses.feed"
            )
        )

    def move(self, old: str, new: str, *, until: datetime) -> bool:
        """The feed known as `old` goes by `new` from `until` on; False if there is none, or nothing to change.

        If another feed went by `new` once, the two are one from now on, with the posts of both.
        """
        with self._db.write():
            feed = self._db.value("SELECT id FROM feeds WHERE url = ?", (old,))
            if feed is None or old == new:
                return False
            other = self._db.value("SELECT id FROM feeds WHERE url = ?", (new,))
            if other is not None:
                self._join(feed, other)
            self._db.run(
                "UPDATE feeds SET url = ?, moved_to = '', moved_since = NULL, moves = 0 WHERE id = ?", (new, feed)
            )
            self._db.run("DELETE FROM feed_addresses WHERE url = ?", (new,))
            self._db.run(
                "INSERT INTO feed_addresses (url, feed, until) VALUES (?, ?, ?) "
                "ON CONFLICT (url) DO UPDATE SET feed = excluded.feed, until = excluded.until",
                (old, feed, to_text(until)),
            )
        return True

    def _join(self, feed: int, other: int) -> None:
        """All that `other` brought is `feed`'s."""
        # A post that both brought keeps the older source.
        self._db.run("UPDATE OR IGNORE sources SET feed = ? WHERE feed = ?", (feed, other))
        self._db.run("DELETE FROM sources WHERE feed = ?", (other,))
        for statement in _HAND_OVER:
            self._db.run(statement, (feed, other))
        self._db.run("DELETE FROM feeds WHERE id = ?", (other,))
