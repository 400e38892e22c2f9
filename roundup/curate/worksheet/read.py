"""The text an editor saved → a Sheet, or what cannot be understood of it, line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Final

from roundup.curate.worksheet import layout
from roundup.curate.worksheet.blocks import Block, Line, Problem, is_of_a_block, read_block
from roundup.curate.worksheet.sheet import Sheet, Words, sheet_of
from roundup.dataclass import dataclass
from roundup.patterns import pattern

Lookup = Callable[[str], int | None]
"""A short id or an address, as it stands in a heading → the post's short id."""

_TITLE = pattern(r" {0,3}#(?:\s+(.*?))?\s*")
_HEADING = pattern(r" {0,3}#{1,2}(?:\s|$)")
_CUT = pattern(r" {0,3}-+8<")
# Other programs' line breaks, which come along with what is pasted: taken out, they would make two words one.
_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", " "))
_NO_MARK: Final = (
    "the first line says what this worksheet was made from, and it is gone or was changed: "
    "put it back as it was, or copy your words into a new worksheet"
)
_STRAY: Final = "a heading that names no post: write “## [12]” with a post's number, or ### for a heading of your own"

_LOST: Final = "this line is the program's and stands under a post's heading, which is gone: put “## [12]” above it"


@dataclass(slots=True)
class Reading:
    """What a worksheet says. If there are `problems`, the rest is not to be used.

    `edition` and `decision` are those of its first line; `lines` has the line of each post's heading, `places` that of
    each quote, by (post, index).
    """

    sheet: Sheet = field(default_factory=Sheet)
    edition: int = 0
    decision: str = ""
    problems: list[Problem] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)
    places: dict[tuple[int, int], int] = field(default_factory=dict)


def read_sheet(text: str, *, lookup: Lookup, headings: Callable[[int], str]) -> Reading:
    """Read a worksheet. `headings` gives the heading that a post's block bears today."""
    reader = _Reader(lookup, headings)
    return reader.read(lines_of(text))


def lines_of(text: str) -> list[Line]:
    """The lines with their numbers as an editor counts them, without the notes that told of problems."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    numbered = enumerate(plain.split("\n"), start=1)
    return [Line(number, line) for number, line in numbered if not layout.is_note(line)]


def with_problems(text: str, problems: Sequence[Problem]) -> str:
    """The worksheet with a note above each line that could not be understood. Earlier notes are gone."""
    notes: dict[int, list[str]] = {}
    for problem in problems:
        notes.setdefault(problem.line, []).append(layout.note(problem.message))
    lines = lines_of(text)
    shown = [part for line in lines for part in (*notes.pop(line.number, ()), line.text)]
    return "\n".join([*(note for each in notes.values() for note in each), *shown])


class _Reader:
    def __init__(self, lookup: Lookup, headings: Callable[[int], str]) -> None:
        self._lookup = lookup
        self._headings = headings
        self._made = Reading()
        self._title = ""
        self._intro: list[Line] = []
        self._closing: list[Line] | None = None
        self._above: list[Block] = []
        self._below: list[Block] | None = None

    def read(self, lines: Sequence[Line]) -> Reading:
        self._segments(self._opening(lines))
        if self._closing is None:
            self._wrong(_end(lines), f"the line “{layout.SIGN_OFF}” is missing: put it back above your closing words")
        if self._below is None:
            self._wrong(_end(lines), f"the line above the backlog is missing: put it back: {layout.CUT}")
        for line in (*self._intro, *(self._closing or ())):
            # Their own words would have a backslash there.
            if is_of_a_block(line.text):
                self._wrong(line.number, _LOST)
        words = self._words()
        self._made.sheet = sheet_of(
            self._title,
            _own(self._intro),
            _own(self._closing or ()),
            [block.post for block in self._above if block.post in words],
            words,
        )
        self._made.problems.sort(key=lambda problem: problem.line)
        return self._made

    def _wrong(self, line: int, message: str) -> None:
        self._made.problems.append(Problem(line, message))

    def _opening(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Read the mark and the title; the lines behind them."""
        rest = _from_words(lines)
        found = layout.read_mark(rest[0].text) if rest else None
        if found is None:
            self._wrong(rest[0].number if rest else 1, _NO_MARK)
        else:
            self._made.edition, self._made.decision = found
            rest = _from_words(rest[1:])
        title = _TITLE.fullmatch(rest[0].text) if rest else None
        if title is None:
            self._wrong(rest[0].number if rest else _end(lines), "here the title belongs: “# ” and its words")
            return rest
        self._title = title[1] or ""
        return rest[1:]

    # ------------------------------------------------------------ segments

    def _segments(self, lines: Sequence[Line]) -> None:
        into = self._intro
        for line in lines:
            if _CUT.match(line.text):
                into = self._cut(line)
            elif _HEADING.match(line.text):
                into = self._heading(line)
            else:
                into.append(line)

    def _cut(self, line: Line) -> list[Line]:
        if layout.spaced(line.text) != layout.CUT or self._below is not None:
            self._wrong(line.number, f"the line above the backlog stands once, as it was: {layout.CUT}")
        self._below = self._below or []
        return self._nowhere("belongs to no post: write it above the line, or under a post's heading")

    def _heading(self, line: Line) -> list[Line]:
        text = layout.spaced(line.text)
        if text == layout.SIGN_OFF:
            if self._closing is not None or self._below is not None:
                self._wrong(line.number, f"“{layout.SIGN_OFF}” stands once, above the backlog")
            self._closing = self._closing if self._closing is not None else []
            return self._closing
        found = layout.POST_HEADING.fullmatch(text)
        post = self._lookup(found[1]) if found else None
        if post is None:
            self._wrong(line.number, f"there is no post {found[1]} on this desk" if found else _STRAY)
            return []
        block = Block(post, line, [])
        (self._above if self._below is None else self._below).append(block)
        return block.lines

    def _nowhere(self, message: str) -> list[Line]:
        return _Refusing(self._made.problems, message)

    # ------------------------------------------------------------ blocks

    def _words(self) -> Mapping[int, Words]:
        words: dict[int, Words] = {}
        first = self._made.lines
        for block in (*self._above, *(self._below or ())):
            if block.post in first:
                if block in (self._below or ()) and self._is_bare(block):
                    continue
                again = f"post {block.post} stands here a second time; it stands in line {first[block.post]} already"
                self._wrong(block.heading.number, again)
                continue
            first[block.post] = block.heading.number
            said, problems, places = read_block(block, self._headings(block.post))
            words[block.post] = said
            self._made.problems += problems
            self._made.places |= {(block.post, index): number for index, number in enumerate(places)}
        return words

    def _is_bare(self, block: Block) -> bool:
        """True if nothing is said in the block: the post was named above by hand, and still waits here."""
        said, problems, _ = read_block(block, self._headings(block.post))
        return said == Words() and not problems


class _Refusing(list[Line]):
    """Where no words may stand: blank lines are taken, others are problems."""

    def __init__(self, problems: list[Problem], message: str) -> None:
        super().__init__()
        self._problems = problems
        self._message = message

    def append(self, line: Line) -> None:
        if line.text.strip():
            self._problems.append(Problem(line.number, self._message))


def _from_words(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines from the first that is not blank."""
    for index, line in enumerate(lines):
        if line.text.strip():
            return lines[index:]
    return ()


def _end(lines: Sequence[Line]) -> int:
    return lines[-1].number if lines else 1


def _own(lines: Sequence[Line]) -> str:
    return "\n".join(layout.unescape(line.text, in_block=False) for line in lines)
