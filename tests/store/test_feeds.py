"""What is remembered of each feed, and how its fetches went."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest

from roundup.model import FeedState
from roundup.store import Store
from roundup.store.feeds import KEPT_FETCHES
from tests.samples import NOW, decision
from tests.store.feeds import FEED, LATER, PLANET, brought, feed, fetch, item, outcome

FULL = FeedState(
    url=FEED,
    health="failing",
    title="A Blog",
    site_url="https://blog.example/",
    etag='W/"abc"',
    last_modified="Fri, 20 Nov 2026 09:00:00 GMT",
    body_hash="beef",
    last_fetched=NOW,
    last_success=NOW - timedelta(days=1),
    next_due=LATER,
    failures=3,
    reason="answers 503",
)


def test_a_new_desk_remembers_nothing(store: Store) -> None:
    """No feed was ever asked."""
    assert store.feeds.states() == {}
    assert store.feeds.history(FEED) == ()
    assert store.feeds.stats(now=NOW) == {}


@pytest.mark.parametrize("state", [FULL, FeedState(url=FEED), FeedState(url=FEED, health="gone", reason="410 Gone")])
def test_a_state_comes_back_as_it_was_saved(store: Store, state: FeedState) -> None:
    """Validators byte for byte, times to the microsecond."""
    store.feeds.save(outcome(state=state), new=0, changed=0)
    assert store.feeds.states() == {FEED: state}


def test_times_are_kept_in_utc(store: Store) -> None:
    """Whatever zone they were given in."""
    summer = NOW.astimezone(timezone(timedelta(hours=1)))
    store.feeds.save(outcome(state=FeedState(url=FEED, last_fetched=summer)), new=0, changed=0)
    kept = store.feeds.states()[FEED].last_fetched
    assert kept == summer
    assert kept is not None
    assert kept.tzinfo is UTC or kept.utcoffset() == timedelta(0)
    assert store.connection.value("SELECT last_fetched FROM feeds") == "2026-11-20T09:00:00+00:00"


def test_the_latest_state_counts(store: Store) -> None:
    """One row a feed, however often it was asked."""
    store.feeds.save(outcome(state=FULL), new=0, changed=0)
    better = FeedState(url=FEED, health="ok", title="Renamed", last_fetched=LATER)
    store.feeds.save(outcome(state=better), new=0, changed=0)
    assert store.feeds.states()[FEED] == FeedState(
        url=FEED, health="ok", title="Renamed", site_url="https://blog.example/", last_fetched=LATER
    )


def test_a_failing_feed_keeps_its_name(store: Store) -> None:
    """An error page does not say what the blog is called."""
    store.feeds.save(outcome(feed=feed(item(1))), new=1, changed=0)
    store.feeds.save(outcome(kind="failed", state=FeedState(url=FEED, health="failing")), new=0, changed=0)
    state = store.feeds.states()[FEED]
    assert (state.title, state.site_url, state.health) == ("A Blog", "https://blog.example/", "failing")


def test_title_and_site_are_taken_from_the_document(store: Store) -> None:
    """If the state does not say them."""
    store.feeds.save(outcome(feed=feed(item(1))), new=1, changed=0)
    assert store.feeds.states()[FEED].title == "A Blog"


def test_taking_in_posts_and_saving_the_state_go_together(store: Store) -> None:
    """In whichever order, there is one feed."""
    fetch(store, feed(item(1)))
    store.feeds.save(outcome(state=FULL), new=1, changed=0)
    fetch(store, feed(item(2)))
    assert store.feeds.states() == {FEED: FULL}


def test_a_batch_of_feeds_is_saved_as_each_would_be(store: Store) -> None:
    """States and history both; a state that was never asked for has no history."""
    never = FeedState(url="https://new.example/feed")
    store.feeds.save_all(
        [(outcome(state=FULL), 2, 1), (outcome(PLANET), 0, 0), (outcome(never.url, state=never), 0, 0)]
    )
    assert store.feeds.states() == {FEED: FULL, PLANET: outcome(PLANET).state, never.url: never}
    (record,) = store.feeds.history(FEED)
    assert (record.fetched_at, record.new, record.changed) == (FULL.last_fetched, 2, 1)
    assert len(store.feeds.history(PLANET)) == 1
    assert store.feeds.history(never.url) == ()
    store.feeds.save_all([])
    assert len(store.feeds.states()) == 3


def test_where_a_feed_was_found_is_remembered_though_it_brought_nothing_new(store: Store) -> None:
    """The document's address is the latest one at which there was something to read."""
    elsewhere = "https://cdn.blog.example/feed"
    fetch(store, feed(item(1)))
    store.feeds.save(outcome(feed=feed(url=elsewhere)), new=0, changed=0)
    assert store.posts.known(["url:https://blog.example/posts/1"]).popitem()[1].feeds == (FEED, elsewhere)
    store.feeds.save(outcome(kind="unchanged"), new=0, changed=0)
    assert store.posts.known(["url:https://blog.example/posts/1"]).popitem()[1].feeds == (FEED, elsewhere)


