"""The command `edit`: the draft as one file in the editor's own editor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.editor import open_in_editor
from roundup.cli.files import read_text, write_text
from roundup.cli.streams import somebody_types
from roundup.cli.words import YELLOW, say, tell
from roundup.errors import RoundupError, UsageError

if TYPE_CHECKING:
    from roundup.workflow.desk import Desk
    from roundup.workflow.edit import Edited

app = typer.Typer(rich_markup_mode=None)

FOLDER: Final = "worksheets"
_MOST: Final = 4_000_000  # bytes of a worksheet


@app.command()
def edit(
    context: typer.Context,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE|-", help="Write the worksheet there instead.")
    ] = None,
    read: Annotated[
        Path | None, typer.Option("--import", metavar="FILE|-", help="Take in a worksheet that was edited.")
    ] = None,
) -> None:
    """Edit the whole draft as one Markdown worksheet.

    It opens in ROUNDUP_EDITOR, VISUAL or EDITOR. Move a block to reorder, delete it or move it below the line to take
    a pick out, move one up to put it in; a new block quote is checked word for word. If anything is not clear, nothing
    is changed, the place is marked and the file opens again.

    Example: roundup edit
    """
    desk = desk_of(context)
    if export and read:
        raise UsageError("--export and --import are two errands", hint="Give one of them.")
    if export:
        from roundup.workflow.edit import export as act

        write_text(export, act(desk))
    elif read:
        _take_in(context, desk, read)
    elif not (somebody_types() and sys.stdout.isatty()):
        raise UsageError(
            "an editor needs a terminal", hint="In scripts: roundup edit --export FILE, then roundup edit --import FILE"
        )
    else:
        _session(context, desk)


def _take_in(context: typer.Context, desk: Desk, path: Path) -> None:
    from roundup.workflow.edit import read_back

    edited = read_back(desk, read_text(path, _MOST))
    _report(context, edited)
    if edited.refused:
        where = "" if str(path) == "-" else f" {path} is as you left it."
        raise RoundupError("nothing was changed", hint=f"Put right what is said above, then import again.{where}")


# ---------------------------------------------------------------- in an editor


def _session(context: typer.Context, desk: Desk) -> None:
    """Open, read, and open again until it is right or the editor has had enough. The file stays until then."""
    from roundup.curate.worksheet import with_problems
    from roundup.workflow.edit import export, read_back
    from roundup.workflow.files import replace_file

    path = desk.settings.root / FOLDER / "worksheet.md"
    if path.exists():
        talk(context, f"Going on with {path}, which was not taken in last time. To start afresh, move it away.", YELLOW)
    else:
        replace_file(path, export(desk).encode())
    while True:
        before = path.read_bytes()
        open_in_editor(path)
        text = read_text(path, _MOST)
        edited = read_back(desk, text)
        _report(context, edited)
        if not edited.refused:
            path.replace(path.with_name("worksheet.last.md"))
            return
        if edited.problems:
            # As it was saved, whatever the notes make of it.
            replace_file(path.with_name("worksheet.refused.md"), path.read_bytes())
            replace_file(path, with_problems(text, edited.problems).encode())
        if path.read_bytes() == before or not typer.confirm("Open it again?", default=True, err=True):
            raise RoundupError("nothing was changed", hint=f"Your worksheet is kept: {path}. Go on with: roundup edit")


# ---------------------------------------------------------------- what came of it


def _report(context: typer.Context, edited: Edited) -> None:
    for line in edited.done:
        talk(context, line)
    if not edited.refused and not edited.done:
        talk(context, "nothing has changed")
    for problem in edited.problems:
        tell(f"line {problem.line}: {problem.message}", YELLOW)
    for conflict in edited.conflicts:
        about = f"post {conflict.post}, {conflict.what}" if conflict.post else f"the edition's {conflict.what}"
        tell(f"{about}: changed here, and meanwhile to something else on the desk", YELLOW)
        for line in _difference(conflict.theirs, conflict.mine):
            say(line)


def _difference(theirs: str, mine: str) -> list[str]:
    import difflib

    lines = difflib.unified_diff(theirs.split("\n"), mine.split("\n"), "on the desk", "in your worksheet", lineterm="")
    return list(lines)
