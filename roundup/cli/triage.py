"""The command `triage`: the keyboard desk, if there is a terminal to show it on and Textual to show it with."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from roundup.cli.context import desk_of, now, talk
from roundup.cli.streams import somebody_types
from roundup.config import read_environment
from roundup.errors import RoundupError, UsageError

app = typer.Typer(rich_markup_mode=None)

LONGEST = 24 * 60  # minutes


@app.command()
def triage(
    context: typer.Context,
    minutes: Annotated[
        int | None,
        typer.Option("--minutes", metavar="N", min=1, max=LONGEST, help="Show the time against the posts left."),
    ] = None,
) -> None:
    """Read, star, skip, tag, quote and annotate what waits, at a keyboard desk. Its key ? shows all keys.

    Every decision is kept at once; q leaves. It needs the extra tui: pipx install 'localgov-roundup[tui]'

    Example: roundup triage --minutes 30
    """
    from roundup.workflow.triage import Session

    desk = desk_of(context)
    _refuse_no_terminal()
    _refuse_no_textual()
    from roundup.cli.editor import edited
    from roundup.tui import run

    environment = read_environment()
    session = Session(desk, lambda: now(environment), minutes=minutes or 0)
    run(session, editor=edited, browser=_browse)
    done = len(session.settled)
    if left := len(session.unfinished):
        talk(context, f"{left} text{'s' * (left != 1)} left unfinished; roundup triage has them again.")
    talk(context, f"{done} post{'s' * (done != 1)} decided. The draft: roundup edition; its words: roundup edit")


def _refuse_no_terminal() -> None:
    if not (somebody_types() and sys.stdout.isatty()):
        raise UsageError(
            "the desk needs a terminal",
            hint="In scripts: roundup posts --json, then roundup star, skip, quote, annotate.",
        )
    kind = read_environment().terminal
    if kind in ("", "dumb", "unknown") and sys.platform != "win32":
        raise UsageError(
            f"this terminal cannot be painted on (TERM is {kind or 'not set'})",
            hint="Set TERM to what it is, xterm-256color for most; or work by lines: roundup posts, roundup show 12.",
        )


def _refuse_no_textual() -> None:
    if find_spec("textual") is None:
        raise RoundupError(
            "the keyboard desk needs Textual, which is not installed",
            hint="pipx install --force 'localgov-roundup[tui]', or: pip install 'localgov-roundup[tui]'; "
            "from a clone: '.[tui]'. All it does can be done without: roundup posts, star, quote, annotate.",
        )


def _browse(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        raise RoundupError("no browser could be started here", hint=f"Open it yourself: {address}")
