"""The search index is brought up to date by whoever searches, and nobody can tell: all there is is always found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundup.errors import StoreError
from roundup.store import Store, index, open_store
from roundup.store.posts import ListingFilter
from tests.samples import NOW
from tests.store.feeds import FEED, PLANET, brought, feed, fetch, item
from tests.store.test_migrations import made_by

WORDS = ("harbour", "lantern", "budget", "mill")


def found(store: Store, words: str) -> set[int]:
    """The posts found by a search; a list of posts with these words has the same ones."""
    hits = {hit.post.id for hit in store.search.posts(words, 500)}
    fitting = ListingFilter(state="all", words=words, limit=0)
    assert {listed.post.id for listed in store.posts.listing(fitting)} == hits
    assert store.posts.count(fitting) == len(hits)
    return hits


def waiting(store: Store) -> list[int]:
    """The snapshots that are not in the index yet."""
    return [number for (number,) in store.connection.rows("SELECT id FROM unindexed ORDER BY id")]


def indexed_anew(store: Store) -> dict[str, set[int]]:
    """What is found for each word after the whole index was thrown away and made again from the snapshots."""
    with store.write():
        store.connection.run("INSERT INTO snapshots_fts (snapshots_fts) VALUES ('rebuild')")
        store.connection.run("DELETE FROM unindexed")
    return {word: found(store, word) for word in WORDS}


@contextmanager
def written_elsewhere(path: Path) -> Iterator[None]:
    """Another program holds the right to write."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def undone(store: Store) -> Iterator[None]:
    """A transaction that fails at its end."""
    with suppress(KeyError), store.write():
        yield
        raise KeyError


def two_wordings(store: Store) -> None:
    """A post that is in the index, edited since, and another one that is not."""
    brought(store, item(1, text="The harbour froze."))
    store.search.catch_up()
    edited = item(1, text="The harbour thawed, and a lantern was found in it, weeks later.")
    fetch(store, feed(edited, item(2, text="A lantern went out.")), now=NOW + timedelta(days=1))


# ---------------------------------------------------------------- whoever searches brings it up to date


def test_a_fetch_leaves_the_index_to_those_who_search(store: Store) -> None:
    """What came is noted; the first search finds it, and nothing is left to do for the next."""
    brought(store, item(1, text="The harbour froze."), item(2))
    assert waiting(store) == [1, 2]
    assert found(store, "harbour") == {1}
    assert waiting(store) == []


def test_a_list_by_words_brings_it_up_to_date_too(store: Store) -> None:
    """Whichever is asked for first."""
    brought(store, item(1, text="The harbour froze."))
    assert [listed.post.id for listed in store.posts.listing(ListingFilter(words="harbour"))] == [1]
    assert waiting(store) == []


def test_a_count_by_words_brings_it_up_to_date_too(store: Store) -> None:
    """It says what the list would hold."""
    brought(store, item(1, text="The harbour froze."))
    assert store.posts.count(ListingFilter(words="harbour")) == 1


def test_other_lists_leave_the_index_alone(store: Store) -> None:
    """Nobody waits for what he does not need."""
    brought(store, item(1))
    store.posts.listing(ListingFilter())
    assert waiting(store) == [1]


def test_every_wording_is_found(store: Store) -> None:
    """The one that was in the index already, the one that came since, and the post that is new."""
    two_wordings(store)
    assert [found(store, words) for words in ("froze", "thawed", "lantern")] == [{1}, {1}, {1, 2}]
    assert store.check() == ()


def test_checking_the_file_brings_it_up_to_date(store: Store) -> None:
    """Only then can index and snapshots be held against each other."""
    brought(store, item(1))
    assert store.check() == ()
    assert waiting(store) == []


def test_few_are_indexed_and_many_are_left(store: Store) -> None:
    """A fetch asks for the former, at its end."""
    brought(store, item(1), item(2), item(3))
    assert not store.search.catch_up(at_most=2)
    assert waiting(store) == [1, 2, 3]
    assert store.search.catch_up(at_most=3)
    assert waiting(store) == []
    assert store.search.catch_up(at_most=3)


