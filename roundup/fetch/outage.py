"""Telling "our network is down" from "these feeds fail", so that healthy feeds are not punished for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from roundup.fetch.turnstile import host_of
from roundup.model import FeedState, FetchOutcome
from roundup.net.errors import NETWORK_KINDS

_SAYS_NOTHING = frozenset({"address", "private", "waiting", "cancelled"})


def network_down(outcomes: Iterable[FetchOutcome]) -> bool:
    """Whether no server was reached at all: every feed that was tried failed in the network, on two hosts or more.

    Feeds that were not tried (no web address, kept off by policy) say nothing either way.
    """
    # One host may be down by itself, and a desk with one feed cannot tell.
    hosts: set[str] = set()
    for outcome in outcomes:
        if outcome.error in NETWORK_KINDS:
            hosts.add(host_of(outcome.subscription.url))
        elif outcome.error not in _SAYS_NOTHING:
            return False
    return len(hosts) >= 2


def forgive(outcome: FetchOutcome, previous: FeedState | None) -> FetchOutcome:
    """The outcome of a feed that was not to blame: what is remembered of it stays as it was."""
    return replace(outcome, state=previous or FeedState(url=outcome.subscription.url))
