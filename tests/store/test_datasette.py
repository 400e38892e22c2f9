"""The file read with another tool: Datasette shows tables, follows foreign keys and searches."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from roundup.store import open_store
from tests.samples import NOW, decision, edition, pick
from tests.store.feeds import feed, fetch, item
from tests.store.frozen import freeze


@pytest.fixture
def week(path: Path) -> Path:
    """A desk's file after a small week."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1), item(2, text="A library opens in Marrowby.")))
        store.search.catch_up()
        key = store.posts.get(1).key
        store.ledger.record([decision("star", key, seq=1), freeze(edition(pick(1, key=key)), seq=2)])
    return path


def asked(path: Path, *addresses: str) -> list[Any]:
    """What Datasette answers, in process."""
    datasette = import_module("datasette.app")

    async def ask() -> list[Any]:
        served = datasette.Datasette([str(path)], settings={"num_sql_threads": 1})
        await served.invoke_startup()
        answers = [await served.client.get(address) for address in addresses]
        for database in served.databases.values():
            database.close()
        return answers

    # In a thread of its own: a browser test in this process may have left an event loop running in ours.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


@pytest.mark.filterwarnings("default")  # what another program's libraries warn of is not ours
def test_the_file_reads_well_in_datasette(week: Path) -> None:
    """Tables under the field's own names; rows linked; words found; no hidden trick needed."""
    tables, posts, snapshot, search = asked(
        week,
        "/roundup.json",
        "/roundup/posts",
        "/roundup/snapshots/1.json?_shape=objects&_extras=foreign_key_tables",
        "/roundup/snapshots.json?_search=library&_shape=array",
    )
    shown = {table["name"]: table for table in tables.json()["tables"]}
    plain = {name for name, table in shown.items() if not table["hidden"]}
    assert {"feeds", "fetches", "posts", "sources", "snapshots", "decisions", "picks", "quotes", "editions"} <= plain
    assert not any("fts" in name for name in plain)
    assert shown["snapshots"]["fts_table"] == "snapshots_fts"
    assert shown["posts"]["count"] == 2
    assert {(key["column"], key["other_table"]) for key in shown["sources"]["foreign_keys"]["outgoing"]} == {
        ("post", "posts"),
        ("feed", "feeds"),
    }
    assert posts.status_code == 200
    assert 'href="/roundup/snapshots/1"' in posts.text
    assert 'href="/roundup/feeds/1">A Blog</a>' in posts.text
    assert snapshot.json()["rows"][0]["text"] == item(1).text
    assert [row["title"] for row in search.json()] == ["Post number 2"]


def test_every_reference_is_a_foreign_key(path: Path) -> None:
    """Columns that bear another table's name lead there."""
    with closing(sqlite3.connect(path)) as raw:
        columns = raw.execute(
            "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c "
            "WHERE t.type = 'table' AND c.name IN ('post', 'feed', 'pick', 'edition')"
        ).fetchall()
        links = raw.execute(
            'SELECT t.name, f."from", f."table" FROM pragma_table_list t, pragma_foreign_key_list(t.name) f'
        ).fetchall()
    assert len(columns) > 8
    assert {(table, column) for table, column in columns} <= {(table, column) for table, column, _ in links}
    assert {target for _, _, target in links} == {"posts", "feeds", "picks", "snapshots", "editions"}


def test_the_tables_hold_what_people_can_read(week: Path) -> None:
    """Times as ISO 8601, lists as JSON, words as words: no numbers for names, one blob."""
    with closing(sqlite3.connect(week)) as raw:
        assert raw.execute("SELECT published, authors, blog FROM posts WHERE id = 1").fetchone() == (
            "2026-11-19T09:00:00+00:00",
            '["Ada Example"]',
            "A Blog",
        )
        assert raw.execute("SELECT verb, curator, time FROM decisions ORDER BY seq").fetchall() == [
            ("star", "ada", NOW.isoformat()),
            ("freeze", "ada", NOW.isoformat()),
        ]
        blobs = raw.execute(
            "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c "
            "WHERE t.type = 'table' AND t.name NOT LIKE '%_fts_%' AND c.type = 'BLOB'"
        ).fetchall()
    # What is found in texts is no words, and can be made again from them.
    assert blobs == [("analyses", "sketch")]
