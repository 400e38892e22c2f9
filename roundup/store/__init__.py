"""The desk's memory: one SQLite file, read and written only here. `open_store` is the one door to it.

    store.feeds    what is remembered of each feed, and how its fetches went
    store.moves    where feeds were followed before
    store.posts    posts with their names, sources and snapshots; lists of them
    store.ledger   what curators decided, and what follows from it
    store.search   full-text search
    store.receipts what was delivered where
    store.people   whom the desk knows, and who wrote how much
    store.write()  everything that writes happens inside: all of it is kept, or nothing

To add a table or column: a migration in migrations.py; to add a query: a method in the file of its subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from roundup.errors import StoreError
from roundup.store.connection import Connection
from roundup.store.door import bring_up_to_date, connect, copy_to

if TYPE_CHECKING:
    from roundup.store.feeds import Feeds
    from roundup.store.ledger import Ledger
    from roundup.store.moves import Moves
    from roundup.store.people import People
    from roundup.store.posts import Posts
    from roundup.store.receipts import Receipts
    from roundup.store.search import Search

__all__ = ["Store", "open_store"]

MOST_FAULTS = 20  # that are listed


class Store:
    """An open desk file. Where file or folder may only be read, `writable` is False and every write a StoreError.

    Its parts are made when they are first asked for: no command needs all of them.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def feeds(self) -> Feeds:
        from roundup.store.feeds import Feeds

        return Feeds(self.connection)

    @cached_property
    def posts(self) -> Posts:
        from roundup.store.posts import Posts

        return Posts(self.connection, self.feeds, self.ledger)

    @cached_property
    def ledger(self) -> Ledger:
        from roundup.store.ledger import Ledger

        return Ledger(self.connection)

    @cached_property
    def search(self) -> Search:
        from roundup.store.search import Search

        return Search(self.connection)

    @cached_property
    def moves(self) -> Moves:
        from roundup.store.moves import Moves

        return Moves(self.connection)

    @cached_property
    def people(self) -> People:
        from roundup.store.people import People

        return People(self.connection)

    @cached_property
    def receipts(self) -> Receipts:
        from roundup.store.receipts import Receipts

        return Receipts(self.connection)

    @property
    def writable(self) -> bool:
        return self.connection.writable

    def write(self) -> AbstractContextManager[None]:
        """One transaction, begun at once with the right to write; inside another one a savepoint."""
        return self.connection.write()

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file, in words; nothing if it is whole. Reads all of it."""
        return _check(self.connection)

    def backup(self, path: Path) -> None:
        """A whole copy of the desk's file at `path`, while others may go on writing. Refuses to overwrite."""
        if path.exists():
            raise StoreError(f"{path} exists already", hint="Choose another name.")
        copy_to(self.connection.path, path)


@contextmanager
def open_store(path: Path, *, now: datetime, read_only: bool = False) -> Iterator[Store]:
    """The desk's file at `path`, created if there is none, brought up to date if it is older, closed at the end.

    A file that is not SQLite, another program's, newer than this program or damaged is refused (StoreError) and left
    as it is. Where the file may only be read, reading works and `write()` raises.
    """
    connection = connect(path, read_only=read_only)
    try:
        bring_up_to_date(connection, now=now)
        yield Store(connection)
    finally:
        connection.close()


def _check(connection: Connection) -> tuple[str, ...]:
    """SQLite's own checks, and whether the search index says what the snapshots say."""
    from roundup.store.index import catch_up

    try:
        faults = [str(row[0]) for row in connection.rows(f"PRAGMA integrity_check({MOST_FAULTS})") if row[0] != "ok"]
        strays = connection.rows("PRAGMA foreign_key_check")[:MOST_FAULTS]
        faults += [f"{table} row {row} points at no row of {parent}" for table, row, parent, _ in strays]
        if connection.writable and not faults:
            catch_up(connection)
            with connection.write():
                # https://sqlite.org/fts5.html#the_integrity_check_command; it is a write that changes nothing.
                connection.run("INSERT INTO snapshots_fts (snapshots_fts, rank) VALUES ('integrity-check', 1)")
    except StoreError as error:
        faults = [error.message]
    return tuple(faults)
