"""Whatever is typed into a search is words: the syntax of the search engine beneath has no power and makes no error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.store import Store, open_store
from roundup.store.match import MOST_TERMS, match_expression
from tests.samples import NOW
from tests.store.feeds import brought, item

POSTS = {
    1: ("Bins near the harbour", "The bins went out OR did they not; AND nobody thanked the crew (NEAR the mill)."),
    2: ("A C++ weeknote", "We wrote C++ and C# on a 32-bit board, 50% of the time, for £3.5m; it’s don’t-care code."),
    3: ("Café résumé", "Naïve façades in Sandleigh: ŵyl yn y dŵr, straße, Ελληνικά, Ёлка, 東京 and a tail."),
    4: (
        "text: title: author:",
        "column:filter {title text}: ^first word, snapshots_fts MATCH 'x'; DROP TABLE posts;--",
    ),
    5: ("Running", "She ran, was running and runs; councils’ council, the councillor's counselling."),
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, blank: bytes) -> Iterator[Store]:
    """A desk with these posts, under these numbers."""
    path = Path(tmp_path_factory.mktemp("shelf")) / "roundup.db"
    path.write_bytes(blank)
    with open_store(path, now=NOW) as store:
        brought(store, *(item(n, title=title, text=text, authors=()) for n, (title, text) in POSTS.items()))
        yield store


def ids(store: Store, words: str) -> set[int]:
    """The posts found."""
    return {hit.post.id for hit in store.search.posts(words)}


FOUND: dict[str, set[int]] = {
    # operators are words
    "bins OR mill": {1},
    "bins AND crew": {1},
    "bins NOT crew": {1},
    "harbour NEAR mill": {1},
    "NEAR(harbour mill)": set(),  # what is written together is looked for side by side
    "near the harbour": {1},
    "or": {1},
    "not": {1},
    "bins OR running": set(),
    # columns are words
    "title:": {4},
    "title:bins": set(),
    "text:": {4},
    "{title text}": {4},
    "title : text": {4},
    "- title": {4},
    "-title": {4},
    "^first": {4},
    "^word": {4},
    "column:filter": {4},
    # punctuation parts words, and counts for nothing
    "bins,": {1},
    "(bins": {1},
    "bins)": {1},
    "bins;": {1},
    "'bins'": {1},
    "bins+crew": set(),
    "C++": {2},
    "c#": {2},
    "32-bit": {2},
    "50%": {2},
    "£3.5m": {2},
    "it's": {2},
    "don't": {2},
    "MATCH 'x'": {4},
    "DROP TABLE posts;--": {4},
    # phrases
    '"the bins went"': {1},
    '"went bins"': set(),
    '"thanked the crew" bins': {1},
    '"bins" "mill"': {1},
    '"bins': {1},
    'bins"': {1},
    '""': set(),
    '"" bins': {1},
    '"bins"*': {1},
    # beginnings of words
    "harb*": {1},
    "harb": set(),
    "har* mil*": {1},
    "*": set(),
    "* bins": {1},
    "cre**": {1},
    # stems and accents
    "run": {5},
    "RUNS": {5},
    "council": {5},
    "cafe": {3},
    "CAFÉ": {3},
    "re\u0301sume\u0301": {3},
    "naive facades": {3},
    "wyl": {3},
    "ελληνικά": {3},
    "東京": {3},
    # nothing to look for
    "": set(),
    "   ": set(),
    "\t\n": set(),
    "()": set(),
    "+ - * / \\": set(),
    "?!": set(),
    "\x00": set(),
    "😀": set(),
    "😀 bins": {1},
    "bins\x00crew": set(),
    "bins\u00a0crew": {1},
    "bins\ncrew": {1},
}


@pytest.mark.parametrize("words", FOUND)
def test_what_is_typed_finds_what_it_says(shelf: Store, words: str) -> None:
    """All words, in any order; operators, columns and punctuation are no more than they look like."""
    assert ids(shelf, words) == FOUND[words]


SYNTAX = st.sampled_from(
    [*('"', "'", "*", "(", ")", "{", "}", ":", "^", "+", "-", ",", "NEAR", "AND", "OR", "NOT", "bins", "harbour", " ")]
)


@given(st.lists(SYNTAX, max_size=12).map("".join))
def test_no_mixture_of_the_engine_s_syntax_is_an_error(shelf: Store, words: str) -> None:
    """Whatever stands in whatever order; and what is found is on the desk."""
    assert ids(shelf, words) <= set(POSTS)


@given(st.text(max_size=30))
def test_no_text_is_an_error(shelf: Store, words: str) -> None:
    """Any characters that can be typed, and those that cannot."""
    assert ids(shelf, words) <= set(POSTS)


@given(st.sampled_from(sorted(POSTS)), st.data())
def test_a_word_of_a_post_finds_it(shelf: Store, number: int, data: st.DataObject) -> None:
    """Each word by itself, as it stands there, however it is spelt."""
    word = data.draw(st.sampled_from(" ".join(POSTS[number]).replace('"', " ").split()))
    if any(character.isalnum() for character in word):
        spelt = data.draw(st.sampled_from([word, word.upper(), f"({word})", f"  {word} "]))
        assert number in ids(shelf, spelt)


def test_many_words_are_looked_for_up_to_a_number(shelf: Store) -> None:
    """A page pasted in takes no longer than a line."""
    assert match_expression("bins " * 1000).count("AND") == MOST_TERMS - 1
    assert ids(shelf, "bins " * 1000) == {1}


def test_what_is_found_is_shown_as_plain_words(shelf: Store) -> None:
    """On one line, with nothing of the engine's marks in it."""
    (hit,) = shelf.search.posts("MATCH")
    assert "\n" not in hit.snippet
    assert "MATCH 'x'; DROP TABLE posts" in hit.snippet
