"""`roundup feeds report`: the week in one screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from roundup.cli.context import desk_of
from roundup.cli.times import read_since
from roundup.cli.words import BOLD, say, say_json
from roundup.text import fit, one_line, width

if TYPE_CHECKING:
    from roundup.workflow.week import WeekReport

COLUMNS: Final = 80
_HEAD: Final = 10  # columns of the word in front
_NAME: Final = 30  # columns at most of a blog's name
_ROOM: Final = COLUMNS - _HEAD


def report(
    context: typer.Context,
    since: Annotated[str, typer.Option("--since", metavar="D", help="YYYY-MM-DD, or 7d, or 2w.")] = "7d",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """The week in one screen. New posts by blog, who was quiet, who fails, what was held, missed or moved.

    Example: roundup feeds report --since 2w
    """
    from dataclasses import asdict

    from roundup.workflow.week import week_report

    desk = desk_of(context)
    told = week_report(desk, read_since(since, desk.now, desk.settings.zone))
    if as_json:
        say_json(asdict(told))
        return
    for number, line in enumerate(screen(told)):
        say(line, "" if number else BOLD)


def screen(told: WeekReport) -> list[str]:
    """The report in at most 23 lines of 80 columns: what does not fit is counted."""
    span = f"{told.since.day} {told.since:%B} to {told.until.day} {told.until:%B %Y}"
    new = [f"{_name(name)} {count}" for name, count in told.new]
    lines = [
        f"{span}: {_count(told.posts, 'new post')} from {_count(len(told.new), 'blog')}, {told.feeds} followed",
        *_listed("New", new, 5),
        *_listed("Silent", [_name(name) for name in told.silent], 2, "usually weekly, nothing new: "),
        *_told("Failing", told.failing, 5),
        *_told("Held back", told.held, 3),
        *_told("Missed", [(name, words.removeprefix("posts were probably missed ")) for name, words in told.missed], 2),
        *_told("Moved", told.moved, 2),
    ]
    if told.quiet:
        lines.append(f"{'Quiet':{_HEAD}}{_count(told.quiet, 'feed')} for two months or more (see: roundup feeds)")
    if told.held:
        lines.append("Next: roundup posts --held, then star or skip")
    return lines if len(lines) > 1 else [lines[0], "Nothing came, and nothing is wrong."]


def _listed(head: str, names: Sequence[str], most: int, opening: str = "") -> Iterator[str]:
    """`names` in running text on at most `most` lines."""
    if not names:
        return
    lines, left = [opening], list(names)
    while left:
        piece = left[0] + (", " if len(left) > 1 else "")
        spare = width(f"and {len(left)} more") if len(lines) == most else 0
        if width(lines[-1] + piece.rstrip()) <= _ROOM - spare or not lines[-1]:
            lines[-1] += piece
            left.pop(0)
        elif len(lines) < most:
            lines.append("")
        else:
            lines[-1] += f"and {len(left)} more"
            break
    yield from _headed(head, lines)


def _told(head: str, rows: Sequence[tuple[str, str]], most: int) -> Iterator[str]:
    """One line each for at most `most` of (name, words)."""
    shown = rows if len(rows) <= most else rows[: most - 1]
    lines = [f"{_name(name)}: {one_line(words)}" for name, words in shown]
    if len(shown) < len(rows):
        lines.append(f"and {len(rows) - len(shown)} more")
    yield from _headed(head, lines)


def _headed(head: str, lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{'' if number else head:{_HEAD}}{fit(line, _ROOM)}".rstrip()


def _name(name: str) -> str:
    return fit(one_line(name), _NAME).rstrip()


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
