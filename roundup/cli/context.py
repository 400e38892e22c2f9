"""What every command starts from: the desk it works on, who decides, and what time it is."""

from __future__ import annotations

import os
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path

import typer

from roundup.cli.logbook import Logbook
from roundup.cli.words import YELLOW, tell
from roundup.config import SETTINGS_FILE, Environment, Settings, find_desk, load_settings, read_environment
from roundup.dataclass import dataclass
from roundup.errors import UsageError
from roundup.text import one_line
from roundup.workflow.desk import Desk

LONGEST_NAME = 80  # characters of a curator's name


@dataclass(frozen=True, slots=True)
class Globals:
    """The options that stand before the command."""

    desk: Path | None = None
    curator: str = ""
    quiet: bool = False
    wait: float | None = None
    logbook: Logbook = field(default_factory=Logbook)


def new_id() -> str:
    """A decision's id: unique on every desk (80 random bits)."""
    return os.urandom(10).hex()


def now(environment: Environment) -> datetime:
    """ROUNDUP_NOW, else the clock."""
    return environment.now or datetime.now(UTC)


def root_of(given: Globals, environment: Environment) -> Path:
    """The desk's folder: --desk, ROUNDUP_DESK, or the nearest one at or above the working folder."""
    chosen = given.desk or environment.desk
    try:
        if chosen:
            return chosen.resolve()
        found = find_desk(Path.cwd())
    except (OSError, RuntimeError) as error:
        # A folder that is gone, or symbolic links that lead in a circle.
        raise UsageError(
            f"the folder {chosen or 'you are in'} cannot be found: {error}", hint="Go to your desk, then try again."
        ) from None
    if not found:
        raise UsageError(
            f"no desk here: neither this folder nor one above it holds {SETTINGS_FILE}",
            hint="Go to your desk, name it with --desk DIR, or make one with: roundup init DIR",
        )
    return found


def desk_of(context: typer.Context) -> Desk:
    """The desk of this command, its settings read."""
    given = context.find_root().obj or Globals()
    environment = read_environment()
    settings = load_settings(root_of(given, environment), environment)
    given.logbook.begin(context.command_path.partition(" ")[2], str(settings.root))
    return Desk(
        settings=settings,
        curator=_curator(given, environment, settings),
        now=now(environment),
        new_id=new_id,
        log=given.logbook.note,
        wait=given.wait,
        waiting=lambda words: talk(context, words, YELLOW),
    )


def _curator(given: Globals, environment: Environment, settings: Settings) -> str:
    names = (given.curator, environment.curator, settings.desk.curator, environment.login)
    return next((clean for name in names if (clean := one_line(name, LONGEST_NAME))), "editor")


def quiet(context: typer.Context) -> bool:
    """Was --quiet given?"""
    return bool((context.find_root().obj or Globals()).quiet)


def talk(context: typer.Context, text: str, style: str = "") -> None:
    """Something nice to know, on stderr; nothing with --quiet."""
    if not quiet(context):
        tell(text, style)
