"""Marking, quoting and writing at the keyboard; the edition and what is moved in it."""

from __future__ import annotations

import pytest

from roundup.errors import RoundupError
from roundup.workflow.desk import Desk
from roundup.workflow.edition import glance
from roundup.workflow.pick import unstar
from tests.tui.hands import LARGE, Hands, World, at_desk
from tests.workflow.desks import at, decisions, pick, picks, ready


async def to(hands: Hands, words: str) -> str:
    """The cursor on the post with these words; its id."""
    await hands.press("/")
    await hands.answer(words)
    row = hands.desk.board.current
    assert row
    return str(row.listing.post.id)


def quoted(desk: Desk, id: str) -> list[str]:
    return [" ¶ ".join(quote.paragraphs) for quote in pick(desk, id).quotes]


# ---------------------------------------------------------------- marking


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("v", "enter"), "The bins went out on time."),
        (("v", ")", "enter"), "Nobody thanked the crew, and nobody ever does."),
        (("v", "}", "}", "y"), "Mr Osei did. He stood at his gate and waved."),
        (
            ("v", "v", "}", "}", "enter"),
            (
                "The bins went out on time. Nobody thanked the crew, and nobody ever does. ¶ "
                "Mr Osei did. He stood at his gate and waved."
            ),
        ),
        (("v", "w", "w", "v", "w", "w", "enter"), "bins went out"),
        (("v", "w", "w", "v", "right", "right", "b", "enter"), "bins went"),
        (("v", "j", "o", "w", "enter"), "thanked the crew, and nobody ever does."),
        (("v", ",", "j", "enter"), "The bins went out on time. […] Mr Osei did."),
    ],
    ids=["sentence", "next", "paragraph", "paragraphs", "words", "back", "other-end", "parts"],
)
def test_a_passage_is_marked_and_quoted(desk: Desk, keys: tuple[str, ...], expected: str) -> None:
    """With the keys of vi; what is marked is what is quoted, and it is proved."""
    ids: list[str] = []

    async def journey(hands: Hands) -> None:
        ids.append(await to(hands, "bins"))
        await hands.press(*keys)
        assert hands.desk.mark is None
        assert hands.notice.startswith("quote 1:")
        assert "quote 1:" in "\n".join(hands.seen())

    at_desk(desk, journey, size=LARGE)
    assert quoted(desk, ids[0]) == [expected]


def test_what_is_marked_is_seen(desk: Desk) -> None:
    """However far away it is; and so is how much it is."""

    async def journey(hands: Hands) -> None:
        await to(hands, "bins")
        await hands.press("v", "/")
        await hands.answer("that is all")
        lines = [hands.desk.post.line(number, 0) for number in range(20)]
        assert "That is all." in "".join(piece.text for line in lines for piece in line if piece.marked)
        assert hands.notice == "3 words marked"
        for _ in range(4):
            await hands.press("v", "}", "v", "}")
        marked = [piece for n in range(20) for piece in hands.desk.post.line(n, 0) if piece.marked]
        assert marked
        await hands.press("n", "N")
        await hands.press("/")
        await hands.answer("zebra")
        assert "no sentence of this post" in hands.notice
        assert hands.desk.mark
        await hands.press("escape")
        assert hands.desk.mark is None

    at_desk(desk, journey)


def test_words_of_somebody_else_bear_their_name(desk: Desk) -> None:
    """Asked for before the quote is made."""
    ids: list[str] = []

    async def journey(hands: Hands) -> None:
        ids.append(await to(hands, "bins"))
        await hands.press("v", "s")
        await hands.answer("Mrs Adair")
        assert "said by Mrs Adair" in hands.notice

    at_desk(desk, journey)
    assert pick(desk, ids[0]).quotes[0].speaker == "Mrs Adair"


def test_a_quote_is_taken_away(desk: Desk) -> None:
    """The only one at once, of several the one that is named."""
    ids: list[str] = []

    async def journey(hands: Hands) -> None:
        ids.append(await to(hands, "bins"))
        await hands.press("v", "enter", "v", ")", "enter", "d")
        await hands.answer("3")
        assert "there is no quote 3" in hands.notice
        await hands.press("d")
        await hands.answer("1")
        assert quoted(desk, ids[0]) == ["Nobody thanked the crew, and nobody ever does."]
        await hands.press("d")
        assert quoted(desk, ids[0]) == []
        await hands.press("d")
        assert "no quote 1" in hands.notice

    at_desk(desk, journey)


# ---------------------------------------------------------------- a pick in one go


