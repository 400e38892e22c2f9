"""The demo's folder: made afresh each time, and nothing that a person made or changed is deleted.

A marker file lists what the last run left, with hashes. What is still as it was left is cleared away; if any of it was
changed or added to, it is moved aside whole; what the demo doesn't write is not touched at all.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from roundup.errors import UsageError

MARKER = ".roundup-demo"
SAMPLE_OPML = "sample-blogs.opml"
# Patterns, because companions must move together: a database without its write-ahead log has lost its last words.
GROUPS = ("roundup.toml", "feeds.opml*", SAMPLE_OPML, "roundup.db*", "out")


def prepare(folder: Path) -> Path | None:
    """Make `folder` ready for a new desk; where earlier work was set aside to, if there was any.

    UsageError if there is something else in it.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", hint="Name a folder that is new or empty.")
    marker = folder / MARKER
    if folder.is_dir() and any(folder.iterdir()) and not marker.is_file():
        raise UsageError(
            f"{folder} is not empty and holds no earlier demo",
            hint="Name a folder that is new or empty: roundup demo DIR",
        )
    folder.mkdir(parents=True, exist_ok=True)
    aside = _clear(folder, _read_marker(marker))
    # Until the run has ended nothing is known to be the demo's own; so if it is cut off, all is kept.
    _write_marker(marker, {})
    return aside


def remember(folder: Path) -> None:
    """Note what the demo has left, so that the next run can tell a person's work from its own."""
    left = {str(path.relative_to(folder)): _digest(path) for group in GROUPS for path in _files(folder, group)}
    _write_marker(folder / MARKER, left)


def _clear(folder: Path, left: dict[str, str]) -> Path | None:
    aside = next(path for n in range(1, 10_000) if not (path := folder / f"kept-{n}").exists())
    for group in GROUPS:
        untouched = all(left.get(str(path.relative_to(folder))) == _digest(path) for path in _files(folder, group))
        for path in list(folder.glob(group)):
            if not untouched:
                aside.mkdir(exist_ok=True)
                # A rename keeps what is there as it is: links stay links, times stay times.
                path.rename(aside / path.name)
            elif path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    return aside if aside.exists() else None


def _files(folder: Path, group: str) -> Iterator[Path]:
    for path in sorted(folder.glob(group)):
        if path.is_dir() and not path.is_symlink():
            yield from sorted(inner for inner in path.rglob("*") if inner.is_symlink() or not inner.is_dir())
        else:
            yield path


def _digest(path: Path) -> str:
    """A file's hash; a link or anything odd was made by a person, so it has none that matches."""
    if path.is_symlink() or not path.is_file():
        return "no plain file"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_marker(marker: Path) -> dict[str, str]:
    try:
        left = json.loads(marker.read_text(encoding="utf-8"))["left"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(k): str(v) for k, v in left.items() if v != "no plain file"} if isinstance(left, dict) else {}


def _write_marker(marker: Path, left: dict[str, str]) -> None:
    about = "This folder was made by `roundup demo`, which makes it afresh when it runs again."
    marker.write_text(json.dumps({"about": about, "left": left}, indent=1) + "\n", encoding="utf-8")
