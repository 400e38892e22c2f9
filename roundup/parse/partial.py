"""A document → its feed, less the items that were read before.

    text ─ scan ─ pieces ─ items: names ─ known ones cut out ─▶ plain reader, else feedparser ─▶ Reading

What cannot be cut beforehand (JSON, odd XML) is read whole, and known entries are left out of what is cleaned.
"""

from __future__ import annotations

from dataclasses import field
from datetime import tzinfo
from functools import partial
from typing import Final

from roundup.dataclass import dataclass, replace
from roundup.errors import FeedError
from roundup.parse.decode import Decoded
from roundup.parse.document import xml_document
from roundup.parse.items import identities_in, identities_of, left_out, names_of, names_of_entries
from roundup.parse.pace import Pace, read_pace
from roundup.parse.plain import read_plain
from roundup.parse.raw import RawFeed
from roundup.parse.scan import Pieces, pieces
from roundup.parse.suspects import suspects

_HEAD: Final = 200_000  # bytes in which there is all that the pace is looked for in


@dataclass(frozen=True, slots=True)
class Reading:
    """A feed of which `raw.entries` are to be cleaned; the names of all its items; how many of them were left out."""

    raw: RawFeed
    names: tuple[str, ...]
    seen: int = 0
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, slots=True)
class Plan:
    """A document in pieces, their names, and the places of those that need not be read; `is_usual` as in Decoded."""

    found: Pieces
    is_usual: bool
    names: tuple[str, ...]
    out: frozenset[int]

    def plain(self) -> RawFeed | None:
        """What is left, read the quick way."""
        rest = self.rest()
        return read_plain(rest.body, rest if self.is_usual else None)

    def rest(self) -> Pieces:
        """What is left to read."""
        return self.found.without(self.out)

    def markup(self) -> int:
        """The length of the items that are left, in bytes."""
        return sum(end - start for place, (start, end) in enumerate(self.found.spans) if place not in self.out)

    def fits(self, raw: RawFeed) -> bool:
        """True if as many entries were read as items are left, so that the names are theirs."""
        return raw.announced == len(self.names) - len(self.out)

    def reading(self, raw: RawFeed) -> Reading:
        """What came of it."""
        return Reading(raw, self.names, len(self.out), pace_in(self.found.frame()))


def read_xml_body(decoded: Decoded, zone: tzinfo, known: frozenset[str]) -> Reading:
    """An XML feed by the quick way if it is plain, else by feedparser's. Raises FeedError."""
    body = decoded.body
    plan = _plan(decoded, known)
    if plan is None:
        return _less_known(_read_whole(body, zone), known, pace_in(body))
    if raw := _read_less(plan, zone):
        return plan.reading(raw)
    plan = replace(plan, out=frozenset())
    raw = _read_rest(plan, zone)
    return plan.reading(raw) if plan.fits(raw) else _less_known(raw, known, pace_in(body))


def read_plain_body(decoded: Decoded, known: frozenset[str], most_new: int) -> Reading | None:
    """An XML feed by the quick way only; None if it is not plain or has more than `most_new` bytes to read."""
    plan = _plan(decoded, known)
    if plan is None or plan.markup() > most_new:
        return None
    raw = plan.plain()
    return plan.reading(raw) if raw is not None and plan.fits(raw) else None


def read_json_body(decoded: Decoded, zone: tzinfo, known: frozenset[str]) -> Reading:
    """A JSON Feed. Raises FeedError."""
    from roundup.parse.jsonfeed import read_json

    return _less_known(read_json(decoded.body.decode("utf-8", "replace"), zone), known, Pace())


def _plan(decoded: Decoded, known: frozenset[str]) -> Plan | None:
    found = pieces(decoded.body)
    if found is None:
        return None
    names = tuple(names_of(found))
    out = left_out([name in known for name in names], identities_in(found), partial(suspects, found))
    return Plan(found, decoded.is_usual, names, out)


def _read_less(plan: Plan, zone: tzinfo) -> RawFeed | None:
    """What is left of a document, None if nothing is to be left out, or what is left is no feed by itself."""
    if not plan.out:
        return None
    try:
        raw = _read_rest(plan, zone)
    except FeedError:
        return None
    return raw if plan.fits(raw) else None


def _read_rest(plan: Plan, zone: tzinfo) -> RawFeed:
    return plan.plain() or _by_feedparser(plan.rest().body, zone)


def _read_whole(body: bytes, zone: tzinfo) -> RawFeed:
    return read_plain(body) or _by_feedparser(body, zone)


def pace_in(body: bytes) -> Pace:
    """How often the feed with this head wants to be asked."""
    return read_pace(body[:_HEAD].decode("utf-8", "replace"))


def _by_feedparser(body: bytes, zone: tzinfo) -> RawFeed:
    from roundup.parse.xmlfeed import read_xml

    return read_xml(xml_document(body.decode("utf-8", "replace")), zone)


def _less_known(raw: RawFeed, known: frozenset[str], pace: Pace) -> Reading:
    """A feed that was read whole, without the entries that are known."""
    names = tuple(names_of_entries(raw.entries))
    out = left_out([name in known for name in names], identities_of(raw.entries))
    entries = tuple(entry for place, entry in enumerate(raw.entries) if place not in out)
    kept = replace(raw, entries=entries, announced=raw.announced - len(out)) if out else raw
    return Reading(kept, names, len(out), pace)
