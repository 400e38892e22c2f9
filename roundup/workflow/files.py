"""Files written so that a reader finds the old text or the new one, never half of either."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from roundup.errors import RoundupError


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: a neighbour is written, synced and renamed over it.

    The file's permissions stay; where `path` is a symbolic link, the file it leads to is written.
    """
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        _swap(target, content)
    except (OSError, RuntimeError) as error:
        raise RoundupError(
            f"{path} cannot be written: {getattr(error, 'strerror', None) or error}",
            hint="What was there is untouched. Is there room, and may you write there?",
        ) from error


def _swap(target: Path, content: bytes) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    neighbour = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        neighbour.chmod(mode)
        neighbour.replace(target)
    except BaseException:
        # Also when interrupted: nothing half-written is left beside the file.
        neighbour.unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
