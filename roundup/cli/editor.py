"""Somebody's own editor, for a file or for a few words."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from roundup.cli.files import read_text
from roundup.config import read_environment
from roundup.errors import RoundupError, UsageError
from roundup.text import one_line

_EDITORS: Final = ("sensible-editor", "nano", "vi", "notepad")
_MOST: Final = 1_000_000  # bytes of a few words


def open_in_editor(path: Path) -> None:
    """Let a file be edited; a RoundupError if the editor cannot be started or fails."""
    command = [*_editor(), str(path)]
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        raise RoundupError(
            f"{command[0]} cannot be started: {error.strerror}", hint="Name your editor in EDITOR. Nothing is lost."
        ) from None
    if code:
        raise RoundupError(f"{command[0]} ended with {code}; nothing was changed", hint=f"Your text is in {path}")


def edited(text: str) -> str:
    """What an editor made of `text`. Should the editor fail, the file with the words stays."""
    with tempfile.NamedTemporaryFile("w", prefix="roundup-", suffix=".md", delete=False, encoding="utf-8") as file:
        file.write(text)
    path = Path(file.name)
    open_in_editor(path)
    written = read_text(path, _MOST)
    path.unlink(missing_ok=True)
    # Editors end a file with a line end that nobody typed.
    return written.rstrip("\n")


def _editor() -> Sequence[str]:
    """The editor's command line. Never through a shell."""
    named = read_environment().editor
    if named.strip():
        try:
            return shlex.split(named)
        except ValueError:
            raise UsageError(
                f"EDITOR is no command line: {one_line(named, 60)}", hint="Is a quotation mark left open?"
            ) from None
    found = next((path for name in _EDITORS if (path := shutil.which(name))), None)
    if not found:
        raise UsageError("no editor was found", hint="Name yours: EDITOR=nano roundup edit")
    return [found]
