"""The command that asks the feeds: fetch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from roundup.cli.context import desk_of, quiet
from roundup.cli.words import BOLD, YELLOW, say, say_json, tell
from roundup.text import one_line
from roundup.workflow.steps import Step

if TYPE_CHECKING:
    from roundup.model import FetchOutcome
    from roundup.workflow.desk import Desk
    from roundup.workflow.fetch import FetchReport, Progress

app = typer.Typer(rich_markup_mode=None)

# What a run's line in the log counts
COUNTED = ("feeds", "fetched", "unchanged", "failed", "not_due", "waiting", "new_posts", "changed_posts", "held_posts")


@app.command()
def fetch(
    context: typer.Context,
    feeds: Annotated[
        list[str] | None, typer.Argument(metavar="[FEED...]", help="Only these; else all that are due.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every feed, due or not.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Read again even what has not changed.")] = False,
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="ADDRESS", help="Ask from the Dask cluster whose scheduler is there.")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if any feed failed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Ask the feeds that are due and keep what is new. One failing feed never stops another.

    Example: roundup fetch --all

    Example: roundup fetch --cluster tcp://127.0.0.1:8786
    """
    from roundup.workflow.fetch import fetch as run

    hushed, desk = quiet(context) or as_json, desk_of(context)
    with _progress(hushed) as progress:
        report = run(desk, only=feeds or (), everything=everything, force=force, cluster=cluster, progress=progress)
    _log(desk, report)
    if as_json:
        say_json(_as_json(report))
    else:
        _tell_report(report, hushed=hushed, strict=strict)
    if report.in_vain or (strict and report.failed):
        raise typer.Exit(1)


def _log(desk: Desk, report: FetchReport) -> None:
    """A step a feed that brought something, moved or failed, and one for all of them."""
    for feed in report.brought:
        counts = {"new_posts": feed.new, "changed_posts": feed.changed, "held_posts": feed.held}
        desk.log(Step("feed", feed.url, counts))
    for moved in report.moved:
        desk.log(Step("moved", f"{moved.url} → {moved.to}"))
    for url, _title, reason in report.failures:
        desk.log(Step("failing", f"{url}: {reason}", {"failed": 1}))
    counts = {name: getattr(report, name) for name in COUNTED}
    why = "the network is down" if report.network_down else "a login page answers" if report.login_page else ""
    desk.log(Step("fetch", why or report.trouble, counts, report.seconds))


@contextmanager
def _progress(hushed: bool) -> Iterator[Progress]:
    """A bar on a terminal, silence elsewhere."""
    import sys

    if hushed or not sys.stderr.isatty():
        yield lambda _done, _total, _outcome: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("fetching"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[last]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("fetch", total=None, last="")

        def step(done: int, total: int, outcome: FetchOutcome) -> None:
            bar.update(
                task, completed=done, total=total, last=one_line(outcome.state.title or outcome.subscription.url, 40)
            )

        yield step


def _as_json(report: FetchReport) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "feeds": report.feeds,
        "fetched": report.fetched,
        "unchanged": report.unchanged,
        "failed": report.failed,
        "not_due": report.not_due,
        "waiting": report.waiting,
        "new_posts": report.new_posts,
        "changed_posts": report.changed_posts,
        "held_posts": report.held_posts,
        "seconds": report.seconds,
        "network_down": report.network_down,
        "login_page": report.login_page,
        "moved": [asdict(moved) for moved in report.moved],
        "trouble": report.trouble,
        "failures": [{"url": url, "title": title, "reason": reason} for url, title, reason in report.failures],
        "notes": [{"url": url, "title": title, "note": note} for url, title, note in report.notes],
        "brought": [asdict(brought) for brought in report.brought],
    }


def _tell_report(report: FetchReport, *, hushed: bool, strict: bool) -> None:
    if report.network_down:
        # What to do about the one feed is beside the point when it is none's fault.
        why, _, _ = report.failures[0][2].partition("; ")
        tell(f"No feed could be reached: is the network down? ({why})", YELLOW)
        return
    if report.login_page:
        tell(
            "Something between you and the internet answers for all feeds (a login page of a network?). Open any page "
            "in a browser, then fetch again. No feed is blamed.",
            YELLOW,
        )
        return
    for url, title, reason in report.failures:
        # One bad day of a blog is nothing to write home about; it stands in: roundup feeds.
        if hushed and not strict and url not in report.lasting:
            continue
        tell(f"failing: {one_line(title or url, 50)}: {one_line(reason, 160)}  {url}", YELLOW)
    if report.trouble:
        tell(report.trouble, YELLOW)
    if hushed:
        return
    for url, title, note in report.notes:
        tell(f"{one_line(title or url, 50)}: {one_line(note, 160)}  (followed as {url})")
    for moved in report.moved:
        tell(
            f"{one_line(moved.title or moved.url, 50)} has moved: {moved.to} stands in feeds.opml now, not {moved.url}"
        )
    for feed in sorted(report.brought, key=lambda b: (-b.new, b.title)):
        parts = [f"{feed.new} new"] * bool(feed.new) + [f"{feed.changed} changed"] * bool(feed.changed)
        parts += [f"{feed.held} held back"] * bool(feed.held)
        say(f"{one_line(feed.title or feed.url, 60)}: {', '.join(parts)}")
    tell(_summary(report), BOLD)


def _summary(report: FetchReport) -> str:
    if not report.feeds:
        return _nothing(report)
    parts = [f"{_many(report.feeds, 'feed')} in {report.seconds:g} s", _many(report.new_posts, "new post")]
    parts += [f"{report.changed_posts} changed"] * bool(report.changed_posts)
    parts += [f"{report.held_posts} held back"] * bool(report.held_posts)
    parts += [f"{_many(report.unchanged, 'feed')} unchanged"] * bool(report.unchanged)
    parts += [f"{report.failed} failing"] * bool(report.failed)
    early = report.not_due - report.waiting
    parts += [f"{early} not due"] * bool(early)
    parts += [f"{report.waiting} left alone, as their hosts asked"] * bool(report.waiting)
    return " · ".join(parts)


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _nothing(report: FetchReport) -> str:
    """Why no feed was asked, and how to ask one all the same."""
    count, waiting = report.not_due, report.waiting
    if not waiting:
        return f"Nothing is due: all {count} feeds were asked a short while ago (--all asks them again)."
    which = (
        f"{waiting} of {count} feeds wait"
        if waiting < count
        else "the feed waits"
        if count == 1
        else f"all {count} wait"
    )
    rest = "; the others were asked a short while ago (--all asks them again)" if waiting < count else ""
    whose = "their hosts" if count > 1 else "its host"
    return f"Nothing is due: {which}, as {whose} asked (name one to ask it now){rest}."
