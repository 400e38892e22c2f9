"""Blogs as different software serves them: from any page of theirs, one command follows the right feed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blogserver import Blogs, item, opml
from tests.cli.desk import Commands

POSTS = [
    item(f"p{n}", f"On bins, part {n}", f"{n}. " + "The bins went out on time. " * 40, f"1{n} Nov 2026 09:00 GMT")
    for n in range(4)
]
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>Atom Blog</title>
<link href="/"/><id>x</id><entry><title>One</title><id>urn:x:1</id><link href="/one/"/>
<updated>2026-11-18T09:00:00Z</updated><content>Words.</content></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "JSON Blog", "language": "cy", "items": [
{"id": "1", "url": "https://a.example/1", "title": "Un", "content_text": "Geiriau.",
"date_published": "2026-11-18T09:00:00Z"}]}"""


@pytest.fixture
def desk(tmp_path: Path, blogs: Blogs) -> Commands:
    """A desk that follows nothing and may reach the server."""
    commands = Commands(tmp_path / "desk", allow=blogs.host)
    commands.run("init", str(commands.root))
    (commands.root / "feeds.opml").write_text(opml(), encoding="utf-8")
    return commands


def generated(name: str, *more: str) -> str:
    """A page that says what wrote it."""
    return f'<html><head><meta name="generator" content="{name}">{"".join(more)}</head><body>Hello</body></html>'


def adds(desk: Commands, blogs: Blogs, page: str) -> str:
    """The path of the feed that is followed from a page; only what was just added is in the list afterwards."""
    said = desk.run("feeds", "add", blogs.url + page)
    assert [feed["url"] for feed in desk.json("feeds")] == [said.out.strip()]
    return said.out.strip().removeprefix(blogs.url)


@pytest.mark.parametrize(
    ("page", "markup", "feed"),
    [
        ("/", generated("WordPress 6.8"), "/feed/"),
        (
            "/news/2026/11/bins/",
            generated("WordPress 6.8", '<link rel="https://api.w.org/" href="/news/wp-json/">'),
            "/news/feed/",
        ),
        ("/category/bins/", generated("WordPress 6.8"), "/category/bins/feed/"),
        ("/notes/", generated("Hugo 0.152"), "/notes/index.xml"),
        ("/2026/11/bins/", generated("Hugo 0.152"), "/index.xml"),
        ("/", generated("Jekyll v4"), "/atom.xml"),
        ("/bins/", generated("Ghost 5.87"), "/rss/"),
        ("/", generated("blogger"), "/feeds/posts/default"),
        ("/", generated("Drupal 11"), "/rss.xml"),
        ("/journal", "<script src='//static1.squarespace.com/x.js'></script>", "/journal?format=rss"),
        ("/p/bins", "<link rel=preconnect href='https://substackcdn.com'>", "/feed"),
        ("/@ada", "<div id='mastodon'></div>", "/@ada.rss"),
        ("/", "<p><a href='/blog/my-feed.xml'>Subscribe</a></p>", "/blog/my-feed.xml"),
        ("/", "<p>Nothing to be seen</p>", "/feed.xml"),
        ("/~ada/notes.html", "<p>Nothing to be seen</p>", "/~ada/rss.xml"),
    ],
    ids=str,
)
def test_a_feed_that_no_page_names_is_found(desk: Commands, blogs: Blogs, page: str, markup: str, feed: str) -> None:
    """By what the page's software does, by a link of the page, at last at a usual place."""
    blogs.put(page, markup, "text/html")
    blogs.feed(feed, *POSTS, title="Sandleigh")
    assert adds(desk, blogs, page) == feed


@pytest.mark.parametrize(
    ("path", "document", "title", "words"),
    [
        ("/atom.xml", ATOM, "Atom Blog", "Atom, 1 post, short texts, en-GB, about 1 a week"),
        ("/feed.json", JSON, "JSON Blog", "JSON Feed, 1 post, short texts, cy, about 1 a week"),
    ],
)
def test_every_format_is_described(
    desk: Commands, blogs: Blogs, path: str, document: str, title: str, words: str
) -> None:
    """With its language, as far as the feed tells."""
    blogs.put(path, document, "application/xml")
    said = desk.run("feeds", "add", blogs.url + path)
    assert said.err.splitlines()[:2] == [f"Followed: {title}", f"  {words}"]


def test_summaries_and_old_blogs_are_told(desk: Commands, blogs: Blogs) -> None:
    """Before anybody waits for whole posts, or for posts at all."""
    old = [item(f"o{n}", f"Old {n}", "Some words and then […]", f"1{n} Nov 2019 09:00 GMT") for n in range(3)]
    said = desk.run("feeds", "add", blogs.feed("/old", *old, title="Silent"))
    assert "  RSS 2.0, 3 posts, summaries" in said.err.splitlines()
    assert "newest: Old 2 (12 November 2019)" in said.err
    assert "It carries summaries" in said.err
    empty = desk.run("feeds", "add", blogs.feed("/empty", title="Empty"))
    assert "  RSS 2.0, 0 posts" in empty.err.splitlines()


def test_a_moved_site_is_followed_where_it_is(desk: Commands, blogs: Blogs) -> None:
    """The old page leads to the new one, which names a feed that has moved for good as well."""
    blogs.moved |= {"/old/": (301, "/new/"), "/new/rss": (301, "/new/feed/")}
    blogs.feed("/new/feed/", *POSTS, title="Sandleigh")
    blogs.put("/new/", '<link rel="alternate" type="application/rss+xml" href="rss">', "text/html")
    assert adds(desk, blogs, "/old/") == "/new/feed/"
    assert "Already followed" in desk.run("feeds", "add", blogs.url + "/new/rss").err


def test_quiet_says_only_the_address(desk: Commands, blogs: Blogs) -> None:
    """For scripts."""
    said = desk.run("--quiet", "feeds", "add", blogs.feed("/feed", *POSTS))
    assert (said.out, said.err) == (f"{blogs.url}/feed\n", "")
