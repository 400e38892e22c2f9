"""Whether what is new in a feed is also news: a feed's past has a say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta

from roundup.dataclass import dataclass, replace
from roundup.merge.matching import REPEATED
from roundup.model import Change, ParsedFeed
from roundup.urls import host_of

HIJACK_ENTRIES = 3
CHANGED_HANDS, OTHER_OWNER = "it may have changed hands", "has the blog moved, or another owner?"
LATE = timedelta(days=7)  # drafts and moderation bring a post out so long after its date


@dataclass(frozen=True, slots=True)
class Past:
    """What a feed was before this fetch.

    `hosts` are those its posts were on so far, `doubtful` those of posts that were held because it may have changed
    hands. `last_read` is when it last answered, None for a feed that has brought nothing yet. More than `flood` old
    posts at once are held.
    """

    hosts: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    last_read: datetime | None = None
    flood: int = 5


def judged(feed: ParsedFeed, changes: Sequence[Change], past: Past) -> tuple[Change, ...]:
    """`changes` with what is new weighed: "suspicious" or "held" where it may be no news, each with its reason.

    Suspicious: a feed that brings nothing known, all of it on hosts where it never was (a domain that changed hands),
    and later whatever is on these hosts. Held: old posts, or posts with the words of known ones, more than
    `past.flood` at once (a blog that was moved, or reposts its archive).
    """
    changes = tuple(changes)
    if past.hosts and feed.seen == 0 and (reason := _hijacked(changes, past.hosts)):
        return tuple(replace(change, kind="suspicious", reason=reason) for change in changes)
    return _flooded(tuple(_doubted(change, past) for change in changes) if past.doubtful else changes, past)


def _hijacked(changes: Sequence[Change], hosts: frozenset[str]) -> str:
    if len(changes) < HIJACK_ENTRIES or any(change.kind != "new" for change in changes):
        return ""
    where = _elsewhere(changes, hosts)
    return f"every post is new and on {where}, where this feed never was: {CHANGED_HANDS}" if where else ""


def _elsewhere(changes: Sequence[Change], hosts: frozenset[str]) -> str:
    """The hosts of the entries in words if none of them is among `hosts`, else ""."""
    found = {_bare(host_of(change.entry.url)) for change in changes}
    if "" in found or found & {_bare(host) for host in hosts}:
        return ""
    return ", ".join(sorted(found)[:3])


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def rehomed(feed: ParsedFeed, changes: Sequence[Change], past: Past) -> str:
    """What to say of a feed whose posts are known, but all of them on hosts where it never was, else ""."""
    known = sum(change.post_id is not None for change in changes)
    where = _elsewhere(changes, past.hosts) if past.hosts and not feed.seen and known >= HIJACK_ENTRIES else ""
    return f"its known posts are all on {where} now: {OTHER_OWNER}" if where else ""


def is_about_owner(warning: str) -> bool:
    """True for a feed's warning that it may be somebody else's by now."""
    return CHANGED_HANDS in warning or OTHER_OWNER in warning


def republished(feed: ParsedFeed, changes: Sequence[Change], known: Container[str]) -> str:
    """What to say of a feed whose posts are known, but none of them by the guid that it has now, else "".

    `known` are the names that were known before this fetch.
    """
    guids = [[key for key in change.keys if key.startswith("guid")] for change in changes if change.post_id is not None]
    if (
        feed.seen
        or len(guids) < HIJACK_ENTRIES
        or not all(guids)
        or any(key in known for keys in guids for key in keys)
    ):
        return ""
    return f"republished: {len(guids)} known posts came under new names (guids); each is still the post it was"


def _doubted(change: Change, past: Past) -> Change:
    if change.kind != "new":
        return change
    host = host_of(change.entry.url)
    if host in past.hosts or host not in past.doubtful:
        return change
    reason = f"on {host}, where nobody has vouched for this feed yet: {CHANGED_HANDS}"
    return replace(change, kind="suspicious", reason=reason)


def _flooded(changes: tuple[Change, ...], past: Past) -> tuple[Change, ...]:
    last_read = past.last_read
    if last_read is None:
        return changes
    old = [change for change in changes if _is_old(change, last_read) or _is_repeated(change)]
    if len(old) <= past.flood:
        return changes
    reason, held = _reposted(old, last_read), {id(change) for change in old}
    return tuple(replace(each, kind="held", reason=reason) if id(each) in held else each for each in changes)


def _is_old(change: Change, last_read: datetime) -> bool:
    """True for what is new here but was there to be seen before, had the feed shown it."""
    published = change.entry.published
    return change.kind == "new" and published is not None and published < last_read - LATE


def _is_repeated(change: Change) -> bool:
    return change.kind == "new" and change.reason == REPEATED


def _reposted(old: Sequence[Change], last_read: datetime) -> str:
    if not all(_is_old(change, last_read) for change in old):
        return f"reposted: {len(old)} posts with known words or old dates came at once"
    years = sorted(change.entry.published.year for change in old if change.entry.published)
    span = f"{years[0]}–{years[-1]}" if years[0] != years[-1] else str(years[0])
    return f"reposted: {len(old)} old posts, dated {span}, came at once"


def said_of(changes: Iterable[Change]) -> tuple[str, ...]:
    """What an editor should know of a feed of which something was held back: one line a reason."""
    reasons = Counter(change.reason for change in changes if change.kind in ("held", "suspicious"))
    return tuple(f"{count} held back: {reason} (see: roundup posts --held)" for reason, count in reasons.items())
