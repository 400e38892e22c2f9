"""The three streams a command is given, whatever state they are in: closed, full, or no longer listened to."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from roundup.errors import UsageError

MOST = 4_000_000  # bytes of standard input; hundreds of times what anybody types


def fill_closed() -> None:
    """Streams that were closed before the start lead to nowhere now.

    Otherwise the desk's own files would be given their numbers, and what is said would be written into them.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    nowhere = Path(os.devnull)
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")


def somebody_types() -> bool:
    """Whether standard input is a terminal. It may be closed, as cron and supervisors leave it."""
    try:
        return sys.stdin is not None and sys.stdin.isatty()
    except ValueError:  # closed since
        return False


def flush() -> None:
    """Hand over what was said. An OSError if nobody takes it; then nothing more is tried at the very end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _lead_nowhere(stream.fileno())
            raise


def _lead_nowhere(number: int) -> None:
    # Python flushes once more when it ends, and would complain in its own words.
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


def typed(**texts: str | None) -> dict[str, str | None]:
    """The texts by the names of their options, `-` replaced by what is typed or piped in.

    UsageError if that is not text, is nothing at all, or is wanted twice.
    """
    asking = [name for name, text in texts.items() if text == "-"]
    if len(asking) > 1:
        raise UsageError(
            f"standard input cannot be both {' and '.join(asking)}", hint="Read one from it; give the other as words."
        )
    for text in texts.values():
        _refuse_bytes(text or "")
    return {name: _read_stdin() if text == "-" else text for name, text in texts.items()}


def read_text(name: str) -> str:
    """The text in a file; UsageError if it cannot be read, is not UTF-8 or holds nothing."""
    try:
        with Path(name).open("rb") as file:
            data = file.read(MOST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror or error}", hint="Is it the right file?") from None
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name} is not UTF-8 text (byte {error.start + 1:,})",
            hint="Is it in an older encoding? Convert it with: iconv -t UTF-8",
        ) from None
    if len(data) > MOST or not text.strip():
        raise UsageError(f"{name} holds {'too much' if text.strip() else 'nothing'}", hint="Is it the right file?")
    return text


def _refuse_bytes(text: str) -> None:
    # Bytes of an argument that are not UTF-8 arrive as lone surrogates; they would be lost without a word.
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError("the text is not UTF-8", hint="Is it in an older encoding? Convert it with: iconv -t UTF-8")


def _read_stdin() -> str:
    if sys.stdin is None or sys.stdin.closed:
        raise UsageError("standard input is closed", hint="Pipe the text in, or give it as words instead of -")
    try:
        # A program that calls this one may have put plain text there.
        raw = getattr(sys.stdin, "buffer", None)
        data = raw.read(MOST + 1) if raw else sys.stdin.read(MOST + 1).encode()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"standard input is not UTF-8 text (byte {error.start + 1:,})",
            hint="Is it in an older encoding? Convert it with: iconv -t UTF-8",
        ) from None
    if len(data) > MOST:
        raise UsageError(f"standard input is longer than {MOST:,} bytes", hint="Is this the right file?")
    if not text.strip():
        raise UsageError("nothing came in on standard input", hint='To clear something, give an empty text: ""')
    return text
