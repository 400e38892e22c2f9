"""What a run of a program costs, its children included."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.gathering.process import Spent, measured, memory, tree

BUSY = "import time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass\n"
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '''{BUSY}'''])"


def spent(program: str, folder: Path, limit: float = 60) -> Spent:
    return measured([sys.executable, "-c", program], log=folder / "log", limit=limit)


def test_processor_time_of_children_is_counted(tmp_path: Path) -> None:
    """It is all the same who does the work."""
    assert spent(CHILD, tmp_path).cpu >= 0.2


def test_memory_is_of_the_whole_tree(tmp_path: Path) -> None:
    """A child that holds 40 MB makes the tree larger by that."""
    holds = "import time; held = b'x' * 40_000_000; time.sleep(0.3)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '''{holds}'''])"
    run = spent(child, tmp_path)
    assert run.rss >= 40
    assert run.memory == (run.pss or run.rss)
    assert run.pss <= run.rss


def test_a_run_that_takes_too_long_is_cut_off(tmp_path: Path) -> None:
    """With all that belongs to it."""
    run = spent("import time; time.sleep(60)", tmp_path, limit=0.1)
    assert run.cut_off
    assert run.code < 0
    assert run.wall < 30


def test_what_a_program_says_and_how_it_ends_is_kept(tmp_path: Path) -> None:
    """In the log, and as its exit code."""
    run = spent("print('went wrong'); raise SystemExit(3)", tmp_path)
    assert (run.code, run.cut_off) == (3, False)
    assert (tmp_path / "log").read_text() == "went wrong\n"


def test_a_tree_has_the_process_and_its_descendants() -> None:
    """And nobody else."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        assert child.pid in tree(os.getpid())
        assert tree(child.pid) == [child.pid]
    finally:
        child.kill()
        child.wait()


def test_a_process_that_is_gone_holds_nothing() -> None:
    """It may end while it is looked at."""
    child = subprocess.Popen(["true"])
    child.wait()
    assert memory(child.pid) == (0, 0)
    assert memory(os.getpid())[0] > 1_000_000
