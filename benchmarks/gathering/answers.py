"""Whole HTTP answers, made before anybody asks, so that the server costs little beside the programs it serves."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime

from benchmarks.gathering.corpus import START, blog, render
from benchmarks.gathering.library import LEVEL, Library

CHURNING = 10  # every so many feeds one gets new posts
_UNITS = "\r\n"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the server is to behave.

    `grown`: posts that a tenth of the feeds have gained; `touched`: how often every WordPress feed was built anew with
    nothing new in it; `latency` in milliseconds, to which each feed adds up to 40% of its own; `faulty`: a part of the
    feeds goes wrong, as faults.py says.
    """

    grown: int = 0
    touched: int = 0
    validators: bool = True
    latency: int = 0
    faulty: bool = False


def gains(index: int) -> bool:
    """Whether this feed is one that gets new posts."""
    return index % CHURNING == 3


@dataclass(frozen=True, slots=True)
class Answer:
    """All that can be answered for a feed. `packed` is None if the library has it as it is."""

    etag: bytes
    modified: bytes
    head: bytes
    unchanged: bytes
    packed: bytes | None

    def is_known(self, asked: Mapping[bytes, bytes]) -> bool:
        """Whether the request's validators are those of now (RFC 9110, 13.2.2: If-None-Match goes before the date)."""
        if not self.etag:
            return False
        if (tag := asked.get(b"if-none-match")) is not None:
            return tag.removeprefix(b"W/") == self.etag
        return asked.get(b"if-modified-since") == self.modified

    def full(self, packed: bytes, *, unpacked: bool) -> bytes:
        """The answer with the feed in it; gzip-encoded unless it was not asked for so."""
        body = gzip.decompress(packed) if unpacked else packed
        coding = b"" if unpacked else b"Content-Encoding: gzip\r\n"
        return b"%s%sContent-Length: %d\r\n\r\n%s" % (self.head, coding, len(body), body)


def answers(library: Library, behaviour: Behaviour) -> list[Answer]:
    """One for each feed."""
    return [_answer(index, behaviour) for index in range(len(library.volumes))]


def _answer(index: int, behaviour: Behaviour) -> Answer:
    of = blog(index)
    grown = behaviour.grown if gains(index) else 0
    touched = behaviour.touched if of.kind == "rss" else 0
    packed = gzip.compress(render(index, grown, touched), LEVEL, mtime=0) if grown or touched else None
    etag, modified = b"", b""
    if behaviour.validators:
        name = packed or b"%d of the library" % index
        etag = b'"%s"' % hashlib.blake2b(name, digest_size=12).hexdigest().encode()
        changed = START - timedelta(hours=1) + timedelta(minutes=grown + touched)
        modified = format_datetime(changed, usegmt=True).encode()
    weak = b"W/" if index % 3 == 0 else b""
    validators = b"ETag: %s%s\r\nLast-Modified: %s\r\n" % (weak, etag, modified) if etag else b""
    shared = b"Server: bench\r\nVary: Accept-Encoding\r\n%s" % validators
    kind = b"Content-Type: %s\r\n" % of.content_type.encode()
    return Answer(
        etag,
        modified,
        b"HTTP/1.1 200 OK\r\n%s%s" % (shared, kind),
        b"HTTP/1.1 304 Not Modified\r\n%s\r\n" % shared,
        packed,
    )


def plain(status: str, words: str = "", **headers: str) -> bytes:
    """A short answer that is no feed."""
    fields = {"Content-Type": "text/html", **headers, "Content-Length": str(len(words))}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items()), "", words]
    return _UNITS.join(lines).encode()
