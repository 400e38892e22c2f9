"""The one door to the desk's file: what it makes, what it refuses, and that it leaves alone what it refuses."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from roundup.errors import StoreError
from roundup.store import open_store
from roundup.store.door import APPLICATION_ID, SCHEMA_VERSION
from roundup.store.migrations import migrations
from tests.samples import NOW
from tests.store.child import Say, in_child
from tests.store.feeds import feed, fetch, item


def refused(path: Path, *, read_only: bool = False) -> StoreError:
    """Open `path`, which must be refused and left byte for byte as it was, with nothing beside it."""
    before = path.read_bytes() if path.is_file() else None
    beside = sorted(path.parent.iterdir())
    with pytest.raises(StoreError) as caught, open_store(path, now=NOW, read_only=read_only):
        pass
    assert sorted(path.parent.iterdir()) == beside
    assert before is None or path.read_bytes() == before
    assert str(path.name) in caught.value.message
    assert caught.value.hint
    return caught.value


def change_header(path: Path, offset: int, number: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(number.to_bytes(4, "big"))


# ---------------------------------------------------------------- a new desk


def test_a_new_desk_gets_a_file_of_its_own(tmp_path: Path) -> None:
    """Marked as ours, journalled ahead, safe at every commit, with foreign keys on."""
    path = tmp_path / "roundup.db"
    with open_store(path, now=NOW) as store:
        pragma = {
            name: store.connection.value(f"PRAGMA {name}")
            for name in ("application_id", "user_version", "journal_mode", "synchronous", "foreign_keys")
        }
    assert pragma == {
        "application_id": APPLICATION_ID,
        "user_version": SCHEMA_VERSION,
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
    }


def test_every_table_is_strict(path: Path) -> None:
    """A number in a text column is a bug that SQLite finds for us."""
    with closing(sqlite3.connect(path)) as raw:
        tables = raw.execute(
            "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
        ).fetchall()
    own = {name: strict for name, strict in tables if not name.startswith(("sqlite_", "_sqlite_"))}
    assert own
    assert all(own.values()), own


def test_the_file_is_whole_and_alone_after_closing(path: Path) -> None:
    """No log, no lock is left beside it: the file can be copied as it is."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
    assert [p.name for p in path.parent.iterdir()] == ["roundup.db"]


def test_an_empty_file_becomes_a_desk(tmp_path: Path) -> None:
    """As `touch` leaves it, or a crash between making the file and its first page."""
    path = tmp_path / "roundup.db"
    path.touch()
    with open_store(path, now=NOW) as store:
        assert store.posts.get is not None
        assert store.feeds.states() == {}


def test_a_half_made_desk_is_made_anew(tmp_path: Path) -> None:
    """A database without tables and marks: a crash between the first page and the first transaction."""
    path = tmp_path / "roundup.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
    with open_store(path, now=NOW) as store:
        assert store.connection.value("PRAGMA user_version") == SCHEMA_VERSION


def test_odd_folder_names_are_no_trouble(tmp_path: Path) -> None:
    """A path is not a URI: ?, #, % and blanks in it mean themselves."""
    folder = tmp_path / "a desk? 100% #1 & more"
    folder.mkdir()
    with open_store(folder / "roundup.db", now=NOW) as store:
        fetch(store, feed(item(1)))
    assert (folder / "roundup.db").stat().st_size > 0


def test_opening_again_finds_everything(path: Path) -> None:
    """What was saved is there."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1), item(2)))
    with open_store(path, now=NOW) as store:
        assert [store.posts.get(n).title for n in (1, 2)] == ["Post number 1", "Post number 2"]


# ---------------------------------------------------------------- what is refused


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Somebody's letter under our name stays somebody's letter."""
    path = tmp_path / "roundup.db"
    path.write_text("Dear council,\n" * 100, encoding="utf-8")
    assert "not an SQLite database" in refused(path).message


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """Marked as another's, or unmarked but with tables in it."""
    path = tmp_path / "roundup.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE theirs (x)")
        raw.execute("PRAGMA application_id = 1196444487")
    assert "another program" in refused(path).message


