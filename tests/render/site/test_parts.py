"""Long topics by year: everything is on one page of theirs, and old pages stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roundup.model import Edition
from roundup.render.site.archive import Topic, index, places
from roundup.render.site.parts import FEW, SOME, parts
from tests.render.site.archives import closed
from tests.samples import edition, pick


def weeks(count: int, *, until: int = 2026) -> list[Edition]:
    """Editions a week apart, the last on the last day of `until`, each with two posts of one tag on one blog."""
    last = date(until, 12, 31)
    return [
        edition(
            *(replace(pick(2 * number + n), blog="Bins", authors=("Ada",), tags=("bins",)) for n in (0, 1)),
            number=number,
            date=(last - timedelta(weeks=count - number)).isoformat(),
            slug=f"week-{number}",
            tags=("Roundup",),
        )
        for number in range(1, count + 1)
    ]


def topic(count: int, *, kind: str = "blogs") -> Topic:
    found: Topic = getattr(index(places(closed(*weeks(count)))), kind)[0]
    return found


def posts(found: Topic) -> list[tuple[str, int]]:
    return [(each.place.folder, each.number) for each in found.featured]


@pytest.mark.parametrize("count", [1, 10, (FEW + SOME) // 2])
def test_a_short_topic_is_one_page(count: int) -> None:
    """Most people, blogs and tags."""
    whole = topic(count)
    assert parts(whole) == (whole,)


@pytest.mark.parametrize("count", [51, 53, 80, 120, 300])
def test_nothing_is_lost_or_said_twice(count: int) -> None:
    """All parts together are the topic, in its order."""
    whole = topic(count)
    made = parts(whole)
    assert [post for part in made for post in posts(part)] == posts(whole)
    assert len(made) > 1 or count < 60


@pytest.mark.parametrize("count", [53, 80, 120, 300])
def test_the_first_page_has_the_newest(count: int) -> None:
    """Enough of it to be worth a visit, and whole years only."""
    front, *earlier = parts(topic(count))
    assert len(front.featured) >= FEW
    assert (front.name, front.slug) == ("Bins", "bins")
    years = {each.place.year for each in front.featured}
    assert [part.name for part in earlier] == sorted({part.name for part in earlier}, reverse=True)
    assert not years & {part.name for part in earlier}


def test_each_earlier_year_has_its_page() -> None:
    """Below the topic's own, so that no other topic's name can be in its place."""
    earlier = parts(topic(120))[1:]
    assert [part.slug for part in earlier] == [f"bins/{part.name}" for part in earlier]
    assert all({each.place.year for each in part.featured} == {part.name} for part in earlier)


def test_old_pages_stay_as_they_are() -> None:
    """Another week changes the topic's own page only."""
    before = {part.slug: part.mark() for part in parts(topic(250))[1:]}
    more = [*weeks(250), replace(edition(replace(pick(9_999), blog="Bins")), number=251, date="2027-01-07", slug="new")]
    after = {part.slug: part.mark() for part in parts(index(places(closed(*more))).blogs[0])[1:]}
    assert before.items() <= after.items()


def test_editions_count_as_posts_do() -> None:
    """A tag that every edition bears has no posts of its own."""
    made = parts(topic(150, kind="tags"))
    tags = {found.name: parts(found) for found in index(places(closed(*weeks(150)))).tags}
    assert len(tags["Roundup"]) > 1
    assert sum(len(part.editions) for part in tags["Roundup"]) == 150
    assert made


def test_what_bears_no_day_has_a_page_too() -> None:
    """Nothing is left out for want of a year."""
    undated = [replace(each, date="") if each.number < 20 else each for each in weeks(120)]
    made = parts(index(places(closed(*undated))).blogs[0])
    assert made[-1].slug == "bins/undated"
    assert len(made[-1].featured) == 38
