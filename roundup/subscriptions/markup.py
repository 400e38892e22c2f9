"""Text → the tags that matter in OPML, each with its place in the text.

A tag that is well-formed is read to the letter. One that is not (a quote or `<` inside a value, no space between
attributes, a quote missing) is read by looking for the attributes OPML knows, each lasting until the next: that is how
a person reads such a line. Every pattern here is linear in the text; `memo` keeps a missing terminator from being
sought twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from itertools import zip_longest
from typing import Literal

from roundup.dataclass import dataclass
from roundup.patterns import pattern

_NAMES = "outline|opml|head|body|html|rss|feed|rdf"
_MARKUP = pattern(
    rf"<(?:(?P<skip>!--|!\[CDATA\[|!DOCTYPE|\?)|(?P<close>/?)(?:[\w.-]{{1,20}}:)?(?P<name>{_NAMES})(?![\w:.-]))",
    re.IGNORECASE,
)
_ENDS = {"!--": pattern("-->"), "![CDATA[": pattern(r"\]\]>"), "?": pattern(r"\?>")}
_SUBSET_END = pattern(r"\]\s*+>")
_ATTRIBUTE = pattern(r"""\s++([^\s=<>"'/&]++)\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)')""")
_WELL_FORMED = pattern(r"""<[\w:.-]++(?:\s++[^\s=<>"'/&]++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*+\s*+(/?)>""")
_BORDER = pattern(r"<(?:/?(?:outline|opml|head|body)(?![\w:.-])|!--|!\[CDATA\[|\?xml)", re.IGNORECASE)
_QUOTES = "\"'“”„‟‘’«»"
_KNOWN = pattern(
    rf"""(?<=[\s{_QUOTES}])(?:(text|title|type|description|version|category|language|created|roundupPaused)\s*+=\s*+([{_QUOTES}])"""
    rf"""|((?:xml|html|feed|rss|atom)?_?url)\s*+=\s*+[{_QUOTES}]?)""",
    re.IGNORECASE,
)
# Markup that somebody pasted into a description; its own attributes must not be taken for the outline's.
_EMBEDDED = pattern(r"<(?!outline)/?[a-z](?:(?!xml_?url)[^<>])*+>", re.IGNORECASE)
_ADDRESS = pattern(rf"\s*+[^\s<>{_QUOTES}]*+")
_ENTITY = pattern(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,30}));")
_BARE = pattern(r"&(?!(?:#[0-9]++|#[xX][0-9a-fA-F]++|[A-Za-z][\w.-]*+);)")
# A tag that is not well-formed is looked at more than once, so it must have an end.
_LONGEST_BROKEN_TAG = 100_000  # characters; the rest is passed over

BARE = "a bare & was read as an ampersand"
TWICE = "an attribute was given twice in one outline; the first was kept"
BROKEN = "an outline with broken quotes or tags inside was read as well as it can be"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of OPML from `start` to `end` in the text. Attribute names are lower-case, without prefix, - and _."""

    name: str
    kind: Literal["open", "close", "single"]
    start: int
    end: int
    attributes: dict[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def scan(text: str) -> Iterator[Tag]:
    """The tags of `text` in order, those inside comments, CDATA and document type declarations left out."""
    place, memo = 0, set[str]()
    while match := _MARKUP.search(text, place):
        if match["skip"]:
            place = _skip(text, match, memo)
            continue
        tag = _closing(text, match) if match["close"] else _opening(text, match)
        yield tag
        place = tag.end


def _skip(text: str, match: re.Match[str], memo: set[str]) -> int:
    kind = match["skip"].upper()
    end = _ENDS.get(kind)
    if end is None:  # a document type: its internal subset may hold anything, none of which is ever used
        bracket, close = (
            text.find("[", match.end(), match.end() + 1000),
            text.find(">", match.end(), match.end() + 1000),
        )
        if bracket < 0 or 0 <= close < bracket:
            return match.end()
        end = _SUBSET_END
    found = None if kind in memo else end.search(text, match.end())
    if not found:
        memo.add(kind)
    return found.end() if found else match.end()


def _closing(text: str, match: re.Match[str]) -> Tag:
    end = text.find(">", match.end(), match.end() + 100)
    return Tag(match["name"].lower(), "close", match.start(), end + 1 if end >= 0 else match.end())


def _opening(text: str, match: re.Match[str]) -> Tag:
    name, start = match["name"].lower(), match.start()
    if whole := _WELL_FORMED.match(text, start):
        found = _ATTRIBUTE.findall(text, match.end(), whole.end())
        pairs = [(attribute, double or single) for attribute, double, single in found]
        attributes, faults = _collect(pairs)
        return Tag(name, "single" if whole[1] else "open", start, whole.end(), attributes, faults)
    border = _BORDER.search(text, match.end())
    limit = min(border.start() if border else len(text), start + _LONGEST_BROKEN_TAG)
    last = text.rfind(">", match.end(), limit)
    end = last + 1 if last >= 0 else limit
    attributes, faults = _collect(_known_attributes(text[start:end], is_cut=end == len(text) and last < 0))
    kind: Literal["open", "single"] = "single" if text[start:end].removesuffix(">").rstrip().endswith("/") else "open"
    return Tag(name, kind, start, end, attributes, (*faults, BROKEN))


def _known_attributes(source: str, *, is_cut: bool) -> list[tuple[str, str]]:
    source = _EMBEDDED.sub("", source)
    found = list(_KNOWN.finditer(source))
    pairs = []
    for match, after in zip_longest(found, found[1:]):
        if match[3]:
            value = _ADDRESS.match(source, match.end())
            # Where a file was cut off in an address, half of it may lead to somebody else.
            if value and not (is_cut and value.end() == len(source)):
                pairs.append((match[3], value[0]))
            continue
        rest = source[match.end() : after.start() if after else len(source)]
        last = max(rest.rfind(quote) for quote in (_QUOTES if match[2] not in "\"'" else match[2]))
        pairs.append((match[1], rest[:last] if last >= 0 else rest.rstrip("/> \t\r\n")))
    return pairs


def _collect(pairs: list[tuple[str, str]]) -> tuple[dict[str, str], tuple[str, ...]]:
    attributes: dict[str, str] = {}
    faults: dict[str, None] = {}
    if len({name for name, _ in pairs}) < len(pairs):
        faults[TWICE] = None
    for name, value in pairs:
        key = _plain_name(name)
        # XML forbids a second one; the first with something in it is the better guess.
        if not attributes.get(key):
            attributes[key] = unescape(value) if "&" in value else value
        if "&" in value and _BARE.search(value):
            faults[BARE] = None
    return attributes, tuple(faults)


@lru_cache(maxsize=256)
def _plain_name(name: str) -> str:
    """An attribute's name without prefix, hyphens and case. A file has few of them, and each very often."""
    return name.rpartition(":")[2].replace("_", "").replace("-", "").lower()


def unescape(value: str) -> str:
    """`value` with character references and the named characters of HTML put in; anything else after & stays."""
    return _ENTITY.sub(_character, value) if "&" in value else value


def _character(match: re.Match[str]) -> str:
    if match[3]:
        from html.entities import html5  # two thousand names, which hardly any list needs

        return html5.get(match[3] + ";", match[0])
    number = int(match[1]) if match[1] else int(match[2], 16)
    # Old Windows programs wrote their own numbers for curly quotes; HTML reads them so to this day.
    if 0x80 <= number <= 0x9F:
        return bytes([number]).decode("cp1252", errors="replace")
    return chr(number) if 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"
