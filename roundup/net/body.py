"""Content codings undone, to a limit (RFC 9110 8.4): gzip and deflate, at most two on top of each other."""

from __future__ import annotations

from collections.abc import Callable
from zlib import MAX_WBITS

from roundup.net.budget import too_big
from roundup.net.errors import FetchError

try:
    from zlib_ng import zlib_ng as zlib  # inflates in half the time that Python's own takes
except ImportError:  # a machine that it is not made for
    import zlib  # type: ignore[no-redef]

_DAMAGED: type[Exception] = zlib.error  # type: ignore[assignment] # its stub forgets that this is a class

_GZIP_MAGIC = b"\x1f\x8b"
_CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}
_MOST_CODINGS = 2
_MOST_MEMBERS = 1000
_STEP = 1 << 18  # bytes inflated at a time while only their number matters
SMALL_BYTES = 500_000

Room = Callable[[int], None]


def codings(content_encoding: str) -> tuple[str, ...]:
    """The codings a Content-Encoding field names, in the order they were applied. Raises FetchError."""
    if not content_encoding:
        return ()
    names = [name.strip().lower() for name in content_encoding.split(",")]
    named = [name for name in names if name not in ("", "identity")]
    unknown = [name for name in named if name not in _CODINGS]
    if unknown:
        raise FetchError("encoding", f"it is sent in the coding {unknown[0]!r}, which was not asked for")
    if len(named) > _MOST_CODINGS:
        raise FetchError("encoding", f"it is compressed {len(named)} times over")
    return tuple(_CODINGS[name] for name in named)


def decode(raw: bytes, applied: tuple[str, ...], limit: int, make_room: Room = lambda _size: None) -> bytes:
    """`raw` with the codings `applied` undone; `make_room` is told how many bytes will come out before any is kept.

    Raises FetchError if they are more than `limit`, or if it is damaged or cut.
    """
    if not applied and raw.startswith(_GZIP_MAGIC):
        applied = ("gzip",)  # a server that forgot to say so: no page or feed begins like this
    for coding in reversed(applied):
        if not raw:
            return b""
        if coding == "gzip":
            raw = _gunzip(raw, limit, make_room)
        else:
            raw = _inflate(raw, _deflate_window(raw), limit, make_room)[0]
    if len(raw) > limit:
        raise too_big(limit, "max_body_bytes")
    return raw


def decode_small(raw: bytes, applied: tuple[str, ...], limit: int) -> bytes | None:
    """The same for the usual body: at most SMALL_BYTES, and plain or in one piece of gzip. None for any other."""
    if not applied and len(raw) <= limit and not raw.startswith(_GZIP_MAGIC):
        return raw
    if applied != ("gzip",):
        return None
    stream = zlib.decompressobj(16 + MAX_WBITS)
    try:
        content = stream.decompress(raw, min(limit, SMALL_BYTES) + 1)
    except _DAMAGED:
        return None
    whole = stream.eof and not stream.unused_data and len(content) <= min(limit, SMALL_BYTES)
    return content if whole else None


def _gunzip(raw: bytes, limit: int, make_room: Room) -> bytes:
    """All members of a gzip file (RFC 1952 2.2); what follows the last is ignored, as browsers do."""
    parts: list[bytes] = []
    size = 0
    for _ in range(_MOST_MEMBERS):
        part, rest = _inflate(raw, 16 + MAX_WBITS, limit - size, make_room)
        parts.append(part)
        size += len(part)
        if not rest.startswith(_GZIP_MAGIC):
            return b"".join(parts)
        raw = rest
    raise FetchError("encoding", "its gzip has too many members")


def _deflate_window(raw: bytes) -> int:
    """zlib's own format is meant (RFC 1950), but some servers send the bare stream (RFC 1951)."""
    is_zlib = len(raw) >= 2 and raw[0] & 0x0F == 8 and int.from_bytes(raw[:2], "big") % 31 == 0
    return MAX_WBITS if is_zlib else -MAX_WBITS


def _inflate(raw: bytes, window: int, limit: int, make_room: Room) -> tuple[bytes, bytes]:
    """One compressed stream and what follows it."""
    stream = zlib.decompressobj(window)
    try:
        # Measured first, kept afterwards: a bomb takes some time, but no memory.
        size = _inflated_size(raw, window, limit)
        if size > limit:
            raise too_big(limit, "max_body_bytes")
        make_room(size)
        body = stream.decompress(raw)
    except _DAMAGED:
        raise FetchError("encoding", "its compressed body is damaged") from None
    if not stream.eof:
        raise FetchError("broken-off", "its compressed body ends before it is complete")
    return body, stream.unused_data


def _inflated_size(raw: bytes, window: int, limit: int) -> int:
    """How many bytes come out of the stream that `raw` begins with, or some number above `limit`. None is kept."""
    stream = zlib.decompressobj(window)
    size = 0
    for begin in range(0, len(raw), _STEP):
        rest = raw[begin : begin + _STEP]
        while rest and not stream.eof:
            size += len(stream.decompress(rest, _STEP))
            if size > limit:
                return size
            rest = stream.unconsumed_tail
    return size
