"""A web page that is in no feed becomes an entry; a site leads to its feeds."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.errors import FeedError
from roundup.parse.discover import feed_links, looks_like_feed
from roundup.parse.outlinks import links_in
from roundup.parse.page import Page, read_page

LONDON = ZoneInfo("Europe/London")
URL = "https://www.sandleigh.example/news/budget?utm_source=x"
WORDS = (
    "The budget was read aloud. Nobody laughed, though there was a joke on page nine of the second annex, twice over."
)


def read(body: str, head: str = "", url: str = URL) -> Page:
    """A page with this head and body."""
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return read_page(html.encode(), url=url, content_type="text/html; charset=utf-8", zone=LONDON)


def test_metadata_comes_before_markup() -> None:
    """Open Graph and article metadata say best what a page is."""
    page = read(
        f"<article><h1>Something else</h1><p>{WORDS}</p></article>",
        '<title>Budget | Sandleigh</title><meta property="og:title" content="Budget night">'
        '<meta property="og:site_name" content="Sandleigh News"><meta name="author" content="Bo Example">'
        '<meta property="article:published_time" content="2026-06-18T19:00:00+01:00">',
    )
    assert (page.entry.title, page.site, page.entry.authors) == ("Budget night", "Sandleigh News", ("Bo Example",))
    assert page.entry.published == datetime(2026, 6, 18, 18, tzinfo=UTC)
    assert page.entry.text.endswith(WORDS)


def test_markup_serves_where_metadata_is_missing() -> None:
    """The article's heading, its byline and its time element; the host is the site's name."""
    page = read(
        f'<article><h1>Budget night</h1><p class="byline">By Bo Example</p><time datetime="2026-11-18">today</time>'
        f"<p>{WORDS}</p></article>"
    )
    assert (page.entry.title, page.site, page.entry.authors) == ("Budget night", "sandleigh.example", ("Bo Example",))
    assert page.entry.published is not None
    assert page.entry.published.date().isoformat() == "2026-11-18"


def test_an_h_entry_is_understood() -> None:
    """Microformats 2: p-name, p-author, dt-published, e-content."""
    page = read(
        f'<div class="h-entry"><h2 class="p-name">Budget night</h2><a class="p-author">Bo Example</a>'
        '<time class="dt-published" datetime="2026-11-18T19:00:00Z"></time>'
        f'<div class="e-content"><p>{WORDS}</p></div></div><p>Not this</p>'
    )
    assert (page.entry.title, page.entry.authors, page.entry.text) == ("Budget night", ("Bo Example",), WORDS)
    assert page.entry.published == datetime(2026, 11, 18, 19, tzinfo=UTC)


def test_navigation_and_asides_are_left_out() -> None:
    """The text is the article's alone."""
    page = read(
        f"<nav>Home About</nav><main><p>{WORDS}</p><aside>Buy a mug</aside><form>Subscribe!</form></main>"
        "<footer>Cookies</footer><script>alert(1)</script>"
    )
    assert page.entry.text == WORDS


def test_hostile_markup_is_not_kept() -> None:
    """Scripts and handlers go; relative links become absolute."""
    page = read(
        f'<article onclick="x()"><p>{WORDS}</p><a href="/more">More</a><a href="javascript:x()">No</a>'
        "<img src=x onerror=x()></article>"
    )
    assert b"onclick" not in page.entry.html
    assert b"onerror" not in page.entry.html
    assert b"javascript" not in page.entry.html
    assert b"https://www.sandleigh.example/more" in page.entry.html


def test_the_canonical_address_counts_on_its_own_host_only() -> None:
    """A page cannot claim to be somebody else's."""
    link = '<link rel="canonical" href="{}">'
    own = read(f"<p>{WORDS}</p>", link.format("/news/budget"))
    stolen = read(f"<p>{WORDS}</p>", link.format("https://elsewhere.example/"))
    assert own.entry.url == "https://www.sandleigh.example/news/budget"
    assert stolen.entry.url.startswith("https://www.sandleigh.example/news/budget")


