"""How the feeds are that the desk follows: what is wrong with which, since when, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from shlex import quote
from typing import TYPE_CHECKING, Literal

from roundup.dataclass import dataclass
from roundup.model import FeedState, Subscription
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import followed

if TYPE_CHECKING:
    from roundup.store.feeds import FeedStats

QUIET = timedelta(weeks=8)  # without a post; many good blogs write less often than once a month
LONG = timedelta(weeks=4)  # failing all that time, a feed will hardly come back by itself
SURE = timedelta(weeks=1)  # by then a move is taken over, if nothing is in the way

Group = Literal["trouble", "quiet", "paused", "new", "well"]
GROUPS: tuple[Group, ...] = ("trouble", "quiet", "paused", "new", "well")


@dataclass(frozen=True, slots=True)
class FeedReport:
    """One feed as `roundup feeds` shows it. `state` is new, ok, failing, gone or paused.

    `reason` says why it fails, `warning` what else an editor should know of it, `advice` what to do, `since` from when
    on it is as it is (None if it is well). `newest` is the day of its latest post.
    """

    url: str
    title: str
    state: str
    last_success: datetime | None
    failures: int
    reason: str
    posts_per_week: float
    tags: tuple[str, ...]
    group: Group = "well"
    since: datetime | None = None
    warning: str = ""
    advice: str = ""
    newest: datetime | None = None


def report(desk: Desk) -> list[FeedReport]:
    """Every feed followed, with what is known of it, in the order of feeds.opml."""
    subscriptions = followed(desk.settings)
    with desk.store() as store:
        states = store.feeds.states()
        stats = store.feeds.stats(now=desk.now)
    return [feed_report(s, states.get(s.url, FeedState(url=s.url)), stats.get(s.url), desk.now) for s in subscriptions]


def grouped(rows: Sequence[FeedReport]) -> list[FeedReport]:
    """Troubles first, then those that are quiet, then the others; in each group as they were."""
    return sorted(rows, key=lambda row: GROUPS.index(row.group))


def feed_report(subscription: Subscription, state: FeedState, stats: FeedStats | None, now: datetime) -> FeedReport:
    """What is known of one feed. Pure."""
    newest = stats.newest if stats else None
    group = _group(subscription, state, newest, now)
    why, _, remedy = state.reason.partition("; ")
    warning = state.warning or (f"has moved for good to {state.moved_to}" if state.moved_to else "")
    return FeedReport(
        url=subscription.url,
        title=subscription.title or state.title,
        state="paused" if subscription.paused else state.health,
        last_success=state.last_success,
        failures=state.failures,
        reason=why,
        posts_per_week=round(stats.posts_per_week, 1) if stats else 0.0,
        tags=subscription.tags,
        group=group,
        since=_since(group, state, newest),
        warning=warning,
        advice=_advice(subscription, state, remedy, now),
        newest=newest,
    )


def _group(subscription: Subscription, state: FeedState, newest: datetime | None, now: datetime) -> Group:
    if subscription.paused:
        return "paused"
    if state.health == "new":
        return "new"
    if state.health != "ok" or state.warning or state.moved_to:
        return "trouble"
    return "quiet" if newest is None or now - newest > QUIET else "well"


def _since(group: Group, state: FeedState, newest: datetime | None) -> datetime | None:
    if group == "trouble":
        return state.failing_since if state.health != "ok" else state.moved_since
    return newest if group == "quiet" else None


def _advice(subscription: Subscription, state: FeedState, remedy: str, now: datetime) -> str:
    url = quote(subscription.url)
    if subscription.paused:
        return f"to ask it again: roundup feeds resume {url}"
    if state.health == "gone":
        return remedy or f"if the blog has no other home: roundup feeds remove {url}"
    if state.health == "failing":
        return remedy or _patience(state, url, now)
    if "held back" in state.warning:
        return "see what is held, then star or skip: roundup posts --held"
    if "cut off" in state.warning:
        return "nothing yet; if it stays so, tell the blog's author to check the feed with a feed validator"
    if "missed" in state.warning:
        return "run roundup fetch oftener, once a day say; what was missed: roundup add URL"
    return _following(state, url, now) if state.moved_to else ""


def _following(state: FeedState, url: str, now: datetime) -> str:
    if state.moved_since and now - state.moved_since > SURE:
        return f"the new address was not taken over; to hear why: roundup fetch {url}"
    return "nothing: the new address is taken over by itself once it is sure"


def _patience(state: FeedState, url: str, now: datetime) -> str:
    if state.failing_since and now - state.failing_since > LONG:
        return f"if the blog is no more: roundup feeds remove {url}"
    return f"nothing yet: it is asked again from {said_day(state.next_due)} on" if state.next_due else ""


def in_words(row: FeedReport) -> str:
    """How a feed is, in one sentence."""
    if row.state in ("failing", "gone"):
        since = f" since {said_day(row.since)}" if row.since else ""
        often = f", {row.failures} times in a row" if row.failures > 1 else ""
        return f"{row.state}{since}{often}: {row.reason}"
    if row.group == "quiet":
        said = f"nothing new since {row.since:%B %Y}" if row.since else "it has brought no post yet"
        return f"{said}; it still answers"
    if row.state == "paused":
        return "paused: it is not asked"
    return row.warning or ("not asked yet" if row.state == "new" else f"{row.posts_per_week:g} posts a week")


def said_day(moment: datetime | None) -> str:
    """A day in words."""
    return f"{moment.day} {moment:%B %Y}" if moment else "never"