# ---------------------------------------------------------------- history


def test_every_fetch_is_written_down(store: Store) -> None:
    """Newest first: how it went, what it brought, what it cost."""
    store.feeds.save(outcome(wire_bytes=1234, seconds=0.5), new=3, changed=1)
    store.feeds.save(
        outcome(kind="failed", status=503, reason="answers 503", state=FeedState(url=FEED, last_fetched=LATER)),
        new=0,
        changed=0,
    )
    last, first = store.feeds.history(FEED)
    assert (first.fetched_at, first.kind, first.status, first.new, first.changed) == (NOW, "fetched", 200, 3, 1)
    assert (first.wire_bytes, first.seconds) == (1234, 0.5)
    assert (last.fetched_at, last.kind, last.status, last.reason) == (LATER, "failed", 503, "answers 503")
    assert store.feeds.history(FEED, limit=1) == (last,)


def test_the_history_has_an_end(store: Store) -> None:
    """A feed asked every half an hour for ten years does not fill the disk; another feed's history is untouched."""
    store.feeds.save(outcome(PLANET), new=0, changed=0)
    with store.write():
        for _ in range(KEPT_FETCHES + 5):
            store.feeds.save(outcome(), new=0, changed=0)
    assert len(store.feeds.history(FEED, limit=10_000)) == KEPT_FETCHES
    assert len(store.feeds.history(PLANET)) == 1


# ---------------------------------------------------------------- what feeds bring


def test_posts_a_week_over_twelve_weeks(store: Store) -> None:
    """Old posts count for the total only."""
    brought(store, *(item(n, published=NOW - timedelta(weeks=n)) for n in range(1, 25)))
    stats = store.feeds.stats(now=NOW)[FEED]
    assert stats.posts == 24
    assert stats.posts_per_week == pytest.approx(1.0)
    assert stats.newest == NOW - timedelta(weeks=1)
    assert store.feeds.posts_per_week(now=NOW) == {FEED: pytest.approx(1.0)}


def test_a_young_feed_is_measured_since_its_first_post(store: Store) -> None:
    """Four posts in the two weeks it exists are two a week; a feed of one day is not a flood."""
    brought(store, *(item(n, published=NOW - timedelta(days=14 - n)) for n in range(4)))
    assert store.feeds.stats(now=NOW)[FEED].posts_per_week == pytest.approx(2.0)
    brought(store, *(item(n, published=NOW, url=f"https://p.example/{n}", guid=f"p{n}") for n in range(9)), url=PLANET)
    assert store.feeds.stats(now=NOW)[PLANET].posts_per_week == pytest.approx(9.0)


def test_a_silent_feed_brings_nothing_a_week(store: Store) -> None:
    """It is silent, not dead."""
    brought(store, item(1, published=NOW - timedelta(days=900)))
    assert store.feeds.stats(now=NOW)[FEED].posts_per_week == 0


def test_a_post_through_two_feeds_counts_for_both(store: Store) -> None:
    """Each of them brought it."""
    fetch(store, feed(item(1)))
    fetch(store, feed(item(1), url=PLANET))
    assert {url: stats.posts for url, stats in store.feeds.stats(now=NOW).items()} == {FEED: 1, PLANET: 1}


def test_the_hosts_of_a_feeds_posts(store: Store) -> None:
    """Where its posts were so far; a feed that brought nothing has none."""
    brought(store, item(1), item(2, url="https://guest.example/2"), item(3, url=""))
    assert store.feeds.hosts(FEED) == {"blog.example", "guest.example"}
    assert store.feeds.hosts(PLANET) == frozenset()


def test_a_doubtful_host_is_vouched_for_by_a_star(store: Store) -> None:
    """Hosts that came all at once are kept apart, until a curator takes one of their posts."""
    brought(store, item(1))
    strange = [item(n, url=f"https://casino.example/{n}", guid=f"c{n}", title=f"Win {n}") for n in range(4, 8)]
    first = brought(store, *strange)[0]
    assert first.held
    assert store.feeds.hosts(FEED) == {"blog.example"}
    assert store.feeds.doubtful_hosts(FEED) == {"casino.example"}
    store.ledger.record([decision("star", first.key)])
    assert "casino.example" in store.feeds.hosts(FEED)
