"""Decisions about people → the people: the fold of what curators wrote down of them.

    subject      person:KEY
    name, affiliation, region, note    the latest word holds
    add, remove  {also?, handles?, sites?}: each entry by itself, so that two curators' additions are both kept
    opted_out    true: wants to be left out of editions; of entries that are one person, all of them have to agree
                 before that ends
    same         KEY of another entry that is the same person: from then on the two are one
    forget       true: everything known goes, here and in the ledger; traces (digests) keep an opt-out alive

Folding gives the same whatever order decisions arrive in and however often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from typing import Final

from roundup.curate.payload import Payload, clean_payload
from roundup.curate.people.names import clean_handle, clean_site, fold_name, site_key
from roundup.curate.personal import MOST_ENTRIES, PERSON_LISTS
from roundup.curate.standing import is_forgetting, standing
from roundup.dataclass import dataclass
from roundup.model import PERSON, Decision, Person
from roundup.text import one_line

WORDS: Final = ("affiliation", "region", "note")  # fields of one line
_CLEAN: Final[dict[str, Callable[[str], str]]] = {"also": one_line, "handles": clean_handle, "sites": clean_site}
_FOLDS: Final[dict[str, Callable[[str], str]]] = {"also": fold_name, "handles": clean_handle, "sites": site_key}


def fold_people(decisions: Iterable[Decision]) -> tuple[Person, ...]:
    """Everybody the desk knows, by name; of whom nothing may be known any more, only those who opted out."""
    about = [d for d in decisions if d.subject.startswith(PERSON)]
    folding = _Folding({key_of(d) for d in about if is_forgetting(d)})
    for decision in standing(about):
        payload = clean_payload("person", decision.payload) if decision.verb == "person" else None
        if payload is not None:
            folding.take(key_of(decision), payload)
    people = (entry.person(key) for key, entry in folding.entries.items() if entry.is_somebody)
    return tuple(sorted(people, key=lambda person: (fold_name(person.name), person.key)))


def key_of(decision: Decision) -> str:
    """The key of the person a decision is about."""
    return decision.subject.removeprefix(PERSON)


@dataclass(slots=True)
class _Entry:
    """A person in the making. Lists by their folded form, so that one spelling of each is kept."""

    name: str = ""
    words: dict[str, str] = field(default_factory=dict)
    lists: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in PERSON_LISTS})
    out: dict[str, bool] = field(default_factory=dict)
    traces: set[str] = field(default_factory=set)
    keys: list[str] = field(default_factory=list)

    def call(self, name: str, *, renames: bool) -> None:
        """A name is theirs: the one they go by, or another one. Their own name is not also another."""
        if renames or not self.name:
            self.name = name
        self.lists["also"].setdefault(fold_name(name), name)
        self.lists["also"].pop(fold_name(self.name), None)

    @property
    def opted_out(self) -> bool:
        """True if any of the entries says so: who takes back a word about one of them brings nobody back by it."""
        return any(self.out.values())

    @property
    def is_somebody(self) -> bool:
        return bool(self.name) or (self.opted_out and bool(self.traces))

    def person(self, key: str) -> Person:
        return Person(
            key=key,
            name=self.name,
            also=tuple(self.lists["also"].values()),
            handles=tuple(self.lists["handles"].values()),
            sites=tuple(self.lists["sites"].values()),
            affiliation=self.words.get("affiliation", ""),
            region=self.words.get("region", ""),
            note=self.words.get("note", ""),
            opted_out=self.opted_out,
            traces=tuple(sorted(self.traces)),
            keys=tuple(self.keys),
        )


class _Folding:
    """The registry in the making. A forgotten key never bears a name again, whenever the name was given."""

    def __init__(self, forgotten: set[str]) -> None:
        self.entries: dict[str, _Entry] = {}
        self._forgotten = forgotten
        self._now_called: dict[str, str] = {}

    def take(self, key: str, payload: Payload) -> None:
        """What one decision changes."""
        now = self._called(key)
        entry = self.entries.setdefault(now, _Entry())
        if "opted_out" in payload:
            entry.out[key] = payload["opted_out"]
        if now in self._forgotten:
            entry.traces.update(payload.get("traces", ()))
            return
        _take_words(entry, payload, renames=key == now)
        # What was said of somebody whose entry was taken back must not come up again with another's.
        if not entry.name:
            return
        _take_lists(entry, payload)
        if "same" in payload:
            self._unite(now, self._called(payload["same"]))

    def _called(self, key: str) -> str:
        while key in self._now_called:
            key = self._now_called[key]
        return key

    def _unite(self, kept: str, gone: str) -> None:
        if kept == gone or {kept, gone} & self._forgotten:
            return
        entry, other = self.entries[kept], self.entries.pop(gone, _Entry())
        self._now_called[gone] = kept
        entry.keys += [gone, *other.keys]
        entry.out |= other.out
        entry.words = {word: entry.words.get(word) or other.words.get(word, "") for word in WORDS}
        for name, items in other.lists.items():
            entry.lists[name] = {**items, **entry.lists[name]}
        for name in filter(None, (other.name, entry.name)):
            entry.call(name, renames=False)


def _take_words(entry: _Entry, payload: Payload, *, renames: bool) -> None:
    if fold_name(payload.get("name", "")):
        # An entry that was found to be somebody else's gives them another name, not a new one.
        entry.call(payload["name"], renames=renames)
    if entry.name:
        entry.words |= {word: payload[word] for word in WORDS if word in payload}


def _take_lists(entry: _Entry, payload: Payload) -> None:
    for name, fold in _FOLDS.items():
        for item in payload.get("remove", {}).get(name, ()):
            entry.lists[name].pop(fold(item), None)
        for item in payload.get("add", {}).get(name, ()):
            clean = _CLEAN[name](item)
            if (folded := fold(clean)) and len(entry.lists[name]) < MOST_ENTRIES:
                entry.lists[name].setdefault(folded, clean)
    entry.lists["also"].pop(fold_name(entry.name), None)
