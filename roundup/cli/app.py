"""The command `roundup`: its global options, its table of commands, the one place where errors become words.

Only the module of the command that is asked for is imported, so that starting stays cheap.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, MutableMapping
from functools import cache
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_command_from_info, get_command_name, get_group_from_info

from roundup import __version__
from roundup.cli import EXIT_INTERRUPTED
from roundup.cli.context import Globals, now
from roundup.cli.logbook import Logbook
from roundup.cli.signals import stoppable
from roundup.cli.streams import fill_closed, flush
from roundup.cli.words import complain, tell
from roundup.config import read_environment, read_log_file, read_secrets
from roundup.errors import RoundupError
from roundup.text import one_line

# The commands by the stage of a week's work: name → the module of its group
STAGES: dict[str, dict[str, str]] = {
    "Set up": {"demo": "setup", "init": "setup", "feeds": "feeds", "people": "people", "backup": "setup"},
    "Gather and read": {
        "fetch": "fetching",
        "add": "adding",
        "posts": "reading",
        "show": "reading",
        "open": "reading",
        "search": "reading",
        "why": "reading",
        "voices": "voices",
    },
    "Pick and write": {
        "triage": "triage",
        "star": "picking",
        "unstar": "picking",
        "skip": "picking",
        "tag": "picking",
        "order": "picking",
        "undo": "picking",
        "annotate": "wording",
        "note": "wording",
        "quote": "wording",
        "unquote": "wording",
        "edit": "editing",
        "ledger": "ledger",
    },
    "Publish": {
        "edition": "edition",
        "check": "checking",
        "render": "publishing",
        "preview": "previewing",
        "templates": "templates",
        "publish": "delivering",
        "notify": "notifying",
        "recheck": "checking",
    },
}
COMMANDS = {name: module for stage in STAGES.values() for name, module in stage.items()}
GLOBAL = ("--desk", "--as", "--quiet", "-q", "--log-json", "--wait")  # what stands before the command
LONGEST_WAIT = 86_400.0  # seconds


@cache
def _build(name: str) -> Any:
    """The one command `name` of its module's Typer app; its neighbours are left alone, which halves the start."""
    group: typer.Typer = import_module(f"roundup.cli.{COMMANDS[name]}").app
    for command in group.registered_commands:
        if (command.name or get_command_name(getattr(command.callback, "__name__", ""))) == name:
            return get_command_from_info(command, pretty_exceptions_short=True, rich_markup_mode=None)
    for sub in group.registered_groups:
        if sub.name == name:
            return get_group_from_info(sub, pretty_exceptions_short=True, suggest_commands=True, rich_markup_mode=None)
    raise KeyError(name)


class LazyCommands(MutableMapping[str, Any]):
    """The commands by name; a command's module is imported when the command is first looked up."""

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            self._built[name] = _build(name)
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

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands in the order of the work, a heading a stage."""
        del ctx  # the commands are the same in every context
        room = formatter.width - 6 - max(map(len, COMMANDS))
        for stage, names in STAGES.items():
            with formatter.section(stage):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(room)) for name in names])


app = typer.Typer(
    cls=Roundup,
    name="roundup",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
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
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing unless there is something to do.")] = False,
    log_json: Annotated[
        str, typer.Option("--log-json", metavar="FILE", help="Append a line of JSON a step; - is stderr.")
    ] = "",
    wait: Annotated[
        float | None,
        typer.Option("--wait", metavar="SECONDS", min=0, max=LONGEST_WAIT, help="For another run on this desk to end."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """A week of other people's blog posts, made into one good post of your own.

    A week, start to finish: roundup fetch · roundup posts · roundup star 12 · roundup check · roundup publish
    """
    logbook = context.obj if isinstance(context.obj, Logbook) else Logbook()
    context.obj = Globals(desk=desk, curator=curator, quiet=quiet, wait=wait, logbook=logbook)
    if name := log_json or read_log_file():
        environment, command = read_environment(), context.invoked_subcommand or ""
        logbook.open(name, command=command, now=lambda: now(environment), secrets=read_secrets().values())


def run(args: list[str]) -> int:
    """One command, every failure said in words, and in the log if one is kept."""
    fill_closed()
    logbook = Logbook()
    with stoppable():
        code, words = _ended(args, logbook)
        logbook.end(code, words)
    return code


def _ended(args: list[str], logbook: Logbook) -> tuple[int, str]:
    """How it ended: the exit code, and what went wrong."""
    try:
        code = _perform(args, logbook)
        return code, "interrupted" if code == EXIT_INTERRUPTED else ""
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED, "interrupted"
    except RoundupError as error:
        complain(error.message, error.hint)
        return error.exit_code, error.message
    except BrokenPipeError:
        return 1, "nobody read what was said"
    except OSError as error:
        return _refused(error), f"{error.filename or 'the system'}: {error.strerror or error}"
    except Exception as error:  # noqa: BLE001 — the last resort: a bug of ours must end in words, not in a traceback
        if show := getattr(error, "show", None):
            return _misused(show, getattr(error, "exit_code", 2), args), "the command was not understood"
        from roundup.cli.bug import report_bug

        return report_bug(error, args), f"a bug: {type(error).__name__}"


@cache
def _program() -> Any:
    """All of it as a command; made once, for programs that run several."""
    return get_command(app)


def _perform(args: list[str], logbook: Logbook) -> int:
    try:
        code = _program()(args, prog_name="roundup", standalone_mode=False, obj=logbook)
    except SystemExit as end:
        code = end.code
    flush()
    return code if isinstance(code, int) else 0


def _misused(show: Callable[[IO[str]], None], code: int, args: list[str]) -> int:
    """What the parser says about words it cannot place; it repeats them, so they are made harmless on the way."""
    said = StringIO()
    show(said)
    words = said.getvalue().rstrip("\n")
    tell(words)
    if misplaced := [word for word in args if word.startswith("-") and word in GLOBAL and f" {word}" in words]:
        tell(f"{misplaced[0]} stands before the command: roundup {misplaced[0]} …")
    return code


def _refused(error: OSError) -> int:
    """What the system would not do; exit 1, since the work failed and no program is to blame."""
    where = f"{error.filename} cannot be used" if error.filename else "the system refused"
    complain(
        f"{one_line(where, 200)}: {error.strerror or error}",
        "Look at the disk and its permissions, then do the same again: every command is safe to run twice.",
    )
    return 1
