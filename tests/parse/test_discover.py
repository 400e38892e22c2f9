"""What a page tells of its site's feeds: those it names, those it links to, and what wrote it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.discover import GENERATORS, MOST_LINKS, SitePage, about_comments, looks_like_feed, read_site

URL = "https://a.example/b/"
RSS = '<link rel="alternate" type="application/rss+xml" href="{}" title="{}">'


def site(markup: str, url: str = URL, header: str = "") -> SitePage:
    """A page as its site's software would send it."""
    return read_site(markup.encode(), url, "text/html; charset=utf-8", header)


def named(markup: str, header: str = "") -> list[str]:
    """The feeds it names."""
    return [link.url for link in site(markup, header=header).links]


@pytest.mark.parametrize(
    ("link", "feed"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed/">', "https://a.example/feed/"),
        ("<LINK REL=Alternate TYPE=Application/ATOM+xml HREF=feed.atom>", "https://a.example/b/feed.atom"),
        ('<link rel="alternate" type="application/feed+json" href="/feed.json">', "https://a.example/feed.json"),
        ('<link rel="home alternate" type="application/rss+xml; charset=utf-8" href="/f">', "https://a.example/f"),
        ('<link rel="feed" href="/feed/">', "https://a.example/feed/"),
        ('<link rel="feed" type="text/xml" href="/all">', "https://a.example/all"),
        ('<link rel="alternate" type="text/xml" href="/index.xml">', "https://a.example/index.xml"),
        ('<link rel="alternate" type="application/rss+xml" href="//c.example/x y">', "https://c.example/x%20y"),
        ('<link rel="alternate" type="application/rss+xml" href="?feed=rss2">', "https://a.example/b/?feed=rss2"),
    ],
)
def test_a_feed_that_is_named_in_any_of_the_usual_ways(link: str, feed: str) -> None:
    """Whatever the case, with parameters, relative to the page, in the head or in the body."""
    assert named(f"<html><head>{link}</head><body></body></html>") == [feed]
    assert named(f"<html><body><div>{link}</div></body></html>") == [feed]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="stylesheet" type="text/css" href="/s.css">',
        '<link rel="alternate" hreflang="cy" href="/cy/">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">',
        '<link rel="alternate" type="text/xml" href="/oembed?format=xml">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="ftp://a.example/feed">',
        '<link rel="alternate" type="application/rss+xml">',
        '<link rel="alternate" type="application/rss+xml" href="">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/feed"> -->',
    ],
)
def test_what_is_named_for_other_reasons_is_no_feed(link: str) -> None:
    """Other languages, interfaces for programs, addresses that cannot be followed, comments in the page."""
    assert named(f"<html><head>{link}</head></html>") == []


def test_the_base_of_the_page_counts() -> None:
    """A relative address starts from `<base>`, and that from the page."""
    assert named('<base href="/blog/">' + RSS.format("feed/", "x")) == ["https://a.example/blog/feed/"]
    assert named('<base href="javascript:x">' + RSS.format("feed/", "x")) == ["https://a.example/b/feed/"]


def test_feeds_are_named_in_the_header_too() -> None:
    """RFC 8288: several links, quoted and bare parameters, and what is not about feeds."""
    header = (
        '</style.css>; rel=preload; as=style, <https://a.example/wp-json/>; rel="https://api.w.org/", '
        '<feed.xml>; title="All, of it"; rel="alternate"; type="application/atom+xml", </f.json>;rel=feed'
    )
    assert named("", header) == ["https://a.example/b/feed.xml", "https://a.example/f.json"]
    assert site("", header=header).links[0].title == "All, of it"


def test_comments_come_last_and_each_feed_once() -> None:
    """The page's order otherwise; the first mention of a feed counts."""
    markup = RSS.format("/comments/feed/", "Ours » Comments Feed") + RSS.format("/feed/", "Ours » Feed")
    links = site(markup + RSS.format("/feed/", "Again") + RSS.format("/atom", "")).links
    assert [(link.url, link.title) for link in links] == [
        ("https://a.example/feed/", "Ours » Feed"),
        ("https://a.example/atom", ""),
        ("https://a.example/comments/feed/", "Ours » Comments Feed"),
    ]


@pytest.mark.parametrize(
    ("words", "is_about_comments"),
    [
        ("https://a.example/comments/feed/", True),
        ("https://a.example/feeds/comments/default", True),
        ("https://a.example/?feed=comments-rss2", True),
        ("Comments for Sandleigh Digital", True),
        ("Comments on: Bins, again", True),
        ("Sandleigh » Bins, again Comments Feed", True),
        ("Comments", True),
        ("https://a.example/feed/", False),
        ("https://commentary.example/feed/", False),
        ("A comment every week", False),
        ("Sandleigh Digital", False),
    ],
)
def test_comments_are_told_by_address_or_title(words: str, is_about_comments: bool) -> None:
    """As WordPress, Blogger and others name them."""
    assert about_comments(words) is is_about_comments


