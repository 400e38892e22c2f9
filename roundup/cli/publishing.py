"""Commands towards the reader: render, publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roundup.cli.context import desk_of, quiet, talk
from roundup.cli.words import YELLOW, say, say_json, tell
from roundup.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roundup.workflow.site import SiteWritten
    from roundup.workflow.writing import Written

app = typer.Typer(rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


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
    """Write the edition's files into out/SLUG/, feeds into out/, and the archive of closed editions into out/site/.

    Page, fragment for any CMS, WordPress' blocks, Markdown, e-mail; `--format site` is the archive alone.

    Example: roundup render --format page
    """
    from roundup.workflow.site import split, write_site
    from roundup.workflow.steps import timed
    from roundup.workflow.writing import Written

    desk = desk_of(context)
    formats, with_site = split(desk, format or ())
    which = int(edition[:12]) if edition.isascii() and edition.isdigit() else edition or None
    files: tuple[Written, ...] = ()
    with timed(desk.log, "render") as step:
        if formats:
            # Imported here: the archive alone needs nothing of what checks and composes a draft.
            from roundup.workflow.publish import render as run

            files = run(desk, which, formats=formats, out=out, on_left_out=lambda words: tell(one_line(words), YELLOW))
        if with_site:
            site = write_site(desk, out=out)
            files += (Written("site", site.folder, site.bytes),)
            talk(context, _site_told(site))
        step.counts = {"files": len(files), "bytes": sum(file.bytes for file in files)}
    if as_json or not quiet(context):
        _say_written(files, as_json=as_json)
    for note in filter(None, (file.note for file in files)):
        talk(context, note, YELLOW)


def _site_told(site: SiteWritten) -> str:
    if not site.written and not site.removed:
        return f"The archive is as it was: {site.files:,} files."
    gone = f", {site.removed:,} removed" if site.removed else ""
    return f"The archive has {site.files:,} files; {site.written:,} written{gone}."


def _say_written(files: Iterable[Written], *, as_json: bool) -> None:
    if as_json:
        say_json([{"format": f.format, "path": str(f.path), "bytes": f.bytes} for f in files])
        return
    for file in files:
        say(str(file.path))
