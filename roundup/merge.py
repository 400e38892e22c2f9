"""Which entries of a feed are posts we know, and what has become of them. Pure.

    entries ─▶ names ─▶ matched by a name and by likeness ─▶ new · changed · same · suspicious

A post is known by names: its canonical address, its guid (everywhere if that is a URI, else within its feed), its place
in a feed that gives neither, and its words. No single name is trusted where the rest contradicts it: guids are renewed,
repeated and reused, addresses move, and feeds claim other people's. So a star never comes to sit on another post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256

from roundup.model import Change, ChangeKind, Entry, KnownPost, ParsedFeed
from roundup.urls import canonical_key, host_of

LONGEST_NAME = 500  # characters; what is longer is named by its digest
TELLING_WORDS = 5  # of text below a title, for the words to name a post that lost its other names
PLAIN_WORDS = 25  # of text, for the words alone to be proof
DAYS_APART = timedelta(days=3)  # two dates of one post differ by less (time zones, cross-posting)
ALIKE = 0.3  # share of the shorter text's phrases that the other has too
VERY_ALIKE = 0.6
MUCH_LONGER = 1.2  # times; a whole post is that much longer than its summary, a footer or a share button is not
HIJACK_ENTRIES = 3

_GLOBAL_GUID = re.compile(r"(https?://|urn:|tag:)\S+", re.IGNORECASE)
_ROOT = re.compile(r"https://[^/]+/")
_CUT_MARK = re.compile(r"(\[?(…|\.\.\.)\]?|(continue|keep) reading\W*|read (more|on)\W*)$", re.IGNORECASE)
_WORD = re.compile(r"\w+")

_canonical = lru_cache(maxsize=8192)(canonical_key)


# ---------------------------------------------------------------- names


def entry_keys(entry: Entry, feed_url: str, *, shared_guids: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The names `entry` is known by, strongest first; at least one.

    `url:` its canonical address, unless that is a site's front page; `guid:` a guid that is a URI (RSS 2.0 permalinks,
    RFC 4287 section 4.2.6), else `guid@` with the feed; `item@` its title and time within the feed, else its words
    there; `hash:` its title and words, if they are telling. A guid among `shared_guids` is no name.
    """
    return _keys(entry, feed_url, frozenset(_guid_name(guid, feed_url) for guid in shared_guids))


def _keys(entry: Entry, feed_url: str, shared: frozenset[str]) -> tuple[str, ...]:
    place, content = _by_place(entry, feed_url), _by_content(entry, feed_url)
    found = (_by_address(entry, feed_url), _by_guid(entry, feed_url), content if place in shared else place)
    kept = [name for name in found if name and name not in shared] or [_by_everything(entry, feed_url)]
    if _is_telling(entry):
        kept.append(f"hash:{entry.content_hash}")
    return tuple(kept)


def _by_address(entry: Entry, _feed_url: str) -> str:
    address = _canonical(entry.url) if entry.url else ""
    return _name("url:", address) if address and not _ROOT.fullmatch(address) else ""


def _by_guid(entry: Entry, feed_url: str) -> str:
    return _guid_name(entry.guid, feed_url) if entry.guid else ""


def _guid_name(guid: str, feed_url: str) -> str:
    return _name("guid:" if _GLOBAL_GUID.fullmatch(guid) else f"guid@{feed_url} ", guid)


def _by_place(entry: Entry, feed_url: str) -> str:
    """What stays when an entry without other names is edited: its title and time."""
    if entry.title and entry.published:
        return f"item@{feed_url} {entry.published.isoformat()} {_digest(entry.title)}"
    return _by_content(entry, feed_url)


def _by_content(entry: Entry, feed_url: str) -> str:
    return f"item@{feed_url} {entry.content_hash}"


def _by_everything(entry: Entry, feed_url: str) -> str:
    """The name of a post whose every other name is taken by a post that it is not."""
    date = entry.published.isoformat() if entry.published else ""
    return f"item@{feed_url} {_digest(chr(0).join((entry.guid, entry.url, entry.title, date, entry.content_hash)))}"


def _name(kind: str, value: str) -> str:
    return kind + (value if len(value) <= LONGEST_NAME else f"{value[:100]}…{_digest(value)}")


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _is_telling(entry: Entry) -> bool:
    return _has_words(entry, TELLING_WORDS if entry.title else PLAIN_WORDS)


def _is_proof(entry: Entry) -> bool:
    return _has_words(entry, PLAIN_WORDS)


def _has_words(entry: Entry, least: int) -> bool:
    return len(entry.text.split(maxsplit=least)) >= least


def names(feed: ParsedFeed) -> frozenset[str]:
    """All names in a feed: what to look up before merging it."""
    keyed = zip(feed.entries, _all_keys(feed), strict=True)
    return frozenset(name for entry, keys in keyed for name in (*keys, _by_everything(entry, feed.url)))


@lru_cache(maxsize=2)
def _all_keys(feed: ParsedFeed) -> tuple[tuple[str, ...], ...]:
    """The names of each entry, in order. A feed is asked for them when it is looked up and when it is merged."""
    shared = _shared(feed)
    return tuple(_keys(entry, feed.url, shared) for entry in feed.entries)


