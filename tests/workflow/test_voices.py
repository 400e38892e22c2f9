"""Voices from a desk: its closed editions, its posts, its registry, and the folders that are regions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roundup.config import PeopleSettings
from roundup.workflow.desk import Desk
from roundup.workflow.people import Given, add, opt_out
from roundup.workflow.pick import star
from roundup.workflow.publish import publish
from roundup.workflow.voices import regions_of_sites, voices
from roundup.workflow.word import annotate
from tests.workflow.desks import at, bring

OPML = """<opml version="2.0"><head/><body>
<outline text="wales">
  <outline type="rss" text="Bins" xmlUrl="https://bins.example/feed" htmlUrl="https://bins.example/"/>
</outline>
<outline text="People"><outline text="Kent">
  <outline type="rss" text="Votes" xmlUrl="https://votes.example/feed" htmlUrl="https://votes.example/"/>
</outline></outline>
<outline type="rss" text="Roads" xmlUrl="https://roads.example/feed" htmlUrl="https://roads.example/"/>
</body></opml>"""


def with_regions(desk: Desk, *regions: str) -> Desk:
    return replace(desk, settings=replace(desk.settings, people=PeopleSettings(regions)))


def feature(desk: Desk, *posts: str) -> None:
    """An edition with these posts, closed."""
    star(desk, posts)
    for post in posts:
        annotate(desk, post, lead=f"Somebody [wrote](post) number {post}.")
    publish(desk)


def test_a_desk_tells_who_was_heard_and_who_was_not(desk: Desk) -> None:
    """From its own editions and posts."""
    hers = bring(desk, "bins", authors=("Ada Example",))
    bring(desk, "votes", blog="Votes", authors=("Bert Sample",), url="https://votes.example/1")
    feature(desk, hers)
    add(desk, "Ada Example", Given(region="Wales"))
    found = voices(at(desk, weeks=6))
    assert [(row.name, row.featured, row.last_edition) for row in found.people] == [("Ada Example", (0, 1, 1), 1)]
    assert [row.name for row in found.regions] == ["Wales"]
    assert [row.name for row in found.never] == ["Bert Sample"]
    assert found.editions == 1


def test_who_opts_out_is_counted_in_no_row(desk: Desk) -> None:
    """The closed edition stays as it was."""
    feature(desk, bring(desk, "bins", authors=("Ada Example",)))
    add(desk, "Ada Example", Given())
    opt_out(desk, "Ada Example")
    found = voices(desk)
    assert (found.people, found.left_out) == ((), 1)


def test_a_folder_that_is_a_region_speaks_for_its_feeds(desk: Desk) -> None:
    """In any case, at any depth; other folders do not."""
    desk.settings.feeds_path.write_text(OPML, encoding="utf-8")
    assert regions_of_sites(with_regions(desk, "Wales", "KENT")) == {
        "https://bins.example/": "Wales",
        "https://votes.example/": "KENT",
    }
    assert regions_of_sites(desk) == {}


def test_a_person_without_a_region_has_that_of_their_feed(desk: Desk) -> None:
    """Their own comes first."""
    desk.settings.feeds_path.write_text(OPML, encoding="utf-8")
    posts = [
        bring(desk, "a", blog="Bins", authors=("Ada Example",), url="https://bins.example/a"),
        bring(desk, "b", blog="Bins", authors=("Bert Sample",), url="https://bins.example/b"),
    ]
    feature(desk, *posts)
    add(desk, "Bert Sample", Given(region="Devon"))
    found = voices(with_regions(desk, "Wales"))
    assert {row.name: row.ever for row in found.regions} == {"Wales": 1, "Devon": 1}


@pytest.mark.parametrize("regions", [(), ("Wales",)])
def test_a_desk_without_a_list_of_feeds_has_voices_too(desk: Desk, regions: tuple[str, ...]) -> None:
    """Posts may be added by hand."""
    assert voices(with_regions(desk, *regions)).people == ()
