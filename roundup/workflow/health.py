"""How the feeds are that the desk follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from roundup.model import FeedState, Subscription
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import followed


@dataclass(frozen=True, slots=True)
class FeedReport:
    """One feed as `roundup feeds` shows it. `state` is new, ok, failing, gone or paused."""

    url: str
    title: str
    state: str
    last_success: datetime | None
    failures: int
    reason: str
    posts_per_week: float
    tags: tuple[str, ...]


def report(desk: Desk) -> list[FeedReport]:
    """Every feed followed, with what is known of it."""
    subscriptions = followed(desk.settings)
    with desk.store() as store:
        states = store.feeds.states()
        rates = store.feeds.posts_per_week(now=desk.now)
    return [_told(s, states.get(s.url, FeedState(url=s.url)), rates.get(s.url, 0.0)) for s in subscriptions]


def _told(subscription: Subscription, state: FeedState, rate: float) -> FeedReport:
    return FeedReport(
        url=subscription.url,
        title=subscription.title or state.title,
        state="paused" if subscription.paused else state.health,
        last_success=state.last_success,
        failures=state.failures,
        reason=state.reason,
        posts_per_week=round(rate, 1),
        tags=subscription.tags,
    )