def _shared(feed: ParsedFeed) -> frozenset[str]:
    """Names that stand for more than one post of this document, or for its site, so name none."""
    groups: dict[str, list[Entry]] = {}
    for entry in feed.entries:
        for name in {kind(entry, feed.url) for kind in (_by_address, _by_guid, _by_place, _by_content)}:
            groups.setdefault(name, []).append(entry)
    home = "url:" + (_canonical(feed.site_url) if feed.site_url else "")
    return frozenset({home, *(name for name, group in groups.items() if len(group) > 1 and not _one_post(group))})


def _one_post(entries: Sequence[Entry]) -> bool:
    """True if entries that share a name are one post told more than once."""
    addresses = {_canonical(entry.url) if entry.url else "" for entry in entries}
    guids = {entry.guid for entry in entries}
    one_place = len(addresses) == 1 and (len(guids) == 1 or "" not in addresses)
    if len({entry.content_hash for entry in entries}) == 1:
        dates = [entry.published for entry in entries if entry.published]
        return (one_place or _is_proof(entries[0])) and (not dates or max(dates) - min(dates) <= DAYS_APART)
    titles = {_folded(entry.title) for entry in entries}
    return one_place and len(guids) == len(titles) == 1 and "" not in titles


# ---------------------------------------------------------------- matching


@dataclass(slots=True)
class _Meeting:
    """The posts that entries can be: those known before, and the new ones of this document (negative ids)."""

    feed: ParsedFeed
    known: dict[str, KnownPost]
    changes: dict[int, Change]

    def is_claimed(self, post: KnownPost) -> bool:
        return post.id in self.changes


def merge(
    feed: ParsedFeed, known: Mapping[str, KnownPost], *, hosts: frozenset[str] = frozenset()
) -> tuple[Change, ...]:
    """What each post of `feed` means for the store; `known` holds the posts found under `names(feed)`.

    One change a post, in the document's order, entries that are one post folded into one. `hosts` are those the feed's
    posts were on before: a feed whose every entry is new and on a host never seen in it is suspicious (a domain that
    changed hands).
    """
    meeting = _Meeting(feed, dict(known), {})
    keyed = list(zip(feed.entries, _all_keys(feed), strict=True))
    matched = [_by_name(entry, keys, meeting) for entry, keys in keyed]
    for post, (entry, keys) in zip(matched, keyed, strict=True):
        if post is not None:
            _take(post, entry, keys, meeting)
    for post, (entry, keys) in zip(matched, keyed, strict=True):
        if post is None:
            found = _by_name(entry, keys, meeting) or _by_words(entry, keys, meeting)
            _take(found or _newcomer(entry, keys, meeting), entry, keys, meeting)
    return _judged(_in_order(feed, meeting), hosts)


def _by_name(entry: Entry, keys: Sequence[str], meeting: _Meeting) -> KnownPost | None:
    """The post that an address, guid or place names, if the rest does not contradict it."""
    candidates = [(key, post) for key in keys if not key.startswith("hash:") and (post := meeting.known.get(key))]
    for _, post in candidates:
        if _similar(entry, post):
            return post
    for key, post in candidates[:1]:
        if _is_rewritten(entry, key, keys, post, meeting.known):
            return post
    return meeting.known.get(_by_everything(entry, meeting.feed.url))


def _is_rewritten(entry: Entry, key: str, keys: Sequence[str], post: KnownPost, known: Mapping[str, KnownPost]) -> bool:
    """True if an entry with another title and text is the same post all the same, because its other names agree.

    An address and a guid that both name it, or one of them and nothing against it: no other guid, address or time.
    """
    guid = next((name for name in keys if name.startswith("guid")), None)
    if key.startswith("url:") and guid:
        return known.get(guid) is post
    return _same_address(entry, post) and (key.startswith("guid:") or not _dates_apart(entry, post))


def _same_address(entry: Entry, post: KnownPost) -> bool:
    return not entry.url or not post.url or _canonical(entry.url) == _canonical(post.url)


def _dates_apart(entry: Entry, post: KnownPost) -> bool:
    return bool(entry.published and post.published and abs(entry.published - post.published) > DAYS_APART)


def _by_words(entry: Entry, keys: Sequence[str], meeting: _Meeting) -> KnownPost | None:
    """The post with the same title and text, for an entry whose names are all new (it moved, or has two homes)."""
    post = meeting.known.get(keys[-1]) if keys[-1].startswith("hash:") else None
    if post is None or _dates_apart(entry, post):
        return None
    if _is_proof(entry):
        return post
    # Few words prove little: they may be a formula that every post of a blog bears.
    dated = entry.published is not None and post.published is not None
    return post if dated and not meeting.is_claimed(post) else None


def _similar(entry: Entry, post: KnownPost) -> bool:
    """True if title or text show that both are one post. Footers are alike too, so another address asks for more."""
    same_place, apart = _same_address(entry, post), _dates_apart(entry, post)
    if entry.content_hash in post.hashes and (same_place or not apart):
        return True
    if entry.title and _folded(entry.title) == _folded(post.title) and not apart:
        return True
    ours, theirs = _phrases(entry.text), _phrases(post.text)
    bar = ALIKE if same_place else VERY_ALIKE
    return len(ours & theirs) >= max(1, bar * min(len(ours), len(theirs)))


