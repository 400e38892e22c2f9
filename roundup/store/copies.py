"""Copies of pages that an archive was asked to make."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from roundup.model import Copy
from roundup.store.connection import Connection, Row
from roundup.store.rows import sql
from roundup.store.times import from_text, from_text_or_none, to_json, to_text, to_text_or_none

_READ = "SELECT address, state, at, url, made, job, tries, words FROM copies"
_KEEP = """
INSERT OR REPLACE INTO copies (address, state, at, url, made, job, tries, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_AMONG = "IN (SELECT value FROM json_each(?))"


class Copies:
    """The table `copies`, and what `link_checks` says of the same pages."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def known(self, pages: Collection[str]) -> dict[str, Copy]:
        """Page → what came of having it saved, for those that were ever asked for."""
        rows = self._db.rows(sql(_READ, "WHERE address", _AMONG), (to_json(sorted(pages)),))
        return {copy.address: copy for copy in map(_copy, rows)}

    def keep(self, copy: Copy) -> None:
        """Write down what is known of a page now, in place of what was."""
        with self._db.write():
            self._db.run(
                _KEEP,
                (
                    *(copy.address, copy.state, to_text(copy.at), copy.url, to_text_or_none(copy.made)),
                    *(copy.job, copy.tries, copy.words),
                ),
            )

    def last_asked(self) -> datetime | None:
        """When any page was asked for last."""
        return from_text_or_none(self._db.value("SELECT max(at) FROM copies WHERE state <> 'later'"))

    def quiet_until(self) -> datetime | None:
        """Until when the archive wants to be left alone, as it said last."""
        return from_text_or_none(self._db.value("SELECT max(at) FROM copies WHERE state = 'later'"))

    def private(self, pages: Collection[str]) -> frozenset[str]:
        """Those that were found in a network that readers cannot reach, when they were last asked."""
        return self._checked(pages, "private")

    def gone(self, pages: Collection[str]) -> frozenset[str]:
        """Those whose sites said, when they were last asked, that they are not there (404, 410)."""
        return self._checked(pages, "gone")

    def made_since(self, moment: datetime) -> tuple[Copy, ...]:
        """What was saved since then, the oldest first."""
        rows = self._db.rows(
            sql(_READ, "WHERE state = 'made' AND made >= ? ORDER BY made, address"), (to_text(moment),)
        )
        return tuple(map(_copy, rows))

    def _checked(self, pages: Collection[str], state: str) -> frozenset[str]:
        rows = self._db.rows(
            sql("SELECT address FROM link_checks WHERE state = ? AND address", _AMONG), (state, to_json(sorted(pages)))
        )
        return frozenset(address for (address,) in rows)


def _copy(row: Row) -> Copy:
    address, state, at, url, made, job, tries, words = row
    return Copy(address, state, from_text(at), url, from_text_or_none(made), job, tries, words)
