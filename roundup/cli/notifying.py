"""The command that tells the quoted."""

from __future__ import annotations

from typing import Annotated

import typer

from roundup.cli.context import desk_of, quiet, talk
from roundup.cli.words import BOLD, RED, say, say_json, table, tell

app = typer.Typer(rich_markup_mode=None)

_WORDS = {
    "told": "told",
    "refused": "does not want it",
    "failed": "could not be told",
    "withdrawn": "told that it is withdrawn",
    "letter": "letter written",
    "already": "told before",
    "left out": "left out",
    "would": "would be told",
}
_TO_DO = ("refused", "failed", "letter", "would")


@app.command()
def notify(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="A published edition; else the newest one.")
    ] = None,
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Where it is, if you published it yourself.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would be told and how; tell nobody.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Tell the bloggers whose posts are in the edition, once its page is public and links to them.

    By Webmention or Pingback where their blog takes one; for the others a letter is written for you to send. Everybody
    is told once; again only after a correction, or when the edition is taken away. Who opted out is left alone.

    Example: roundup notify --dry-run
    """
    from roundup.workflow.notify import notify as run

    told = run(desk_of(context), number, url=url, dry_run=dry_run)
    if as_json:
        entries = [
            {"url": e.pick.url, "title": e.pick.title, "outcome": e.outcome, "way": e.way, "words": e.words}
            for e in told.entries
        ]
        letters = [str(path) for path in told.letters]
        say_json({"number": told.edition.number, "url": told.url, "entries": entries, "letters": letters})
    else:
        # With --quiet what is as it should be goes without saying.
        shown = [e for e in told.entries if e.outcome in _TO_DO or not quiet(context)]
        rows = [(e.pick.title or e.pick.url, _WORDS[e.outcome], e.way, e.words) for e in shown]
        if rows or not quiet(context):
            table(("post", "", "by", ""), rows, wide=0)
        for path in told.letters:
            say(str(path), BOLD)
    failed = sum(e.outcome == "failed" for e in told.entries)
    if told.letters:
        talk(context, "Letters are for you to read and send; nothing was sent by this program.")
    if failed:
        tell(f"{failed} could not be told; the same command tries them again.", RED)
        raise typer.Exit(1)
