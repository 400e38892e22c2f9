"""One post's block: its head, lead-in, quotes and remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from roundup.curate.worksheet import layout
from roundup.curate.worksheet.sheet import Passage, Words, normal, paragraphs
from roundup.dataclass import dataclass
from roundup.patterns import pattern
from roundup.text import one_line

_QUOTED = pattern(r" {0,3}> ?(.*)")
_INFO_LIKE = pattern(r"\s*<!--\s·")
_PROPERTY = pattern(rf"({layout.SECTION.strip()}|{layout.TAGS.strip()})(.*)", re.IGNORECASE)
_CHANGED: Final = "the heading and the line under it are the program's: what is written into them would be lost"
_BETWEEN: Final = "words between two quotes: a pick has a lead-in before its quotes and a remark after them"
_GLUED: Final = "is this still quoted? Then put > before it, else leave a blank line above it"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the worksheet and its number, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be understood, and in which line."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Block:
    """A post's heading and the lines under it, as written."""

    post: int
    heading: Line
    lines: list[Line]


@dataclass(slots=True)
class _Run:
    """Lines that belong together: quoted ones, or the editor's own (then blank ones among them)."""

    quoted: bool
    lines: list[Line]


def read_block(block: Block, heading: str) -> tuple[Words, list[Problem], list[int]]:
    """What the block says, what is wrong with it, and the line of each quote. `heading` is what it bears today."""
    problems: list[Problem] = []
    section, tags, body = _head(block, heading, problems)
    parts = _parts(body, problems)
    quotes = [run for run in parts.quotes if _passage(run.lines).paragraphs]
    words = Words(
        lead=_own(parts.lead),
        remark=_own(parts.remark),
        section=section,
        tags=tags,
        quotes=tuple(_passage(run.lines) for run in quotes),
    )
    return words, problems, [run.lines[0].number for run in quotes]


def is_of_a_block(text: str) -> bool:
    """True for a line that the program writes into blocks only."""
    return bool(_INFO_LIKE.match(text)) or layout.spaced(text) == layout.REMARK


def _head(block: Block, heading: str, problems: list[Problem]) -> tuple[str, tuple[str, ...], Sequence[Line]]:
    """(section, tags, the lines behind the head)."""
    lines = block.lines
    first = layout.spaced(block.heading.text)
    at = 0
    if lines and _INFO_LIKE.match(lines[0].text):
        at = 1
        if not layout.is_info_of(first, layout.spaced(lines[0].text)):
            problems.append(Problem(block.heading.number, f"{_CHANGED}; it was: {heading}"))
    else:
        found = layout.POST_HEADING.fullmatch(first)
        if found and found[2] and first != heading:
            problems.append(Problem(block.heading.number, f"{_CHANGED}; write only “## [{block.post}]”, or: {heading}"))
    section, seen = "", set[str]()
    tags: tuple[str, ...] = ()
    # Right under the heading these are no words for readers, however they are typed.
    while at < len(lines) and (found := _PROPERTY.fullmatch(lines[at].text)) and found[1].lower() not in seen:
        name, value = found[1].lower(), found[2]
        seen.add(name)
        if name == layout.SECTION.strip().lower():
            section = one_line(value)
        else:
            tags = tuple(dict.fromkeys(one_line(tag) for tag in layout.split_tags(value)))
        at += 1
    return section, tags, lines[at:]


@dataclass(slots=True)
class _Parts:
    lead: Sequence[Line] = ()
    quotes: Sequence[_Run] = ()
    remark: Sequence[Line] = ()


def _parts(body: Sequence[Line], problems: list[Problem]) -> _Parts:
    marks = [index for index, line in enumerate(body) if layout.spaced(line.text) == layout.REMARK]
    problems += [Problem(body[at].number, "a pick has one remark") for at in marks[1:]]
    problems += [
        Problem(line.number, "this line is the program's and stands right under the heading it was written for")
        for line in body
        if _INFO_LIKE.match(line.text)
    ]
    before, after = (body[: marks[0]], body[marks[0] + 1 :]) if marks else (body, ())
    runs = _runs(before, problems)
    quotes = [run for run in runs if run.quoted]
    own = [run for run in runs if not run.quoted]
    lead = own.pop(0).lines if runs and not runs[0].quoted else []
    remark = own.pop().lines if quotes and not runs[-1].quoted else []
    problems += [Problem(_first(run.lines), _BETWEEN) for run in own]
    late = [run for run in _runs(after, []) if run.quoted]
    problems += [Problem(_first(run.lines), "a quote under a remark: put it above the remark") for run in late]
    return _Parts(lead, quotes, [*remark, *after])


def _runs(lines: Sequence[Line], problems: list[Problem]) -> list[_Run]:
    """Quoted and own lines in turn; quotes are parted by blank lines, own words may hold some."""
    runs: list[_Run] = []
    blank = True
    for line in lines:
        quoted = bool(_QUOTED.fullmatch(line.text))
        if not line.text.strip():
            if runs and not runs[-1].quoted:
                runs[-1].lines.append(line)
        elif runs and runs[-1].quoted == quoted and not (quoted and blank):
            runs[-1].lines.append(line)
        else:
            if runs and runs[-1].quoted and not quoted and not blank:
                problems.append(Problem(line.number, _GLUED))
            runs.append(_Run(quoted, [line]))
        blank = not line.text.strip()
    return runs


def _passage(lines: Sequence[Line]) -> Passage:
    quoted = [found[1] for line in lines if (found := _QUOTED.fullmatch(line.text))]
    parts = paragraphs("\n".join(quoted))
    speaker = ""
    if len(parts) > 1 and parts[-1].startswith(layout.SPEAKER) and "\n" not in parts[-1]:
        speaker, parts = one_line(parts[-1][len(layout.SPEAKER) :]), parts[:-1]
    return Passage(tuple(layout.unescape_dash(part) for part in parts), speaker)


def _own(lines: Sequence[Line]) -> str:
    return normal("\n".join(layout.unescape(line.text, in_block=True) for line in lines))


def _first(lines: Sequence[Line]) -> int:
    return next((line.number for line in lines if line.text.strip()), lines[0].number if lines else 1)
