"""What a bug of ours looks like to the person at the keyboard: one line, and a file to send us."""

from __future__ import annotations

import platform
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from roundup import __version__
from roundup.cli.words import complain, tell
from roundup.text import one_line

EXIT_BUG = 3


def report_bug(error: BaseException, args: Sequence[str]) -> int:
    """Write a log that can be pasted into a bug report and say where it is; the exit code of a bug."""
    shown = " ".join(one_line(word, 60) for word in args)
    lines = [
        f"roundup {__version__} · Python {platform.python_version()} · {platform.platform()}",
        f"command: roundup {shown}",
        "",
        "".join(traceback.format_exception(error)),
    ]
    text = "\n".join(lines)
    complain(
        f"This is a bug in roundup, not a mistake of yours: {type(error).__name__}: {one_line(str(error), 200)}",
        f"Please report it with the text of {_kept(text)}. Nothing half-done was saved.",
    )
    return EXIT_BUG


def _kept(text: str) -> str:
    """Where the log is; it is said there and then if no file can be written."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="roundup-bug-", suffix=".log", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as log:
            log.write(text)
    except OSError:
        tell(text)
        return "the lines above"
    return str(Path(log.name))
