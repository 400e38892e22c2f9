"""subscribe: a feed is followed once, and what it would bring twice is known beforehand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from roundup.merge import merge, names
from roundup.model import Entry, FeedState, FetchOutcome, ParsedFeed, Subscription
from roundup.parse.offers import Offer, offer
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import follow, followed
from roundup.workflow.subscribe import followed_as, overlap, subscribe
from tests.blogserver import opml
from tests.samples import NOW, entry
from tests.workflow.desks import bring

FEED = "https://a.example/feed/"
PLANET = "https://planet.example/rss"


def post(number: int, host: str = "a.example") -> Entry:
    """One of a blog's posts, unlike the others."""
    words = " ".join(f"word{number * 100 + n}" for n in range(40))
    return entry(
        guid=f"https://{host}/?p={number}",
        url=f"https://{host}/{number}/",
        title=f"Number {number} of {host}",
        text=words,
        html=f"<p>{words}</p>",
        content_hash=f"{host}-{number}",
        published=NOW - timedelta(days=number),
    )


def offered(*entries: Entry, url: str = FEED, title: str = "A Blog") -> Offer:
    """A feed with these posts, found at `url`."""
    return offer(ParsedFeed(url=url, version="rss20", title=title, entries=entries), url=url, why="named", now=NOW)


def fetched(desk: Desk, *entries: Entry, url: str = FEED, title: str = "A Blog") -> None:
    """The desk has fetched a feed with these posts."""
    feed = ParsedFeed(url=url, version="rss20", title=title, entries=entries)
    with desk.store() as store, store.write():
        store.posts.apply(merge(feed, store.posts.known(names(feed))), feed=feed, feed_url=url, now=NOW)


def test_what_is_offered_is_followed_under_its_title_and_site(desk: Desk) -> None:
    """Once: a second time nothing is added."""
    found = offered(post(1))
    assert subscribe(desk, found)
    assert not subscribe(desk, found)
    (feed,) = followed(desk.settings)
    assert (feed.url, feed.title) == (FEED, "A Blog")


@pytest.mark.parametrize(
    "address",
    [
        FEED,
        "https://a.example/feed",
        "http://a.example/feed/",
        "https://www.a.example/feed/",
        "HTTPS://A.example/feed/",
        "https://a.example:443/feed/",
        "https://a.example/feed/?utm_source=x",
        "https://a.example/feed/#top",
    ],
)
def test_a_feed_is_known_in_any_spelling(desk: Desk, address: str) -> None:
    """Scheme, www., slash, port, trackers and fragment make no other feed."""
    follow(desk, [Subscription(FEED, "A Blog")])
    known = followed_as(desk, [address])
    assert known
    assert known.url == FEED


@pytest.mark.parametrize(
    "address",
    ["https://a.example/", "https://a.example/feed/atom/", "https://a.example/feed/?cat=2", "https://b.example/feed/"],
)
def test_another_feed_is_another(desk: Desk, address: str) -> None:
    """Also on the same site: other paths and parameters choose other feeds."""
    follow(desk, [Subscription(FEED, "A Blog")])
    assert followed_as(desk, [address]) is None


def test_nothing_is_followed_by_a_desk_without_a_list(desk: Desk) -> None:
    """And asking makes none."""
    assert followed_as(desk, [FEED]) is None
    assert not desk.settings.feeds_path.exists()


def test_one_of_several_addresses_is_enough(desk: Desk) -> None:
    """What led to a feed, where it is now, and the same posts in another format."""
    follow(desk, [Subscription(FEED), Subscription(PLANET)])
    known = followed_as(desk, ["https://x.example/", "https://planet.example/rss/", FEED])
    assert known
    assert known.url == PLANET


def test_a_feed_is_known_by_where_its_document_is_and_where_it_moves(desk: Desk) -> None:
    """What redirects to what is remembered by fetching; feeds no longer followed do not count."""
    follow(desk, [Subscription(FEED, "A Blog")])
    state = FeedState(FEED, "ok", moved_to="https://new.example/feed", last_fetched=NOW)
    with desk.store() as store, store.write():
        store.feeds.save(FetchOutcome(Subscription(FEED), "unchanged", state), new=0, changed=0)
        store.feeds.known_as(FEED, document_url="https://cdn.example/a.xml")
        store.feeds.known_as("https://gone.example/feed", document_url="https://cdn.example/gone.xml")
    for address in ("http://new.example/feed/", "https://cdn.example/a.xml"):
        known = followed_as(desk, [address])
        assert known
        assert known.url == FEED
    assert followed_as(desk, ["https://cdn.example/gone.xml"]) is None


def test_a_feed_in_the_list_wins_over_one_that_only_leads_there(desk: Desk) -> None:
    """Both are followed; each is known by its own address."""
    desk.settings.feeds_path.write_text(opml(PLANET, FEED), encoding="utf-8")
    with desk.store() as store, store.write():
        store.feeds.known_as(PLANET, document_url=FEED)
    known = followed_as(desk, [FEED])
    assert known
    assert known.url == FEED


def test_posts_that_are_here_are_counted_with_the_feeds_that_brought_them(desk: Desk) -> None:
    """Those that brought most first; the feed's own earlier posts count like any."""
    fetched(desk, *(post(n) for n in range(1, 7)))
    fetched(desk, *(post(n, "b.example") for n in range(1, 4)), url="https://b.example/feed", title="B Blog")
    planet = [post(n) for n in range(1, 7)] + [post(n, "b.example") for n in range(1, 4)] + [post(50, "c.example")]
    here = overlap(desk, offered(*planet, url=PLANET, title="Planet"))
    assert (here.known, here.posts, here.through, here.mostly) == (9, 10, ("A Blog", "B Blog"), True)


@pytest.mark.parametrize(("known", "new", "mostly"), [(10, 0, True), (5, 5, True), (4, 6, False), (2, 0, False)])
def test_it_is_said_only_if_it_is_most_of_it(desk: Desk, known: int, new: int, mostly: bool) -> None:
    """Half of the posts, and more than two of them."""
    fetched(desk, *(post(n) for n in range(1, known + 1)))
    here = overlap(desk, offered(*(post(n) for n in range(1, known + new + 1)), url=PLANET))
    assert (here.known, here.mostly) == (known, mostly)


def test_nothing_is_written_by_looking(desk: Desk) -> None:
    """Neither the posts of the feed nor the feed itself."""
    fetched(desk, post(1))
    overlap(desk, offered(post(1), post(2), url=PLANET))
    with desk.store() as store:
        assert set(store.feeds.states()) == {FEED}
        assert store.connection.value("SELECT count(*) FROM posts") == 1


def test_pages_added_by_hand_are_here_too(desk: Desk) -> None:
    """They came through no feed."""
    for number in (1, 2, 3):
        page = post(number)
        bring(desk, str(number), page.text, url=page.url, title=page.title, guid="", published=page.published)
    here = overlap(desk, offered(*(post(n) for n in (1, 2, 3))))
    assert (here.known, here.through) == (3, ())


def test_a_feed_without_posts_brings_nothing(desk: Desk) -> None:
    """No post of none is here."""
    here = overlap(desk, offered())
    assert (here.known, here.posts, here.mostly) == (0, 0, False)
