"""Files replaced whole, and turns taken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from roundup.errors import RoundupError
from roundup.workflow.files import replace_file
from roundup.workflow.locks import turn


def beside(path: Path) -> list[str]:
    """What lies in the folder of `path` except itself."""
    return sorted(other.name for other in path.parent.iterdir() if other != path)


@pytest.mark.parametrize("content", [b"", b"\x00\xff\r\n", b"x" * 3_000_000])
def test_the_bytes_are_there_and_nothing_else(tmp_path: Path, content: bytes) -> None:
    """Folders are made; no helper file is left behind; twice is once."""
    path = tmp_path / "a b" / "é" / "file.html"
    replace_file(path, b"old")
    replace_file(path, content)
    replace_file(path, content)
    assert path.read_bytes() == content
    assert beside(path) == []


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o444])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    """A file that was shared, or private, stays so."""
    path = tmp_path / "feeds.opml"
    path.write_bytes(b"old")
    path.chmod(mode)
    replace_file(path, b"new")
    assert path.stat().st_mode & 0o777 == mode


def test_a_new_file_is_as_the_user_wants_new_files(tmp_path: Path) -> None:
    """By the umask, which is the same afterwards."""
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "new", b"x")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """feeds.opml may be kept elsewhere, in a shared folder say: what it leads to is written."""
    (tmp_path / "shared").mkdir()
    shared, link = tmp_path / "shared" / "feeds.opml", tmp_path / "feeds.opml"
    link.symlink_to(shared)
    replace_file(link, b"first")
    replace_file(link, b"second")
    assert link.is_symlink()
    assert shared.read_bytes() == b"second"
    assert beside(shared) == []


def _folder(path: Path) -> None:
    path.mkdir()


def _circle(path: Path) -> None:
    path.symlink_to(path)


def _file_as_folder(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_bytes(b"a file")


@pytest.mark.parametrize("obstacle", [_folder, _circle, _file_as_folder])
def test_what_cannot_be_written_is_named(tmp_path: Path, obstacle: object) -> None:
    """With what the system says, what to look at, and nothing left over."""
    path = tmp_path / "out" / "post.html"
    path.parent.mkdir()
    assert callable(obstacle)
    obstacle(path)
    with pytest.raises(RoundupError, match=r"post\.html cannot be written") as refused:
        replace_file(path, b"x")
    assert "untouched" in refused.value.hint
    assert not path.parent.is_dir() or beside(path) == []


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """No half of the new one, and no litter."""
    path = tmp_path / "post.html"
    path.write_bytes(b"old")
    program = (
        "import resource, signal, sys; from pathlib import Path; from roundup.workflow.files import replace_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: replace_file(Path(sys.argv[1]), b'x' * 5000)\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("RoundupError")
    assert "cannot be written: File too large" in done.stdout
    assert path.read_bytes() == b"old"
    assert beside(path) == []


def test_an_interrupt_leaves_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of a write is not an error of the file system, and is passed on."""
    path = tmp_path / "post.html"
    path.write_bytes(b"old")

    def pressed(_number: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", pressed)
    with pytest.raises(KeyboardInterrupt):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert beside(path) == []


def test_two_take_turns(tmp_path: Path) -> None:
    """The second says that it waits, and begins when the first is done."""
    first_in, waited, order = Event(), Event(), list[str]()

    def second() -> None:
        first_in.wait(5)
        with turn(tmp_path / "lock", seconds=5, busy="busy", waiting=waited.set):
            order.append("second")

    thread = Thread(target=second)
    thread.start()
    with turn(tmp_path / "lock", seconds=5, busy="busy"):
        first_in.set()
        assert waited.wait(5)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


def test_patience_ends(tmp_path: Path) -> None:
    """With the words given; the first keeps its turn, and the next comes when it is over."""
    with (
        turn(tmp_path / "lock", seconds=1, busy="x"),
        pytest.raises(RoundupError, match="somebody is at work"),
        turn(tmp_path / "lock", seconds=0.05, busy="somebody is at work"),
    ):
        pytest.fail("it was not free")
    with turn(tmp_path / "lock", seconds=0.05, busy="x"):
        pass


def test_a_failure_frees_the_turn(tmp_path: Path) -> None:
    """Whatever ends it."""
    with pytest.raises(ZeroDivisionError), turn(tmp_path / "lock", seconds=1, busy="x"):
        raise ZeroDivisionError
    with turn(tmp_path / "lock", seconds=0.05, busy="x"):
        pass


def test_a_folder_without_room_for_a_lock_is_named(tmp_path: Path) -> None:
    """A desk that may only be read."""
    (tmp_path / "lock").mkdir()
    with pytest.raises(RoundupError, match="lock cannot be written"), turn(tmp_path / "lock", seconds=1, busy="x"):
        pytest.fail("a folder is no lock")
