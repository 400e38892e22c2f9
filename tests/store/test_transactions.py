"""All or nothing, whatever happens in between."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from roundup.errors import StoreError
from roundup.store import Store, open_store
from roundup.store import door as store_door
from roundup.store.connection import explain
from tests.samples import NOW, decision
from tests.store.feeds import brought, dump, feed, fetch, item


class Stop(BaseException):
    """Stands for anything that ends a program."""


@contextmanager
def broken_off(store: Store) -> Iterator[None]:
    """A transaction that ends badly after all its work was done."""
    with suppress(Stop), store.write():
        yield
        raise Stop


def test_what_was_written_is_kept_when_all_went_well(store: Store) -> None:
    """And there is no transaction left open."""
    fetch(store, feed(item(1)))
    assert store.posts.get(1)
    assert not store.connection.raw.in_transaction


def test_an_error_takes_everything_back(store: Store) -> None:
    """Even KeyboardInterrupt, even what was written by several parts."""
    before = dump(store)
    with broken_off(store):
        fetch(store, feed(item(1)))
        store.ledger.record([decision("star", store.posts.get(1).key)])
    assert dump(store) == before


def test_inside_another_a_transaction_can_fail_alone(store: Store) -> None:
    """The outer one goes on if it wants to."""
    with store.write():
        fetch(store, feed(item(1)))
        with broken_off(store):
            fetch(store, feed(item(2)))
        fetch(store, feed(item(3)))
    assert [row[0] for row in store.connection.rows("SELECT title FROM posts ORDER BY id")] == [
        "Post number 1",
        "Post number 3",
    ]


def test_an_inner_success_falls_with_the_outer_failure(store: Store) -> None:
    """A savepoint is no commit."""
    with broken_off(store), store.write():
        fetch(store, feed(item(1)))
    assert store.connection.value("SELECT count(*) FROM posts") == 0


def test_what_is_yet_to_be_indexed_goes_with_the_part_that_brought_it(store: Store) -> None:
    """A part that failed alone leaves none of it behind, and the next transaction inherits nothing."""
    with store.write():
        fetch(store, feed(item(1, text="One alone.")))
        with broken_off(store):
            fetch(store, feed(item(2, text="Two alone.")))
    with broken_off(store):
        fetch(store, feed(item(3, text="Three alone.")))
    fetch(store, feed(item(4, text="Four alone.")))
    assert [hit.post.title for hit in store.search.posts("alone")] == ["Post number 4", "Post number 1"]
    assert store.check() == ()


def test_what_joins_a_transaction_is_a_part_of_it(store: Store) -> None:
    """No savepoint: with the whole it is kept or lost; by itself it is a transaction."""
    joined = store.connection.joined
    with joined():
        fetch(store, feed(item(1)))
    with broken_off(store), joined():
        fetch(store, feed(item(2)))
    assert not store.connection.raw.in_transaction
    assert store.connection.value("SELECT count(*) FROM posts") == 1


def test_a_full_disk_is_said_in_words_and_loses_nothing(store: Store) -> None:
    """The picks are there afterwards, and the same work succeeds once there is room."""
    (post,) = brought(store, item(1))
    store.ledger.record([decision("star", post.key)])
    before = dump(store)
    pages = store.connection.value("PRAGMA page_count")
    store.connection.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full") as caught:
        fetch(store, feed(*(item(n, text="Long words. " * 2_000) for n in range(2, 12))))
    assert "room" in caught.value.hint
    assert dump(store) == before
    store.connection.rows("PRAGMA max_page_count = 1000000")
    assert fetch(store, feed(item(2)))[0] == (1, 0)


def test_a_file_that_another_program_keeps_is_said_in_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some patience."""
    monkeypatch.setattr(store_door, "BUSY_SECONDS", 0.05)
    with open_store(path, now=NOW) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program") as caught, store.write():
            pass
        assert "Wait" in caught.value.hint
        other.execute("ROLLBACK")
        assert fetch(store, feed(item(1)))[0] == (1, 0)


def test_reading_does_not_wait_for_a_writer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list answers while a fetch writes."""
    monkeypatch.setattr(store_door, "BUSY_SECONDS", 0.05)
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert store.posts.get(1)
            other.execute("ROLLBACK")


def test_a_writer_waits_for_its_turn(path: Path) -> None:
    """And then sees what the other one did: nothing is decided on old knowledge."""
    first_in, may_end = threading.Event(), threading.Event()

    def first() -> None:
        with open_store(path, now=NOW) as store, store.write():
            fetch(store, feed(item(1)))
            first_in.set()
            may_end.wait(5)

    thread = threading.Thread(target=first)
    thread.start()
    first_in.wait(5)
    with open_store(path, now=NOW) as store:
        threading.Timer(0.05, may_end.set).start()
        counts, _ = fetch(store, feed(item(1)))
    thread.join()
    assert counts == (0, 0)


def test_our_own_mistakes_are_not_dressed_up() -> None:
    """A wrong statement is a bug, to be seen as one."""
    with closing(sqlite3.connect(":memory:")) as raw:
        with pytest.raises(sqlite3.OperationalError) as caught:
            raw.execute("SELECT nothing FROM nowhere")
        assert explain(caught.value, Path("roundup.db")) is None
    assert explain(sqlite3.Error("raised by hand, without a code"), Path("roundup.db")) is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_IOERR_WRITE, "disk reported an error"),
        (sqlite3.SQLITE_IOERR_FSYNC, "disk reported an error"),
        (sqlite3.SQLITE_BUSY, "another program"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "another program"),
        (sqlite3.SQLITE_READONLY, "may not be written"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
        (sqlite3.SQLITE_CORRUPT_VTAB, "damaged"),
        (sqlite3.SQLITE_NOTADB, "not an SQLite database"),
        (sqlite3.SQLITE_PERM, "may not be opened"),
    ],
)
def test_every_trouble_with_disk_or_file_has_words(code: int, words: str) -> None:
    """With the path, and with what to do next; extended codes as their kind."""
    error = sqlite3.OperationalError("some text")
    error.sqlite_errorcode = code
    said = explain(error, Path("desk/roundup.db"))
    assert said is not None
    assert words in said.message
    assert "roundup.db" in said.message
    assert said.hint


def test_an_error_of_a_disk_without_room_is_its_fullness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite says "I/O error" where its log cannot grow; a person needs to hear that room has to be made."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    for free, words in ((0, "the disk is full"), (4096, "the disk reported an error")):
        monkeypatch.setattr("shutil.disk_usage", lambda _path, free=free: SimpleNamespace(free=free))
        said = explain(error, tmp_path / "roundup.db")
        assert said is not None
        assert words in said.message
