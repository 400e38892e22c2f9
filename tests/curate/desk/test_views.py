"""What is shown of posts and of the edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.desk.board import Board, at, board
from roundup.curate.desk.lines import Line, columns_of, text_of
from roundup.curate.desk.views import (
    about,
    edition_head,
    edition_lines,
    head,
    headline,
    list_lines,
    scored,
    sign,
    top_line,
    why,
)
from roundup.model import Listing, Note, PickState, Suggestion
from tests.samples import NOW, edition, pick, post, quote

HOSTILE = "[red]bins[/red] \x1b[31m\u202e[link=https://evil.example/]x[/link]\n"


def row(
    reasons: tuple[str, ...] = ("new this week",), listing: dict[str, Any] | None = None, **fields: Any
) -> Suggestion:
    ours = {name: fields.pop(name) for name in ("answers", "answered_by", "twins", "series") if name in fields}
    return Suggestion(Listing(post(**fields), **(listing or {})), 1.0, reasons, **ours)


def told(lines: list[Line]) -> str:
    return "\n".join(text_of(line).rstrip() for line in lines)


def headed(suggestion: Suggestion, state: PickState | None = None, titles: dict[int, str] | None = None) -> str:
    return told(head(suggestion, state or PickState("k"), UTC, titles or {}, 70))


# ---------------------------------------------------------------- the list


def test_a_post_has_two_lines_in_the_list() -> None:
    """What it is called; where it is from, and why it is here."""
    lines = list(list_lines(board([row()]), 0, 2, 40))
    assert [text_of(line).rstrip() for line in lines] == ["  Post number 1", "  A Blog · new this week"]


def test_only_the_lines_that_are_asked_for_are_made() -> None:
    """From the middle of a post to the middle of another; behind the end there is nothing."""
    lines = list(list_lines(board([row(id=1), row(id=2)]), 1, 5, 40))
    assert [text_of(line).strip() for line in lines] == [
        "A Blog · new this week",
        "Post number 2",
        "A Blog · new this week",
        "",
        "",
    ]


def test_the_cursor_is_told_without_colours() -> None:
    """Both lines are reversed, over the whole width."""
    lines = list(list_lines(at(board([row(id=1), row(id=2)]), 1), 0, 4, 30))
    assert [{piece.role for piece in line} for line in lines[2:]] == [{"cursor"}, {"cursor"}]
    assert [columns_of(line) for line in lines] == [30, 30, 30, 30]


@pytest.mark.parametrize(
    ("decided", "shown"),
    [({}, " "), ({"starred": True}, "★"), ({"skipped": True}, "–"), ({"edition": 3, "starred": True}, "#")],
)
def test_a_sign_says_what_was_decided(decided: dict[str, Any], shown: str) -> None:
    """Starred, skipped, in an edition; in all terminals the same."""
    assert sign(Listing(post(), **decided))[0] == shown


@pytest.mark.parametrize(
    ("title", "teaser", "expected"),
    [
        ("A map of every bench", "We walked.", "A map of every bench"),
        ("Weeknotes", "We walked.", "Weeknotes · We walked."),
        ("Weeknotes", "", "Weeknotes"),
        ("", "We walked.", "We walked."),
        ("", "", "https://blog.example/1"),
    ],
)
def test_short_titles_are_followed_by_the_first_words(title: str, teaser: str, expected: str) -> None:
    """Four in ten say only "weeknotes"."""
    assert headline(Listing(post(title=title), teaser=teaser)) == expected


@given(st.text(max_size=60), st.text(max_size=60), st.integers(4, 90))
def test_the_list_fits_whatever_posts_are_called(title: str, blog: str, columns: int) -> None:
    """One line each, no wider than there is room."""
    for line in list_lines(board([row(title=title, blog=blog), row(title=blog, id=2)]), 0, 4, columns):
        assert "\n" not in text_of(line)
        assert columns_of(line) <= columns


def test_what_a_post_has_to_do_with_others_comes_first() -> None:
    """Before the reasons of its score."""
    found = row(
        answers=(2,), answered_by=(3, 4), twins=(Listing(post(9, blog="Other")), Listing(post(8, blog="Other")))
    )
    assert why(found) == "an answer; answered by 2; also on Other; new this week"


def test_the_score_can_be_added_up() -> None:
    """Above the post each reason says what it counts; without weights only the reasons are said."""
    found = replace(row(reasons=("new this week", "a short note")), score=2.0, weights=(3.0, -1.0))
    assert scored(found) == "2: new this week +3; a short note -1"
    assert "2: new this week +3; a short note -1" in headed(found)
    assert scored(replace(found, weights=())) == "new this week; a short note"
    assert scored(row(reasons=())) == ""


# ---------------------------------------------------------------- the top line


def top(list_: Board, named: str, pace: str, columns: int) -> str:
    return text_of(top_line(list_, named, pace, columns))


def test_the_top_line_says_where_one_is() -> None:
    """Place, what is shown, and the time at its end."""
    made = at(board([row(id=1), row(id=2, listing={"starred": True})]), 1)
    assert top(made, "", "", 30).strip() == "2 of 2, 1 to decide"
    assert top(made, "tag:bins", "9:00 left", 40).strip() == "2 of 2 tag:bins              9:00 left"
    assert top(board([]), "", "", 30).strip() == "no posts, 0 to decide"


@pytest.mark.parametrize("columns", [5, 20, 80])
def test_the_top_line_fits(columns: int) -> None:
    """The time stays if there is little room."""
    text = top(board([row()]), "x" * 100, "9:00 left", columns)
    assert len(text) <= max(columns, len("9:00 left "))
    assert "9:00 left" in text


# ---------------------------------------------------------------- the head of a post


def test_the_head_says_what_a_post_is() -> None:
    """Title, blog, author, day, length, address, reasons."""
    assert headed(row()).split("\n") == [
        "Post number 1",
        "A Blog · Ada Example · 20 Nov 2026 · 300 words, 2 min",
        "https://blog.example/1",
        "new this week",
        "",
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"published": None, "words": 0}, "A Blog · Ada Example · no date · no text"),
        ({"authors": (), "words": 1234}, "A Blog · 20 Nov 2026 · 1,234 words, 6 min"),
        ({"blog": "", "authors": ("Ada", "Bo")}, "Ada, Bo · 20 Nov 2026 · 300 words, 2 min"),
    ],
)
def test_what_is_not_known_is_left_out(fields: dict[str, Any], expected: str) -> None:
    """No empty places between the dots."""
    assert about(post(**fields), UTC) == expected


def test_the_head_says_what_a_post_has_to_do_with_others() -> None:
    """By their titles; by their numbers where they have none."""
    found = row(
        answers=(2,), answered_by=(3,), twins=(Listing(post(9, blog="Other", title="Again")),), series="Thoughts"
    )
    text = headed(found, titles={2: "Bins"})
    for line in ("answers: Bins", "answered by: post 3", "also on Other: Again", "of the series Thoughts"):
        assert line in text


def test_doubts_are_said() -> None:
    """That a domain changed hands, that a date cannot be."""
    text = headed(row(doubt="may not be its blog’s own", date_note="dated in the future"))
    assert "may not be its blog’s own" in text
    assert "dated in the future" in text


def test_the_head_says_what_was_decided() -> None:
    """By whom, and all the words that there are so far."""
    state = PickState(
        "k",
        starred=True,
        starred_by="bo",
        section="Bins",
        lead="Ada [writes](post).",
        remark="So do we.",
        quotes=(quote("Plain words.", "And more."), quote("Her words.", speaker="Mrs Adair")),
        notes=(Note("cy", NOW, "ask her"),),
        tags=("bins", "streets"),
    )
    text = headed(row(), state)
    for line in (
        "★ starred by bo",
        "section: Bins",
        "lead-in: Ada [writes](post).",
        "remark: So do we.",
        "quote 1: Plain words. ¶ And more.",
        "quote 2 (Mrs Adair): Her words.",
        "note by cy: ask her",
        "tags: bins, streets",
    ):
        assert line in text.split("\n")


def test_a_skip_says_why() -> None:
    """And an edition its number."""
    assert "– skipped: a job advert" in headed(row(), PickState("k", skipped=True, skip_reason="a job advert"))
    assert "in edition 4" in headed(row(listing={"edition": 4}))


def test_hostile_words_are_only_words() -> None:
    """No escapes, no line ends, and brackets stay brackets: nothing here reads markup."""
    state = PickState("k", starred=True, starred_by=HOSTILE, section=HOSTILE, lead=HOSTILE, tags=(HOSTILE,))
    text = headed(row(title=HOSTILE, blog=HOSTILE, authors=(HOSTILE,), reasons=(HOSTILE,)), state)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[red]bins[/red]" in text


# ---------------------------------------------------------------- the edition


def shown(cursor: int = 0, columns: int = 70, **fields: Any) -> tuple[str, tuple[int, int]]:
    lines, here = edition_lines(edition(**fields), (), {}, cursor, columns)
    return told(lines), here


def test_the_edition_says_how_long_it_is() -> None:
    """Picks, words, quoted share, minutes."""
    text = told(edition_head(edition(), 120, 0.4, 1, 80))
    assert text.split("\n")[:2] == [
        "Edition 1: That was the local government week that was",
        "2 picks · 120 words, 40% quoted · 1 min of reading",
    ]
    assert "1 pick ·" in told(edition_head(edition(pick(1)), 1, 0, 1, 80))


def test_picks_are_shown_with_their_words() -> None:
    """Lead-in as it reads, quotes, remark; the section before the title."""
    made = edition_lines(edition(pick(1, section="Bins", remark="So *do* we.")), (), {}, 0, 70)[0]
    assert told(made).split("\n") == [
        "intro: A week of bins.",
        "",
        " 1 [Bins] Post number 1 · A Blog",
        "   Ada Example writes about bins.",
        "   “Plain words.” (2 words)",
        "   So do we.",
        "",
        "sign-off: Send us your posts.",
        "",
    ]


def test_the_lines_of_the_pick_at_the_cursor_are_known() -> None:
    """So that they can be scrolled to."""
    text, (begin, end) = shown(1)
    assert text.split("\n")[begin].startswith(" 2 Post number 2")
    assert end > begin


def test_what_is_missing_is_said() -> None:
    """In the pick itself, and below all of them."""
    lines, _ = edition_lines(edition(pick(1, lead="")), ("pick 1: no lead-in",), {}, 0, 70)
    assert "   no lead-in" in told(lines).split("\n")
    assert told(lines).endswith("Missing\n  pick 1: no lead-in")


@pytest.mark.parametrize(
    ("verdict", "said"), [("drift", "not quite its words"), ("absent", "not in the post"), ("found", "")]
)
def test_a_quote_that_no_longer_stands_says_so(verdict: Any, said: str) -> None:
    """Where it is, before a check has to find it."""
    text = told(edition_lines(edition(pick(1)), (), {"q1": verdict}, 0, 70)[0])
    assert said in text
    assert ("these" in text) is bool(said)


def test_an_empty_edition_has_nothing_to_show() -> None:
    """Nothing but what it wants."""
    lines, here = edition_lines(replace(edition(intro="", sign_off=""), picks=()), ("no picks",), {}, 0, 40)
    assert told(lines) == "\nMissing\n  no picks"
    assert here == (0, 0)
