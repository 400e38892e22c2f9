"""Servers that refuse for weeks: asked when they said, ever less often, or not at all; their posts stay."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.hazards.story import START, Story, feed_reply, letter, letters, rss
from tests.net.servers import redirect, reply, serving

FIFTH = "Letter 5 from Marrowby"


def wait(story: Story, value: str, status: int = 429) -> datetime:
    """The moment before which the feed is not asked again, after an answer with this Retry-After."""
    story.serve("/a", reply(status=status, headers={"Retry-After": value}))
    story.fetch()
    ((due,),) = story.rows("SELECT next_due FROM feeds WHERE url = ?", story.url("/a"))
    return datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("7200", timedelta(hours=2), timedelta(hours=2)),
        ("Sun, 22 Nov 2026 18:00:00 GMT", timedelta(days=2), timedelta(days=2)),
        ("1", timedelta(minutes=60), timedelta(minutes=70)),
        ("0", timedelta(minutes=50), timedelta(minutes=70)),
        ("99999999999999999999", timedelta(days=7), timedelta(days=7)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=7), timedelta(days=7)),
        ("Fri, 20 Nov 1998 18:00:00 GMT", timedelta(minutes=50), timedelta(minutes=70)),
        ("tomorrow", timedelta(minutes=50), timedelta(minutes=70)),
        ("-5", timedelta(minutes=50), timedelta(minutes=70)),
        ("", timedelta(minutes=50), timedelta(minutes=70)),
    ],
)
def test_a_server_that_asks_to_wait_is_obeyed_within_reason(
    story: Story, value: str, least: timedelta, most: timedelta
) -> None:
    """Seconds and dates are obeyed up to a week; nonsense is an ordinary failure; then all is well again."""
    due = wait(story, value, 503 if value.isdigit() else 429)
    assert least <= due - story.now <= most
    asked = story.asked("/a")
    story.feed("/a", letter(11), *letters(9))
    story.fetch(seconds=(due - story.now).total_seconds() - 60)
    assert story.asked("/a") == asked
    assert story.fetch(minutes=2).new("/a") == 1
    assert story.picked() == [FIFTH]


def test_a_feed_that_was_asked_to_wait_can_be_asked_by_name(story: Story) -> None:
    """The editor knows better than a header: `fetch NAME` asks now."""
    wait(story, "99999")
    story.feed("/a", letter(11))
    assert story.fetch(story.url("/a"), minutes=1).new("/a") == 1


def test_a_404_for_months_is_asked_weekly_and_costs_no_post(story: Story) -> None:
    """Failing for half a year, the feed is asked weekly, says since when it fails, and comes back by itself."""
    story.serve("/a", reply(status=404))
    for _ in range(10):
        story.fetch(days=2)
    before = story.asked("/a")
    story.fetch(days=160)
    assert story.asked("/a") == before + 1
    health = story.health("/a")
    assert (health["state"], health["failures"]) == ("failing", 11)
    assert health["last_success"].startswith("2026-11-20")
    assert len(story.posts()) == 10
    assert story.picked() == [FIFTH]
    story.feed("/a", letter(11))
    assert story.fetch(days=2).new("/a") == 0
    assert story.fetch(days=6).new("/a") == 1
    assert story.health("/a")["failures"] == 0


def test_a_failing_feed_is_asked_ever_less_often(story: Story) -> None:
    """In two days of hourly runs it is asked a handful of times, not forty-eight."""
    story.serve("/a", reply(status=500))
    before = story.asked("/a")
    for _ in range(48):
        story.now += timedelta(hours=1)
        story.run("fetch")
    assert 4 <= story.asked("/a") - before <= 9


def test_a_410_is_gone_and_not_asked_again(story: Story) -> None:
    """Marked gone with the reason; posts and picks stay; `--all` leaves it alone; its name brings it back."""
    story.serve("/a", reply(status=410))
    assert "410 Gone" in story.fetch().reason("/a")
    asked = story.asked("/a")
    story.fetch("--all", days=40)
    story.fetch("--force", days=40)
    assert story.asked("/a") == asked
    assert story.health("/a")["state"] == "gone"
    assert "owner" in story.health("/a")["reason"]
    assert (len(story.posts()), story.picked()) == (10, [FIFTH])
    story.feed("/a", letter(11))
    assert story.fetch(story.url("/a")).new("/a") == 1
    assert story.health("/a")["state"] == "ok"


def test_a_feed_that_flaps_is_read_whenever_it_is_up(story: Story) -> None:
    """Up and down each time it is asked: nothing is doubled, nothing lost."""
    for n in range(11, 17):
        story.serve("/a", reply(status=502))
        story.fetch(days=1)
        story.feed("/a", *letters(8, first=n - 7))
        assert story.fetch(days=1).new("/a") == 1
    assert len(story.posts()) == 16
    assert story.health("/a")["state"] == "ok"


def test_a_host_that_refuses_two_feeds_is_not_asked_for_the_rest(bare: Story) -> None:
    """A platform with twenty of our blogs says 429: after two it is left in peace, and other hosts are read."""
    paths = [f"/{n}" for n in range(20)]
    hosted = [bare.url(path, "localhost") for path in paths]
    bare.follow(*hosted)
    for path in paths:
        bare.serve(path, reply(status=429, headers={"Retry-After": "3600"}))
    run = bare.fetch()
    assert sum(bare.asked(path) for path in paths) <= 4
    assert len(run.json["failures"]) == 20
    for path in paths:
        bare.feed(path, letter(int(path[1:])))
    assert bare.fetch(hours=2).json["new_posts"] == 21


def test_a_feed_that_moved_for_good_is_read_and_said(story: Story) -> None:
    """301: read where it is now, the editor told of the new address, feeds.opml left as the editor wrote it."""
    list_before = story.feeds_file.read_bytes()
    story.serve("/a", redirect("/new", 301))
    story.feed("/new", letter(11), *letters(9))
    run = story.fetch()
    assert run.new("/a") == 1
    assert story.url("/new") in run.note("/a")
    assert story.url("/new") in said_by_fetch(story)
    assert story.feeds_file.read_bytes() == list_before
    assert len(story.posts()) == 11


def said_by_fetch(story: Story) -> str:
    """What the plain command tells an editor."""
    story.now += timedelta(hours=1)
    return story.run("fetch").err


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_feed_that_moved_for_a_while_is_read_and_no_fuss_made(story: Story, status: int) -> None:
    """302 and its like say nothing about where to ask next time."""
    story.serve("/a", redirect("/new", status))
    story.feed("/new", letter(11), *letters(9))
    run = story.fetch()
    assert (run.new("/a"), run.reason("/a"), run.note("/a")) == (1, "", "")


def test_following_both_the_old_and_the_new_address(story: Story) -> None:
    """During a move an editor follows both: the posts are there once, picks stay where they are."""
    story.serve("/a", redirect("/new", 301))
    story.feed("/new", letter(11), *letters(10))
    story.follow("/a", "/new")
    story.fetch()
    story.follow("/new")
    story.fetch(days=1)
    assert len(story.posts()) == 11
    assert story.picked() == [FIFTH]


def test_no_redirect_reaches_a_port_that_was_not_allowed(bare: Story) -> None:
    """A second server on this machine, which nobody allowed, is not touched: by redirect, by hop, by feed or page."""
    with serving(feed_reply(rss(*letters(3)))) as canary:
        there = canary.url("/secret")
        bare.follow("/straight", "/by-way", there)
        bare.serve("/straight", redirect(there))
        bare.serve("/by-way", redirect("/straight", 308))
        bare.serve("/another", redirect(there))
        run = bare.fetch()
        bare.run("add", there, code=1)
        bare.run("feeds", "add", there + "/2", code=1)
        bare.run("feeds", "add", bare.url("/another"), code=1)
        bare.run("add", bare.url("/by-way"), code=1)
        assert canary.requests == []
    for feed in ("/straight", "/by-way", there):
        assert "allow_hosts" in run.reason(feed)
    assert bare.posts() == []


def test_the_clock_of_a_machine_that_was_wrong(story: Story) -> None:
    """A year ahead for one run, then right again: feeds are not silenced until then, nothing doubled."""
    story.serve("/a", reply(status=429, headers={"Retry-After": "99999"}))
    story.fetch(days=365)
    story.now = START + timedelta(hours=3)
    story.feed("/a", letter(11), *letters(10))
    assert story.fetch().new("/a") == 1
    assert len(story.posts()) == 11
    assert story.picked() == [FIFTH]
