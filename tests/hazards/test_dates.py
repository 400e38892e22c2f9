"""Dates that are missing, wrong, in the future, or other at each fetch: fixed once, and no post changes its week."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.hazards.story import START, Story, letter, letters

FIRST = "Letter 1 from Marrowby"


def dated(story: Story) -> list[tuple[object, ...]]:
    """When each post is said to be of, and first seen."""
    return story.rows("SELECT id, published, first_seen, listed FROM posts WHERE blog = 'A Blog' ORDER BY id")


def told(bare: Story, date: str) -> dict[str, object]:
    """A post with this date, as `posts` tells it."""
    bare.follow("/a")
    bare.feed("/a", replace(letter(1), date=date))
    bare.fetch()
    (post,) = bare.posts()
    return post


# What stands in the feed, and when that is. None: it says nothing that can be believed.
WRITTEN: dict[str, str | None] = {
    "Tue, 17 Nov 2026 18:30:00 GMT": "2026-11-17T18:30:00+00:00",
    "Tue, 17 Nov 2026 18:30:00 +0530": "2026-11-17T13:00:00+00:00",
    "Tue, 21 Jul 2026 18:30:00 BST": "2026-07-21T17:30:00+00:00",
    "Tue, 21 Jul 2026 18:30:00": "2026-07-21T17:30:00+00:00",
    "Tue, 17 Nov 2026 18:30:00": "2026-11-17T18:30:00+00:00",
    "Tue, 17 Nov 2026 18:30:00 EST": "2026-11-17T23:30:00+00:00",
    "2026-11-17T18:30:00Z": "2026-11-17T18:30:00+00:00",
    "20261117T183000Z": "2026-11-17T18:30:00+00:00",
    "17/11/2026 18:30": "2026-11-17T18:30:00+00:00",
    "1794940200": "2026-11-17T18:30:00+00:00",
    "1794940200000": "2026-11-17T18:30:00+00:00",
    "": None,
    "yesterday": None,
    "Tue, 31 Feb 2026 18:30:00 GMT": None,
    "0000-00-00T00:00:00Z": None,
    "0001-01-01T00:00:00+14:00": None,
    "9999-12-31T23:59:59-12:00": None,
    "10000-01-01T00:00:00Z": None,
    "Mon, 99 Foo 99999 99:99:99 XYZ": None,
}


@pytest.mark.parametrize(("date", "moment"), WRITTEN.items(), ids=[date or "none" for date in WRITTEN])
def test_a_date_is_what_it_says_or_nothing(bare: Story, date: str, moment: str | None) -> None:
    """Summer time is summer time, zones are heeded, and what is no date is no date: then first-seen counts."""
    post = told(bare, date)
    assert post["published"] == moment
    assert post["first_seen"] == bare.now.isoformat()
    assert FIRST in bare.run("posts").out


@pytest.mark.parametrize("years", [-96, -20, 1, 74])
def test_a_post_from_another_time_does_not_lead_the_list(bare: Story, years: int) -> None:
    """A date of 1930 or 2100 is no news of this week: ordinary new posts stand first, for years."""
    then = START.replace(year=START.year + years)
    bare.follow("/a")
    bare.feed("/a", replace(letter(1), date=f"{then:%d %b %Y} 10:00:00 GMT"), letter(2))
    bare.fetch()
    bare.feed("/a", letter(-1))
    bare.fetch(days=1)
    newest_first = [post["title"] for post in bare.json("posts", "--sort", "new") if post["blog"] == "A Blog"]
    assert newest_first[0] == letter(-1).title
    bare.run("posts", "--sort", "old")
    bare.run("show", bare.id(FIRST))


def test_shuffled_dates_move_no_post(story: Story) -> None:
    """A feed that dates all its posts anew at every fetch: each keeps the date under which it was first seen."""
    before = dated(story)
    for week in range(1, 4):
        days = [START + timedelta(days=7 * week, hours=n) for n in range(10)]
        posts = [
            replace(post, date=f"{day:%a, %d %b %Y %H:%M:%S} GMT") for post, day in zip(letters(10), days, strict=True)
        ]
        story.feed("/a", *posts)
        story.fetch(days=7)
    assert dated(story) == before
    assert len(story.picks()) == 1


def test_posts_without_dates_keep_the_time_they_were_first_seen(bare: Story) -> None:
    """Though the feed brings them again every week, and though a date comes later."""
    bare.follow("/a")
    bare.feed("/a", *[replace(post, date="") for post in letters(5)])
    bare.fetch()
    before = dated(bare)
    for date in ("", "Fri, 27 Nov 2026 09:00:00 GMT"):
        bare.feed("/a", *[replace(post, date=date) for post in letters(5)])
        bare.fetch("--force", days=7)
    assert [row[2] for row in dated(bare)] == [row[2] for row in before]
    assert len(dated(bare)) == 5


def test_a_cut_off_holds_whatever_a_feed_says_later(bare: Story) -> None:
    """The week's posts are chosen by their dates; a feed that redates one afterwards pulls it out of no edition."""
    bare.follow("/a")
    bare.feed("/a", letter(1), replace(letter(2), date="Sat, 21 Nov 2026 09:00:00 GMT"))
    bare.fetch(days=1)
    for title in bare.titles():
        bare.pick(title)
    bare.run("edition", "set", "--cutoff", "2026-11-20T23:59:00+00:00")
    assert bare.picked() == [FIRST]
    bare.feed(
        "/a",
        replace(letter(1), date="Mon, 23 Nov 2026 09:00:00 GMT"),
        replace(letter(2), date="Mon, 16 Nov 2026 09:00:00 GMT"),
    )
    bare.fetch("--force", days=1)
    assert bare.picked() == [FIRST]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-07-02T22:59:00+00:00", "2026-07-02"),
        ("2026-07-02T23:01:00+00:00", "2026-07-03"),
        ("2026-12-04T23:59:00+00:00", "2026-12-04"),
    ],
)
def test_an_edition_bears_the_day_it_is_where_the_desk_is(story: Story, now: str, day: str) -> None:
    """A minute past midnight in British summer time is tomorrow, although it is still today in UTC."""
    story.now = datetime.fromisoformat(now)
    assert story.json("edition")["date"] == day


