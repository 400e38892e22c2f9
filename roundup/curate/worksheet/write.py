"""A Sheet as the Markdown text that an editor opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roundup.curate.worksheet import layout
from roundup.curate.worksheet.sheet import Passage, Sheet, Words
from roundup.dataclass import dataclass
from roundup.text import one_line

LONGEST_HEADING = 120  # characters of a title
LONGEST_INFO = 240


@dataclass(frozen=True, slots=True)
class Card:
    """What the worksheet tells of a post besides the editor's words: its title, its blog, and a line about it."""

    title: str
    blog: str
    info: str = ""


def write_sheet(sheet: Sheet, cards: Mapping[int, Card], *, edition: int, decision: str) -> str:
    """The worksheet's text. Posts of `sheet.words` that are not picked follow below the line, in their order."""
    blocks = [f"{layout.mark(edition, decision)}\n# {sheet.title}".rstrip()]
    if sheet.intro:
        blocks.append(layout.escape(sheet.intro, in_block=False))
    blocks += [_block(post, sheet.words.get(post, Words()), cards[post]) for post in sheet.picks]
    blocks.append(layout.SIGN_OFF)
    if sheet.sign_off:
        blocks.append(layout.escape(sheet.sign_off, in_block=False))
    blocks.append(layout.CUT)
    backlog = [post for post in sheet.words if post not in set(sheet.picks)]
    blocks += [_block(post, sheet.words[post], cards[post]) for post in backlog]
    return "\n\n".join(blocks) + "\n"


def heading(post: int, card: Card) -> str:
    """The line a post's block begins with."""
    title = one_line(card.title, LONGEST_HEADING) or "(no title)"
    blog = one_line(card.blog, LONGEST_HEADING)
    return f"## [{post}] {title} — {blog}" if blog else f"## [{post}] {title}"


def _block(post: int, words: Words, card: Card) -> str:
    first = heading(post, card)
    head = [first, layout.info(first, one_line(card.info, LONGEST_INFO) or "a post")]
    if words.section:
        head.append(layout.SECTION + words.section)
    if words.tags:
        head.append(layout.TAGS + layout.join_tags(words.tags))
    parts = ["\n".join(head)]
    if words.lead:
        parts.append(layout.escape(words.lead, in_block=True))
    parts += [_quote(passage) for passage in words.quotes]
    if words.remark:
        # Without a quote between them nobody could tell a remark from a lead-in.
        parts += [] if words.quotes else [layout.REMARK]
        parts.append(layout.escape(words.remark, in_block=True))
    return "\n\n".join(parts)


def _quote(passage: Passage) -> str:
    shown = [layout.escape_dash(paragraph) for paragraph in passage.paragraphs]
    said_by = [layout.SPEAKER + passage.speaker] if passage.speaker else []
    return "\n>\n".join(_marked(paragraph.split("\n")) for paragraph in (*shown, *said_by))


def _marked(lines: Sequence[str]) -> str:
    return "\n".join(f"> {line}" for line in lines)
