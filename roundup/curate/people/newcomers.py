"""Authors seen in feeds whom the registry does not know yet, and who may be somebody under another spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import datetime
from typing import Final

from roundup.curate.people.names import apart, could_be, fold_name, is_nobody, site_key
from roundup.curate.people.registry import Registry
from roundup.curate.people.unlike import Spelling
from roundup.dataclass import dataclass
from roundup.model import Byline, Person
from roundup.text import one_line

_MOST_WORDS: Final = 6  # a longer line is a sentence or a list, not a name
_MOST_NAMESAKES: Final = 50  # of one family name that are compared with each other


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An author who is not in the registry: the commonest spelling, with blogs as (blog, address of a post there).

    `alone` are the sites where nobody else writes: they may be theirs.
    `perhaps` is whom they may be, by name: somebody in the registry (`known`) or another newcomer.
    """

    name: str
    blogs: tuple[tuple[str, str], ...]
    posts: int
    latest: datetime
    alone: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Twins:
    """Two entries of the registry that may be one person."""

    one: Person
    other: Person


@dataclass(slots=True)
class _Seen:
    names: Counter[str] = field(default_factory=Counter)
    blogs: Counter[tuple[str, str]] = field(default_factory=Counter)
    sites: set[str] = field(default_factory=set)
    posts: int = 0
    latest: datetime | None = None


def newcomers(registry: Registry, bylines: Iterable[Byline]) -> list[Newcomer]:
    """Every author who is not in the registry, those with most posts first."""
    seen: dict[str, _Seen] = {}
    writers: dict[str, set[str]] = {}
    for line in bylines:
        for author in _authors(line):
            writers.setdefault(site_key(line.site), set()).add(fold_name(author))
            folded = fold_name(author)
            if _is_new(registry, author, folded, line):
                _count(seen.setdefault(folded, _Seen()), author, line)
    near = _Near([*registry.people, *(Person(folded, _spelling(each)) for folded, each in seen.items())])
    alone = {site for site, names in writers.items() if site and len(names) == 1}
    found = [_newcomer(registry, near, folded, each, alone) for folded, each in seen.items()]
    return sorted(found, key=lambda newcomer: (-newcomer.posts, fold_name(newcomer.name)))


def _authors(line: Byline) -> Iterator[str]:
    """Each author by themselves, also where a feed names two in one line."""
    for author in line.authors:
        parts = apart(author)
        yield from parts if all(" " in part.strip() for part in parts) and parts else [author]


def _is_new(registry: Registry, author: str, folded: str, line: Byline) -> bool:
    if is_nobody(folded, fold_name(line.blog)) or len(folded.split()) > _MOST_WORDS:
        return False
    known = registry.look((author,), line.blog, line.url)
    return not known.people and not registry.called(author) and not registry.opted_out((author,), "", line.url)


def _count(seen: _Seen, author: str, line: Byline) -> None:
    seen.names[one_line(author, 120)] += line.total
    seen.blogs[line.blog, line.url] += line.total
    seen.sites.add(line.site)
    seen.posts += line.total
    seen.latest = max(seen.latest or line.latest, line.latest)


def _spelling(seen: _Seen) -> str:
    return min(seen.names, key=lambda name: (-seen.names[name], name))


def _newcomer(registry: Registry, near: _Near, folded: str, seen: _Seen, alone: set[str]) -> Newcomer:
    people = near.to(folded, _spelling(seen))
    known = [person for person in people if registry.with_key(person.key)]
    assert seen.latest
    blogs = tuple(blog for blog, _ in sorted(seen.blogs.items(), key=lambda item: (-item[1], item[0])))
    return Newcomer(
        name=_spelling(seen),
        blogs=blogs,
        posts=seen.posts,
        latest=seen.latest,
        alone=tuple(site for site in sorted(seen.sites) if site_key(site) in alone),
        perhaps=tuple(person.name for person in known or people),
        known=bool(known),
    )


def twins(people: Sequence[Person]) -> Iterator[Twins]:
    """Pairs in the registry that may be one person: nearly the same letters, or initials."""
    near = _Near(people)
    for person in people:
        for other in near.to(person.key, person.name):
            if person.key < other.key:
                yield Twins(person, other)


class _Near:
    """Names that may be another spelling of one: nearly the same letters, or initials."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._spelling = Spelling(Registry(people))
        self._families: dict[str, list[Person]] = {}
        for person in people:
            if words := fold_name(person.name).split():
                self._families.setdefault(words[-1], []).append(person)

    def to(self, key: str, name: str) -> list[Person]:
        """Everybody but `key` whose name may be meant by `name`."""
        folded = fold_name(name)
        found = {person.key: person for person in self._spelling.near(name)}
        for person in self._families.get(folded.rpartition(" ")[2], ())[:_MOST_NAMESAKES]:
            other = fold_name(person.name)
            if other != folded and (could_be(folded, other) or could_be(other, folded)):
                found[person.key] = person
        return [person for each, person in sorted(found.items()) if each != key]