def test_links_of_the_page_that_look_like_feeds() -> None:
    """An icon and no more: on the page's own host, comments last; other links are left alone."""
    markup = "".join(
        f'<a href="{href}">x</a>'
        for href in (
            "/comments/feed/",
            "/feed.xml",
            "/rss",
            "/b/index.xml#x",
            "/feeds/posts/default",
            "/?format=rss",
            "/tag/x.rss",
            "/about/",
            "/feedback",
            "/rss-is-dead/",
            "https://else.example/feed/",
            "mailto:a@a.example",
        )
    )
    assert [url.removeprefix("https://a.example") for url in site(markup).mentioned] == [
        *("/feed.xml", "/rss", "/b/index.xml", "/feeds/posts/default", "/?format=rss", "/tag/x.rss"),
        "/comments/feed/",
    ]


@pytest.mark.parametrize(
    ("markup", "platform"),
    [
        ('<meta name="generator" content="WordPress 6.8.1">', "wordpress"),
        ('<meta name="Generator" content="Hugo 0.150.0">', "hugo"),
        ("<meta content='blogger' name='generator'/>", "blogger"),
        ('<meta name="generator" content="Elementor 3"><meta name="generator" content="Ghost 5.87">', "ghost"),
        ('<meta name="generator" content="Wix.com Website Builder">', "wix"),
        ('<meta name="generator" content="Notepad">', ""),
        ('<link rel="preconnect" href="https://substackcdn.com">', "substack"),
        ('<meta property="al:android:package" content="com.medium.reader">', "medium"),
        ('<link rel="stylesheet" href="https://assets.squarespace.com/x.css">', "squarespace"),
        ('<div id="mastodon"></div>', "mastodon"),
        ('<link rel="stylesheet" href="/wp-content/themes/x.css">', "wordpress"),
        ("<p>We moved from WordPress to Hugo.</p>", ""),
        ("", ""),
    ],
)
def test_the_software_is_known_by_what_it_leaves_in_the_page(markup: str, platform: str) -> None:
    """By its own word first, else by marks that only it leaves; what a page says about software is no mark."""
    assert site(markup).platform == platform


def test_generators_are_written_as_they_are_looked_for() -> None:
    """In lower case, and none hides another."""
    names = list(GENERATORS)
    assert names == [name.lower() for name in names]
    assert not [(a, b) for a in names for b in names if a != b and b.startswith(a)]


@pytest.mark.parametrize(
    ("markup", "root"),
    [
        ('<link rel="https://api.w.org/" href="https://a.example/blog/wp-json/">', "https://a.example/blog/"),
        ('<link rel="https://api.w.org/" href="https://a.example/?rest_route=/">', "https://a.example/"),
        ('<link rel="https://api.w.org/" href="/blog/index.php/wp-json/">', "https://a.example/blog/"),
        ('<link rel="stylesheet" href="/news/wp-content/themes/x.css">', "https://a.example/news/"),
        ('<link rel="stylesheet" href="https://cdn.example/wp-content/x.css">', ""),
    ],
)
def test_where_wordpress_is_installed(markup: str, root: str) -> None:
    """Its API and its files stand there, in a folder of the site or at its root."""
    assert site('<meta name="generator" content="WordPress 6.8">' + markup).root == root


def test_a_youtube_page_tells_its_channel() -> None:
    """In its scripts; only on YouTube's own pages."""
    markup = '<script>var x = {"externalId": "UCabcdefghijklmnopqrstuv"}</script>'
    assert site(markup, "https://www.youtube.com/@sandleigh").channel == "UCabcdefghijklmnopqrstuv"
    assert site(markup).channel == ""


@pytest.mark.parametrize("document", [b"<rss version='2.0'>", b"\xef\xbb\xbf<feed xmlns='x'>", b"<rdf:RDF>"])
def test_feeds_are_no_pages(document: bytes) -> None:
    """They are known by their first words."""
    assert looks_like_feed(document)


@given(
    st.binary(max_size=600),
    st.text(st.characters(codec="latin-1"), max_size=200),
    st.sampled_from([URL, "https://www.youtube.com/@x", "", "x"]),
)
def test_any_bytes_are_a_page(body: bytes, header: str, url: str) -> None:
    """Nothing a server sends makes it crash, and every address it gives is one."""
    page = read_site(b'<link rel="alternate" type="application/rss+xml" href="' + body, url, "text/html", header)
    assert all(link.url.startswith(("http://", "https://")) for link in page.links)


@pytest.mark.parametrize(
    "markup",
    [
        RSS.format("/{}", "x") * 4_000,
        '<a href="/feed/">' * 20_000,
        "<b>" * 150_000,
        "<link " + "a=b " * 100_000,
        '<meta name="generator" content="' + "w" * 400_000 + '">',
        "<table><td>" * 40_000,
    ],
    ids=["links", "anchors", "nesting", "attributes", "generator", "tables"],
)
def test_a_hostile_page_costs_little(markup: str) -> None:
    """Bounded in what is read and in what is kept."""
    started = time.process_time()
    page = site(markup, header="</f>; rel=feed," * 3_000 + "<" * 10_000 + "; " * 10_000)
    assert len(page.links) <= MOST_LINKS
    assert time.process_time() - started < 5
