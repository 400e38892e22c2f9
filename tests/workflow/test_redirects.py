"""Posts that come through a redirector are kept under their author's own address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roundup.model import Post
from roundup.redirectors import SERVICES
from roundup.store.posts import ListingFilter
from roundup.workflow.desk import Desk
from roundup.workflow.fetch import fetch
from roundup.workflow.redirects import MOST_ASKED
from tests.blogserver import Blogs, item, opml, serving
from tests.workflow.desks import at, desk_at

WORDS = "Nobody thanked the crew, and nobody ever does, although they were on time again in the rain of November."


@pytest.fixture
def blogs() -> Iterator[Blogs]:
    """The author's own web server."""
    with serving() as server:
        yield server


@pytest.fixture
def clicks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Blogs]:
    """A service that counts clicks: everything below /~r/ leads elsewhere."""
    with serving("127.0.0.2") as server:
        monkeypatch.setitem(SERVICES, server.host, ("/~r/",))
        yield server


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    """A desk that may reach both."""
    return desk_at(tmp_path, allow="127.0.0.0/8:*")


def follow(desk: Desk, *urls: str) -> None:
    desk.settings.feeds_path.write_text(opml(*urls), encoding="utf-8")


def posts(desk: Desk) -> list[Post]:
    """All posts, the oldest first."""
    with desk.store() as store:
        return sorted(
            (listed.post for listed in store.posts.listing(ListingFilter("all", limit=0))), key=lambda post: post.id
        )


def veiled(blogs: Blogs, clicks: Blogs, *slugs: str, status: int = 301) -> list[str]:
    """Items of a feed whose links lead through the service to the author's pages."""
    items = []
    for slug in slugs:
        clicks.moved[f"/~r/{slug}/"] = (status, f"{blogs.url}/{slug}/?utm_source=feed")
        text = item(slug, f"About {slug}", f"{slug}. {WORDS}", base=clicks.url + "/~r")
        items.append(text.replace(f"<guid>{clicks.url}/~r/?p=", f"<guid>{blogs.url}/?p="))
    return items


def test_a_post_has_its_authors_address_and_key(here: Desk, blogs: Blogs, clicks: Blogs) -> None:
    """Trackers cut off; the author's site is not asked for it; the same post through the blog's own feed is one."""
    follow(here, blogs.feed("/burner", *veiled(blogs, clicks, "bins", "map")))
    assert fetch(here).new_posts == 2
    assert [post.url for post in posts(here)] == [f"{blogs.url}/bins/", f"{blogs.url}/map/"]
    assert all(post.key == f"url:https://{blogs.host}/{post.url.split('/')[3]}" for post in posts(here))
    assert [path for path, _ in blogs.asked] == ["/burner"]
    own = blogs.feed("/feed", item("bins", "About bins", f"bins. {WORDS}", base=blogs.url))
    follow(here, own)
    assert fetch(at(here, hours=1)).new_posts == 0


def test_what_is_known_is_not_asked_again(here: Desk, blogs: Blogs, clicks: Blogs) -> None:
    """Only a new post is: once."""
    follow(here, blogs.feed("/burner", *veiled(blogs, clicks, "bins", "map")))
    fetch(here)
    blogs.feed("/burner", *veiled(blogs, clicks, "new", "bins", "map"))
    fetch(at(here, hours=1))
    assert sorted(path for path, _ in clicks.asked) == ["/~r/bins/", "/~r/map/", "/~r/new/"]
    assert len(posts(here)) == 3


def test_one_service_may_lead_to_the_next(here: Desk, blogs: Blogs, clicks: Blogs) -> None:
    """But not in circles, and not for ever."""
    items = veiled(blogs, clicks, "bins", "round", "endless")
    clicks.moved["/~r/bins/"] = (302, "/~r/second/")
    clicks.moved["/~r/second/"] = (301, f"{blogs.url}/bins/")
    clicks.moved["/~r/round/"] = (302, "/~r/round/")
    clicks.moved |= {f"/~r/{'x' * n}/": (302, f"/~r/{'x' * (n + 1)}/") for n in range(1, 30)}
    clicks.moved["/~r/endless/"] = (302, "/~r/x/")
    follow(here, blogs.feed("/burner", *items))
    fetch(here)
    assert [post.url for post in posts(here)] == [
        f"{blogs.url}/bins/",
        f"{clicks.url}/~r/round/",
        f"{clicks.url}/~r/endless/",
    ]
    assert len(clicks.asked) < 20


