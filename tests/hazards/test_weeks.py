"""Weeks that were missed, editions that were closed, desks that were used by several: nothing decided is lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime

import pytest

from tests.cli.desk import Commands
from tests.hazards.story import Story, letter, letters, prose

FIFTH = "Letter 5 from Marrowby"


def test_stars_are_carried_over_missed_weeks(story: Story) -> None:
    """Two months without a fetch, a look or an edition: the pick, its words, quote and note are in the draft."""
    before = story.decided()
    story.feed("/a", *letters(10, first=-80))
    story.fetch(days=60)
    (pick,) = story.picks()
    assert pick["title"] == FIFTH
    assert pick["quotes"][0]["verdict"] == "found"
    assert story.json("edition")["number"] == 1
    assert story.decided() == before
    assert len(story.posts()) == 20


def test_what_is_not_in_the_edition_is_in_the_next(story: Story) -> None:
    """A pick later than the cut-off waits, with its words and quotes, week after week, and none is in two editions."""
    story.pick("Letter 1 from Marrowby", quote=prose(1).split(". ")[0])
    for week in range(3):
        story.feed("/a", letter(-20 - week), *letters(9))
        story.fetch(days=7)
        story.pick(letter(-20 - week).title)
        story.run("edition", "set", "--cutoff", "2026-11-19T00:00:00+00:00" if week == 0 else story.now.isoformat())
        story.run("publish")
    editions = story.rows("SELECT edition, title FROM edition_posts ORDER BY edition, position")
    titles = [title for _, title in editions]
    assert len(titles) == len(set(titles))
    assert (1, FIFTH) in editions
    assert (2, "Letter 1 from Marrowby") in editions


def test_ten_editions_stay_as_they_were_closed(story: Story) -> None:
    """Each renders the same bytes after all the others, whatever feeds did meanwhile."""
    rendered = {}
    for number in range(1, 6):
        story.run("publish")
        rendered[number] = story.pages(str(number))
        story.feed("/a", letter(-30 * number), *[replace(post, text=f"<p>{prose(number)}</p>") for post in letters(9)])
        story.fetch(days=7)
        story.pick(letter(-30 * number).title)
    assert {number: story.pages(str(number)) for number in rendered} == rendered
    assert len({pages["post.md"] for pages in rendered.values()}) == 5


def test_a_published_post_is_not_picked_again_unawares(story: Story) -> None:
    """Under its new address too: starring it again is refused, and says in which edition it is."""
    story.run("publish")
    story.feed("/a", *[replace(post, link=post.link.replace("letters", "posts")) for post in letters(10)])
    story.fetch(days=7)
    assert "edition 1" in story.run("star", story.id(FIFTH), code=2).err
    assert story.picked() == []


def test_an_undo_reaches_over_fetches_but_not_over_others(story: Story) -> None:
    """The last decision of the one who asks, however many fetches and colleagues came between."""
    post = story.id("Letter 7 from Marrowby")
    story.run("star", post)
    story.fetch(days=3)
    colleague = replace(story, curator="bo")
    colleague.run("star", story.id("Letter 8 from Marrowby"))
    story.run("undo")
    assert story.picked() == [FIFTH, "Letter 8 from Marrowby"]


@pytest.mark.parametrize("year", [2026, 2027, 2030])
def test_a_new_year_and_a_leap_day(story: Story, year: int) -> None:
    """The last week of a year, and the first, and the end of February: dated, numbered and fetched like any other."""
    for moment in (
        f"{year}-12-31T23:59:00+00:00",
        f"{year + 1}-01-01T00:01:00+00:00",
        f"{year + 2}-02-28T23:59:00+00:00",
    ):
        story.now = datetime.fromisoformat(moment)
        assert story.fetch("--all", minutes=0).reason("/a") == ""
        assert story.json("edition")["date"] == moment[:10]


@pytest.mark.slow
def test_four_editors_and_a_fetch_at_once(story: Story) -> None:
    """Processes side by side star, note and tag while feeds come in: every decision is there once, none waits long."""
    posts = [str(post["id"]) for post in story.posts() if post["title"] != FIFTH]
    story.feed("/a", *letters(60, first=-50), *letters(10))
    before = story.rows("SELECT count(*) FROM decisions")[0][0]
    editors = [replace(story.commands, curator=f"editor {n}") for n in range(4)]
    ended: list[int] = []

    def work(editor: Commands, post: str) -> None:
        commands = (["star", post], ["note", post, f"from {post}"], ["tag", post, "--add", "joint"])
        ended.extend(editor.spawn(*words).code for words in commands)

    threads = [threading.Thread(target=work, args=(editor, post)) for editor, post in zip(editors, posts, strict=False)]
    with story.commands.start("fetch", "--all") as fetching:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        fetching.communicate(timeout=60)
    assert [*ended, fetching.returncode] == [0] * 13
    assert story.rows("SELECT count(*) FROM decisions")[0][0] == before + 12
    assert len(story.picks()) == 5
    assert story.decided()
