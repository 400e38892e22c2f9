"""Which known post each entry of a document is, if any."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from roundup.dataclass import dataclass, replace
from roundup.merge.becoming import what_became
from roundup.merge.likeness import dates_apart, is_proof, same_address, similar
from roundup.merge.naming import Named, named_entries, names_of
from roundup.model import Change, ChangeKind, KnownPost, ParsedFeed

REPEATED = "the words of a post that is known"  # the reason that a new post bears if it has them


@dataclass(slots=True)
class _Meeting:
    """The posts that entries can be: those known before, and the new ones of this document (negative ids).

    `changes` and `places` (in the document) are by a post's id.
    """

    feed: ParsedFeed
    known: dict[str, KnownPost]
    changes: dict[int, Change]
    places: dict[int, int]


def merge(
    feed: ParsedFeed,
    known: Mapping[str, KnownPost],
    *,
    entries: Sequence[Named] | None = None,
    names: Collection[str] | None = None,
) -> tuple[Change, ...]:
    """What each post of `feed` means for the store; `known` holds the posts found under `names(feed)`.

    `entries` are the feed's with their names, and `names` all of these, if they were found already.

    One change a post, in the document's order, entries that are one post folded into one: "new", "changed" or "same".
    Whether what is new is also news is for `judged` to say.
    """
    entries = named_entries(feed) if entries is None else entries
    if not known and _are_strangers(entries, names_of(entries) if names is None else names):
        return tuple([Change("new", each.entry, None, each.keys) for each in entries])
    meeting = _Meeting(feed, dict(known), {}, {})
    matched = [_by_name(named, meeting) for named in entries] if known else [None] * len(entries)
    for post, named in zip(matched, entries, strict=True):
        if post is not None:
            _take(post, named, meeting)
    for post, named in zip(matched, entries, strict=True):
        if post is None:
            found = _by_name(named, meeting) or _by_words(named, meeting)
            _take(found or _newcomer(named, meeting), named, meeting)
    return tuple(meeting.changes[post] for post in sorted(meeting.changes, key=meeting.places.__getitem__))


def _are_strangers(entries: Sequence[Named], names: Collection[str]) -> bool:
    """True if no name of one is a name of another. Where none is known either, there is nothing to look for."""
    return len(names) == sum([len(each.keys) + (each.everything not in each.keys) for each in entries])


def _by_name(named: Named, meeting: _Meeting) -> KnownPost | None:
    """The post that an address, guid or place names, if the rest does not contradict it."""
    known = meeting.known
    candidates = [(key, known[key]) for key in named.keys if key in known and not key.startswith("hash:")]
    for _, post in candidates:
        if similar(named.entry, post):
            return post
    for key, post in candidates[:1]:
        if _is_rewritten(named, key, post, known):
            return post
    return known.get(named.everything)


def _is_rewritten(named: Named, key: str, post: KnownPost, known: Mapping[str, KnownPost]) -> bool:
    """True if an entry with another title and text is the same post all the same, because its other names agree.

    An address and a guid that both name it, or one of them and nothing against it: no other guid, address or time.
    """
    guid = next((name for name in named.keys if name.startswith("guid")), None)
    if key.startswith("url:") and guid:
        return known.get(guid) is post
    entry = named.entry
    return same_address(entry, post) and (key.startswith("guid:") or not dates_apart(entry, post))


def _by_words(named: Named, meeting: _Meeting) -> KnownPost | None:
    """The post with the same title and text, for an entry whose names are all new (it moved, or has two homes)."""
    entry, last = named.entry, named.keys[-1]
    post = meeting.known.get(last) if last.startswith("hash:") else None
    if post is None or dates_apart(entry, post):
        return None
    if is_proof(entry):
        return post
    # Few words prove little: they may be a formula that every post of a blog bears.
    dated = entry.published is not None and post.published is not None
    return post if dated and post.id not in meeting.changes else None


def _newcomer(named: Named, meeting: _Meeting) -> KnownPost:
    """A post not seen before, under a number of its own until the store gives it one."""
    entry = named.entry
    return KnownPost(
        id=-1 - len(meeting.changes),
        key=named.keys[0],
        url=entry.url,
        title=entry.title,
        text=entry.text,
        hashes=frozenset((entry.content_hash,)),
        hash=entry.content_hash,
        feeds=(meeting.feed.url,),
        published=entry.published,
    )


def _take(post: KnownPost, named: Named, meeting: _Meeting) -> None:
    """The entry is `post`: say what became of it, and let it own the names that nobody owns yet."""
    earlier, known = meeting.changes.get(post.id), meeting.known
    kind, reason, restores = (earlier.kind, "", False) if earlier else _became(post, named, meeting)
    keys = named.keys
    if kind == "same" and named.entry.content_hash not in post.hashes:
        # Words that the post does not bear must not name it: another post may yet bear them.
        keys = tuple(key for key in keys if not key.startswith(("item@", "hash:")))
    own = tuple([key for key in keys if known.setdefault(key, post).id == post.id])
    if earlier:
        meeting.changes[post.id] = replace(earlier, keys=tuple(dict.fromkeys((*earlier.keys, *own))))
        return
    if post.id < 0 and not own:
        own = (named.everything,)
        known[own[0]] = post
    meeting.places[post.id] = named.place
    meeting.changes[post.id] = Change(kind, named.entry, None if post.id < 0 else post.id, own, reason, restores)


def _became(post: KnownPost, named: Named, meeting: _Meeting) -> tuple[ChangeKind, str, bool]:
    if post.id < 0:
        return "new", REPEATED if _has_known_words(named, meeting) else "", False
    return what_became(meeting.feed, named.entry, post)


def _has_known_words(named: Named, meeting: _Meeting) -> bool:
    last = named.keys[-1]
    twin = meeting.known.get(last) if last.startswith("hash:") else None
    return twin is not None and twin.id > 0
