"""The log of a run nobody watches: one JSON object a line (https://jsonlines.org), appended to a file or to stderr.

Every line has the same keys; what says nothing is null. JSON is written in ASCII, which makes every character inert.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final

from roundup.cli.words import YELLOW, tell, without_logins
from roundup.errors import UsageError
from roundup.patterns import pattern
from roundup.text import one_line
from roundup.workflow.steps import Step

STDERR: Final = "-"
LONGEST: Final = 500  # characters of what a line says
_LOOKS: Final = 20
_BETWEEN_LOOKS: Final = 0.005  # seconds; a line is written in a hundredth of that
_TOKEN = pattern(r"([?&][\w.-]*(?:key|token|auth|secret|pass|pwd|sig)[\w.-]*=)[^&#\s]+", re.IGNORECASE)


def without_secrets(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` on one line without these secrets, without names and passwords in addresses, without keys in queries."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "…")
    return _TOKEN.sub(r"\1…", without_logins(one_line(text, LONGEST)))


class Logbook:
    """What one run of the program did. Until it is opened nothing is kept.

    A line is one write to the end of the file, so that lines of two runs stand beside each other and never in each
    other (https://pubs.opengroup.org/onlinepubs/9799919799/functions/write.html: O_APPEND).
    """

    def __init__(self) -> None:
        self._file: int | None = None
        self._open = False
        self._command = ""
        self._begun = False
        self._secrets: tuple[str, ...] = ()
        self._now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._run = os.urandom(4).hex()
        self._started = time.monotonic()

    def open(self, name: str, *, command: str, now: Callable[[], datetime], secrets: Iterable[str] = ()) -> None:
        """Keep the log in the file `name`, `-` for stderr. Raises UsageError if that cannot be."""
        self._command, self._now = command, now
        # Each is an address, a name and the password: that alone is what must not be told.
        self._secrets = tuple(parts[-1].strip() for entry in secrets if len(parts := entry.split(maxsplit=2)) == 3)
        if name != STDERR:
            self._file = _opened(name)
        self._open = True

    def begin(self, command: str, desk: str) -> None:
        """Say once which command works on which desk. A run without an end was killed."""
        if self._open and not self._begun:
            self._begun, self._command = True, command
            self.note(Step("begin", desk))

    def note(self, step: Step) -> None:
        """A line about one step."""
        self._write(step, None)

    def end(self, code: int, words: str = "") -> None:
        """The last line: how it ended."""
        what = words or ("done" if code == 0 else "failed")
        self._write(Step("end", what, seconds=round(time.monotonic() - self._started, 3)), code)
        if self._file is not None:
            os.close(self._file)
        self._file, self._open = None, False

    def _write(self, step: Step, code: int | None) -> None:
        if not self._open:
            return
        line = {
            "time": self._now().isoformat(timespec="milliseconds"),
            "run": self._run,
            "command": self._command,
            "step": step.step,
            "what": without_secrets(step.what, self._secrets),
            "counts": step.counts,
            "seconds": step.seconds,
            "edition": step.edition,
            "exit": code,
        }
        text = json.dumps(line) + "\n"
        try:
            if self._file is None:
                sys.stderr.write(text)
            else:
                _append(self._file, text.encode())
        except OSError as error:
            # The work matters more than its log.
            self._open = False
            with contextlib.suppress(OSError):  # stderr may be what failed
                tell(f"the log cannot be written any more: {error.strerror or error}", YELLOW)


def _opened(name: str) -> int:
    """The file, to be appended to. What is no log is refused before anything is done: it might be the desk's memory."""
    # A pipe nobody reads would keep an ordinary open() waiting.
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        file = os.open(name, flags, 0o666)
    except OSError as error:
        raise UsageError(
            f"the log {one_line(name, 200)} cannot be written: {error.strerror or error}",
            hint="Name a file where you may write: --log-json FILE, or - for stderr.",
        ) from None
    if _regular(file) and os.fstat(file).st_size and _byte(file, 0) not in b"{\n":
        os.close(file)
        raise UsageError(
            f"{one_line(name, 200)} holds something else than a log", hint="Nothing was done. Name another file."
        )
    return file


def _append(file: int, line: bytes) -> None:
    # A line that a full disk cut short must not spoil the next one.
    if _regular(file) and _cut_short(file):
        line = b"\n" + line
    if os.write(file, line) < len(line):
        raise OSError(28, "No space left on device")


def _cut_short(file: int) -> bool:
    """True if the last line was never ended. What is still growing is another run's line under way."""
    seen = -1
    for _ in range(_LOOKS):
        size = os.fstat(file).st_size
        if not size or _byte(file, size - 1) == b"\n":
            return False
        if size == seen:
            break
        seen = size
        time.sleep(_BETWEEN_LOOKS)
    return True


def _regular(file: int) -> bool:
    return stat.S_ISREG(os.fstat(file).st_mode)


def _byte(file: int, place: int) -> bytes:
    os.lseek(file, place, os.SEEK_SET)
    return os.read(file, 1)
