"""Start-up is a feature: heavy things are imported where they are used, and nowhere on the way to a command's help."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    *("httpx", "feedparser", "sqlite_utils", "sqlite3", "jinja2", "msgspec", "nh3", "textual", "markdown_it", "w3lib"),
    *("selectolax", "dateutil", "yaml", "asyncio", "email", "http", "multiprocessing"),
}


def modules_after(statement: str, checkout: Path) -> set[str]:
    """The top-level modules a fresh Python holds after one statement."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=checkout)
    return set(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", ["roundup", "roundup.cli", "roundup.cli.app"])
def test_importing_the_command_line_imports_nothing_heavy(module: str, checkout: Path) -> None:
    """What a static check of imports cannot see: what is loaded in fact."""
    assert modules_after(f"import {module}", checkout) & HEAVY == set()


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["star", "--help"]])
def test_help_and_version_import_nothing_heavy(words: list[str], checkout: Path) -> None:
    """Asking how a command works does not load what it would work with."""
    quietly = "import io, contextlib\nfrom roundup.cli import main\nwith contextlib.redirect_stdout(io.StringIO()):"
    code = f"{quietly} main({words!r})"
    assert modules_after(code, checkout) & HEAVY == set()


def cpu_seconds(*words: str, cwd: Path, code: int = 0) -> float:
    """The least CPU time of several runs of Python: what the work costs when nothing disturbs it."""
    costs = []
    for _ in range(7):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = subprocess.run([sys.executable, *words], capture_output=True, text=True, cwd=cwd, env=compiled())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert run.returncode == code, run.stderr
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(costs)


def compiled() -> dict[str, str]:
    """The environment of an installed program, whose modules are compiled once."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@pytest.mark.slow
@pytest.mark.parametrize(("words", "limit"), [(["--version"], 1.3), (["--help"], 3.0)])
def test_answers_come_at_once(words: list[str], limit: float, checkout: Path) -> None:
    """Measured against the bare cost of importing Typer, in CPU time on the same machine at the same time."""
    bare = cpu_seconds("-c", "import typer", cwd=checkout)
    ours = cpu_seconds("-m", "roundup", *words, cwd=checkout)
    assert ours <= limit * bare, f"{ours:.3f} s against {bare:.3f} s"


@pytest.mark.slow
def test_a_decision_costs_little_more(checkout: Path, tmp_path: Path) -> None:
    """`roundup star 1` opens the desk's memory and looks for the post; on a new desk it says that there is none."""
    desk = str(tmp_path / "desk")
    subprocess.run([sys.executable, "-m", "roundup", "init", desk], cwd=checkout, check=True, capture_output=True)
    bare = cpu_seconds("-c", "import typer", cwd=checkout)
    ours = cpu_seconds("-m", "roundup", "--desk", desk, "star", "1", cwd=checkout, code=2)
    assert ours <= 3.5 * bare, f"{ours:.3f} s against {bare:.3f} s"
