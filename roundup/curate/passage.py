"""A passage as the editor gives it, and the place where it stands in a text.

    blocks  words that must stand in the source one after another, as they are
    gaps    between, before and after them: what the editor declares in square brackets
              […] or [...]   words left out: any distance forward
              [sic]          words put in: nothing is left out
              [other words]  words put in, or put for a few of the source's (MOST_REPLACED), or for part of one: [t]he

Square brackets that stand in the source where the passage has them are words like others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

from roundup.curate.folding import Folded, fold
from roundup.dataclass import dataclass
from roundup.patterns import pattern

MOST_REPLACED = 6  # words of the source that one insertion may stand for
MOST_GAPS = 100
LONGEST_INSERTION = 200  # characters
_REACH = 240  # characters of the source that one insertion may stand for, at most
_STEPS = 20_000  # places looked at before a passage is given up
_NEAR = 80  # characters either side of a bracket that tell whether the source has it too

# A bracket holds no blank line, so that an open one at the end of a paragraph swallows nothing.
_BRACKET = r"\[(?:[^\[\]\n]|\n(?!\s*\n))*\]"
_BRACKETS = pattern(rf"{_BRACKET}(?:\s*{_BRACKET})*(\s*)")
_ONE_BRACKET = pattern(_BRACKET)
_ELISION = pattern(r"\[\s*(?:…|\.\s*\.\s*\.)\s*\]")
_SIC = pattern(r"\[\s*(?i:sic)[.!]?\s*\]")
_BREAK = pattern(r"\n\s*\n\s*")

GapKind = Literal["none", "sic", "insertion", "elision"]


@dataclass(frozen=True, slots=True)
class Block:
    """Folded words, and where in them the passage has a blank line."""

    text: str
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One or more brackets as typed, with the white space typed around them. `none` is the edge of the passage."""

    kind: GapKind = "none"
    typed: str = ""
    before: str = ""
    after: str = ""

    @property
    def glued_before(self) -> bool:
        """True if the bracket follows a letter at once, as in council[s]: the source's word may be cut there."""
        return not self.before and _is_insertion(self.typed, first=True)

    @property
    def glued_after(self) -> bool:
        """True if a letter follows the bracket at once, as in [t]he and […] [t]he."""
        return not self.after and _is_insertion(self.typed, first=False)


