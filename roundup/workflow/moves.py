"""Feeds that have moved for good: feeds.opml names their new address, and what they brought goes with them.

    said often and long enough (fetch/rules/moves.py) ─▶ no obstacle? ─▶ feeds.opml ─▶ the feed's row

The file comes first. If anything breaks off between the two, the next fetch finds an address that has no row, but
that a feed nobody follows any more said it had moved to: that row is its own. So it is when somebody edits the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING

from roundup.dataclass import dataclass, replace
from roundup.errors import RoundupError
from roundup.model import FeedState, FetchOutcome, Subscription
from roundup.subscriptions import same_feed_key
from roundup.text import one_line
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import readdress

if TYPE_CHECKING:
    from roundup.net.addresses import AddressPolicy
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class Moved:
    """A feed that is followed at another address now: `url` before, `to` from now on."""

    url: str
    to: str
    title: str


def states_of(store: Store, subscriptions: Iterable[Subscription], *, now: datetime) -> dict[str, FeedState]:
    """What is remembered of each feed, after the rows of feeds that got another address in feeds.opml followed it."""
    states = store.feeds.states()
    urls = {subscription.url for subscription in subscriptions}
    missing = urls - states.keys()
    if not missing:
        return states
    addresses = store.feeds.addresses()
    pairs = [(addresses[url], url) for url in sorted(missing) if addresses.get(url, url) not in urls]
    if not pairs:
        return states
    with store.write():
        for old, new in pairs:
            store.moves.move(old, new, until=now)
    return store.feeds.states()


@dataclass(slots=True)
class Moving:
    """The feeds of a run that say they have moved: what is told of each, and those that are to be taken over."""

    followed: Mapping[str, str]
    former: Mapping[str, str]
    policy: AddressPolicy
    now: datetime
    settled: list[FeedState] = field(default_factory=list)

    @classmethod
    def of(cls, desk: Desk, store: Store, subscriptions: Sequence[Subscription]) -> Moving:
        """For a run over some of the desk's feeds."""
        from roundup.net.addresses import AddressPolicy

        followed = {same_feed_key(subscription.url): subscription.url for subscription in subscriptions}
        return cls(followed, store.moves.former(), AddressPolicy.of(desk.settings.fetch.allow_hosts), desk.now)

    def told(self, outcome: FetchOutcome) -> FetchOutcome:
        """The outcome as it is told: with what keeps its feed from being moved, if anything does."""
        from roundup.fetch.rules.moves import is_settled, move_note

        state = outcome.state
        if outcome.kind == "failed" or not state.moved_to:
            return outcome
        if obstacle := self._obstacle(state):
            words = one_line(f"has moved for good to {state.moved_to}, {obstacle}", 400)
            return replace(outcome, reason=outcome.reason.replace(move_note(state), words))
        if not is_settled(state, self.now):
            return outcome
        self.settled.append(state)
        return replace(outcome, reason=outcome.reason.replace(move_note(state), "").strip("; "))

    def _obstacle(self, state: FeedState) -> str:
        """Why a feed is not moved, and what to do; "" if nothing is in the way."""
        other = self.followed.get(same_feed_key(state.moved_to), "")
        if other and other != state.url:
            return f"which is followed too: take this one out with: roundup feeds remove {state.url}"
        if self.former.get(state.moved_to) == state.url:
            return "where it was followed before: if that is right, put that address into feeds.opml by hand"
        if _is_inside(state.moved_to, self.policy) and not _is_inside(state.url, self.policy):
            return "which is not on the public internet, so it is not taken over"
        return ""

    def take_over(self, desk: Desk, store: Store) -> tuple[list[Moved], str]:
        """Move what is to be moved: those that were, and in words what kept the rest from it."""
        moves = {state.url: state.moved_to for state in self.settled}
        if not moves:
            return [], ""
        titles = {state.url: state.title for state in self.settled}
        try:
            done = readdress(desk, moves)
        except RoundupError as error:
            names = ", ".join(title or url for url, title in sorted(titles.items())[:5])
            said = f"{names}: moved for good, but {error.message}; the next fetch tries again"
            return [], one_line(said, 400)
        with store.write():
            for old in done:
                store.moves.move(old, moves[old], until=self.now)
        return [Moved(old, moves[old], titles[old]) for old in done], ""


def _is_inside(url: str, policy: AddressPolicy) -> bool:
    """Whether an address is, as far as its spelling tells, in a private network: there only what is allowed is read."""
    from roundup.net.addresses import is_public, parse_address
    from roundup.urls import host_of

    host = host_of(url)
    try:
        return not is_public(parse_address(host))
    except ValueError:
        return "." not in host or any(host == allowance.host for allowance in policy.allowances)
