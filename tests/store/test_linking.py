"""Posts with their markup, page by page, for whoever looks at their links."""

from __future__ import annotations

from datetime import timedelta

from roundup.merge import merge, names
from roundup.model import ParsedFeed
from roundup.store import Store
from roundup.store.linking import posts_since
from tests.samples import NOW, entry

FEED = "https://blog.example/feed"


def bring(store: Store, html: str, days: int = 0) -> None:
    """A feed brings a post with this markup, so many days old."""
    post = entry(
        guid=f"g{days}",
        url=f"https://blog.example/{days}/",
        title=f"Post of {days} days ago",
        text=f"words of {days} days ago that no other post has",
        html=html,
        content_hash=html,
        published=NOW - timedelta(days=days),
    )
    feed = ParsedFeed(url=FEED, version="rss20", title="A Blog", entries=(post,))
    store.posts.apply(merge(feed, store.posts.known(names(feed))), feed=feed, feed_url=FEED, now=NOW)


def test_posts_come_with_what_their_links_need(store: Store) -> None:
    """Which post, whose, where, when, and whether a feed brought it."""
    bring(store, "<p>One</p>")
    store.posts.add(entry(url="https://by.example/hand", guid="h", content_hash="h"), blog="By Hand", now=NOW)
    first, second = sorted(posts_since(store.connection, NOW - timedelta(days=1)), key=lambda post: post.id)
    assert (first.blog, first.url, first.html) == ("A Blog", "https://blog.example/0/", "<p>One</p>")
    assert (first.title, first.listed, first.followed) == ("Post of 0 days ago", NOW, True)
    assert (second.blog, second.followed) == ("By Hand", False)


def test_they_come_in_the_order_of_time_from_a_day_on(store: Store) -> None:
    """Oldest first, the day itself included, older ones not."""
    for days in (1, 30, 3, 2):
        bring(store, f"<p>{days}</p>", days)
    assert [post.html for post in posts_since(store.connection, NOW - timedelta(days=3))] == [
        *("<p>3</p>", "<p>2</p>", "<p>1</p>")
    ]


def test_an_edited_post_links_where_it_links_now(store: Store) -> None:
    """Its latest wording counts, once."""
    bring(store, '<a href="https://old.example/">x</a>')
    bring(store, '<a href="https://new.example/">x</a>')
    (post,) = posts_since(store.connection, NOW - timedelta(days=1))
    assert "new.example" in post.html
