"""Blogs that rename their posts: ten posts stay ten, and a star never comes to sit on another post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.hazards.story import BLOG, Item, Story, letter, letters, prose

FIFTH = "Letter 5 from Marrowby"
MOVED = "https://www.elsewhere.example"
Rename = Callable[[Item], Item]

RENAMINGS: dict[str, Rename] = {
    "new guids": lambda post: replace(post, guid=f"urn:uuid:{prose(post.guid, 8)}"),
    "guids by number": lambda post: replace(post, guid=post.link.split("/")[-2]),
    "guids taken away": lambda post: replace(post, guid=""),
    "one guid for all": lambda post: replace(post, guid="https://blog.example/"),
    "one word for all": lambda post: replace(post, guid="post"),
    "guids in capitals": lambda post: replace(post, guid=post.guid.upper()),
    "new links": lambda post: replace(post, link=post.link.replace("/letters/", "/2026/11/")),
    "links to https and www": lambda post: replace(post, link=post.link.replace("https://", "http://www.")),
    "links with trackers": lambda post: replace(post, link=post.link + "?utm_source=rss&utm_medium=feed"),
    "links taken away": lambda post: replace(post, link=""),
    "links all to the front page": lambda post: replace(post, link=BLOG + "/"),
    "new links and guids": lambda post: replace(post, link=post.link.replace("letters", "l"), guid=prose(post.guid, 8)),
    "another domain": lambda post: replace(
        post, link=post.link.replace(BLOG, MOVED), guid=post.guid.replace(BLOG, MOVED)
    ),
    "retitled": lambda post: replace(post, title=post.title.replace("Letter", "My letter")),
    "titles taken away": lambda post: replace(post, title=""),
    "dates taken away": lambda post: replace(post, date=""),
    "all guids and dates new": lambda post: replace(
        post, guid=prose(post.guid, 8), date="Fri, 20 Nov 2026 12:00:00 GMT"
    ),
}


def texts(story: Story) -> list[str]:
    """What each post says, as the file holds it."""
    return [
        text for (text,) in story.rows("SELECT s.text FROM posts p JOIN snapshots s ON s.id = p.snapshot ORDER BY p.id")
    ]


def named(story: Story) -> list[tuple[object, ...]]:
    """What every post is called."""
    return story.rows("SELECT id, key, url, title, published FROM posts WHERE blog = 'A Blog' ORDER BY id")


@pytest.mark.parametrize("renamed", RENAMINGS.values(), ids=RENAMINGS)
def test_ten_posts_stay_ten(story: Story, renamed: Rename) -> None:
    """However a blog renames what it has, no post is doubled or lost, and its next post is one new post."""
    before = story.posts()
    story.feed("/a", *map(renamed, letters(10)))
    assert story.fetch().new("/a") == 0
    story.feed("/a", renamed(letter(11)), *map(renamed, letters(10)))
    assert story.fetch(days=8).new("/a") == 1
    *after, _newest = story.posts()
    assert [post["id"] for post in after] == [post["id"] for post in before]
    assert [(post["published"], post["words"]) for post in after] == [(p["published"], p["words"]) for p in before]
    (pick,) = story.picks()
    assert pick["post"] == before[4]["id"]
    assert pick["quotes"][0]["verdict"] == "found"


def test_a_blog_that_republishes_all_it_has_is_said(story: Story) -> None:
    """Every guid is new, no post is: the fetch says so, once."""
    renewed = [replace(post, guid=post.guid + "&v=2") for post in letters(10)]
    story.feed("/a", *renewed)
    assert story.fetch().note("/a").startswith("republished: 10 known posts came under new names")
    story.feed("/a", *renewed, title="A Blog with another head")
    assert story.fetch().note("/a") == ""


def test_renamed_and_back_again(story: Story) -> None:
    """A move that is undone the week after leaves everything as it was."""
    before = named(story)
    story.feed("/a", *map(RENAMINGS["new links and guids"], letters(10)))
    story.fetch()
    story.feed("/a", *letters(10))
    run = story.fetch(days=7)
    assert (run.new("/a"), run.changed("/a")) == (0, 0)
    assert named(story) == before


def test_guids_new_at_every_fetch(story: Story) -> None:
    """A feed that makes up its guids each time is read for weeks without a second post."""
    for week in range(4):
        story.feed("/a", *[replace(post, guid=f"{week}-{post.guid}") for post in letters(10)])
        assert story.fetch(days=7).new("/a") == 0
    assert len(story.posts()) == 10


def test_a_moved_post_is_linked_where_it_is_now(story: Story) -> None:
    """After the whole blog moved, the draft links to the new address."""
    story.feed("/a", *map(RENAMINGS["another domain"], letters(10)))
    story.fetch()
    assert story.picks()[0]["url"].startswith(MOVED)
    assert f'href="{MOVED}/letters/5/"' in story.pages()["fragment.html"]


@pytest.mark.parametrize("guid", ["1", "https://blog.example/?p=5", "post", "urn:x:5"])
def test_a_reused_guid_is_a_new_post(bare: Story, guid: str) -> None:
    """The blog gives its newest post the guid of the picked one: the star stays with the words it was given for."""
    bare.follow("/a")
    bare.feed("/a", replace(letter(1), guid=guid), letter(2))
    bare.fetch()
    picked = bare.pick("Letter 1 from Marrowby", quote=prose(1).split(". ")[0])
    bare.feed("/a", replace(letter(7), guid=guid), letter(2))
    assert bare.fetch().new("/a") == 1
    assert bare.titles() == ["Letter 1 from Marrowby", "Letter 2 from Marrowby", "Letter 7 from Marrowby"]
    assert bare.picked() == ["Letter 1 from Marrowby"]
    assert bare.json("show", picked)["text"] == prose(1)
    assert bare.findings() == ["no-intro", "no-sign-off"]


def test_a_reused_address_without_a_guid_is_told_by_its_date(bare: Story) -> None:
    """ "/latest/" is another post every week: each is kept with its own words."""
    bare.follow("/a")
    for week in range(3):
        day = f"{6 + 7 * week:02}"
        latest = replace(letter(week), link=BLOG + "/latest/", guid="", date=f"Fri, {day} Nov 2026 09:00:00 GMT")
        bare.feed("/a", latest)
        bare.fetch(days=7)
    assert sorted(bare.titles()) == [letter(week).title for week in range(3)]
    assert set(texts(bare)) >= {prose(week) for week in range(3)}


def test_ten_posts_with_one_guid_from_the_first_fetch(bare: Story) -> None:
    """A feed that repeats one guid is ten posts, each with its own words, and stays so as its window moves."""
    bare.follow("/a")
    for start in (1, 3, 6):
        bare.feed("/a", *[replace(post, guid="same") for post in letters(10, first=start)])
        bare.fetch(days=1)
    assert sorted(bare.titles()) == sorted(letter(n).title for n in range(1, 16))
    assert set(texts(bare)) >= {prose(n) for n in range(1, 16)}


def test_ten_posts_without_any_guid(bare: Story) -> None:
    """Address, title and words are names enough; an edit is an edit."""
    bare.follow("/a")
    bare.feed("/a", *[replace(post, guid="") for post in letters(10)])
    bare.fetch()
    edited = replace(letter(4), guid="", text=f"<p>{prose(4)} And one thing more.</p>")
    bare.feed("/a", *[replace(post, guid="") for post in letters(3)], edited)
    run = bare.fetch(days=1)
    assert (run.new("/a"), run.changed("/a")) == (0, 1)
    assert len(bare.posts()) == 10


def test_posts_with_nothing_but_words(bare: Story) -> None:
    """No guid, no link, no title, no date: kept once each, listed by their first words, shown, picked, published."""
    bare.follow("/a")
    bare.feed("/a", *[Item(text=f"<p>{prose(n)}</p>") for n in range(5)])
    bare.fetch()
    bare.fetch("--force", days=1)
    posts = bare.posts()
    assert len(posts) == 5
    assert all(post["published"] is None and post["title"] == post["url"] == "" for post in posts)
    assert prose(0)[:30] in bare.run("posts").out
    post = str(posts[0]["id"])
    assert prose(0)[:30] in bare.run("show", post).out
    bare.run("star", post)
    bare.run("annotate", post, "--lead", "Somebody wrote this, and did not sign.")
    bare.run("quote", post, prose(0).split(". ")[1])
    bare.run("publish")
    assert prose(0).split(". ")[1] in bare.pages("1")["post.md"]


@pytest.mark.parametrize(
    "missing", ["title", "text", "link", "guid", "date", "title link", "link guid date", "title text"]
)
def test_posts_that_lack_something(bare: Story, missing: str) -> None:
    """Each post is there once, however often it is asked for, and every command can say it."""
    bare.follow("/a")
    bare.feed("/a", *[replace(post, **dict.fromkeys(missing.split(), "")) for post in letters(5)])
    bare.fetch()
    bare.fetch("--force", days=1)
    posts = bare.posts()
    assert len(posts) == 5
    bare.run("star", *[str(post["id"]) for post in posts])
    assert len(bare.picks()) == 5
    for words in (
        ["posts", "--starred"],
        ["show", str(posts[0]["id"])],
        ["edition"],
        ["render"],
        ["why", str(posts[0]["id"])],
    ):
        bare.run(*words)