def test_many_are_indexed_some_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction for each lot: who is cut off goes on where it was, and finds each post once."""
    brought(store, *(item(n, text=f"Harbour {n}.") for n in range(7)))
    monkeypatch.setattr(index, "AT_ONCE", 3)
    lots = 0

    def cut_off_in_the_third(statement: str) -> None:
        nonlocal lots
        lots += statement.startswith("INSERT INTO snapshots_fts (rowid")
        if lots == 3:
            store.connection.raw.set_trace_callback(None)
            store.connection.raw.interrupt()

    store.connection.raw.set_trace_callback(cut_off_in_the_third)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        store.search.catch_up()
    assert waiting(store) == [7]
    assert found(store, "harbour") == set(range(1, 8))
    assert store.check() == ()


def test_what_is_searched_for_in_a_transaction_is_part_of_it(store: Store) -> None:
    """Undone with it: the posts are gone, and the index knows nothing of them."""
    with undone(store):
        brought(store, item(1, text="The harbour froze."))
        assert found(store, "harbour") == {1}
    assert found(store, "harbour") == set()
    assert store.check() == ()


# ---------------------------------------------------------------- what is changed or deleted by whatever tool


@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_snapshot_is_deleted(store: Store, is_indexed: bool) -> None:
    """In the index or not yet: its words are found no more, and index and snapshots agree."""
    two_wordings(store)
    if is_indexed:
        store.search.catch_up()
    with store.write():
        store.connection.run("DELETE FROM snapshots WHERE text LIKE '%froze%'")
        store.connection.run("UPDATE posts SET snapshot = NULL WHERE id = 2")
        store.connection.run("DELETE FROM snapshots WHERE post = 2")
    assert [found(store, words) for words in ("froze", "lantern")] == [set(), {1}]
    assert store.check() == ()


@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_snapshot_is_corrected(store: Store, is_indexed: bool) -> None:
    """Found by its words as they are now, and by no others."""
    brought(store, item(1, text="The harbour froze."))
    if is_indexed:
        store.search.catch_up()
    with store.write():
        store.connection.run("UPDATE posts SET snapshot = NULL")
        store.connection.run("UPDATE snapshots SET text = 'The mill burnt.', id = 8")
        store.connection.run("UPDATE posts SET snapshot = 8")
    assert [found(store, words) for words in ("froze", "mill")] == [set(), {1}]
    assert store.check() == ()


def test_a_number_that_was_given_back_is_given_again(store: Store) -> None:
    """The last snapshot is deleted, and the next takes its number: it is not taken for the other."""
    two_wordings(store)
    store.search.catch_up()
    with store.write():
        store.connection.run("UPDATE posts SET snapshot = NULL WHERE id = 2")
        store.connection.run("DELETE FROM snapshots WHERE post = 2")
    brought(store, item(3, text="The mill burnt."))
    assert [found(store, words) for words in ("mill", "lantern")] == [{3}, {1}]
    assert store.check() == ()


def test_another_tool_adds_a_snapshot(store: Store) -> None:
    """It need not know of the index."""
    brought(store, item(1))
    with store.write():
        store.connection.run(
            "INSERT INTO snapshots (post, title, author, blog, seen_at, hash, text, html) "
            "VALUES (1, '', '', '', '2026-11-20', 'x', 'By hand: a lantern.', '')"
        )
    assert found(store, "lantern") == {1}


def test_a_feed_that_moves_does_not_touch_the_index(store: Store) -> None:
    """Whose snapshots they are is no word in them."""
    brought(store, item(1), url=FEED)
    brought(store, item(9, text="A lantern."), url=PLANET)
    store.search.catch_up()
    with store.write():
        store.connection.run("UPDATE snapshots SET feed = 2")
    assert waiting(store) == []


# ---------------------------------------------------------------- where it cannot be brought up to date


def test_a_desk_that_may_only_be_read_is_searched_all_the_same(path: Path) -> None:
    """What is not in the index is found as if it were, best first, and the file is as it was."""
    with open_store(path, now=NOW) as store:
        two_wordings(store)
        brought(store, item(3, title="Lantern", text="It is about lanterns."))
    before = path.read_bytes()
    with open_store(path, now=NOW, read_only=True) as store:
        assert [found(store, words) for words in ("froze", "thawed", "lanterns")] == [{1}, {1}, {1, 2, 3}]
        (first, *_) = store.search.posts("lantern")
        assert (first.post.id, first.snippet) == (3, "It is about lanterns.")
        assert len(store.search.posts("harbour OR lantern", 1)) == 0
        assert waiting(store) == [2, 3, 4]
    assert path.read_bytes() == before


def test_a_search_does_not_wait_for_who_writes_for_long(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It finds all that is kept by then; the next one brings the index up to date."""
    monkeypatch.setattr(index, "PATIENCE", 0.01)
    with open_store(path, now=NOW) as store:
        two_wordings(store)
        usual = store.connection.value("PRAGMA busy_timeout")
        with written_elsewhere(path):
            assert [found(store, words) for words in ("froze", "lantern")] == [{1}, {1, 2}]
            assert not store.search.catch_up()
            assert waiting(store) == [2, 3]
        assert store.connection.value("PRAGMA busy_timeout") == usual
        assert found(store, "lantern") == {1, 2}
        assert waiting(store) == []


