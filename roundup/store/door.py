"""The one door to the desk's file: look before touching, create or migrate, hand over a Store.

no file, empty file ─▶ create ─────────────┐
ours, older         ─▶ backup ─▶ migrate ──┼─▶ Store
ours, of today      ───────────────────────┘
not SQLite, another program's, newer than this program, damaged ─▶ StoreError, file untouched
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from roundup.errors import StoreError
from roundup.store.connection import Connection, explain
from roundup.store.times import to_text

APPLICATION_ID = 0x52_44_55_50  # "RDUP" in the file's header, so that file(1) and we know whose it is
SCHEMA_VERSION = 16  # how many migrations there are; counted here so that opening needs no sqlite-utils
BUSY_SECONDS = 30.0
CACHE_KIB = 8_000  # names are looked up all over the file: SQLite's own 2 MB are read and written again and again
WAL_LIMIT = 64 * 1024 * 1024  # bytes the write-ahead log is cut back to
SCHEMA = Path(__file__).with_name("schema.sql")  # written by tools/write_schema.py
_MAGIC = b"SQLite format 3\0"
_HEADER = 100  # bytes (https://sqlite.org/fileformat.html#the_database_header)


def connect(path: Path, *, read_only: bool = False) -> Connection:
    """The file at `path`, ready for use and known to be ours (or to be made ours). Raises StoreError."""
    with _explained(path):
        existing = _look(path)
        if not existing and read_only:
            raise StoreError(f"{path} does not exist", hint="roundup fetch makes it.")
        if not path.parent.is_dir():
            raise StoreError(f"{path.parent} does not exist", hint="Make a desk there with: roundup init DIR")
        if not read_only:
            opened = _open_to_write(path, existing)
            if opened:
                return opened
        return _open_to_read(path)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if words := explain(error, path):
            raise words from error
        raise
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}", hint="Look at its permissions.") from error


def _look(path: Path) -> bool:
    """True if there is a file with something in it that may be ours; judged from its bytes, touching nothing."""
    if not path.exists():
        return False
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a database", hint="Move it away.")
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        return False
    if not header.startswith(_MAGIC):
        raise StoreError(
            f"{path} is not an SQLite database", hint="Nothing was changed. Move the file away, or go on from a backup."
        )
    if len(header) < _HEADER or (not _log_of(path) and _cut_off(path, header)):
        raise StoreError(
            f"{path} is damaged: its end is missing",
            hint="Nothing was changed. Keep a copy of it, and go on from a backup.",
        )
    if not _log_of(path):
        _refuse_strangers(path, int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big"))
    return True


def _log_of(path: Path) -> bool:
    """True if there is a write-ahead log with something in it: then the file alone does not tell."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _cut_off(path: Path, header: bytes) -> bool:
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(header[28:32], "big")
    # The count is only good if it was written with the last change.
    return header[24:28] == header[92:96] and path.stat().st_size < pages * page


def _refuse_strangers(path: Path, application: int, version: int) -> None:
    if application not in (0, APPLICATION_ID):
        raise StoreError(
            f"{path} belongs to another program", hint="Nothing was changed. Move the file away, or use another desk."
        )
    if application == APPLICATION_ID and version > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was made by a newer version of roundup (schema {version}; this program knows {SCHEMA_VERSION})",
            hint="Nothing was changed. Update roundup, then try again.",
        )


