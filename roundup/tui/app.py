"""The program on the terminal: hands keys to the screen that is seen, suspends for editors and browsers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events
from textual.app import App, SuspendNotSupported
from textual.binding import Binding, BindingType

from roundup.errors import RoundupError
from roundup.tui.desk import DeskScreen
from roundup.tui.keyed import Keyed

if TYPE_CHECKING:
    from roundup.tui import Browser, Editor
    from roundup.workflow.triage import Session

T = TypeVar("T")


class DeskApp(App[None]):
    """The keyboard desk. `drafts` are words left unfinished: (what, post) → text."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,ctrl+q", "quit", priority=True, show=False)]
    TITLE = "roundup"

    def __init__(self, session: Session, *, editor: Editor, browser: Browser) -> None:
        # The terminal's own sixteen colours: they are right in every palette, over every line, on every background.
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self.session = session
        self.drafts: dict[tuple[str, int], str] = session.unfinished.take_up()
        self._unkept: Exception | None = None
        self._editor = editor
        self._browser = browser

    @property
    def failure(self) -> Exception | None:
        """What ended the program, if it did not end as it should."""
        return self._exception or self._unkept

    def _fatal_error(self) -> None:
        # Textual would print a traceback; whoever started the desk says it in words, with a log to send.
        self._keep_all()
        self._close_messages_no_wait()

    def exit(self, *arguments: Any, **more: Any) -> None:
        """Leave; what is being written is there again next time."""
        self._keep_all()
        super().exit(*arguments, **more)

    def keep(self) -> None:
        """What is unfinished now outlasts the program."""
        self.session.unfinished.keep(self.drafts)

    def _keep_all(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Keyed):
                screen.keep_drafts()
        try:
            self.keep()
        except RoundupError as error:
            self._unkept = error

    async def on_mount(self) -> None:
        await self.push_screen(DeskScreen())

    async def on_key(self, event: events.Key) -> None:
        # Here and not on the screen, so that the screen goes on painting while something takes its time. Nothing has
        # the focus, so that all keys come this one way, in the order in which they were pressed.
        event.prevent_default()
        if isinstance(self.screen, Keyed):
            await self.screen.pressed(event.key, (event.character or "") if event.is_printable else "")

    def on_paste(self, event: events.Paste) -> None:
        if isinstance(self.screen, Keyed):
            self.screen.pasted(event.text)

    def edited(self, text: str) -> str:
        """What somebody's own editor made of a text."""
        return self._outside(lambda: self._editor(text))

    def browse(self, address: str) -> None:
        """Show a page; some browsers are programs of the terminal."""
        self._outside(lambda: self._browser(address))

    def _outside(self, act: Callable[[], T]) -> T:
        """Do what needs the terminal for itself. What goes wrong is raised once the desk is painted again."""
        results: list[T] = []
        failures: list[RoundupError] = []

        def attempt() -> None:
            try:
                results.append(act())
            except RoundupError as error:
                failures.append(error)

        try:
            with self.suspend():
                attempt()
        except SuspendNotSupported:
            attempt()
        self.refresh(layout=True)
        if failures:
            raise failures[0]
        return results[0]
