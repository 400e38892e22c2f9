"""At the desk: what is seen, and what the keys do."""

from __future__ import annotations

from functools import reduce

import pytest

from roundup.workflow.desk import Desk
from roundup.workflow.pick import skip, star
from tests.samples import NOW
from tests.tui.hands import LARGE, SMALL, Hands, World, at_desk
from tests.workflow.desks import at, bring, decisions, pick, picks


def shown_to_the_right(hands: Hands) -> str:
    """The post's side of the screen."""
    return "\n".join(line.partition("│")[2].strip() for line in hands.seen())


# ---------------------------------------------------------------- what is seen


def test_list_and_post_stand_side_by_side(desk: Desk) -> None:
    """On eighty columns and twenty-four lines: place, reasons, post, keys."""

    async def journey(hands: Hands) -> None:
        lines = hands.seen()
        assert len(lines) == 24
        assert lines[0].startswith(" 1 of 4, 4 to decide")
        assert lines[1].split("│")[0].strip().startswith(hands.title)
        assert "new this week" in lines[2]
        assert "The bins went out on time." in shown_to_the_right(hands) or hands.title != "Bins"
        assert lines[-1].endswith("q quit")

    at_desk(desk, journey)


@pytest.mark.parametrize("size", [SMALL, LARGE, (40, 12), (20, 6), (200, 60)])
def test_every_size_of_terminal_will_do(desk: Desk, size: tuple[int, int]) -> None:
    """Nothing is wider than the terminal, and every screen can be reached and left."""

    async def journey(hands: Hands) -> None:
        for key in ("j", "space", "enter", "q", "v", "escape", "l", "escape", "e", "q", "question_mark", "q", "w", "q"):
            await hands.press(key)
            assert all(len(line) <= size[0] for line in hands.seen())
            assert len(hands.seen()) == size[1]

    at_desk(desk, journey, size=size)


def test_an_empty_desk_says_what_to_do(empty_desk: Desk) -> None:
    """And no key goes wrong on it."""

    async def journey(hands: Hands) -> None:
        assert "roundup fetch" in hands.notice
        for key in "jkgGsxvlrSmtduncBoOwp15":
            await hands.press(key)
        assert decisions(empty_desk) == []

    at_desk(empty_desk, journey)


def test_the_time_stands_above(desk: Desk) -> None:
    """Against the posts that are left."""

    async def journey(hands: Hands) -> None:
        assert hands.seen()[0].strip().endswith("30:00 for 4 posts, 8 min each")
        await hands.press("x")
        assert hands.seen()[0].strip().endswith("30:00 for 3 posts, 10 min each")

    at_desk(desk, journey, minutes=30)


HOSTILE = "[red]Bins[/red] [link=https://evil.example]x[/link] [@click=app.quit]y[/]"


def test_hostile_posts_are_only_words(empty_desk: Desk) -> None:
    """Markup of the screen's library stands there as it was written, and is obeyed nowhere."""
    id = bring(empty_desk, "x", HOSTILE, html=f"<p>{HOSTILE}</p>", title=HOSTILE, blog="[b]Blog", authors=("[/b]",))

    async def journey(hands: Hands) -> None:
        assert "[red]Bins[/red] [link=https://evil.example]x[/link]" in "\n".join(hands.seen())
        for keys in (("l", "escape"), ("w", "q"), ("s", "e", "question_mark", "q", "q"), ("9",)):
            await hands.press(*keys)
        assert hands.app.is_running

    at_desk(empty_desk, journey, size=LARGE)
    assert picks(empty_desk) == [id]


def test_no_escape_reaches_the_terminal(empty_desk: Desk) -> None:
    """Neither from a title nor from a note that came with another's ledger."""
    id = bring(empty_desk, "x", "Words.", title="a\x1b]0;evil\x07b", blog="c\x9b31md")

    async def journey(hands: Hands) -> None:
        await hands.press("m")
        await hands.answer("note\x1b[2J\x1b[H")
        assert not any(set("".join(hands.seen())) & set("\x1b\x07\x9b") for _ in "x")
        assert "note[2J[H" in "\n".join(hands.seen())

    at_desk(empty_desk, journey, size=LARGE)
    assert pick(empty_desk, id).notes[0].text == "note[2J[H"


