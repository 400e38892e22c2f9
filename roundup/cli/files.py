"""Files that commands are given: text in, text out, `-` for the standard streams."""

from __future__ import annotations

import sys
from pathlib import Path

from roundup.cli.streams import typed
from roundup.errors import UsageError


def read_text(path: Path, most: int) -> str:
    """The text of a file of at most `most` bytes, or of standard input. UsageError if it cannot be read as UTF-8."""
    if str(path) == "-":
        return typed(text="-")["text"] or ""
    try:
        if path.stat().st_size > most:
            raise UsageError(f"{path} has more than {most:,} bytes", hint="Is it the right file?")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint="Is it the right file?") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} is not UTF-8 text (byte {error.start + 1:,})", hint="Save it as UTF-8 in your editor."
        ) from None


def write_text(path: Path, text: str) -> None:
    """Put `text` into a file, in one step, or on standard output exactly as it is."""
    from roundup.workflow.files import replace_file

    if str(path) == "-":
        # Not by `say`, which alters white space.
        sys.stdout.write(text)
        return
    replace_file(path, text.encode())
