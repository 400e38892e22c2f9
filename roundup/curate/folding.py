"""Text folded for comparing, with the way back to the source's own characters.

Folded away are differences an editor's keyboard, a browser or a feed makes without anybody deciding it: kinds of white
space, quote marks, dashes and ellipses, invisible characters, emoji (feeds hold them as pictures, browsers as
characters), ligatures and the way accents are composed. Case, words, accents and all other punctuation stay. Folding
is linear in the text; only places whose length changes are remembered.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache

from roundup.dataclass import dataclass
from roundup.patterns import pattern

QUOTE_MARKS = "\"'`´‘’‚‛“”„‟‹›«»′″‴‵‶‷ʹʺʻʼʽ＂＇「」『』〝〞〟"
_APOSTROPHES = "'’ʼ‘＇`´"
# Dashes all count as one, but only a single hyphen makes two words one.
_DASHES = "-‐‑‒–—―−﹘﹣－⸺⸻"
_HYPHENS = "-‐‑"
# Controls, soft hyphen, joiners, directions, variation selectors: seen by nobody, carried along by every copy.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    # Emoji and what they are put together of (https://unicode.org/reports/tr51/).
    "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# Thai, Lao, Burmese, Khmer, Japanese and Chinese: words stand side by side with nothing between them.
_UNSPACED = pattern(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
_DASH_CLASS = re.escape(_DASHES)
_QUOTE_CLASS = re.escape(QUOTE_MARKS)
_BLANK = r"[^\S\n]"

# One class first: the scanner then skips plain characters fast. What follows looks back at which kind it was.
_PIECE = pattern(
    rf"[^!-,/-~£€•\u4e00-\u9fff{_QUOTE_CLASS}](?:"
    rf"(?<=\s)[\s{_INVISIBLE}]+"
    rf"|(?<=[{_INVISIBLE}])[{_INVISIBLE}]*"
    rf"|(?<=[{_DASH_CLASS}])[{_DASH_CLASS}]+"
    rf"|(?<=…)[.…]*"
    rf"|(?<=\.)(?:[.…]{{2,}}|(?:{_BLANK}\.){{2,}})"
    rf"|(?<=[{_MARKS}])[{_MARKS}]*"
    rf"|(?<=[^\x00-\x7f\s{_DASH_CLASS}])[{_MARKS}]*)"
)
_INVISIBLE_ONLY = pattern(f"[{_INVISIBLE}]+")
_PLAIN = [(char, "'") for char in QUOTE_MARKS if char != "'"] + [(char, "-") for char in _DASHES if char != "-"]
_SPACE = pattern(r"[^\S ]")
# Superscripts, fractions and circled numbers are left out: 10² is not 102.
_COMPATIBLE = ("<compat>", "<wide>", "<narrow>", "<noBreak>", "<initial>", "<medial>", "<final>", "<isolated>")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is `source` folded. The pieces are where lengths differ: their begin and end in both."""

    source: str
    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    source_begins: tuple[int, ...]
    source_ends: tuple[int, ...]

    def begin(self, index: int) -> int | None:
        """Where in the source what is folded to `text[index:]` begins; None inside of what cannot be cut."""
        piece = bisect_right(self.begins, index) - 1
        if piece < 0:
            return index
        if index >= self.ends[piece]:
            return self.source_ends[piece] + index - self.ends[piece]
        return self.source_begins[piece] if index == self.begins[piece] else None

    def end(self, index: int) -> int | None:
        """Where in the source what is folded to `text[:index]` ends; None inside of what cannot be cut."""
        piece = bisect_left(self.begins, index) - 1
        if piece < 0:
            return index
        return self.source_ends[piece] + index - self.ends[piece] if index >= self.ends[piece] else None

    def cut(self, begin: int, end: int) -> str:
        """The source's own characters for `text[begin:end]`; both must be places that can be cut."""
        return self.source[self.begin(begin) : self.end(end)]

    def at_edge(self, index: int) -> bool:
        """True if no word or number of the source runs across `index`: can't, anti-social and 1,000 are one each."""
        text = self.text
        if index <= 0 or index >= len(text):
            return True
        before, after = text[index - 1], text[index]
        if _wordish(before) and _wordish(after):
            return _part_anywhere(before, after)
        if _wordish(before) and index + 1 < len(text):
            return not self._joins(index)
        if _wordish(after) and index >= 2:
            return not self._joins(index - 1)
        return True

    def _joins(self, index: int) -> bool:
        """True if the mark at `index` holds two halves of one word or number together."""
        before, mark, after = self.text[index - 1], self.text[index], self.text[index + 1]
        # £1 out of £1,000 would be another sum.
        if mark in ".,":
            return before.isdigit() and after.isdigit()
        begin, end = self.begin(index), self.end(index + 1)
        if mark not in "'-" or begin is None or end != begin + 1:
            return False
        return _wordish(before) and _wordish(after) and self.source[begin] in _APOSTROPHES + _HYPHENS


def _part_anywhere(before: str, after: str) -> bool:
    """True between two letters of which one is of a script that sets no spaces; an accent stays with its letter."""
    return unicodedata.category(after)[0] != "M" and bool(_UNSPACED.match(before) or _UNSPACED.match(after))


def _wordish(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def has_words(text: str) -> bool:
    """True if there is a letter or digit in `text`."""
    return any(char.isalnum() for char in text)


def fold(text: str) -> Folded:
    """`text` folded, white space at both ends included."""
    parts: list[str] = []
    spans: list[tuple[int, int, int, int]] = []
    done = length = 0
    for match in _PIECE.finditer(text):
        begin, end = match.span()
        piece = _spell(match[0])
        length += begin - done
        spans.append((length, length + len(piece), begin, end))
        parts += (text[done:begin], piece)
        length += len(piece)
        done = end
    folded = _SPACE.sub(" ", "".join((*parts, text[done:])))
    for char, plain in _PLAIN:
        folded = folded.replace(char, plain)
    # Columns, not rows: bisect needs the beginnings on their own.
    columns = tuple(zip(*spans, strict=True)) or ((), (), (), ())
    return Folded(text, folded, *columns)


@lru_cache(maxsize=256)
def fold_source(text: str) -> Folded:
    """`fold`, remembering the last texts: one post has many quotes."""
    return fold(text)


@lru_cache(maxsize=4096)
def _spell(piece: str) -> str:
    """What one piece is compared as. Every result but white space, dashes and dots is in canonical decomposition."""
    first = piece[0]
    if first.isspace():
        return " "
    if first in ".…":
        return "..."
    if first in _DASHES:
        return "-"
    if _INVISIBLE_ONLY.fullmatch(piece):
        return ""
    compatible = "".join(
        unicodedata.normalize("NFKD", char) if unicodedata.decomposition(char).startswith(_COMPATIBLE) else char
        for char in piece
    )
    return unicodedata.normalize("NFD", compatible)
