"""Change a list of feeds and leave the rest of the file as its owner wrote it: comments, order, layout, attributes.

Every change is a splice of the text at a tag's place. `roundupPaused="true"` on an outline marks a feed that is kept
but not fetched; other programs pass over an attribute they do not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from roundup.dataclass import dataclass
from roundup.model import Subscription
from roundup.patterns import pattern
from roundup.subscriptions.address import repair_address, same_feed_key
from roundup.subscriptions.errors import OpmlError
from roundup.subscriptions.markup import Tag, scan, unescape
from roundup.subscriptions.outlines import Outline, build_outlines
from roundup.subscriptions.write import escaped, folders_of, outline_lines, write_opml

_PAUSED = pattern(r"""\s+roundupPaused\s*=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
_NAME = pattern(r"<[\w:.-]+")
# Where the feed's address stands in a tag, however spelt and quoted; what is there is compared before it is changed.
_ADDRESS_NAME = pattern(r"""(?<=[\s"'])(?:[\w.-]{1,20}:)?(?:xml|feed|rss|atom)?[_-]?url\s*=\s*""", re.IGNORECASE)
_ADDRESS_VALUES = (pattern(r'"([^"<]*)"'), pattern(r"'([^'<]*)'"), pattern(r"""["']?([^\s<>"']+)"""))
_BLANKS = " \t"


@dataclass(frozen=True, slots=True)
class Edited:
    """The changed text, the feeds that were put in, and those that stood in it already."""

    text: str
    added: tuple[Subscription, ...]
    already: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True)
class _Splice:
    """Put `text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str = ""


def add(text: str, new: Sequence[Subscription]) -> Edited:
    """`text` with the feeds of `new` it does not hold yet, each in every folder its tags name.

    A missing folder is made at the end of the nearest one above it. An empty text becomes a whole document.
    Raises OpmlError when there is no place for feeds because the text is no OPML.
    """
    tags = list(scan(text))
    outlines = build_outlines(tags)
    known = {outline.key for outline in outlines if outline.url}
    added: list[Subscription] = []
    already: list[Subscription] = []
    for subscription in new:
        key = same_feed_key(subscription.url)
        (already if key in known else added).append(subscription)
        known.add(key)
    if not text.strip():
        text = write_opml(added, "Subscriptions")
    elif added:
        text = _put_in(text, tags, outlines, added)
    return Edited(text, tuple(added), tuple(already))


def remove(text: str, url: str) -> str:
    """`text` without the outlines of the feed `url`; its folders stay, and so does what lies inside such an outline."""
    outlines = build_outlines(scan(text))
    splices = []
    for outline in _of_feed(outlines, url):
        start, end = outline.tag.start, outline.close.end if outline.close else outline.tag.end
        # Other feeds inside (a tag left open by mistake) must not go with this one.
        if outline.close and any(start < other.tag.start < end for other in outlines):
            splices += [
                _whole_line(text, outline.tag.start, outline.tag.end),
                _whole_line(text, outline.close.start, end),
            ]
        else:
            splices.append(_whole_line(text, start, end))
    return _apply(text, splices)


def set_paused(text: str, url: str, paused: bool) -> str:
    """`text` with the feed `url` marked as paused, or the mark taken away, on each of its outlines."""
    splices = []
    for outline in _of_feed(build_outlines(scan(text)), url):
        tag = outline.tag
        # Behind the element's name there is room for an attribute even in a tag that is broken further on.
        source = _PAUSED.sub("", text[tag.start : tag.end])
        if paused:
            name = _NAME.match(source)
            place = name.end() if name else len("<outline")
            source = f'{source[:place]} roundupPaused="true"{source[place:]}'
        splices.append(_Splice(tag.start, tag.end, source))
    return _apply(text, splices)


def set_address(text: str, url: str, new: str) -> str:
    """`text` with `new` in place of the address `url` on each outline of that feed; all else stays, its site too."""
    address = escaped(new).replace("'", "&#39;")
    splices = [
        _Splice(outline.tag.start + start, outline.tag.start + end, address)
        for outline in _of_feed(build_outlines(scan(text)), url)
        for start, end in _addresses(text[outline.tag.start : outline.tag.end], outline.key)
    ]
    return _apply(text, splices)


def _addresses(source: str, key: str) -> Iterator[tuple[int, int]]:
    """Where in a tag the feed's address stands, between its quotes if it has any."""
    for name in _ADDRESS_NAME.finditer(source):
        for value in _ADDRESS_VALUES:
            found = value.match(source, name.end())
            if found and same_feed_key(repair_address(unescape(found[1]))[0]) == key:
                yield found.span(1)
                break


def _of_feed(outlines: Iterable[Outline], url: str) -> list[Outline]:
    key = same_feed_key(url)
    return [outline for outline in outlines if outline.url and outline.key == key]


def _apply(text: str, splices: Iterable[_Splice]) -> str:
    parts, done = [], 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        parts += [text[done : splice.start], splice.text]
        done = splice.end
    return "".join([*parts, text[done:]])


