"""Pages to read: all keys, what happened to a post, what a check found."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult

from roundup.curate.desk.keys import Where
from roundup.curate.desk.lines import Line, fitted
from roundup.tui.keyed import Keyed
from roundup.tui.painting import Bar, Scrolled


class Page(Keyed):
    """Lines under a title; the keys of a pager."""

    def __init__(self, title: str, make: Callable[[int], list[Line]]) -> None:
        super().__init__()
        self._title = title
        self._make = make

    @property
    def places(self) -> tuple[Where, ...]:
        return ("page",)

    def compose(self) -> ComposeResult:
        yield Bar(lambda columns: fitted(self._title, columns, "bar"), id="top")
        yield Scrolled(self._make, id="page")
        yield from self.below()

    @property
    def text(self) -> Scrolled:
        return self.query_one(Scrolled)

    def do_line_down(self) -> None:
        self.text.scroll(1)

    def do_line_up(self) -> None:
        self.text.scroll(-1)

    def do_page_down(self) -> None:
        self.text.page(1)

    def do_page_up(self) -> None:
        self.text.page(-1)

    def do_top(self) -> None:
        self.text.scroll(-len(self.text.lines))

    def do_bottom(self) -> None:
        self.text.scroll(len(self.text.lines))

    async def do_back(self) -> None:
        await self.app.pop_screen()
