"""Which feeds to ask now, and with which validators. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta

from roundup import urls
from roundup.dataclass import dataclass, replace
from roundup.fetch.rules.validators import conditional_headers
from roundup.model import FeedState, Subscription
from roundup.net.waiting import LONGEST_RETRY_AFTER

LATEST = timedelta(days=30)  # no feed waits longer than this, whatever its state says
REFUSALS = 2  # from one host: one may be about a single address, two are about us


@dataclass(frozen=True, slots=True)
class Request:
    """One feed to ask: what is remembered of it, and the conditional headers to send."""

    subscription: Subscription
    state: FeedState
    headers: Mapping[str, str] = field(default_factory=dict)


def plan(
    subscriptions: Sequence[Subscription],
    states: Mapping[str, FeedState],
    *,
    now: datetime,
    everything: bool = False,
    force: bool = False,
    only: Collection[str] = (),
) -> list[Request]:
    """The requests of this run, each address once, in the order of the subscriptions.

    Left out: paused feeds, those that are gone, those not yet due, and those whose host asked to be left alone.
    `everything` asks those not due as well; `only` names addresses that are asked whatever their state, and no others;
    `force` asks as if nothing were remembered.
    """
    requests: dict[str, Request] = {}
    silent = silent_hosts(states.values(), now)
    for subscription in subscriptions:
        url = subscription.url
        state = states.get(url) or FeedState(url=url)
        if only:
            wanted = url in only
        else:
            wanted = _is_wanted(subscription, state, now, everything or force) and not _is_on(url, silent)
        if wanted and url not in requests:
            requests[url] = _request(subscription, state, now, force)
    return list(requests.values())


def left_alone(subscriptions: Sequence[Subscription], states: Mapping[str, FeedState], now: datetime) -> int:
    """How many of the feeds are not asked because their hosts asked for that, however much of the rest is."""
    silent = silent_hosts(states.values(), now)
    return sum(
        not subscription.paused and state.health != "gone" and (is_refused(state, now) or _is_on(url, silent))
        for url, subscription in {subscription.url: subscription for subscription in subscriptions}.items()
        if (state := states.get(url) or FeedState(url=url))
    )


def _is_wanted(subscription: Subscription, state: FeedState, now: datetime, everything: bool) -> bool:
    if subscription.paused or state.health == "gone" or is_refused(state, now):
        return False
    return everything or is_due(state, now)


def is_due(state: FeedState, now: datetime) -> bool:
    """Whether the time has come to ask. A clock that was wrong for a while must not silence a feed for years."""
    if state.next_due is None or state.next_due <= now or state.next_due > now + LATEST:
        return True
    return state.last_fetched is not None and state.last_fetched > now


def is_refused(state: FeedState, now: datetime) -> bool:
    """Whether its host asked to be left alone until some time that is still to come (RFC 9110 10.2.3)."""
    return state.host_until is not None and now < state.host_until <= now + LONGEST_RETRY_AFTER


def silent_hosts(states: Iterable[FeedState], now: datetime) -> frozenset[str]:
    """The hosts that asked to be left alone, by two of their feeds at least: then all their feeds are."""
    refused = Counter(host_of(state.url) for state in states if is_refused(state, now))
    return frozenset(host for host, count in refused.items() if count >= REFUSALS)


def _is_on(url: str, hosts: frozenset[str]) -> bool:
    """Whether a feed is on one of these hosts, of which there are mostly none."""
    return bool(hosts) and host_of(url) in hosts


def host_of(url: str) -> str:
    """The host a feed counts for; for an address that has none, the address."""
    return urls.host_of(url) or url


def _request(subscription: Subscription, state: FeedState, now: datetime, force: bool) -> Request:
    if force:
        # Without the hashes the same bytes count as new and are read again, every item of them.
        return Request(subscription, replace(state, body_hash="", items="", footers=()))
    return Request(subscription, state, conditional_headers(state, now))
