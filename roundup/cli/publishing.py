"""Commands towards the reader: check, render, publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.words import BOLD, GREEN, RED, YELLOW, say, say_json, tell
from roundup.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roundup.workflow.publish import Written

app = typer.Typer(rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
STYLES = {"blocks": RED, "warns": YELLOW, "hints": ""}


@app.command()
def check(
    context: typer.Context,
    special: Annotated[str, typer.Argument(metavar="[SLUG]", help="A special edition; else the draft.")] = "",
    as_json: AsJson = False,
) -> None:
    """Is the draft fit to publish?

    Faults and hints, each with where it is and what to do. Exits with 1 if one blocks.

    Example: roundup check
    """
    from dataclasses import asdict

    from roundup.workflow.publish import check as run

    findings = run(desk_of(context), special)
    if as_json:
        say_json([asdict(finding) for finding in findings])
    for finding in () if as_json else findings:
        say(f"{finding.level}: {finding.where}: {finding.message} [{finding.check}]", STYLES[finding.level])
        say(f"    {finding.remedy}")
    blocked = sum(finding.level == "blocks" for finding in findings)
    if not as_json:
        talk(context, _verdict(blocked, len(findings)), RED if blocked else GREEN)
    if blocked:
        raise typer.Exit(1)


def _verdict(blocked: int, findings: int) -> str:
    if blocked:
        return f"{blocked} of {findings} finding{'s' * (findings != 1)} must be cured before publishing."
    return f"Fit to publish; {findings} thing{'s' * (findings != 1)} to look at." if findings else "Fit to publish."


@app.command()
def render(
    context: typer.Context,
    edition: Annotated[
        str, typer.Argument(metavar="[N|SLUG]", help="A closed edition, or a special one; else the draft.")
    ] = "",
    format: Annotated[
        list[str] | None, typer.Option("--format", metavar="F", help="Only this format; several may be given.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Instead of the desk's out/.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the edition's files into out/SLUG/.

    A page, a fragment for any CMS, Markdown.

    Example: roundup render --format page
    """
    from roundup.workflow.publish import render as run

    which = int(edition[:12]) if edition.isascii() and edition.isdigit() else edition or None
    files = run(
        desk_of(context), which, formats=format or (), out=out, on_left_out=lambda words: tell(one_line(words), YELLOW)
    )
    _say_written(files, as_json=as_json)


def _say_written(files: Iterable[Written], *, as_json: bool) -> None:
    if as_json:
        say_json([{"format": f.format, "path": str(f.path), "bytes": f.bytes} for f in files])
        return
    for file in files:
        say(str(file.path))


@app.command()
def publish(
    context: typer.Context,
    override: Annotated[
        list[str] | None, typer.Option("--override", metavar="CHECK", help="Publish although this check blocks.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the ledger.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check, render, close the edition, open the next one. Picks that are not in it carry over.

    Example: roundup publish
    """
    from roundup.workflow.publish import preview
    from roundup.workflow.publish import publish as run

    desk = desk_of(context)
    if dry_run:
        steps = preview(desk, override=override or (), reason=reason)
        if as_json:
            say_json(list(steps))
        for step in () if as_json else steps:
            say(step)
        return
    done = run(desk, override=override or (), reason=reason)
    _say_written(done.files, as_json=as_json)
    closed, picks = done.edition, len(done.edition.picks)
    told = f"{picks} pick{'s' * (picks != 1)}"
    talk(context, f"Edition {closed.number} is closed with {told}; {done.next_number} is open.", BOLD)
