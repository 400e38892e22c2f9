"""Words being written: keys that people know from their shell, and nothing typed is ever lost."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.desk.buffer import EDITS, Buffer, cut_word, insert, shown, word_left, word_right
from roundup.curate.desk.lines import columns_of, text_of

texts = st.text(alphabet=st.sampled_from("ab é議\u0301👩\u200d \n[](post)."), max_size=80)
buffers = st.tuples(texts, st.integers(0, 80)).map(lambda pair: Buffer(pair[0], min(pair[1], len(pair[0]))))


def there(text: str) -> Buffer:
    """A text with its cursor where the | is."""
    return Buffer(text.replace("|", ""), text.index("|"))


def told(buffer: Buffer) -> str:
    return f"{buffer.text[: buffer.at]}|{buffer.text[buffer.at :]}"


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        ("left", "bi|ns", "b|ins"),
        ("left", "|bins", "|bins"),
        ("right", "bi|ns", "bin|s"),
        ("right", "bins|", "bins|"),
        ("left", "e\u0301|x", "|e\u0301x"),
        ("right", "|e\u0301x", "e\u0301|x"),
        ("word_left", "the bins |went", "the |bins went"),
        ("word_left", "  |bins", "|  bins"),
        ("word_right", "the| bins went", "the bins| went"),
        ("word_right", "the bins|  ", "the bins  |"),
        ("line_begin", "one\ntw|o", "one\n|two"),
        ("line_end", "o|ne\ntwo", "one|\ntwo"),
        ("line_end", "one\nt|wo", "one\ntwo|"),
        ("backspace", "bins|", "bin|"),
        ("backspace", "|bins", "|bins"),
        ("backspace", "xe\u0301|", "x|"),
        ("delete", "b|ins", "b|ns"),
        ("delete", "bins|", "bins|"),
        ("cut_word", "the bins|", "the |"),
        ("cut_word", "the bins  |went", "the |went"),
        ("cut_before", "one\ntwo th|ree", "one\n|ree"),
        ("cut_behind", "one| two\nthree", "one|\nthree"),
        ("next_stop", "Ada [|](post).", "Ada [](post)|."),
        ("next_stop", "|Ada [](post).", "Ada [|](post)."),
        ("next_stop", "Ada [](post)|.", "Ada [](post).|"),
    ],
)
def test_a_key_does_what_it_does_in_a_shell(edit: str, before: str, after: str) -> None:
    """The cursor is where the | is."""
    assert told(EDITS[edit](there(before))) == after


def test_what_is_typed_stands_before_the_cursor() -> None:
    """One character after the other."""
    assert told(insert(there("b|s"), "in")) == "bin|s"


def test_what_is_pasted_steers_no_terminal() -> None:
    """Escapes are dropped, line ends become those of this system's texts, tabs blanks."""
    assert insert(Buffer(), "a\x1b[31m\r\nb\tc").text == "a[31m\nb c"


@given(buffers, texts)
def test_typing_keeps_all_that_was_there(buffer: Buffer, typed: str) -> None:
    """Before and behind."""
    after = insert(buffer, typed)
    assert after.text.startswith(buffer.text[: buffer.at])
    assert after.text.endswith(buffer.text[buffer.at :])


@given(buffers, st.lists(st.sampled_from(sorted(EDITS)), max_size=12))
def test_the_cursor_never_leaves_the_text(buffer: Buffer, edits: list[str]) -> None:
    """Whatever is pressed."""
    after = reduce(lambda made, edit: EDITS[edit](made), edits, buffer)
    assert 0 <= after.at <= len(after.text)


@given(buffers, st.sampled_from(["left", "right", "word_left", "word_right", "line_begin", "line_end", "next_stop"]))
def test_moving_changes_no_word(buffer: Buffer, edit: str) -> None:
    """Only the cursor."""
    assert EDITS[edit](buffer).text == buffer.text


# ---------------------------------------------------------------- shown


def test_words_stay_whole_where_they_fit() -> None:
    """A line is broken behind a blank; a column is left for the cursor."""
    lines, here = shown(there("the bins went out|"), 10)
    assert [text_of(line) for line in lines] == ["the bins ", "went out "]
    assert here == 1


def test_the_cursor_is_marked() -> None:
    """The character it stands on, or a blank behind the last."""
    lines, _ = shown(there("bi|ns"), 20)
    assert [(piece.text, piece.marked) for piece in lines[0]] == [("bi", False), ("n", True), ("s", False)]
    lines, _ = shown(Buffer(), 20)
    assert [piece.text for piece in lines[0] if piece.marked] == [" "]


def test_an_empty_line_can_hold_the_cursor() -> None:
    """Behind a line end, and between two."""
    lines, here = shown(there("a\n|\nb"), 20)
    assert (len(lines), here) == (3, 1)
    assert shown(there("a\n|"), 20)[1] == 1


@given(buffers, st.integers(4, 40))
def test_the_cursor_is_shown_once_and_no_line_is_too_wide(buffer: Buffer, columns: int) -> None:
    """On whatever terminal; the words are all there."""
    lines, here = shown(buffer, columns)
    assert [number for number, line in enumerate(lines) if any(piece.marked for piece in line)] == [here]
    assert all(columns_of(line) <= columns + 1 for line in lines)
    dark = "".join("".join(text_of(line) for line in lines).split())
    assert dark == "".join(buffer.text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("   ", 0),
        ("bins", 0),
        ("the bins", 4),
        ("the bins  ", 4),
        ("the\nbins\n", 4),
        ("the\u00a0bins", 4),
        ("日本 語", 3),
        ("a👩🏽‍🚒b c", 7),
    ],
)
def test_a_word_back_leads_to_its_beginning(text: str, expected: int) -> None:
    """Blanks behind it are passed over; at the beginning of the text one stays."""
    assert word_left(Buffer(text, len(text))).at == expected


@given(st.text(alphabet="ab \n\u00a0é", max_size=20), st.integers(0, 20))
def test_word_by_word_one_gets_to_either_end(text: str, at: int) -> None:
    """Each step is a step, and no step leads outside."""
    here = Buffer(text, min(at, len(text)))
    for move, end in ((word_left, 0), (word_right, len(text))):
        buffer, steps = here, 0
        while buffer.at != end:
            on = move(buffer)
            assert 0 <= on.at <= len(text)
            assert on.at != buffer.at
            buffer, steps = on, steps + 1
        assert steps <= len(text) + 1


def test_a_word_of_a_megabyte_is_crossed_at_once() -> None:
    """The work grows with the text and no faster: squared, this would take hours."""
    text = "x" * 1_000_000 + " y z"
    assert word_left(Buffer(text, len(text))).at == len(text) - 1
    assert cut_word(Buffer(text, 1_000_000)).text == " y z"
