"""How links were found when they were last asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from roundup.model import LinkAnswer
from roundup.store.connection import Connection
from roundup.store.times import from_text, to_json, to_text

_KNOWN = """
SELECT address, state, asked, words, target FROM link_checks
WHERE address IN (SELECT value FROM json_each(?)) AND asked >= ?
"""
_KEEP = """
INSERT INTO link_checks (address, state, asked, words, target) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (address) DO UPDATE SET state = excluded.state, asked = excluded.asked, words = excluded.words,
  target = excluded.target
"""


class LinkChecks:
    """The table `link_checks`."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def known(self, addresses: Collection[str], *, since: datetime) -> dict[str, LinkAnswer]:
        """Address → how it was found, for those that were asked since then."""
        rows = self._db.rows(_KNOWN, (to_json(sorted(addresses)), to_text(since)))
        return {
            address: LinkAnswer(address, state, from_text(asked), words, target)
            for address, state, asked, words, target in rows
        }

    def keep(self, answers: Iterable[LinkAnswer]) -> None:
        """Remember how links were found, in place of what was known of them."""
        with self._db.write():
            self._db.run_many(_KEEP, [(a.address, a.state, to_text(a.asked), a.words, a.target) for a in answers])
