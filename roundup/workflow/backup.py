"""A copy of the desk's memory."""

from __future__ import annotations

from pathlib import Path

from roundup.errors import UsageError
from roundup.workflow.desk import Desk


def backup(desk: Desk, path: Path) -> Path:
    """Copy the database to `path`, which must not exist."""
    if path.exists():
        raise UsageError(f"{path} is there already", hint="Give the copy a name of its own.")
    with desk.store() as store:
        store.backup(path)
    return path