def _open_to_write(path: Path, existing: bool) -> Connection | None:
    """The file for reading and writing; None if it is there but may only be read."""
    raw = _raw(path, "rw" if existing else "rwc")
    try:
        _judge(raw, path)
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        raw.execute(f"PRAGMA journal_size_limit = {WAL_LIMIT}")
        _write_ahead(raw)
    except sqlite3.OperationalError as error:
        raw.close()
        if existing and (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            return None
        raise
    except BaseException:
        raw.close()
        raise
    writable = not raw.execute("PRAGMA query_only").fetchone()[0] and _may_write(path)
    return Connection(path, raw, writable=writable)


def _may_write(path: Path) -> bool:
    import os

    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _open_to_read(path: Path) -> Connection:
    """The file for reading only, on a medium that cannot be written too."""
    for options in ("", "&immutable=1"):
        raw = _raw(path, "ro" + options)
        try:
            _judge(raw, path)
        except sqlite3.OperationalError:
            # Without write access SQLite cannot make the shared memory of the log; if the log is empty, none is needed.
            raw.close()
            if options or _log_of(path):
                raise
        except BaseException:
            raw.close()
            raise
        else:
            return Connection(path, raw, writable=False)
    raise AssertionError("the second way returns or raises")


def _raw(path: Path, mode: str) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _judge(raw: sqlite3.Connection, path: Path) -> None:
    """Read the marks through SQLite, which also knows what is still in the log."""
    # All of one moment: between two looks another first run may be making its tables, and they would seem a stranger's.
    raw.execute("BEGIN")
    try:
        tables = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application = raw.execute("PRAGMA application_id").fetchone()[0]
        version = raw.execute("PRAGMA user_version").fetchone()[0]
    finally:
        raw.execute("ROLLBACK")
    _refuse_strangers(path, -1 if tables and not application else application, version)


def _write_ahead(raw: sqlite3.Connection) -> None:
    """Journal by a write-ahead log, so that reading goes on while a fetch writes.

    The switch needs the file for itself and does not wait for it, so two first runs at once have to take turns.
    """
    patience = time.monotonic() + BUSY_SECONDS
    while raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            raw.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(0.01)


def bring_up_to_date(connection: Connection, *, now: datetime) -> None:
    """Create or migrate the tables, all steps in one transaction. An older desk is copied first, beside itself."""
    if _version(connection) == SCHEMA_VERSION:
        return
    if not connection.writable:
        raise StoreError(
            f"{connection.path} was made by an older version of roundup and may not be written",
            hint="Make the file and its folder writable once, so that it can be brought up to date.",
        )
    with connection.write():
        version = _version(connection)
        if version == SCHEMA_VERSION:
            return
        if version:
            copy_to(connection.path, connection.path.with_name(f"{connection.path.name}.before-{SCHEMA_VERSION}"))
        with connection.explained():
            if connection.value("SELECT 1 FROM sqlite_master LIMIT 1"):
                _migrate(connection.raw, now)
            else:
                _create(connection.raw, now)
            connection.raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        if version:
            _follow_the_ledger(connection)


def _follow_the_ledger(connection: Connection) -> None:
    """What other desks decided may have been kept here without being understood; this program may understand it."""
    from roundup.store.ledger import Ledger

    if connection.value("SELECT 1 FROM decisions LIMIT 1"):
        Ledger(connection).rebuild()


def _version(connection: Connection) -> int:
    version: int = connection.value("PRAGMA user_version")
    return version


def _migrate(raw: sqlite3.Connection, now: datetime) -> None:
    from sqlite_utils import Database

    from roundup.store.migrations import migrations

    migrations.apply(Database(raw, execute_plugins=False))
    raw.execute("UPDATE _sqlite_migrations SET applied_at = ? WHERE applied_at NOT LIKE '%T%'", (to_text(now),))


def _create(raw: sqlite3.Connection, now: datetime) -> None:
    """The tables of today at once: a tenth of the time that it takes to load what migrates, and to take every step."""
    moment = {"now": to_text(now)}
    for statement in SCHEMA.read_text(encoding="utf-8").split(";\n\n"):
        raw.execute(statement, moment if ":now" in statement else {})


def copy_to(source: Path, target: Path) -> None:
    """A whole copy of the database at `source` as it was last committed; `target` appears complete or not at all."""
    import os

    unfinished = target.with_name(target.name + ".unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        reading = _raw(source, "ro")
        writing = sqlite3.connect(unfinished, isolation_level=None)
        try:
            reading.backup(writing)
            writing.execute("PRAGMA journal_mode = DELETE")
        finally:
            writing.close()
            reading.close()
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        unfinished.unlink(missing_ok=True)
        raise StoreError(
            f"{target} cannot be written: {error}", hint="Choose a folder with room where you may write."
        ) from error
