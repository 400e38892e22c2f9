"""The edition being made: its picks in order, moved and cut, the words around them, and what a check finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from roundup.curate.desk.keys import Where, help_lines
from roundup.curate.desk.lines import BLANK, Line, Piece, Role, fitted, folded, said
from roundup.curate.desk.views import edition_head, edition_lines
from roundup.errors import UsageError
from roundup.model import Finding, Pick, PickState, Post
from roundup.tui.page import Page
from roundup.tui.painting import Bar, Scrolled
from roundup.tui.writing import Writing
from roundup.workflow.triage import NAMES, Done

if TYPE_CHECKING:
    from roundup.workflow.edition import Glance

# Which posts were changed here, and the one to go to.
Back = Callable[[set[int], int | None], None]


class EditionScreen(Writing):
    """`cursor` is the place of a pick."""

    def __init__(self, back: Back, post: int | None = None) -> None:
        super().__init__()
        self._back = back
        self._first = post
        self._changed: set[int] = set()
        self.glance: Glance | None = None
        self.cursor = 0

    @property
    def places(self) -> tuple[Where, ...]:
        return ("edition",)

    def compose(self) -> ComposeResult:
        yield Bar(lambda columns: fitted("The edition", columns, "bar"), id="top")
        yield Scrolled(self._lines, id="edition")
        yield from self.below()

    async def on_mount(self) -> None:
        await self.guarded(lambda: self._look(self._first))

    @property
    def picks(self) -> Sequence[Pick]:
        return self.glance.edition.picks if self.glance else ()

    @property
    def text(self) -> Scrolled:
        return self.query_one(Scrolled)

    def _lines(self, columns: int) -> list[Line]:
        return self._laid_out(columns)[0]

    def _laid_out(self, columns: int) -> tuple[list[Line], tuple[int, int]]:
        if self.glance is None:
            return [], (0, 0)
        seen = self.glance
        top = edition_head(seen.edition, seen.words, seen.quoted_share, seen.minutes, columns)
        lines, (begin, end) = edition_lines(seen.edition, seen.missing, seen.verdicts, self.cursor, columns)
        return [*top, *lines], (begin + len(top), end + len(top))

    def _look(self, post: int | None = None) -> None:
        """The edition as it is now, the cursor on `post` or where it was."""
        self.glance = self.session.glance()
        places = {pick.post_id: place for place, pick in enumerate(self.picks)}
        self._to(places.get(post or 0, self.cursor))

    def _to(self, place: int) -> None:
        self.cursor = max(0, min(place, len(self.picks) - 1))
        self.text.renew()
        _, here = self._laid_out(self.text.size.width or 80)
        # With the first pick the head is seen, too.
        self.text.show(*(here if self.cursor else (0, here[1])))

    def told(self, done: Done) -> None:
        self._changed |= {done.post} if done.post else set()
        self._look(done.post)
        self.say(done.said)

    def subject(self) -> tuple[Post, PickState]:
        found = self.session.find(self._pick.post_id)
        if found is None:
            raise UsageError("this post is not on the desk any more", hint="R reads the edition again.")
        return found.listing.post, self.session.state(found.listing.post.id)

    @property
    def _pick(self) -> Pick:
        if not self.picks:
            raise UsageError("there are no picks yet", hint="q goes back to the desk; s stars a post.")
        return self.picks[self.cursor]

    # ------------------------------------------------------------ keys

    def do_down(self) -> None:
        self._to(self.cursor + 1)

    def do_up(self) -> None:
        self._to(self.cursor - 1)

    def do_first(self) -> None:
        self._to(0)

    def do_last(self) -> None:
        self._to(len(self.picks))

    async def do_move_down(self) -> None:
        await self._move(1)

    async def do_move_up(self) -> None:
        await self._move(-1)

    async def _move(self, by: int) -> None:
        here = self._pick.post_id
        await self.decide(lambda: self.session.move(here, by))

    async def do_cut(self) -> None:
        here = self._pick.post_id
        await self.decide(lambda: self.session.cut(here))

    def do_intro(self) -> None:
        self._ask_words_of_edition("intro")

    def do_sign_off(self) -> None:
        self._ask_words_of_edition("sign_off")

    def do_title(self) -> None:
        self._ask_words_of_edition("title", lines=False)

    def _ask_words_of_edition(self, what: str, *, lines: bool = True) -> None:
        async def answer(text: str) -> None:
            await self.decide(lambda: self.session.words_of_edition(what, text))

        text = getattr(self.glance.edition, what) if self.glance else ""
        self.ask(NAMES[what], answer, text, lines=lines, draft=(what, 0))

    async def do_check(self) -> None:
        findings = self.session.check()
        await self.app.push_screen(Page("Fit to publish?", lambda columns: _found(findings, columns)))

    def do_reload(self) -> None:
        self._look()
        self.say("read again")

    async def do_go_to(self) -> None:
        await self._leave(self._pick.post_id)

    async def do_back(self) -> None:
        await self._leave(None)

    async def _leave(self, post: int | None) -> None:
        await self.app.pop_screen()
        self._back(self._changed, post)

    async def do_help(self) -> None:
        await self.app.push_screen(Page("All keys", lambda columns: help_lines(columns, *self.places)))


_LEVELS: dict[str, Role] = {"blocks": "warn", "warns": "bold", "hints": "dim"}


def _found(findings: Sequence[Finding], columns: int) -> list[Line]:
    if not findings:
        return [said("Nothing was found: it is fit to publish.", "good")]
    lines: list[Line] = []
    for finding in findings:
        lines += folded([Piece(f"{finding.level}: {finding.where}", _LEVELS.get(finding.level, ""))], columns)
        lines += folded([Piece(finding.message)], columns, first="  ")
        lines += [*folded([Piece(finding.remedy, "dim")], columns, first="  "), BLANK]
    return lines
