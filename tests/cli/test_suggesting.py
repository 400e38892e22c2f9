"""`roundup feeds suggest`: who is worth following, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import Commands

WORDS = "words enough to tell this post from the others of this desk, whichever feed brought it here"


@pytest.fixture
def other() -> Iterator[Blogs]:
    """A blog that nobody here follows."""
    with serving("127.0.0.2") as server:
        posts = [item(f"p{n}", f"Post {n}", "word " * 200, f"1{n} Nov 2026 09:00 GMT") for n in range(4)]
        server.feed("/feed/", *posts, title="A New Blog")
        link = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        server.put("/bins/", f"<html><head>{link}</head></html>", "text/html")
        yield server


@pytest.fixture
def linking(tmp_path: Path, blogs: Blogs, other: Blogs) -> Commands:
    """A desk whose blogs, Sandleigh and Marrowby, both link to it."""
    commands = Commands(tmp_path / "desk", allow="127.0.0.0/8:*")
    commands.run("init", str(commands.root))
    feeds = []
    for day, name in ((18, "sandleigh"), (19, "marrowby")):
        text = f'{name} has {WORDS}</p><p><a href="{other.url}/bins/">Bins</a>'
        post = item(name, f"{name} on bins", text, f"{day} Nov 2026 09:00 GMT", f"https://{name}.example")
        feeds.append(blogs.feed(f"/{name}", post, title=name.title()))
    (commands.root / "feeds.opml").write_text(opml(*feeds), encoding="utf-8")
    commands.run("fetch")
    return commands


def test_blogs_worth_following_are_shown_with_who_links(linking: Commands, other: Blogs) -> None:
    """Name, feed, what it carries, who links with which post; one of them followed is suggested no more."""
    said = linking.run("feeds", "suggest")
    numbers = {post["title"]: post["id"] for post in linking.json("posts")}
    assert said.out.splitlines() == [
        "1. A New Blog",
        f"   {other.url}/feed/",
        "   RSS 2.0, 4 posts, full text, about 2.7 a week",
        "   newest: Post 3 (13 November 2026)",
        "   2 blogs link to it, the latest on 19 November 2026:",
        f"     Marrowby: marrowby on bins ({numbers['marrowby on bins']})",
        f"     Sandleigh: sandleigh on bins ({numbers['sandleigh on bins']})",
    ]
    linking.run("feeds", "add", said.out.splitlines()[1].strip())
    said = linking.run("feeds", "suggest")
    assert said.out == ""
    assert "In the last 12 weeks no two of the blogs linked to one that is not followed." in said.err


def test_as_json_and_offline(linking: Commands, other: Blogs) -> None:
    """Keys that scripts rely on; nobody is asked."""
    (suggested,) = linking.json("feeds", "suggest", "--offline", "--weeks", "1")
    assert (suggested["url"], suggested["feed"]) == (f"{other.url}/", None)
    assert [linker["blog"] for linker in suggested["linkers"]] == ["Marrowby", "Sandleigh"]
    assert suggested["linkers"][0]["target"] == f"{other.url}/bins/"
    assert other.asked == []
    assert linking.json("feeds", "suggest", "--limit", "1")[0]["feed"]["title"] == "A New Blog"


def test_what_cannot_be_asked_is_refused(linking: Commands) -> None:
    """With the bounds."""
    for words in (("--weeks", "0"), ("--limit", "0"), ("--weeks", "x")):
        linking.run("feeds", "suggest", *words, code=2)


def test_nothing_to_suggest(desk: Commands) -> None:
    """A desk whose posts link to nobody; looking further back is offered."""
    said = desk.run("feeds", "suggest", "--weeks", "1")
    assert said.out == ""
    assert "In the last week" in said.err
    assert "--weeks 52" in said.err
    assert desk.json("feeds", "suggest") == []
