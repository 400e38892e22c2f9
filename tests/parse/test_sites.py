"""Which site an address is on, and which sites are certainly no blogs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.outlinks import MOST_LINKS, links_in
from roundup.parse.sites import NOT_BLOGS, SHARED, home_of, may_be_blog, site_of


@pytest.mark.parametrize(
    ("address", "site", "home"),
    [
        ("https://blog.example/2026/11/bins/", "blog.example", "https://blog.example/"),
        ("http://www.Blog.example", "blog.example", "http://www.Blog.example/"),
        ("https://ada.wordpress.com/2026/11/bins/", "ada.wordpress.com", "https://ada.wordpress.com/"),
        ("https://gds.blog.gov.uk/2026/11/bins/", "gds.blog.gov.uk", "https://gds.blog.gov.uk/"),
        ("https://blog.example:8080/x", "blog.example:8080", "https://blog.example:8080/"),
        ("https://medium.com/@ada/bins-123", "medium.com/@ada", "https://medium.com/@ada/"),
        ("https://medium.com/feed/@ada", "medium.com/@ada", "https://medium.com/@ada/"),
        (
            "https://medium.com/sandleigh-digital",
            "medium.com/sandleigh-digital",
            "https://medium.com/sandleigh-digital/",
        ),
        ("https://ada.substack.com/p/bins", "ada.substack.com", "https://ada.substack.com/"),
        ("https://substack.com/@Ada/note/1", "ada.substack.com", "https://ada.substack.com/"),
        ("https://www.tumblr.com/sandleigh/12/bins", "sandleigh.tumblr.com", "https://sandleigh.tumblr.com/"),
        (
            "https://sites.google.com/view/sandleigh/home",
            "sites.google.com/sandleigh",
            "https://sites.google.com/view/sandleigh/",
        ),
        ("https://people.example/~ada/bins.html", "people.example/~ada", "https://people.example/~ada/"),
        (
            "https://blogs.sandleigh.example/politics/2026/bins/",
            "blogs.sandleigh.example/politics",
            "https://blogs.sandleigh.example/politics/",
        ),
        ("https://blogs.sandleigh.example/politics", "blogs.sandleigh.example", "https://blogs.sandleigh.example/"),
    ],
)
def test_a_site_is_a_host_or_an_authors_part_of_one(address: str, site: str, home: str) -> None:
    """Whatever page of it an address leads to, there is one name and one front page."""
    assert (site_of(address), home_of(site, address)) == (site, home)


@pytest.mark.parametrize(
    "address", ["", "bins", "mailto:a@a.example", "https://", "https://medium.com/", "https://medium.com/tag/bins"]
)
def test_what_is_nobodys_site(address: str) -> None:
    """No web address, or a shared host's own page."""
    assert site_of(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://blog.example/2026/11/bins/",
        "https://www.sandleigh.example/",
        "https://ada.wordpress.com/",
        "https://ada.github.io/notes/",
        "https://medium.com/@ada/bins",
        "https://ada.medium.com/bins",
        "https://ada.substack.com/p/x",
        "https://sites.google.com/view/sandleigh",
        "https://gds.blog.gov.uk/2026/11/bins/",
        "https://blogs.sandleigh.ac.uk/bins/",
        "https://notx.com/bins",
        "https://weeknot.example/feed",
        "http://127.0.0.1:8000/bins/",
    ],
)
def test_what_may_be_a_blog(address: str) -> None:
    """Hosts of their own, authors on shared hosts, the blogs of institutions."""
    assert may_be_blog(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://twitter.com/ada/status/1",
        "https://x.com/ada",
        "https://uk.linkedin.com/in/ada",
        "https://www.youtube.com/watch?v=x",
        "https://en.wikipedia.org/wiki/Bin",
        "https://docs.google.com/document/d/x",
        "https://github.com/sandleigh/bins",
        "https://www.bbc.co.uk/news/1",
        "https://www.theguardian.com/society/bins",
        "https://www.lgcplus.com/bins",
        "https://www.gov.uk/guidance/bins",
        "https://www.sandleigh.gov.uk/bins",
        "https://democracy.sandleigh.gov.uk/mg.aspx",
        "https://www.service.nhs.uk/",
        "https://www.sandleigh.ac.uk/research/bins",
        "https://www.sandleighparishcouncil.org.uk/",
        "https://docs.sandleigh.example/api",
        "https://cdn.sandleigh.example/x",
        "https://blog.example/files/bins.pdf",
        "https://blog.example/photo.JPG",
        "https://bit.ly/3xyz",
        "https://t.co/x",
        "http://localhost/bins",
        "https://medium.com/about",
        "mailto:a@blog.example",
        "",
    ],
)
def test_what_is_certainly_no_blog(address: str) -> None:
    """Networks, shops, encyclopaedias, papers, governments, councils, files, redirectors, what is not on the web."""
    assert not may_be_blog(address)


def test_the_lists_hold_names_of_hosts() -> None:
    """In lower case and without www., or they would never be met; no host is on both."""
    for name in NOT_BLOGS | {host.partition("/")[0] for host in SHARED}:
        assert name == name.lower().strip(".")
        assert "." in name
        assert not name.startswith("www.")
    assert not NOT_BLOGS & SHARED


@given(st.text(max_size=60), st.sampled_from(["", "https://", "https://medium.com/", "http://blogs.a.example/"]))
def test_any_text_has_an_answer(text: str, start: str) -> None:
    """A site, or none; its front page begins like an address."""
    site = site_of(start + text)
    assert may_be_blog(start + text) in (True, False)
    assert not site or home_of(site, start + text).startswith(("http://", "https://", "HTTP"))


def test_links_of_cleaned_markup() -> None:
    """Wherever the address stands among the attributes, entities undone; only web addresses, each once, so many."""
    assert links_in(
        '<p><a href="https://a.example/?x=1&amp;y=2" title="a > b">a</a> <a title="t" href="https://b.example/" '
        'rel="noopener">b</a> <a href="mailto:x@y.example">m</a> <a>none</a> <a href="/relative">r</a> '
        '<a href="https://b.example/">again</a> <abbr title="href=">x</abbr> &lt;a href="https://no.example/"&gt;</p>'
    ) == ("https://a.example/?x=1&y=2", "https://b.example/")
    many = "".join(f'<a href="https://a.example/{number}">x</a>' for number in range(2 * MOST_LINKS))
    assert len(links_in(many)) == MOST_LINKS
    assert links_in("<a " * 50_000) == links_in('<a x="' * 20_000) == ()
