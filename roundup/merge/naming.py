"""The names a post is known by, strongest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from roundup.dataclass import dataclass
from roundup.merge.likeness import DAYS_APART, folded, has_words, is_proof
from roundup.model import Entry, ParsedFeed
from roundup.patterns import pattern
from roundup.urls import canonical_key

LONGEST_NAME = 500  # characters; what is longer is named by its digest
TELLING_WORDS = 5  # of text below a title, for the words to name a post that lost its other names
PLAIN_WORDS = 25  # the same without a title

_GLOBAL_GUID = pattern(r"(https?://|urn:|tag:)\S+", re.IGNORECASE)
_HOST = len("https://")  # characters of a canonical address before its host


@dataclass(frozen=True, slots=True)
class Named:
    """An entry, the `place` of which is its number in the document, with the names that it goes by there.

    `everything` is the name of a post whose every other name is taken by a post that it is not.
    """

    place: int
    entry: Entry
    keys: tuple[str, ...]
    everything: str


_Names = tuple[str, str, str, str, str]
"""All that an entry could be called by: address, guid, place, content, everything; "" where it has no such name."""


def entry_keys(entry: Entry, feed_url: str, *, shared_guids: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The names `entry` is known by, strongest first; at least one.

    `url:` its canonical address, unless that is a site's front page; `guid:` a guid that is a URI (RSS 2.0 permalinks,
    RFC 4287 section 4.2.6), else `guid@` with the feed; `item@` its title and time within the feed, else its words
    there; `hash:` its title and words, if they are telling. A guid among `shared_guids` is no name.
    """
    return _kept(entry, _names(entry, feed_url), frozenset(_guid_name(guid, feed_url) for guid in shared_guids))


def names(feed: ParsedFeed) -> frozenset[str]:
    """All names in a feed: what to look up before merging it."""
    return names_of(named_entries(feed))


def names_of(entries: Sequence[Named]) -> frozenset[str]:
    """The same of entries that were named."""
    return frozenset([name for named in entries for name in (*named.keys, named.everything)])


def named_entries(feed: ParsedFeed) -> tuple[Named, ...]:
    """The entries with their names, in order."""
    found = [_names(entry, feed.url) for entry in feed.entries]
    shared = _shared(feed, found)
    return tuple(
        [
            Named(place, entry, _kept(entry, own, shared), own[-1])
            for place, (entry, own) in enumerate(zip(feed.entries, found, strict=True))
        ]
    )


def _names(entry: Entry, feed_url: str) -> _Names:
    here = f"item@{feed_url} "
    date = entry.published.isoformat() if entry.published else ""
    content = here + entry.content_hash
    return (
        _address_name(entry.url) if entry.url else "",
        _guid_name(entry.guid, feed_url) if entry.guid else "",
        # What stays when an entry without other names is edited: its title and time.
        f"{here}{date} {_digest(entry.title)}" if entry.title and date else content,
        content,
        here + _digest("\0".join((entry.guid, entry.url, entry.title, date, entry.content_hash))),
    )


def _kept(entry: Entry, own: _Names, shared: frozenset[str]) -> tuple[str, ...]:
    address, guid, place, content, everything = own
    found = (address, guid, content if place in shared else place)
    kept = [name for name in found if name and name not in shared] or [everything]
    if has_words(entry, TELLING_WORDS if entry.title else PLAIN_WORDS):
        kept.append(f"hash:{entry.content_hash}")
    return tuple(kept)


def _address_name(url: str) -> str:
    address = canonical_key(url)
    # A site's front page has nothing after the slash that follows the host.
    return _name("url:", address) if address and address.find("/", _HOST) < len(address) - 1 else ""


def _guid_name(guid: str, feed_url: str) -> str:
    return _name("guid:" if _GLOBAL_GUID.fullmatch(guid) else f"guid@{feed_url} ", guid)


def _name(kind: str, value: str) -> str:
    return kind + (value if len(value) <= LONGEST_NAME else f"{value[:100]}…{_digest(value)}")


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _shared(feed: ParsedFeed, found: Sequence[_Names]) -> frozenset[str]:
    """Names that stand for more than one post of this document, or for its site, so name none."""
    groups = _namesakes(feed, found)
    home = "url:" + (canonical_key(feed.site_url) if feed.site_url else "")
    return frozenset({home, *(name for name, group in groups.items() if not _one_post(group))})


def _namesakes(feed: ParsedFeed, found: Sequence[_Names]) -> dict[str, list[Entry]]:
    """Names that more than one entry has, with these."""
    # Within one entry only place and content can be the same.
    said = [name for own in found for name in (own[:-1] if own[2] != own[3] else own[:3]) if name]
    if len(set(said)) == len(said):
        return {}
    first: dict[str, int] = {}
    groups: dict[str, list[Entry]] = {}
    for number, own in enumerate(found):
        for name in {*own[:-1]} - {""}:
            earlier = first.setdefault(name, number)
            if earlier != number:
                groups.setdefault(name, [feed.entries[earlier]]).append(feed.entries[number])
    return groups


def _one_post(entries: Sequence[Entry]) -> bool:
    """True if entries that share a name are one post told more than once."""
    addresses = {canonical_key(entry.url) if entry.url else "" for entry in entries}
    guids = {entry.guid for entry in entries}
    one_place = len(addresses) == 1 and (len(guids) == 1 or "" not in addresses)
    if len({entry.content_hash for entry in entries}) == 1:
        dates = [entry.published for entry in entries if entry.published]
        return (one_place or is_proof(entries[0])) and (not dates or max(dates) - min(dates) <= DAYS_APART)
    titles = {folded(entry.title) for entry in entries}
    return one_place and len(guids) == len(titles) == 1 and "" not in titles
