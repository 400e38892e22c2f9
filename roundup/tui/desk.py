"""The desk: what waits on the left, the post on the right."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal

from roundup.curate.desk import board as boards
from roundup.curate.desk.board import Board
from roundup.curate.desk.keys import Where, help_lines
from roundup.curate.desk.lines import Line, Piece, folded, said
from roundup.curate.desk.paper import laid_out
from roundup.curate.desk.views import head, top_line
from roundup.curate.desk.wanted import HELP, Wanted, read_wanted
from roundup.errors import NotFound, UsageError
from roundup.model import PickState, Post
from roundup.text import one_line
from roundup.tui.edition import EditionScreen
from roundup.tui.listing import PostList
from roundup.tui.marking import Marking, PostView
from roundup.tui.page import Page
from roundup.tui.painting import Bar, Rule
from roundup.urls import safe_url
from roundup.workflow.triage import Done


class DeskScreen(Marking):
    """`wide` shows the post alone; `picking` goes from the star to the passage, and on to the lead-in."""

    DEFAULT_CSS = "DeskScreen Horizontal { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.board = Board()
        self.loaded = False
        self.wide = False
        self.picking = False

    def compose(self) -> ComposeResult:
        yield Bar(self._top, id="top")
        with Horizontal():
            yield PostList()
            yield Rule()
            yield PostView(self._paper, id="post")
        yield from self.below()

    def on_mount(self) -> None:
        if self.session.pace.minutes:
            self.set_interval(1, self.query_one("#top").refresh)
        self.say("reading the desk …", "dim")
        # Thousands of posts take a moment to put in order; the screen is there before.
        self.call_after_refresh(self.guarded, self._begin)

    async def _begin(self) -> None:
        try:
            self.show_board(await self.doing(self.session.load))
        finally:
            self.loaded = True
        self.notice.say()
        if not self.board.rows:
            self.say("Nothing waits for a decision. roundup fetch brings what is new; f shows something else.", "dim")

    @property
    def places(self) -> tuple[Where, ...]:
        if self.mark:
            return ("mark",)
        return ("post", "desk") if self.wide else ("desk",)

    # ------------------------------------------------------------ shown

    def _top(self, columns: int) -> Line:
        pace = self.session.pace.words(self.session.clock(), self.board.left)
        return top_line(self.board, self.session.wanted.named, pace, columns)

    def _paper(self, columns: int) -> list[Line]:
        row, reading = self.board.current, self.reading
        if row is None or reading is None:
            return []
        zone = self.session.desk.settings.zone
        body = laid_out(reading.paper, columns - 1)
        if not reading.paper.text:
            body = [said("No text of this post is kept; o opens it in the browser.", "dim")]
        return [*head(row, reading.state, zone, reading.titles, columns - 1), *body]

    def show_board(self, board: Board) -> None:
        """The list as it is now, and the post its cursor is on."""
        before, self.board = self.board.current, board
        now = board.current
        self.query_one(PostList).show(board)
        self.query_one("#top").refresh()
        if now is None:
            self.reading = None
        elif before is not None and self.reading and before.listing.post.id == now.listing.post.id:
            return
        else:
            self.reading = self.session.read(now)
        self.post.renew(top=0)

    def subject(self) -> tuple[Post, PickState]:
        row = self.board.current
        if row is None or self.reading is None:
            raise UsageError("there is no post here", hint="f shows other posts; R reads the desk again.")
        return row.listing.post, self.reading.state

    @property
    def _here(self) -> int:
        post, _ = self.subject()
        return post.id

    def told(self, done: Done) -> None:
        """What was decided is seen in the list and above the post; undone things are gone to."""
        if done.post is not None:
            self.refreshed([done.post])
            self.show_board(boards.on(self.board, done.post))
        self.say(done.said)

    def refreshed(self, posts: Iterable[int]) -> None:
        """Look again what is decided about these."""
        for post in posts:
            self.board = boards.told(self.board, post, self.session.state(post))
        row = self.board.current
        if row is not None and self.reading is not None and row.listing.post.id in posts:
            self.reading = self.session.read(row)
            self.post.renew()
        self.query_one(PostList).show(self.board)
        self.query_one("#top").refresh()

    # ------------------------------------------------------------ moving

    def do_down(self) -> None:
        self.show_board(boards.moved(self.board, 1))

    def do_up(self) -> None:
        self.show_board(boards.moved(self.board, -1))

    def do_ten_down(self) -> None:
        self.show_board(boards.moved(self.board, 10))

    def do_ten_up(self) -> None:
        self.show_board(boards.moved(self.board, -10))

    def do_first(self) -> None:
        self.show_board(boards.at(self.board, 0))

    def do_last(self) -> None:
        self.show_board(boards.at(self.board, len(self.board.rows)))

    def on_post_list_chosen(self, event: PostList.Chosen) -> None:
        if not self.mark and not self.prompt.question:
            self.show_board(boards.at(self.board, event.place))

    def do_page_down(self) -> None:
        self.post.page(1)

    def do_page_up(self) -> None:
        self.post.page(-1)

    def do_half_down(self) -> None:
        self.post.page(0.5)

    def do_half_up(self) -> None:
        self.post.page(-0.5)

    def do_line_down(self) -> None:
        self.post.scroll(1)

    def do_line_up(self) -> None:
        self.post.scroll(-1)

    def do_top(self) -> None:
        self.post.scroll(-len(self.post.lines))

    def do_bottom(self) -> None:
        self.post.scroll(len(self.post.lines))

    def do_widen(self) -> None:
        self._widen(True)

    def do_narrow(self) -> None:
        self._widen(False)

    def _widen(self, wide: bool) -> None:
        self.wide = wide
        self.query_one(PostList).display = self.query_one(Rule).display = not wide

    # ------------------------------------------------------------ deciding

    async def do_star(self) -> None:
        here = self._here
        await self.decide(lambda: self.session.star(here))
        row = self.board.current
        if row and row.listing.starred:
            self._go_on()

    def _go_on(self) -> None:
        self.show_board(boards.after_deciding(self.board))

    async def do_skip(self) -> None:
        await self._skip("")

    async def _skip(self, reason: str) -> None:
        here = self._here
        await self.decide(lambda: self.session.skip(here, reason))
        self._go_on()

    def do_skip_because(self) -> None:
        self.subject()
        self.ask("skip it because", self._skip)

    async def do_pick(self) -> None:
        here = self._here
        await self.decide(lambda: self.session.pick(here))
        self.picking = True
        if not self.begin_mark():
            self.do_lead()

    async def quoted(self) -> None:
        if self.picking:
            self.do_lead()

    async def written(self) -> None:
        if self.picking:
            self.picking = False
            self._go_on()

    async def do_tag_key(self, number: int) -> None:
        here = self._here
        await self.decide(lambda: self.session.tag_key(here, number))

    def do_tag(self) -> None:
        here = self._here

        async def answer(typed: str) -> None:
            await self.decide(lambda: self.session.tags(here, typed))

        self.ask("tags, parted by commas; -name takes one off", answer)

    def do_note(self) -> None:
        here = self._here

        async def answer(text: str) -> None:
            await self.decide(lambda: self.session.note(here, text))

        self.ask("a private note", answer, lines=True, draft=("note", here))

    async def do_unquote(self) -> None:
        post, state = self.subject()

        async def answer(typed: str) -> None:
            number = _number(typed, len(state.quotes), "quote")
            await self.decide(lambda: self.session.unquote(post.id, number))

        if len(state.quotes) > 1:
            self.ask(f"which quote, 1 to {len(state.quotes)}", answer)
        else:
            await answer("1")

    # ------------------------------------------------------------ finding

    def do_search(self) -> None:
        async def answer(words: str) -> None:
            self._search(words, 1)

        self.ask("search", answer)

    def do_search_on(self) -> None:
        self._search(self.board.needle, 1)

    def do_search_back(self) -> None:
        self._search(self.board.needle, -1)

    def _search(self, words: str, by: int) -> None:
        if not words.strip():
            raise UsageError("nothing was searched for", hint="/ asks for words; f searches in the posts themselves.")
        found = boards.searched(self.board, words, by)
        if found is None:
            raise NotFound(f"no post here shows {one_line(words, 40)!r}", hint="f searches in the posts themselves.")
        self.show_board(found)

    def do_conversation(self) -> None:
        self.subject()
        self._go_to(boards.conversation(self.board))

    def _go_to(self, post: int) -> None:
        """The cursor on a post, which is put into the list if it is not there."""
        row = None if post in self.board.places else self.session.find(post) if post else None
        if not post or (row is None and post not in self.board.places):
            raise NotFound("no other post has to do with this one", hint="F shows all that waits.")
        self.show_board(boards.with_row(self.board, row) if row else boards.on(self.board, post))

    def do_filter(self) -> None:
        async def answer(typed: str) -> None:
            await self._want(read_wanted(typed))

        self.ask(f"show · {HELP}", answer, self.session.wanted.named)

    async def do_only_blog(self) -> None:
        post, _ = self.subject()
        await self._want(Wanted(blog=post.blog))

    async def do_no_filter(self) -> None:
        await self._want(Wanted())

    async def _want(self, wanted: Wanted) -> None:
        """What fits; if nothing does, all stays as it is."""
        before = self.session.wanted
        found = await self.doing(lambda: self.session.load(wanted))
        if not found.rows and wanted.named:
            self.session.wanted = before
            raise NotFound(f"nothing fits {one_line(wanted.named, 60)}", hint="F shows all that waits.")
        self.show_board(boards.reloaded(self.board, found))

    async def do_reload(self) -> None:
        found = await self.doing(self.session.load)
        # The text may have changed as well, though the post is the same.
        self.reading = None
        self.show_board(boards.reloaded(self.board, found))
        self.say("read again")

    # ------------------------------------------------------------ elsewhere

    async def do_edition(self) -> None:
        row = self.board.current
        await self.app.push_screen(EditionScreen(self.back_from_edition, row.listing.post.id if row else None))

    def back_from_edition(self, changed: set[int], post: int | None) -> None:
        """What was changed there is seen here; `post` is gone to."""
        if post is not None:
            self._go_to(post)
        self.refreshed({*changed, *([] if post is None else [post])} & set(self.board.places))

    def do_open(self) -> None:
        post, _ = self.subject()
        self._browse(post.url)

    def do_open_link(self) -> None:
        self.subject()
        addresses = self.reading.paper.addresses if self.reading else ()
        if not addresses:
            raise UsageError("this post has no links", hint="o opens the post itself.")

        async def answer(typed: str) -> None:
            self._browse(addresses[_number(typed, len(addresses), "link") - 1])

        self.ask(f"which link, 1 to {len(addresses)}", answer)

    def _browse(self, url: str) -> None:
        address = safe_url(url)
        if not address:
            raise UsageError("it has no address to open")
        self.program.browse(address)
        self.say(address, "dim")

    async def do_why(self) -> None:
        post, _ = self.subject()
        told = self.session.why(post.id)
        await self.app.push_screen(
            Page(f"Trail of {one_line(post.title or post.url, 60)}", lambda columns: _told(told, columns))
        )

    async def do_help(self) -> None:
        where = self.places
        await self.app.push_screen(Page("All keys", lambda columns: help_lines(columns, *where)))

    def do_quit(self) -> None:
        self.app.exit()


def _told(lines: Iterable[str], columns: int) -> list[Line]:
    return [line for text in lines for line in folded([Piece(one_line(text))], columns, rest="    ")]


def _number(typed: str, most: int, what: str) -> int:
    digits = typed.strip()
    # No post has a number of ten digits, and Python refuses to read very long ones.
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0
    if not 1 <= number <= most:
        raise UsageError(f"there is no {what} {one_line(typed, 20) or '0'}", hint=f"There are {most}.")
    return number
