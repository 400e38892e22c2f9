"""What a feed brought, weighed against its past and written down; what an editor should know of it, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from roundup.dataclass import dataclass, replace
from roundup.model import Change, FeedState, FetchOutcome, KnownPost, ParsedFeed

if TYPE_CHECKING:
    from roundup.merge import Named, Past
    from roundup.store import Store


CUT_OFF = "the feed was cut off: what came of it was read, and all of it is asked for again"


@dataclass(frozen=True, slots=True)
class Taken:
    """One feed's outcome, with what its posts came to: `held` ones are new too, but wait apart."""

    outcome: FetchOutcome
    new: int = 0
    changed: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    """A feed's outcome, and its entries with all their names."""

    outcome: FetchOutcome
    entries: tuple[Named, ...] = ()
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, outcome: FetchOutcome) -> _Read:
        from roundup.merge import named_entries, names_of

        if outcome.feed is None or not outcome.feed.entries:
            return cls(outcome)
        entries = named_entries(outcome.feed)
        return cls(outcome, entries, names_of(entries))

    @property
    def url(self) -> str:
        return self.outcome.subscription.url


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A feed's outcome, and what its posts come to; `known` is what they were found with."""

    outcome: FetchOutcome
    changes: Sequence[Change] = ()
    known: Mapping[str, KnownPost] = field(default_factory=dict)


def take_in(store: Store, outcome: FetchOutcome, before: FeedState | None, *, flood: int, now: datetime) -> Taken:
    """Write down the posts of a feed that was read; `before` is its state from before this fetch.

    What is amiss with them goes into the outcome: into its reason, and as a warning into the state to remember, until
    a later fetch finds something known again.
    """
    states = {outcome.subscription.url: before} if before else {}
    (taken,) = take_all(store, [outcome], states, flood=flood, now=now)
    return taken


def take_all(
    store: Store, outcomes: Sequence[FetchOutcome], states: Mapping[str, FeedState], *, flood: int, now: datetime
) -> list[Taken]:
    """The same for a batch of feeds, in their order: as if one after the other, but in a few statements."""
    return [taken for group in _apart(outcomes) for taken in _take(store, group, states, flood, now)]


def _apart(outcomes: Iterable[FetchOutcome]) -> Iterator[list[_Read]]:
    """Groups of feeds of which none has a name that another has: what one brings is nothing to the others."""
    group: list[_Read] = []
    taken: set[str] = set()
    for read in map(_Read.of, outcomes):
        if not taken.isdisjoint(read.names):
            yield group
            group, taken = [], set()
        group.append(read)
        taken |= read.names
    yield group


def _take(
    store: Store, group: Sequence[_Read], states: Mapping[str, FeedState], flood: int, now: datetime
) -> Iterator[Taken]:
    from roundup.store.posts import Arrived

    # Nearly always nothing is new, and then there is nothing to look up.
    names = frozenset().union(*(read.names for read in group))
    known = store.posts.known(names) if names else {}
    weighed = [_weigh(store, read, known, states.get(read.url), flood) for read in group]
    arrived = [
        Arrived(each.changes, feed, each.outcome.subscription.url, each.known)
        for each in weighed
        if (feed := each.outcome.feed) and each.changes
    ]
    counts = iter(store.posts.apply_all(arrived, now=now) if arrived else ())
    for each in weighed:
        new, changed = next(counts) if each.changes else (0, 0)
        held = sum(change.kind in ("held", "suspicious") for change in each.changes)
        yield Taken(each.outcome, new, changed, held)


def _weigh(store: Store, read: _Read, known: Mapping[str, KnownPost], before: FeedState | None, flood: int) -> _Weighed:
    from roundup.merge import merge, overlaps, republished

    feed, outcome = read.outcome.feed, read.outcome
    if feed is None:
        return _Weighed(outcome)
    past = partial(_past, store, before, flood)
    before = before or FeedState(url=read.url)
    known = {name: known[name] for name in known.keys() & read.names}
    found = merge(feed, known, entries=read.entries, names=read.names) if read.entries else ()
    changes, said = _weighed(feed, found, before, past)
    # What a feed brings first may be known of another feed, and never had another name in this one.
    anew = republished(feed, changes, known) if before.last_success else ""
    said.extend(filter(None, [anew, "" if feed.complete else CUT_OFF]))
    kept = "" if overlaps(feed, changes, before) else before.warning
    return _Weighed(_with_words(outcome, said, kept), changes, known)


def _with_words(outcome: FetchOutcome, said: Sequence[str], kept: str) -> FetchOutcome:
    """The outcome with what is said of it, or with the warning that is kept. Nearly always there is nothing to say."""
    warning = "; ".join(said) or kept
    if warning != outcome.state.warning:
        outcome = replace(outcome, state=replace(outcome.state, warning=warning))
    return replace(outcome, reason="; ".join(filter(None, [outcome.reason, *said]))) if said else outcome


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