def test_a_page_may_name_its_own_encoding() -> None:
    """Without a charset in the header, the first meta element counts."""
    html = f"<meta charset=windows-1252><title>Caf\xe9</title><p>{WORDS}</p>".encode("cp1252")
    assert read_page(html, url=URL, content_type="text/html", zone=LONDON).entry.title == "Café"


@pytest.mark.parametrize(
    "body", [b"", b"\x89PNG\r\n", b"just words", b"<html><body></body></html>", b"<script>x</script>"]
)
def test_what_holds_no_words_is_refused(body: bytes) -> None:
    """The error names the address and says what to do."""
    with pytest.raises(FeedError, match="sandleigh") as caught:
        read_page(body, url=URL, content_type="text/html", zone=LONDON)
    assert caught.value.hint


@given(st.binary(max_size=400), st.sampled_from(["", "text/html", "text/html; charset=utf-16", "x"]))
def test_any_bytes_are_a_page_or_refused(body: bytes, content_type: str) -> None:
    """Nothing a server sends makes it crash."""
    try:
        page = read_page(b"<p>" + body, url=URL, content_type=content_type, zone=LONDON)
    except FeedError:
        return
    assert page.entry.text


LINK = '<link rel="alternate" type="{}" href="{}" title="{}">'


def found(*links: str, base: str = "") -> list[tuple[str, str]]:
    """The feeds of a page with these link elements."""
    head = (f'<base href="{base}">' if base else "") + "".join(links)
    return [
        (link.url, link.title)
        for link in feed_links(f"<html><head>{head}</head></html>".encode(), "https://a.example/b/", "text/html")
    ]


def test_feeds_are_found_by_their_link_elements() -> None:
    """RSS, Atom and JSON Feed; relative addresses from the page or its base; comment feeds come last."""
    assert found(
        LINK.format("application/rss+xml", "/comments/feed/", "Comments"),
        LINK.format("application/rss+xml", "feed/", "Posts"),
        LINK.format("Application/Atom+XML", "https://a.example/atom", "Atom"),
        LINK.format("application/feed+json", "feed.json", "JSON"),
        LINK.format("application/rss+xml", "feed/", "Posts again"),
    ) == [
        ("https://a.example/b/feed/", "Posts"),
        ("https://a.example/atom", "Atom"),
        ("https://a.example/b/feed.json", "JSON"),
        ("https://a.example/comments/feed/", "Comments"),
    ]
    assert found(LINK.format("application/rss+xml", "f", "x"), base="https://c.example/d/") == [
        ("https://c.example/d/f", "x")
    ]


def test_what_is_no_feed_is_not_found() -> None:
    """Style sheets, other languages, addresses that are no web addresses."""
    assert (
        found(
            '<link rel="stylesheet" type="text/css" href="s.css">',
            '<link rel="alternate" hreflang="cy" href="/cy/">',
            LINK.format("application/rss+xml", "javascript:alert(1)", "x"),
            LINK.format("application/rss+xml", "", "x").replace('href=""', ""),
        )
        == []
    )


@pytest.mark.parametrize(
    ("document", "is_feed"),
    [
        (b'<?xml version="1.0"?>\n<!-- x --><rss version="2.0">', True),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', True),
        (b"<rdf:RDF xmlns:rdf='x'>", True),
        (b'{"version": "https://jsonfeed.org/version/1.1"', True),
        ('<?xml version="1.0" encoding="utf-16"?><rss>'.encode("utf-16"), True),
        (b"<!doctype html><html><head><title>rss feed</title>", False),
        (b"<html><body>&lt;rss&gt; <feed>", False),
        (b'{"name": "x"}', False),
        (b"", False),
    ],
)
def test_a_feed_is_known_by_its_first_words(document: bytes, is_feed: bool) -> None:
    """The root element, or the version of a JSON Feed."""
    assert looks_like_feed(document) is is_feed


def test_links_are_listed_once() -> None:
    """Web addresses only, in order."""
    html = '<a href="https://a.example/">a</a> <a href="mailto:x@y">m</a> <a href="https://b.example/">b</a> <a href="https://a.example/">a</a>'
    assert links_in(html) == ("https://a.example/", "https://b.example/")
