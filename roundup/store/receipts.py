"""What was delivered where, and who was told of it: a row for each, as the last run left it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from roundup.model import Notice, Receipt
from roundup.store.connection import Connection, Row
from roundup.store.rows import sql
from roundup.store.times import from_text, to_text

_READ = "SELECT slug, target, at, by, state, remote, url, sent, found, body FROM deliveries"
_KEEP = """
INSERT OR REPLACE INTO deliveries (slug, target, at, by, state, remote, url, sent, found, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_TELL = """
INSERT OR REPLACE INTO notices (slug, target, way, state, at, endpoint, words, said) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


class Receipts:
    """Receipts of deliveries. They say what is so at the far end, which no decision can take back."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of(self, edition: str, target: str) -> Receipt | None:
        """The receipt of the edition with this slug at a target."""
        row = self._db.row(sql(_READ, "WHERE slug = ? AND target = ?"), (edition, target))
        return _receipt(row) if row else None

    def all(self, edition: str) -> tuple[Receipt, ...]:
        """Where the edition with this slug went, by target."""
        rows = self._db.rows(sql(_READ, "WHERE slug = ? ORDER BY target"), (edition,))
        return tuple(map(_receipt, rows))

    def begun(self) -> tuple[Receipt, ...]:
        """Those of pushes that have not arrived, of whatever edition, by target."""
        return tuple(map(_receipt, self._db.rows(sql(_READ, "WHERE state = 'begun' ORDER BY target"))))

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

    def told(self, edition: str) -> dict[str, Notice]:
        """Who was told of the edition with this slug, by the address of their post."""
        rows = self._db.rows(
            "SELECT slug, target, way, state, at, endpoint, words, said FROM notices WHERE slug = ?", (edition,)
        )
        return {notice.target: notice for notice in map(_notice, rows)}

    def tell(self, notice: Notice) -> None:
        """Write down that somebody was told, in place of what was so before."""
        with self._db.write():
            self._db.run(
                _TELL,
                (
                    *(notice.edition, notice.target, notice.way, notice.state, to_text(notice.at)),
                    *(notice.endpoint, notice.words, notice.said),
                ),
            )

    def sent_to(self, edition: str, target: str, reader: str) -> str:
        """How far a list send got with one reader: "" if not begun, else tried, sending, sent or refused."""
        return str(
            self._db.value(
                "SELECT state FROM sends WHERE slug = ? AND target = ? AND reader = ?",
                (edition, target, _whose(edition, reader)),
            )
            or ""
        )

    def begin_sends(self, edition: str, target: str, at: datetime) -> None:
        """Write down that a list is to be sent the edition, before anything is known of any reader."""
        self.mark_sent(edition, target, "", "begun", at)

    def sends_begun(self, edition: str, target: str) -> bool:
        """True if a list was to be sent the edition, or anything is known of any reader."""
        return bool(self._db.value("SELECT 1 FROM sends WHERE slug = ? AND target = ? LIMIT 1", (edition, target)))

    def mark_sent(self, edition: str, target: str, reader: str, state: str, at: datetime) -> None:
        """Write down how far it got."""
        with self._db.write():
            self._db.run(
                "INSERT OR REPLACE INTO sends (slug, target, reader, state, at) VALUES (?, ?, ?, ?, ?)",
                (edition, target, _whose(edition, reader), state, to_text(at)),
            )


def _whose(edition: str, reader: str) -> str:
    """A reader as the file knows them."""
    return sha256(f"{edition}\0{reader.strip().casefold()}".encode()).hexdigest()


def _receipt(row: Row) -> Receipt:
    edition, target, at, by, state, remote, url, sent, found, body = row
    return Receipt(edition, target, from_text(at), by, state, remote, url, sent, found, body)


def _notice(row: Row) -> Notice:
    edition, target, way, state, at, endpoint, words, said = row
    return Notice(edition, target, way, state, from_text(at), endpoint, words, said)
