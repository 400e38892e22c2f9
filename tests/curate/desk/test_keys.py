"""The table of keys: every key means one thing in a place, all are in the help, and those that fit in the footer."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from textual.keys import KEY_ALIASES, Keys, _character_to_key

from roundup.curate.desk.keys import KEYS, PLACES, TAG_KEYS, Where, action_of, cap, footer, help_lines, keys_of, tables
from roundup.curate.desk.lines import columns_of, text_of

WIDTHS = (20, 40, 80, 120, 300)


@pytest.mark.parametrize("where", PLACES)
def test_a_key_means_one_thing_in_a_place(where: Where) -> None:
    """No key is in the table twice."""
    counts = Counter(key for each in keys_of(where) for key in each.keys)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("key", sorted({key for each in KEYS for key in each.keys}))
def test_every_key_is_one_that_terminals_send(key: str) -> None:
    """By the name that Textual gives it."""
    name = key.rpartition("+")[2]
    known = {str(each.value) for each in Keys} | set(KEY_ALIASES)
    assert len(name) == 1 or name in known or name in {_character_to_key(sign) for sign in "?/,(){}"}


def test_the_first_place_that_knows_a_key_decides() -> None:
    """Over the whole width j goes on by a line, and what is not said there is as at the desk."""
    assert action_of("j", "desk") == "down"
    assert action_of("j", "post", "desk") == "line_down"
    assert action_of("s", "post", "desk") == "star"
    assert action_of("s", "edition") == ""
    assert action_of("f12", "desk") == ""


@pytest.mark.parametrize(
    ("key", "action"),
    [
        *(("j", "down"), ("k", "up"), ("g", "first"), ("G", "last"), ("slash", "search"), ("n", "search_on")),
        *(("N", "search_back"), ("question_mark", "help"), ("u", "undo"), ("ctrl+r", "redo"), ("space", "page_down")),
        *(("v", "mark"), ("q", "quit"), ("o", "open"), ("enter", "widen")),
    ],
)
def test_keys_are_those_people_know(key: str, action: str) -> None:
    """From vi, less, mutt and newsboat."""
    assert action_of(key, "desk") == action


def test_the_tags_have_the_digits() -> None:
    """One to nine."""
    assert [action_of(key, "desk") for key in TAG_KEYS] == ["tag_key"] * 9
    assert action_of("0", "desk") == ""


# ---------------------------------------------------------------- shown


@pytest.mark.parametrize(("columns", "where"), list(product(WIDTHS, PLACES)))
def test_the_footer_fits(columns: int, where: Where) -> None:
    """The way to all keys and the way out are there even if there is no room for more."""
    text = text_of(footer(columns, where))
    last = {"desk": "q quit", "edition": "q desk", "page": "q back", "mark": "Esc leave", "words": "Esc leave"}
    assert last.get(where, "") in text
    if columns >= 80:
        assert columns_of(footer(columns, where)) <= columns


def test_the_more_room_the_more_keys() -> None:
    """On a wide terminal all that are meant for the footer."""
    counts = [len(footer(columns, "desk")) for columns in WIDTHS]
    assert counts == sorted(counts)
    assert len(footer(300, "desk")) == 2 * sum(bool(key.short) for key in keys_of("desk"))


def test_eighty_columns_hold_what_an_evening_needs() -> None:
    """Pick, star, skip, mark, lead-in."""
    text = text_of(footer(80, "desk"))
    for key in ("j next", "p pick", "s star", "x skip", "v mark", "l lead", "? help", "q quit"):
        assert key in text
    assert "Enter quote" in text_of(footer(80, "mark"))


def test_a_key_that_means_something_else_here_is_not_shown() -> None:
    """Over the whole width q goes back to the list: it is not said to quit."""
    text = text_of(footer(80, "post", "desk"))
    assert "quit" not in text
    assert text.count("j ") == 1
    assert "Enter list" in text


def test_all_keys_are_in_the_help() -> None:
    """Those of the place one is in first."""
    lines = [text_of(line) for line in help_lines(80, "edition")]
    assert lines[0] == PLACES["edition"]
    text = "\n".join(lines)
    for key in KEYS:
        assert key.words.split("(")[0].split(";")[0][:30] in text
        if key.keys != TAG_KEYS:
            assert cap(key.keys[0]) in text


@pytest.mark.parametrize("columns", [50, 80, 120])
def test_the_help_fits(columns: int) -> None:
    """Long words of explanation go on below."""
    assert all(columns_of(line) <= columns for line in help_lines(columns))


@pytest.mark.parametrize(
    ("key", "shown"),
    [("question_mark", "?"), ("ctrl+r", "Ctrl-R"), ("alt+b", "Alt-B"), ("ctrl+left", "Ctrl-←"), ("G", "G"), ("g", "g")],
)
def test_keys_are_called_what_is_printed_on_them(key: str, shown: str) -> None:
    """Not what a library calls them."""
    assert cap(key) == shown


def test_the_tables_for_the_docs_hold_every_key() -> None:
    """One table a place, one row a key."""
    text = tables()
    assert text.count("\n### ") + text.startswith("### ") == len(PLACES)
    assert sum(line.startswith("| `") for line in text.splitlines()) == len(KEYS)
    assert "| `j` `↓` | the next post |" in text
