"""Lines: what is shown fits its columns, loses no word, and knows where in the post it stands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.desk.lines import Line, Piece, columns_of, fitted, folded, marked, said, text_of

prose = st.text(alphabet=st.sampled_from("ab éß議会👩\u200d\u0301 \n\t.,"), max_size=120)
columns = st.integers(min_value=6, max_value=60)


def shown(lines: list[Line]) -> list[str]:
    return [text_of(line) for line in lines]


def test_words_go_on_the_next_line_when_one_is_full() -> None:
    """As many words a line as fit, one blank between them."""
    assert shown(folded([Piece("The bins went  out\non time.")], 10)) == ["The bins", "went out", "on time."]


def test_what_stands_before_lines_takes_its_room() -> None:
    """The first line and the others may begin differently."""
    lines = folded([Piece("The bins went out.")], 12, first="1. ", rest="   ")
    assert shown(lines) == ["1. The bins", "   went out."]


def test_without_another_beginning_all_lines_begin_alike() -> None:
    """As the lines of a quotation do."""
    assert shown(folded([Piece("The bins went out.")], 12, first="> ")) == ["> The bins", "> went out."]


def test_a_word_wider_than_a_line_is_broken() -> None:
    """An address without blanks does not leave its column."""
    assert shown(folded([Piece("see https://a.example/b")], 8)) == ["see", "https://", "a.exampl", "e/b"]


def test_wide_characters_are_broken_where_they_fit() -> None:
    """Half of a character is shown nowhere."""
    assert shown(folded([Piece("議会議会議")], 5)) == ["議会", "議会", "議"]


def test_nothing_makes_no_line() -> None:
    """White space alone is nothing."""
    assert folded([], 10) == []
    assert folded([Piece(" \n ")], 10) == []


def test_pieces_without_blanks_between_stay_together() -> None:
    """A link's number is not parted from its last word, and both keep their parts."""
    lines = folded([Piece("about the bins", "", 0), Piece("[1]", "link"), Piece(" here", "", 14)], 10)
    assert shown(lines) == ["about the", "bins[1]", "here"]
    assert [piece.role for piece in lines[1]] == ["", "link"]


def test_a_word_of_two_pieces_keeps_both_places() -> None:
    """Where a word stands is known of each of its pieces."""
    (line,) = folded([Piece("bins", "", 4), Piece("[1]", "link"), Piece(", again", "", 8)], 40)
    assert [(piece.text, piece.at) for piece in line] == [("bins", 4), ("[1]", -1), (",", 8), (" ", 9), ("again", 10)]


@given(prose, columns)
def test_no_line_is_too_wide(text: str, room: int) -> None:
    """Whatever the text, whatever its characters need."""
    assert all(columns_of(line) <= room for line in folded([Piece(text)], room))


@given(prose, columns)
def test_no_character_is_lost(text: str, room: int) -> None:
    """All that is no white space is there, in order."""
    assert "".join("".join(shown(folded([Piece(text)], room))).split()) == "".join(text.split())


@given(prose, columns)
def test_every_piece_stands_where_it_says(text: str, room: int) -> None:
    """What is marked on the screen is what is marked in the text."""
    for line in folded([Piece(text, "", 0)], room):
        for piece in line:
            if piece.text != " ":
                assert text[piece.at : piece.end] == piece.text
        assert all(before.end <= after.at for before, after in pairwise(line))


def test_what_is_marked_is_cut_out() -> None:
    """Only the characters of the span are marked, and none is lost."""
    line = marked((Piece("The bins went out.", "", 10),), [(14, 18)])
    assert [(piece.text, piece.marked) for piece in line] == [("The ", False), ("bins", True), (" went out.", False)]


def test_several_spans_are_marked_at_once() -> None:
    """The parts of a quotation with words left out."""
    line = marked((Piece("one two three", "", 0),), [(0, 3), (8, 13)])
    assert [piece.text for piece in line if piece.marked] == ["one", "three"]


def test_what_is_not_of_the_text_is_never_marked() -> None:
    """A link's number, a bullet."""
    line = (Piece("  • "), Piece("bins", "", 0), Piece("[1]", "link"))
    assert [piece.marked for piece in marked(line, [(0, 99)])] == [False, True, False]
    assert marked((Piece("head"),), [(0, 99)]) == (Piece("head"),)


def test_without_spans_a_line_stays_as_it_is() -> None:
    """The usual case costs nothing."""
    line = (Piece("bins", "", 0),)
    assert marked(line, []) is line


@given(prose, st.integers(0, 120), st.integers(0, 120))
def test_marking_loses_nothing(text: str, begin: int, end: int) -> None:
    """The same words, whatever is marked of them."""
    line = (Piece(text, "", 0),)
    assert text_of(marked(line, [(min(begin, end), max(begin, end))])) == text


@pytest.mark.parametrize(
    ("text", "room", "expected"), [("bins", 6, "bins  "), ("benches", 6, "bench…"), ("a\nb", 3, "a b")]
)
def test_a_line_can_be_made_to_fit(text: str, room: int, expected: str) -> None:
    """Filled up or cut, and always one line."""
    assert text_of(fitted(text, room)) == expected


def test_there_may_be_no_room_at_all() -> None:
    """A terminal can be made so narrow that nothing fits."""
    assert text_of(fitted("bins", 0)) == ""
    assert text_of(fitted("bins", -3)) == ""


def test_what_is_said_is_harmless() -> None:
    """Control characters are gone, line ends are blanks."""
    assert said("red \x1b[31malert\x1b[0m\nnow", "warn") == (Piece("red [31malert[0m now", "warn"),)