def _whole_line(text: str, start: int, end: int) -> _Splice:
    """Take out `start` to `end`, and its line with it when nothing else stands on that line."""
    before, after = _line_start(text, start), _blanks_end(text, end)
    rest = text[after : after + 2]
    if before is None or not (rest.startswith("\n") or rest == "\r\n" or not rest):
        return _Splice(start, end)
    return _Splice(before, after + (2 if rest == "\r\n" else len(rest[:1])))


def _blanks_end(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANKS:
        place += 1
    return place


def _line_start(text: str, place: int) -> int | None:
    """Where the line of `place` begins, if only blanks stand before it; else None."""
    start = text.rfind("\n", 0, place) + 1
    return start if not text[start:place].strip(_BLANKS) else None


# ---------------------------------------------------------------- where new feeds go


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where new lines go: instead of `start` to `end`, between `before` and `after`; `indent` is that of the folder."""

    start: int
    end: int
    before: str
    after: str
    indent: str


def _put_in(text: str, tags: list[Tag], outlines: list[Outline], added: list[Subscription]) -> str:
    folders: dict[str, Outline] = {}
    for outline in outlines:
        if outline.path != outline.folder:
            folders.setdefault(outline.path, outline)
    homes: dict[str, list[tuple[str, Subscription]]] = {}
    for subscription in added:
        for path in folders_of(subscription):
            home = path
            # The nearest folder that is there; what is missing below it is made.
            while home and home not in folders:
                home = home.rpartition("/")[0]
            homes.setdefault(home, []).append((path[len(home) :], subscription))
    splices, indents = [], _indents(text, outlines)
    for home, placed in homes.items():
        gap = _gap(text, folders[home].tag, folders[home].close) if home else _body_gap(text, tags, outlines)
        step = "\t" if "\t" in gap.indent else "  "
        lines = outline_lines(placed, indents.get(home, gap.indent + step))
        splices.append(_Splice(gap.start, gap.end, gap.before + "".join(f"{line}\n" for line in lines) + gap.after))
    # New lines end as the file's own do, or its owner's editor and git show every line as changed.
    if "\r\n" in text:
        splices = [_Splice(s.start, s.end, s.text.replace("\r\n", "\n").replace("\n", "\r\n")) for s in splices]
    return _apply(text, splices)


def _gap(text: str, opening: Tag, closing: Tag | None) -> _Gap:
    """The end of the element between two tags; `<outline …/>` is opened up, one that is never closed takes it first."""
    start = _line_start(text, opening.start)
    indent = text[start : opening.start] if start is not None else ""
    if closing:
        line = _line_start(text, closing.start)
        if line is not None:
            return _Gap(line, line, "", "", text[line : closing.start])
        return _Gap(closing.start, closing.start, "\n", indent, indent)
    if opening.kind == "open":
        return _Gap(opening.end, opening.end, "\n", indent, indent)
    source = text[opening.start : opening.end]
    slash = len(source.rstrip("/> \t\r\n"))
    name = _NAME.match(source)
    return _Gap(
        opening.start + slash, opening.end, ">\n", f"{indent}</{name[0][1:] if name else opening.name}>", indent
    )


def _body_gap(text: str, tags: list[Tag], outlines: list[Outline]) -> _Gap:
    """The end of the body, else of the document, else of the last outline. Open folders are closed."""
    unclosed = sum(outline.tag.kind == "open" and outline.close is None for outline in outlines)
    gap = _end_of_body(text, tags)
    return replace(gap, before=gap.before + f"{gap.indent}</outline>\n" * unclosed)


def _end_of_body(text: str, tags: list[Tag]) -> _Gap:
    found: dict[tuple[str, str], Tag] = {(tag.name, tag.kind): tag for tag in tags}
    if ("body", "single") in found:
        return _gap(text, found["body", "single"], None)
    if ("opml", "single") in found:
        return _with_body(_gap(text, found["opml", "single"], None))
    opening = next((tag for tag in tags if tag.name in ("body", "opml", "outline")), None)
    if opening is None:
        raise OpmlError(
            "The file is not OPML, so feeds cannot be put into it", hint="Make a new one with: roundup init DIR"
        )
    if closing := found.get(("body", "close")) or found.get(("opml", "close")):
        gap = _gap(text, opening, closing)
        if ("body", "open") in found or any(tag.name == "outline" for tag in tags):
            return gap
        return _with_body(gap)
    return _Gap(tags[-1].end, tags[-1].end, "\n", "", "")


def _with_body(gap: _Gap) -> _Gap:
    indent = f"{gap.indent}  "
    return _Gap(gap.start, gap.end, f"{gap.before}{indent}<body>\n", f"{indent}</body>\n{gap.after}", indent)


def _indents(text: str, outlines: list[Outline]) -> dict[str, str]:
    """How far the last outline in each folder stands in, so that a new one stands below it."""
    indents = {}
    for outline in outlines:
        start = _line_start(text, outline.tag.start)
        if start is not None:
            indents[outline.folder] = text[start : outline.tag.start]
    return indents
