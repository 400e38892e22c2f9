"""Lines become what the terminal shows: styles that tell without colours, and no character too many."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from roundup.curate.desk.lines import Line, Piece, Role
from roundup.tui.painting import MARKED, STYLES, Scrolled, strip_of
from roundup.tui.prompt import Prompt, Question

texts = st.text(max_size=40)


def look(style: Style) -> tuple[bool | None, ...]:
    """A style without its colours."""
    return (style.bold, style.dim, style.underline, style.reverse, style.italic)


@given(st.lists(st.tuples(texts, st.sampled_from(sorted(STYLES))), max_size=5), st.integers(1, 60))
def test_a_line_fills_its_columns_exactly(pieces: list[tuple[str, Role]], columns: int) -> None:
    """Neither wider nor narrower, whatever characters it holds."""
    strip = strip_of(tuple(Piece(text, role) for text, role in pieces), columns)
    assert strip.cell_length == columns


@given(texts)
def test_nothing_steers_the_terminal(text: str) -> None:
    """No control character is handed over, not even a line end."""
    shown = strip_of((Piece("\x1b[2J" + text),), 200).text
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in shown)


@pytest.mark.parametrize(
    ("one", "other"), list(combinations(("", "dim", "bold", "title", "cursor", "link", "quote"), 2))
)
def test_roles_are_told_apart_without_colours(one: Role, other: Role) -> None:
    """By being bold, dim, underlined, italic or reversed."""
    assert look(STYLES[one]) != look(STYLES[other])


def test_colours_are_the_terminals_own() -> None:
    """Of the first eight, which every palette defines; never a fixed shade, and no background."""
    for style in (*STYLES.values(), MARKED):
        assert style.bgcolor is None
        assert style.color is None or (style.color.number is not None and style.color.number < 8)


def test_what_is_marked_is_seen_without_colours() -> None:
    """Reversed."""
    strip = strip_of((Piece("a"), Piece("b", marked=True)), 2)
    assert [bool(segment.style and segment.style.reverse) for segment in strip] == [False, True]


@pytest.mark.parametrize("role", ["cursor", "bar"])
def test_bars_go_to_the_edge(role: Role) -> None:
    """The rest of the line is reversed as well."""
    assert all(segment.style and segment.style.reverse for segment in strip_of((Piece("a", role),), 20))


def lines(count: int) -> list[Line]:
    return [(Piece(f"line {number}"),) for number in range(count)]


def test_lines_are_laid_out_once_for_a_width() -> None:
    """And again when something changed."""
    made: list[int] = []

    def make(columns: int) -> list[Line]:
        made.append(columns)
        return lines(3)

    scrolled = Scrolled(make)
    for _ in range(3):
        assert len(scrolled.lines) == 3
    assert len(made) == 1
    scrolled.renew()
    assert len(scrolled.lines) == 3
    assert len(made) == 2


def test_behind_the_last_line_there_is_nothing() -> None:
    """The terminal is larger than the text."""
    scrolled = Scrolled(lambda _columns: lines(2))
    assert [scrolled.line(number, 10) for number in (0, 1, 2, 50)] == [*lines(2), (), ()]


# ---------------------------------------------------------------- the prompt, without a screen


async def nothing(_text: str) -> None:
    """An answer that is not wanted."""


def asked(text: str = "", *, several: bool = True) -> Prompt:
    prompt = Prompt()
    prompt.ask(Question("words", nothing, text, lines=several))
    return prompt


def test_the_cursor_begins_where_something_is_missing() -> None:
    """In the empty link, else at the end."""
    assert asked("Ada [](post).").buffer.at == 5
    assert asked("plain").buffer.at == 5


def test_one_line_stays_one_line() -> None:
    """What is pasted into it loses its line ends; where there may be several they stay."""
    one, several = asked(several=False), asked()
    for prompt in (one, several):
        prompt.type("a\nb")
    assert (one.buffer.text, several.buffer.text) == ("a b", "a\nb")


def test_it_grows_with_its_words() -> None:
    """Up to eight lines, and one for the label; further ones are scrolled to."""
    prompt = asked()
    prompt.type("\n".join("abcdefghijklmnop"))
    assert prompt.styles.height is not None
    assert prompt.styles.height.value == 9
    shown = ["".join(piece.text for piece in prompt.line(number, 40)) for number in range(9)]
    assert shown[0].strip() == "words"
    assert shown[-1].startswith("p")
    for _ in "abcdefghijklmnop":
        prompt.edit("line_begin")
        prompt.edit("left")
    assert "".join(piece.text for piece in prompt.line(1, 40)).startswith("a")


def test_a_closed_prompt_asks_nothing() -> None:
    """Keys are keys again."""
    prompt = asked("x")
    prompt.close()
    assert prompt.question is None
    assert prompt.display is False
