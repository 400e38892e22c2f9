"""Archives that come again, fetches that come too late: nothing old is shown as news, and nothing missed is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.hazards.story import START, Item, Story, letter, letters, prose

ARCHIVE_URL = "https://blog.example/archive"


def archived(count: int, text: str = "long ago") -> list[Item]:
    """Posts of 2011 to 2019 that the feed never showed."""
    days = [datetime(2011 + number % 9, 3, 1, 9, tzinfo=UTC) for number in range(count)]
    return [
        Item(
            title=f"From the archive {number}",
            text=f"<p>{prose(f'{text} {number}')}</p>",
            link=f"{ARCHIVE_URL}/{number}/",
            guid=f"{ARCHIVE_URL}/?p={number}",
            date=f"{day:%a, %d %b %Y %H:%M:%S} GMT",
        )
        for number, day in enumerate(days)
    ]


def read(bare: Story, *posts: Item) -> Story:
    """A desk that follows a blog with these posts, and has read them."""
    bare.follow("/a")
    bare.feed("/a", *posts)
    bare.fetch()
    return bare


# ---------------------------------------------------------------- floods


def test_an_archive_reposted_is_held_and_said_once(bare: Story) -> None:
    """Twelve posts of 2011 to 2019 come at once: none waits with the news, all are listed apart with the reason."""
    story = read(bare, *letters(5))
    story.feed("/a", *archived(12), *letters(5))
    run = story.fetch(days=1)
    assert (run.new("/a"), run.json["held_posts"]) == (0, 12)
    assert "12 old posts, dated 2011–2019, came at once" in run.note("/a")
    assert not [title for title in story.titles("--sort", "new") if "archive" in title]
    held = story.run("posts", "--held").out.splitlines()
    assert len(held) == 12
    assert all("reposted: " in line for line in held)
    assert "held back" in story.health("/a")["warning"]
    assert story.fetch(days=1).note("/a") == ""


def test_a_held_post_is_released_by_a_star(bare: Story) -> None:
    """Into the edition it goes; unstarred it is still held, and the others never moved."""
    story = read(bare, *letters(5))
    story.feed("/a", *archived(7), *letters(5))
    story.fetch(days=1)
    post = story.pick("From the archive 3")
    assert story.picked() == ["From the archive 3"]
    assert len(story.posts("--held")) == 6
    story.run("skip", story.id("From the archive 4"))
    assert len(story.posts("--held")) == 5
    story.run("unstar", post)
    assert len(story.posts("--held")) == 6


def test_why_a_post_is_held_is_shown_with_it(bare: Story) -> None:
    """In `show`, in its JSON, and in the list of all posts."""
    story = read(bare, *letters(5))
    story.feed("/a", *archived(7), *letters(5))
    story.fetch(days=1)
    assert story.show("From the archive 1")["held"].startswith("reposted: 7 old posts")
    assert "reposted: 7 old posts" in story.run("show", story.id("From the archive 1")).out
    (found,) = [post for post in story.posts() if post["title"] == "From the archive 1"]
    assert any("reposted" in reason for reason in found["reasons"])


def test_posts_of_this_week_in_a_flood_are_news(bare: Story) -> None:
    """The blog moved its archive and wrote something new."""
    story = read(bare, *letters(5))
    story.feed("/a", letter(-1), *archived(12), *letters(5))
    run = story.fetch(days=2)
    assert (run.new("/a"), run.json["held_posts"]) == (1, 12)


def test_the_archive_of_a_blog_followed_from_today_on_is_simply_old(bare: Story) -> None:
    """Nothing is held, and nothing of it stands among the posts of this week."""
    story = read(bare, letter(1), *archived(30))
    assert len(story.posts("--held")) == 0
    assert [post["title"] for post in story.posts("--since", "7d")] == [letter(1).title]
    assert "From the archive" not in "".join(story.run("posts").out.splitlines()[:2])


def test_how_many_are_a_flood_can_be_set(bare: Story) -> None:
    """[fetch] flood."""
    bare.set("fetch", flood=20)
    story = read(bare, *letters(5))
    story.feed("/a", *archived(12), *letters(5))
    assert story.fetch(days=1).new("/a") == 12


def test_a_blog_with_new_software_brings_nothing_new(bare: Story) -> None:
    """New guids, new addresses, the words and dates as they were: the same posts, no flood, no gap; and it is said."""
    story = read(bare, *letters(10))
    renewed = [replace(post, guid=f"n{n}", link=f"https://blog.example/new/{n}/") for n, post in enumerate(letters(10))]
    story.feed("/a", *renewed)
    run = story.fetch(days=1)
    assert (run.new("/a"), run.json["held_posts"]) == (0, 0)
    assert run.note("/a").startswith("republished: 10 known posts came under new names")


def test_known_words_under_todays_date_are_held(bare: Story) -> None:
    """New software that gives the whole archive new names and today's date reposts it."""
    story = read(bare, *archived(10))
    today = f"{story.now + timedelta(hours=2):%a, %d %b %Y %H:%M:%S} GMT"
    again = [
        replace(p, guid=f"n{n}", link=f"https://blog.example/new/{n}/", date=today) for n, p in enumerate(archived(10))
    ]
    story.feed("/a", *again)
    run = story.fetch(hours=3)
    assert (run.new("/a"), run.json["held_posts"]) == (0, 10)
    assert "known words" in run.note("/a")


