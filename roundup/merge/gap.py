"""Whether posts were missed between two fetches of a feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from roundup.model import Change, FeedState, ParsedFeed

LEAST_ITEMS = 3  # a feed that shows one or two posts at a time says nothing by showing others
MISSED = "posts were probably missed"  # so what is said of a gap begins


def overlaps(feed: ParsedFeed, changes: Sequence[Change], before: FeedState) -> bool:
    """True if something in the document was known before: an item byte for byte, or the post that one of them is."""
    if feed.seen or any(change.post_id is not None for change in changes):
        return True
    return not set(before.items.split()).isdisjoint(feed.items.split())


def missed(feed: ParsedFeed, changes: Sequence[Change], before: FeedState) -> str:
    """What to say if posts were probably missed since the last fetch, else "".

    A feed shows a window of its latest posts. If nothing in it was known before, and all of it is younger than the
    last fetch, then more may have come and gone meanwhile. A document that reaches further back is not a gap: it is a
    feed replaced by another. Nor is one that was cut off, or in which something is suspicious.
    """
    shown, since = len(feed.entries), before.last_success
    if since is None or not shown or not feed.complete or len(before.items.split()) < LEAST_ITEMS:
        return ""
    if overlaps(feed, changes, before) or any(change.kind != "new" for change in changes):
        return ""
    dates = [entry.published for entry in feed.entries if entry.published]
    if dates and min(dates) <= since:
        return ""
    when = f"between {_day(since)} and {_day(min(dates))}" if dates else f"since {_day(since)}"
    why = "it could not be read meanwhile" if before.failures else "fetch oftener"
    return f"{MISSED} {when}: the feed shows only {shown} at a time; {why}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
