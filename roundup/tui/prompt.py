"""Where words are written: a label, a few lines, and what is done with them in the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from roundup.curate.desk.buffer import EDITS, Buffer, insert, shown
from roundup.curate.desk.lead import stops
from roundup.curate.desk.lines import Line, fitted
from roundup.dataclass import dataclass
from roundup.text import strip_controls
from roundup.tui.painting import Painted

TALLEST = 8  # lines


@dataclass(slots=True)
class Question:
    """`answer` gets what was written, `leave` is told that nothing was.

    `lines`: there may be several. What is left unfinished is kept under `draft` (what, post).
    """

    label: str
    answer: Callable[[str], Awaitable[None]]
    text: str = ""
    lines: bool = False
    draft: tuple[str, int] | None = None
    leave: Callable[[], Awaitable[None]] | None = None


class Prompt(Painted):
    """Below the desk while something is asked, else out of sight."""

    DEFAULT_CSS = "Prompt { display: none; height: 2; }"

    question: Question | None = None
    buffer = Buffer()

    def ask(self, question: Question) -> None:
        """Open, the cursor where there is something to write."""
        self.question = question
        self.display = True
        self.write(question.text, stops(question.text)[0])

    def close(self) -> None:
        self.question = None
        self.display = False

    def write(self, text: str, at: int | None = None) -> None:
        self._now(Buffer(text, len(text) if at is None else at))

    def type(self, typed: str) -> None:
        """Characters typed or pasted."""
        several = self.question is not None and self.question.lines
        # Terminals end pasted lines in more ways than one.
        typed = strip_controls(typed)
        self._now(insert(self.buffer, typed if several else typed.replace("\n", " ")))

    def edit(self, action: str) -> None:
        """A key that moves the cursor, or takes something away."""
        self._now(EDITS[action](self.buffer))

    def _now(self, buffer: Buffer) -> None:
        self.buffer = buffer
        lines, _ = shown(buffer, self.size.width or 80)
        self.styles.height = 1 + min(len(lines), TALLEST)
        self.refresh()

    def line(self, number: int, columns: int) -> Line:
        if number == 0:
            return fitted(self.question.label if self.question else "", columns, "bar")
        lines, here = shown(self.buffer, columns)
        # As much as fits, the cursor's line always.
        top = max(0, min(here - TALLEST + 1, len(lines) - 1))
        place = top + number - 1
        return lines[place] if place < len(lines) else ()
