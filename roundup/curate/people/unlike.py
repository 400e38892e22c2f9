"""Names and handles in a text that are nearly somebody's: `Ada Exemple` where the registry knows an Ada Example.

A name is only compared if all its words but one are those of a name that is known, so each place of a text costs a few
look-ups, however many people there are. Near is: one letter left out, put in or changed places; another letter in a
word of five; two letters in one of eight. Names shorter than that are too often another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from roundup.curate.people.names import clean_handle, fold_name
from roundup.curate.people.registry import Registry
from roundup.dataclass import dataclass
from roundup.model import Person
from roundup.patterns import pattern

_WORD: Final = pattern(r"[^\W\d_]+(?:['’‘ʼ][^\W\d_]+)*")
_POSSESSIVE: Final = pattern(r"['’‘ʼ]s$")
_BETWEEN: Final = pattern(r"\.?[ \t\u00a0\u202f-]\n?|\n|[‐‑-]")
_HANDLE: Final = pattern(r"(?<![\w/@.-])@[\w.-]+(?:@[\w-]+(?:\.[\w-]+)+)?", re.ASCII)
_BESIDE: Final = pattern(r"[\s(,:–—-]{1,4}")
_APOSTROPHES: Final = str.maketrans("’‘ʼ", "'''")
_MOST_WORDS: Final = 5  # of one name
_MOST_NAMESAKES: Final = 50  # of one family that are compared with each other
_SHORTEST_HANDLE: Final = 5  # characters that are compared with others


@dataclass(frozen=True, slots=True)
class Unlike:
    """What is said in a text and what the registry has instead; `message` is the fault in words."""

    said: str
    known: str
    person: Person
    message: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    folded: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as somebody in the registry writes it."""

    person: Person
    words: tuple[str, ...]
    folded: tuple[str, ...]


class Spelling:
    """The registry's names, ready for reading texts. `known` are names that are right although nearly another's."""

    def __init__(self, registry: Registry, known: Iterable[str] = ()) -> None:
        self._registry = registry
        self._right = {fold_name(name) for name in known}
        self._exact: dict[tuple[str, ...], list[_Name]] = {}
        self._gaps: dict[tuple[int, tuple[str, ...]], list[_Name]] = {}
        self._handles: dict[str, tuple[str, Person]] = {}
        for person in registry.people:
            for name in (person.name, *person.also):
                self._learn(person, name)
            for handle in map(clean_handle, person.handles):
                self._handles |= dict.fromkeys(_without_one(handle), (handle, person))
        self._lengths = sorted({len(folded) for folded in self._exact}, reverse=True)

    def _learn(self, person: Person, written: str) -> None:
        words = _words(written)
        titles = len(words) - len(fold_name(written).split())
        if titles >= 0 and 2 <= len(words) - titles <= _MOST_WORDS:
            kept = words[titles:]
            name = _Name(person, tuple(word.text for word in kept), tuple(word.folded for word in kept))
            self._exact.setdefault(name.folded, []).append(name)
            for at in range(len(name.folded)):
                self._gaps.setdefault((at, _but(name.folded, at)), []).append(name)

    def unlike(self, text: str) -> tuple[Unlike, ...]:
        """What in `text` (plain words) is nearly, but not quite, as the registry has it."""
        faults: list[Unlike] = []
        people: dict[int, Person] = {}
        words, at = _words(text), 0
        while at < len(words):
            found = self._name_at(text, words, at)
            if found:
                name, said, fault = found
                people[said[-1].end] = name.person
                faults += [fault] if fault else []
            at += len(found[1]) if found else 1
        return (*faults, *self._handles_in(text, people))

    def near(self, name: str) -> list[Person]:
        """Everybody whose name is nearly this one, but not this one."""
        folded = tuple(fold_name(name).split())
        found = {
            known.person.key: known.person
            for at, word in enumerate(folded)
            for known in self._gaps.get((at, _but(folded, at)), ())[:_MOST_NAMESAKES]
            if _is_near(word, known.folded[at])
        }
        return list(found.values())

    def _name_at(self, text: str, words: list[_Word], at: int) -> tuple[_Name, list[_Word], Unlike | None] | None:
        """The name that begins at this word, known or nearly known, and what is wrong with it."""
        for length in self._lengths:
            said = words[at : at + length]
            if len(said) < length or not _stand_together(text, said):
                continue
            folded = tuple(word.folded for word in said)
            if names := self._exact.get(folded):
                return names[0], said, _misspelt(names, said)
            if " ".join(folded) not in self._right and (name := self._near(said, folded)):
                message = f"“{_joined(said)}” is nearly “{' '.join(name.words)}”"
                return name, said, Unlike(_joined(said), " ".join(name.words), name.person, message)
        return None

    def _near(self, said: list[_Word], folded: tuple[str, ...]) -> _Name | None:
        if not all(word.text[0].isupper() for word in said):
            return None
        for at, word in enumerate(folded):
            for name in self._gaps.get((at, _but(folded, at)), ()):
                if _is_near(word, name.folded[at]):
                    return name
        return None

    # ------------------------------------------------------------ handles

    def _handles_in(self, text: str, people: dict[int, Person]) -> Iterator[Unlike]:
        for found in _HANDLE.finditer(text):
            handle = clean_handle(found[0])
            gap = _BESIDE.search(text, max(0, found.start() - 4), found.start())
            beside = people.get(gap.start()) if gap and gap.end() == found.start() else None
            if handle and (fault := self._wrong_handle(handle, beside)):
                yield fault

    def _wrong_handle(self, handle: str, beside: Person | None) -> Unlike | None:
        owners = self._registry.with_handle(handle)
        theirs = [clean_handle(each) for each in beside.handles] if beside else []
        if beside and theirs and beside not in owners and not any(each.startswith(f"{handle}@") for each in theirs):
            whose = f"{owners[0].name}'s" if owners else "not theirs as far as the registry knows"
            message = f"{handle} beside {beside.name} is {whose}: they are {theirs[0]}"
            return Unlike(handle, theirs[0], beside, message)
        if owners or beside:
            return None
        near = next((self._handles[each] for each in _without_one(handle) if each in self._handles), None)
        if near is None or near[0].startswith(f"{handle}@"):
            return None
        return Unlike(handle, near[0], near[1], f"{handle} is nearly {near[0]}, {near[1].name}'s handle")