def test_a_pick_in_one_go(desk: Desk) -> None:
    """Star, passage, lead-in; then the next post. Three keys beside the words."""
    ids: list[str] = []

    async def journey(hands: Hands) -> None:
        ids.append(await to(hands, "map"))
        before, place = hands.keys, hands.desk.board.cursor
        await hands.press("p", "enter")
        await hands.answer("counted every bench")
        assert hands.keys - before == 3
        assert hands.desk.board.cursor == min(place + 1, 3)

    at_desk(desk, journey)
    made = pick(desk, ids[0])
    assert made.starred
    assert made.lead == "Ada Example [counted every bench](post)."
    assert quoted(desk, ids[0]) == ["We walked the parish and counted."]


def test_steps_of_a_pick_can_be_passed_over(desk: Desk) -> None:
    """Esc: no quote, then no lead-in; what was done stays."""

    async def journey(hands: Hands) -> None:
        await hands.press("p", "escape")
        assert hands.screen.prompt.question
        await hands.press("escape")
        assert not hands.desk.picking
        assert hands.desk.board.cursor == 1
        await hands.press("k", "v", "escape")
        assert not hands.screen.prompt.question

    at_desk(desk, journey)
    assert [decision.verb for decision in decisions(desk)] == ["star"]


# ---------------------------------------------------------------- writing


def test_a_lead_in_begins_with_name_and_link(desk: Desk) -> None:
    """The cursor is in the link, Tab goes behind it."""
    ids: list[str] = []

    async def journey(hands: Hands) -> None:
        ids.append(await to(hands, "bins"))
        await hands.press("l", *"counts", "space", *"bins", "tab", ",", "space", *"again", "enter")
        assert hands.notice == "lead-in kept"

    at_desk(desk, journey)
    assert pick(desk, ids[0]).lead == "Ada Example [counts bins](post), again."


def test_a_link_without_words_is_said(desk: Desk) -> None:
    """The lead-in is kept all the same."""

    async def journey(hands: Hands) -> None:
        await hands.press("l", "end", *"ok", "enter")
        assert "no words yet" in hands.notice

    at_desk(desk, journey)
    assert decisions(desk)[0].payload["lead"] == "Ada Example [](post).ok"


def test_enter_on_nothing_writes_nothing(desk: Desk) -> None:
    """What it begins with is not a lead-in."""

    async def journey(hands: Hands) -> None:
        await hands.press("l", "enter")
        assert hands.notice == "no lead-in was written"

    at_desk(desk, journey)
    assert decisions(desk) == []


def test_what_was_left_is_there_again(desk: Desk) -> None:
    """Each post's own; once it is kept it is no draft any more."""

    async def journey(hands: Hands) -> None:
        await hands.press("r")
        await hands.type("half a rem")
        await hands.press("escape", "j", "r")
        assert hands.screen.prompt.buffer.text == ""
        await hands.press("escape", "k", "r")
        assert hands.screen.prompt.buffer.text == "half a rem"
        await hands.answer("ark")
        await hands.press("r")
        assert hands.screen.prompt.buffer.text == "half a remark"
        assert hands.app.drafts == {}

    at_desk(desk, journey)


def test_words_that_cannot_be_kept_are_not_lost(desk: Desk) -> None:
    """They are there again, and the notice says what is wrong with them."""

    async def journey(hands: Hands) -> None:
        await hands.press("m")
        await hands.answer("x" * 30_000)
        assert "30,000 characters" in hands.notice
        await hands.press("m")
        assert len(hands.screen.prompt.buffer.text) == 30_000

    at_desk(desk, journey)
    assert decisions(desk) == []


def test_a_remark_may_have_lines_and_a_section_has_one(desk: Desk) -> None:
    """Ctrl-J begins a new one; what is pasted into one line becomes one."""
    ids: list[str] = []

    async def journey(hands: Hands) -> None:
        ids.append(await to(hands, "bins"))
        await hands.press("r", "a", "ctrl+j", "b", "enter", "S")
        await hands.answer("On the\nstreet")

    at_desk(desk, journey)
    assert (pick(desk, ids[0]).remark, pick(desk, ids[0]).section) == ("a\nb", "On the street")


def test_your_own_editor_takes_over(desk: Desk) -> None:
    """It gets what is written so far; what it gives back is kept with Enter."""
    ids: list[str] = []
    world = World(editor=lambda text: text.replace("[]", "[writes in vi]"))

    async def journey(hands: Hands) -> None:
        ids.append(await to(hands, "bins"))
        await hands.press("l", "ctrl+o", "enter")

    at_desk(desk, journey, world=world)
    assert pick(desk, ids[0]).lead == "Ada Example [writes in vi](post)."


