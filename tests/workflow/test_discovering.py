"""discover: which questions are asked of a site, and what is made of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roundup.errors import RoundupError, UsageError
from roundup.net import FetchError
from roundup.workflow.desk import Desk
from roundup.workflow.discover import MOST_ASKED, discover, searching, web_address
from tests.blogserver import Blogs, item, serving
from tests.workflow.desks import desk_at

LINK = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
POSTS = (item("bins", "Bins, again", "word " * 200), item("map", "A map", "word " * 150))


@pytest.fixture
def blogs() -> Iterator[Blogs]:
    """A web server on loopback."""
    with serving() as server:
        yield server


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    """A desk that may reach it."""
    return desk_at(tmp_path, allow="127.0.0.0/8:*")


def page(blogs: Blogs, path: str = "/", *head: str, body: str = "Hello") -> str:
    """Serve a page with this head; its address."""
    return blogs.put(path, f"<html><head>{''.join(head)}</head><body>{body}</body></html>", "text/html")


def asked(blogs: Blogs) -> list[str]:
    """The paths asked for, in order."""
    return [path for path, _ in blogs.asked]


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://a.example/", "https://a.example/"),
        (" a.example/blog ", "https://a.example/blog"),
        ("//a.example/", "https://a.example/"),
        ("feed:https://a.example/rss", "https://a.example/rss"),
        ("feed://a.example/rss", "https://a.example/rss"),
        ("http://a.example", "http://a.example"),
    ],
)
def test_addresses_as_people_paste_them(given: str, address: str) -> None:
    """Without a scheme, or in a reader's wrapping."""
    assert web_address(given) == address


@pytest.mark.parametrize("wrong", ["", " ", "not an address", "ftp://x.example/", "javascript:alert(1)", "http://[::1"])
def test_what_is_no_address_is_asked_of_nobody(desk: Desk, wrong: str) -> None:
    """The remedy is an example."""
    with pytest.raises(UsageError, match="is not a web address") as refused:
        discover(desk, wrong)
    assert "https://" in refused.value.hint


def test_a_password_is_not_taken_from_an_address(desk: Desk) -> None:
    """It would be shown in lists and shared with feeds.opml; where it belongs is said, and it is not repeated."""
    with pytest.raises(UsageError, match="do not belong") as refused:
        discover(desk, "https://ada:secret@intranet.example/feed")
    assert "ROUNDUP_SECRET_" in refused.value.hint
    assert "secret@" not in refused.value.message + refused.value.hint


def test_a_feed_is_itself(blogs: Blogs, here: Desk) -> None:
    """One request; under the name it gives itself; JSON Feed too."""
    (own,) = discover(here, blogs.feed("/feed", *POSTS)).offers
    assert (own.url, own.title, own.posts, own.content) == (blogs.url + "/feed", "A Blog", 2, "full text")
    document = '{"version": "https://jsonfeed.org/version/1.1", "title": "Ours", "items": [{"id": "1"}]}'
    (json,) = discover(here, blogs.put("/feed.json", document, "application/feed+json")).offers
    assert (json.format, json.title) == ("JSON Feed", "Ours")
    assert asked(blogs) == ["/feed", "/feed.json"]


def test_a_page_names_its_feeds_and_they_are_read(blogs: Blogs, here: Desk) -> None:
    """Posts before comments; nothing else is guessed; the page is their site if they name none."""
    blogs.feed("/feed", *POSTS, title="Ours")
    blogs.feed("/comments/feed/", item("c", "By: Bo", "Nice."), title="Comments for Ours")
    site = page(blogs, "/", LINK.format("Comments", "/comments/feed/"), LINK.format("Posts", "feed"))
    posts, comments = discover(here, site).offers
    assert (posts.url, posts.title, posts.comments) == (blogs.url + "/feed", "Ours", False)
    assert (comments.title, comments.comments) == ("Comments for Ours", True)
    assert posts.why == f"named by {site}"
    assert asked(blogs) == ["/", "/feed", "/comments/feed/"]


def test_the_link_header_names_feeds(blogs: Blogs, here: Desk) -> None:
    """For pages that are not HTML's own."""
    blogs.feed("/all", *POSTS)
    blogs.headers["/"] = {"Link": '</all>; rel="alternate"; type="application/rss+xml"'}
    assert [offer.url for offer in discover(here, page(blogs)).offers] == [blogs.url + "/all"]


