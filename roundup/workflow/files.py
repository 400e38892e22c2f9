"""Files written so that a reader finds the old text or the new one, never half of either."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from roundup.errors import RoundupError


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: a neighbour is written, synced and renamed over it."""
    handle, name = -1, ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as neighbour:
            neighbour.write(content)
            neighbour.flush()
            os.fsync(neighbour.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except OSError as error:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        raise RoundupError(
            f"{path} cannot be written: {error.strerror or error}",
            hint="What was there is untouched. Is there room, and may you write there?",
        ) from error


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