def test_an_editor_that_fails_takes_nothing_away(desk: Desk) -> None:
    """What was written stays, and the notice says what to do."""

    def broken(_text: str) -> str:
        raise RoundupError("vi ended with 1", hint="Your text is in a file.")

    async def journey(hands: Hands) -> None:
        await hands.press("l")
        await hands.type("counts")
        await hands.press("ctrl+o")
        assert "vi ended with 1\nYour text is in a file." in hands.notice
        assert "[counts](post)" in hands.screen.prompt.buffer.text

    at_desk(desk, journey, world=World(editor=broken))


def test_long_words_are_written_in_several_lines(desk: Desk) -> None:
    """The cursor's line is always seen."""

    async def journey(hands: Hands) -> None:
        await hands.press("r")
        await hands.type("word " * 300 + "end")
        assert "end" in "\n".join(hands.seen()[-12:])
        await hands.press("home")
        assert hands.screen.prompt.buffer.at == 0
        assert hands.seen()[-10].startswith("word") or "word" in hands.seen()[-3]

    at_desk(desk, journey)


# ---------------------------------------------------------------- the edition


def test_picks_are_moved_and_cut(desk: Desk) -> None:
    """The cursor goes along; what is cut keeps its words."""
    first, second = ready(desk, "one", "two")

    async def journey(hands: Hands) -> None:
        await hands.press("e", "J")
        assert picks(desk) == [second, first]
        assert hands.edition.cursor == 1
        await hands.press("K", "G", "k", "j")
        assert picks(desk) == [first, second]
        await hands.press("d")
        assert picks(desk) == [first]
        await hands.press("u")
        assert picks(desk) == [first, second]
        await hands.press("ctrl+r", "q")
        assert hands.screen is hands.desk

    at_desk(desk, journey)
    assert picks(desk) == [first]
    assert pick(desk, second).lead


def test_the_edition_has_its_own_words(desk: Desk) -> None:
    """Intro, sign-off, title; lead-in, remark and section of a pick."""
    (first,) = ready(desk, "one")

    async def journey(hands: Hands) -> None:
        await hands.press("e")
        for key, words in (("i", "A week."), ("z", "That is it."), ("r", "So there."), ("S", "Bins")):
            await hands.press(key)
            await hands.answer(words)
        await hands.press("T", "ctrl+u")
        await hands.answer("Of bins")
        text = "\n".join(hands.seen())
        for words in ("Edition 1: Of bins", "intro: A week.", "[Bins] One", "So there."):
            assert words in text

    at_desk(desk, journey)
    edition = glance(desk).edition
    assert (edition.intro, edition.sign_off, edition.title) == ("A week.", "That is it.", "Of bins")
    assert pick(desk, first).section == "Bins"


def test_the_edition_says_what_a_check_finds(desk: Desk) -> None:
    """And how much is missing; an empty one says what to do."""

    async def journey(hands: Hands) -> None:
        await hands.press("e", "J")
        assert "no picks yet" in hands.notice
        await hands.press("q", "s", "e")
        assert "no lead-in" in "\n".join(hands.seen())
        await hands.press("c")
        assert "blocks:" in "\n".join(hands.seen())
        await hands.press("q", "question_mark", "q", "R")
        assert hands.notice == "read again"

    at_desk(desk, journey)


def test_from_a_pick_one_goes_to_its_post(desk: Desk) -> None:
    """Also if the list does not show it: it was starred another day."""
    first, _ = ready(desk, "one", "two")

    async def journey(hands: Hands) -> None:
        assert int(first) not in hands.desk.board.places
        await hands.press("e", "g", "enter")
        assert hands.title == "One"
        assert hands.desk.reading
        assert hands.desk.reading.state.starred
        await hands.press("e", "d", "q")
        row = hands.desk.board.current
        assert row
        assert not row.listing.starred

    at_desk(desk, journey)


def test_what_another_cut_meanwhile_is_said(desk: Desk) -> None:
    """The edition is read again with R."""
    first, second = ready(desk, "one", "two")

    async def journey(hands: Hands) -> None:
        await hands.press("e", "g")
        unstar(at(desk, "bo"), [first])
        await hands.press("J")
        assert "not in the edition any more" in hands.notice
        await hands.press("R", "l")
        await hands.press("ctrl+u")
        await hands.answer("Bo [wrote](post) it.")

    at_desk(desk, journey)
    assert pick(desk, second).lead == "Bo [wrote](post) it."
