"""Telling "our network is down" from "these feeds fail", so that healthy feeds are not punished for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roundup.dataclass import replace
from roundup.fetch.schedule import host_of
from roundup.model import FeedState, FetchOutcome
from roundup.net.errors import NETWORK_KINDS

SAME_PAGE_HOSTS = 4  # that answer with the very same page: it is not theirs
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


def login_page(outcomes: Sequence[FetchOutcome]) -> bool:
    """Whether something on the way answers for everybody: no feed was read, and several hosts gave the same page.

    A network's login page does that, and so does a filter. 511 says it in so many words (RFC 6585 6), and is not sent
    by those who are asked. One host's page may stand for many dead blogs, so a single feed that is read disproves it.
    """
    if any(outcome.kind != "failed" for outcome in outcomes):
        return False
    hosts: dict[str, set[str]] = {}
    for outcome in outcomes:
        if page := "511" if outcome.error == "login" else outcome.page:
            hosts.setdefault(page, set()).add(host_of(outcome.subscription.url))
    return any(len(same) >= (2 if page == "511" else SAME_PAGE_HOSTS) for page, same in hosts.items())


def forgive(outcome: FetchOutcome, previous: FeedState | None) -> FetchOutcome:
    """The outcome of a feed that was not to blame: what is remembered of it stays as it was."""
    return replace(outcome, state=previous or FeedState(url=outcome.subscription.url))