def test_an_unmarked_database_with_tables_is_refused(tmp_path: Path) -> None:
    """Most programs never mark their files."""
    path = tmp_path / "roundup.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE theirs (x)")
    assert "another program" in refused(path).message


def test_another_programs_open_database_is_refused(tmp_path: Path) -> None:
    """Its tables may still be in its log only."""
    path = tmp_path / "roundup.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("CREATE TABLE theirs (x)")
        with pytest.raises(StoreError, match="another program"), open_store(path, now=NOW):
            pass
        assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_newer_desk_is_refused(path: Path) -> None:
    """An old program would not know what it breaks."""
    change_header(path, 60, SCHEMA_VERSION + 1)
    assert "newer" in refused(path).message
    assert "Update" in refused(path, read_only=True).hint


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.99])
def test_a_file_without_its_end_is_refused(path: Path, kept: float) -> None:
    """A copy that broke off."""
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    assert "damaged" in refused(path).message


def test_a_stump_of_a_file_is_refused(path: Path) -> None:
    """Not even the header is there."""
    path.write_bytes(path.read_bytes()[:50])
    assert "damaged" in refused(path).message


def test_a_file_with_a_damaged_first_page_is_refused(path: Path) -> None:
    """The list of tables is unreadable."""
    content = bytearray(path.read_bytes())
    content[100:1000] = os.urandom(900)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"), open_store(path, now=NOW):
        pass
    assert path.read_bytes() == bytes(content)


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    """Said as what it is."""
    (tmp_path / "roundup.db").mkdir()
    assert "folder" in refused(tmp_path / "roundup.db").message


def test_a_desk_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    """The folder is not made on the way: it may be a spelling mistake."""
    with pytest.raises(StoreError, match="does not exist"), open_store(tmp_path / "no" / "roundup.db", now=NOW):
        pass
    assert not (tmp_path / "no").exists()


def test_reading_does_not_make_a_file(tmp_path: Path) -> None:
    """Only a desk that may be written is made."""
    refused(tmp_path / "roundup.db", read_only=True)
    assert not (tmp_path / "roundup.db").exists()


# ---------------------------------------------------------------- damage inside


def test_a_whole_file_has_no_faults(path: Path) -> None:
    """Nothing to report."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
        assert store.check() == ()


def faults(path: Path) -> tuple[str, ...]:
    """What opening or checking the file says is wrong with it."""
    try:
        with open_store(path, now=NOW) as store:
            return store.check()
    except StoreError as error:
        return (error.message,)


def test_check_finds_pages_that_were_overwritten(path: Path) -> None:
    """Whichever page it is, it is said, and never a traceback."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(*(item(n) for n in range(20))))
    whole = path.read_bytes()
    page = int.from_bytes(whole[16:18], "big")
    unnoticed = []
    for start in range(page, len(whole), page):
        content = bytearray(whole)
        content[start : start + page] = bytes([0xA5]) * page
        path.write_bytes(content)
        if not faults(path):
            unnoticed.append(start)
    assert unnoticed == []


def test_check_finds_a_changed_word_in_a_text(path: Path) -> None:
    """A flipped letter leaves the file well formed; the search index knows what stood there."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1, text="The mayor promised nothing at all.")))
        store.search.catch_up()
    content = path.read_bytes()
    assert content.count(b"promised nothing at all.") >= 1
    path.write_bytes(content.replace(b"The mayor promised", b"The major promised"))
    with open_store(path, now=NOW) as store:
        assert store.check()


def test_check_finds_rows_that_point_nowhere(path: Path) -> None:
    """Another tool deleted a feed with foreign keys off."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DELETE FROM feeds")
    with open_store(path, now=NOW) as store:
        assert any("feeds" in fault for fault in store.check())


# ---------------------------------------------------------------- reading only


