"""The commands `ledger export` and `ledger merge`: two curators' desks brought together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.files import read_text, write_text
from roundup.cli.words import YELLOW, say_json, tell
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.curate.people.namesakes import Namesakes
    from roundup.model import Person
    from roundup.workflow.ledger import Differs

app = typer.Typer(rich_markup_mode=None)
ledger = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Bring two curators' desks together.\n\nExample: roundup ledger export ada.jsonl",
)
app.add_typer(ledger, name="ledger")

_MOST = 500_000_000  # bytes; ten years of a busy desk are a tenth of it


@ledger.command("export")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="[FILE|-]", help="Where to write it; - is standard output.")] = Path(
        "-"
    ),
) -> None:
    """Write down everything that was decided on this desk.

    Example: roundup ledger export ada.jsonl
    """
    from roundup.workflow.ledger import export as act

    write_text(file, act(desk_of(context)))
    if str(file) != "-":
        talk(context, f"written: {file}; take it in elsewhere with: roundup ledger merge {file.name}")


@ledger.command("merge")
def merge(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help="A ledger that another desk exported.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would come to.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Add another desk's decisions to this one's.

    Any order, any number of times, the draft comes out the same on every desk. Where both decided the same thing
    differently, the later decision holds, the other stays in the ledger, and both are shown.

    Example: roundup ledger merge bert.jsonl
    """
    from roundup.workflow.ledger import merge as act

    merged = act(desk_of(context), read_text(file, _MOST), try_only=dry_run)
    if as_json:
        found = [_plain(each) for each in merged.differs]
        say_json(
            {
                "new": merged.new,
                "known": merged.known,
                "waiting": merged.waiting,
                "late": merged.late,
                "differs": found,
                "namesakes": [_two_people(each) for each in merged.namesakes],
            }
        )
        return
    would = "would come" if dry_run else "came"
    talk(context, f"{_count(merged.new, 'decision')} {would} in, {merged.known:,} were known")
    if merged.waiting:
        talk(context, f"{_count(merged.waiting, 'post')} of theirs not on this desk yet: a fetch brings them in")
    if merged.late:
        talk(context, f"{_count(merged.late, 'decision')} too late for an edition that the other desk had closed")
    for each in merged.differs:
        _tell(each)
    for pair in merged.namesakes:
        _ask(pair)


def _two_people(pair: Namesakes) -> dict[str, Any]:
    return {
        "key": pair.here.key,
        "name": pair.here.name,
        "here": _marks(pair.here),
        "there": _marks(pair.there),
    }


def _marks(person: Person) -> list[str]:
    return [each for each in (*person.sites, *person.handles, person.affiliation, person.region) if each]


def _ask(pair: Namesakes) -> None:
    name = one_line(pair.here.name, 80)
    tell(f"{name} was written down on both desks, and may be two people; here they are one", YELLOW)
    for where, person in (("here", pair.here), ("there", pair.there)):
        tell(f"  {where}: {one_line(', '.join(_marks(person)), 200)}")
    tell("  If they are two: roundup people part PERSON --site ADDRESS takes out what is the other's")


def _plain(each: Differs) -> dict[str, Any]:
    found = each.found
    return {
        "about": each.about,
        "what": found.what,
        "here": {
            "id": found.ours.id,
            "curator": found.ours.curator,
            "time": found.ours.time,
            "said": found.said_here,
        },
        "there": {
            "id": found.theirs.id,
            "curator": found.theirs.curator,
            "time": found.theirs.time,
            "said": found.said_there,
        },
        "holds": found.holds.id,
    }


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _tell(each: Differs) -> None:
    found = each.found
    tell(f"{each.about}: {found.what.replace('_', '-')} was decided differently", YELLOW)
    for where, decision, said in (("here", found.ours, found.said_here), ("there", found.theirs, found.said_there)):
        holds = "holds" if decision is found.holds else "kept in the ledger"
        words = one_line(said, 200) or "(cleared)"
        tell(f"  {where}, {one_line(decision.curator, 40)}, {decision.time:%Y-%m-%d %H:%M} UTC ({holds}): {words}")
