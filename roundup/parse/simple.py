"""The quick way for simple markup: what the cleaner (html.py) would give, without the cleaner.

Most posts come from editors that write a few tags, each closed, none where it may not stand. Of such markup an HTML
parser makes the very tree that is written, so its cleaned form can be written down in one look. Whatever is not known
for sure is not simple, and left to the cleaner. Linear in the length, whatever the markup is.

It works on UTF-8: all that is looked for is ASCII, and found several times faster in bytes than in text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html.entities import html5
from typing import Final

from roundup import text
from roundup.parse.raw import words
from roundup.parse.spacing import LINE, squeezed, stripped, tidied_bytes

# Elements by where they may stand without an HTML parser moving or closing anything (WHATWG HTML 13.2.6.4.7). Of the
# second line only what is inside is kept, of the third nothing; the last are comments.
_INLINE: Final = words(
    """a abbr b br cite code del em i img ins kbd mark q s samp small strong sub sup u var
    span
    iframe script
    !--"""
)
_HEADINGS: Final = words("h1 h2 h3 h4 h5 h6")
_BLOCKS: Final = words(
    "address article aside blockquote center div figcaption figure footer header hr main nav ol p section ul"
)
_ANYTHING: Final = _INLINE | _HEADINGS | _BLOCKS
_VOID: Final = words("br hr img !--")
_DROPPED: Final = words("iframe script")
_UNWRITTEN: Final = words("span iframe script !--")
_INSIDE: Final = {
    **dict.fromkeys(_BLOCKS | {"li"}, _ANYTHING),
    **dict.fromkeys(_INLINE | _HEADINGS | {"p"}, _INLINE),
    **dict.fromkeys(("ol", "ul"), frozenset({"li"})),
    **dict.fromkeys(_DROPPED, frozenset[str]()),
}
# Controls, of which no markup here holds any, stand for edges between words until white space is squeezed, …
_PARAGRAPH, _BREAK, _NO_EDGE = b"\x02", b"\x03", b"\x04"
_EDGES: Final = {
    **dict.fromkeys(_INLINE, _NO_EDGE),
    **dict.fromkeys(_HEADINGS | _BLOCKS, _PARAGRAPH),
    "li": LINE,
    "br": _BREAK,
}
_ORIGIN: Final = b"\x05"  # … and for the site of an address that begins with a slash
# What is between these two is dropped.
_DROP, _DROP_END = b"\x06", b"\x07"
_DROPPED_TEXT = re.compile(rb"\x06[^\x06\x07]*+\x07")
# Single bytes as numbers, as which they are found soonest (see spacing.py).
_OPENS, _CLOSES, _REFERS, _NO_BREAK_END, _DROPS, _FROM_ORIGIN = b"<>&\xa0" + _DROP + _ORIGIN

_HIDING: Final = frozenset({b"hidden", b"style"})
_LANGUAGE: Final = frozenset({b"lang"})
_KEPT: Final = {
    "a": frozenset({b"href", b"title", b"lang"}),
    "img": frozenset({b"src", b"alt", b"title", b"width", b"height", b"lang"}),
    "ol": frozenset({b"start", b"reversed", b"type", b"lang"}),
    "li": frozenset({b"value", b"lang"}),
}
_REL: Final = b' rel="noopener noreferrer"'

_LARGEST: Final = 100_000  # bytes of markup
_MOST: Final = 400  # tags, and references: up to so many, html.py's bounds change nothing
_REMEMBERED: Final = 250  # places in markup, and tags there
_SHORT: Final = 100
_SHAPES: Final = 1_000
_LONGEST_NAMES: Final = 1_000  # of one tag's attributes, together
_TAG = re.compile(rb"<([^>]*>\s*)")
_ADDRESSED: Final = (b"a ", b"img ", b"iframe ")  # hardly ever the same
_NAME = re.compile(rb"[a-z][a-z0-9]{0,11}+")
_NAMES: Final = rb"(?:[ \n\t]++[a-z][a-z0-9-]{0,40}+)"
_BEFORE_VALUE = re.compile(_NAMES + rb"++=")
_BEHIND_VALUES = re.compile(_NAMES + rb"*+[ \n\t]*+/?+")
_COMMENT = re.compile(rb"!--[ a-zA-Z0-9:./]*+--")
# Where a reference begins, and those that are written the same way after cleaning.
_BEGUN = re.compile(rb"&([a-z]{2,4};|)")
_SAME: Final = frozenset({b"amp;", b"lt;", b"gt;", b"nbsp;", b"quot;"})
_REFERENCE = re.compile(rb"&(#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_ESCAPED: Final = {"&": b"&amp;", "<": b"&lt;", ">": b"&gt;", '"': b"&quot;", "\u00a0": b"&nbsp;"}
_NO_BREAK: Final = "\u00a0".encode()
_REFERRED: Final = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"nbsp": _NO_BREAK}
_IN_VALUES: Final = re.compile(rb"[^&\n\t]*+(?:&(?:amp|nbsp|quot);[^&\n\t]*+)*+")
# Addresses that are understood alike everywhere: a plain host, the last part of which is no number …
_LABEL: Final = rb"[a-z0-9]++(?:-[a-z0-9]++)*+"
_HOST: Final = rb"(?:" + _LABEL + rb"\.){1,8}[a-z](?:-?[a-z0-9]++)*+(?::[1-9][0-9]{1,3})?"
_REST: Final = rb"[!#-%'-;=?-~]*+(?:&amp;[!#-%'-;=?-~]*+)*+"
_ABSOLUTE: Final = rb"https?://" + _HOST + rb"(?:[/?#]" + _REST + rb")?+"
# … and such as lead from the top of a site: no escapes, no dots that lead upwards.
_PIECE: Final = rb"[\w.~!$()*+,;=:@-]*+(?:&amp;[\w.~!$()*+,;=:@-]*+)*+"
_QUERY: Final = rb"[\w.~!$()*+,;=:@/?-]*+(?:&amp;[\w.~!$()*+,;=:@/?-]*+)*+"
_FROM_THE_TOP: Final = rb"(?!//)(?:/(?!\.)" + _PIECE + rb")++(?:\?" + _QUERY + rb")?+(?:#[\w-]*+)?+"
_ADDRESS = re.compile(rb"(" + _ABSOLUTE + rb")|" + _FROM_THE_TOP)


class _NotSimple(Exception):
    """The markup is for the cleaner."""


def read_simple(html: bytes, origin: Callable[[], str], *, is_clean: bool = False) -> tuple[bytes, bytes] | None:
    """(`html` cleaned, its words), both in and out in UTF-8; None if it is not simple.

    `origin` gives what addresses that begin with a slash are put behind ("https://blog.example"), "" if nothing;
    `is_clean` says that there is surely nothing to be stripped.
    """
    if not html or len(html) > _LARGEST or not (is_clean or text.is_clean(html)):
        return None
    try:
        clean, words = _read(*_same_references(html))
        return stripped(_placed(clean, origin)), words
    except _NotSimple:
        return None


def _same_references(body: bytes) -> tuple[bytes, bool]:
    """The markup with references as they are written after cleaning; and if there are any to quotation marks."""
    if _NO_BREAK_END in body:
        body = body.replace(_NO_BREAK, b"&nbsp;")
    found = _BEGUN.findall(body)
    if not _SAME.issuperset(found):
        body = _REFERENCE.sub(_referred, body)
        found = _BEGUN.findall(body)
    if len(found) > _MOST or not _SAME.issuperset(found):
        raise _NotSimple
    return body, b"quot;" in found


def _referred(match: re.Match[bytes]) -> bytes:
    name = match[1].decode("ascii")
    if name[0] != "#":
        character = html5.get(f"{name};", "")
    else:
        character = chr(int(name[1:]) if name[1] not in "xX" else int(f"0{name[1:]}", 0))
    if character in _ESCAPED:
        return _ESCAPED[character]
    # Marks, blanks of all kinds and what windows-1252 means by a control are not simple.
    if len(character) != 1 or not character.isprintable():
        raise _NotSimple
    return character.encode()


def _read(body: bytes, has_marks: bool) -> tuple[bytes, bytes]:
    # Of each bracket that opens the end is near, so that none is sought for long.
    if body.find(b"<", body.rfind(b">") + 1) >= 0:
        raise _NotSimple
    parts = _TAG.split(body, _MOST + 1)
    if len(parts) > 2 * _MOST + 1:
        raise _NotSimple
    if has_marks:
        parts[::2] = [text.replace(b"&quot;", b'"') for text in parts[::2]]
    place, written, edges = _OUTSIDE, [], []
    for tag in parts[1::2]:
        place, clean, edge = place[tag]
        written.append(clean)
        edges.append(edge)
    if place is not _OUTSIDE:
        raise _NotSimple
    parts[1::2] = written
    clean = b"".join(parts)
    parts[1::2] = edges
    words = b"".join(parts)
    if _DROPS in clean:
        clean, words = _DROPPED_TEXT.sub(b"", clean), _DROPPED_TEXT.sub(b"", words)
    return clean, _words(words)


def _words(text: bytes) -> bytes:
    """The words between edges."""
    # Every bracket is one of a tag's.
    if _CLOSES in text:
        raise _NotSimple
    text = squeezed(text).replace(_NO_EDGE, b"").replace(_BREAK, b"\n")
    if _REFERS in text:
        before, *parts = text.split(b"&")
        referred = (part.partition(b";") for part in parts)
        text = b"".join([before, *(_REFERRED[name] + after for name, _, after in referred)])
    return tidied_bytes(text, _PARAGRAPH)


def _placed(clean: bytes, origin: Callable[[], str]) -> bytes:
    """The markup with addresses from the top of the site made whole."""
    if _FROM_ORIGIN not in clean:
        return clean
    site = origin()
    if not site:
        raise _NotSimple
    return clean.replace(_ORIGIN, site.encode())


# ---------------------------------------------------------------- places and tags


class _Place(dict[bytes, "_Step"]):
    """A place in the markup, told by the elements that are open there. Knows where tags lead from it."""

    __slots__ = ("_is_kept", "_left", "_ways")

    def __init__(self, left: tuple[str, ...], *, is_kept: bool) -> None:
        self._left, self._is_kept = left, is_kept
        self._ways: dict[tuple[str, int], _Place] = {}

    def __missing__(self, tag: bytes) -> _Step:
        pieces = tag.split(b'"')
        way, clean, values, behind, edge = _shape(tuple(pieces[::2]))
        if _OPENS in tag:
            raise _NotSimple
        for number, written, taken in values:
            clean += written + taken(pieces[number])
        place = self._ways.get(way)
        if place is None:
            self._ways[way] = place = _place(_after(self._left, *way))
        step = (place, clean + behind, edge)
        if self._is_kept and len(self) < _REMEMBERED and len(tag) < _SHORT and not tag.startswith(_ADDRESSED):
            self[tag] = step
        return step


_Step = tuple[_Place, bytes, bytes]
"""Where a tag leads, the tag as it is cleaned, the edge between words it is; both with the white space behind it."""


def _place(left: tuple[str, ...]) -> _Place:
    place = _PLACES.get(left)
    if place is None:
        is_kept = len(_PLACES) < _REMEMBERED
        place = _Place(left, is_kept=is_kept)
        if is_kept:
            _PLACES[left] = place
    return place


def _after(left: tuple[str, ...], name: str, opens: int) -> tuple[str, ...]:
    """The elements that are open behind a tag. Raises _NotSimple unless each is closed and stands where it may."""
    if opens < 0:
        if not left or left[-1] != name:
            raise _NotSimple
        return left[:-1]
    allowed = _INSIDE[left[-1]] if left else _ANYTHING
    if name not in allowed or (allowed is _INLINE and name in left):
        raise _NotSimple
    return (*left, name) if opens else left


_PLACES: Final[dict[tuple[str, ...], _Place]] = {}
_OUTSIDE: Final = _place(())


# ---------------------------------------------------------------- tags

_Way = tuple[str, int]
"""A tag's element, and whether that is opened (1), closed (-1) or neither (0)."""

