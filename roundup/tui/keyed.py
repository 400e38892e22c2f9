"""What all screens of the desk share: keys by the table, a notice, the footer, and a place to write."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from textual.app import ComposeResult
from textual.screen import Screen

from roundup.curate.desk.buffer import EDITS
from roundup.curate.desk.keys import Where, action_of, footer
from roundup.curate.desk.lines import Line, Piece, Role, folded
from roundup.errors import RoundupError
from roundup.tui.painting import Bar, Painted
from roundup.tui.prompt import Prompt, Question

if TYPE_CHECKING:
    from roundup.workflow.triage import Session

T = TypeVar("T")

PATIENCE = 0.5  # seconds until it is said that the desk's file is busy
TALLEST = 6  # lines of a notice


class Program(Protocol):
    """What screens ask of the program; `drafts` are words left unfinished."""

    session: Session
    drafts: dict[tuple[str, int], str]

    def edited(self, text: str) -> str: ...

    def browse(self, address: str) -> None: ...

    def keep(self) -> None: ...


class Notice(Painted):
    """What was done or went wrong, in as many lines as it takes; gone with the next key."""

    DEFAULT_CSS = "Notice { height: 1; }"

    text: tuple[tuple[str, Role], ...] = ()

    def say(self, *text: tuple[str, Role]) -> None:
        self.text = text
        self.styles.height = max(1, min(len(self._lines(self.size.width or 80)), TALLEST))
        self.refresh()

    def _lines(self, columns: int) -> list[Line]:
        parts = [(part, role) for text, role in self.text for part in text.split("\n")]
        return [line for part, role in parts for line in folded([Piece(part, role)], columns)]

    def line(self, number: int, columns: int) -> Line:
        lines = self._lines(columns)
        return lines[number] if number < len(lines) else ()


class Keyed(Screen[None]):
    """A screen whose keys are those of `places` in the table; each is a method `do_ACTION`."""

    DEFAULT_CSS = "Keyed { background: ansi_default; color: ansi_default; layout: vertical; }"

    @property
    def program(self) -> Program:
        """The program this screen belongs to."""
        return cast("Program", self.app)

    @property
    def session(self) -> Session:
        return self.program.session

    @property
    def places(self) -> tuple[Where, ...]:
        """Where in the table the keys are looked up, in this order."""
        raise NotImplementedError

    def below(self) -> ComposeResult:
        """What stands at the foot of every screen."""
        yield Prompt()
        yield Notice()
        yield Bar(self._keys, id="footer")

    def _keys(self, columns: int) -> Line:
        return footer(columns, *(("words",) if self.prompt.question else self.places))

    def _renew_keys(self) -> None:
        # A key may have left this screen.
        if self.app.screen is self:
            self.query_one("#footer").refresh()

    @property
    def notice(self) -> Notice:
        return self.query_one(Notice)

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    # ------------------------------------------------------------ keys

    async def pressed(self, key: str, character: str = "") -> None:
        """One key; `character` is what it writes, if it does."""
        if self.prompt.question:
            await self._writing(self.prompt.question, key, character)
            return
        self.notice.say()
        action = action_of(key, *self.places)
        if action == "tag_key":
            await self.guarded(lambda: self.do_tag_key(int(key)))
        elif action:
            await self.guarded(getattr(self, f"do_{action}"))
        self._renew_keys()

    def do_tag_key(self, number: int) -> Any:
        """Only the desk has tags."""

    async def guarded(self, act: Callable[[], Any]) -> None:
        """Do it; what goes wrong is said, with what to do."""
        try:
            done = act()
            if isawaitable(done):
                await done
        except RoundupError as error:
            self.complain(error)

    async def doing(self, act: Callable[[], T]) -> T:
        """The result of something that writes; other windows and commands may be writing, so it may take its time."""
        task = asyncio.ensure_future(asyncio.to_thread(act))
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done():
            self.say("The desk is being written by another program; waiting …", "warn")
        return await task

    def say(self, text: str, role: Role = "good") -> None:
        self.notice.say((text, role))

    def complain(self, error: RoundupError) -> None:
        self.notice.say((error.message, "warn"), (error.hint, ""))

    # ------------------------------------------------------------ questions

    def ask(self, label: str, answer: Callable[[str], Awaitable[None]], text: str = "", **more: Any) -> None:
        """Let something be written; what was left unfinished under the same `draft` is there again."""
        question = Question(label, answer, text, **more)
        if question.draft in self.program.drafts:
            self.prompt.ask(question)
            # The question itself keeps the words that were there before: as long as they differ, it is unfinished.
            self.prompt.write(self.program.drafts.pop(question.draft))
            self.say("what was left unfinished is here again", "dim")
            return
        self.prompt.ask(question)

    async def _writing(self, question: Question, key: str, character: str) -> None:
        action = action_of(key, "words")
        if action in EDITS:
            self.prompt.edit(action)
        elif action == "new_line":
            self.prompt.type("\n")
        elif action == "editor":
            await self.guarded(lambda: self.prompt.write(self.program.edited(self.prompt.buffer.text)))
        elif action == "cancel":
            await self._left(question)
        elif action == "save":
            await self._saved(question)
        elif character:
            self.prompt.type(character)
        self._renew_keys()

    def pasted(self, text: str) -> None:
        """What is pasted is words, never keys."""
        if self.prompt.question:
            self.prompt.type(text)

    async def _left(self, question: Question) -> None:
        self._keep_draft(question)
        self.prompt.close()
        await self.guarded(self.program.keep)
        if question.leave:
            await self.guarded(question.leave)

    def keep_drafts(self) -> None:
        """The words that are being written are unfinished."""
        for prompt in self.query(Prompt):
            if prompt.question:
                self._keep_draft(prompt.question)

    def _keep_draft(self, question: Question) -> None:
        if question.draft and self.prompt.buffer.text != question.text:
            self.program.drafts[question.draft] = self.prompt.buffer.text

    async def _saved(self, question: Question) -> None:
        """Words that could not be kept are there again when they are asked for next."""
        text = self.prompt.buffer.text
        self.prompt.close()
        self.notice.say()
        try:
            await question.answer(text)
        except RoundupError as error:
            if question.draft:
                self.program.drafts[question.draft] = text
            self.complain(error)
        await self.guarded(self.program.keep)
