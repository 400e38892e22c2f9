"""When it is our network, not the blogs: said once, nobody punished, nothing mistaken for a post."""

from __future__ import annotations

import pytest

from tests.hazards.story import Story, letter, letters
from tests.net.servers import Page, hang, redirect, reply

FIFTH = "Letter 5 from Marrowby"
PORTAL = (
    b"<!DOCTYPE html><html><head><title>Harbour Hotel Wi-Fi</title></head>"
    b"<body><h1>Accept our terms</h1><a href='/accept'>I accept</a></body></html>"
)
PORTALS: dict[str, Page] = {
    "a page": reply(PORTAL, headers={"Content-Type": "text/html"}),
    "a page that says it is a feed": reply(PORTAL, headers={"Content-Type": "application/rss+xml"}),
    "a redirect to a page": redirect("/portal"),
    "a page with 511": reply(PORTAL, status=511, headers={"Content-Type": "text/html"}),
}


def unplugged(story: Story) -> Story:
    """The same desk where no server can be reached: every port is closed, every name unknown."""
    story.well = False
    urls = ["http://127.0.0.1:9/feed", "http://localhost:9/feed", *(f"http://blog{n}.invalid/feed" for n in range(2))]
    story.allow = "127.0.0.1:* localhost:*"
    story.follow(*urls)
    return story


def states(story: Story) -> list[tuple[object, ...]]:
    """What is remembered of every feed."""
    return story.rows("SELECT url, health, failures, next_due, last_success, etag FROM feeds ORDER BY url")


def test_a_network_that_is_down_is_said_once(bare: Story) -> None:
    """One line with one reason, exit 1, no feed named as failing, and no advice to give one up."""
    said = unplugged(bare).run("fetch", code=1)
    assert len(said.err.strip().splitlines()) == 1
    assert "is the network down?" in said.err
    assert "failing" not in said.err
    assert "roundup feeds" not in said.err


def test_a_network_that_is_down_punishes_nobody(bare: Story) -> None:
    """Three runs without a network leave every feed as it was: none failing, none put off."""
    unplugged(bare)
    for _ in range(3):
        assert bare.fetch(code=1).json["network_down"]
    assert {row[1:4] for row in states(bare)} == {("new", 0, None)}
    bare.well = True
    bare.feed("/a", *letters(3))
    bare.follow("/a")
    assert bare.fetch(minutes=1).new("/a") == 3


def test_a_network_that_comes_back_brings_what_was_missed(story: Story) -> None:
    """A desk that was in use is offline for a day: picks and posts as before, then everything new at once."""
    follows, before = story.feeds_file.read_bytes(), story.posts()
    unplugged(story)
    for _ in range(3):
        story.fetch(code=1, hours=8)
    assert [post["id"] for post in story.posts()] == [post["id"] for post in before]
    story.well = True
    story.feeds_file.write_bytes(follows)
    story.feed("/a", letter(11), *letters(10))
    assert story.fetch().new("/a") == 1
    assert story.picked() == [FIFTH]


def test_one_feed_that_answers_shows_that_the_network_is_there(bare: Story) -> None:
    """Then the others are failing, each for its reason, and the exit code is 0."""
    bare.allow += " 127.0.0.1:9"
    bare.follow("http://127.0.0.1:9/feed", "http://blog.invalid/feed")
    run = bare.fetch()
    assert not run.json["network_down"]
    assert "refuses" in run.reason("http://127.0.0.1:9/feed")
    assert "not known" in run.reason("http://blog.invalid/feed")


def test_a_name_that_is_unknown_for_weeks_is_not_dropped(story: Story) -> None:
    """The feed stays in the list, failing and asked; its posts and picks stay."""
    story.follow("http://gone.invalid/feed", "/a")
    for _ in range(5):
        story.fetch(days=5)
    health = story.health("http://gone.invalid/feed")
    assert (health["state"], health["failures"]) == ("failing", 5)
    assert len(story.json("feeds")) == 3


@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)
def test_a_captive_portal_is_not_taken_for_posts(story: Story, portal: Page) -> None:
    """The hotel answers for every blog: nothing is stored, nothing moved, and tomorrow all is well by itself."""
    story.well = False
    paths = ["/a", *(f"/{n}" for n in range(5))]
    story.follow(*paths)
    for n, path in enumerate(paths[1:], 20):
        story.feed(path, letter(n))
    story.fetch()
    posts, follows = story.posts(), story.feeds_file.read_bytes()
    for path in paths:
        story.serve(path, portal)
    story.serve("/portal", PORTALS["a page"])
    run = story.fetch(hours=2)
    assert len(run.json["failures"]) == 6
    assert [post["id"] for post in story.posts()] == [post["id"] for post in posts]
    assert story.feeds_file.read_bytes() == follows
    for n, path in enumerate(paths, 30):
        story.feed(path, letter(n))
    assert story.fetch(days=1).json["new_posts"] == 6
    assert story.picked() == [FIFTH]


@pytest.mark.slow
def test_a_hundred_silent_servers_cost_little_more_than_one(bare: Story) -> None:
    """One after the other they would take a hundred seconds; the well feeds behind the silent ones are read."""
    silent = [f"/silent/{n}" for n in range(100)]
    bare.set("fetch", deadline=1.0)
    bare.follow(*silent, "/a")
    for path in silent:
        bare.serve(path, hang())
    bare.feed("/a", *letters(3))
    run = bare.fetch()
    assert run.json["seconds"] < 12
    assert run.new("/a") == 3
    assert len(run.json["failures"]) == 100
    assert not run.json["network_down"]
