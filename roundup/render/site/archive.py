"""Editions → the archive's order: by year, by who wrote, by blog, by tag. Plain values; nothing is rendered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import NamedTuple

from roundup.curate.people import Registry
from roundup.curate.people.names import fold_name, is_nobody
from roundup.dataclass import dataclass
from roundup.model import Edition, FrozenEdition, Pick
from roundup.render import wording
from roundup.render.site.slugs import Slugs, fold


@dataclass(frozen=True, slots=True)
class Place:
    """An edition in the archive: its folder, and a digest of all that is in it. `special` is one beside the weekly.

    `year` is that of its day, "" where it bears none.
    """

    edition: Edition
    folder: str
    digest: str
    year: str
    special: bool = False

    @property
    def page(self) -> str:
        """The path of its page. Named whole, so that the archive can be read from a folder on disk."""
        return f"{self.folder}/index.html"

    @property
    def rank(self) -> tuple[str, int]:
        """The place among all: by date, then by number."""
        return (self.edition.date, self.edition.number)


class Featured(NamedTuple):
    """A pick where it stands: the `number`th of its edition.

    `age` grows from the newest edition to the oldest; `mark` changes with everything that is in the edition.
    """

    place: Place
    number: int
    pick: Pick
    age: int = 0
    mark: str = ""


@dataclass(slots=True)
class Topic:
    """What picks are filed under: a person, a blog, a tag, a year. `editions` are filed under it as a whole."""

    identity: str
    name: str
    slug: str
    featured: list[Featured] = field(default_factory=list)
    editions: list[Place] = field(default_factory=list)

    def mark(self) -> str:
        """Changes with everything a page about the topic shows."""
        marks = [each.mark for each in self.featured]
        return digest(self.name, self.slug, *marks, *[place.digest for place in self.editions])


@dataclass(frozen=True, slots=True)
class Index:
    """The whole archive, the newest first; topics by name. `of` names the topics of each edition by its number."""

    places: tuple[Place, ...]
    years: tuple[Topic, ...]
    people: tuple[Topic, ...]
    blogs: tuple[Topic, ...]
    tags: tuple[Topic, ...]

    @property
    def weekly(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if not place.special)


def digest(*parts: str) -> str:
    """One short name for several texts."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def places(
    closed: Sequence[FrozenEdition],
    specials: Sequence[Edition] = (),
    mark: Callable[[Edition], str] = lambda _edition: "",
) -> tuple[Place, ...]:
    """Editions with their folders, the newest first. A later one of the same name has its number behind it.

    `mark` is of whatever else is shown of an edition.
    """
    taken: set[str] = set()
    found = []
    weekly = [(frozen.edition, frozen.decision, False) for frozen in closed]
    beside = [(edition, "", True) for edition in specials]
    for group in (weekly, beside):
        for edition, decision, special in sorted(group, key=lambda each: each[0].number):
            folder = edition.slug if edition.slug not in taken else f"{edition.slug}-{edition.number}"
            taken.add(folder)
            more = [shown] if (shown := mark(edition)) else []
            year = wording.iso_day(edition)[:4]
            found.append(Place(edition, folder, digest(*_marks(edition, decision), folder, *more), year, special))
    return tuple(sorted(found, key=lambda place: place.rank, reverse=True))


def _marks(edition: Edition, decision: str) -> Iterator[str]:
    """What changes with an edition: the decision that closed it, which nothing alters, and what was said since."""
    if decision:
        yield f"closed by {decision} {edition.status}"
        for erratum in edition.errata:
            yield f"{erratum.day} {erratum.text}"
        return
    import msgspec

    yield sha256(msgspec.msgpack.encode(edition)).hexdigest()


def index(found: Sequence[Place], registry: Registry | None = None) -> Index:
    """The archive in order. Who opted out is in no list of it."""
    cabinet, years = _Cabinet(registry or Registry()), _Drawer("year")
    for age, place in reversed([*enumerate(found)]):  # the oldest first: who came first keeps a slug two might have
        years.topic(place.year, place.year or "no year").editions.append(place)
        if not place.special:
            cabinet.file(place, age)
    people, blogs, tags = (drawer.by_name() for drawer in (cabinet.people, cabinet.blogs, cabinet.tags))
    return Index(tuple(found), years.newest(), people, blogs, tags)