@pytest.mark.parametrize("wish", ["", "1"])
def test_no_color_takes_every_colour_away(desk: Desk, monkeypatch: pytest.MonkeyPatch, wish: str) -> None:
    """Whatever its value; what is marked or at the cursor is told by other means."""
    monkeypatch.setenv("NO_COLOR", wish)

    async def journey(hands: Hands) -> None:
        await hands.press("s", "k", "v")
        filters, background = hands.app._filters, hands.app.screen.styles.background
        for strip in hands.app.screen._compositor.render_strips():
            filtered = reduce(lambda made, each: made.apply_filter(each, background), filters, strip)
            for segment in filtered:
                style = segment.style
                assert style is None or (style.color is None or style.color.is_default)
                assert style is None or (style.bgcolor is None or style.bgcolor.is_default)

    at_desk(desk, journey)


# ---------------------------------------------------------------- moving


def test_the_cursor_goes_along_the_list(desk: Desk) -> None:
    """With the keys of vi, and with arrows."""

    async def journey(hands: Hands) -> None:
        for keys, place in (("j", 1), ("jj", 3), ("j", 3), ("k", 2), ("g", 0), ("k", 0), ("G", 3), ("K", 0), ("J", 3)):
            await hands.press(*keys)
            assert hands.desk.board.cursor == place
        await hands.press("up", "home", "down", "end")
        assert hands.desk.board.cursor == 3

    at_desk(desk, journey)


def test_a_long_list_scrolls_with_the_cursor(empty_desk: Desk) -> None:
    """The post at the cursor is always seen."""
    for number in range(30):
        bring(empty_desk, f"post{number}", f"Number {number} has words of its own, {number * 7} of them.")

    async def journey(hands: Hands) -> None:
        for key in ("G", "k", "K", "g", "J", "J", "j"):
            await hands.press(key)
            assert hands.title[:12] in "\n".join(line.split("│")[0] for line in hands.seen()[1:-2])

    at_desk(empty_desk, journey)


def test_a_click_chooses_a_post(desk: Desk) -> None:
    """For those who like a mouse."""

    async def journey(hands: Hands) -> None:
        await hands.pilot.click("PostList", offset=(5, 5))
        assert hands.desk.board.cursor == 2

    at_desk(desk, journey)


async def to_bins(hands: Hands) -> None:
    """The long post."""
    await hands.press("/")
    await hands.answer("bins")
    assert hands.title == "Bins"


def test_the_post_is_paged(desk: Desk) -> None:
    """By pages and half pages, never beyond its end; the next post begins at its top."""

    async def journey(hands: Hands) -> None:
        await to_bins(hands)
        post = hands.desk.post
        tops = []
        for key in ("space", "b", "ctrl+d", "ctrl+u", *("pagedown",) * 9, "pageup"):
            await hands.press(key)
            tops.append(post.top)
        assert tops[1] == tops[3] == 0
        assert 0 < tops[2] < tops[0]
        assert tops[11] == tops[12] == len(post.lines) - post.size.height > tops[13]
        await hands.press("j")
        assert post.top == 0

    at_desk(desk, journey)


def test_a_post_can_have_the_whole_width(desk: Desk) -> None:
    """There j and k go by lines, J and K by posts; the other keys are as they were."""

    async def journey(hands: Hands) -> None:
        await to_bins(hands)
        await hands.press("enter")
        assert "│" not in "\n".join(hands.seen())
        await hands.press("j", "j", "k")
        assert (hands.desk.post.top, hands.title) == (1, "Bins")
        await hands.press("G")
        assert hands.desk.post.top == len(hands.desk.post.lines) - hands.desk.post.size.height
        await hands.press("g", "J")
        assert hands.title != "Bins"
        await hands.press("K", "s")
        assert hands.desk.wide
        await hands.press("q")
        assert "│" in "\n".join(hands.seen())

    at_desk(desk, journey)


