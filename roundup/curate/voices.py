"""Whose voices are heard: who was in editions lately, who writes and never was, who is back after a silence. Pure.

    closed editions ─┐
    bylines counted ─┼─▶ voices, by person, site and region, in spans of weeks back from now
    the registry ────┘

A voice is a person of the registry; else the author's name as the post has it; else the blog. People who opted out are
in no row: how many picks that leaves out is said instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final

from roundup.curate.people import Registry
from roundup.curate.people.names import SHARED_HOSTS, fold_name, is_nobody, site_key, sites_above
from roundup.dataclass import dataclass
from roundup.model import Byline, FrozenEdition
from roundup.text import one_line

WEEKS: Final = (4, 12, 52)
SILENCE: Final = 12  # weeks without a post after which another one is a return
NO_REGION: Final = "no region known"


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice, site or region: how often featured in each span and ever, in which edition last; posts in each span.

    `where` is where they write: the blog of a voice, the address of a site.
    """

    name: str
    where: str = ""
    featured: tuple[int, ...] = (0,) * len(WEEKS)
    ever: int = 0
    last: datetime | None = None
    last_edition: int = 0
    posts: tuple[int, ...] = (0,) * len(WEEKS)
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """Somebody who writes again after so many weeks without a post."""

    name: str
    where: str
    silent_weeks: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Voices:
    """Who was heard, most often first. `left_out` picks are of people who opted out, and counted in no row."""

    now: datetime
    people: tuple[Heard, ...] = ()
    sites: tuple[Heard, ...] = ()
    regions: tuple[Heard, ...] = ()
    never: tuple[Heard, ...] = ()
    back: tuple[Back, ...] = ()
    left_out: int = 0
    editions: int = 0


def starts(now: datetime) -> tuple[datetime, ...]:
    """When each span began."""
    return tuple(now - timedelta(weeks=weeks) for weeks in WEEKS)


def voices(
    editions: Sequence[FrozenEdition],
    bylines: Sequence[Byline],
    registry: Registry,
    *,
    now: datetime,
    regions: Mapping[str, str] | None = None,
) -> Voices:
    """Who was heard up to `now`. `bylines` are counted in the spans of `starts(now)`; `regions` are those of sites."""
    who = _Who(registry, bylines, regions or {})
    people, sites, areas = _Tally(now), _Tally(now), _Tally(now)
    left_out = 0
    # In one order, whatever order they came in: of two spellings the first one met is shown.
    for frozen in sorted(editions, key=lambda each: (_out(each), each.edition.number)):
        for pick in frozen.edition.picks:
            if registry.opted_out(pick.authors, pick.blog, pick.url):
                left_out += 1
                continue
            named = who.voices(pick.authors, pick.blog, pick.url)
            people.feature(named, frozen)
            sites.feature([who.site(pick.blog, pick.url)], frozen)
            areas.feature(who.regions(named, pick.url), frozen)
    for line in sorted(bylines, key=lambda each: (each.authors, each.blog, each.feed, each.url)):
        if not registry.opted_out(line.authors, line.blog, line.url):
            named = who.voices(line.authors, line.blog, line.url)
            people.write(named, line)
            sites.write([who.site(line.blog, line.url)], line)
            areas.write(who.regions(named, line.url), line)
    return Voices(
        now,
        people=people.heard(),
        sites=sites.heard(),
        regions=areas.heard(),
        never=people.never(),
        back=people.back(),
        left_out=left_out,
        editions=len(editions),
    )


@dataclass(frozen=True, slots=True)
class _Voice:
    """What a row is known by, its name, where it is heard, and its region."""

    key: str
    name: str
    where: str = ""
    region: str = ""


