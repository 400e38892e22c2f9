"""What the last days brought, counted in the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from roundup.merge import merge, names
from roundup.model import FeedState
from roundup.store import Store
from roundup.store.week import Brought
from tests.samples import NOW, decision
from tests.store.feeds import FEED, PLANET, brought, feed, fetch, item, outcome

SINCE = NOW - timedelta(days=7)


def held(store: Store, *numbers: int, reason: str = "reposted: old posts") -> None:
    """Take these in as held back."""
    document = feed(*(item(number) for number in numbers))
    with store.write():
        changes = [
            replace(change, kind="held", reason=reason)
            for change in merge(document, store.posts.known(names(document)))
        ]
        store.posts.apply(changes, feed=document, feed_url=document.url, now=NOW)


def test_posts_count_in_the_week_in_which_they_are_listed(store: Store) -> None:
    """Not in the one in which they came."""
    brought(store, item(1), item(2), item(20))
    assert store.feeds.week(SINCE).fresh == (Brought(FEED, "A Blog", 2),)
    assert store.feeds.week(NOW - timedelta(days=30)).fresh[0].count == 3


def test_a_post_through_two_feeds_is_one_new_post(store: Store) -> None:
    """It counts for the one that speaks for it; the blog with the most posts comes first."""
    fetch(store, feed(item(1)))
    fetch(
        store,
        feed(item(1), item(2, url="https://p.example/2"), item(3, url="https://p.example/3"), url=PLANET, title="P"),
    )
    assert store.feeds.week(SINCE).fresh == (Brought(PLANET, "P", 2), Brought(FEED, "A Blog", 1))


def test_what_is_held_is_not_among_the_new_and_counts_until_it_is_decided(store: Store) -> None:
    """A star or a skip answers it."""
    held(store, 1, 2, 3)
    assert store.feeds.week(SINCE).fresh == ()
    assert store.feeds.week(SINCE).held == (Brought(FEED, "A Blog", 3, "reposted: old posts"),)
    store.ledger.record([decision("star", store.posts.get(1).key), decision("skip", store.posts.get(2).key, seq=2)])
    assert [each.count for each in store.feeds.week(SINCE).held] == [1]


def test_what_fetches_remarked_is_told_once(store: Store) -> None:
    """However often it was said; not what is older, and not the reasons of failures."""
    old = replace(FeedState(url=FEED, health="ok"), last_fetched=SINCE - timedelta(days=1))
    store.feeds.save(outcome(state=old, reason="long ago"), new=0, changed=0)
    for _ in range(2):
        store.feeds.save(outcome(reason="posts were missed"), new=0, changed=0)
    store.feeds.save(replace(outcome(reason="answered 404"), kind="failed"), new=0, changed=0)
    assert store.feeds.week(SINCE).remarks == ((FEED, "posts were missed"),)


def test_a_feed_that_moved_is_told_in_its_week(store: Store) -> None:
    """With the address it had and the one it has."""
    fetch(store, feed(item(1)))
    with store.write():
        store.moves.move(FEED, "https://new.example/feed", until=NOW)
    assert store.feeds.week(SINCE).moved == ((FEED, "https://new.example/feed"),)
    assert store.feeds.week(NOW + timedelta(days=1)).moved == ()
