"""Where a document's items are, found without parsing it: so that those read before need not be read again.

One linear look at the brackets that matter: items begin and end, and CDATA, comments and instructions hide what is in
them. Where the pieces are not beyond doubt (nested, unequal, too many), nothing is found and all is read.
"""

from __future__ import annotations

import re
from typing import Final

from roundup.dataclass import dataclass
from roundup.parse import document

# Both cases of the letters are spelt out: that is several times faster than to ignore case.
_BRACKET = re.compile(
    rb"<(?:(!\[CDATA\[|!--|\?)"
    rb"|(/?+)((?:[A-Za-z_][\w.-]{0,60}+:)?+(?:[iI][tT][eE][mM]|[eE][nN][tT][rR][yY]))(?=[\s>/]))"
)
_ENDS: Final = {b"!--": b"-->", b"?": b"?>"}
_CDATA: Final = b"![CDATA["
_CDATA_END: Final = b"]]>"
_ENOUGH: Final = 300  # bytes of what stands in CDATA, to tell an address or a title by


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document in UTF-8 and where its items are in it, each from its first bracket to its last."""

    body: bytes
    spans: tuple[tuple[int, int], ...]

    def items(self) -> list[bytes]:
        """The items by themselves."""
        return [self.body[start:end] for start, end in self.spans]

    def shortened(self, place: int) -> bytes:
        """An item without most of what stands in CDATA: that tells no address and no title."""
        start, end = self.spans[place]
        first, *rest = self.body[start:end].split(b"<![CDATA[")
        parts = (part.partition(_CDATA_END) for part in rest)
        return first + b"".join([b"<![CDATA[" + hidden[:_ENOUGH] + _CDATA_END + after for hidden, _, after in parts])

    def frame(self) -> bytes:
        """What is around the items: what the feed says of itself."""
        return self.without(frozenset(range(len(self.spans)))).body

    def without(self, unwanted: frozenset[int]) -> Pieces:
        """The document without the items at these places."""
        if not unwanted:
            return self
        kept: list[bytes] = []
        spans, at, cut = [], 0, 0
        for place, (start, end) in enumerate(self.spans):
            if place in unwanted:
                kept.append(self.body[at:start])
                cut += end - start
                at = end
            else:
                spans.append((start - cut, end - cut))
        return Pieces(b"".join((*kept, self.body[at:])), tuple(spans))

    def emptied(self) -> bytes:
        """The document with each item as one tag that opens and closes it."""
        kept: list[bytes] = []
        at = 0
        for start, end in self.spans:
            kept += (self.body[at : self.body.index(b">", start)], b"/>")
            at = end
        return b"".join((*kept, self.body[at:]))


def opens_item_or_hides(text: bytes) -> bool:
    """True if an item may open or close in a piece of a document, or be hidden in it, but for an XML declaration."""
    return b"<!" in text or bool(_BRACKET.search(text, 2 if text.startswith(b"<?xml ") else 0))


def end_of_cdata(text: bytes, start: int = 0) -> int:
    """Where the first "]]>" from there on is, -1 if there is none."""
    # One bracket, which hardly anybody writes, is found ten times as fast as the three signs are.
    end = text.find(b"]", start)
    return end if end < 0 or text[end : end + 3] == _CDATA_END else text.find(_CDATA_END, end)


def pieces(body: bytes) -> Pieces | None:
    """The items of an XML feed, None if they cannot be told for sure. Of an item that is cut off nothing is told."""
    spans: list[tuple[int, int]] = []
    begun, name, at = -1, b"", 0
    while match := _BRACKET.search(body, at):
        hidden, slash, tag = match.groups()
        at = match.end()
        if hidden:
            end = end_of_cdata(body, at) if hidden == _CDATA else body.find(_ENDS[hidden], at)
            if end < 0:
                break
            at = end + len(_ENDS.get(hidden, _CDATA_END))
        elif (begun >= 0) is not bool(slash) or tag != (name or tag):
            return None
        elif slash:
            if (end := body.find(b">", at)) < 0:
                break
            at = end + 1
            spans.append((begun, at))
            begun = -1
            if len(spans) > document.MOST_ENTRIES:
                return None
        elif (begun := match.start()) >= 0:
            name = tag
            at = body.find(b">", at)
            if at < 0:
                break
            if body[at - 1] == 0x2F:
                return None
    head = body[: spans[0][0]] if spans else b""
    # A document type may hold declarations in brackets, and these whatever they like.
    if b"[" in head and b"<!doctype" in head.lower():
        return None
    return Pieces(body, tuple(spans))