# ---------------------------------------------------------------- gaps


def week_of(number: int, count: int = 5) -> list[Item]:
    """Posts of one week, the weeks counted from the first fetch on."""
    end = START + timedelta(days=7 * number)
    return [
        replace(letter(number * 100 + n), date=f"{end - timedelta(hours=12 * n + 2):%a, %d %b %Y %H:%M:%S} GMT")
        for n in range(count)
    ]


def test_a_fetch_that_comes_too_late_says_what_was_missed(bare: Story) -> None:
    """A feed of five posts, read again after three weeks: nothing in it is known, so there was more."""
    story = read(bare, *week_of(0))
    story.feed("/a", *week_of(3))
    run = story.fetch(days=21)
    assert run.new("/a") == 5
    assert "posts were probably missed between 20 November 2026 and 9 December 2026" in run.note("/a")
    assert "the feed shows only 5 at a time; fetch oftener" in run.note("/a")
    told = story.health("/a")
    assert told["group"] == "trouble"
    assert "missed" in told["warning"]
    assert "oftener" in told["advice"]


def test_a_warning_goes_when_two_fetches_overlap_again(bare: Story) -> None:
    """It stays while nothing new comes, and while one gap follows another."""
    story = read(bare, *week_of(0))
    story.feed("/a", *week_of(3))
    story.fetch(days=21)
    story.fetch(hours=1)
    assert "missed" in story.health("/a")["warning"]
    story.feed("/a", *week_of(6))
    story.fetch(days=21)
    assert "missed" in story.health("/a")["warning"]
    story.feed("/a", letter(999), *week_of(6))
    story.fetch(days=1)
    assert story.health("/a")["warning"] == ""


@pytest.mark.parametrize("seen", [1, 4])
def test_a_fetch_that_finds_one_known_post_missed_nothing(bare: Story, seen: int) -> None:
    """The window still reaches back to what was read."""
    story = read(bare, *week_of(0))
    story.feed("/a", *week_of(2), *week_of(0)[:seen])
    assert story.fetch(days=14).note("/a") == ""


# ---------------------------------------------------------------- in the report


def test_floods_and_gaps_are_in_the_weeks_report(bare: Story) -> None:
    """One screen says what came, what is held and what was missed."""
    story = read(bare, *week_of(0))
    story.feed("/a", *week_of(3))
    story.fetch(days=21)
    story.feed("/a", *archived(12), *week_of(3))
    story.fetch(hours=1)
    said = story.run("feeds", "report").out
    assert "Held back" in said
    assert "reposted" in said
    assert "between 20 November 2026" in said
    assert max(map(len, said.splitlines())) <= 80
    report = story.json("feeds", "report")
    assert [words for _, words in report["missed"]]
    assert report["posts"] == 5