# ---------------------------------------------------------------- deciding


def test_star_and_skip_go_on_to_the_next(desk: Desk) -> None:
    """And are in the ledger at once."""

    async def journey(hands: Hands) -> None:
        first = hands.title
        await hands.press("s")
        assert [decision.verb for decision in decisions(desk)] == ["star"]
        assert hands.desk.board.cursor == 1
        await hands.press("x")
        assert [decision.verb for decision in decisions(desk)] == ["star", "skip"]
        assert hands.seen()[1].startswith("★ ")
        assert hands.seen()[3].startswith("– ")
        await hands.press("g", "s")
        assert (hands.title, hands.desk.board.cursor) == (first, 0)
        assert picks(desk) == []

    at_desk(desk, journey)


def test_a_skip_can_say_why(desk: Desk) -> None:
    """For the trail."""

    async def journey(hands: Hands) -> None:
        await hands.press("X")
        await hands.answer("a job advert")
        assert hands.notice == "skipped: a job advert"

    at_desk(desk, journey)
    assert decisions(desk)[0].reason == "a job advert"


def test_undo_goes_to_what_it_took_back(desk: Desk) -> None:
    """One decision after the other; and forward again."""

    async def journey(hands: Hands) -> None:
        await hands.press("s", "s", "G")
        await hands.press("u")
        assert hands.desk.board.cursor == 1
        assert hands.notice.startswith("undone: the star")
        await hands.press("u")
        assert hands.desk.board.cursor == 0
        assert picks(desk) == []
        await hands.press("u")
        assert "nothing to undo" in hands.notice
        await hands.press("ctrl+r", "ctrl+r")
        assert len(picks(desk)) == 2
        await hands.press("ctrl+r")
        assert "nothing to do again" in hands.notice

    at_desk(desk, journey)


def test_tags_have_keys(desk: Desk) -> None:
    """On and off; a key without a tag says which there are."""

    async def journey(hands: Hands) -> None:
        await hands.press("1", "2", "1")
        assert hands.notice == "no longer housing"
        await hands.press("3")
        assert "1 housing, 2 bins" in hands.notice
        await hands.press("t")
        await hands.answer("streets, -bins")
        assert hands.desk.reading
        assert hands.desk.reading.state.tags == ("streets",)

    at_desk(desk, journey)


def test_a_filter_shows_some(desk: Desk) -> None:
    """What fits nothing leaves the list as it was; what was typed can be changed."""

    async def journey(hands: Hands) -> None:
        await hands.press("x", "f")
        await hands.answer("skipped")
        assert len(hands.desk.board.rows) == 1
        assert "skipped" in hands.seen()[0]
        await hands.press("f")
        assert hands.screen.prompt.buffer.text == "skipped"
        await hands.press("ctrl+u")
        await hands.answer("benches nowhere")
        assert "nothing fits" in hands.notice
        assert len(hands.desk.board.rows) == 1
        await hands.press("f", "ctrl+u")
        await hands.answer("blog:")
        assert "names nothing" in hands.notice
        await hands.press("F")
        assert len(hands.desk.board.rows) == 3

    at_desk(desk, journey)


def test_one_blog_can_be_looked_at_alone(desk: Desk) -> None:
    """The one of the post at the cursor."""

    async def journey(hands: Hands) -> None:
        await hands.press("j", "B")
        assert (
            hands.desk.session.wanted.blog == hands.desk.board.rows[0].listing.post.blog
            or "nothing fits" in hands.notice
        )

    at_desk(desk, journey)


