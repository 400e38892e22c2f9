"""The whole way from a body to a ParsedFeed; parse/__init__.py draws it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, tzinfo
from typing import Final

from roundup.dataclass import dataclass
from roundup.model import ParsedFeed
from roundup.parse.decode import Decoded, as_utf8
from roundup.parse.document import looks_like_json, refuse_binary
from roundup.parse.entries import read_entries, title_text
from roundup.parse.known import read_known
from roundup.parse.partial import Reading, read_json_body, read_plain_body, read_xml_body
from roundup.parse.raw import RawEntry
from roundup.urls import safe_url

LARGEST_PLAIN: Final = 2_000_000  # bytes of a body that is read outside of a process that can be stopped

# Which bodies (in UTF-8) a reader takes, and the reader. The last takes, or refuses in words, whatever is left.
READERS: Final[tuple[tuple[Callable[[bytes], bool], Callable[[Decoded, tzinfo, frozenset[str]], Reading]], ...]] = (
    (looks_like_json, read_json_body),
    (lambda _: True, read_xml_body),
)
_MOST_BRACKETS: Final = 60_000  # that open something in such a body; the longest feeds of living blogs have a third
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class Request:
    """What parse_feed was asked; see there."""

    url: str
    content_type: str
    zone: tzinfo
    known: frozenset[str] = frozenset()
    footers: tuple[str, ...] = ()


def read_feed(body: bytes, request: Request) -> ParsedFeed:
    """See roundup.parse.parse_feed."""
    refuse_binary(body)
    decoded = as_utf8(body, request.content_type)
    reader = next(read for takes, read in READERS if takes(decoded.body))
    return _cleaned(reader(decoded, request.zone, request.known), decoded.note, request)


def read_plain_feed(body: bytes, request: Request, most_new: int) -> ParsedFeed | None:
    """See roundup.parse.parse_plain."""
    if len(body) > LARGEST_PLAIN:
        return None
    if request.known and (known := read_known(body, request.content_type, request.known)):
        return _cleaned(known, "", request)
    refuse_binary(body)
    decoded = as_utf8(body, request.content_type)
    body, note = decoded.body, decoded.note
    reading: Reading | None
    is_json = looks_like_json(body)
    # To count takes a tenth of the time that most bodies are read in, and those are too short to hold so many.
    if len(body) > _MOST_BRACKETS and body.count(b"{" if is_json else b"<") > _MOST_BRACKETS:
        reading = None
    elif is_json:
        reading = read_json_body(decoded, request.zone, request.known)
        reading = reading if _markup(reading.raw.entries) <= most_new else None
    else:
        reading = read_plain_body(decoded, request.known, most_new)
    return _cleaned(reading, note, request) if reading else None


def _markup(entries: Iterable[RawEntry]) -> int:
    return sum(len(body.value) for entry in entries for body in entry.bodies)


def _cleaned(reading: Reading, decoding_note: str, request: Request) -> ParsedFeed:
    raw, base = reading.raw, safe_url(request.url)
    notes = [*raw.notes, decoding_note]
    if len(raw.entries) < raw.announced:
        notes.append(f"of {raw.announced} entries the latest {len(raw.entries)} were read")
    language = raw.language.strip().replace("_", "-")
    # What stands under all posts can only be seen where all are.
    known_footers = request.footers if reading.seen else None
    entries, footers = read_entries(
        raw.entries, url=base, spec_base=raw.spec_base, zone=request.zone, footers=known_footers
    )
    return ParsedFeed(
        url=request.url,
        version=raw.version,
        title=title_text(raw.title),
        site_url=safe_url(raw.site_url, base),
        language=language if _LANGUAGE.fullmatch(language) else "",
        entries=entries,
        complete=raw.complete,
        notes=tuple(note for note in notes if note),
        items=" ".join(reading.names),
        seen=reading.seen,
        footers=footers,
        update_minutes=reading.pace.update_minutes,
        skip_hours=reading.pace.skip_hours,
        skip_days=reading.pace.skip_days,
    )


def warm() -> None:
    """Do once what the first plain feed would otherwise pay for: imports and tables. Most never need feedparser."""
    item = "<item><title>a</title><description>&lt;p>b&lt;/p></description></item>"
    read_feed(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), Request("https://example.org/", "", UTC))