def test_a_desk_opened_for_reading_cannot_be_written(path: Path) -> None:
    """The attempt is an error in words, before anything was done."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
    with open_store(path, now=NOW, read_only=True) as store:
        assert store.posts.get(1).title == "Post number 1"
        assert store.writable is False
        with pytest.raises(StoreError, match="may not be written"), store.write():
            pass


def test_two_can_read_while_one_writes(path: Path) -> None:
    """Readers see what was committed; nobody waits."""
    with open_store(path, now=NOW) as writer, open_store(path, now=NOW) as reader:
        with writer.write():
            writer.posts.apply((), feed=feed(), feed_url="https://x.example/", now=NOW)
            assert reader.feeds.states() == {}
        assert len(reader.feeds.states()) == 1


def as_nobody(folder: Path, work: Callable[[], str]) -> str:
    """What `work` returns when done by a user without rights, in a child process."""

    def without_rights(say: Say) -> None:
        if os.getuid() == 0:
            os.chdir(folder)
            os.setgid(65534)
            os.setuid(65534)
        say(work())

    return "\n".join(in_child(without_rights).said)


@pytest.fixture
def locked(path: Path) -> Path:
    """A desk whose file and folder its owner has made read-only, reachable for all."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
    for folder in path.parents:
        if folder.stat().st_mode & 0o005 != 0o005 and os.access(folder, os.W_OK) and len(folder.parts) > 2:
            folder.chmod(folder.stat().st_mode | 0o055)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="rights work otherwise there")
def test_a_read_only_desk_can_be_read_and_says_why_it_cannot_be_written(locked: Path) -> None:
    """`posts` works on it; whoever wants to write is told before the work begins."""

    def work() -> str:
        with open_store(Path(locked), now=NOW) as store:
            title = store.posts.get(1).title
            try:
                with store.write():
                    return "written"
            except StoreError as error:
                return f"{title}: {error.message}"

    try:
        said = as_nobody(locked.parent, work)
    finally:
        locked.parent.chmod(0o755)
    assert said == f"Post number 1: {locked} may not be written"


@pytest.mark.skipif(sys.platform == "win32", reason="rights work otherwise there")
def test_a_folder_that_may_not_be_written_gets_no_desk(tmp_path: Path) -> None:
    """The error names the file."""
    tmp_path.chmod(0o555)

    def work() -> str:
        with pytest.raises(StoreError) as caught, open_store(tmp_path / "roundup.db", now=NOW):
            pass
        return caught.value.message

    try:
        said = as_nobody(Path("/"), work)
    finally:
        tmp_path.chmod(0o755)
    assert "roundup.db" in said
    assert "cannot be opened" in said


# ---------------------------------------------------------------- copies


def test_a_backup_is_a_whole_desk(path: Path, tmp_path: Path) -> None:
    """It can be opened in the desk's place, and is one file."""
    target = tmp_path / "copy.db"
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
        store.backup(target)
    assert not list(tmp_path.glob("copy.db?*"))
    with open_store(target, now=NOW) as copy:
        assert copy.posts.get(1).title == "Post number 1"
        assert copy.check() == ()


def test_a_backup_overwrites_nothing(path: Path, tmp_path: Path) -> None:
    """The older backup may be the good one."""
    target = tmp_path / "copy.db"
    target.write_text("precious")
    with open_store(path, now=NOW) as store, pytest.raises(StoreError, match="exists already"):
        store.backup(target)
    assert target.read_text() == "precious"


def test_a_backup_that_cannot_be_written_leaves_nothing(path: Path, tmp_path: Path) -> None:
    """Neither half a copy nor a traceback."""
    with open_store(path, now=NOW) as store, pytest.raises(StoreError, match="cannot be written"):
        store.backup(tmp_path / "no such folder" / "copy.db")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["roundup.db"]


def test_the_number_of_migrations_is_counted_right() -> None:
    """Opening compares a number, so that it need not load sqlite-utils."""
    assert len(migrations._migrations) == SCHEMA_VERSION