def _phrases(text: str) -> set[tuple[str, ...]]:
    """Runs of four words, at most the first thousand."""
    found = _WORD.findall(text[:20_000].casefold())[:1000]
    return {tuple(found[start : start + 4]) for start in range(len(found) - 3)}


def _folded(title: str) -> str:
    return " ".join(_WORD.findall(title.casefold()))


def _newcomer(entry: Entry, keys: Sequence[str], meeting: _Meeting) -> KnownPost:
    """A post not seen before, under a number of its own until the store gives it one."""
    return KnownPost(
        id=-1 - len(meeting.changes),
        key=keys[0],
        url=entry.url,
        title=entry.title,
        text=entry.text,
        hashes=frozenset({entry.content_hash}),
        hash=entry.content_hash,
        feeds=(meeting.feed.url,),
        published=entry.published,
    )


def _take(post: KnownPost, entry: Entry, keys: Sequence[str], meeting: _Meeting) -> None:
    """`entry` is `post`: say what became of it, and let it own the names that nobody owns yet."""
    earlier = meeting.changes.get(post.id)
    change = earlier or _change(post, entry, meeting)
    if change.kind == "same" and entry.content_hash not in post.hashes:
        # Words that the post does not bear must not name it: another post may yet bear them.
        keys = [key for key in keys if not key.startswith(("item@", "hash:"))]
    own = [key for key in keys if meeting.known.setdefault(key, post).id == post.id]
    if post.id < 0 and not own and not earlier:
        own = [_by_everything(entry, meeting.feed.url)]
        meeting.known[own[0]] = post
    meeting.changes[post.id] = replace(change, keys=tuple(dict.fromkeys((*change.keys, *own))))


def _change(post: KnownPost, entry: Entry, meeting: _Meeting) -> Change:
    if post.id < 0:
        return Change("new", entry, None, ())
    kind, reason, restores = what_became(meeting.feed, entry, post)
    return Change(kind, entry, post.id, (), reason, restores)


def _in_order(feed: ParsedFeed, meeting: _Meeting) -> list[Change]:
    place = {id(entry): index for index, entry in enumerate(feed.entries)}
    return sorted(meeting.changes.values(), key=lambda change: place[id(change.entry)])


# ---------------------------------------------------------------- what became of a post


def what_became(feed: ParsedFeed, entry: Entry, post: KnownPost) -> tuple[ChangeKind, str, bool]:
    """(kind, reason, restores) for an entry that is `post`."""
    speaks = _speaks_for(feed, post)
    if entry.content_hash == post.hash:
        return "same", "", speaks and bool(post.feeds) and feed.url not in post.feeds
    if not speaks and not _tells_more(feed, entry, post):
        return "same", "another feed's wording", False
    if len(entry.text) < len(post.text) and (not feed.complete or _is_excerpt(entry.text, post.text)):
        return "same", "only a part of what is known", False
    if entry.content_hash in post.hashes:
        return "same", "as it was before", speaks and bool(post.hash)
    return "changed", "", False


def _speaks_for(feed: ParsedFeed, post: KnownPost) -> bool:
    """True for the feed that brought what the post says, and for the blog's own if that was another's.

    Any feed can name any post. If a stranger's words counted, it could put words into a blogger's mouth.
    """
    if not post.feeds or feed.url in post.feeds:
        return True
    return _is_own(feed.url, post) and not any(_is_own(url, post) for url in post.feeds)


def _tells_more(feed: ParsedFeed, entry: Entry, post: KnownPost) -> bool:
    """True if a second feed of the same blog has the longer text (the whole post where the first has a summary)."""
    longer = len(entry.text) > MUCH_LONGER * len(post.text)
    return longer and _is_own(feed.url, post) and entry.content_hash not in post.hashes


def _is_own(feed_url: str, post: KnownPost) -> bool:
    feed, site = (host_of(url).removeprefix("www.") for url in (feed_url, post.url))
    return bool(feed and site) and (feed == site or feed.endswith("." + site) or site.endswith("." + feed))


def _is_excerpt(part: str, whole: str) -> bool:
    """True if `part` is nothing, or the beginning of `whole` with a mark that it was cut."""
    ours = part.rstrip()
    kept = _CUT_MARK.sub("", ours)
    if kept == ours:
        return not ours
    return _WORD.findall(whole)[: len(found := _WORD.findall(kept))] == found


def _judged(changes: Iterable[Change], hosts: frozenset[str]) -> tuple[Change, ...]:
    changes = tuple(changes)
    found = {host_of(change.entry.url) for change in changes}
    if not hosts or len(changes) < HIJACK_ENTRIES or any(c.kind != "new" for c in changes):
        return changes
    if found & hosts or "" in found:
        return changes
    where = ", ".join(sorted(found)[:3])
    reason = f"every post is new and on {where}, where this feed never was: it may have changed hands"
    return tuple(replace(change, kind="suspicious", reason=reason) for change in changes)