class _Who:
    """Whose a pick or a post is."""

    def __init__(self, registry: Registry, bylines: Iterable[Byline], regions: Mapping[str, str]) -> None:
        self._registry = registry
        self._regions = {site_key(site): region for site, region in regions.items()}
        self._sites = {site_key(line.site) for line in bylines if line.site} - {""}

    def voices(self, authors: Sequence[str], blog: str, url: str) -> list[_Voice]:
        """Everybody who speaks in a post."""
        if people := self._registry.look(authors, blog, url).people:
            return [_Voice(person.key, person.name, one_line(blog), person.region) for person in people]
        house = fold_name(blog)
        named = {fold_name(author): one_line(author) for author in authors}
        strangers = [_Voice(f"?{name}", author, one_line(blog)) for name, author in named.items() if name]
        return [voice for voice in strangers if not is_nobody(voice.key[1:], house)] or [
            _Voice(f"#{house or self._of(url)}", one_line(blog) or self._of(url), self._of(url))
        ]

    def site(self, blog: str, url: str) -> _Voice:
        """The site a post is on."""
        site = self._of(url)
        return _Voice(site or f"#{fold_name(blog)}", one_line(blog) or site, site)

    def _of(self, url: str) -> str:
        above = sites_above(url)
        known = next((site for site in above if site in self._sites), "")
        if known or not above:
            return known
        return above[-2] if above[-1] in SHARED_HOSTS and len(above) > 1 else above[-1]

    def regions(self, named: Iterable[_Voice], url: str) -> list[_Voice]:
        """The regions that are heard in a post: the people's, else the site's."""
        site = next((region for each in sites_above(url) if (region := self._regions.get(each))), "")
        found = {fold_name(region): region for voice in named if (region := voice.region or site)}
        return [_Voice(key, region) for key, region in found.items()] or [_Voice("", NO_REGION)]


@dataclass(slots=True)
class _Count:
    name: str
    where: str = ""
    featured: list[int] = field(default_factory=lambda: [0] * len(WEEKS))
    ever: int = 0
    last: FrozenEdition | None = None
    posts: list[int] = field(default_factory=lambda: [0] * len(WEEKS))
    latest: datetime | None = None
    first: datetime | None = None
    before: datetime | None = None

    def heard(self) -> Heard:
        last = self.last
        return Heard(
            self.name,
            self.where,
            tuple(self.featured),
            self.ever,
            _out(last) if last else None,
            last.edition.number if last else 0,
            tuple(self.posts),
            self.latest,
        )


class _Tally:
    """Rows being counted, by what they are known by."""

    def __init__(self, now: datetime) -> None:
        self._starts = starts(now)
        self._counts: dict[str, _Count] = {}

    def _of(self, voices: Iterable[_Voice]) -> Iterator[_Count]:
        for voice in voices:
            yield self._counts.setdefault(voice.key, _Count(voice.name, voice.where))

    def feature(self, voices: Iterable[_Voice], frozen: FrozenEdition) -> None:
        """Each of them was in this edition once more."""
        out = _out(frozen)
        for count in self._of(voices):
            count.ever += 1
            for at, start in enumerate(self._starts):
                count.featured[at] += out >= start
            if count.last is None or _out(count.last) <= out:
                count.last = frozen

    def write(self, voices: Iterable[_Voice], line: Byline) -> None:
        """Each of them wrote these posts."""
        for count in self._of(voices):
            count.posts = [one + other for one, other in zip(count.posts, line.posts, strict=True)]
            count.latest = max(filter(None, (count.latest, line.latest)), default=None)
            count.first = min(filter(None, (count.first, line.first)), default=None)
            count.before = max(filter(None, (count.before, line.before)), default=None)

    def heard(self) -> tuple[Heard, ...]:
        """Who was featured, most often lately first."""
        rows = [count.heard() for count in self._counts.values() if count.ever]
        return tuple(sorted(rows, key=lambda row: (*(-n for n in row.featured[::-1]), -row.ever, _by_name(row.name))))

    def never(self) -> tuple[Heard, ...]:
        """Who wrote in the middle span and was never featured, the busiest first."""
        rows = [count.heard() for count in self._counts.values() if not count.ever and count.posts[1]]
        return tuple(sorted(rows, key=lambda row: (-row.posts[1], _by_name(row.name))))

    def back(self) -> tuple[Back, ...]:
        """Who writes again after a silence, the longest first."""
        rows = [
            Back(count.name, count.where, weeks, count.first)
            for count in self._counts.values()
            if count.first and count.before and (weeks := (count.first - count.before) // timedelta(weeks=1)) >= SILENCE
        ]
        return tuple(sorted(rows, key=lambda row: (-row.silent_weeks, _by_name(row.name))))


def _out(frozen: FrozenEdition) -> datetime:
    return frozen.published_at or frozen.frozen_at


def _by_name(name: str) -> tuple[str, str]:
    return name.casefold(), name
