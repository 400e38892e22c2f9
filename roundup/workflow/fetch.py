"""Ask the feeds that are due, and keep what they bring.

    feeds.opml ─▶ plan ─▶ fetch_all (threads; parsing in processes) ─▶ merge ─▶ store, a batch a transaction

No transaction is open while the network is waited for. A killed run has lost only what its last batch held, and the
next run asks for that again.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from roundup.dataclass import dataclass
from roundup.errors import NotFound
from roundup.model import FeedState, FetchOutcome, Subscription
from roundup.process import LOOKED_THROUGH
from roundup.workflow.batches import Batches
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import followed, matching
from roundup.workflow.locks import alone
from roundup.workflow.moves import Moved, Moving, states_of
from roundup.workflow.redirects import resolved
from roundup.workflow.taking import Taken, take_all

if TYPE_CHECKING:
    from roundup.fetch import Request
    from roundup.store import Store

TELLING = 3  # failures in a row: less is forgotten again by itself
INDEXED = 300  # new wordings; more are left to the first search, which takes a tenth of a second for a thousand

Progress = Callable[[int, int, FetchOutcome], None]


@dataclass(frozen=True, slots=True)
class Brought:
    """What one feed brought. Posts that are `held` back are not among the `new` ones."""

    url: str
    title: str
    new: int
    changed: int
    held: int = 0


@dataclass(slots=True)
class FetchReport:
    """What a run of `fetch` came to. `seconds` is wall time; `not_due` feeds were left alone, `waiting` of them because
    their hosts asked for that.

    `failures` and `notes` are (address, title, words): why a feed fails, what there is to know of one that does not.
    `moved` feeds are followed at another address from now on; `trouble` says what kept others from it. Where nothing
    was reached the run was in vain and no feed is blamed: `network_down`, or a `login_page` answered for all of them.
    `lasting` are the addresses of the failing feeds that somebody should look after; each is among them once.
    """

    feeds: int = 0
    fetched: int = 0
    unchanged: int = 0
    failed: int = 0
    new_posts: int = 0
    changed_posts: int = 0
    held_posts: int = 0
    seconds: float = 0.0
    not_due: int = 0
    waiting: int = 0
    network_down: bool = False
    login_page: bool = False
    trouble: str = ""
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    lasting: set[str] = field(default_factory=set)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    brought: list[Brought] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)

    @property
    def in_vain(self) -> bool:
        """Whether something else than the feeds was to blame, for all of them."""
        return self.network_down or self.login_page

    def count(self, taken: Taken) -> None:
        """Add what came of one feed."""
        outcome, self.feeds = taken.outcome, self.feeds + 1
        title = outcome.state.title or outcome.subscription.title
        if outcome.kind == "failed":
            self.failed += 1
            self.failures.append((outcome.subscription.url, title, outcome.reason or outcome.state.reason))
            if outcome.state.health == "gone" or outcome.state.failures == TELLING:
                self.lasting.add(outcome.subscription.url)
        elif outcome.kind == "unchanged":
            self.unchanged += 1
        else:
            self.fetched += 1
        if outcome.kind != "failed" and outcome.reason:
            self.notes.append((outcome.subscription.url, title, outcome.reason))
        self.new_posts += taken.new
        self.changed_posts += taken.changed
        self.held_posts += taken.held
        if taken.new or taken.changed or taken.held:
            self.brought.append(Brought(outcome.subscription.url, title, taken.new, taken.changed, taken.held))


def _silent(_done: int, _total: int, _outcome: FetchOutcome) -> None:
    """No progress is shown."""


def fetch(
    desk: Desk,
    *,
    only: Sequence[str] = (),
    everything: bool = False,
    force: bool = False,
    cluster: str = "",
    progress: Progress = _silent,
) -> FetchReport:
    """Fetch what is due, or the feeds of `only`; on the Dask cluster at the address `cluster`, if one is given."""
    from roundup.fetch.cluster import check_address
    from roundup.fetch.schedule import left_alone, plan

    if cluster:
        check_address(cluster)
    started = time.monotonic()
    report = FetchReport()
    with alone(desk, "fetch"), desk.store() as store:
        subscriptions = followed(desk.settings)
        chosen = _chosen(store, subscriptions, only)
        if not subscriptions:
            raise NotFound(
                "this desk follows no feeds",
                hint="Add one with: roundup feeds add URL, or roundup feeds import FILE.opml",
            )
        states = states_of(store, subscriptions, now=desk.now)
        requests = plan(subscriptions, states, now=desk.now, everything=everything, force=force, only=chosen)
        report.not_due = 0 if chosen else len(subscriptions) - len(requests)
        report.waiting = left_alone(subscriptions, states, desk.now) if report.not_due else 0
        if requests:
            moving = Moving.of(desk, store, subscriptions)
            with _settled():
                _run(desk, store, requests, states, moving, report, progress, cluster)
            report.moved, report.trouble = moving.take_over(desk, store)
            store.search.catch_up(at_most=INDEXED)
    report.seconds = round(time.monotonic() - started, 2)
    report.failures.sort()
    report.notes.sort()
    return report


def _chosen(store: Store, subscriptions: Sequence[Subscription], only: Sequence[str]) -> list[str]:
    """The addresses of the feeds that are named; an address that a feed had before names it too."""
    addresses = store.feeds.addresses() if only else {}
    urls = {subscription.url for subscription in subscriptions}
    names = [name if name in urls else addresses.get(name, name) for name in only]
    return [subscription.url for name in names for subscription in matching(subscriptions, name)]


@contextmanager
def _settled() -> Iterator[None]:
    """What there is now stays until the end, and little of what comes is garbage: it is looked through seldom."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(LOOKED_THROUGH)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _run(
    desk: Desk,
    store: Store,
    requests: Sequence[Request],
    states: dict[str, FeedState],
    moving: Moving,
    report: FetchReport,
    progress: Progress,
    cluster: str,
) -> None:
    from roundup.fetch import forgive, login_page, network_down

    batches = Batches(lambda outcomes: _keep(store, desk, outcomes, states, report))
    outcomes = _gatherer(cluster)(
        requests,
        settings=desk.settings.fetch,
        zone_name=desk.settings.desk.timezone,
        now=desk.now,
        idle=batches.look,
    )
    # As long as nothing was reached, the network may be down, and failures are nobody's fault.
    failed: list[FetchOutcome] = []
    reached = False
    for done, outcome in enumerate(map(moving.told, resolved(desk, store, outcomes)), 1):
        reached = reached or outcome.kind != "failed"
        failed.append(outcome)
        if reached:
            batches.add(*failed)
            failed = []
        progress(done, len(requests), outcome)
        if done == len(requests):
            # Redirectors may still be asked, which must not hold anything back.
            batches.flush()
    if not reached:
        report.network_down, report.login_page = network_down(failed), login_page(failed)
    if report.in_vain:
        failed = [forgive(outcome, states.get(outcome.subscription.url)) for outcome in failed]
    batches.add(*failed)
    batches.flush()


def _gatherer(cluster: str) -> Callable[..., Iterator[FetchOutcome]]:
    """gather() here, or over the cluster at an address."""
    if not cluster:
        from roundup.fetch import gather

        return gather
    from roundup.fetch.cluster import gather_on_cluster

    return partial(gather_on_cluster, cluster)


def _keep(
    store: Store, desk: Desk, outcomes: Sequence[FetchOutcome], states: Mapping[str, FeedState], report: FetchReport
) -> None:
    """One transaction for a batch of feeds: their posts and what is remembered of them, or neither."""
    flood, now = desk.settings.fetch.flood, desk.now
    with store.write():
        taken = take_all(store, outcomes, states, flood=flood, now=now)
        store.feeds.save_all([(each.outcome, each.new, each.changed) for each in taken])
    for each in taken:
        report.count(each)
