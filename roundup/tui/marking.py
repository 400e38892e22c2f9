"""Marking a passage of the post with the keyboard."""

from __future__ import annotations

from roundup.curate.desk import mark as marks
from roundup.curate.desk.lines import Line, marked
from roundup.curate.desk.mark import Mark, Unit
from roundup.curate.desk.paper import line_at, line_start
from roundup.errors import NotFound, UsageError
from roundup.text import word_count
from roundup.tui.painting import Scrolled
from roundup.tui.writing import Writing
from roundup.workflow.triage import Reading


class PostView(Scrolled):
    """A post, with what is marked of it."""

    spans: tuple[tuple[int, int], ...] = ()

    def line(self, number: int, columns: int) -> Line:
        return marked(super().line(number, columns), self.spans)

    @property
    def first_shown(self) -> int:
        """Where in the text the first line begins that is seen."""
        return next((start for line in self.lines[self.top :] if (start := line_start(line)) >= 0), 0)


class Marking(Writing):
    """The keys of `mark` in the table; `reading` is the post."""

    mark: Mark | None = None
    needle = ""
    reading: Reading | None = None

    @property
    def post(self) -> PostView:
        return self.query_one(PostView)

    async def quoted(self) -> None:
        """A quote was made, or marking was left."""

    def do_mark(self) -> None:
        self.subject()
        if not self.begin_mark():
            raise UsageError(
                "this post has no text to quote", hint="roundup add POST brings the whole text, if its page has one."
            )

    def begin_mark(self) -> bool:
        """Mark the first sentence that is seen; False if there is none."""
        text = self.reading.paper.text if self.reading else ""
        begun = marks.start(marks.places(text), self.post.first_shown)
        if begun:
            self._set(begun)
        return begun is not None

    def _set(self, mark: Mark | None) -> None:
        self.mark = mark
        self.post.spans = mark.spans if mark else ()
        if mark and self.reading:
            lines = self.post.lines
            begin, end = line_at(lines, mark.span[0]), line_at(lines, mark.span[1] - 1) + 1
            # The end that moves is seen, should not both be.
            self.post.show(begin if mark.swapped else max(begin, end - self.post.size.height), end)
            count = word_count(mark.passage(self.reading.paper.text))
            held = "; one end is held" if mark.holding else ""
            self.say(f"{count} word{'s' * (count != 1)} marked{held}", "dim")
        self.post.refresh()

    def _move(self, unit: Unit, by: int) -> None:
        if self.mark:
            self._set(marks.moved(self.mark, unit, by))

    def do_word_on(self) -> None:
        self._move("word", 1)

    def do_word_back(self) -> None:
        self._move("word", -1)

    def do_sentence_on(self) -> None:
        self._move("sentence", 1)

    def do_sentence_back(self) -> None:
        self._move("sentence", -1)

    def do_paragraph_on(self) -> None:
        self._move("paragraph", 1)

    def do_paragraph_back(self) -> None:
        self._move("paragraph", -1)

    def do_hold(self) -> None:
        if self.mark:
            self._set(marks.held(self.mark))

    def do_other_end(self) -> None:
        if self.mark:
            self._set(marks.swapped(self.mark))

    def do_keep(self) -> None:
        if self.mark:
            self._set(marks.kept(self.mark))

    # ------------------------------------------------------------ finding

    def do_mark_search(self) -> None:
        async def answer(words: str) -> None:
            self.needle = words
            self._find(1)

        self.ask("mark the sentence with", answer)

    def do_mark_search_on(self) -> None:
        self._find(1)

    def do_mark_search_back(self) -> None:
        self._find(-1)

    def _find(self, by: int) -> None:
        if not self.mark or not self.reading:
            return
        if not self.needle.strip():
            raise UsageError("nothing was searched for", hint="/ asks for words.")
        found = marks.found(self.mark, self.reading.paper.text, self.needle, by)
        if found is None:
            raise NotFound("no sentence of this post has these words", hint="Fewer words find more.")
        self._set(found)

    # ------------------------------------------------------------ quoting

    async def do_quote(self) -> None:
        await self._quote("")

    def do_quote_speaker(self) -> None:
        async def answer(speaker: str) -> None:
            await self._quote(speaker)

        self.ask("whose words are they", answer)

    async def _quote(self, speaker: str) -> None:
        post, _ = self.subject()
        if self.mark and self.reading:
            passage = self.mark.passage(self.reading.paper.text)
            await self.decide(lambda: self.session.quote(post.id, passage, speaker=speaker))
            self._set(None)
            await self.quoted()

    async def do_unmark(self) -> None:
        self._set(None)
        await self.quoted()
