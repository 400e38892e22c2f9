"""What must hold of every feed that was read, however it was spoilt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from roundup.model import Entry, ParsedFeed
from roundup.parse.html import MANY, MAX_HTML, clean_html
from roundup.parse.latest import MAX_ENTRIES
from roundup.text import strip_controls
from roundup.urls import safe_url

_HASH = re.compile(r"[0-9a-f]{32}")
_LONGEST_WORDS: Final = 1_000_000  # characters of one entry's text


def broken_promises(feed: ParsedFeed) -> Iterator[str]:
    """One line for each promise that `feed` does not keep."""
    if not feed.version:
        yield "it has no version"
    if len(feed.entries) > MAX_ENTRIES:
        yield f"it has {len(feed.entries)} entries"
    if not _is_safe(feed.site_url):
        yield f"site_url {feed.site_url!r}"
    yield from _steering("title", feed.title)
    for number, entry in enumerate(feed.entries):
        for fault in _of_entry(entry, feed.url):
            yield f"entry {number}: {fault}"


def _of_entry(entry: Entry, base: str) -> Iterator[str]:
    addresses = (entry.url, *(enclosure.url for enclosure in entry.enclosures))
    yield from (f"address {address!r}" for address in addresses if not _is_safe(address))
    html = entry.html.decode()
    for name in ("guid", "title", "text", "date_note"):
        yield from _steering(name, getattr(entry, name))
    yield from _steering("html", html)
    yield from (fault for words in (*entry.authors, *entry.tags) for fault in _steering("author or tag", words))
    if "\n" in entry.title:
        yield "title has more than a line"
    if len(html) > 2 * MAX_HTML or len(entry.text) > _LONGEST_WORDS:
        yield f"it is {len(html)} characters long"
    # Markup that a second cleaning changes was not clean, or changes its meaning when it is read again. (With very many
    # tags it is flattened before it is cleaned, so that it may come out flatter a second time.)
    if html.count("<") <= MANY and clean_html(html, base) != html:
        yield "cleaned again, its html is another"
    if any(moment and (moment.tzinfo is not UTC or not 1900 <= moment.year <= 2200) for moment in _moments(entry)):
        yield f"dated {entry.published} or {entry.updated}"
    if not _HASH.fullmatch(entry.content_hash):
        yield f"content_hash {entry.content_hash!r}"


def _moments(entry: Entry) -> tuple[datetime | None, ...]:
    return entry.published, entry.updated


def _is_safe(address: str) -> bool:
    return address == "" or safe_url(address) == address


def _steering(name: str, words: str) -> Iterator[str]:
    if strip_controls(words) != words:
        yield f"{name} has control characters"
