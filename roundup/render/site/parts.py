"""Long lists by year: the newest years of a topic stand on its page, each earlier year on one of its own.

A page of all that was ever filed under a tag would be long to read, and made anew every week. What is on the page of
an earlier year changes only when something of that year does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from roundup.dataclass import replace
from roundup.render.site.archive import Featured, Place, Topic

FEW = 50  # picks and editions that a topic's page has at least, if there are as many
SOME = 50  # as many more are no reason for another page
UNDATED = "undated"


def parts(topic: Topic) -> tuple[Topic, ...]:
    """The topic in parts, each with what is newest first: its own page, then a part called after each earlier year."""
    if len(topic.featured) + len(topic.editions) <= FEW + SOME:
        return (topic,)
    featured = {year: tuple(picks) for year, picks in groupby(topic.featured, key=_year_of_pick)}
    editions = {year: tuple(places) for year, places in groupby(topic.editions, key=_year)}
    years = sorted(featured | editions, reverse=True)
    own, count = 0, 0
    while count < FEW:
        count += len(featured.get(years[own], ())) + len(editions.get(years[own], ()))
        own += 1
    front = _part(topic, topic.name, topic.slug, years[:own], featured, editions)
    earlier = (
        _part(topic, year or "Undated", f"{topic.slug}/{year or UNDATED}", [year], featured, editions)
        for year in years[own:]
    )
    return (front, *earlier)


def _part(
    topic: Topic,
    name: str,
    slug: str,
    years: Sequence[str],
    featured: dict[str, tuple[Featured, ...]],
    editions: dict[str, tuple[Place, ...]],
) -> Topic:
    return replace(
        topic,
        name=name,
        slug=slug,
        featured=[pick for year in years for pick in featured.get(year, ())],
        editions=[place for year in years for place in editions.get(year, ())],
    )


def _year(place: Place) -> str:
    return place.year


def _year_of_pick(featured: Featured) -> str:
    return featured.place.year
