"""What a lead-in begins with."""

from __future__ import annotations

from typing import Any

import pytest

from roundup.curate.desk.lead import beginning, is_unwritten, next_stop, stops
from roundup.curate.links import destinations, plain
from tests.samples import post


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"authors": ("Ada Example",)}, "Ada Example [](post)."),
        ({"authors": ("Ada", "Bo")}, "Ada and Bo [](post)."),
        ({"authors": ("Ada", "Bo", "Cy", "Di")}, "Ada, Bo and Cy [](post)."),
        ({"authors": ()}, "A Blog [](post)."),
        ({"authors": (" ", "")}, "A Blog [](post)."),
        ({"authors": (), "blog": ""}, "[](post)."),
    ],
)
def test_it_names_who_wrote(fields: dict[str, Any], expected: str) -> None:
    """The authors, three at most; else the blog; then an empty link to the post."""
    assert beginning(post(**fields)) == expected


@pytest.mark.parametrize("name", ["[x](https://evil.example/)", "*Ada*", "<script>", "`code`", "a](post) [b", "&amp;"])
def test_a_name_is_never_markup(name: str) -> None:
    """What an author calls themselves cannot put a link into the editor's words."""
    text = beginning(post(authors=(name,)))
    assert destinations(text) == ("post",)
    assert "https://evil.example/" not in destinations(text)


def test_a_name_is_one_line_without_escapes() -> None:
    """Names come from feeds."""
    assert beginning(post(authors=("Ada\n\x1b[31mExample",))) == "Ada \\[31mExample [](post)."


def test_nothing_added_is_nothing_written() -> None:
    """Enter on what it begins with does not make a lead-in."""
    ada = post()
    assert is_unwritten(beginning(ada), ada)
    assert is_unwritten("  ", ada)
    assert not is_unwritten("Ada Example [counts bins](post).", ada)


def test_the_words_of_a_finished_one_read_on() -> None:
    """What is filled in makes a sentence."""
    assert plain(beginning(post()).replace("[]", "[counts her bins]")) == "Ada Example counts her bins."


def test_tab_goes_where_something_is_missing() -> None:
    """Into each empty link, behind one that is being written, then to the end."""
    text = "Ada [](post) and [](https://b.example/)."
    assert stops(text) == (5, 18, len(text))
    assert next_stop(text, 0) == 5
    assert next_stop(text, 5) == 12
    assert next_stop(text, 12) == 18
    assert next_stop(text, len(text)) == len(text)


def test_tab_in_plain_words_goes_to_the_end() -> None:
    """There is no other place to go to."""
    assert next_stop("Plain words.", 3) == 12
    assert next_stop("[broken](", 3) == 9
