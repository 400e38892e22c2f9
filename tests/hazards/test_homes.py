"""One post through several feeds, planets that repost, strangers who claim: one post, in its own blog's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.hazards.story import Item, Story, letter, letters, prose
from tests.net.servers import reply

FIRST = "Letter 1 from Marrowby"


def own(story: Story, number: int) -> Item:
    """A post of the blog whose own feed is /blog."""
    return letter(number, story.url(""))


def reposted(post: Item, **fields: str) -> Item:
    """What a planet makes of it: another guid, a tracker, the first words."""
    text = post.text[:120].rsplit(" ", 1)[0] + " […]"
    return replace(post, guid=f"planet-{post.guid}", link=post.link + "?utm_source=planet", text=text, **fields)


@pytest.fixture
def planet(bare: Story) -> Story:
    """A desk that follows a blog and a planet on another host that reposts it."""
    bare.follow("/blog", bare.url("/planet", "localhost"))
    bare.feed("/blog", *[own(bare, n) for n in (1, 2, 3)])
    bare.feed("/planet", *[reposted(own(bare, n)) for n in (1, 2, 3)], title="Planet Council")
    return bare


def test_a_post_in_a_blog_and_on_a_planet_is_one(planet: Story) -> None:
    """However the two feeds race, three posts, whole, under the blog's name, with both sources kept."""
    planet.fetch()
    planet.fetch("--force", days=1)
    assert [(post["blog"], post["words"]) for post in planet.posts()] == [("A Blog", 40)] * 3
    assert len(planet.show(FIRST)["sources"]) == 2


@pytest.mark.parametrize("first", ["/blog", "/planet"])
def test_whichever_feed_came_first(planet: Story, first: str) -> None:
    """A pick made from the planet's excerpt becomes the blog's own post with the whole text; no second one comes."""
    both = planet.feeds_file.read_text(encoding="utf-8")
    planet.follow("/blog" if first == "/blog" else planet.url("/planet", "localhost"))
    planet.fetch()
    post = planet.pick(FIRST)
    planet.feeds_file.write_text(both, encoding="utf-8")
    planet.fetch("--force", days=1)
    assert len(planet.posts()) == 3
    assert planet.picked() == [FIRST]
    shown = planet.json("show", post)
    assert (shown["blog"], shown["text"]) == ("A Blog", prose(1))


def test_a_post_in_three_feeds_is_one(bare: Story) -> None:
    """The blog's posts feed, its tag feed and its comments-free twin: one post with three sources."""
    paths = ["/feed", "/tag/bins/feed", "/feed/atom"]
    bare.follow(*paths)
    for n, path in enumerate(paths):
        bare.feed(path, replace(own(bare, 1), guid=f"{n}"), title=f"A Blog {n}")
    run = bare.fetch()
    assert sum(run.new(path) for path in paths) == 1
    assert len(bare.show(FIRST)["sources"]) == 3


def test_two_feeds_of_one_address_written_twice(bare: Story) -> None:
    """With and without www, slash or capitals, in two folders: asked once."""
    bare.feed("/a", *letters(2))
    url = bare.url("/a")
    bare.follow(url, url + "#top", url.replace("http://", "HTTP://"))
    bare.fetch()
    assert bare.asked("/a") == 1
    assert len(bare.posts()) == 2


def test_a_planet_that_reposts_a_picked_post_next_week(planet: Story) -> None:
    """The edition is closed; the planet brings the post again under its own guid, dated anew: it is not new."""
    planet.fetch()
    planet.pick(FIRST)
    planet.run("publish")
    again = reposted(own(planet, 1), date="Fri, 27 Nov 2026 09:00:00 GMT")
    planet.feed("/planet", again, title="Planet Council")
    planet.fetch("--force", days=7)
    assert FIRST not in planet.titles("--sort", "new")
    assert len(planet.posts()) == 3
    assert "edition 1" in " ".join(planet.run("why", planet.id(FIRST)).out.split())


def test_a_stranger_puts_no_words_into_a_bloggers_mouth(planet: Story) -> None:
    """A feed that claims the address and guid of a picked post, with other words: the picked words stand."""
    planet.fetch()
    post = planet.pick(FIRST, quote=prose(1).split(". ")[0])
    forged = replace(own(planet, 1), text=f"<p>{prose('forged', 80)}</p>")
    planet.feed("/planet", forged, title="Planet Council")
    planet.fetch("--force", days=1)
    assert planet.json("show", post)["text"] == prose(1)
    assert planet.picks()[0]["quotes"][0]["verdict"] == "found"
    assert "forged" not in str(planet.rows("SELECT text FROM snapshots"))


def test_a_cross_post_on_two_hosts_is_one(bare: Story) -> None:
    """The same words under the same title on the blog and on a platform, an hour apart."""
    bare.follow("/blog", "/platform")
    post = own(bare, 1)
    bare.feed("/blog", post)
    twin = replace(post, link="https://platform.example/@ada/letter-1-8f3a", guid="https://platform.example/p/8f3a")
    bare.feed("/platform", twin, title="Ada on the platform")
    bare.fetch()
    bare.fetch("--force", days=1)
    assert bare.titles() == [FIRST]


def test_two_weeknotes_with_one_title_are_two(bare: Story) -> None:
    """Blogs that all call their post "Weeknotes" are told apart by their words; so are two weeks of one blog."""
    bare.follow("/a", "/b")
    for week in range(3):
        for blog in ("a", "b"):
            note = replace(letter(-7 * week, f"https://{blog}.example"), title="Weeknotes", text=prose(f"{blog}{week}"))
            bare.feed(f"/{blog}", note, title=f"Blog {blog}")
        bare.fetch(days=7)
    assert bare.titles() == ["Weeknotes"] * 6


def test_a_feed_taken_out_of_the_list_keeps_its_posts(planet: Story) -> None:
    """Removed and followed again weeks later: the same posts, the same pick, nothing twice."""
    planet.fetch()
    planet.pick(FIRST, note="keep")
    planet.run("feeds", "remove", planet.url("/blog"))
    planet.fetch(days=14)
    assert planet.picked() == [FIRST]
    assert len(planet.posts()) == 3
    planet.run("feeds", "add", planet.url("/blog"))
    planet.feed("/blog", own(planet, 4), *[own(planet, n) for n in (1, 2, 3)])
    assert planet.fetch(days=1).new("/blog") == 1
    assert planet.picked() == [FIRST]


def test_a_page_added_by_hand_that_comes_by_feed_later(bare: Story) -> None:
    """`add` it today, find its feed tomorrow: one post, the star and the quote where they were."""
    article = f"<article><h1>{FIRST}</h1><p>{prose(1)}</p></article>"
    page = f"<html><head><title>{FIRST}</title></head><body>{article}</body></html>"
    bare.serve("/letters/1/", reply(page.encode(), headers={"Content-Type": "text/html"}))
    bare.run("add", bare.url("/letters/1/"))
    bare.pick(FIRST, quote=prose(1).split(". ")[1])
    bare.follow("/blog")
    bare.feed("/blog", own(bare, 1), own(bare, 2))
    bare.fetch()
    assert sorted(bare.titles()) == [FIRST, "Letter 2 from Marrowby"]
    assert bare.picks()[0]["quotes"][0]["verdict"] == "found"
