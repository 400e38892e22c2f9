"""The whole way from a body to a ParsedFeed; parse/__init__.py draws it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import Final

from roundup.model import ParsedFeed
from roundup.parse.decode import decode
from roundup.parse.document import looks_like_json, refuse_binary, xml_document
from roundup.parse.entries import read_entries, title_text
from roundup.parse.jsonfeed import read_json
from roundup.parse.raw import RawFeed
from roundup.parse.xmlfeed import read_xml
from roundup.urls import safe_url

# Which texts a reader takes, and the reader. The last takes, or refuses in words, whatever is left.
READERS: Final[tuple[tuple[Callable[[str], bool], Callable[[str, tzinfo], RawFeed]], ...]] = (
    (looks_like_json, read_json),
    (lambda _: True, lambda text, zone: read_xml(xml_document(text), zone)),
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")


def read_feed(body: bytes, *, url: str, content_type: str, zone: tzinfo) -> ParsedFeed:
    """See roundup.parse.parse_feed."""
    refuse_binary(body)
    text, decoding_note = decode(body, content_type)
    reader = next(read for takes, read in READERS if takes(text))
    raw = reader(text, zone)
    base = safe_url(url)
    notes = [*raw.notes, decoding_note]
    if len(raw.entries) < raw.announced:
        notes.append(f"of {raw.announced} entries the latest {len(raw.entries)} were read")
    language = raw.language.strip().replace("_", "-")
    return ParsedFeed(
        url=url,
        version=raw.version,
        title=title_text(raw.title),
        site_url=safe_url(raw.site_url, base),
        language=language if _LANGUAGE.fullmatch(language) else "",
        entries=read_entries(raw.entries, url=base, spec_base=raw.spec_base, zone=zone),
        complete=raw.complete,
        notes=tuple(note for note in notes if note),
    )


def warm() -> None:
    """Do once what the first feed would otherwise pay for: imports, tables, the cleaner."""
    item = "<item><title>a</title><pubDate>7 Jan 2011 6pm</pubDate><description>&lt;p>b&lt;/p></description></item>"
    sample = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()
    read_feed(sample, url="https://example.org/", content_type="", zone=UTC)
    read_feed(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', url="", content_type="", zone=UTC)