def unlike(text: str, registry: Registry, known: Iterable[str] = ()) -> tuple[Unlike, ...]:
    """As `Spelling.unlike`, for one text."""
    return Spelling(registry, known).unlike(text)


def _words(text: str) -> list[_Word]:
    words = []
    for found in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", found[0])
        words.append(_Word(word, fold_name(word), found.start(), found.start() + len(word)))
    return words


def _stand_together(text: str, words: list[_Word]) -> bool:
    """Nothing but a blank or a hyphen between the words; a full stop only behind an initial."""
    for one, other in pairwise(words):
        between = text[one.end : other.begin]
        if not _BETWEEN.fullmatch(between) or (between.startswith(".") and len(one.text) > 1):
            return False
    return True


def _joined(words: list[_Word]) -> str:
    return " ".join(word.text for word in words)


def _but(words: tuple[str, ...], at: int) -> tuple[str, ...]:
    return words[:at] + words[at + 1 :]


def _misspelt(names: list[_Name], said: list[_Word]) -> Unlike | None:
    """A known name with its accents or capitals lost. All in capitals, it is a heading's way to write it."""
    ours = [word.text.translate(_APOSTROPHES) for word in said]
    forms = [[word.translate(_APOSTROPHES) for word in name.words] for name in names]
    if ours in forms or all(word.isupper() for word in ours):
        return None
    # Small letters may be other words: “will field” is somebody's plan, not somebody.
    if all(word.islower() for word in ours):
        return None
    name = names[0]
    known = " ".join(name.words)
    return Unlike(_joined(said), known, name.person, f"“{_joined(said)}” is written “{known}” in the registry")


def _is_near(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if one == other or len(longer) < 4 or len(shorter) < 3:
        return False
    distance, swapped = _distance(shorter, longer)
    if distance == 1:
        return len(shorter) != len(longer) or len(longer) >= 5 or swapped
    return distance == 2 and len(shorter) >= 8


def _distance(shorter: str, longer: str) -> tuple[int, bool]:
    """How many letters must change (3 for more than two), neighbours that changed places counted as one."""
    if len(longer) - len(shorter) > 2:
        return 3, False
    begin = end = 0
    while begin < len(shorter) and shorter[begin] == longer[begin]:
        begin += 1
    while end < len(shorter) - begin and shorter[-1 - end] == longer[-1 - end]:
        end += 1
    one, other = shorter[begin : len(shorter) - end], longer[begin : len(longer) - end]
    if len(one) == 2 and one == other[::-1]:
        return 1, True
    # What is left differs at both ends: one letter, two side by side, or more than can be a slip.
    return max(len(one), len(other)), False


def _without_one(handle: str) -> Iterator[str]:
    """The handle, and what is left of it when one letter of its name goes: two that share one are near."""
    name, at, host = handle.removeprefix("@").partition("@")
    if handle:
        yield handle
    if len(name) >= _SHORTEST_HANDLE:
        for index in range(len(name)):
            yield f"@{name[:index]}{name[index + 1 :]}{at}{host}"
