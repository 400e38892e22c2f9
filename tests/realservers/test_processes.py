"""Servers started for tests end with them, children and all, whichever way the tests end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.realservers.processes import free_port, running, wait_for

# A command with a child of its own, as servers have; both pids go into a file.
FAMILY = ["sh", "-c", 'sleep 600 & echo "$$ $!" > "$0"; wait']


def family(file: Path) -> list[int]:
    """The pids of FAMILY once it has written them."""
    deadline = time.monotonic() + 20
    while not (file.exists() and file.read_text().strip()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return [int(word) for word in file.read_text().split()]


def alive(pid: int) -> bool:
    """Whether a process runs; one that is dead but not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def all_gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 20
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not any(map(alive, pids))


def test_nothing_is_left_after_the_block(tmp_path: Path) -> None:
    """Leaving the block ends the command and its children."""
    with running([*FAMILY, str(tmp_path / "pids")], log=tmp_path / "log"):
        pids = family(tmp_path / "pids")
        assert all(map(alive, pids))
    assert all_gone(pids)


def test_nothing_is_left_after_a_failure(tmp_path: Path) -> None:
    """A test that fails inside the block leaves nothing either."""

    def failing() -> None:
        with running([*FAMILY, str(tmp_path / "pids")], log=tmp_path / "log"):
            family(tmp_path / "pids")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert all_gone(family(tmp_path / "pids"))


def test_nothing_is_left_after_the_tests_were_killed(tmp_path: Path, checkout: Path) -> None:
    """Even kill -9 on the process that started it ends the server."""
    code = (
        "import sys, time; from pathlib import Path; from tests.realservers.processes import running\n"
        f"with running({[*FAMILY, str(tmp_path / 'pids')]!r}, log=Path({str(tmp_path / 'log')!r})): time.sleep(600)"
    )
    tests = subprocess.Popen([sys.executable, "-c", code], cwd=checkout)
    pids = family(tmp_path / "pids")
    os.kill(tests.pid, signal.SIGKILL)
    tests.wait()
    assert all_gone(pids)


def test_a_server_that_ends_at_once_is_told_with_its_words(tmp_path: Path) -> None:
    """The failure shows what the server said."""
    log = tmp_path / "log"
    with (
        running(["sh", "-c", "echo cannot bind"], log=log) as process,
        pytest.raises(AssertionError, match="cannot bind"),
    ):
        wait_for(lambda: False, process, log=log)


def test_free_ports_are_free() -> None:
    """Two calls give ports one can listen on."""
    assert 0 < free_port() < 65536
