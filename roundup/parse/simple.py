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

from roundup.parse.raw import words
from roundup.parse.spacing import LINE, squeezed, tidied_bytes
from roundup.text import is_clean

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
_ADDRESSED: Final = words("a img iframe")
_ADDRESSES: Final = frozenset({b"href", b"src"})
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
_REMEMBERED: Final = 1_000  # tags, parts of tags and hosts that are the same from post to post
_SHORT: Final = 100
_LONGEST_NAMES: Final = 1_000  # of one tag's attributes, together
_TAG = re.compile(rb"<([^>]*+)>")
_NAME = re.compile(rb"[a-z][a-z0-9]{0,11}+")
_NAMES: Final = rb"(?:[ \n\t]++[a-z][a-z0-9-]{0,40}+)"
_BEFORE_VALUE = re.compile(_NAMES + rb"++=")
_BEHIND_VALUES = re.compile(_NAMES + rb"*+[ \n\t]*+/?+")
_COMMENT = re.compile(rb"!--[ a-zA-Z0-9:./]*+--")
# References other than those that are written the same way after cleaning.
_ODD_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|nbsp|quot);)")
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
# The link as most editors write it, so that it need not be taken apart.
_USUAL_LINK = re.compile(
    rb"a href=\"(?:(" + _ABSOLUTE + rb")|(" + _FROM_THE_TOP + rb"))\""
    rb"(?: (?:target|rel|class|data-[a-z-]{1,30}+)=\"[a-zA-Z0-9 _-]*+\")*+"
)


class _NotSimple(Exception):
    """The markup is for the cleaner."""


_Tag = tuple[str, bool, bool, bytes, bytes]
"""The element, whether it is opened, whether it is closed, the tag as it is cleaned, the edge between words it is."""


def read_simple(html: str, origin: Callable[[], str]) -> tuple[str, str] | None:
    """(`html` cleaned, its words), None if it is not simple.

    `origin` gives what addresses that begin with a slash are put behind ("https://blog.example"), "" if nothing.
    """
    try:
        body = html.encode() if len(html) <= _LARGEST else b""
    except UnicodeEncodeError:
        return None
    if not body or not is_clean(body):
        return None
    try:
        clean, text = _read(_same_references(body))
        return _placed(clean, origin).decode().strip(), text
    except _NotSimple:
        return None


def _same_references(body: bytes) -> bytes:
    """The markup with references as they are written after cleaning."""
    if b"\xa0" in body:  # a part of it, sought a good deal faster
        body = body.replace(_NO_BREAK, b"&nbsp;")
    if _ODD_REFERENCE.search(body):
        body = _REFERENCE.sub(_referred, body)
        if _ODD_REFERENCE.search(body):
            raise _NotSimple
    if body.count(b"&") > _MOST:
        raise _NotSimple
    return body


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


def _read(body: bytes) -> tuple[bytes, str]:
    # Counted first, so that the end of none is sought for long.
    if (number := body.count(b"<")) > _MOST:
        raise _NotSimple
    parts = _TAG.split(body)
    if len(parts) != 2 * number + 1:
        raise _NotSimple
    tags = [_TAGS[tag] for tag in parts[1::2]]
    if b"&quot;" in body:
        parts[::2] = [text.replace(b"&quot;", b'"') for text in parts[::2]]
    _check(tags, parts)
    parts[1::2] = [tag[3] for tag in tags]
    clean = b"".join(parts)
    parts[::2] = [b" " if text.isspace() else text for text in parts[::2]]
    parts[1::2] = [tag[4] for tag in tags]
    return clean, _words(b"".join(parts))


def _check(tags: list[_Tag], parts: list[bytes]) -> None:
    """Raise _NotSimple unless each element is closed and stands where it may; empty what is in those to be dropped."""
    left: list[str] = []
    allowed = _ANYTHING
    for at, (name, opens, closes, _, _) in enumerate(tags):
        if closes:
            if not left or left.pop() != name:
                raise _NotSimple
            allowed = _INSIDE[left[-1]] if left else _ANYTHING
        elif name not in allowed or (allowed is _INLINE and name in left):
            raise _NotSimple
        elif opens:
            left.append(name)
            allowed = _INSIDE[name]
            if not allowed:
                parts[2 * at + 2] = b""
    if left:
        raise _NotSimple


