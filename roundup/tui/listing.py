"""The list of posts, painted only where it is seen: fifty or fifty thousand cost the same."""

from __future__ import annotations

from textual import events
from textual.message import Message

from roundup.curate.desk.board import Board
from roundup.curate.desk.lines import Line
from roundup.curate.desk.views import ROWS, list_lines
from roundup.tui.painting import Painted


class PostList(Painted):
    """Two lines a post."""

    DEFAULT_CSS = "PostList { height: 1fr; width: 42%; max-width: 60; }"

    class Chosen(Message):
        """A post was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    board = Board()
    top = 0

    def show(self, board: Board) -> None:
        """This list, its cursor in sight."""
        self.board = board
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        height = max(self.size.height, ROWS)
        begin = self.board.cursor * ROWS
        self.top = min(max(self.top, begin + ROWS - height), begin)

    def line(self, number: int, columns: int) -> Line:
        return next(list_lines(self.board, self.top + number, 1, columns))

    def on_resize(self) -> None:
        self._keep_in_sight()

    def on_click(self, event: events.Click) -> None:
        place = (self.top + event.y) // ROWS
        if place < len(self.board.rows):
            self.post_message(self.Chosen(place))

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Chosen(min(self.board.cursor + 1, len(self.board.rows) - 1)))

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Chosen(max(self.board.cursor - 1, 0)))
