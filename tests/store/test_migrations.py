"""A desk made by an older program, opened by this one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from roundup.errors import StoreError
from roundup.store import door, open_store
from roundup.store.door import APPLICATION_ID, SCHEMA, SCHEMA_VERSION
from roundup.store.migrations import migrations
from roundup.store.rows import sql
from tests.samples import NOW, decision
from tests.store.feeds import dump, feed, fetch, item
from tools.write_schema import schema

STEPS = [migration.name for migration in migrations._migrations]


def made_by(version: int, path: Path) -> Path:
    """A desk's file as the program with the first `version` steps left it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        stop = STEPS[version] if version < len(STEPS) else None
        migrations.apply(Database(raw, execute_plugins=False), stop_before=stop)
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version = {version}")
        if version >= 1:
            raw.execute(
                "INSERT INTO feeds (title, url, site_url, health, reason, failures, etag, last_modified, body_hash, "
                "document_url) VALUES ('Old', 'https://old.example/', '', 'ok', '', 0, '', '', '', '')"
            )
        raw.execute("COMMIT")
    return path


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_every_older_desk_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    """What it held is there, what is new works, and a copy of the old file lies beside it."""
    path = made_by(version, tmp_path / "roundup.db")
    with open_store(path, now=NOW) as store:
        assert list(store.feeds.states()) == ["https://old.example/"]
        fetch(store, feed(item(1)))
        store.ledger.record([decision("star", store.posts.get(1).key)])
        assert store.check() == ()
    with closing(sqlite3.connect(tmp_path / f"roundup.db.before-{SCHEMA_VERSION}")) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (version,)
        assert old.execute("SELECT title FROM feeds").fetchall() == [("Old",)]


@pytest.mark.parametrize("version", range(SCHEMA_VERSION))
def test_an_old_desk_and_a_new_one_have_the_same_tables(tmp_path: Path, version: int) -> None:
    """Whichever way it came to be as it is."""

    def schema(path: Path) -> set[tuple[str, str]]:
        with open_store(path, now=NOW) as store:
            return set(store.connection.rows("SELECT name, sql FROM sqlite_master"))

    (tmp_path / "old").mkdir()
    assert schema(made_by(version, tmp_path / "old" / "roundup.db")) == schema(tmp_path / "roundup.db")


def test_steps_are_dated_by_the_clock_that_was_given(path: Path) -> None:
    """So that any run can be repeated."""
    with open_store(path, now=NOW) as store:
        dates = store.connection.rows("SELECT DISTINCT applied_at FROM _sqlite_migrations")
    assert [datetime.fromisoformat(date) for (date,) in dates] == [NOW]


def test_a_migration_that_fails_leaves_the_old_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps or none: the file is as it was, and the next try succeeds."""
    path = made_by(2, tmp_path / "roundup.db")

    def fails_late(raw: sqlite3.Connection, now: datetime) -> None:
        migrations.apply(Database(raw, execute_plugins=False))
        raise sqlite3.OperationalError("the lights went out")

    with monkeypatch.context() as patched:
        patched.setattr(door, "_migrate", fails_late)
        with pytest.raises(sqlite3.OperationalError), open_store(path, now=NOW):
            pass
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (2,)
        assert not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'decisions'").fetchone()
    with open_store(path, now=NOW) as store:
        assert store.check() == ()


def test_an_older_desk_opened_for_reading_says_what_to_do(tmp_path: Path) -> None:
    """It has to be writable once."""
    path = made_by(2, tmp_path / "roundup.db")
    with pytest.raises(StoreError, match="older version") as caught, open_store(path, now=NOW, read_only=True):
        pass
    assert "writable" in caught.value.hint


def test_no_copy_is_made_of_a_desk_that_is_up_to_date(path: Path) -> None:
    """Opening is not migrating."""
    with open_store(path, now=NOW):
        pass
    assert [p.name for p in path.parent.iterdir()] == ["roundup.db"]


def test_opening_needs_no_sqlite_utils(path: Path) -> None:
    """It takes a tenth of a second to load, and is only needed to migrate: no new desk and none of today does that."""
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from roundup.store import open_store\n"
        "for path in sys.argv[1:]:\n"
        "    with open_store(Path(path), now=datetime(2026, 1, 1, tzinfo=UTC)) as s: s.feeds.states()\n"
        "print([m for m in ('sqlite_utils', 'httpx', 'feedparser', 'msgspec', 'w3lib') if m in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    line = [sys.executable, "-c", code, str(path), str(path.with_name("new.db"))]
    done = subprocess.run(line, capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"


def test_the_tables_of_a_new_desk_are_what_all_steps_come_to() -> None:
    """Written down in schema.sql (python -m tools.write_schema), rows that migrating leaves behind included."""
    assert SCHEMA.read_text(encoding="utf-8") == schema()


def test_a_new_desk_counts_as_migrated(path: Path, tmp_path: Path) -> None:
    """Every step stands in it as taken, in order, and what search was told about its index is as steps leave it."""
    with open_store(made_by(1, tmp_path / "old.db"), now=NOW) as old, open_store(path, now=NOW) as new:
        for table in ("_sqlite_migrations", "snapshots_fts_config"):
            rows = new.connection.rows(sql("SELECT * FROM", table, "ORDER BY 1"))
            assert rows == old.connection.rows(sql("SELECT * FROM", table, "ORDER BY 1"))
            assert rows
        assert [row[0] for row in new.connection.rows("SELECT name FROM _sqlite_migrations ORDER BY id")] == STEPS


def test_a_new_desk_that_is_broken_off_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All tables or none: half a schema is left nowhere."""
    path = tmp_path / "roundup.db"
    with monkeypatch.context() as patched:
        patched.setattr(door, "SCHEMA", cut := tmp_path / "cut.sql")
        cut.write_text(SCHEMA.read_text(encoding="utf-8") + "\nCREATE TABLE feeds (id);\n", encoding="utf-8")
        with pytest.raises(sqlite3.OperationalError, match="already exists"), open_store(path, now=NOW):
            pass
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
        assert store.check() == ()


def test_a_file_made_twice_is_made_alike(tmp_path: Path) -> None:
    """Two desks made at the same given time hold the same rows."""
    dumps = []
    for name in ("one.db", "two.db"):
        with open_store(tmp_path / name, now=NOW) as store:
            dumps.append(dump(store))
    assert dumps[0] == dumps[1]
