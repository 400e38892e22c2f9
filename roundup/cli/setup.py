"""Commands about the desk as a whole: demo, init, backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roundup.cli.context import desk_of, quiet, talk
from roundup.cli.words import BOLD, say

app = typer.Typer(rich_markup_mode=None)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the demo's desk goes.")] = Path("roundup-demo"),
    stay: Annotated[
        bool, typer.Option("--stay", help="Serve the sample blogs until Ctrl-C, so that links work.")
    ] = False,
) -> None:
    """A whole week on sample blogs, served on this machine. Says what to look at next.

    Example: roundup demo /tmp/try-it
    """
    from roundup.demo.runner import run_demo

    raise typer.Exit(run_demo(folder, say=say, stay=stay))


@app.command()
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The new desk's folder.")] = Path(),
    empty: Annotated[
        bool, typer.Option("--empty", help="Follow nothing yet, instead of the blogs that come along.")
    ] = False,
) -> None:
    """Make a new desk: roundup.toml and feeds.opml. Overwrites nothing.

    Example: roundup init my-roundup
    """
    from roundup.resources import packaged
    from roundup.workflow.desk import init as make

    made = make(folder, opml=None if empty else packaged("feeds.opml").read_text(encoding="utf-8"))
    for path in made.files:
        say(str(path))
    talk(context, f"A desk is ready in {made.root.resolve()}.", BOLD)
    if empty:
        talk(context, "It follows nothing yet. Next: roundup feeds import FILE.opml, or roundup feeds add URL")
    else:
        talk(
            context, "It follows the UK local-government blogs in feeds.opml; edit it as you like. Next: roundup fetch"
        )


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy's name; must not exist yet.")],
) -> None:
    """Copy the desk's memory to FILE. The copy is whole even while others work.

    Example: roundup backup ../roundup-2026-11-20.db
    """
    from roundup.workflow.backup import backup as copy
    from roundup.workflow.steps import timed

    desk = desk_of(context)
    with timed(desk.log, "backup") as step:
        made = copy(desk, file)
        step.what = str(made)
    if not quiet(context):
        say(str(made))
