"""The command `roundup`: its global options, its table of commands, the one place where errors become words.

Only the module of the command that is asked for is imported, so that starting stays cheap.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from roundup import __version__
from roundup.cli.context import Globals
from roundup.cli.words import complain
from roundup.errors import RoundupError

# command → the module of its group, in the order of a week's work
COMMANDS = {
    "demo": "setup",
    "init": "setup",
    "feeds": "feeds",
    "fetch": "fetching",
    "posts": "reading",
    "show": "reading",
    "open": "reading",
    "search": "reading",
    "why": "reading",
    "add": "fetching",
    "star": "picking",
    "unstar": "picking",
    "skip": "picking",
    "annotate": "wording",
    "note": "wording",
    "quote": "wording",
    "unquote": "wording",
    "tag": "picking",
    "order": "picking",
    "undo": "picking",
    "edition": "edition",
    "check": "publishing",
    "render": "publishing",
    "publish": "publishing",
    "backup": "setup",
}


class LazyCommands(MutableMapping[str, Any]):
    """The commands by name; a command's module is imported when the command is first looked up."""

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            module = import_module(f"roundup.cli.{COMMANDS[name]}")
            group = typer.main.get_group(module.app)
            self._built.update(group.commands)
        return self._built[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._built[name] = command

    def __delitem__(self, name: str) -> None:
        del self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Roundup(TyperGroup):
    """The command group whose commands are imported one by one."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**{**attrs, "commands": {}})
        self.commands = LazyCommands()


app = typer.Typer(
    cls=Roundup,
    name="roundup",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"roundup {__version__}\n")
        raise typer.Exit


@app.callback()
def roundup(
    context: typer.Context,
    desk: Annotated[
        Path | None,
        typer.Option("--desk", metavar="DIR", help="The desk to work on; else ROUNDUP_DESK, else found upwards."),
    ] = None,
    curator: Annotated[
        str,
        typer.Option("--as", metavar="CURATOR", help="Who decides, for the ledger; else ROUNDUP_AS, else your login."),
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """A week of other people's blog posts, made into one good post of your own.

    A week, start to finish: roundup fetch · roundup posts · roundup star 12 · roundup check · roundup publish
    """
    context.obj = Globals(desk=desk, curator=curator, quiet=quiet)


def run(args: list[str]) -> int:
    """One command, every failure said in words."""
    try:
        app(args, prog_name="roundup")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    except RoundupError as error:
        complain(error.message, error.hint)
        return error.exit_code
    except Exception as error:  # noqa: BLE001 — the last resort: a bug of ours must end in words, not in a traceback
        from roundup.cli.bug import report_bug

        return report_bug(error, args)
    return 0