def _is_insertion(typed: str, *, first: bool) -> bool:
    """True if the first (or last) of several brackets holds words put in, as in […] [t]he or council[s] […]."""
    brackets = _ONE_BRACKET.findall(typed)
    edge = (brackets[0] if first else brackets[-1]) if brackets else ""
    return bool(edge) and not _ELISION.fullmatch(edge) and not _SIC.fullmatch(edge)


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks with the gaps around them: gap, block, gap, block … gap."""

    blocks: tuple[Block, ...]
    gaps: tuple[Gap, ...]


Literally = Callable[[str], bool]


def read_passage(text: str, literally: Literally = lambda _: False) -> Passage:
    """`text` parted at its declared changes; a bracket that `literally` accepts, with its neighbours, is words."""
    blocks: list[Block] = []
    gaps: list[Gap] = [Gap()]
    begin = 0
    for match in _BRACKETS.finditer(text):
        if _too_long(match[0]) or literally(_surroundings(text, begin, *match.span())):
            continue
        words = text[begin : match.start()]
        if words.strip():
            blocks.append(_block(words))
            gaps.append(Gap())
        gaps[-1] = _gap(match, words[len(words.rstrip()) :])
        begin = match.end()
    if text[begin:].strip():
        blocks.append(_block(text[begin:]))
        gaps.append(Gap())
    return Passage(tuple(blocks), tuple(gaps))


def _too_long(brackets: str) -> bool:
    return any(len(bracket) > LONGEST_INSERTION for bracket in _ONE_BRACKET.findall(brackets))


def _surroundings(text: str, floor: int, begin: int, end: int) -> str:
    """The brackets with the word before and the word after them, as far as no other bracket intervenes."""
    before = text[max(floor, begin - _NEAR) : begin]
    after = text[end : end + _NEAR].partition("[")[0]
    last = before.split()[-1] if before.strip() else ""
    first = after.split()[0] if after.strip() else ""
    return f"{last}{' ' * before[-1:].isspace()}{text[begin:end].rstrip()}{' ' * text[end - 1].isspace()}{first}"


def _gap(match: re.Match[str], before: str) -> Gap:
    # Side by side, brackets are one gap that allows what the most generous of them does.
    brackets = _ONE_BRACKET.findall(match[0])
    kind: GapKind = "sic" if all(_SIC.fullmatch(each) for each in brackets) else "insertion"
    if any(_ELISION.fullmatch(each) for each in brackets):
        kind = "elision"
    return Gap(kind, match[0].rstrip(), before, match[1])


def _block(words: str) -> Block:
    paragraphs = [fold(paragraph.strip()).text.strip() for paragraph in _BREAK.split(words.strip())]
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    breaks: list[int] = []
    for paragraph in paragraphs[:-1]:
        breaks.append((breaks[-1] + 1 if breaks else 0) + len(paragraph))
    return Block(" ".join(paragraphs), tuple(breaks))


Span = tuple[int, int]


def locate(passage: Passage, folded: Folded) -> tuple[Span, ...] | None:
    """Where each block stands in `folded.text`: the first place that fits, its insertions kept short; or None."""
    search = _Search(passage, folded)
    spans = search.place(0, 0)
    return search.tightened(list(spans)) if spans is not None else None


class _Search:
    """One search, with what it learned: from which places the rest of the passage cannot follow."""

    def __init__(self, passage: Passage, folded: Folded) -> None:
        self.blocks, self.gaps, self.folded = passage.blocks, passage.gaps, folded
        self.dead: set[Span] = set()
        self.steps = 0

    def place(self, number: int, end: int) -> tuple[Span, ...] | None:
        """Blocks from `number` on, somewhere after `end`; recursion is bounded by MOST_GAPS."""
        if number == len(self.blocks):
            return ()
        if (number, end) in self.dead:
            return None
        # Remembering the dead ends keeps repetitive texts from taking exponential time.
        for span in self.candidates(number, end):
            rest = self.place(number + 1, span[1])
            if rest is not None:
                return (span, *rest)
            # What cannot be found anywhere after this place cannot be found after a later one either.
            if self.gaps[number + 1].kind == "elision":
                break
        self.dead.add((number, end))
        return None

    def tightened(self, spans: list[Span]) -> tuple[Span, ...]:
        """Blocks before an insertion moved as near to it as they stand, so that it stands for no more than it must."""
        for number in range(len(spans) - 2, -1, -1):
            if self.gaps[number + 1].kind != "insertion":
                continue
            block, floor = self.blocks[number].text, spans[number][0]
            begin = self.folded.text.rfind(block, floor, spans[number + 1][0])
            end = begin + len(block)
            reachable = number == 0 or self.bridges(self.gaps[number], spans[number - 1][1], begin)
            if reachable and self.clean_cut(number, begin, end):
                spans[number] = (begin, end)
        return tuple(spans)

    def candidates(self, number: int, end: int) -> Iterator[Span]:
        block, gap = self.blocks[number].text, self.gaps[number]
        anywhere = number == 0 or gap.kind == "elision"
        limit = len(self.folded.text) if anywhere else end + _REACH + len(block)
        begin = self.folded.text.find(block, end, limit)
        while begin >= 0 and self.steps < _STEPS:
            # Counted before it is judged: places that do not fit cost time too.
            self.steps += 1
            reachable = number == 0 or self.bridges(gap, end, begin)
            if reachable and self.clean_cut(number, begin, begin + len(block)):
                yield begin, begin + len(block)
            begin = self.folded.text.find(block, begin + 1, limit)

    def bridges(self, gap: Gap, end: int, begin: int) -> bool:
        """May this bracket stand for what the source has between two blocks?"""
        if gap.kind == "elision":
            return True
        skipped = self.folded.text[end:begin].split()
        return len(skipped) <= (0 if gap.kind == "sic" else MOST_REPLACED)

    def clean_cut(self, number: int, begin: int, end: int) -> bool:
        """No word of the source is cut, but where a bracket stands for the rest of it."""
        folded, before, after = self.folded, self.gaps[number], self.gaps[number + 1]
        if folded.begin(begin) is None or folded.end(end) is None:
            return False
        return (before.glued_after or folded.at_edge(begin)) and (after.glued_before or folded.at_edge(end))
