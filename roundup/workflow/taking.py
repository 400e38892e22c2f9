"""What a feed brought, weighed against its past and written down; what an editor should know of it, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from roundup.model import Change, FeedState, FetchOutcome, ParsedFeed

if TYPE_CHECKING:
    from roundup.merge import Past
    from roundup.store import Store


CUT_OFF = "the feed was cut off: what came of it was read, and all of it is asked for again"


@dataclass(frozen=True, slots=True)
class Taken:
    """One feed's outcome, with what its posts came to: `held` ones are new too, but wait apart."""

    outcome: FetchOutcome
    new: int = 0
    changed: int = 0
    held: int = 0


def take_in(store: Store, outcome: FetchOutcome, before: FeedState | None, *, flood: int, now: datetime) -> Taken:
    """Write down the posts of a feed that was read; `before` is its state from before this fetch.

    What is amiss with them goes into the outcome: into its reason, and as a warning into the state to remember, until
    a later fetch finds something known again.
    """
    from roundup.merge import merge, names, overlaps, republished

    if outcome.feed is None:
        return Taken(outcome)
    feed, url = outcome.feed, outcome.subscription.url
    past = partial(_past, store, before, flood)
    before = before or FeedState(url=url)
    # Nearly always nothing is new, and then there is nothing to look up.
    known = store.posts.known(names(feed)) if feed.entries else {}
    found = merge(feed, known) if feed.entries else ()
    changes, said = _weighed(feed, found, before, past)
    said.extend(filter(None, [republished(feed, changes, known), "" if feed.complete else CUT_OFF]))
    new, changed = store.posts.apply(changes, feed=feed, feed_url=url, now=now, known=known) if changes else (0, 0)
    kept = "" if overlaps(feed, changes, before) else before.warning
    state = replace(outcome.state, warning="; ".join(said) or kept)
    reason = "; ".join(filter(None, [outcome.reason, *said]))
    held = sum(change.kind in ("held", "suspicious") for change in changes)
    return Taken(replace(outcome, state=state, reason=reason), new, changed, held)


def _weighed(
    feed: ParsedFeed, changes: Sequence[Change], before: FeedState, find_past: Callable[[], Past]
) -> tuple[Sequence[Change], list[str]]:
    """(changes, what to say of them). The feed's past is looked up only where something may be amiss."""
    from roundup.merge import judged, missed, rehomed, said_of

    if feed.seen and not any(change.kind == "new" for change in changes):
        return changes, []
    past = find_past()
    changes = judged(feed, changes, past)
    return changes, [
        each for each in (*said_of(changes), rehomed(feed, changes, past), missed(feed, changes, before)) if each
    ]


def _past(store: Store, before: FeedState | None, flood: int) -> Past:
    from roundup.merge import Past

    if before is None:
        # Nothing is known under this address, so there is nothing to look up.
        return Past(flood=flood)
    hosts, doubtful = store.feeds.hosts(before.url), store.feeds.doubtful_hosts(before.url)
    has_brought = before.items or hosts or doubtful
    return Past(hosts, doubtful - hosts, before.last_success if has_brought else None, flood)
