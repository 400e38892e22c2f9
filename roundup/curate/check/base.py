"""What checks are made of: the facts they may look at, the faults they find, where a fault is said to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from roundup.config import Settings
from roundup.curate.compose import editors_words, place
from roundup.curate.links import destinations, find_links
from roundup.curate.people import Registry
from roundup.curate.quote import verdict
from roundup.dataclass import dataclass
from roundup.model import Edition, FrozenEdition, Level, LinkAnswer, Pick, Quote, Snapshot, Verdict
from roundup.urls import canonical_key, safe_url


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What checks may look at besides the edition; what is not known is left empty, and then nothing is said of it.

    settings   the desk's
    snapshots  a post's texts, by its id: the one it bears now first, then the others
    earlier    the closed editions
    doubts     posts that may not be their blogs' own, by id, with why
    hosts      hosts whose owner may have changed, with why
    people     whom the desk knows
    names      by a pick's key: all keys its post is known by, through whatever feed or redirect it came
    twins      by a pick's key: the keys of posts that tell the same story
    asked      how links were found when they were asked, by address
    sizes      the bytes of each format
    waited     closed editions that have not arrived everywhere, by number, with the targets that still wait
    unlike     where a format does not say what the edition says: `post.md: …`, each
    """

    settings: Settings
    snapshots: Mapping[int, Sequence[Snapshot]] = field(default_factory=dict)
    earlier: Sequence[FrozenEdition] = ()
    doubts: Mapping[int, str] = field(default_factory=dict)
    hosts: Mapping[str, str] = field(default_factory=dict)
    people: Registry = field(default_factory=Registry)
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    twins: Mapping[str, frozenset[str]] = field(default_factory=dict)
    asked: Mapping[str, LinkAnswer] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    waited: Mapping[int, Sequence[str]] = field(default_factory=dict)
    unlike: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding before it bears the name of its check."""

    level: Level
    where: str
    message: str
    remedy: str
    detail: str = ""


Check = Callable[[Edition, CheckFacts], Iterator[Fault]]


def picks_of(edition: Edition) -> Iterator[tuple[str, Pick]]:
    """(where, pick) in the edition's order."""
    for number, pick in enumerate(edition.picks, start=1):
        yield place(pick, number), pick


def quotes_of(
    edition: Edition, facts: CheckFacts | None = None, wanted: Verdict | None = None
) -> Iterator[tuple[str, Pick, int, Quote]]:
    """(where, pick, number, quote), of which the post's texts say `wanted`, if given."""
    for where, pick in picks_of(edition):
        for number, quote in enumerate(pick.quotes, start=1):
            if facts is None or verdict(quote, facts.snapshots.get(pick.post_id, ())) == wanted:
                yield f"{where}, quote {number}", pick, number, quote


def addresses_of(edition: Edition) -> Iterator[tuple[str, str]]:
    """(where, address) of every link in the editor's words."""
    for where, text in editors_words(edition):
        for address in dict.fromkeys(destinations(text)):
            yield where, address


def images_of(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """(where, address, alternative text) of the edition's picture and of those in the editor's words."""
    if edition.image:
        yield "image", edition.image, edition.image_alt
    for where, text in editors_words(edition):
        for link in find_links(text):
            if link.image:
                yield where, link.destination, text[link.words_begin : link.words_end]


def pages_of(edition: Edition) -> Iterator[tuple[str, str]]:
    """(where, address) of everything that can be asked whether it is there: posts, links, pictures."""
    yield from ((where, pick.url) for where, pick in picks_of(edition) if pick.url)
    posts = {canonical_key(pick.url) for pick in edition.picks}
    others = (*addresses_of(edition), *((where, address) for where, address, _ in images_of(edition)))
    # A post is its pick's, however often it is linked to.
    yield from (
        (where, address) for where, address in others if safe_url(address) and canonical_key(address) not in posts
    )


def names_of(pick: Pick) -> frozenset[str]:
    """The keys a pick's post certainly has: its own, and that of its address."""
    address = canonical_key(pick.url)
    return frozenset((pick.key, *([f"url:{address}"] if address else [])))
