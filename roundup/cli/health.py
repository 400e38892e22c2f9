"""What `roundup feeds` says by itself: how each feed is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.words import BOLD, DIM, YELLOW, say, say_json, table, tell, wrapped
from roundup.text import fit, one_line

if TYPE_CHECKING:
    from roundup.workflow.health import FeedReport

_HEADINGS: Final = {
    "trouble": "Not well",
    "quiet": "Quiet, but not dead",
    "paused": "Paused",
    "new": "Not asked yet",
    "well": "Well",
}
_NAME_COLUMNS: Final = 34


def list_feeds(context: typer.Context, *, as_json: bool) -> None:
    """Every feed followed: what is wrong with which since when and what to do; the quiet ones; those that are well."""
    from dataclasses import asdict

    from roundup.workflow.feeds import faults
    from roundup.workflow.health import grouped, report

    desk = desk_of(context)
    rows = report(desk)
    if as_json:
        say_json([asdict(row) for row in rows])
        return
    rows = grouped(rows)
    if sys.stdout.isatty():
        for line, style in sections(rows):
            say(line, style)
    else:
        _say_table(rows)
        _tell_troubles(context, rows)
    for fault in faults(desk):
        tell(one_line(f"not followed: {fault}"), YELLOW)
    unwell = sum(row.group == "trouble" for row in rows)
    talk(context, f"{len(rows)} feeds, {unwell} of them not well." if unwell else f"{len(rows)} feeds.")


def sections(rows: Sequence[FeedReport]) -> Iterator[tuple[str, str]]:
    """(line, style) for a terminal of 80 columns: a heading a group, and under it what there is to know."""
    for group, heading in _HEADINGS.items():
        of_group = [row for row in rows if row.group == group]
        if of_group:
            yield f"{heading} ({len(of_group)})", BOLD
            for row in of_group:
                yield from _at_length(row) if group == "trouble" else [_in_short(row)]
            yield "", ""


def _at_length(row: FeedReport) -> Iterator[tuple[str, str]]:
    from roundup.workflow.health import in_words

    yield fit(f"  {one_line(row.title or row.url)}", 80).rstrip(), YELLOW
    for text, style in ((in_words(row), ""), (row.advice, ""), (row.url if row.title else "", DIM)):
        if text:
            arrow = "→ " if text is row.advice else ""
            yield wrapped(arrow + one_line(text), indent="    "), style


def _in_short(row: FeedReport) -> tuple[str, str]:
    from roundup.workflow.health import in_words

    words = one_line(in_words(row))
    return f"  {fit(one_line(row.title or row.url), _NAME_COLUMNS)}  {fit(words, 78 - _NAME_COLUMNS - 2)}".rstrip(), ""


def _say_table(rows: Sequence[FeedReport]) -> None:
    """Tab-separated, for other programs."""
    heads = ("feed", "state", "last success", "a week", "why", "address")
    why = [(row.reason or row.warning) for row in rows]
    days = [str(row.last_success)[:10] if row.last_success else "never" for row in rows]
    cells = zip(rows, days, why, strict=True)
    table(heads, [(r.title or r.url, r.state, day, f"{r.posts_per_week:g}", said, r.url) for r, day, said in cells])


def _tell_troubles(context: typer.Context, rows: Sequence[FeedReport]) -> None:
    from roundup.workflow.health import in_words

    for row in rows:
        if row.group == "trouble":
            advice = f" → {row.advice}" if row.advice else ""
            talk(context, one_line(f"{row.title or row.url}: {in_words(row)}{advice}"), YELLOW)
