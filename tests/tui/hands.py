"""Somebody at the keyboard of the desk: keys are pressed on the real program, and counted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from roundup.tui import Browser, Editor
from roundup.tui.app import DeskApp
from roundup.tui.desk import DeskScreen
from roundup.tui.edition import EditionScreen
from roundup.tui.keyed import Keyed, Notice
from roundup.workflow.desk import Desk
from roundup.workflow.triage import Session

SMALL, LARGE = (80, 24), (120, 40)
PATIENCE = 10  # seconds until a key is given up


class TestedApp(DeskApp):
    """The desk, and when it is done with a key: Textual's own pilot waits some 50 ms for each, and hopes."""

    __test__ = False

    def __init__(self, session: Session, *, editor: Editor, browser: Browser) -> None:
        super().__init__(session, editor=editor, browser=browser)
        self._done = asyncio.Event()
        self._waiting = 0

    async def press(self, key: str) -> None:
        """A key as the terminal would send it; returns when all that it causes has happened."""
        await self.press_ahead(key)
        await self.idle()

    async def press_ahead(self, key: str) -> None:
        """A key, not waited for."""
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        character = {"space": " "}.get(key, key if len(key) == 1 else None)
        self._waiting += 1
        self._done.clear()
        self._driver.send_message(events.Key(name, character))  # type: ignore[union-attr]

    async def idle(self) -> None:
        """Until every key is done with."""
        await asyncio.wait_for(self._done.wait(), PATIENCE)

    async def on_key(self, event: events.Key) -> None:
        try:
            await super().on_key(event)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._done.set()


@dataclass
class World:
    """What stands around the desk: an editor that answers, and the pages a browser was asked for."""

    editor: Callable[[str], str] = lambda text: text
    browser: Callable[[str], None] | None = None
    pages: list[str] = field(default_factory=list)


@dataclass
class Hands:
    """`keys` counts what was pressed; words that were written are not among them."""

    app: TestedApp
    pilot: Pilot[None]
    keys: int = 0

    @property
    def screen(self) -> Keyed:
        assert isinstance(self.app.screen, Keyed)
        return self.app.screen

    @property
    def desk(self) -> DeskScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, DeskScreen))

    @property
    def edition(self) -> EditionScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, EditionScreen))

    async def press(self, *keys: str) -> None:
        """Keys by their Textual names, or as characters."""
        for key in keys:
            self.keys += 1
            await self.app.press(key)
            await self.settle()

    async def settle(self) -> None:
        """Until all is painted."""
        await self.pilot._wait_for_screen()
        self.app.screen._on_timer_update()

    async def type(self, words: str) -> None:
        """Words into the prompt that is open."""
        assert self.screen.prompt.question, f"nothing was asked that {words!r} would answer"
        self.screen.pasted(words)
        await self.settle()

    async def answer(self, words: str) -> None:
        """Words, and Enter."""
        await self.type(words)
        await self.press("enter")

    @property
    def notice(self) -> str:
        """What is said at the foot of the screen."""
        return "\n".join(text for text, _ in self.screen.query_one(Notice).text)

    @property
    def title(self) -> str:
        """Of the post at the cursor."""
        row = self.desk.board.current
        return row.listing.post.title if row else ""

    def seen(self) -> list[str]:
        """What the terminal shows, line by line."""
        return [
            "".join(segment.text for segment in strip).rstrip() for strip in self.app.screen._compositor.render_strips()
        ]


Journey = Callable[[Hands], Awaitable[Any]]


def at_desk(
    desk: Desk, journey: Journey, *, size: tuple[int, int] = SMALL, minutes: int = 0, world: World | None = None
) -> TestedApp:
    """Walk the journey on the real program, on a terminal of this size that only tests see."""
    world = world or World()
    session = Session(desk, lambda: desk.now, minutes=minutes)
    app = TestedApp(session, editor=world.editor, browser=world.browser or world.pages.append)

    async def walk() -> None:
        async with app.run_test(size=size) as pilot:
            hands = Hands(app, pilot)
            while not hands.desk.loaded:
                await asyncio.sleep(0.002)
            await hands.settle()
            await journey(hands)

    # In a thread of its own: where a browser is open in this one, an event loop is running here already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, walk()).result()
    return app
