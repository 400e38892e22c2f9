"""What checks are made of: the facts they may look at, the faults they find, where a fault is said to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from roundup.config import Settings
from roundup.curate.compose import editors_words, place
from roundup.curate.links import destinations
from roundup.curate.quote import verdict
from roundup.model import Edition, FrozenEdition, Level, Pick, Quote, Snapshot, Verdict


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What checks may look at besides the edition: the settings, each post's texts by its id, the editions before.

    `doubts` are posts that may not be their blogs' own, by id, with why.
    """

    settings: Settings
    snapshots: Mapping[int, Sequence[Snapshot]] = field(default_factory=dict)
    earlier: Sequence[FrozenEdition] = ()
    doubts: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding before it bears the name of its check."""

    level: Level
    where: str
    message: str
    remedy: str


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