@pytest.mark.parametrize(
    "change",
    [
        "2026-10-25T00:30:00+00:00",
        "2026-10-25T01:30:00+00:00",
        "2027-03-28T00:59:00+00:00",
        "2027-03-28T01:00:00+00:00",
    ],
)
def test_the_night_the_clocks_change(bare: Story, change: str) -> None:
    """Fetched in the hour that is twice or never, dated without a zone in that very hour: one post, kept once."""
    bare.now = datetime.fromisoformat(change)
    bare.follow("/a")
    bare.feed("/a", replace(letter(1), date=f"{bare.now:%a, %d %b %Y} 01:30:00"))
    bare.fetch(minutes=1)
    before = dated(bare)
    bare.fetch("--force")
    assert dated(bare) == before
    assert len(before) == 1


def test_a_clock_that_jumps_back(story: Story) -> None:
    """The machine believes for a day that it is last year: nothing lost, doubled or moved."""
    before = dated(story)
    now = story.now
    story.fetch("--force", days=-365)
    story.now = now
    story.feed("/a", letter(11), *letters(10))
    assert story.fetch().new("/a") == 1
    assert dated(story)[:10] == before


UNBELIEVED = {
    "": "no date given; listed when it was first seen",
    "yesterday": "the date could not be read: yesterday; listed when it was first seen",
    "Thu, 01 May 1930 09:00:00 GMT": "the date is out of range: year 1930; listed when it was first seen",
    "Sat, 24 Jan 2065 05:20:00 GMT": "dated 24 January 2065, which lies ahead; listed when it was first seen",
}


@pytest.mark.parametrize(("date", "note"), UNBELIEVED.items(), ids=[date or "none" for date in UNBELIEVED])
def test_a_date_that_cannot_be_gives_way_and_it_is_said(bare: Story, date: str, note: str) -> None:
    """The post is listed when it was first seen, in this week's list too; `posts` and `show` say why."""
    told(bare, date)
    seen = bare.now
    assert bare.show(FIRST)["date_note"] == note
    assert note in bare.run("show", bare.id(FIRST)).out
    line = next(line for line in bare.run("posts").out.splitlines() if FIRST in line)
    assert str(seen.date()) in line
    assert "undated" in line or "dated 2065" in line
    assert [row[3] for row in dated(bare)] == [seen.isoformat()]
    bare.feed("/a", letter(2), replace(letter(1), date="Mon, 16 Nov 2026 09:00:00 GMT"))
    bare.fetch(days=20)
    assert FIRST not in bare.titles("--since", "7d")
    assert next(row[3] for row in dated(bare)) == seen.isoformat()


def test_an_editions_post_from_the_future_bears_the_day_it_was_seen(bare: Story) -> None:
    """It is in time for the cut-off, and its page does not say 2065."""
    told(bare, "Sat, 24 Jan 2065 05:20:00 GMT")
    bare.pick(FIRST)
    bare.run("edition", "set", "--cutoff", (bare.now + timedelta(hours=1)).isoformat())
    assert bare.picked() == [FIRST]
    assert "2065" not in "".join(bare.pages().values())
