"""Lines to be shown: pieces of text with the part they play, folded to so many columns. No terminal is known here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from roundup.dataclass import dataclass
from roundup.patterns import pattern
from roundup.text import fit, one_line, width

Role = Literal["", "dim", "bold", "title", "heading", "quote", "link", "good", "warn", "cursor", "bar"]

_WORDS = pattern(r"\S+|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that plays one part. `at` is where it stands in the post's text, -1 if it does not; `marked`: selected."""

    text: str
    role: Role = ""
    at: int = -1
    marked: bool = False

    @property
    def end(self) -> int:
        return self.at + len(self.text) if self.at >= 0 else -1


Line = tuple[Piece, ...]
BLANK: Line = ()


def said(text: str, role: Role = "") -> Line:
    """A line that says `text`, made harmless and put on one line."""
    return (Piece(one_line(text), role),)


def columns_of(line: Line) -> int:
    return sum(width(piece.text) for piece in line)


def text_of(line: Line) -> str:
    return "".join(piece.text for piece in line)


def fitted(text: str, columns: int, role: Role = "") -> Line:
    """One line of just so many columns."""
    return (Piece(fit(one_line(text), max(columns, 0)) if columns > 0 else "", role),)


def folded(pieces: Iterable[Piece], columns: int, *, first: str = "", rest: str | None = None) -> list[Line]:
    """The words of `pieces` in lines of at most `columns`; `first` stands before the first, `rest` before the others.

    White space between words becomes one blank; what is wider than a line is broken.
    """
    rest = first if rest is None else rest
    lines: list[Line] = []
    line: list[Piece] = []
    used, room = 0, max(columns - width(first), 4)
    for word in _words(pieces):
        blank, needed = bool(line), sum(width(piece.text) for piece in word)
        if line and used + 1 + needed > room:
            lines.append(_with(first if not lines else rest, line))
            line, used, blank, room = [], 0, False, max(columns - width(rest), 4)
        for part in _broken(word, room) if needed > room else [word]:
            if line and not blank:
                lines.append(_with(first if not lines else rest, line))
                line, used, room = [], 0, max(columns - width(rest), 4)
            if blank:
                line.append(_blank_after(line[-1]))
            line += part
            used += blank + sum(width(piece.text) for piece in part)
            blank = False
    return [*lines, _with(first if not lines else rest, line)] if line else lines


def _with(prefix: str, line: Sequence[Piece]) -> Line:
    return (Piece(prefix, "dim"), *line) if prefix else tuple(line)


def _blank_after(piece: Piece) -> Piece:
    return Piece(" ", piece.role, piece.end)


def _words(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Runs of pieces without white space; a word may go on from one piece to the next."""
    word: list[Piece] = []
    for piece in pieces:
        for found in _WORDS.finditer(piece.text):
            if found[0].isspace():
                if word:
                    yield word
                word = []
            else:
                word.append(Piece(found[0], piece.role, piece.at + found.start() if piece.at >= 0 else -1))
    if word:
        yield word


def _broken(word: Sequence[Piece], room: int) -> Iterator[list[Piece]]:
    """A word that no line can hold, in parts that one can."""
    part: list[Piece] = []
    used = 0
    for piece in word:
        begin = 0
        for index, character in enumerate(piece.text):
            step = width(character)
            if used + step > room and used:
                yield [*part, *_cut(piece, begin, index)]
                part, begin, used = [], index, 0
            used += step
        part += _cut(piece, begin, len(piece.text))
    yield part


def _cut(piece: Piece, begin: int, end: int) -> list[Piece]:
    if begin >= end:
        return []
    return [replace(piece, text=piece.text[begin:end], at=piece.at + begin if piece.at >= 0 else -1)]


def marked(line: Line, spans: Sequence[tuple[int, int]]) -> Line:
    """The line with what of it lies in `spans` of the post's text marked."""
    if not spans or all(piece.at < 0 for piece in line):
        return line
    shown: list[Piece] = []
    for piece in line:
        inner = {at - piece.at for span in spans for at in span if piece.at < at < piece.end}
        cuts = sorted({0, len(piece.text), *inner}) if piece.at >= 0 else [0, len(piece.text)]
        for begin, end in pairwise(cuts):
            for part in _cut(piece, begin, end):
                inside = part.at >= 0 and any(b <= part.at < e for b, e in spans)
                shown.append(replace(part, marked=inside))
    return tuple(shown)