def _words(text: bytes) -> str:
    """The words between edges."""
    # Every bracket is one of a tag's.
    if b">" in text:
        raise _NotSimple
    text = squeezed(text).replace(_NO_EDGE, b"").replace(_BREAK, b"\n")
    if b"&" in text:
        before, *parts = text.split(b"&")
        referred = (part.partition(b";") for part in parts)
        text = b"".join([before, *(_REFERRED[name] + after for name, _, after in referred)])
    return tidied_bytes(text, _PARAGRAPH)


def _placed(clean: bytes, origin: Callable[[], str]) -> bytes:
    """The markup with addresses from the top of the site made whole."""
    if _ORIGIN not in clean:
        return clean
    site = origin()
    if not site:
        raise _NotSimple
    return clean.replace(_ORIGIN, site.encode())


# ---------------------------------------------------------------- tags


class _Tags(dict[bytes, _Tag]):
    """Tags, as they are written in the markup. Bare ones are known beforehand, the others looked at each time."""

    def __missing__(self, tag: bytes) -> _Tag:
        if link := _USUAL_LINK.fullmatch(tag):
            return ("a", True, False, b'<a href="%b"%b>' % (link[1] or _ORIGIN + link[2], _REL), _NO_EDGE)
        found = _tag("!--") if _COMMENT.fullmatch(tag) else _opening(tag)
        if found[0] not in _ADDRESSED and len(self) < _REMEMBERED and len(tag) < _SHORT:
            self[tag] = found
        return found


def _tag(name: str, attributes: bytes = b"") -> _Tag:
    written = b"" if name in _UNWRITTEN else b"<%b%b%b>" % (name.encode(), attributes, _REL if name == "a" else b"")
    return (name, name not in _VOID, False, written, _EDGES[name])


def _closing(name: str) -> _Tag:
    return (name, False, True, b"" if name in _UNWRITTEN else f"</{name}>".encode(), _EDGES[name])


def _opening(tag: bytes) -> _Tag:
    match = _NAME.match(tag)
    name = match[0].decode("ascii") if match else ""
    if name not in _EDGES or (tag.endswith(b"/") and name not in _VOID):
        raise _NotSimple
    return _tag(name, _attributes(name, tag[len(name) :]))


def _attributes(name: str, written: bytes) -> bytes:
    """The attributes that are kept, in their order."""
    pieces = written.split(b'"')
    values, kept = [*pieces[1::2], b""], []
    for key, place in _telling(name, tuple(pieces[::2])):
        value = values[place]
        if key in _HIDING:
            if key == b"hidden" or b"display" in value.lower():
                raise _NotSimple
        elif not _IN_VALUES.fullmatch(value):
            raise _NotSimple
        else:
            kept.append(b' %b="%b"' % (key, _address(value) if key in _ADDRESSES else value))
    return b"".join(kept)


@lru_cache(_REMEMBERED)
def _telling(name: str, between: tuple[bytes, ...]) -> list[tuple[bytes, int]]:
    """The attributes that matter, each with the place of its value (-1: none), by what stands between the values.

    That is the same in all pictures of a blog.
    """
    *before, behind = between
    if not _BEHIND_VALUES.fullmatch(behind) or not all(map(_BEFORE_VALUE.fullmatch, before)):
        raise _NotSimple
    found: list[tuple[bytes, int]] = []
    for place, piece in enumerate(before):
        *bare, key = piece[:-1].split()
        found += [*((other, -1) for other in bare), (key, place)]
    found += ((other, -1) for other in behind.rstrip(b"/").split())
    telling = [pair for pair in found if pair[0] in _KEPT.get(name, _LANGUAGE) or pair[0] in _HIDING]
    # A name too many, or more to remember than anybody writes.
    if len(dict(telling)) < len(telling) or sum(map(len, between)) > _LONGEST_NAMES:
        raise _NotSimple
    return telling


def _address(value: bytes) -> bytes:
    match = _ADDRESS.fullmatch(value)
    if match is None:
        raise _NotSimple
    return value if match[1] else _ORIGIN + value


_TAGS: Final = _Tags(
    {name.encode(): _tag(name) for name in _EDGES.keys() - {"!--"}}
    | {f"/{name}".encode(): _closing(name) for name in _EDGES.keys() - _VOID}
)