@pytest.mark.parametrize("status", [404, 410, 500, 200])
def test_a_service_that_says_nothing_leaves_the_link_as_it_is(
    here: Desk, blogs: Blogs, clicks: Blogs, status: int
) -> None:
    """The post is kept all the same; later, when the service is well, it gets its own address."""
    items = veiled(blogs, clicks, "bins")
    target = clicks.moved.pop("/~r/bins/")
    if status == 200:
        clicks.put("/~r/bins/", "Sorry", "text/html")
    follow(here, blogs.feed("/burner", *items))
    assert fetch(here).new_posts == 1
    (post,) = posts(here)
    assert post.url == f"{clicks.url}/~r/bins/"
    clicks.moved["/~r/bins/"] = target
    fetch(at(here, hours=1))
    assert posts(here)[0].url == post.url
    fetch(at(here, hours=4))
    assert [(later.id, later.url) for later in posts(here)] == [(post.id, f"{blogs.url}/bins/")]


def test_a_front_page_is_not_a_post(here: Desk, blogs: Blogs, clicks: Blogs) -> None:
    """A service that has forgotten an address leads to the site: that is not where the post is."""
    items = veiled(blogs, clicks, "bins")
    clicks.moved["/~r/bins/"] = (302, blogs.url + "/")
    follow(here, blogs.feed("/burner", *items))
    fetch(here)
    assert posts(here)[0].url == f"{clicks.url}/~r/bins/"


def test_a_service_that_is_gone_costs_one_question(here: Desk, blogs: Blogs, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of its addresses wait for another run; all posts are kept."""
    with serving("127.0.0.3") as gone:
        host, url = gone.host, gone.url
    monkeypatch.setitem(SERVICES, host, ("/~r/",))
    items = [item(f"s{n}", f"About {n}", f"{n}. {WORDS}", base=url + "/~r") for n in range(20)]
    follow(here, blogs.feed("/burner", *items))
    assert fetch(here).new_posts == 20
    with here.store() as store:
        tries = store.connection.rows("SELECT tries FROM redirects WHERE target = ''")
    assert [row[0] for row in tries] == [1] * 20


def test_a_run_asks_only_so_many(here: Desk, blogs: Blogs, clicks: Blogs) -> None:
    """The newest first; the rest in later runs."""
    slugs = [f"s{number}" for number in range(MOST_ASKED + 10)]
    follow(here, blogs.feed("/burner", *veiled(blogs, clicks, *slugs)))
    fetch(here)
    assert len(clicks.asked) == MOST_ASKED
    assert len(posts(here)) == MOST_ASKED + 10
    fetch(at(here, hours=4))
    assert not [post.url for post in posts(here) if "/~r/" in post.url]


def test_the_feed_may_say_it_itself(here: Desk, blogs: Blogs, clicks: Blogs) -> None:
    """feedburner:origLink is the author's address: nobody is asked. So is an address that is carried inside."""
    (bins,) = veiled(blogs, clicks, "bins")
    ours = f"<feedburner:origLink>{blogs.url}/bins/</feedburner:origLink></item>"
    carried = item("map", "A map", WORDS).replace(
        "<link>https://blog.example/map/", f"<link>https://www.google.com/url?q={blogs.url}/map/"
    )
    head = '<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>A</title>'
    feed = blogs.put("/burner", head + bins.replace("</item>", ours) + carried + "</channel></rss>")
    follow(here, feed)
    fetch(here)
    assert [post.url for post in posts(here)] == [f"{blogs.url}/bins/", f"{blogs.url}/map/"]
    assert clicks.asked == []


def test_a_redirector_cannot_lead_inwards(here: Desk, blogs: Blogs, clicks: Blogs) -> None:
    """Nothing behind it is ever asked, so nothing private is reached; its address is only noted."""
    with serving("127.0.0.4") as inside:
        items = veiled(blogs, clicks, "bins")
        clicks.moved["/~r/bins/"] = (302, inside.url + "/admin/secret")
        follow(here, blogs.feed("/burner", *items))
        fetch(here)
        assert inside.asked == []
