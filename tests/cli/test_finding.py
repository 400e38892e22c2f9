"""`roundup feeds add`: what is said of what was found, and what is followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blogserver import Blogs, item, opml
from tests.cli.desk import Commands

LINK = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
LONG = "The bins went out on time and nobody thanked the crew. " * 20


@pytest.fixture
def desk(tmp_path: Path, blogs: Blogs) -> Commands:
    """A desk that follows one feed and never asked for it."""
    commands = Commands(tmp_path / "desk", allow=blogs.host)
    commands.run("init", str(commands.root))
    (commands.root / "feeds.opml").write_text(opml(blogs.feed("/feed")), encoding="utf-8")
    return commands


def page(blogs: Blogs, path: str, *links: tuple[str, str]) -> str:
    """Serve a page that names these feeds; its address."""
    head = "".join(LINK.format(title, href) for title, href in links)
    return blogs.put(path, f"<html><head>{head}</head><body>Hello</body></html>", "text/html")


def blog(blogs: Blogs, path: str = "/other/", title: str = "Marrowby Council", count: int = 4) -> str:
    """Serve a blog with posts and comments, named by its page; the page's address."""
    slug = title.partition(" ")[0].lower()
    posts = [
        item(f"{slug}-{n}", f"{title} on bins, part {n}", f"{n}. {LONG}", f"{n + 10} Nov 2026 09:00 GMT")
        for n in range(count)
    ]
    blogs.feed(f"{path}feed/", *posts, title=title)
    blogs.feed(f"{path}comments/feed/", item("c", "By: Ada", "Nice."), title=f"Comments for {title}")
    return page(blogs, path, (f"{title} » Feed", "feed/"), (f"{title} » Comments Feed", "comments/feed/"))


def followed(desk: Commands) -> list[str]:
    return [feed["url"] for feed in desk.json("feeds")]


def test_a_site_leads_to_its_feed_and_says_what_it_is(desk: Commands, blogs: Blogs) -> None:
    """Title, format, how many posts, whole or not, how often, the newest; the address alone on stdout."""
    said = desk.run("feeds", "add", blog(blogs))
    assert said.out == f"{blogs.url}/other/feed/\n"
    assert said.err.splitlines() == [
        "Followed: Marrowby Council",
        "  RSS 2.0, 4 posts, full text, about 2.7 a week",
        "  newest: Marrowby Council on bins, part 3 (13 November 2026)",
    ]
    assert followed(desk)[-1] == f"{blogs.url}/other/feed/"


def test_a_feed_is_followed_once_whatever_the_spelling(desk: Commands, blogs: Blogs) -> None:
    """Its address with another slash or scheme, its site, a redirect to it: nothing is added, and that is said."""
    site = blog(blogs)
    desk.run("feeds", "add", site)
    feed = f"{blogs.url}/other/feed/"
    blogs.moved["/short"] = (302, "/other/feed/")
    for again in (feed, feed.rstrip("/"), feed.removeprefix("http://"), site, blogs.url + "/short"):
        said = desk.run("feeds", "add", again)
        assert "Already followed: Marrowby Council" in said.err
        assert said.out == feed + "\n"
    assert len(followed(desk)) == 2
    desk.run("feeds", "pause", feed)
    assert "It is paused" in desk.run("feeds", "add", feed).err
    assert desk.json("feeds", "add", feed)["already"] is True


def test_what_is_followed_is_known_without_asking(desk: Commands, blogs: Blogs) -> None:
    """The feed's own address in another spelling costs its host nothing."""
    desk.run("feeds", "add", blog(blogs))
    blogs.asked.clear()
    desk.run("feeds", "add", f"{blogs.url}/other/feed")
    assert blogs.asked == []


