"""Keys that write about a post, or take back; the same at the desk and in the edition."""

from __future__ import annotations

from collections.abc import Callable

from roundup.curate.desk.lead import beginning, has_empty_link, is_unwritten
from roundup.model import PickState, Post
from roundup.text import one_line
from roundup.tui.keyed import Keyed
from roundup.workflow.triage import NAMES, Done


class Writing(Keyed):
    """Who uses it knows which post is meant and what to show when something was decided."""

    def subject(self) -> tuple[Post, PickState]:
        """The post that keys are about, and what is decided about it. UsageError if there is none."""
        raise NotImplementedError

    def told(self, done: Done) -> None:
        """Something was decided."""
        raise NotImplementedError

    async def written(self) -> None:
        """The lead-in was written, or left alone."""

    async def decide(self, act: Callable[[], Done]) -> None:
        """Do it, then show it."""
        self.told(await self.doing(act))

    # ------------------------------------------------------------ words

    def do_lead(self) -> None:
        post, state = self.subject()

        async def answer(text: str) -> None:
            if state.lead or not is_unwritten(text, post):
                await self.decide(lambda: self.session.write(post.id, "lead", text))
                if has_empty_link(text):
                    self.say("lead-in kept; a link in it has no words yet", "warn")
            else:
                self.say("no lead-in was written", "dim")
            await self.written()

        self._ask_about(post, "lead", answer, state.lead or beginning(post), leave=self.written)

    def do_remark(self) -> None:
        post, state = self.subject()
        self._ask_words(post, "remark", state.remark)

    def do_section(self) -> None:
        post, state = self.subject()
        self._ask_words(post, "section", state.section, lines=False)

    def _ask_words(self, post: Post, what: str, text: str, *, lines: bool = True) -> None:
        async def answer(typed: str) -> None:
            await self.decide(lambda: self.session.write(post.id, what, typed))

        self._ask_about(post, what, answer, text, lines=lines)

    def _ask_about(self, post: Post, what: str, answer: Callable[..., object], text: str, **more: object) -> None:
        label = f"{NAMES[what]} · {one_line(post.title or post.blog, 60)}"
        asked: dict[str, object] = {"lines": True, "draft": (what, post.id), **more}
        self.ask(label, answer, text, **asked)  # type: ignore[arg-type]

    # ------------------------------------------------------------ taking back

    async def do_undo(self) -> None:
        await self.decide(self.session.undo)

    async def do_redo(self) -> None:
        await self.decide(self.session.redo)
