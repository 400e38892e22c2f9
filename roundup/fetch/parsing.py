"""A process that does nothing but parse: feeds in, values out, over one socket on its standard input.

Nothing it has read is trusted, so it holds nothing worth having: no environment, no open file, no right to write one,
bounded memory and processor time. It ends when the socket does, that is, when its parent ends in whatever way.

A message is its length (4 bytes, big-endian) and MessagePack. First comes a Setup, answered by READY when everything
that plain feeds need is imported; then Requests, each answered by an Answer.
"""

from __future__ import annotations

import gc
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from roundup.errors import FeedError
from roundup.model import ParsedFeed
from roundup.parse.page import Page
from roundup.process import LOOKED_THROUGH

READY: Final = b"ready"
LENGTH: Final = struct.Struct(">I")
_LARGE_BYTES: Final = 1_000_000
_SPARE_SECONDS: Final = 2  # that the parent has to end this process itself, more kindly


class Setup(msgspec.Struct, frozen=True, array_like=True):
    """What a worker is told once: the zone for dates without one, seconds per feed, bytes of memory."""

    zone: str
    seconds: float
    memory_bytes: int


class PageRequest(msgspec.Struct, frozen=True, array_like=True):
    """That a page is to be read, and how: see parse/page.py."""

    wants_text: bool = True
    thorough: bool = True


class Request(msgspec.Struct, frozen=True, array_like=True):
    """One feed to parse, or a page if `page` is given; `items` and `footers` as in FeedState."""

    body: bytes
    url: str
    content_type: str
    items: str = ""
    footers: tuple[str, ...] = ()
    page: PageRequest | None = None


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """A feed or page, or why there is none. `spent` says that the worker had better be replaced."""

    feed: ParsedFeed | None
    message: str = ""
    hint: str = ""
    spent: bool = False
    page: Page | None = None


def main() -> None:
    """Serve until the other end closes. Run as `python -c`, see fetch/workers.py."""
    with socket.socket(fileno=0) as channel, suppress(ConnectionError):
        setup = msgspec.msgpack.decode(_received(channel), type=Setup)
        _prepare(setup)
        _send(channel, READY)
        gc.set_threshold(LOOKED_THROUGH)
        gc.freeze()
        zone, decoder = ZoneInfo(setup.zone), msgspec.msgpack.Decoder(Request)
        while message := _received(channel):
            is_large = len(message) > _LARGE_BYTES
            _send(channel, msgspec.msgpack.encode(answered(decoder.decode(message), zone, setup.seconds)))
            del message
            if is_large:
                # A parser's objects hold each other and the whole text, and are too few to be looked through soon.
                gc.collect()


def answered(request: Request, zone: ZoneInfo, seconds: float) -> Answer:
    """Parse one feed or page under the clock."""
    _wind(seconds)
    try:
        return _read_page(request, request.page, zone) if request.page else _read_feed(request, zone)
    except FeedError as error:
        return Answer(None, error.message, error.hint)
    except MemoryError:
        if request.page:
            # Ends this process: then the page is tried once more, by simpler means.
            raise
        return Answer(None, f"the {'page' if request.page else 'feed'} needs more memory than it may have", spent=True)
    finally:
        _wind(0)


def _read_feed(request: Request, zone: ZoneInfo) -> Answer:
    from roundup.parse import parse_feed

    feed = parse_feed(
        request.body,
        url=request.url,
        content_type=request.content_type,
        zone=zone,
        known=frozenset(request.items.split()),
        footers=request.footers,
    )
    return Answer(feed)


def _read_page(request: Request, wanted: PageRequest, zone: ZoneInfo) -> Answer:
    from roundup.parse.page import read_page

    page = read_page(
        request.body,
        url=request.url,
        content_type=request.content_type,
        zone=zone,
        wants_text=wanted.wants_text,
        thorough=wanted.thorough,
    )
    return Answer(None, page=page)


def _prepare(setup: Setup) -> None:
    """Import what nearly all parsing needs by parsing once, then give up every right that it does not need."""
    from roundup.parse.feed import warm

    warm()
    # Only now: importing takes more memory at once than parsing does, and may write bytecode.
    _renounce(setup.memory_bytes)


def _renounce(memory_bytes: int) -> None:
    """Bounded memory from here on, no core dumps, no writing to files."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    if memory_bytes:
        with suppress(ValueError, OSError):  # macOS has the limit but lets nobody set it
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _wind(seconds: float) -> None:
    """Let the kernel end this process after so many seconds more, by the clock and by the processor; 0: never.

    Signals' default action needs no help from an interpreter that is stuck inside a regular expression.
    """
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + seconds) + _SPARE_SECONDS if seconds else resource.RLIM_INFINITY
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed if hard == resource.RLIM_INFINITY else min(allowed, hard), hard))
    signal.setitimer(signal.ITIMER_REAL, seconds + _SPARE_SECONDS if seconds else 0)


def _received(channel: socket.socket) -> bytearray:
    """The next message, empty if there is none any more."""
    head = _exactly(channel, LENGTH.size)
    return _exactly(channel, LENGTH.unpack(head)[0]) if head else head


def _exactly(channel: socket.socket, size: int) -> bytearray:
    chunks = bytearray()
    while len(chunks) < size:
        chunk = channel.recv(min(size - len(chunks), 1 << 20))
        if not chunk:
            return bytearray()
        chunks += chunk
    return chunks


def _send(channel: socket.socket, message: bytes) -> None:
    channel.sendall(LENGTH.pack(len(message)) + message)
