"""Where addresses of redirectors lead: asked once, remembered for good; what could not be found out waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from roundup.merge import entry_keys
from roundup.model import Entry
from roundup.store.connection import Connection
from roundup.store.times import to_json, to_text

MOST_TRIES = 6  # over about four days; then the redirector is taken to be gone
FIRST_WAIT = timedelta(hours=3)  # then twice as long each time

_KEEP = """
INSERT INTO redirects (address, target, tries, asked) VALUES (?1, ?2, 1, ?3)
ON CONFLICT (address) DO UPDATE SET target = excluded.target, tries = tries + 1, asked = excluded.asked
"""


class Redirects:
    """Addresses that posts came under, and the authors' own."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def known(self, addresses: Collection[str]) -> dict[str, str]:
        """Address → where it leads, "" if that is not known yet; for those that were ever asked."""
        return dict(
            self._db.rows(
                "SELECT address, target FROM redirects WHERE address IN (SELECT value FROM json_each(?))",
                (to_json(sorted(addresses)),),
            )
        )

    def keep(self, found: Mapping[str, str], *, now: datetime) -> None:
        """Remember where addresses lead ("": it could not be found out)."""
        with self._db.write():
            self._db.run_many(_KEEP, [(address, target, to_text(now)) for address, target in found.items()])

    def waiting(self, *, now: datetime, limit: int) -> list[str]:
        """Addresses to be asked again by now, those asked longest ago first."""
        rows = self._db.rows(
            "SELECT address, tries, asked FROM redirects WHERE target = '' AND tries < ? ORDER BY asked, address",
            (MOST_TRIES,),
        )
        due = [address for address, tries, asked in rows if asked <= to_text(now - FIRST_WAIT * 2 ** (tries - 1))]
        return due[:limit]

    def readdress(self, address: str, target: str) -> int | None:
        """Give the post that came under `address` the author's own instead, as address and as a name; its id.

        If another post bears that name already, both stay: something may have been decided on either.
        """
        post: int | None = self._db.value("SELECT post FROM post_keys WHERE key = ?", (_name(address),))
        if post is not None:
            with self._db.write():
                self._db.run("UPDATE posts SET url = ? WHERE id = ? AND url = ?", (target, post, address))
                self._db.run("UPDATE sources SET url = ? WHERE post = ? AND url = ?", (target, post, address))
                self._db.run("INSERT OR IGNORE INTO post_keys (key, post) VALUES (?, ?)", (_name(target), post))
        return post


def _name(address: str) -> str:
    """The name that merging gives to a post at `address`."""
    return entry_keys(Entry(guid="", url=address, title="", html=b"", encoded=b"", content_hash=""), "")[0]
