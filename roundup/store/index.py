"""The search index, brought up to date by whoever searches.

To index a post costs as much as to write it down, and the many posts of a first fetch are not searched for while it
lasts. So only a note is made of each snapshot that is not in the index yet (triggers do that, see migrations.py), and
the first search puts them there. A fetch does so at its end if they are few, for those who read the file with another
program. What is found is always the same as if each had been indexed when it came.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from roundup.errors import StoreError
from roundup.store.connection import Connection
from roundup.store.rows import sql

AT_ONCE = 1_000  # snapshots in one transaction; a fetch that goes on meanwhile gets its turn after a tenth of a second
PATIENCE = 2.0  # seconds that a search waits for another program that writes

MAIN, LATE = "snapshots_fts", "late_fts"
TOKENIZER = "porter unicode61 remove_diacritics 2"  # of both
_PASSING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY})
_COLUMNS = "title, author, blog, text"
_WAITING = sql("SELECT snapshots.id,", _COLUMNS, "FROM unindexed JOIN snapshots ON snapshots.id = unindexed.id")
_INDEX = sql("INSERT INTO snapshots_fts (rowid,", _COLUMNS, ")", _WAITING, "WHERE unindexed.id <= ?")
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM unindexed LIMIT ?)"
_LAST = "SELECT max(id) FROM (SELECT id FROM unindexed ORDER BY id LIMIT ?)"


def searched(db: Connection) -> tuple[str, ...]:
    """The tables to search: the index, brought up to date first.

    Where that cannot be done now, what is not in the index yet is in a second one, which lasts as long as the
    connection.
    """
    if caught_up(db):
        return (MAIN,)
    _index_aside(db)
    return MAIN, LATE


def caught_up(db: Connection, *, at_most: int = 0) -> bool:
    """Put what is not in the index there; nothing if that is more than `at_most` snapshots (0: however many).

    False if some are still not there: they are more than that, or the file may not be written, or not now.
    """
    waiting: int = db.value(_COUNT, (at_most + 1,))
    if not waiting:
        return True
    if not db.writable or 0 < at_most < waiting:
        return False
    try:
        with _impatient(db):
            catch_up(db)
    except StoreError as error:
        if not _is_passing(error):
            raise
        return False
    return True


def catch_up(db: Connection) -> None:
    """Put what is not in the index there, some at a time: a program that is killed has kept what it had done."""
    while db.value(_COUNT, (1,)):
        with db.joined():
            # Asked for again: another program may have been at it meanwhile.
            last = db.value(_LAST, (AT_ONCE,))
            db.run(_INDEX, (last,))
            db.run("DELETE FROM unindexed WHERE id <= ?", (last,))


@contextmanager
def _impatient(db: Connection) -> Iterator[None]:
    usual = db.value("PRAGMA busy_timeout")
    db.value(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")
    try:
        yield
    finally:
        db.value(f"PRAGMA busy_timeout = {usual}")


def _is_passing(error: StoreError) -> bool:
    """True for what keeps from writing, but not from reading."""
    cause = error.__cause__
    return isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode & 0xFF in _PASSING


def _index_aside(db: Connection) -> None:
    """All that waits, in an index of this connection's own."""
    db.run(f"DROP TABLE IF EXISTS temp.{LATE}")
    db.run(f"CREATE VIRTUAL TABLE temp.{LATE} USING fts5({_COLUMNS}, tokenize='{TOKENIZER}')")
    db.run(sql(f"INSERT INTO temp.{LATE} (rowid, {_COLUMNS})", _WAITING))
