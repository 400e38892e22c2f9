"""Any posts, any keys, any width: the list stays whole, and every line fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.desk import board as boards
from roundup.curate.desk.board import Board
from roundup.curate.desk.lines import Piece, columns_of, fitted, folded, marked, said, text_of
from roundup.curate.desk.paper import laid_out, line_at, line_start, paper
from roundup.curate.desk.views import list_lines, top_line
from roundup.model import Listing, PickState, Suggestion
from roundup.text import width
from tests.samples import post

HOSTILE = "\x1b[2J\u202eevil\x07\x9b31m\r\n\t\ufeff"
WORDS = st.sampled_from(
    [
        "bins",
        "é",
        "e\u0301",
        "議会",
        "👩🏽\u200d🚒",
        "مرحبا",
        "x" * 90,
        "",
        " ",
        HOSTILE,
        "a b",
        "🗑\ufe0f",
        "…",
        "\u00ad",
    ]
)
titles = st.lists(WORDS, max_size=5).map(" ".join)


def row(number: int, title: str = "Bins") -> Suggestion:
    """A post of the list."""
    return Suggestion(Listing(replace(post(number), id=number, title=title)), 1.0, ("new",))


lists = st.lists(titles, max_size=8).map(
    lambda names: boards.board([row(number, name) for number, name in enumerate(names, 1)])
)
widths = st.integers(1, 130)


@given(lists, st.lists(st.integers(-12, 12), max_size=10))
def test_the_cursor_never_leaves_the_list(board: Board, steps: list[int]) -> None:
    """Whatever is pressed how often."""
    for by in steps:
        board = boards.moved(board, by)
        assert 0 <= board.cursor <= max(len(board.rows) - 1, 0)
        assert (board.current is None) == (not board.rows)


@given(lists, st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.booleans()), max_size=6))
def test_what_is_left_is_what_nobody_decided(board: Board, told: list[tuple[int, bool, bool]]) -> None:
    """Counted anew after each decision; no post comes or goes by it."""
    before = [each.listing.post.id for each in board.rows]
    for number, starred, skipped in told:
        state = replace(PickState(key="x"), starred=starred, skipped=skipped and not starred)
        board = boards.told(board, number, state)
    last = {number: starred or skipped for number, starred, skipped in told}
    assert [each.listing.post.id for each in board.rows] == before
    assert board.left == sum(not last.get(id, False) for id in before)


@given(lists, lists, st.integers(0, 9))
def test_a_list_read_again_keeps_its_place(old: Board, new: Board, place: int) -> None:
    """On the same post, if it is there; else on one that is."""
    here = boards.at(old, place)
    again = boards.reloaded(here, new)
    assert again.rows == new.rows
    current = here.current
    if current and current.listing.post.id in new.places:
        assert again.current
        assert again.current.listing.post.id == current.listing.post.id
    assert 0 <= again.cursor <= max(len(again.rows) - 1, 0)


@given(lists, titles, st.sampled_from([1, -1]))
def test_searching_finds_what_it_says_or_nothing(board: Board, words: str, by: int) -> None:
    """And once round the list it is where it began."""
    found = boards.searched(board, words, by)
    if found is not None:
        assert found.rows == board.rows
        assert found.current
        on: Board | None = found
        for _ in board.rows:
            assert on
            on = boards.searched(on, words, by)
        assert on
        assert boards.searched(on, words, -by) is not None


@given(lists, st.integers(1, 9))
def test_a_post_put_in_is_the_one_looked_at(board: Board, place: int) -> None:
    """Behind the one the cursor was on; all the others are there in their order."""
    here = boards.at(board, place)
    more = boards.with_row(here, row(99))
    assert more.current
    assert more.current.listing.post.id == 99
    assert [each for each in more.rows if each.listing.post.id != 99] == list(board.rows)
    assert boards.on(boards.at(more, 0), 99).cursor == more.cursor
    assert more.total == board.total + 1


@given(lists, widths, st.integers(0, 20))
def test_every_line_of_the_list_fits(board: Board, columns: int, top: int) -> None:
    """In columns as terminals count them, with nothing in it that steers one."""
    for line in list_lines(board, top, 6, columns):
        assert columns_of(line) <= max(columns, 3)
        assert not set(text_of(line)) & set("\x1b\x07\x9b\u202e\r\n\t\ufeff")
    assert columns_of(top_line(board, "blog:bins", "", columns)) <= columns + 1


@given(st.lists(titles, max_size=6), widths)
def test_folding_loses_no_word_and_no_line_is_too_wide(parts: list[str], columns: int) -> None:
    """Only white space goes, and a word that no line can hold is broken."""
    lines = folded([Piece(part + " ") for part in parts], columns)
    assert "".join("".join(text_of(line).split()) for line in lines) == "".join("".join(parts).split())
    assert all(columns_of(line) <= max(columns, 4) for line in lines)


@given(titles, widths)
def test_one_line_is_one_line(text: str, columns: int) -> None:
    """Of just so many columns, and harmless."""
    assert columns_of(fitted(text, columns)) == columns
    assert not set(text_of(said(text))) & set("\x1b\x07\x9b\u202e\r\n\t\ufeff")


texts = st.lists(titles, max_size=5).map("\n\n".join)


@given(texts, st.integers(8, 100))
def test_a_laid_out_post_is_the_post(text: str, columns: int) -> None:
    """Every character that can be seen, each known by its place, in lines that fit."""
    made = paper(text, "")
    lines = laid_out(made, columns)
    shown = [piece for line in lines for piece in line if piece.at >= 0]
    assert all(made.text[piece.at : piece.end] == piece.text for piece in shown if not piece.text.isspace())
    assert "".join("".join(piece.text.split()) for piece in shown) == "".join(made.text.split())
    assert all(columns_of(line) <= columns for line in lines)


@given(texts, st.integers(8, 60), st.data())
def test_a_place_in_the_text_is_seen_in_its_line(text: str, columns: int, data: st.DataObject) -> None:
    """So that what is marked can be scrolled to."""
    made = paper(text, "")
    dark = [at for at, character in enumerate(made.text) if not character.isspace()]
    if not dark:
        return
    at = data.draw(st.sampled_from(dark))
    lines = laid_out(made, columns)
    line = lines[line_at(lines, at)]
    assert 0 <= line_start(line) <= at
    assert any(piece.at <= at < piece.end for piece in line if piece.at >= 0)


@given(texts, st.data())
def test_marking_changes_no_letter(text: str, data: st.DataObject) -> None:
    """Lines marked say the same as before, and just what lies in the spans is marked."""
    made = paper(text, "")
    ends = st.integers(0, len(made.text))
    span = tuple(sorted((data.draw(ends), data.draw(ends))))
    for line in laid_out(made, 40):
        shown = marked(line, [(span[0], span[1])])
        assert text_of(shown) == text_of(line)
        assert all(
            piece.marked == (span[0] <= piece.at and piece.end <= span[1])
            for piece in shown
            if piece.at >= 0 and piece.text
        )


@pytest.mark.parametrize("columns", [-5, 0, 1, 2, 3])
def test_no_width_is_too_narrow_to_be_survived(columns: int) -> None:
    """A terminal may be made smaller than anything can be read in."""
    board = boards.board([row(1, "議会 " * 20), row(2, HOSTILE)])
    assert len(list(list_lines(board, 0, 4, columns))) == 4
    assert top_line(board, "", "1:00", columns)
    assert laid_out(paper("議会 " * 20, ""), columns)
    assert width(text_of(fitted("議会", columns))) == max(columns, 0)
