"""Lines on the terminal: the part a piece plays becomes a style of the terminal's own colours and attributes.

Every style tells without its colour, too, by being bold, dim, underlined or reversed: NO_COLOR takes only colours away.
Text is handed over as segments, never as markup, so that nothing a post holds can be an instruction.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from roundup.curate.desk.lines import Line, Role, said
from roundup.text import strip_controls

STYLES: dict[Role, Style] = {
    "": Style(),
    "dim": Style(dim=True),
    "bold": Style(bold=True),
    "title": Style(bold=True, underline=True),
    "heading": Style(bold=True, color="yellow"),
    "quote": Style(italic=True, color="cyan"),
    "link": Style(underline=True, color="blue"),
    "good": Style(color="green"),
    "warn": Style(bold=True, color="red"),
    "cursor": Style(reverse=True),
    "bar": Style(reverse=True),
}
_BLANKS = {ord("\n"): " ", ord("\t"): " "}
MARKED = Style(reverse=True, bold=True, color="yellow")


def strip_of(line: Line, columns: int) -> Strip:
    """A line in just so many columns; a bar or a cursor line to its very end."""
    segments = [
        Segment(strip_controls(piece.text).translate(_BLANKS), MARKED if piece.marked else STYLES[piece.role])
        for piece in line
    ]
    filling = STYLES[line[-1].role] if line and line[-1].role in ("cursor", "bar") else STYLES[""]
    return Strip(segments).adjust_cell_length(columns, filling)


class Painted(Widget):
    """A widget that shows lines; only those that are seen are asked for."""

    DEFAULT_CSS = "Painted { height: 1; width: 1fr; background: ansi_default; color: ansi_default; }"

    def line(self, number: int, columns: int) -> Line:
        """The line of this number, counted from the top of what is seen."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        columns = self.size.width
        return strip_of(self.line(y, columns), columns)


class Bar(Painted):
    """One line that is made anew each time it is painted."""

    def __init__(self, make: Callable[[int], Line], *, id: str) -> None:
        super().__init__(id=id)
        self.make = make

    def line(self, _number: int, columns: int) -> Line:
        return self.make(columns)


class Rule(Painted):
    """The line between list and post."""

    DEFAULT_CSS = "Rule { width: 2; height: 1fr; }"

    def line(self, _number: int, _columns: int) -> Line:
        return said("│", "dim")


class Scrolled(Painted):
    """Lines of which a part is seen, from `top` on. Who fills it gives the lines for a number of columns."""

    DEFAULT_CSS = "Scrolled { height: 1fr; }"

    def __init__(self, make: Callable[[int], list[Line]], *, id: str = "") -> None:
        super().__init__(id=id or None)
        self._make = make
        self._made: tuple[int, list[Line]] | None = None
        self.top = 0

    @property
    def lines(self) -> list[Line]:
        """All of them, laid out once for a width."""
        if self._made is None or self._made[0] != self.size.width:
            self._made = (self.size.width, self._make(self.size.width))
        return self._made[1]

    def renew(self, *, top: int | None = None) -> None:
        """What it shows has changed."""
        self._made = None
        self.top = self.top if top is None else top
        self.refresh()

    def scroll(self, by: int) -> None:
        """So many lines on; never beyond the last page."""
        self.top = max(0, min(self.top + by, len(self.lines) - self.size.height))
        self.refresh()

    def page(self, by: float) -> None:
        """So many pages on, a line kept in sight."""
        self.scroll(int(by * max(self.size.height - 1, 1)))

    def show(self, begin: int, end: int) -> None:
        """Scroll no more than it takes to see the lines from `begin` to `end`; the beginning, if not both fit."""
        height = max(self.size.height, 1)
        if end > self.top + height:
            self.top = end - height
        self.top = min(self.top, begin)
        self.refresh()

    def line(self, number: int, _columns: int) -> Line:
        place = self.top + number
        return self.lines[place] if place < len(self.lines) else ()

    def on_resize(self) -> None:
        self.scroll(0)

    def on_mouse_scroll_down(self) -> None:
        self.scroll(3)

    def on_mouse_scroll_up(self) -> None:
        self.scroll(-3)
