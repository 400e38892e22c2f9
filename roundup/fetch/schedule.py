"""Which feeds to ask now, and with which validators. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from roundup.model import FeedState, Subscription

UNCONDITIONAL_EVERY = timedelta(days=7)
LATEST = timedelta(days=30)  # no feed waits longer than this, whatever its state says
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


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

    Left out: paused feeds, those that are gone, and those not yet due. `everything` asks those not due as well; `only`
    names addresses that are asked whatever their state, and no others; `force` asks as if nothing were remembered.
    """
    requests: dict[str, Request] = {}
    for subscription in subscriptions:
        url = subscription.url
        state = states.get(url) or FeedState(url=url)
        wanted = url in only if only else _is_wanted(subscription, state, now, everything or force)
        if wanted and url not in requests:
            requests[url] = _request(subscription, state, now, force)
    return list(requests.values())


def _is_wanted(subscription: Subscription, state: FeedState, now: datetime, everything: bool) -> bool:
    if subscription.paused or state.health == "gone":
        return False
    return everything or is_due(state, now)


def is_due(state: FeedState, now: datetime) -> bool:
    """Whether the time has come to ask. A clock that was wrong for a while must not silence a feed for years."""
    if state.next_due is None or state.next_due <= now or state.next_due > now + LATEST:
        return True
    return state.last_fetched is not None and state.last_fetched > now


def _request(subscription: Subscription, state: FeedState, now: datetime, force: bool) -> Request:
    if force:
        # Without the hash the same bytes count as new and are read again.
        return Request(subscription, replace(state, body_hash=""))
    return Request(subscription, state, conditional_headers(state, now))


def conditional_headers(state: FeedState, now: datetime) -> dict[str, str]:
    """If-None-Match and If-Modified-Since as the server worded them (RFC 9110 13.1.2, 13.1.3).

    Once a week none are sent: some servers answer "not modified" to their own validators although the feed has grown.
    """
    if state.last_fetched is None or _week(state.url, now) != _week(state.url, state.last_fetched):
        return {}
    headers = {"if-none-match": state.etag, "if-modified-since": state.last_modified}
    return {name: value for name, value in headers.items() if value}


def _week(url: str, moment: datetime) -> int:
    """The number of the feed's own week; weeks of different feeds begin at different times, to spread the load."""
    # From the address, since the same feed must have the same week in every run.
    offset = timedelta(seconds=zlib.crc32(url.encode()) % int(UNCONDITIONAL_EVERY.total_seconds()))
    return (moment - _EPOCH + offset) // UNCONDITIONAL_EVERY
