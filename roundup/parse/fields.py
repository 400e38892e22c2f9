"""The fields of one item, read without an XML parser.

Items are nearly always what software writes: one element after another, with text or CDATA in them and nothing deeper
than a person's name. Of such an item the text between brackets is what an XML parser would hand out, so that a look at
its brackets is enough. Whatever is written in any other way is left to the parser. Linear in the item's length.

It takes for granted what is looked for in the whole document: UTF-8 without controls, no odd references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from roundup.parse.holder import NotPlain, refuse_unless
from roundup.parse.scan import end_of_cdata

_HIDDEN: Final = b"\x01"  # stands for CDATA while brackets are looked at
# Single bytes are looked for as numbers, and others by find(): see spacing.py.
_IS_HIDDEN, _REFERS, _RETURN = _HIDDEN + b"&\r"
_BLANKS: Final = b" \t\n"
_MOST: Final = 1_000  # brackets, and sections of CDATA; a parser holds less of an item at a time
_NAME: Final = rb"(?:[A-Za-z_][\w.-]{0,60}+:)?+[A-Za-z_][\w.-]{0,60}+"
_VALUE: Final = rb"\s*+=\s*+(?:\"[^\"<\x01\t\n]*+\"|'[^'<\x01\t\n]*+')"
_PERSON: Final = (
    rb"(?:\s*+(?:<name>[^<\x01]*+</name>|<uri>[^<\x01]*+</uri>|<email>[^<\x01]*+</email>|<(?:name|uri|email)/>))++\s*+"
)
_FIELD = re.compile(rb"<(%b)((?:\s++%b%b)*+)\s*+(?:/>|>(?:([^<]*+)|(%b))</\1>)" % (_NAME, _NAME, _VALUE, _PERSON))
_ATTRIBUTE = re.compile(rb"(%b)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')" % _NAME)
_PERSONS_NAME = re.compile(rb"<name>([^<]*+)</name>|<name/>")
_BEGUN = re.compile(rb"&([a-z]{2,4};|)")
_REFERENCE = re.compile(rb"&(?:([a-z]{2,4};)|#([0-9]{1,9});|#x([0-9a-fA-F]{1,8});)")
_NAMED: Final = {b"lt;": b"<", b"gt;": b">", b"quot;": b'"', b"apos;": b"'", b"amp;": b"&"}  # the last is replaced last
_USUAL: Final = frozenset(_NAMED)


Field = tuple[bytes, bytes, bytes, list[bytes] | None]
"""An element of an item: its name and attributes as they are written, its text; the names of a person in parts."""


class Fields(NamedTuple):
    """All of an item's. `is_clean` says that no character in them came of its number."""

    fields: list[Field]
    is_clean: bool


def fields_in(item: bytes) -> Fields:
    """What an item holds, in its order. Raises NotPlain if it is for a parser to read."""
    head, _, inside = item.partition(b">")
    inside, _, end = inside.rpartition(b"</")
    # A declaration in the item's own tag holds for this item alone.
    if head.split(None, 1)[0][1:] != end[:-1] or head.find(b"xmlns") >= 0:
        raise NotPlain
    if _RETURN in inside:  # XML 1.0, 2.11
        inside = inside.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    inside, hidden = _without_cdata(inside)
    if inside.count(b"<") > 2 * _MOST:
        raise NotPlain
    parts = _FIELD.split(inside)
    if end_of_cdata(inside) >= 0 or b"".join(parts[::5]).strip(_BLANKS):
        raise NotPlain
    fields = zip(parts[1::5], parts[2::5], parts[3::5], parts[4::5], strict=True)
    found: list[Field] = [
        (
            name,
            attributes,
            (next(hidden) if text == _HIDDEN else _text(text, hidden)) if text else b"",
            _names(person) if person else None,
        )
        for name, attributes, text, person in fields
    ]
    return Fields(found, inside.find(b"&#") < 0)


def attributes_in(written: bytes) -> list[tuple[str, str]]:
    """(name, value) of each attribute of a field. Raises NotPlain."""
    found = _ATTRIBUTE.findall(written)
    return [(name.decode("ascii"), _resolved(double or single).decode()) for name, double, single in found]


def _without_cdata(inside: bytes) -> tuple[bytes, Iterator[bytes]]:
    """The markup with a sign for each section of CDATA; and what these hold."""
    first, *rest = inside.split(b"<![CDATA[", _MOST + 1)
    if len(rest) > _MOST:
        raise NotPlain
    kept, hidden = [first], []
    for part in rest:
        end = end_of_cdata(part)
        if end < 0:
            raise NotPlain
        hidden.append(part[:end])
        kept.append(part[end + 3 :])
    return _HIDDEN.join(kept), iter(hidden)


def _text(written: bytes, hidden: Iterator[bytes]) -> bytes:
    text = _resolved(written) if _REFERS in written else written
    if _IS_HIDDEN in text:
        first, *rest = text.split(_HIDDEN)
        text = first + b"".join(next(hidden) + part for part in rest)
    return text


def _names(person: bytes) -> list[bytes]:
    _resolved(person)  # a reference that only a parser should judge may stand in an address too
    return [_resolved(name) for name in _PERSONS_NAME.findall(person)]


def _resolved(text: bytes) -> bytes:
    """Text with the characters that are referred to. Raises NotPlain for what only a parser should judge."""
    if _REFERS not in text:
        return text
    if text.find(b"&#") >= 0:
        resolved, times = _REFERENCE.subn(_character, text)
        refuse_unless(times == text.count(b"&"))
        return resolved
    found = set(_BEGUN.findall(text))
    if not found <= _USUAL:
        raise NotPlain
    for name, character in _NAMED.items():
        if name in found:
            text = text.replace(b"&" + name, character)
    return text


def _character(match: re.Match[bytes]) -> bytes:
    name, decimal, hexadecimal = match.groups()
    if name:
        refuse_unless(name in _NAMED)
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    refuse_unless(code >= 0x20 or code in {9, 10})
    try:
        return chr(code).encode()
    except (ValueError, OverflowError):
        raise NotPlain from None
