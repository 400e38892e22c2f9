"""Many rows written in few statements."""

from __future__ import annotations

import sqlite3

import pytest

from roundup.store import Store
from roundup.store.connection import ROWS_AT_ONCE, Row
from tests.samples import NOW
from tests.store.feeds import feed, fetch, item

INTO = "INSERT INTO post_keys (key, post)"


def named(count: int) -> list[Row]:
    """Names for the first post."""
    return [(f"guid:{number:05}", 1) for number in range(count)]


def kept(store: Store) -> list[Row]:
    """Such names as stand in the file, in the order in which they were written."""
    return store.connection.rows("SELECT key, post FROM post_keys WHERE key LIKE 'guid:0%' ORDER BY rowid")


@pytest.fixture
def desk(store: Store) -> Store:
    """A desk with a post."""
    fetch(store, feed(item(1)))
    return store


@pytest.mark.parametrize("count", [0, 1, ROWS_AT_ONCE - 1, ROWS_AT_ONCE, ROWS_AT_ONCE + 1, 2 * ROWS_AT_ONCE + 50])
def test_all_rows_are_written_in_their_order(desk: Store, count: int) -> None:
    """Those that fill statements and those left over."""
    with desk.write():
        desk.connection.insert(INTO, named(count))
    assert kept(desk) == named(count)


@pytest.mark.parametrize("at", [3, ROWS_AT_ONCE + 3, 2 * ROWS_AT_ONCE + 3])
def test_a_row_that_is_refused_takes_all_of_them_back(desk: Store, at: int) -> None:
    """A name belongs to one post: neither those before it in the statement nor earlier statements leave anything."""
    rows = named(2 * ROWS_AT_ONCE + 50)
    rows[at] = rows[0]
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"), desk.write():
        desk.connection.insert(INTO, rows)
    assert kept(desk) == []
    assert desk.check() == ()


def test_a_row_that_points_nowhere_is_refused(desk: Store) -> None:
    """Also among many, where references are looked at when the statement ends."""
    rows = [*named(ROWS_AT_ONCE - 1), ("guid:09999", 77)]
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), desk.write():
        desk.connection.insert(INTO, rows)
    assert kept(desk) == []


def test_what_is_amiss_with_the_disk_is_said(desk: Store) -> None:
    """As with single rows: an error of the file is a StoreError."""
    from roundup.errors import StoreError

    desk.connection.raw.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="may not be written"):
        desk.connection.insert(INTO, named(ROWS_AT_ONCE))


def test_every_new_post_bears_its_own_words(store: Store) -> None:
    """Many at once, of several feeds, and those that came before keep theirs."""
    fetch(store, feed(*(item(number) for number in range(1, 8))))
    fetch(store, feed(*(item(number) for number in range(5, 20)), url="https://other.example/feed"), now=NOW)
    rows = store.connection.rows(
        "SELECT posts.id, posts.title, snapshots.post, snapshots.title FROM posts "
        "LEFT JOIN snapshots ON snapshots.id = posts.snapshot"
    )
    assert len(rows) == 19
    assert all(post == owner and title == worded for post, title, owner, worded in rows), rows
