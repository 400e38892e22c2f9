"""A post as it is read: its text, line by line, with what its markup says of each line, and its links numbered.

What is shown is the text that quotes are proved against; the markup only tells what a line is. The two are brought
together by counting the characters that are no white space. Where they do not agree, every line is a plain one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import field
from html import unescape
from typing import Literal

from roundup.curate.desk.lines import BLANK, Line, Piece, Role, folded
from roundup.dataclass import dataclass
from roundup.patterns import pattern
from roundup.text import strip_controls
from roundup.urls import safe_url

Kind = Literal["text", "heading", "quote", "item", "code"]

MOST_LINKS = 99
WIDEST = 84  # columns; longer lines are hard to read

# Of cleaned markup, in which < stands only where a tag begins and every value has its double quotes.
_TAG = pattern(r'<(/?)([a-z][a-z0-9]*)((?:[^"<>]|"[^"]*")*)>')
_HREF = pattern(r'\shref="([^"]*)"')
_TEXT_LINE = pattern(r"[^\n]+")
_DARK = pattern(r"\S+")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text, `begin` to `end`. `apart`: a blank line stands before it. `links`: (where, number)."""

    begin: int
    end: int
    kind: Kind = "text"
    apart: bool = False
    links: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A post to read. `addresses` are its links, as they are numbered from 1."""

    text: str
    lines: tuple[TextLine, ...]
    addresses: tuple[str, ...] = ()


def paper(text: str, html: str) -> Paper:
    """The text of a post with what its cleaned markup says of it."""
    text = strip_controls(text)
    said = _read(html)
    if said.dark != "".join(text.split()):
        said = _Markup(addresses=said.addresses)
    return Paper(text, tuple(_lines(text, said)), tuple(said.addresses))


@dataclass(slots=True)
class _Markup:
    """Markup read: its dark characters, at which of them a kind begins, after how many a link ends."""

    dark: str = ""
    kinds: list[tuple[int, Kind]] = field(default_factory=lambda: [(0, "text")])
    links: list[tuple[int, int]] = field(default_factory=list)
    addresses: dict[str, int] = field(default_factory=dict)


def _read(html: str) -> _Markup:
    markup, depth = _Markup(), dict.fromkeys(("heading", "quote", "item", "code"), 0)
    parts: list[str] = []
    count = done = 0
    open_link = 0
    for tag in _TAG.finditer(html):
        dark = _dark(html[done : tag.start()])
        parts.append(dark)
        count, done = count + len(dark), tag.end()
        closes, name = bool(tag[1]), tag[2]
        if name == "a":
            if closes and open_link and (not markup.links or markup.links[-1] != (count, open_link)):
                markup.links.append((count, open_link))
            open_link = 0 if closes else _number(markup, tag[3])
        elif kind := _kind_of(name):
            depth[kind] = max(depth[kind] + (-1 if closes else 1), 0)
            now: Kind = next((known for known in ("code", "heading", "item", "quote") if depth[known]), "text")
            markup.kinds.append((count, now))
    parts.append(_dark(html[done:]))
    markup.dark = "".join(parts)
    return markup


def _dark(markup: str) -> str:
    words = strip_controls(unescape(markup)) if "&" in markup else strip_controls(markup)
    return "".join(words.replace("\u00ad", "").split())


def _kind_of(name: str) -> str:
    if name in _HEADINGS:
        return "heading"
    return {"blockquote": "quote", "li": "item", "pre": "code"}.get(name, "")


def _number(markup: _Markup, attributes: str) -> int:
    """The number of the link's address; 0 for what leads to no page."""
    found = _HREF.search(attributes)
    address = safe_url(unescape(found[1])) if found else ""
    if not address.startswith(("http://", "https://")):
        return 0
    if address not in markup.addresses and len(markup.addresses) >= MOST_LINKS:
        return 0
    return markup.addresses.setdefault(address, len(markup.addresses) + 1)


def _lines(text: str, said: _Markup) -> Iterator[TextLine]:
    starts = [at for at, _ in said.kinds]
    links = iter(said.links)
    link = next(links, None)
    count = last = 0
    for line in _TEXT_LINE.finditer(text):
        runs = list(_DARK.finditer(text, *line.span()))
        if not runs:
            continue
        dark = sum(run.end() - run.start() for run in runs)
        kind = said.kinds[bisect_right(starts, count) - 1][1]
        here: list[tuple[int, int]] = []
        while link is not None and link[0] <= count + dark:
            here.append((_place(runs, link[0] - count), link[1]))
            link = next(links, None)
        apart = text.count("\n", last, line.start()) > 1
        yield TextLine(line.start(), line.end(), kind, apart, tuple(here))
        count, last = count + dark, line.end()


def _place(runs: Sequence[re.Match[str]], dark: int) -> int:
    """Where in the text the first `dark` characters of a line end."""
    for run in runs:
        length = run.end() - run.start()
        if dark <= length:
            return run.start() + max(dark, 0)
        dark -= length
    return runs[-1].end()


# ---------------------------------------------------------------- laid out

_PREFIXES: dict[Kind, tuple[str, str]] = {"item": ("  • ", "    "), "quote": ("│ ", "│ "), "code": ("    ", "    ")}
_ROLES: dict[Kind, Role] = {"heading": "heading", "quote": "quote"}


def laid_out(post: Paper, columns: int) -> list[Line]:
    """The text in lines of at most `columns`, then the addresses of its links."""
    columns = min(columns, WIDEST)
    lines: list[Line] = []
    for number, line in enumerate(post.lines):
        if number and (line.apart or line.kind == "heading"):
            lines.append(BLANK)
        first, rest = _PREFIXES.get(line.kind, ("", ""))
        lines += folded(_pieces(post.text, line), columns, first=first, rest=rest)
    if post.addresses:
        lines += [BLANK]
        for number, address in enumerate(post.addresses, start=1):
            lines += folded([Piece(address, "link")], columns, first=f"[{number}] ", rest="    ")
    return lines


def _pieces(text: str, line: TextLine) -> Iterator[Piece]:
    role, begin = _ROLES.get(line.kind, ""), line.begin
    for at, number in line.links:
        yield Piece(text[begin:at], role, begin)
        yield Piece(f"[{number}]", "link")
        begin = at
    yield Piece(text[begin : line.end], role, begin)


def line_at(lines: Sequence[Line], at: int) -> int:
    """The number of the line that shows the character `at` of the text; the last one before it if none does."""
    starts = [(line_start(line), number) for number, line in enumerate(lines) if line_start(line) >= 0]
    return starts[max(bisect_right(starts, (at, len(lines))) - 1, 0)][1] if starts else 0


def line_start(line: Line) -> int:
    """Where in the text the line begins; -1 if it shows nothing of it."""
    return next((piece.at for piece in line if piece.at >= 0), -1)