_Value = tuple[int, bytes, Callable[[bytes], bytes]]
"""The place of a value among a tag's pieces, what is written before it, and what gives how it is written itself."""

_Shape = tuple[_Way, bytes, list[_Value], bytes, bytes]
"""A tag's way, how it is written before, in and behind its values, and the edge between words it is."""


@lru_cache(_SHAPES)
def _shape(between: tuple[bytes, ...]) -> _Shape:
    """What a tag is, by what stands between its values: that is the same in all links or pictures of a blog."""
    *before, last = between
    last, bracket, blank = last.rpartition(b">")
    if not bracket or sum(map(len, between)) > _LONGEST_NAMES:
        raise _NotSimple
    name, opens = _way([*before, last])
    values, end = _attributes(name, [*before, last]) if opens >= 0 and name != "!--" else ([], b"")
    start, edge = b"", _EDGES[name]
    if name in _DROPPED:
        start, edge, blank = (_DROP, _DROP + edge, b"") if opens > 0 else (_DROP_END, _DROP_END + edge, blank)
    elif name not in _UNWRITTEN:
        start = b"<%b%b" % (b"/" if opens < 0 else b"", name.encode())
        end += _REL + b">" if name == "a" and opens > 0 else b">"
    # A paragraph's edge takes in the white space beside it.
    return (name, opens), start, values, end + blank, edge if edge == _PARAGRAPH else edge + blank


