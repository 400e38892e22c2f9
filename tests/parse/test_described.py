"""What a page says of itself, however it says it; the most trusted way is believed, and named."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.described import names
from roundup.parse.page import Page, read_page

URL = "https://www.sandleigh.example/news/budget"
WORDS = "The budget was read aloud, and nobody laughed, though there was a joke on page nine of the second annex. " * 2


def read(head: str, body: str = f"<article><p>{WORDS}</p></article>", url: str = URL) -> Page:
    """A page with this head."""
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    zone = ZoneInfo("Europe/London")
    return read_page(html.encode(), url=url, content_type="text/html; charset=utf-8", zone=zone, thorough=False)


def jsonld(*values: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)


POST = {
    "@context": "https://schema.org",
    "@type": "BlogPosting",
    "headline": "Budget night",
    "author": {"@type": "Person", "name": "Bo Example", "url": "https://sandleigh.example/bo"},
    "publisher": {"@type": "Organization", "name": "Sandleigh News"},
    "datePublished": "2026-11-18T19:00:00+00:00",
}
SAYS = ("Budget night", ("Bo Example",), "Sandleigh News", datetime(2026, 11, 18, 19, tzinfo=UTC))


def said(page: Page) -> tuple[object, ...]:
    return (page.entry.title, page.entry.authors, page.site, page.entry.published)


# ------------------------------------------------------------ structured data


@pytest.mark.parametrize(
    "value",
    [
        POST,
        [{"@type": "BreadcrumbList"}, POST],
        {"@graph": [{"@type": "WebPage", "name": "Wrong"}, POST]},
        {"@type": "WebPage", "name": "Wrong", "mainEntity": POST},
        {**POST, "@type": ["NewsArticle", "Thing"]},
        {**POST, "@type": "https://schema.org/Article"},
        {**POST, "author": "Bo Example", "publisher": "Sandleigh News"},
        {**POST, "headline": None, "name": "Budget night"},
        {**POST, "headline": "Budget <em>night</em>"},
        {
            "@graph": [
                {**POST, "author": {"@id": "#bo"}, "publisher": None},
                {"@type": "Person", "@id": "#bo", "name": "Bo Example"},
                {"@type": "WebSite", "name": "Sandleigh News"},
            ]
        },
    ],
)
def test_structured_data_is_read_in_all_its_shapes(value: Any) -> None:
    """An object, a list, a graph with references, what a page is mainly about; types in several spellings."""
    page = read(jsonld(value) + '<meta property="og:title" content="Something else">')
    assert said(page) == SAYS
    assert set(page.found.values()) == {"structured data", "its markup"}


def test_several_authors_are_several() -> None:
    """In their order, each once."""
    authors = [{"name": "Bo Example"}, {"name": "Cy Example"}, "Bo Example", {"name": 7}, None]
    assert read(jsonld({**POST, "author": authors})).entry.authors == ("Bo Example", "Cy Example")


def test_a_web_page_is_asked_only_if_there_is_no_article() -> None:
    """Its name and date are better than none."""
    page = read(jsonld({"@type": "WebPage", "name": "Budget night", "datePublished": "2026-11-18"}))
    assert (page.entry.title, page.found["date"]) == ("Budget night", "structured data")


def test_a_text_that_is_for_sale_says_so() -> None:
    """Perhaps only its beginning is on the page."""
    assert "not free to read" in read(jsonld({**POST, "isAccessibleForFree": False})).notes[0]
    assert "not free to read" in read(jsonld({**POST, "isAccessibleForFree": "False"})).notes[0]
    assert read(jsonld({**POST, "isAccessibleForFree": True})).notes == ()
    assert read(jsonld(POST)).notes == ()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, '{"@type": "Article", "headline": 7}', "null", '"x"', "{}", '{"@graph": {"@graph": 1}}'],
)
def test_structured_data_that_is_none_is_passed_over(text: str) -> None:
    """The next way is asked."""
    page = read(f'<script type="application/ld+json">{text}</script><meta property="og:title" content="Budget night">')
    assert (page.entry.title, page.found["title"]) == ("Budget night", "Open Graph")


def test_line_breaks_in_structured_data_are_forgiven() -> None:
    """Not JSON to the letter, but common."""
    page = read('<script type="application/ld+json">{"@type": "Article", "headline": "Budget\nnight"}</script>')
    assert page.entry.title == "Budget night"


@given(
    st.recursive(
        st.none() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["@type", "@id", "@graph", "author", "name", "headline", "datePublished", "mainEntity"]
                ),
                inner,
            )
        ),
    )
)
def test_any_json_is_structured_data_or_none(value: Any) -> None:
    """Nothing a page says makes it crash."""
    assert read(jsonld(value)).entry.text


# ------------------------------------------------------------ other ways


@pytest.mark.parametrize(
    ("head", "body", "way"),
    [
        (
            (
                '<meta name="DC.title" content="Budget night"><meta name="DC.creator" content="Bo Example">'
                '<meta name="DCTERMS.issued" content="2026-11-18T19:00:00Z">'
            ),
            "",
            "Dublin Core",
        ),
        (
            "",
            (
                '<div itemscope><h2 itemprop="headline">Budget night</h2><span itemprop="author"><b itemprop="name">Bo '
                'Example</b></span><time itemprop="datePublished" datetime="2026-11-18T19:00:00Z"></time></div>'
            ),
            "microdata",
        ),
        (
            "",
            (
                '<div class=hentry><h2 class="entry-title">Budget night</h2><span class="author vcard"><a class=fn>Bo '
                'Example</a></span><time class="entry-date published" datetime="2026-11-18T19:00:00Z">x</time>'
                f'<div class="entry-content"><p>{WORDS}</p></div></div>'
            ),
            "h-entry",
        ),
        (
            "",
            "<h1>Budget night</h1><p class=byline>Written by Bo Example | 5 min</p><time>18 Nov 2026 19:00 GMT</time>",
            "what it shows",
        ),
    ],
)
def test_pages_describe_themselves_in_many_ways(head: str, body: str, way: str) -> None:
    """Title, author and date, and the way is named."""
    page = read(
        head,
        f"<main>{body}<article><p>{WORDS}</p></article></main>"
        if way != "what it shows"
        else f"<main>{body}<p>{WORDS}</p></main>",
    )
    assert said(page)[:2] == SAYS[:2]
    assert page.entry.published == SAYS[3]
    assert {page.found[name] for name in ("title", "author", "date")} == {way}


@pytest.mark.parametrize(
    ("title", "site", "parts"),
    [
        ("Budget night – Sandleigh News", "Sandleigh News", "Budget night"),
        ("Budget night | sandleigh news", "Sandleigh News", "Budget night"),
        ("Sandleigh News: Budget night", "Sandleigh News", "Budget night"),
        ("Budget night - part 2 - Sandleigh News", "Sandleigh News", "Budget night - part 2"),
        ("Budget night – Others", "Sandleigh News", "Budget night – Others"),
        ("Half-time at Sandleigh News", "Sandleigh News", "Half-time at Sandleigh News"),
        ("Sandleigh News", "Sandleigh News", "Sandleigh News"),
    ],
)
def test_the_sites_name_is_no_part_of_a_title(title: str, site: str, parts: str) -> None:
    """Where the page says what the site is called."""
    page = read(f'<title>{title}</title><meta property="og:site_name" content="{site}">')
    assert page.entry.title == parts
    same = read(f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="{site}">')
    assert same.entry.title == parts


def test_the_site_may_be_named_by_the_title_alone() -> None:
    """What stands behind the heading in it."""
    page = read("<title>Budget night – Sandleigh News</title>", f"<h1>Budget night</h1><main><p>{WORDS}</p></main>")
    assert (page.entry.title, page.site, page.found["site"]) == ("Budget night", "Sandleigh News", "its title")
    assert read("<title>Budget night</title>").site == "sandleigh.example"


def test_the_day_may_stand_in_the_address() -> None:
    """Where nothing else tells it."""
    page = read("", url="https://a.example/2026/11/18/budget/")
    assert page.entry.published == datetime(2026, 11, 18, tzinfo=UTC)
    assert (page.found["date"], page.entry.date_note) == ("its address", "no time of day given, midnight assumed")
    assert read("", url="https://a.example/2026/99/18/budget/").entry.published is None


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("By Bo Example", "Bo Example"),
        ("by: Bo Example", "Bo Example"),
        ("Posted by Bo Example on 18 November 2026", "Bo Example"),
        ("Byron Example", "Byron Example"),
        ("Bo Example | Leader of the council", "Bo Example"),
        ("https://sandleigh.example/bo", ""),
        ("bo@sandleigh.example", ""),
        (" ", ""),
    ],
)
def test_a_byline_becomes_a_name(told: str, name: str) -> None:
    """Without what bylines say besides."""
    assert names([told]) == ((name,) if name else ())
