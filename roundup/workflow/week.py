"""A week in one screen: what came, who was quiet, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from roundup.dataclass import dataclass
from roundup.merge.gap import MISSED
from roundup.workflow.desk import Desk
from roundup.workflow.health import FeedReport, report

if TYPE_CHECKING:
    from roundup.store.week import Week

USUALLY = 0.5  # posts a week: who writes that often is missed after a week


@dataclass(frozen=True, slots=True)
class Archived:
    """A copy of the page at `url`, saved at `archived`."""

    url: str
    archived_url: str
    archived: datetime


@dataclass(frozen=True, slots=True)
class WeekReport:
    """What happened since `since`. `new` and all lists of troubles are (feed's title, words), the gravest first.

    `silent` are blogs that usually write and did not, `quiet` counts those that have not written for long. `archived`
    are copies of pages that were saved.
    """

    since: datetime
    until: datetime
    feeds: int
    posts: int
    new: tuple[tuple[str, int], ...]
    silent: tuple[str, ...]
    quiet: int
    failing: tuple[tuple[str, str], ...]
    held: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str], ...]
    archived: tuple[Archived, ...] = ()


def week_report(desk: Desk, since: datetime | None = None) -> WeekReport:
    """The report of the time since `since`, a week if not given."""
    from roundup.store.copies import Copies

    rows, start = report(desk), since or desk.now - timedelta(days=7)
    with desk.store() as store:
        week = store.feeds.week(start)
        saved = Copies(store.connection).made_since(start)
    archived = tuple(Archived(copy.address, copy.url, copy.made) for copy in saved if copy.made)
    return replace(told(rows, week, since=start, until=desk.now), archived=archived)


def told(rows: Sequence[FeedReport], week: Week, *, since: datetime, until: datetime) -> WeekReport:
    """The report from what is known. Pure."""
    titles = {row.url: row.title or row.url for row in rows}
    counts: dict[str, int] = {}
    for each in week.fresh:
        name = titles.get(each.url, each.blog)
        counts[name] = counts.get(name, 0) + each.count
    wrote = {each.url for each in week.fresh}
    answering = [row for row in rows if row.state == "ok" and row.url not in wrote]
    failing = [row for row in rows if row.state in ("failing", "gone")]
    # Who failed first has been missing longest.
    failing.sort(key=lambda row: (row.since or until, row.url))
    return WeekReport(
        since=since,
        until=until,
        feeds=len(rows),
        posts=sum(each.count for each in week.fresh),
        new=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold()))),
        silent=tuple(row.title or row.url for row in answering if row.posts_per_week >= USUALLY),
        quiet=sum(row.group == "quiet" for row in rows),
        failing=tuple((titles[row.url], _why(row)) for row in failing),
        held=tuple((titles.get(each.url, each.blog), f"{each.count} waiting; {each.held}") for each in week.held),
        missed=tuple(
            (titles.get(url, url), words[at:]) for url, words in week.remarks if (at := words.find(MISSED)) >= 0
        ),
        moved=_moved(rows, week, titles),
    )


def _why(row: FeedReport) -> str:
    since = f"since {row.since.day} {row.since:%b}: " if row.since else ""
    return f"{since}{row.reason}"


def _moved(rows: Sequence[FeedReport], week: Week, titles: dict[str, str]) -> tuple[tuple[str, str], ...]:
    done = [(titles.get(new, new), f"moved to {new}; it is followed there now") for _, new in week.moved]
    return (*done, *((titles[row.url], row.warning) for row in rows if row.warning.startswith("has moved")))
