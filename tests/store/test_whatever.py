"""Whatever feeds hold, in whichever order they come: the file stays whole and nothing is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hypothesis import given
from hypothesis import strategies as st

from roundup.model import ParsedFeed
from roundup.store import Store
from roundup.store.posts import ListingFilter
from tests.merge.test_matching import SETTLED, feeds
from tests.samples import decision
from tests.store.feeds import dump, fetch


class Undone(Exception):
    """Ends the transaction a property is tried in."""


@contextmanager
def tried(store: Store) -> Iterator[None]:
    """What is done inside is taken back at the end, so that the next try finds an empty desk."""
    with suppress(Undone), store.write():
        yield
        raise Undone


@given(feeds)
def test_the_same_feed_again_leaves_every_row_as_it_was(blank_store: Store, document: ParsedFeed) -> None:
    """The second fetch of a document writes nothing at all."""
    with tried(blank_store):
        fetch(blank_store, document)
        before = dump(blank_store)
        assert fetch(blank_store, document)[0] == (0, 0)
        assert dump(blank_store) == before


@given(st.lists(feeds, min_size=1, max_size=3))
def test_posts_names_sources_and_wordings_belong_together(blank_store: Store, documents: list[ParsedFeed]) -> None:
    """Every post is listed, has a name, a source and the wording it bears; searching finds no stranger."""
    store = blank_store
    with tried(store):
        for document in documents:
            fetch(store, document)
        listed = store.posts.listing(ListingFilter(limit=0))
        assert len(listed) == store.posts.count(ListingFilter()) == store.connection.value("SELECT count(*) FROM posts")
        for listing in listed:
            post = listing.post
            assert store.posts.by_key(post.key) == post
            assert store.posts.sources(post.id)
            current = store.posts.snapshots(post.id)[0]
            assert (current.title, len(current.text.split())) == (post.title, post.words)
        assert {hit.post.id for hit in store.search.posts("harbour", 50)} <= {one.post.id for one in listed}
        assert store.connection.rows("PRAGMA foreign_key_check") == []


@given(st.lists(feeds, min_size=1, max_size=3), st.data())
def test_a_star_never_moves_to_another_post(
    blank_store: Store, documents: list[ParsedFeed], data: st.DataObject
) -> None:
    """Whatever the feeds do afterwards, the starred post is the one that was starred, under its id and key."""
    store = blank_store
    with tried(store):
        for document in documents:
            fetch(store, document)
        ids = [row[0] for row in store.connection.rows("SELECT id FROM posts")]
        if not ids:
            return
        starred = store.posts.get(data.draw(st.sampled_from(ids)))
        store.ledger.record([decision("star", starred.key)])
        for document in documents * SETTLED:
            fetch(store, document)
        (kept,) = store.posts.listing(ListingFilter(state="starred"))
        assert (kept.post.id, kept.post.key, kept.post.published) == (starred.id, starred.key, starred.published)