def test_what_is_damaged_is_said(store: Store) -> None:
    """Only what passes by itself is passed over."""
    brought(store, item(1))
    with store.write():
        store.connection.run("DELETE FROM snapshots_fts_data")
    with pytest.raises(StoreError, match="damaged"):
        store.search.posts("harbour")


def test_both_indexes_cut_words_alike(store: Store) -> None:
    """Else what is found would depend on when it is searched for."""
    (made,) = store.connection.row("SELECT sql FROM sqlite_master WHERE name = 'snapshots_fts'") or ("",)
    assert f"tokenize='{index.TOKENIZER}'" in made


# ---------------------------------------------------------------- older desks, and any desk


def test_an_older_desk_is_not_indexed_again(tmp_path: Path) -> None:
    """What its program put into the index is there, and is taken out when it is deleted."""
    path = made_by(13, tmp_path / "roundup.db")
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO posts (id, title, blog, authors, url, date_note, first_seen, listed, words, teaser, "
            "feed_tags, enclosures, doubt, key) VALUES (1, '', '', '[]', '', '', ?1, ?1, 0, '', '[]', '[]', '', 'k')",
            (NOW.isoformat(),),
        )
        raw.execute("INSERT INTO snapshots VALUES (1, 1, '', '', '', '2026-11-20', NULL, 'x', 'A harbour.', '')")
        raw.execute("INSERT INTO snapshots_fts (rowid, title, author, blog, text) VALUES (1, '', '', '', 'A harbour.')")
    with open_store(path, now=NOW) as store:
        assert waiting(store) == []
        assert found(store, "harbour") == {1}
        with store.write():
            store.connection.run("DELETE FROM snapshots")
        assert found(store, "harbour") == set()
        assert store.check() == ()


_TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("fetch"), st.integers(1, 4), _TEXTS),
        st.tuples(st.just("edit"), st.integers(1, 4), _TEXTS),
        st.tuples(st.just("delete"), st.integers(1, 8), st.just("")),
        st.tuples(st.just("search"), st.just(0), st.sampled_from(WORDS)),
        st.tuples(st.just("undo"), st.integers(1, 4), _TEXTS),
        st.tuples(st.just("move"), st.just(0), st.just("")),
    ),
    max_size=12,
)


def take(store: Store, what: str, number: int, words: str) -> None:
    """One thing that happens to a desk."""
    if what == "search":
        found(store, words)
    elif what == "undo":
        with undone(store):
            take(store, "fetch", number, words)
            found(store, WORDS[0])
    elif what == "fetch":
        fetch(store, feed(item(number, text=f"{words}, {number} times told.")))
    else:
        with store.write():
            if what == "edit":
                store.connection.run("UPDATE snapshots SET text = ? WHERE post = ?", (words, number))
            elif what == "delete":
                store.connection.run("UPDATE posts SET snapshot = NULL WHERE snapshot = ?", (number,))
                store.connection.run("DELETE FROM snapshots WHERE id = ?", (number,))
            else:
                store.connection.run("UPDATE snapshots SET feed = NULL")


@given(steps=_STEPS)
@settings(max_examples=40)
def test_whatever_happens_a_search_finds_what_a_fresh_index_would(
    tmp_path_factory: pytest.TempPathFactory, blank: bytes, steps: list[tuple[str, int, str]]
) -> None:
    """Posts that come, are edited and deleted, by us or others, kept or undone, with searches anywhere between."""
    path = tmp_path_factory.mktemp("any") / "roundup.db"
    path.write_bytes(blank)
    with open_store(path, now=NOW) as store:
        for step in steps:
            take(store, *step)
        with open_store(path, now=NOW, read_only=True) as reader:
            only_read = {word: found(reader, word) for word in WORDS}
        searched = {word: found(store, word) for word in WORDS}
        assert store.check() == ()
        assert only_read == searched == indexed_anew(store)
