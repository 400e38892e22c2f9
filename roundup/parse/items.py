"""Names of items: the same as long as an item says the same, so that what was read before is not read again.

A name is a fingerprint of the item's own text, less what changes with every visit (counts of comments and views). An
item is left out only if nothing that is new shares its guid, address or title: to see which of two is which, both have
to be read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

from roundup.parse.raw import RawEntry
from roundup.parse.references import resolved
from roundup.parse.scan import Pieces
from roundup.patterns import pattern
from roundup.urls import without_trackers

# What reading means. Whoever makes it better counts one on: then every item of every feed is read once more.
VERSION: Final = b"items 2"

_COUNTS: Final = {b"xmlns:slash": b"slash:comments", b"xmlns:thr": b"thr:", b"xmlns:media": b"media:sta"}
_COUNTED = re.compile(
    rb"<(slash:comments|thr:total|media:statistics|media:starRating)\b[^<>]{0,500}(?:/>|>[^<>]{0,100}</\1\s{0,9}>)"
    rb"|(?<=\s)thr:(?:count|updated)=(?:\"[^\"<>]{0,100}\"|'[^'<>]{0,100}')"
)
_TEXT = r"[^>]{0,1000}>(?:\s*<!\[CDATA\[)?([^<\]]*)"
_IDENTITIES: Final = {
    "guid": pattern(r"<(?:[\w.-]{1,60}:)?(?:guid|id)\b" + _TEXT, re.IGNORECASE),
    "link": pattern(r"<(?:[\w.-]{1,60}:)?(?:link|origLink)\b" + _TEXT, re.IGNORECASE),
    "title": pattern(r"<title\b" + _TEXT, re.IGNORECASE),
}
_LINK_TAG = pattern(r"<(?:[\w.-]{1,60}:)?link\b([^<>]{1,5000})>", re.IGNORECASE)
_HREF = pattern(r"\shref\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_REL = pattern(r"\srel\s{0,9}=\s{0,9}[\"'](?!alternate[\"'])", re.IGNORECASE)
_BODY = pattern(r"<(?:description|summary|content)\b" + _TEXT, re.IGNORECASE)


def names_of(pieces: Pieces) -> list[str]:
    """A name for each item of an XML document."""
    # Only what is declared (at the top, or by the first item for itself) need be looked for in all the others.
    counts = counts_in(pieces.body[: pieces.spans[0][1]] if pieces.spans else b"")
    return [name_of(item, counts) for item in pieces.items()]


def counts_in(head: bytes) -> list[bytes]:
    """The counts that items may hold, by what a document declares up to the end of its first item."""
    return [count for prefix, count in _COUNTS.items() if prefix in head]


def name_of(item: bytes, counts: Sequence[bytes]) -> str:
    """The name of one item, whatever these counts in it say."""
    return _name(_steady(item, counts))


def names_of_entries(entries: Sequence[RawEntry]) -> list[str]:
    """Names for entries that came of a document whose items cannot be told apart beforehand, or of JSON."""
    return [_name("\0".join(_values(entry)).encode("utf-8", "replace")) for entry in entries]


def _values(entry: RawEntry) -> Iterator[str]:
    """All that an entry holds, in an order of its own."""
    yield from (entry.guid, str(entry.guid_is_link), *entry.links, entry.title.value, entry.title.kind)
    for body in entry.bodies:
        yield from (body.value.decode("utf-8", "replace"), body.kind, body.base)
    yield from ("", *entry.authors, "", entry.published, entry.updated, *entry.tags)
    for file in entry.enclosures:
        yield from ("", file.url, file.type, file.length)


def _name(text: bytes) -> str:
    # Processors have SHA-256 built in: it takes a third of the time that BLAKE2b does in CPython.
    name = _begun(VERSION).copy()
    name.update(text)
    return name.hexdigest()[:16]


_begun = cache(hashlib.sha256)  # to go on from what is begun costs less than to begin anew


def _steady(item: bytes, counts: Sequence[bytes]) -> bytes:
    """An item without counts."""
    first = min((at for count in counts if (at := item.find(count)) >= 0), default=0)
    # They mostly stand behind all the words, so these need not be searched.
    return item[: first - 1] + _COUNTED.sub(b"", item[first - 1 :]) if first else item


def left_out(
    known: Sequence[bool],
    identities: Callable[[int], set[str]],
    suspects: Callable[[set[str], Sequence[int]], Sequence[int]] = lambda _names, places: places,
) -> frozenset[int]:
    """The places of the items that need not be read: all that are known, or none if a new one may be mixed up with one.

    `identities` gives what might name the item at a place to somebody else; it is asked only if there is doubt, and of
    known items only where `suspects` says that one of the new ones' names may stand.
    """
    old = [place for place, is_known in enumerate(known) if is_known]
    new = [place for place, is_known in enumerate(known) if not is_known]
    if new and old:
        claimed = set[str]().union(*map(identities, new))
        if any(claimed & identities(place) for place in suspects(claimed, old)):
            return frozenset()
    return frozenset(old)


def identities_in(pieces: Pieces) -> Callable[[int], set[str]]:
    """For `left_out`: what stands in the items' texts."""

    def identities(place: int) -> set[str]:
        item = pieces.shortened(place).decode("utf-8", "replace")
        links = [*_IDENTITIES["link"].findall(item), *_hrefs(item)]
        title = "".join(_IDENTITIES["title"].findall(item)[:1]).strip() or "".join(_BODY.findall(item)[:1])
        return _identities(_IDENTITIES["guid"].findall(item), links, title)

    return identities


def _hrefs(item: str) -> list[str]:
    tags = [tag for tag in _LINK_TAG.findall(item) if not _REL.search(tag)]
    return [double or single for tag in tags for double, single in _HREF.findall(tag)]


def identities_of(entries: Sequence[RawEntry]) -> Callable[[int], set[str]]:
    """For `left_out`: what the entries hold."""

    def identities(place: int) -> set[str]:
        entry = entries[place]
        title = entry.title.value.strip() or "".join(body.value.decode("utf-8", "replace") for body in entry.bodies[:1])
        return _identities((entry.guid,), entry.links, title)

    return identities


def _identities(guids: Sequence[str], links: Sequence[str], title: str) -> set[str]:
    found = {f"guid {_plain(guid)}" for guid in guids if guid.strip()}
    found |= {f"link {_address(link)}" for link in (*links, *guids) if link.strip()}
    return (found or {"nameless"}) | {f"title {_plain(title)}"}


def _plain(text: str) -> str:
    """Text without the differences that software makes when it writes the same thing twice."""
    return " ".join(resolved(resolved(text)).casefold().split())


def _address(link: str) -> str:
    """An address less what does not choose a page; coarser than urls.canonical_key, and cheap."""
    address = without_trackers(_plain(link)).partition("#")[0]
    page, _, query = address.removeprefix("http://").removeprefix("https://").removeprefix("www.").partition("?")
    return page.rstrip("/") + "?" + "&".join(sorted(query.split("&")))
