"""The pure parts ask neither clock nor disk nor environment: whatever they need comes in as an argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PURE = ("parse", "curate", "subscriptions", "merge.py", "urls.py", "model", "text.py", "errors.py")
OUTSIDE_CALLS = {"open", "input", "print", "__import__", "eval", "exec"}
OUTSIDE_ATTRIBUTES = {
    *("now", "utcnow", "today", "time", "monotonic", "perf_counter", "environ", "getenv", "cwd", "home"),
    *("read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob", "unlink", "mkdir", "urandom"),
}


def reaches_outside(text: str) -> Iterator[str]:
    """The calls in a module's text that reach the world."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OUTSIDE_CALLS:
            yield f"line {node.lineno}: {node.func.id}()"
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in OUTSIDE_ATTRIBUTES
        ):
            yield f"line {node.lineno}: .{node.func.attr}()"
        elif isinstance(node, ast.Attribute) and node.attr == "environ":
            yield f"line {node.lineno}: environ"


def pure_files(checkout: Path) -> list[Path]:
    package = checkout / "roundup"
    files = [
        path for name in PURE for path in ([package / name] if name.endswith(".py") else (package / name).rglob("*.py"))
    ]
    return [path for path in files if path.exists()]


def test_the_pure_parts_reach_nothing_outside(checkout: Path) -> None:
    """No clock, no file, no environment, no output."""
    files = pure_files(checkout)
    assert len(files) > 20
    found = [f"{path.name} {call}" for path in files for call in reaches_outside(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "text", ["datetime.now(UTC)", "open('x')", "time.time()", "os.environ['HOME']", "Path('x').read_text()"]
)
def test_a_call_to_the_outside_is_seen(text: str) -> None:
    """The check above can fail."""
    assert list(reaches_outside(text))