def _way(between: list[bytes]) -> _Way:
    """The element that a tag opens or closes. Raises _NotSimple if there is none that is known."""
    first, is_bare = between[0], len(between) == 1
    if is_bare and _COMMENT.fullmatch(first):
        return "!--", 0
    is_end = is_bare and first.startswith(b"/")
    match = _NAME.match(first, int(is_end))
    name = match[0].decode("ascii") if match else ""
    if name not in _EDGES or (is_end and (name in _VOID or len(name) + 1 < len(first))):
        raise _NotSimple
    if between[-1].endswith(b"/") and name not in _VOID:
        raise _NotSimple
    return name, -1 if is_end else int(name not in _VOID)


def _attributes(name: str, between: list[bytes]) -> tuple[list[_Value], bytes]:
    """What is written of the attributes, in their order: with the values that matter, and behind them."""
    values: list[_Value] = []
    written, is_written = b"", name not in _UNWRITTEN
    for key, place in _telling(name, between):
        if key == b"hidden":
            raise _NotSimple
        is_kept = is_written and key != b"style"
        written += b' %b="' % key if is_kept else b""
        if place:
            values.append((place, written, _TAKERS.get(key, _plain if is_written else _unwritten)))
            written = b""
        written += b'"' if is_kept else b""
    return values, written


