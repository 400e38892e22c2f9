"""Posts that come under a redirector's address get their author's own, before they are merged and kept.

Only what is new is asked about, and each address once: the redirector alone, never the author's site. One that does not
answer is left alone for the rest of the run; its posts keep the address they came with until a later run has more luck.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from roundup.dataclass import replace
from roundup.model import Entry, FetchOutcome, ParsedFeed
from roundup.redirectors import is_redirector, landed, may_lead_on, unwrapped
from roundup.urls import host_of
from roundup.workflow.desk import Desk

if TYPE_CHECKING:
    from roundup.net import HttpClient
    from roundup.store import Store

MOST_ASKED = 100  # redirectors' addresses in one run
ASK_SECONDS = 5.0  # for one of them
RUN_SECONDS = 30.0  # for all of them
MOST_HOPS = 5  # from one redirector to the next


def resolved(desk: Desk, store: Store, outcomes: Iterable[FetchOutcome]) -> Iterator[FetchOutcome]:
    """The same outcomes, the posts in them under their authors' addresses. At the end the waiting ones are tried again.

    To be used outside a transaction: it may wait for the network.
    """
    run = _Run(desk, store)
    try:
        for outcome in outcomes:
            yield run.followed(outcome)
        run.try_again()
    finally:
        run.close()


class _Run:
    def __init__(self, desk: Desk, store: Store) -> None:
        from roundup.store.redirects import Redirects

        self._desk = desk
        self._redirects = Redirects(store.connection)
        self._left = MOST_ASKED
        self._until: float | None = None
        self._silent: set[str] = set()
        self._http: HttpClient | None = None

    def followed(self, outcome: FetchOutcome) -> FetchOutcome:
        feed = outcome.feed
        listed = [entry for entry in feed.entries if may_lead_on(entry.url)] if feed else []
        if feed is None or not listed:
            return outcome
        own = {entry.url: target for entry in listed if (target := unwrapped(entry.url))}
        veiled = [entry for entry in listed if is_redirector(own.get(entry.url, entry.url))]
        if veiled:
            own |= self._targets([own.get(entry.url, entry.url) for entry in _newest_first(veiled)])
        return replace(outcome, feed=_with_addresses(feed, own)) if own else outcome

    def try_again(self) -> None:
        """Ask once more for what could not be found out before, and put posts that are kept right."""
        found = self._asked(self._redirects.waiting(now=self._desk.now, limit=self._left))
        self._redirects.keep(found, now=self._desk.now)
        for address, target in found.items():
            if target:
                self._redirects.readdress(address, target)

    def close(self) -> None:
        if self._http:
            self._http.abort()

    def _targets(self, addresses: Sequence[str]) -> dict[str, str]:
        """Where addresses lead, for those of which it is known or can be found out now."""
        known = self._redirects.known(addresses)
        new = self._asked([address for address in addresses if address not in known])
        # What was not even asked is remembered too, so that its turn comes.
        late = dict.fromkeys((address for address in addresses if address not in known), "")
        if late:
            self._redirects.keep(late | new, now=self._desk.now)
        return {address: target for address, target in (known | new).items() if target}

    def _asked(self, addresses: Sequence[str]) -> dict[str, str]:
        """Address → where it leads, "" if it does not say; as many as may still be asked."""
        found: dict[str, str] = {}
        for address in dict.fromkeys(addresses):
            if host_of(address) in self._silent or self._left <= 0 or self._is_late():
                continue
            self._left -= 1
            found[address] = self._ask(address)
        return found

    def _is_late(self) -> bool:
        if self._until is None:
            self._until = time.monotonic() + RUN_SECONDS
        return time.monotonic() > self._until

    def _ask(self, address: str) -> str:
        from roundup.net import FetchError

        trail = [address]

        def leave(target: str) -> None:
            """Stop before the first address that is nobody's redirector is asked."""
            trail.append(target)
            if not is_redirector(target) or len(trail) > MOST_HOPS:
                raise FetchError("cancelled", "far enough")

        try:
            answer = self._client().get(address, deadline=ASK_SECONDS, permit=leave)
        except FetchError as error:
            if len(trail) == 1:
                # It did not answer at all: the next question there would fare no better.
                self._silent.add(host_of(address))
            del error
        else:
            if answer.status in (429, 503):
                self._silent.add(host_of(address))
        return landed(address, trail[-1]) if len(trail) > 1 else ""

    def _client(self) -> HttpClient:
        if self._http is None:
            from roundup.net import HttpClient

            self._http = HttpClient(self._desk.settings.fetch)
        return self._http


def _newest_first(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: -entry.published.timestamp() if entry.published else 0.0)


def _with_addresses(feed: ParsedFeed, own: dict[str, str]) -> ParsedFeed:
    """The feed with its entries under their own addresses, as far as these are known."""
    entries = []
    for entry in feed.entries:
        first = own.get(entry.url, entry.url)
        url = own.get(first, first)
        entries.append(replace(entry, url=url) if url != entry.url else entry)
    return replace(feed, entries=tuple(entries))