class _Cabinet:
    """Files the picks of weekly editions. What a blog and its writer are filed under is found once, not every week."""

    def __init__(self, known: Registry) -> None:
        self._known = known
        self.people, self.blogs, self.tags = _Drawer("person"), _Drawer("blog"), _Drawer("tag")
        self._of_writers: dict[tuple[tuple[str, ...], str], list[tuple[Topic, str]]] = {}
        self._of_tags: dict[tuple[str, ...], list[tuple[Topic, str]]] = {}

    def file(self, place: Place, age: int) -> None:
        """An edition under its own tags, its picks under whoever wrote them, their blogs and tags."""
        for topic, name in self._tagged((*place.edition.tags, *place.edition.categories)):
            topic.name = name
            topic.editions.append(place)
        for number, pick in enumerate(place.edition.picks, start=1):
            featured = Featured(place, number, pick, age, f"{place.digest}/{number}")
            for topic, name in self._written(pick):
                topic.name = name
                topic.featured.append(featured)
            for topic, name in self._tagged(pick.tags):
                topic.name = name
                topic.featured.append(featured)

    def _written(self, pick: Pick) -> list[tuple[Topic, str]]:
        """(topic, its name here) of the people and the blog."""
        if self._known.people:  # whom the desk knows, it knows by the post's address too
            return self._looked_up(pick)
        key = (pick.authors, pick.blog)
        found = self._of_writers.get(key)
        if found is None:
            found = self._of_writers[key] = self._looked_up(pick)
        return found

    def _looked_up(self, pick: Pick) -> list[tuple[Topic, str]]:
        known = self._known
        named = _writers(pick, known) if known.people else _unknown(pick.authors)
        found = [(self.people.topic(identity, name), name) for identity, name in named]
        identity, name = _blog(pick.blog)
        if name and not (known.has_opt_outs and known.opted_out((), name, pick.url)):
            found.append((self.blogs.topic(identity, name), name))
        return found

    def _tagged(self, tags: tuple[str, ...]) -> list[tuple[Topic, str]]:
        found = self._of_tags.get(tags)
        if found is None:
            found = self._of_tags[tags] = [(self.tags.topic(identity, name), name) for identity, name in _tags(tags)]
        return found


def _writers(pick: Pick, known: Registry) -> Iterator[tuple[str, str]]:
    """(identity, name) of everybody who wrote a post and may be listed."""
    seen = set()
    for author in pick.authors or ("",):
        given = (author,) if author else ()
        if known.opted_out(given, pick.blog, pick.url):
            continue
        people = known.look(given, pick.blog, pick.url).people
        named = [(f"person:{person.key}", wording.name(person.name)) for person in people if person.name]
        for identity, name in named or _unknown(given):
            if identity not in seen:
                seen.add(identity)
                yield identity, name


@lru_cache(maxsize=8_192)
def _unknown(authors: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(identity, name) of authors the desk knows nothing of, each once."""
    named: dict[str, str] = {}
    for author in authors:
        folded = fold_name(author)
        if folded and not is_nobody(folded):
            named.setdefault(f"name:{folded}", wording.name(author))
    return tuple(named.items())


@lru_cache(maxsize=8_192)
def _blog(given: str) -> tuple[str, str]:
    """(identity, name) of a blog."""
    name = wording.name(given)
    return fold(name), name


def _tags(given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(identity, name) of tags."""
    named: dict[str, str] = {}
    for tag in map(_tag, wording.names(given)):
        named.setdefault(fold(tag), tag)
    return tuple(named.items())


def _tag(name: str) -> str:
    return name.lstrip("# ") or name


_AGE = attrgetter("age")


class _Drawer:
    """Topics of one kind, by identity; each bears the name it was last filed under."""

    def __init__(self, kind: str) -> None:
        self._slugs = Slugs(kind)
        self._topics: dict[str, Topic] = {}

    def topic(self, identity: str, name: str) -> Topic:
        """The topic, which is called so from now on."""
        topic = self._topics.get(identity)
        if topic is None:
            topic = self._topics[identity] = Topic(identity, name, self._slugs.of(identity, name))
        topic.name = name
        return topic

    def newest(self) -> tuple[Topic, ...]:
        """The last in the order of their identities first, each with what is newest first."""
        return tuple(sorted(self._finished(), key=lambda topic: topic.identity, reverse=True))

    def by_name(self) -> tuple[Topic, ...]:
        """In the order of their names, each with what is newest first."""
        return tuple(sorted(self._finished(), key=lambda topic: (fold_name(topic.name), topic.slug)))

    def _finished(self) -> Iterable[Topic]:
        for topic in self._topics.values():
            topic.featured.sort(key=_AGE)  # stable: the picks of an edition stay in their order
            topic.editions.reverse()
            yield topic
