"""`roundup templates`: what pages are made of, and how to have it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.words import BOLD, say, say_json, table

if TYPE_CHECKING:
    from roundup.render.catalogue import Listed

app = typer.Typer(rich_markup_mode=None)
group = typer.Typer(rich_markup_mode=None)
app.add_typer(group, name="templates")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="As `roundup templates` lists it.")]


@group.callback(invoke_without_command=True)
def templates(context: typer.Context, as_json: AsJson = False) -> None:
    """The templates pages are made of: what each sets, its blocks, and which ones are your own.

    A file of the same name in the desk's templates/ takes a template's place.

    Example: roundup templates
    """
    if context.invoked_subcommand:
        return
    from roundup.workflow.templates import templates as run

    listed = run(desk_of(context))
    if as_json:
        say_json([_as_json(each) for each in listed])
        return
    rows = [(each.name, "yours" if each.own else "", " ".join(each.blocks), each.sets) for each in listed]
    table(("template", "", "blocks", "sets"), rows, wide=3)
    talk(context, "What one of them sees: roundup templates show NAME")


@group.command("show")
def show(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """What a template sets, its blocks, and every name it can use.

    Example: roundup templates show page.html.j2
    """
    from roundup.render.catalogue import FUNCTIONS, KINDS, fields_of
    from roundup.workflow.templates import template

    listed = template(desk_of(context), name)
    if as_json:
        say_json({**_as_json(listed), "fields": {kind: fields_of(of) for kind, of in KINDS.items()}})
        return
    say(listed.name, BOLD)
    say(listed.sets)
    if listed.own:
        say(f"yours: {listed.own}")
    for head, words in (("blocks", listed.blocks), ("given", listed.names), ("functions", FUNCTIONS)):
        say(f"{head}: {', '.join(words) or 'none'}")
    for kind, of in KINDS.items():
        say(f"{kind}: {', '.join(fields_of(of))}")


@group.command("copy")
def copy(
    context: typer.Context,
    name: Name,
    extend: Annotated[bool, typer.Option("--extend", help="Only what changes: a file that builds on ours.")] = False,
) -> None:
    """Put a template into the desk's templates/, to be changed there. Overwrites nothing.

    Example: roundup templates copy page.html.j2 --extend
    """
    from roundup.workflow.templates import copy as run

    say(str(run(desk_of(context), name, extend=extend)))
    talk(context, "Change it, and look: roundup preview")


def _as_json(listed: Listed) -> dict[str, Any]:
    return {
        "name": listed.name,
        "sets": listed.sets,
        "blocks": list(listed.blocks),
        "names": list(listed.names),
        "own": str(listed.own) if listed.own else None,
    }