def _telling(name: str, between: list[bytes]) -> list[tuple[bytes, int]]:
    """The attributes that matter, each with the place of its value among the tag's pieces (0: it has none)."""
    *before, behind = [between[0][len(name) :], *between[1:]]
    if not _BEHIND_VALUES.fullmatch(behind) or not all(map(_BEFORE_VALUE.fullmatch, before)):
        raise _NotSimple
    found: list[tuple[bytes, int]] = []
    for number, piece in enumerate(before):
        *bare, key = piece[:-1].split()
        found += [*((other, 0) for other in bare), (key, 2 * number + 1)]
    found += ((other, 0) for other in behind.rstrip(b"/").split())
    telling = [pair for pair in found if pair[0] in _KEPT.get(name, _LANGUAGE) or pair[0] in _HIDING]
    if len(dict(telling)) < len(telling):  # a name too many
        raise _NotSimple
    return telling


def _plain(value: bytes) -> bytes:
    if not value.isalnum() and not _IN_VALUES.fullmatch(value):
        raise _NotSimple
    return value


def _unwritten(value: bytes) -> bytes:
    return _plain(value)[:0]


def _shown(style: bytes) -> bytes:
    if b"display" in style.lower():
        raise _NotSimple
    return b""


def _address(value: bytes) -> bytes:
    match = _ADDRESS.fullmatch(value)
    if match is None:
        raise _NotSimple
    return value if match[1] else _ORIGIN + value


_TAKERS: Final = {b"href": _address, b"src": _address, b"style": _shown}
