"""Write roundup/store/schema.sql: the tables that all migrations together come to, for a new desk to be made at once.

python tools/write_schema.py            writes it
python tools/write_schema.py --check    exits with 1 if it is out of date
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing

from sqlite_utils import Database

from roundup.store.door import SCHEMA
from roundup.store.migrations import migrations

_HEAD = """-- The tables of a desk, as all steps of migrations.py together make them. Written by tools/write_schema.py.
-- Statements end with a semicolon and an empty line.
"""
_SET = "INSERT INTO snapshots_fts (snapshots_fts, rank) VALUES ('{}', {})"
_TAKEN = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('{}', '{}', :now)"
# What full-text search makes for itself.
_OWN = ("snapshots_fts_", "sqlite_")


def schema() -> str:
    """The statements that make an empty desk of today."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        migrations.apply(Database(raw, execute_plugins=False))
        tables = raw.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND NOT (name LIKE ? OR name LIKE ?) ORDER BY rowid",
            [f"{name}%" for name in _OWN],
        ).fetchall()
        settings = raw.execute("SELECT k, v FROM snapshots_fts_config WHERE k <> 'version' ORDER BY k").fetchall()
        steps = raw.execute("SELECT migration_set, name FROM _sqlite_migrations ORDER BY id").fetchall()
    statements = [sql for (sql,) in tables]
    statements += [_SET.format(*setting) for setting in settings]
    statements += [_TAKEN.format(*step) for step in steps]
    return _HEAD + "".join(f"\n{statement};\n" for statement in statements)


def main() -> int:
    """Write the file, or say that it should be."""
    made = schema()
    if "--check" not in sys.argv:
        SCHEMA.write_text(made, encoding="utf-8")
    elif SCHEMA.read_text(encoding="utf-8") != made:
        sys.stderr.write("roundup/store/schema.sql is out of date; run: python -m tools.write_schema\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