def test_a_search_goes_from_one_to_the_next(desk: Desk) -> None:
    """n and N repeat it; what is nowhere is said."""

    async def journey(hands: Hands) -> None:
        await hands.press("n")
        assert "nothing was searched for" in hands.notice
        await hands.press("/")
        await hands.answer("ada example")
        before = hands.desk.board.cursor
        await hands.press("n", "n", "N")
        assert hands.desk.board.cursor == (before + 1) % 4
        await hands.press("/")
        await hands.answer("zebra")
        assert "no post here shows" in hands.notice

    at_desk(desk, journey)


def test_the_desk_can_be_read_again(desk: Desk) -> None:
    """What others decided meanwhile is gone from it, what came is there, and the cursor stays where it was."""

    async def journey(hands: Hands) -> None:
        await hands.press("j")
        here = hands.title
        first = hands.desk.board.rows[0].listing.post.id
        skip(at(desk, "bo"), [str(first)])
        bring(desk, "new", "Something new came in while the desk was open, and it is about trees.")
        await hands.press("R")
        assert hands.title == here
        assert first not in hands.desk.board.places
        assert "New" in [row.listing.post.title for row in hands.desk.board.rows]

    at_desk(desk, journey)


def test_a_star_on_what_another_published_is_refused(desk: Desk) -> None:
    """In words, with what to do; the desk goes on."""
    from roundup.workflow.publish import publish
    from roundup.workflow.word import annotate

    async def journey(hands: Hands) -> None:
        post = str(hands.desk.board.rows[0].listing.post.id)
        bo = at(desk, "bo")
        star(bo, [post])
        annotate(bo, post, lead="Somebody [wrote](post) this.")
        publish(bo)
        await hands.press("s")
        assert "closed" in hands.notice
        await hands.press("j", "s")
        assert hands.notice == "starred"

    at_desk(desk, journey)


# ---------------------------------------------------------------- elsewhere


def test_the_browser_shows_the_post_and_its_links(desk: Desk) -> None:
    """Links by their numbers."""
    world = World()

    async def journey(hands: Hands) -> None:
        await hands.press("/")
        await hands.answer("map")
        await hands.press("o", "O")
        await hands.answer("1")
        await hands.press("O")
        await hands.answer("7")
        assert "there is no link 7" in hands.notice
        await to_bins(hands)
        await hands.press("O")
        assert "no links" in hands.notice

    at_desk(desk, journey, world=world)
    assert world.pages == ["https://blog.example/map/", "https://benches.example/list"]


def test_the_trail_of_a_post_is_told(desk: Desk) -> None:
    """On a page of its own, which is paged and left like any other."""

    async def journey(hands: Hands) -> None:
        await hands.press("s", "k", "w")
        text = "\n".join(hands.seen())
        assert "starred by ada" in text
        await hands.press("j", "k", "space", "b", "G", "g", "q")
        assert hands.screen is hands.desk

    at_desk(desk, journey)


def test_all_keys_are_in_the_help(desk: Desk) -> None:
    """Those of where one is come first."""

    async def journey(hands: Hands) -> None:
        await hands.press("question_mark")
        assert hands.seen()[1] == "At the desk"
        await hands.press("q", "v", "question_mark")
        assert hands.seen()[1] == "Marking a passage"
        await hands.press("escape")
        assert hands.desk.mark

    at_desk(desk, journey)


def test_a_paste_is_never_keys(desk: Desk) -> None:
    """A mouse that slipped stars nothing."""

    async def journey(hands: Hands) -> None:
        hands.screen.pasted("sxsxp")
        await hands.settle()
        assert decisions(desk) == []

    at_desk(desk, journey)


def test_q_leaves(desk: Desk) -> None:
    """There is nothing to save, and nothing is asked."""

    async def journey(hands: Hands) -> None:
        await hands.press("s", "q")
        assert not hands.app.is_running or hands.app._exit

    app = at_desk(desk, journey)
    assert app.failure is None
    assert len(picks(desk)) == 1
    assert decisions(desk)[0].time == NOW
