"""One connection to the desk's file: transactions, and SQLite's errors said in words."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from roundup.errors import StoreError

Row = tuple[Any, ...]
Parameters = Sequence[Any] | Mapping[str, Any]

ROWS_AT_ONCE = 100  # in one statement

# SQLite's primary result codes (https://sqlite.org/rescode.html) that are the disk's or the file's doing, not ours.
_WORDS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: ("cannot be written: the disk is full", "Make room, then do the same again. Nothing is lost."),
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written: the disk reported an error",
        "Look after the disk, then do the same again. Nothing that was saved is lost.",
    ),
    sqlite3.SQLITE_BUSY: (
        "is being written by another program",
        "Wait until it has finished, then do the same again.",
    ),
    sqlite3.SQLITE_LOCKED: ("is being written by another program", "Wait until it has finished, then try again."),
    sqlite3.SQLITE_READONLY: ("may not be written", "Make the file and its folder writable."),
    sqlite3.SQLITE_PERM: ("may not be opened", "Make the file and its folder readable and writable."),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "Make the file and its folder readable and writable."),
    sqlite3.SQLITE_CORRUPT: (
        "is damaged",
        "Nothing was changed. Keep a copy of it, and go on from a backup (roundup backup makes them).",
    ),
    sqlite3.SQLITE_NOTADB: (
        "is not an SQLite database",
        "Nothing was changed. Move the file away, or go on from a backup.",
    ),
    sqlite3.SQLITE_TOOBIG: ("cannot hold a text this long", "Shorten it."),
}


def _is_full(path: Path) -> bool:
    """Where nothing is left SQLite cannot make its neighbour files larger, and calls that an I/O error."""
    try:
        return shutil.disk_usage(path.parent).free == 0
    except OSError:
        return False


def explain(error: sqlite3.Error, path: Path) -> StoreError | None:
    """What went wrong with `path` and what to do; None for what is a fault of this program."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    words = _WORDS.get(sqlite3.SQLITE_FULL if code == sqlite3.SQLITE_IOERR and _is_full(path) else code)
    return StoreError(f"{path} {words[0]}", hint=words[1]) if words else None


class Connection:
    """The file at `path`, opened as `raw`. Without `writable` every attempt to write is a StoreError."""

    def __init__(self, path: Path, raw: sqlite3.Connection, *, writable: bool = True) -> None:
        self.path = path
        self.raw = raw
        # SQLite's own lower() knows only ASCII.
        raw.create_function("fold", 1, str.casefold, deterministic=True)
        self.writable = writable
        self._scrubs = False

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a query."""
        with self.explained():
            return self.raw.execute(sql, parameters).fetchall()

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[Row]:
        """The rows of a query one by one: for those that are large, and read once."""
        with self.explained():
            yield from self.raw.execute(sql, parameters)

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a query."""
        with self.explained():
            row: Row | None = self.raw.execute(sql, parameters).fetchone()
            return row

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row; None if there is none."""
        row = self.row(sql, parameters)
        return row[0] if row else None

    def run(self, sql: str, parameters: Parameters = ()) -> None:
        """One statement that changes something; inside `write()`."""
        with self.explained():
            self.raw.execute(sql, parameters)

    def run_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """One statement for each of `rows`; inside `write()`."""
        with self.explained():
            self.raw.executemany(sql, rows)

    def insert(self, into: str, rows: Sequence[Row]) -> None:
        """`rows` of short values, `into` a table ("INSERT INTO t (a, b)"); inside `write()`.

        Many in a statement: to begin one costs more than such a row does.
        """
        if not rows:
            return
        row = f"({', '.join('?' * len(rows[0]))})"
        whole = len(rows) - len(rows) % ROWS_AT_ONCE
        many = f"{into} VALUES {', '.join([row] * ROWS_AT_ONCE)}"
        for start in range(0, whole, ROWS_AT_ONCE):
            self.run(many, [value for each in rows[start : start + ROWS_AT_ONCE] for value in each])
        self.run_many(f"{into} VALUES {row}", rows[whole:])

    @contextmanager
    def explained(self) -> Iterator[None]:
        """SQLite's errors inside become StoreErrors where disk, file or another program are the cause."""
        try:
            yield
        except sqlite3.Error as error:
            if words := explain(error, self.path):
                raise words from error
            raise

    @contextmanager
    def write(self) -> Iterator[None]:
        """All that is written inside is kept, or none of it.

        The outermost is a transaction that takes the right to write at once: a deferred one fails when two programs
        read and then write (https://sqlite.org/lang_transaction.html#deferred_immediate_and_exclusive_transactions).
        Inside another it is a savepoint.
        """
        if not self.writable:
            raise StoreError(f"{self.path} may not be written", hint="Make the file and its folder writable.")
        nested = self.raw.in_transaction
        begin, commit = ("SAVEPOINT part", "RELEASE part") if nested else ("BEGIN IMMEDIATE", "COMMIT")
        with self.explained():
            self.raw.execute(begin)
        try:
            yield
            with self.explained():
                self.raw.execute(commit)
                if not nested and self._scrubs:
                    # The log would keep the pages as they were until it is written over.
                    self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except BaseException:
            self._roll_back(nested)
            raise

    def scrub(self) -> None:
        """What is changed or deleted from now on is overwritten in the file, and the log emptied afterwards."""
        self._scrubs = True
        self.run("PRAGMA secure_delete = ON")

    def joined(self) -> AbstractContextManager[None]:
        """A part of the transaction under way, or one of its own. What fails inside has to fail the whole.

        A savepoint costs more: at each, SQLite's full-text search writes out what it holds.
        """
        return nullcontext() if self.raw.in_transaction else self.write()

    def _roll_back(self, nested: bool) -> None:
        # After a full disk or an I/O error SQLite may have rolled back by itself.
        if not self.raw.in_transaction:
            return
        with self.explained():
            if nested:
                self.raw.execute("ROLLBACK TO part")
                self.raw.execute("RELEASE part")
            else:
                self.raw.execute("ROLLBACK")

    def close(self) -> None:
        """Give the file back; never fails, for everything worth keeping is committed."""
        self.raw.close()
