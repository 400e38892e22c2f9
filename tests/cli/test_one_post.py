"""However many feeds a post comes through, it is one post, by its own blog, under its author's address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import Commands

WORDS = (
    "The crew of round seven went out at five in the morning, in the rain, and came back at two. We asked what would "
    "help them most. Not an app, they said, and not a dashboard: a dry place for boots."
)


@pytest.fixture
def hosts() -> Iterator[list[Blogs]]:
    """Three web servers on hosts of their own: the blog's, another of the same author's, a planet's."""
    with ExitStack() as stack:
        yield [stack.enter_context(serving(f"127.0.0.{number}")) for number in (2, 3, 4)]


@pytest.fixture
def reader(tmp_path: Path) -> Commands:
    """A new desk that may reach them."""
    commands = Commands(tmp_path / "desk", allow="127.0.0.0/8:*")
    commands.run("init", str(commands.root))
    return commands


def told(slug: str) -> str:
    """The words of a post, unlike those of any other."""
    return " ".join(f"{slug}-{word}" if n % 9 == 0 else word for n, word in enumerate(WORDS.split()))


def posts_of(base: str, *slugs: str, credit: str = "", link: str = "") -> list[str]:
    """Items with these posts, at `base`, or all linking below `link`; a planet puts the blog's name before titles."""
    return [item(slug, f"{credit}On {slug}", told(slug), base=link or base) for slug in slugs]


def follow(reader: Commands, *feeds: str) -> None:
    (reader.root / "feeds.opml").write_text(opml(*feeds), encoding="utf-8")


def known(reader: Commands) -> list[dict[str, Any]]:
    """Every post, by title."""
    return sorted(reader.json("posts", "--all"), key=lambda post: str(post["title"]))


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 1, 0)], ids=str)
def test_a_blog_on_three_hosts(reader: Commands, hosts: list[Blogs], order: tuple[int, ...]) -> None:
    """Each with an address of its own for the same words: one post with three sources, whichever came first."""
    feeds = [
        host.feed("/feed", *posts_of(host.url, "bins", "boots"), title=f"Host {n}") for n, host in enumerate(hosts)
    ]
    for place in order:
        follow(reader, feeds[place])
        reader.run("fetch", "--all")
    assert [post["title"] for post in known(reader)] == ["On bins", "On boots"]
    first = reader.json("show", str(known(reader)[0]["id"]))
    assert len(first["sources"]) == 3
    assert first["url"].startswith(hosts[order[0]].url)


@pytest.mark.parametrize("planet_first", [True, False], ids=["planet first", "blog first"])
@pytest.mark.parametrize("credit", ["", "Ada Example: "], ids=["same titles", "names before titles"])
def test_a_planet_reposts(reader: Commands, hosts: list[Blogs], planet_first: bool, credit: str) -> None:
    """The post is its own blog's, at its own address, by its own title; what only the planet has is there as well."""
    blog, _, planet = hosts
    own = blog.feed("/feed", *posts_of(blog.url, "bins", "boots"), title="Sandleigh Digital")
    reposted = posts_of(planet.url, "bins", "boots", credit=credit, link=blog.url)
    others = posts_of("https://else.example", "trees", credit=credit)
    all_of_it = planet.feed("/planet", *reposted, *others, title="Planet Localgov")
    order = (all_of_it, own) if planet_first else (own, all_of_it)
    for feed in order:
        follow(reader, feed)
        reader.run("fetch", "--all")
    follow(reader, own, all_of_it)
    reader.run("fetch", "--all", "--force")
    posts = known(reader)
    assert [post["url"] for post in posts if "trees" not in post["title"]] == [
        f"{blog.url}/bins/",
        f"{blog.url}/boots/",
    ]
    assert [(post["title"], post["blog"]) for post in posts if "trees" not in post["title"]] == [
        ("On bins", "Sandleigh Digital"),
        ("On boots", "Sandleigh Digital"),
    ]
    assert len(posts) == 3


def test_a_part_of_a_blog_beside_the_whole(reader: Commands, hosts: list[Blogs]) -> None:
    """The feed of a category holds some of the blog's posts, and older ones that the blog's own no longer lists."""
    blog = hosts[0]
    whole = blog.feed("/feed", *posts_of(blog.url, "bins", "boots", "trees"), title="Sandleigh Digital")
    part = blog.feed("/category/bins/feed", *posts_of(blog.url, "bins", "old-bins"), title="Bins – Sandleigh Digital")
    follow(reader, whole, part)
    reader.run("fetch")
    assert [post["title"] for post in known(reader)] == ["On bins", "On boots", "On old-bins", "On trees"]


def test_a_feed_that_moves_to_another_host(reader: Commands, hosts: list[Blogs]) -> None:
    """With every address and guid renewed: what was starred stays starred, nothing comes twice."""
    old, new, _ = hosts
    follow(reader, old.feed("/feed", *posts_of(old.url, "bins", "boots"), title="Sandleigh Digital"))
    reader.run("fetch")
    starred = str(known(reader)[0]["id"])
    reader.run("star", starred)
    follow(reader, new.feed("/rss", *posts_of(new.url, "bins", "boots", "trees"), title="Sandleigh Digital"))
    assert reader.json("fetch")["new_posts"] == 1
    assert len(known(reader)) == 3
    assert reader.json("show", starred)["starred"] is True


def test_a_planet_cannot_speak_for_a_blog(reader: Commands, hosts: list[Blogs]) -> None:
    """What it makes of a post's words, title or author never replaces the blog's own."""
    blog, _, planet = hosts
    own = blog.feed("/feed", *posts_of(blog.url, "bins"), title="Sandleigh Digital")
    follow(reader, own)
    reader.run("fetch")
    altered = item("bins", "On bins", told("bins").replace("a dry place for boots", "a new app"), base=blog.url)
    follow(reader, own, planet.feed("/planet", altered, title="Planet Localgov"))
    reader.run("fetch", "--all")
    (post,) = known(reader)
    shown = reader.json("show", str(post["id"]))
    assert "a dry place for boots" in shown["text"]
    assert shown["blog"] == "Sandleigh Digital"
