"""Feeds that were read, told apart and described: what a reader chooses from."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.model import Entry, ParsedFeed
from roundup.parse.offers import Offer, arranged, content_of, format_name, main_feed, offer, same_posts
from tests.samples import NOW, entry

URL = "https://a.example/feed/"
LONG = "word " * 200
EXCERPT = "word " * 50


def post(number: int, text: str = LONG, *, published: datetime | None = None, **fields: object) -> Entry:
    """The post of so many days ago."""
    return entry(
        guid=f"g{number}",
        url=f"https://a.example/{number}/",
        title=f"Post {number}",
        text=text,
        published=published or NOW - timedelta(days=number),
        **fields,
    )


def feed(*entries: Entry, title: str = "Sandleigh Digital", version: str = "rss20", **fields: str) -> ParsedFeed:
    return ParsedFeed(url=URL, version=version, title=title, entries=entries, **fields)  # type: ignore[arg-type]


def offered(read: ParsedFeed, url: str = URL, **more: str) -> Offer:
    """The feed as an offer."""
    return offer(read, url=url, why="named", now=NOW, **more)


@pytest.mark.parametrize(
    ("version", "name"),
    [
        *(("rss20", "RSS 2.0"), ("rss10", "RSS 1.0"), ("rss092", "RSS 0.9"), ("rss091n", "RSS 0.9"), ("rss", "RSS")),
        *(("atom10", "Atom"), ("atom03", "Atom"), ("json11", "JSON Feed"), ("cdf", "CDF"), ("", "a feed")),
    ],
)
def test_formats_as_people_call_them(version: str, name: str) -> None:
    """From feedparser's names."""
    assert format_name(version) == name


@pytest.mark.parametrize(
    ("texts", "content"),
    [
        ([LONG] * 5, "full text"),
        ([EXCERPT + "[…]"] * 5, "summaries"),
        ([EXCERPT + "..."] * 3 + [EXCERPT] * 2, "summaries"),
        ([LONG + "Continue reading →"] * 5, "summaries"),
        ([LONG + "Read more »"] * 5, "summaries"),
        ([EXCERPT] * 5, "short texts"),
        (["One line."] * 5, "short texts"),
        ([EXCERPT] * 4 + ["word " * 900], "full text"),
        ([LONG] * 4 + [EXCERPT + "…"], "full text"),
        ([""] * 5, "titles only"),
        ([], "no posts"),
    ],
)
def test_whole_posts_or_summaries(texts: list[str], content: str) -> None:
    """Judged by how the texts end and how long they are; short ones without a mark may be either, and that is said."""
    assert content_of([post(number, text) for number, text in enumerate(texts)]) == content


def test_what_is_shown_of_a_feed() -> None:
    """Its own title before the page's, its own site before the page; the newest post and when; how often."""
    read = feed(*(post(number) for number in (1, 8, 15, 22)), language="en-GB", site_url="https://a.example/blog/")
    shown = offered(read, title="RSS", page="https://a.example/")
    assert (shown.title, shown.site_url, shown.format) == ("Sandleigh Digital", "https://a.example/blog/", "RSS 2.0")
    assert (shown.newest, shown.newest_title, shown.posts) == (NOW - timedelta(days=1), "Post 1", 4)
    assert shown.posts_per_week == 1.3
    assert not shown.comments


def test_what_a_feed_does_not_say() -> None:
    """The page's title for it, else its host; the page as its site; nothing about dates that it has not."""
    bare = offered(feed(title=""), title="Posts", page="https://a.example/")
    assert (bare.title, bare.site_url, bare.newest, bare.posts_per_week) == ("Posts", "https://a.example/", None, 0.0)
    assert offered(feed(title=""), url="https://www.a.example/feed/").title == "a.example"
    undated = offered(feed(entry(title="First", published=None), entry(title="Second", published=None)))
    assert (undated.newest, undated.newest_title) == (None, "First")


def test_a_post_dated_in_the_future_is_not_the_newest() -> None:
    """Nor does it count for the rate."""
    shown = offered(feed(post(-400), post(2)))
    assert (shown.newest_title, shown.posts_per_week) == ("Post 2", 1.0)


def test_a_blog_that_fell_silent() -> None:
    """Nothing in the last twelve weeks: no posts a week, but the newest is still told."""
    shown = offered(feed(post(200), post(300)))
    assert (shown.posts_per_week, shown.newest) == (0.0, NOW - timedelta(days=200))


