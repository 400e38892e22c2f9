"""Feeds that have another address now: nothing of what they brought is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from roundup.model import FeedState
from roundup.store import Store
from tests.samples import NOW
from tests.store.feeds import FEED, LATER, PLANET, brought, feed, fetch, item, outcome

NEW = "https://new.example/feed"
THIRD = "https://third.example/feed"
STATE = FeedState(url=FEED, health="ok", title="A Blog", etag='"a"', last_fetched=NOW, moved_to=NEW, moves=3)


def moved(store: Store, old: str = FEED, new: str = NEW) -> bool:
    """Move a feed and see that the file is whole."""
    with store.write():
        done = store.moves.move(old, new, until=LATER)
    assert store.check() == ()
    return done


def test_a_feed_that_moves_keeps_its_past(store: Store) -> None:
    """Its state, its fetches, its posts; only the address is another, and the move is over."""
    post = brought(store, item(1))[0]
    store.feeds.save(outcome(state=STATE), new=1, changed=0)
    assert moved(store)
    (state,) = store.feeds.states().values()
    assert (state.url, state.title, state.etag, state.moved_to, state.moves) == (NEW, "A Blog", '"a"', "", 0)
    assert len(store.feeds.history(NEW)) == 1
    assert store.feeds.stats(now=LATER)[NEW].posts == 1
    assert store.posts.get(post.id) == post
    assert store.moves.former() == {FEED: NEW}


def test_what_it_brings_next_is_known(store: Store) -> None:
    """The posts it had are the same posts under the new address."""
    brought(store, item(1), item(2))
    moved(store)
    counts, changes = fetch(store, feed(item(1), item(2), item(3), url=NEW), now=LATER)
    assert counts == (1, 0)
    assert [change.kind for change in changes] == ["same", "same", "new"]
    assert store.connection.value("SELECT count(*) FROM feeds") == 1


def test_two_feeds_that_become_one_have_the_posts_of_both(store: Store) -> None:
    """The new address was followed once, too: a post that both brought has one source."""
    brought(store, item(1), item(2))
    fetch(store, feed(item(2), item(3), url=NEW), now=LATER)
    store.feeds.save(outcome(NEW), new=1, changed=0)
    assert moved(store)
    assert store.connection.rows("SELECT url FROM feeds") == [(NEW,)]
    assert store.connection.value("SELECT count(*) FROM posts") == 3
    assert store.connection.value("SELECT count(*) FROM sources") == 3
    assert len(store.feeds.history(NEW)) == 1


def test_moves_in_a_row_all_lead_to_where_it_is_now(store: Store) -> None:
    """Every address it ever had finds it."""
    brought(store, item(1))
    moved(store, FEED, NEW)
    moved(store, NEW, THIRD)
    assert store.moves.former() == {FEED: THIRD, NEW: THIRD}
    assert list(store.feeds.states()) == [THIRD]


def test_a_feed_can_move_back(store: Store) -> None:
    """The address it has is not one it had."""
    brought(store, item(1))
    moved(store, FEED, NEW)
    moved(store, NEW, FEED)
    assert store.moves.former() == {NEW: FEED}


def test_an_earlier_address_that_another_feed_has_now_is_that_feed_s(store: Store) -> None:
    """An address names one feed: the one that moved away from it last."""
    brought(store, item(1))
    moved(store, FEED, NEW)
    fetch(store, feed(item(9), url=FEED), now=LATER)
    moved(store, FEED, THIRD)
    assert store.moves.former() == {FEED: THIRD}
    assert set(store.feeds.states()) == {NEW, THIRD}


@pytest.mark.parametrize(("old", "new"), [(PLANET, NEW), (FEED, FEED)])
def test_a_move_of_nothing_changes_nothing(store: Store, old: str, new: str) -> None:
    """A feed never asked, or one that stays where it is."""
    brought(store, item(1))
    assert not moved(store, old, new)
    assert store.moves.former() == {}
    assert list(store.feeds.states()) == [FEED]


def test_a_move_that_is_broken_off_never_was(store: Store) -> None:
    """All of it or none."""
    brought(store, item(1))

    def killed() -> None:
        with store.write():
            store.moves.move(FEED, NEW, until=NOW + timedelta(days=1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()
    assert list(store.feeds.states()) == [FEED]
    assert store.moves.former() == {}