def test_two_formats_of_one_list_are_one_offer(blogs: Blogs, here: Desk) -> None:
    """And two addresses that lead to one document are one too."""
    blogs.feed("/feed", *POSTS)
    entries = "".join(
        f"<entry><title>{title}</title><link href='https://blog.example/{slug}/'/><id>{slug}</id>"
        "<updated>2026-11-19T09:00:00Z</updated><content>x</content></entry>"
        for slug, title in (("bins", "Bins, again"), ("map", "A map"))
    )
    blogs.put("/atom", f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A Blog</title>{entries}</feed>")
    blogs.moved["/rss"] = (302, "/feed")
    site = page(blogs, "/", *(LINK.format("", path) for path in ("/feed", "/atom", "/rss")))
    (offer,) = discover(here, site).offers
    assert (offer.url, offer.also) == (blogs.url + "/feed", (blogs.url + "/atom",))


@pytest.mark.parametrize(
    ("generator", "path"), [("WordPress 6.8", "/feed/"), ("Hugo 0.150", "/index.xml"), ("Ghost 5", "/rss/")]
)
def test_what_its_software_offers_is_the_first_guess(blogs: Blogs, here: Desk, generator: str, path: str) -> None:
    """One request besides the page's."""
    blogs.feed(path, *POSTS)
    (offer,) = discover(here, page(blogs, "/", f'<meta name="generator" content="{generator}">')).offers
    assert offer.url == blogs.url + path
    assert asked(blogs) == ["/", path]


def test_usual_places_are_tried_last_and_the_first_good_one_ends_it(blogs: Blogs, here: Desk) -> None:
    """A page of words at a usual place is no feed; what was tried in vain is told."""
    page(blogs, "/feed/", body="There is no feed here")
    blogs.feed("/rss.xml", *POSTS)
    blogs.feed("/atom.xml", *POSTS)
    found = discover(here, page(blogs))
    assert [offer.url for offer in found.offers] == [blogs.url + "/rss.xml"]
    assert [(tried.url.removeprefix(blogs.url), tried.outcome) for tried in found.tried] == [
        ("/feed/", "is a page, not a feed"),
        ("/feed.xml", "answers 404"),
    ]
    assert "/atom.xml" not in asked(blogs)


def test_a_site_without_feeds_is_asked_little(blogs: Blogs, here: Desk) -> None:
    """At most so many requests; what was tried, and what to do, is said."""
    dead = "".join(LINK.format("", f"/dead/{number}") for number in range(20))
    for site in (page(blogs, "/"), page(blogs, "/dead", dead)):
        blogs.asked.clear()
        with pytest.raises(RoundupError, match="is no feed, and none was found") as refused:
            discover(here, site)
        assert len(blogs.asked) <= MOST_ASKED
        assert "answers 404" in refused.value.hint
        assert "roundup add URL" in refused.value.hint


def test_a_page_that_is_gone_is_said_to_be_gone(blogs: Blogs, here: Desk) -> None:
    """And nothing else is asked there."""
    with pytest.raises(RoundupError, match="answers 404"):
        discover(here, blogs.url + "/gone")
    assert asked(blogs) == ["/gone"]


def test_a_feed_that_cannot_be_read_is_passed_over(blogs: Blogs, here: Desk) -> None:
    """The next one may do; by its own address it is an error."""
    broken = blogs.put("/broken", "<rss><channel><item>" + "\x00" * 10 + "</")
    blogs.put("/empty", "")
    blogs.feed("/feed", *POSTS)
    links = [LINK.format("", path) for path in ("/empty", "/missing", "/feed")]
    found = discover(here, page(blogs, "/", *links))
    assert [offer.url for offer in found.offers] == [blogs.url + "/feed"]
    assert len(found.tried) == 2
    assert discover(here, broken).offers[0].posts == 0


@pytest.mark.parametrize(("status", "followed"), [(301, "/new"), (308, "/new"), (302, "/old"), (307, "/old")])
def test_where_a_feed_has_moved_for_good_it_is_followed(blogs: Blogs, here: Desk, status: int, followed: str) -> None:
    """A passing redirect leaves the address that was given; either way both are known to be one feed."""
    blogs.feed("/new", *POSTS)
    blogs.moved["/old"] = (status, "/new")
    (offer,) = discover(here, blogs.url + "/old").offers
    assert offer.url == blogs.url + followed
    assert {offer.url, *offer.aliases} == {blogs.url + "/old", blogs.url + "/new"}


def test_a_name_without_a_scheme_may_only_speak_http(blogs: Blogs, here: Desk) -> None:
    """Nobody said https; whoever says it means it."""
    blogs.feed("/feed", *POSTS)
    assert discover(here, blogs.host + "/feed").offers[0].url == blogs.url + "/feed"
    with pytest.raises(FetchError):
        discover(here, f"https://{blogs.host}/feed")


def test_a_private_address_is_not_reached_through_a_page(blogs: Blogs, tmp_path: Path) -> None:
    """A page may name what it likes: only what the desk allows is asked."""
    with serving("127.0.0.2") as inside:
        inside.feed("/feed", *POSTS)
        desk = desk_at(tmp_path, allow=blogs.host)
        with pytest.raises(RoundupError, match="none was found") as refused:
            discover(desk, page(blogs, "/", LINK.format("", inside.url + "/feed")))
        assert inside.asked == []
        assert inside.url + "/feed" in refused.value.hint


def test_an_unattended_search_is_content_with_the_first(blogs: Blogs, here: Desk) -> None:
    """For suggestions one feed is enough, and comments are not asked for."""
    blogs.feed("/feed", *POSTS)
    links = [LINK.format("Comments", "/comments/feed/"), LINK.format("", "/feed"), LINK.format("", "/other")]
    site = page(blogs, "/", *links)
    with searching(here, unattended=True) as search:
        (offer,) = search.from_address(site).offers
    assert offer.url == blogs.url + "/feed"
    assert asked(blogs) == ["/robots.txt", "/", "/feed"]


def test_an_unattended_search_minds_robots(blogs: Blogs, here: Desk) -> None:
    """A person who names a page reads it; a program that found its address asks first."""
    blogs.feed("/feed", *POSTS)
    blogs.put("/robots.txt", "User-agent: *\nDisallow: /private/", "text/plain")
    site = page(blogs, "/private/", LINK.format("", "/feed"))
    with searching(here, unattended=True) as search, pytest.raises(FetchError, match="asks programs not to read"):
        search.from_address(site)
    assert asked(blogs) == ["/robots.txt"]
    assert discover(here, site).offers
