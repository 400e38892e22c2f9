"""Full-text search: what it finds, in which order, and that nothing typed can break it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roundup.store import Store
from roundup.store.match import MOST_TERMS, match_expression
from tests.store.feeds import brought, feed, fetch, item


def found(store: Store, words: str, limit: int = 20) -> list[int]:
    return [hit.post.id for hit in store.search.posts(words, limit)]


@pytest.fixture
def shelf(store: Store) -> Store:
    """Three posts about three things."""
    brought(
        store,
        item(1, title="Bins", text="The crews were running late. Nobody told the café on the corner."),
        item(2, title="Libraries", text="A library opens, and the bins outside it are new. Cllr O'Neill came too."),
        item(3, title="Weeknote", text="Budget talk all week. C++ and 100% of nothing.", authors=("Zoë Müller",)),
    )
    return store


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("bins", [1, 2]),
        ("run", [1]),
        ("cafe", [1]),
        ("CAFÉ corner", [1]),
        ("zoe muller", [3]),
        ("bins library", [2]),
        ('"the bins outside"', [2]),
        ('"bins the outside"', []),
        ("libr*", [2]),
        ("O'Neill", [2]),
        ("c++", [3]),
        ("100%", [3]),
        ("crews AND nobody", []),
        ("budget OR library", []),
        ("bins NOT library", []),
        ("title:bins", []),
        ("", []),
        ("—", []),
        ("***", []),
        ('"', []),
        ('"talk budget', [3]),
        ("nothing here", []),
    ],
)
def test_words_find_posts(shelf: Store, words: str, ids: list[int]) -> None:
    """All words, in any order, by stem and without accents; operators are plain words."""
    assert found(shelf, words) == ids


def test_a_word_in_the_title_counts_for_more(shelf: Store) -> None:
    """The post about bins comes before the one that mentions them."""
    assert found(shelf, "bins")[0] == 1


def test_a_hit_shows_the_words_around_the_place(store: Store) -> None:
    """One line of plain text."""
    brought(store, item(1, text="Long before.\n\n" + "Filler words stand here. " * 50 + "The harbour froze.\n\nAfter."))
    (hit,) = store.search.posts("harbour")
    assert "harbour froze" in hit.snippet
    assert "\n" not in hit.snippet
    assert len(hit.snippet) < 300


def test_earlier_wordings_are_found_and_each_post_once(store: Store) -> None:
    """What was said and then taken back can still be found."""
    fetch(store, feed(item(1, text="We will close the library.")))
    fetch(store, feed(item(1, text="We will never close the library.")))
    assert found(store, "library") == [1]
    assert found(store, "never library") == [1]


def test_a_limit_is_kept(store: Store) -> None:
    """The best ones, then no more."""
    brought(store, *(item(n) for n in range(10)))
    assert len(found(store, "councils", limit=3)) == 3


@given(st.text(max_size=60))
@example('"')
@example('a"b')
@example("NEAR(a b)")
@example("a* b* *")
@example("\x00")
@example("-a ^b {c} (d")
def test_nothing_typed_is_a_syntax_error(blank_store: Store, words: str) -> None:
    """People type what they type."""
    assert blank_store.search.posts(words) == []


def test_a_whole_page_pasted_in_is_bounded() -> None:
    """Only so many words are looked for."""
    assert match_expression("word " * 10_000).count("AND") == MOST_TERMS - 1
