"""A passage marked with the keyboard, by words, sentences and paragraphs, as in vi's visual mode.

placing   one unit is marked, and motions go from one to the next
holding   one end stays, and motions carry the other: w b by words, ) ( by sentences, } { by paragraphs
keeping   what is marked stays, and another part is marked further on; […] will stand between them
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from roundup.dataclass import dataclass
from roundup.patterns import pattern

Span = tuple[int, int]
Unit = Literal["word", "sentence", "paragraph"]

ELISION = " […] "

_WORD = pattern(r"\S+")
_LINE = pattern(r"[^\n]+")
_PARAGRAPHS = pattern(r"\n[^\S\n]*\n\s*")
# Each run of stops is looked at once, from its beginning, so that a line of dots costs no more than another.
_STOP = pattern(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)")
_OPENING = "\"'“‘«([¿¡–—- \t\u00a0"
# What a full stop stands behind without ending a sentence: titles and Latin, in the English these posts are written in.
_SHORT = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "cllr",
        "rev",
        "hon",
        "st",
        "no",
        "nos",
        "vs",
        "cf",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "approx",
        "dept",
        "fig",
        "vol",
        "pp",
    ]
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the words, sentences and paragraphs of a text stand, each in order and without white space at its ends."""

    word: tuple[Span, ...]
    sentence: tuple[Span, ...]
    paragraph: tuple[Span, ...]

    def of(self, unit: Unit) -> tuple[Span, ...]:
        return {"word": self.word, "sentence": self.sentence, "paragraph": self.paragraph}[unit]


def places(text: str) -> Places:
    """All units of `text`."""
    words = tuple(match.span() for match in _WORD.finditer(text))
    return Places(words, tuple(_sentences(text)), tuple(_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[Span]:
    begin = 0
    for gap in [*_PARAGRAPHS.finditer(text), None]:
        yield from _trimmed(text, begin, gap.start() if gap else len(text))
        begin = gap.end() if gap else begin


def _sentences(text: str) -> Iterator[Span]:
    for line in _LINE.finditer(text):
        begin = line.start()
        for stop in _STOP.finditer(text, *line.span()):
            if _ends_sentence(text, begin, stop, line.end()):
                yield from _trimmed(text, begin, stop.end())
                begin = stop.end()
        yield from _trimmed(text, begin, line.end())


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    following = text[stop.end() : min(end, stop.end() + 12)].lstrip(_OPENING)[:1]
    if following.islower():
        return False
    last = text[max(begin, stop.start() - 12) : stop.start()].split()[-1:] or [""]
    word = last[0].lstrip(_OPENING).casefold()
    return stop[0] != "." or not (word in _SHORT or (len(word) == 1 and word.isalpha() and word != "i"))


def _trimmed(text: str, begin: int, end: int) -> Iterator[Span]:
    piece = text[begin:end]
    if stripped := piece.strip():
        start = begin + len(piece) - len(piece.lstrip())
        yield (start, start + len(stripped))


# ---------------------------------------------------------------- marking


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked of a text. `kept` are parts to be joined by […]; when `swapped` its beginning moves."""

    places: Places
    span: Span
    holding: bool = False
    swapped: bool = False
    kept: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """All parts in the order of the text, those that touch or overlap as one."""
        joined: list[Span] = []
        for begin, end in sorted((*self.kept, self.span)):
            if joined and begin <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((begin, end))
        return tuple(joined)

    def passage(self, text: str) -> str:
        """The words to be quoted, exactly as they stand, […] between the parts."""
        return ELISION.join(text[begin:end] for begin, end in self.spans)


def start(found: Places, at: int = 0) -> Mark | None:
    """The first sentence that does not end before `at`; None if there is nothing to mark."""
    if not found.sentence:
        return None
    index = next((i for i, (_, end) in enumerate(found.sentence) if end > at), len(found.sentence) - 1)
    return Mark(found, found.sentence[index])


def moved(mark: Mark, unit: Unit, by: int) -> Mark:
    """One unit on (`by` 1) or back (-1)."""
    return _extended(mark, unit, by) if mark.holding else replace(mark, span=_next(mark, unit, by))


def _next(mark: Mark, unit: Unit, by: int) -> Span:
    """From within something larger its first unit of this kind, from something smaller the unit it is in.

    From a unit of this kind its neighbour; at the ends the same again.
    """
    units, (begin, end) = mark.places.of(unit), mark.span
    first = bisect_left(units, (begin, begin))
    if first < len(units) and units[first] != mark.span and units[first][1] <= end:
        return units[first]
    here = bisect_right([start for start, _ in units], begin) - 1
    if here >= 0 and units[here] != mark.span and end <= units[here][1]:
        return units[here]
    return units[max(0, min(here + by, len(units) - 1))]


def _extended(mark: Mark, unit: Unit, by: int) -> Mark:
    (begin, end), units = mark.span, mark.places.of(unit)
    if mark.swapped:
        starts = [first for first, _ in units]
        index = bisect_right(starts, begin) if by > 0 else bisect_left(starts, begin) - 1
        begin = starts[index] if 0 <= index < len(starts) and starts[index] < end else begin
    else:
        ends = [last for _, last in units]
        index = bisect_right(ends, end) if by > 0 else bisect_left(ends, end) - 1
        end = ends[index] if 0 <= index < len(ends) and ends[index] > begin else end
    return replace(mark, span=(begin, end))


def held(mark: Mark) -> Mark:
    """Holding begins or ends."""
    return replace(mark, holding=not mark.holding, swapped=False)


def swapped(mark: Mark) -> Mark:
    """The other end moves from now on."""
    return replace(mark, holding=True, swapped=not mark.swapped)


def kept(mark: Mark) -> Mark:
    """What is marked stays, and the next sentence is marked besides."""
    on = replace(mark, holding=False, swapped=False)
    following = next((s for s in mark.places.sentence if s[0] >= mark.span[1]), None)
    return replace(on, kept=mark.spans, span=following or mark.span)


def found(mark: Mark, text: str, words: str, by: int = 1) -> Mark | None:
    """The next sentence that holds `words` (case and white space aside), round the end; None if there is none."""
    wanted = " ".join(words.casefold().split())
    sentences = mark.places.sentence
    if not wanted:
        return None
    here = bisect_left([begin for begin, _ in sentences], mark.span[0])
    for step in range(1, len(sentences) + 1):
        span = sentences[(here + by * step) % len(sentences)]
        if wanted in " ".join(text[slice(*span)].casefold().split()):
            return replace(mark, span=span, holding=False, swapped=False)
    return None