def test_several_are_listed_and_one_is_chosen(desk: Commands, blogs: Blogs) -> None:
    """By title and freshness, comments last; without a choice nothing is followed."""
    blog(blogs)
    blog(blogs, "/third/", "Sandleigh Parish")
    both = page(blogs, "/both/", ("", "/other/comments/feed/"), ("", "/other/feed/"), ("", "/third/feed/"))
    said = desk.run("feeds", "add", both, code=2)
    assert [line for line in said.out.splitlines() if line[:1].isdigit()] == [
        "1. Marrowby Council",
        "2. Sandleigh Parish",
        "3. Comments for Marrowby Council",
    ]
    assert f"   {blogs.url}/third/feed/" in said.out
    assert "newest: Sandleigh Parish on bins, part 3 (13 November 2026)" in said.out
    assert f"roundup feeds add {both} --pick 1" in said.err
    assert len(followed(desk)) == 1
    said = desk.run("feeds", "add", both, "--pick", "2")
    assert "The site has one more feed of posts" in said.err
    assert followed(desk)[-1] == f"{blogs.url}/third/feed/"
    for wrong in ("9", "-1"):
        desk.run("feeds", "add", both, "--pick", wrong, code=2)


def test_comments_are_followed_by_those_who_ask_for_them(desk: Commands, blogs: Blogs) -> None:
    """And are told what they are."""
    said = desk.run("feeds", "add", blog(blogs), "--pick", "2")
    assert "It holds comments, not posts." in said.err
    assert followed(desk)[-1].endswith("/comments/feed/")


def test_what_is_here_already_is_said(desk: Commands, blogs: Blogs) -> None:
    """A council's feed of everybody brings what the blogs' own feeds brought: still one post each."""
    desk.run("feeds", "add", blog(blogs, count=10))
    desk.run("fetch")
    posts = [
        item(f"marrowby-{n}", f"Marrowby Council on bins, part {n}", f"{n}. {LONG}", f"{n + 10} Nov 2026 09:00 GMT")
        for n in range(1, 10)
    ]
    everything = blogs.feed("/planet", *posts, item("new", "New", "Quite new words."), title="Planet")
    said = desk.run("feeds", "add", everything)
    assert "9 of its 10 posts are already here through Marrowby Council" in said.err
    before = len(desk.json("posts", "--all"))
    desk.run("fetch", "--all")
    assert len(desk.json("posts", "--all")) == before + 1


def test_as_json(desk: Commands, blogs: Blogs) -> None:
    """Everything found, whether followed or not."""
    site = blog(blogs)
    done = desk.json("feeds", "add", site)
    assert (done["url"], done["followed"], done["known_posts"]) == (f"{blogs.url}/other/feed/", True, 0)
    posts, comments = done["offers"]
    assert (posts["title"], posts["posts"], posts["format"]) == ("Marrowby Council", 4, "RSS 2.0")
    assert (posts["content"], posts["newest"]) == ("full text", "2026-11-13T09:00:00+00:00")
    assert (posts["why"], comments["comments"]) == (f"named by {site}", True)


def test_a_site_without_a_feed(desk: Commands, blogs: Blogs) -> None:
    """What was tried, what to do; nothing is followed."""
    said = desk.run("feeds", "add", page(blogs, "/none/", ("Old", "/gone/feed")), code=1)
    assert f"{blogs.url}/none/ is no feed, and none was found from there" in said.err
    assert "Asked in vain: /gone/feed, /none/feed/, /feed/" in said.err
    assert "(answers 404)" in said.err
    assert "roundup add URL" in said.err
    assert len(followed(desk)) == 1


@pytest.mark.parametrize("evil", ["\x1b]0;owned\x07", "\u202ereversed", "\x9b31m"])
def test_hostile_words_are_quiet_in_the_terminal(desk: Commands, blogs: Blogs, evil: str) -> None:
    """In a title, in what the page calls a feed, in an address."""
    title = evil.encode("ascii", "xmlcharrefreplace").decode()
    blogs.feed("/evil", item("e", f"Newest {title}", "Words."), title=f"Evil {title}")
    blogs.feed("/more", item("m", "More", "Words."), title="More")
    site = page(blogs, "/trap", (f"x{title}", "/evil"), ("y", "/more"))
    for said in (
        desk.run("feeds", "add", site, code=2),
        desk.run("feeds", "add", site, "--pick", "1"),
        desk.run("feeds", "add", blogs.url + "/none" + evil, code=2 if evil else 1),
    ):
        assert not set("\x1b\x07\x9b\u202e") & set(said.out + said.err)
