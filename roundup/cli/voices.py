"""`roundup voices`: who was heard, who never was, who is back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.files import write_text
from roundup.cli.words import BOLD, DIM, say, say_json, terminal_columns, wrapped
from roundup.errors import UsageError
from roundup.text import fit, one_line, width

if TYPE_CHECKING:
    from roundup.curate.voices import Heard, Voices

app = typer.Typer(rich_markup_mode=None)

COLUMNS: Final = 80
_NAME: Final = 34
_NUMBER: Final = 7
_WHERE: Final = 26
_NARROW: Final = 6  # a number's columns where a name has a line of its own
GROUPS: Final = ("person", "site", "region")


@app.command()
def voices(
    context: typer.Context,
    by: Annotated[str, typer.Option("--by", metavar="GROUP", help="Only person, site or region.")] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Rows of each table at most.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE|-", help="A chart, of people unless --by.")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE|-", help="Charts and tables as a page.")] = None,
) -> None:
    """Whose voices your editions hear: featured over 4, 12 and 52 weeks, by person, site and region.

    And who writes but never was featured, and who is back after a silence of 12 weeks or more.

    Example: roundup voices --by region
    """
    from roundup.workflow.voices import voices as act

    if by and by not in GROUPS:
        raise UsageError(f"there is no group {by[:40]!r}", hint=f"Use one of {', '.join(GROUPS)}.")
    if as_json + (svg is not None) + (html is not None) > 1:
        raise UsageError("--json, --svg and --html exclude each other", hint="Give one of them.")
    desk = desk_of(context)
    found = act(desk)
    if as_json:
        from dataclasses import asdict

        say_json(asdict(found))
        return
    if svg or html:
        _draw(context, found, desk.settings.desk.title, desk.settings.desk.language, by=by, svg=svg, html=html)
        return
    columns = min(terminal_columns(), COLUMNS) if sys.stdout.isatty() else COLUMNS
    for number, line in enumerate(screen(found, by=by, limit=limit, columns=columns)):
        say(line, BOLD if not number or line.endswith(":") else "")
    if not found.editions:
        talk(context, "No edition is closed yet, so nobody was featured.", DIM)


def _draw(context: typer.Context, found: Voices, title: str, language: str, *, by: str, **files: Any) -> None:
    from roundup.render.chart import page
    from roundup.render.chart import svg as drawn

    text = drawn(found, by or "person") if files["svg"] else page(found, title=title, language=language)
    path: Path = files["svg"] or files["html"]
    write_text(path, text)
    if str(path) != "-":
        talk(context, f"written: {path}")


def screen(found: Voices, *, by: str = "", limit: int = 10, columns: int = COLUMNS) -> list[str]:
    """The tables in lines of at most so many columns: what does not fit is counted.

    Below 80 columns each name has a line of its own, with its numbers on the next.
    """
    groups = {"person": found.people, "site": found.sites, "region": found.regions}
    count = f"{found.editions} edition{'s' * (found.editions != 1)}"
    lines = [f"Featured in {count} up to {found.now.day} {found.now:%B %Y}; posts of the last 12 weeks"]
    for name, rows in groups.items():
        if not by or name == by:
            lines += ["", *_table(name, rows, limit, columns)]
    if not by:
        lines += [*_never(found, limit, columns), *_back(found, limit, columns)]
    if found.left_out:
        lines += ["", f"{found.left_out} picks of people who asked to be left out are counted in no row."]
    return [part for line in lines for part in _within(line, columns)]


def _within(line: str, columns: int) -> list[str]:
    """A sentence, folded where it is wider than the screen; rows are made to fit."""
    return [line] if width(line) <= columns else wrapped(line, columns=columns).split("\n")


def _table(name: str, rows: Sequence[Heard], limit: int, columns: int) -> Iterator[str]:
    heads = ("4 w", "12 w", "52 w", "ever", "posts")
    room = _NUMBER if columns >= COLUMNS else _NARROW
    yield from _row(f"By {name}", "".join(f"{head:>{room}}" for head in heads) + "  last", columns)
    for row in rows[:limit]:
        numbers = (*row.featured, row.ever, row.posts[1])
        last = f"{row.last:%b %y}" if row.last else ""
        yield from _row(row.name, f"{''.join(f'{number:>{room},}' for number in numbers)}  {last}", columns)
    yield from _more(len(rows) - limit)


def _row(name: str, rest: str, columns: int) -> list[str]:
    if columns >= COLUMNS:
        return [f"{_fit(name, _NAME)}{rest}".rstrip()]
    return [_fit(name, columns).rstrip(), fit(f"  {rest}", columns).rstrip()]


def _never(found: Voices, limit: int, columns: int) -> Iterator[str]:
    if found.never:
        yield from ("", "Never featured, though writing (posts of the last 12 weeks):")
        for row in found.never[:limit]:
            yield from _row(row.name, f"{_fit(row.where, _WHERE)}{row.posts[1]:>{_NUMBER},}", columns)
        yield from _more(len(found.never) - limit)


def _back(found: Voices, limit: int, columns: int) -> Iterator[str]:
    if found.back:
        yield from ("", "Back after a silence:")
        for row in found.back[:limit]:
            since = f"{row.since.day} {row.since:%b}, after {row.silent_weeks} weeks"
            where = _fit(row.where, min(_WHERE - 6, max(8, columns - 2 - width(since))))
            yield from _row(row.name, f"{where}{since}", columns)
        yield from _more(len(found.back) - limit)


def _fit(text: str, columns: int) -> str:
    return fit(one_line(text), columns - 1) + " "


def _more(count: int) -> list[str]:
    return [f"and {count} more (see: roundup voices --limit 1000)"] if count > 0 else []
