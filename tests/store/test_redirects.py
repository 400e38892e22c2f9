"""Where redirectors lead: remembered, asked again with patience, and put right in what is kept."""

from __future__ import annotations

from datetime import timedelta

from roundup.merge import merge, names
from roundup.model import ParsedFeed
from roundup.store import Store
from roundup.store.redirects import FIRST_WAIT, MOST_TRIES, Redirects
from tests.samples import NOW, entry

VEILED = "https://feeds.example/~r/sandleigh/~3/1/bins"
OWN = "https://blog.example/2026/11/bins/"


def bring(store: Store, *entries: object, url: str = "https://blog.example/feed") -> tuple[int, int]:
    """Merge and keep what a feed brought."""
    feed = ParsedFeed(url=url, version="rss20", title="A Blog", entries=entries)  # type: ignore[arg-type]
    return store.posts.apply(merge(feed, store.posts.known(names(feed))), feed=feed, feed_url=url, now=NOW)


def test_what_was_found_out_is_remembered(store: Store) -> None:
    """Also that it could not be; what was never asked is not known."""
    redirects = Redirects(store.connection)
    redirects.keep({VEILED: OWN, VEILED + "2": ""}, now=NOW)
    assert redirects.known([VEILED, VEILED + "2", VEILED + "3"]) == {VEILED: OWN, VEILED + "2": ""}
    redirects.keep({VEILED + "2": OWN}, now=NOW)
    assert redirects.known([VEILED + "2"]) == {VEILED + "2": OWN}


def test_it_is_asked_again_later_and_later(store: Store) -> None:
    """Twice as long each time, then no more; the longest waiting first, no more than may be asked."""
    redirects = Redirects(store.connection)
    redirects.keep({VEILED: "", OWN: "https://x.example/y"}, now=NOW)
    at, waits = NOW, []
    for _ in range(MOST_TRIES - 1):
        start = at
        while not redirects.waiting(now=at, limit=10):
            at += timedelta(hours=1)
        waits.append(at - start)
        redirects.keep({VEILED: ""}, now=at)
    assert waits == [FIRST_WAIT * 2**n for n in range(MOST_TRIES - 1)]
    assert redirects.waiting(now=at + timedelta(days=365), limit=10) == []
    redirects.keep({f"{VEILED}/{n}": "" for n in range(5)}, now=NOW + timedelta(minutes=5))
    redirects.keep({f"{VEILED}/first": ""}, now=NOW)
    due = redirects.waiting(now=NOW + timedelta(days=1), limit=3)
    assert (len(due), due[0]) == (3, f"{VEILED}/first")


def test_a_post_that_is_kept_gets_its_authors_address(store: Store) -> None:
    """In the lists and in its sources; under both addresses it is the same post from then on."""
    bring(store, entry(url=VEILED, guid="one"))
    post = store.posts.find(VEILED)
    assert Redirects(store.connection).readdress(VEILED, OWN) == post.id
    assert store.posts.get(post.id).url == OWN
    assert [source.url for source in store.posts.sources(post.id)] == [OWN]
    assert store.posts.find(OWN).id == store.posts.find(VEILED).id == post.id
    assert bring(store, entry(url=OWN, guid="other"), url="https://else.example/feed") == (0, 0)


def test_a_post_that_another_is_already_stays_apart(store: Store) -> None:
    """Something may have been decided on either: none is lost, each has the author's address."""
    bring(store, entry(url=VEILED, guid="a", title="One", text="Some words of it."))
    bring(store, entry(url=OWN, guid="b", title="Another", text="Quite other words here."), url="https://b.example/f")
    veiled, own = store.posts.find(VEILED), store.posts.find(OWN)
    assert veiled.id != own.id
    Redirects(store.connection).readdress(VEILED, OWN)
    assert [store.posts.get(post.id).url for post in (veiled, own)] == [OWN, OWN]
    assert store.posts.find(OWN).id == own.id


def test_nothing_is_made_of_what_is_not_there(store: Store) -> None:
    """An address under which no post came changes nothing."""
    assert Redirects(store.connection).readdress(VEILED, OWN) is None
