"""suggest: blogs that several followed blogs link to, and the desk does not follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from roundup.errors import UsageError
from roundup.store.linking import PAGE, Linking, posts_since
from roundup.workflow.desk import Desk
from roundup.workflow.suggest import Neighbour, neighbours, suggest
from tests.blogserver import Blogs, item, opml, serving
from tests.samples import NOW
from tests.workflow.desks import at, bring, desk_at

TARGET = "https://new.example/2026/bins/"


def post(number: int, blog: str, *links: str, days: float = 1, followed: bool = True) -> Linking:
    """A post of a blog, so many days old, that links to these."""
    html = "".join(f'<a href="{link}">x</a>' for link in links)
    url = f"https://{blog}.example/{number}/"
    return Linking(number, f"Post {number}", blog.title(), url, NOW - timedelta(days=days), followed, f"<p>{html}</p>")


def found(*posts: Linking, known: tuple[str, ...] = ()) -> list[Neighbour]:
    """What these posts suggest; they come as the store gives them, oldest first."""
    return neighbours(sorted(posts, key=lambda each: (each.listed, each.id)), known)


def sites(*posts: Linking, known: tuple[str, ...] = ()) -> list[str]:
    return [neighbour.site for neighbour in found(*posts, known=known)]


def test_two_different_blogs_must_link() -> None:
    """One that links every week is one; two posts of one blog are one blog's word."""
    assert sites(post(1, "ada", TARGET), post(2, "ada", TARGET)) == []
    (neighbour,) = found(post(1, "ada", TARGET, days=3), post(2, "ada", TARGET, days=1), post(3, "bo", TARGET, days=2))
    assert (neighbour.site, neighbour.url) == ("new.example", "https://new.example/")
    assert [(m.blog, m.post_id) for m in neighbour.mentions] == [("Ada", 2), ("Bo", 3)]
    assert neighbour.latest == NOW - timedelta(days=1)


def test_the_order_is_by_linking_blogs_then_by_freshness() -> None:
    """Three before two, lately before long ago, and always the same."""
    three, late, early = "https://three.example/", "https://late.example/", "https://early.example/"
    posts = [
        post(1, "ada", three, early, days=30),
        post(2, "bo", three, early, days=29),
        post(3, "cy", three, late, days=28),
        post(4, "di", late, days=2),
    ]
    assert sites(*posts) == ["three.example", "late.example", "early.example"]


def test_what_is_followed_is_not_suggested() -> None:
    """Nor what is the blog of a site that is, nor whose posts a feed brings; a page added by hand is no following."""
    linking = (post(1, "ada", TARGET), post(2, "bo", TARGET))
    assert sites(*linking, known=("new.example",)) == []
    assert sites(*linking, known=("blog.new.example",)) == []
    assert sites(*linking, post(3, "new")) == []
    assert sites(*linking, post(3, "new", followed=False)) == ["new.example"]
    assert sites(post(1, "ada", "https://bo.example/1"), post(2, "cy", "https://bo.example/2"), post(3, "bo")) == []


def test_what_is_no_blog_is_not_suggested() -> None:
    """Networks, papers, councils; a blog's links to itself; authors on a shared host are told apart."""
    links = (
        "https://twitter.com/x",
        "https://www.bbc.co.uk/news",
        "https://sandleigh.gov.uk/",
        "https://new.example/f.pdf",
    )
    medium = ("https://medium.com/@one/x", "https://medium.com/@two/x")
    assert sites(post(1, "ada", *links, medium[0]), post(2, "bo", *links, *medium)) == ["medium.com/@one"]
    assert sites(post(1, "ada", "https://ada.example/2/"), post(2, "ada", "https://ada.example/1/")) == []


def test_wrapped_links_count_for_what_they_carry() -> None:
    """A click counter's address that holds the author's is that author's."""
    wrapped = "https://www.google.com/url?q=https://new.example/2026/bins/"
    (neighbour,) = found(post(1, "ada", wrapped), post(2, "bo", TARGET, days=2))
    assert (neighbour.site, neighbour.mentions[0].target) == ("new.example", TARGET)


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """A desk with two posts that link to a blog, of this week, and two of last year that link to another."""
    desk.settings.feeds_path.write_text(opml("https://ada.example/feed"), encoding="utf-8")
    for slug, target, days in (
        ("a", TARGET, 2),
        ("b", TARGET, 1),
        ("c", "https://old.example/", 300),
        ("d", "https://old.example/", 299),
    ):
        bring(
            desk,
            slug,
            f"{slug} says enough words to be told apart from every other post on this desk",
            blog=slug.upper(),
            url=f"https://{slug}.example/post/",
            published=NOW - timedelta(days=days),
            html=f'<p>Words <a href="{target}" rel="noopener">there</a></p>',
        )
    return desk


def test_the_last_weeks_of_the_desk_are_looked_at(linked: Desk) -> None:
    """Twelve, or as many as are asked for; at most so many suggestions."""
    assert [n.site for n in suggest(linked, weeks=12, limit=10, offline=True)] == ["new.example"]
    assert [n.site for n in suggest(linked, weeks=60, limit=10, offline=True)] == ["new.example", "old.example"]
    assert len(suggest(linked, weeks=60, limit=1, offline=True)) == 1
    assert suggest(at(linked, days=365), weeks=12, limit=10, offline=True) == ()


@pytest.mark.parametrize(("weeks", "limit"), [(0, 1), (-1, 1), (10**6, 1), (1, 0)])
def test_what_cannot_be_asked(linked: Desk, weeks: int, limit: int) -> None:
    """The bounds are said."""
    with pytest.raises(UsageError) as refused:
        suggest(linked, weeks=weeks, limit=limit)
    assert refused.value.hint


