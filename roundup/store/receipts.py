"""What was delivered where: one row for each edition at each target, as the last push left it."""

from __future__ import annotations

from roundup.model import Receipt
from roundup.store.connection import Connection, Row
from roundup.store.rows import sql
from roundup.store.times import from_text, to_text

_READ = "SELECT edition, target, at, by, state, remote, url, sent, found, body FROM deliveries"
_KEEP = """
INSERT OR REPLACE INTO deliveries (edition, target, at, by, state, remote, url, sent, found, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class Receipts:
    """Receipts of deliveries. They say what is so at the far end, which no decision can take back."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of(self, edition: str, target: str) -> Receipt | None:
        """The receipt of the edition with this slug at a target."""
        row = self._db.row(sql(_READ, "WHERE edition = ? AND target = ?"), (edition, target))
        return _receipt(row) if row else None

    def all(self, edition: str) -> tuple[Receipt, ...]:
        """Where the edition with this slug went, by target."""
        rows = self._db.rows(sql(_READ, "WHERE edition = ? ORDER BY target"), (edition,))
        return tuple(map(_receipt, rows))

    def keep(self, receipt: Receipt) -> None:
        """Write a receipt down in place of the one before it."""
        with self._db.write():
            self._db.run(
                _KEEP,
                (
                    *(receipt.edition, receipt.target, to_text(receipt.at), receipt.by, receipt.state),
                    *(receipt.remote, receipt.url, receipt.sent, receipt.found, receipt.body),
                ),
            )


def _receipt(row: Row) -> Receipt:
    edition, target, at, by, state, remote, url, sent, found, body = row
    return Receipt(edition, target, from_text(at), by, state, remote, url, sent, found, body)