@pytest.mark.parametrize(
    "comments",
    [
        offered(feed(post(1), title="Comments for Sandleigh Digital")),
        offered(feed(post(1)), url="https://a.example/comments/feed/"),
        offered(feed(post(1)), title="Sandleigh » Comments Feed"),
        offered(feed(entry(title="By: Ada"), entry(title="Comment on Bins by Bo"))),
    ],
)
def test_comments_are_recognised(comments: Offer) -> None:
    """By the feed's title, its address, what the page calls it, or its entries."""
    assert comments.comments


def test_one_list_in_two_formats_is_offered_once() -> None:
    """The first, which knows the other's address; dates and guids may differ."""
    rss = offered(feed(*(post(n) for n in range(10))))
    atom = offered(feed(*(post(n) for n in range(10)), version="atom10", title="Ours"), url=URL + "atom/")
    (only,) = arranged([rss, atom])
    assert (only.url, only.also) == (URL, (URL + "atom/",))


def test_the_format_with_more_of_the_text_is_taken() -> None:
    """Some sites send summaries in RSS and whole posts in Atom; three formats make one offer still."""
    rss = offered(feed(*(post(n, EXCERPT + "…") for n in range(5))))
    atom = offered(feed(*(post(n) for n in range(5)), version="atom10"), url=URL + "atom/")
    json = offered(feed(*(post(n) for n in range(5)), version="json11"), url=URL + "json/")
    (only,) = arranged([rss, atom, json])
    assert (only.url, only.content) == (URL + "atom/", "full text")
    assert set(only.also) == {URL, URL + "json/"}


def test_formats_that_are_cut_at_different_places_are_one_list() -> None:
    """Ten posts in one, five in the other: the newest are the same."""
    assert same_posts(feed(*(post(n) for n in range(10))), feed(*(post(n) for n in range(5)), version="atom10"))


def test_a_category_is_another_feed() -> None:
    """Even if it holds the blog's latest posts and no others: it will not stay so."""
    whole, part = feed(*(post(n) for n in range(10))), feed(*(post(n) for n in range(10)), title="Bins – Sandleigh")
    assert not same_posts(whole, part)
    assert not same_posts(whole, feed(*(post(n) for n in (3, 5, 9)), version="atom10"))
    assert not same_posts(feed(), feed(version="atom10"))


def test_the_one_feed_of_posts_is_taken() -> None:
    """Comments do not make a choice necessary; two lists of posts do; one feed alone is taken whatever it is."""
    posts = offered(feed(post(1), post(2)))
    comments = offered(feed(post(1), title="Comments for Sandleigh"), url="https://a.example/comments/feed/")
    other = offered(feed(post(7), title="Elsewhere"), url="https://a.example/other/")
    assert [o.url for o in arranged([comments, posts])] == [posts.url, comments.url]
    assert main_feed([posts, comments]) is posts
    assert main_feed([posts, other, comments]) is None
    assert main_feed([comments]) is comments
    assert main_feed([comments, comments]) is None
    assert main_feed([]) is None


words = st.text(st.characters(codec="ascii"), max_size=12)
moments = st.none() | st.integers(-4000, 4000).map(lambda days: NOW - timedelta(days=days))
entries = st.builds(
    lambda number, title, text, published: entry(
        guid=str(number), url=f"https://a.example/{number}/", title=title, text=text, published=published
    ),
    st.integers(0, 6),
    words,
    words,
    moments,
)
feeds = st.builds(
    lambda title, version, posts: ParsedFeed(url=URL, version=version, title=title, entries=tuple(posts)),
    words,
    st.sampled_from(["rss20", "atom10", "json11", ""]),
    st.lists(entries, max_size=6),
)


@given(st.lists(feeds, max_size=4))
def test_whatever_was_read_can_be_offered(read: list[ParsedFeed]) -> None:
    """No feed is lost, none offered twice, comments come last, and arranging what is arranged changes nothing."""
    offers = [offered(each, url=f"{URL}{number}") for number, each in enumerate(read)]
    kept = arranged(offers)
    addresses = [url for each in kept for url in (each.url, *each.also)]
    assert sorted(addresses) == sorted(each.url for each in offers)
    assert [each.comments for each in kept] == sorted(each.comments for each in kept)
    assert main_feed(kept) in (None, *kept)
    assert all(each.posts_per_week >= 0 and (each.newest is None or each.newest <= NOW + timedelta(1)) for each in kept)
    if len(kept) == 1:
        assert main_feed(kept) is kept[0]


@given(feeds, feeds)
def test_being_the_same_is_mutual(one: ParsedFeed, other: ParsedFeed) -> None:
    """And a feed in another format is the same as itself."""
    assert same_posts(one, other) == same_posts(other, one)
    if one.entries:
        assert same_posts(one, one)