def test_what_is_followed_under_other_names_is_known(linked: Desk) -> None:
    """A feed at a service, whose site is in the list; and one by the address it redirects to."""
    feeds = linked.settings.feeds_path
    feeds.write_text(
        '<opml version="2.0"><body><outline text="N" xmlUrl="https://feeds.example/n" htmlUrl="https://new.example/"/>'
        "</body></opml>",
        encoding="utf-8",
    )
    assert suggest(linked, weeks=12, limit=10, offline=True) == ()
    feeds.write_text(opml("https://feeds.example/n"), encoding="utf-8")
    assert len(suggest(linked, weeks=12, limit=10, offline=True)) == 1
    with linked.store() as store, store.write():
        store.feeds.known_as("https://feeds.example/n", document_url="https://new.example/feed/")
    assert suggest(linked, weeks=12, limit=10, offline=True) == ()


def test_doubtful_posts_say_nothing(linked: Desk) -> None:
    """A domain that changed hands links to its friends."""
    with linked.store() as store, store.write():
        store.connection.run("UPDATE posts SET doubt = 'it may have changed hands'")
    assert suggest(linked, weeks=12, limit=10, offline=True) == ()


def test_posts_are_read_page_by_page(desk: Desk) -> None:
    """Every one of them once, in the order of time, however many bear the same moment."""
    with desk.store() as store, store.write():
        rows = [(n, f"k{n}", NOW.isoformat(), NOW.isoformat(), n) for n in range(1, PAGE + 20)]
        store.connection.run("PRAGMA defer_foreign_keys = ON")
        store.connection.run_many(
            "INSERT INTO posts (id, key, first_seen, listed, snapshot, title, blog, authors, url, date_note, words, "
            "teaser, feed_tags, enclosures, doubt) VALUES (?, ?, ?, ?, ?, '', '', '[]', '', '', 0, '', '[]', '[]', '')",
            rows,
        )
        store.connection.run_many(
            "INSERT INTO snapshots (id, post, title, author, blog, seen_at, hash, text, html) "
            "VALUES (?, ?, '', '', '', ?, ?, '', '')",
            [(n, n, NOW.isoformat(), key) for n, key, *_ in rows],
        )
    with desk.store() as store:
        seen = [each.id for each in posts_since(store.connection, NOW)]
        assert seen == list(range(1, PAGE + 20))
        assert list(posts_since(store.connection, NOW + timedelta(seconds=1))) == []


@pytest.fixture
def blogs() -> Iterator[Blogs]:
    """The blog that is linked to, on loopback."""
    with serving("127.0.0.2") as server:
        yield server


def linking_to(tmp_path: Path, *targets: str) -> Desk:
    """A desk with two blogs' posts that link to these."""
    desk = desk_at(tmp_path, allow="127.0.0.0/8:*")
    desk.settings.feeds_path.write_text(opml("https://ada.example/feed"), encoding="utf-8")
    html = "".join(f'<a href="{target}">x</a>' for target in targets)
    for slug in ("a", "b"):
        bring(desk, slug, f"{slug} has words", html=f"<p>{html}</p>", url=f"https://{slug}.example/p/")
    return desk


def test_their_feeds_are_found_from_the_page_that_was_linked_to(tmp_path: Path, blogs: Blogs) -> None:
    """It names the blog's feed wherever the blog is installed; robots.txt is read first, comments are not."""
    blogs.feed("/news/feed/", item("x", "News", "word " * 200), title="New Blog")
    link = '<link rel="alternate" type="application/rss+xml" href="/news/{}">'
    head = link.format("comments/feed/") + link.format("feed/")
    target = blogs.put("/news/2026/bins/", f"<html><head>{head}</head></html>", "text/html")
    (neighbour,) = suggest(linking_to(tmp_path, target), weeks=12, limit=5)
    assert neighbour.feed
    assert (neighbour.feed.url, neighbour.feed.title) == (blogs.url + "/news/feed/", "New Blog")
    assert [path for path, _ in blogs.asked] == ["/robots.txt", "/news/2026/bins/", "/news/feed/"]


def test_a_page_that_is_gone_leads_to_the_front_page(tmp_path: Path, blogs: Blogs) -> None:
    """The link was old; the blog is there."""
    blogs.feed("/feed/", item("x", "News", "word " * 200), title="New Blog")
    blogs.put("/", "<html></html>", "text/html")
    (neighbour,) = suggest(linking_to(tmp_path, blogs.url + "/gone/"), weeks=12, limit=5)
    assert neighbour.feed
    assert neighbour.feed.title == "New Blog"


def test_what_has_no_feed_or_does_not_answer_is_said(tmp_path: Path, blogs: Blogs) -> None:
    """One failure is not another's; each says why."""
    with serving("127.0.0.3") as gone:
        dead = gone.url
    with serving("127.0.0.4") as closed:
        closed.put("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
        blogs.put("/", "<html></html>", "text/html")
        desk = linking_to(tmp_path, blogs.url + "/", dead + "/x", closed.url + "/x")
        outcomes = {n.site.partition(":")[0]: (n.feed, n.outcome) for n in suggest(desk, weeks=12, limit=5)}
    assert outcomes["127.0.0.2"] == (None, "none was found there")
    assert "nobody" in outcomes["127.0.0.3"][1] or "refus" in outcomes["127.0.0.3"][1]
    assert "asks programs not to read" in outcomes["127.0.0.4"][1]


def test_offline_asks_nobody(tmp_path: Path, blogs: Blogs) -> None:
    """And knows of no feeds."""
    (neighbour,) = suggest(linking_to(tmp_path, blogs.url + "/x/"), weeks=12, limit=5, offline=True)
    assert (neighbour.feed, neighbour.outcome, blogs.asked) == (None, "", [])
