"""Start-up is a feature: heavy things are imported where they are used, and nowhere on the way to a command's help."""

from __future__ import annotations

import json
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


@pytest.mark.parametrize("words", [["star", "1"], ["skip", "1"], ["posts"], ["edition", "list"]])
def test_a_decision_loads_the_database_and_little_else(words: list[str], checkout: Path, tmp_path: Path) -> None:
    """On a desk that is up to date: no network, no templates, no parser, not even the library that migrates."""
    desk = ["--desk", str(tmp_path / "desk")]
    for command in (["init", str(tmp_path / "desk")], [*desk, "posts"]):
        subprocess.run([sys.executable, "-m", "roundup", *command], cwd=checkout, check=True, capture_output=True)
    quietly = "import io, contextlib\nfrom roundup.cli import main\nwith contextlib.redirect_stdout(io.StringIO()):"
    loaded = modules_after(f"{quietly} main({[*desk, *words]!r})", checkout)
    assert "sqlite3" in loaded
    assert loaded & HEAVY == {"sqlite3"}
