"""What `roundup feeds` says by itself: how each feed is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.words import YELLOW, say_json, table, tell
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.workflow.health import FeedReport


def list_feeds(context: typer.Context, *, as_json: bool) -> None:
    """Every feed followed: state, last success, posts a week, and why one is failing."""
    from dataclasses import asdict

    from roundup.workflow.feeds import faults
    from roundup.workflow.health import report

    desk = desk_of(context)
    rows = report(desk)
    if as_json:
        say_json([asdict(row) for row in rows])
        return
    _tell(context, rows)
    for fault in faults(desk):
        tell(one_line(f"not followed: {fault}"), YELLOW)


def _tell(context: typer.Context, rows: list[FeedReport]) -> None:
    heads = ("feed", "state", "last success", "a week", "why", "address")
    table(
        heads,
        [(r.title or r.url, r.state, _day(r.last_success), f"{r.posts_per_week:g}", r.reason, r.url) for r in rows],
        wide=5,
    )
    unwell = [row for row in rows if row.state in ("failing", "gone")]
    for row in unwell:
        times = f"{row.failures} times in a row" if row.failures > 1 else "once"
        talk(context, one_line(f"{row.state}: {row.title or row.url}: {row.reason}, {times}"), YELLOW)
    talk(context, f"{len(rows)} feeds, {len(unwell)} of them not well." if unwell else f"{len(rows)} feeds.")


def _day(moment: object) -> str:
    return str(moment)[:10] if moment else "never"
