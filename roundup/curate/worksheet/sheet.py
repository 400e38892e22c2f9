"""What a worksheet says. Texts are in a normal form, so that writing and reading give the same value back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from roundup.dataclass import dataclass
from roundup.model import PickState, Quote
from roundup.text import one_line, strip_controls


@dataclass(frozen=True, slots=True)
class Passage:
    """A block quote as it stands in the worksheet: proved or not yet."""

    paragraphs: tuple[str, ...]
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the worksheet says of one post. `lead` and `remark` are Markdown."""

    lead: str = ""
    remark: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    quotes: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A draft: the edition's words, the posts picked in their order (short ids), and what is said of each post.

    `words` may hold posts that are not picked: the backlog.
    """

    title: str = ""
    intro: str = ""
    sign_off: str = ""
    picks: tuple[int, ...] = ()
    words: Mapping[int, Words] = field(default_factory=dict)


def sheet_of(title: str, intro: str, sign_off: str, picks: Sequence[int], words: Mapping[int, Words]) -> Sheet:
    """A Sheet in the normal form."""
    return Sheet(one_line(title), normal(intro), normal(sign_off), tuple(picks), dict(words))


def words_of(state: PickState) -> Words:
    """What was decided about a post, as the worksheet says it."""
    return Words(
        lead=normal(state.lead),
        remark=normal(state.remark),
        section=one_line(state.section),
        tags=tuple(dict.fromkeys(tag for each in state.tags if (tag := one_line(each)))),
        quotes=tuple(passage for quote in state.quotes if (passage := passage_of(quote)).paragraphs),
    )


def passage_of(quote: Quote) -> Passage:
    """A proved quote as it stands in the worksheet."""
    return Passage(paragraphs("\n\n".join(quote.paragraphs)), one_line(quote.speaker))


def normal(text: str) -> str:
    """Words of several lines without control characters, and without blank lines around them."""
    lines = strip_controls(text).split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of quoted words: parted by blank lines, no line with white space around it."""
    found: list[list[str]] = [[]]
    for line in strip_controls(text).split("\n"):
        if stripped := line.strip():
            found[-1].append(stripped)
        elif found[-1]:
            found.append([])
    return tuple("\n".join(lines) for lines in found if lines)
