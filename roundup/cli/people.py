"""`roundup people`: whom the desk knows, and who wants to be left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.files import read_text, write_text
from roundup.cli.words import BOLD, DIM, YELLOW, folded, say, say_json, table, wrapped
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.curate.people.newcomers import Newcomer
    from roundup.model import Person

app = typer.Typer(rich_markup_mode=None)
group = typer.Typer(rich_markup_mode=None)
app.add_typer(group, name="people")

Ref = Annotated[str, typer.Argument(metavar="PERSON", help="A name, handle, site or key.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="How they told you; kept in the ledger.")]
Texts = list[str] | None
Also = Annotated[Texts, typer.Option("--also", metavar="NAME", help="Another name they write under.")]
Handle = Annotated[Texts, typer.Option("--handle", metavar="@H", help="What they are called on a network.")]
Site = Annotated[Texts, typer.Option("--site", metavar="URL", help="Where they write.")]
Affiliation = Annotated[str | None, typer.Option("--affiliation", metavar="TEXT", help="Whom they work for.")]
Region = Annotated[str | None, typer.Option("--region", metavar="TEXT", help="Where they write about or from.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="For fellow curators; never published.")]
SHOWN = 30  # newcomers that are shown unless more are asked for


@group.callback(invoke_without_command=True)
def people(context: typer.Context, as_json: AsJson = False) -> None:
    """The people the desk knows: names, handles, sites; who wants to be left out.

    Example: roundup people add "Ada Example" --site https://ada.example/ --region Wales
    """
    if context.invoked_subcommand:
        return
    from roundup.workflow.people import registry

    known = registry(desk_of(context)).people
    if as_json:
        say_json([as_plain(person) for person in known])
        return
    rows = [
        (_called(person), person.affiliation, person.region, ", ".join(map(_bare, person.sites or person.handles)))
        for person in known
    ]
    table(("name", "affiliation", "region", "writes at"), rows, wide=3)
    out = sum(person.opted_out for person in known)
    talk(context, f"{len(known)} {'person' if len(known) == 1 else 'people'}{f', {out} to be left out' * bool(out)}.")
    if not known:
        talk(context, "Who writes in your feeds: roundup people suggest", DIM)


def as_plain(person: Person) -> dict[str, Any]:
    """The keys that scripts rely on."""
    from dataclasses import asdict

    return asdict(person)


def _called(person: Person) -> str:
    return (person.name or f"(details removed, {person.key})") + " – left out" * person.opted_out


def _bare(address: str) -> str:
    return address.partition("://")[2].rstrip("/") or address


@group.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    also: Also = None,
    handle: Handle = None,
    site: Site = None,
    affiliation: Affiliation = None,
    region: Region = None,
    note: Note = None,
    organisation: Annotated[bool, typer.Option("--organisation", help="Not a person: its sites are its own.")] = False,
    opted_out: Annotated[bool, typer.Option("--opted-out", help="Who wants to be left out of editions.")] = False,
    another: Annotated[bool, typer.Option("--another", help="Somebody else of a name that is known.")] = False,
) -> None:
    """Write down somebody new.

    Options that name a list may be given several times. Says which key the entry has.

    Example: roundup people add "Ada Example" --site https://ada.example/ --handle @ada@social.example
    """
    from roundup.workflow.people import Given
    from roundup.workflow.people import add as act

    given = Given(
        affiliation=name if organisation else affiliation,
        region=region,
        note=note,
        add={"also": also or (), "handles": handle or (), "sites": site or ()},
        opted_out=opted_out,
    )
    person = act(desk_of(context), name, given, another=another)
    say(person.key)
    talk(context, f"added {_called(person)}")


@group.command("set")
def set_(
    context: typer.Context,
    person: Ref,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="How the name is written.")] = None,
    also: Also = None,
    handle: Handle = None,
    site: Site = None,
    affiliation: Affiliation = None,
    region: Region = None,
    note: Note = None,
    no_also: Annotated[Texts, typer.Option("--no-also", metavar="NAME", help="Not their name.")] = None,
    no_handle: Annotated[Texts, typer.Option("--no-handle", metavar="@H", help="Not theirs (any more).")] = None,
    no_site: Annotated[Texts, typer.Option("--no-site", metavar="URL", help="Not theirs (any more).")] = None,
) -> None:
    """Write down more of somebody, or correct it. An empty text clears.

    Example: roundup people set "Ada Example" --also "A. Example" --region "North West"
    """
    from roundup.workflow.people import Given, change

    given = Given(
        name=name,
        affiliation=affiliation,
        region=region,
        note=note,
        add={"also": also or (), "handles": handle or (), "sites": site or ()},
        remove={"also": no_also or (), "handles": no_handle or (), "sites": no_site or ()},
    )
    _show(change(desk_of(context), person, given))


@group.command()
def show(context: typer.Context, person: Ref, as_json: AsJson = False) -> None:
    """All that is known of somebody.

    Example: roundup people show @ada@social.example
    """
    from roundup.workflow.people import registry

    found = registry(desk_of(context)).find(person)
    if as_json:
        say_json(as_plain(found))
    else:
        _show(found)


def _show(person: Person) -> None:
    say(folded(one_line(_called(person))), BOLD)
    for name, texts in (
        ("also", person.also),
        ("handles", person.handles),
        ("sites", person.sites),
        ("affiliation", (person.affiliation,)),
        ("region", (person.region,)),
        ("note", (person.note,)),
        ("key", (person.key,)),
    ):
        if said := ", ".join(text for text in texts if text):
            say(wrapped(f"{name}: {said}", "  "))


@group.command()
def merge(
    context: typer.Context,
    kept: Annotated[str, typer.Argument(metavar="PERSON", help="The entry that stays.")],
    gone: Annotated[str, typer.Argument(metavar="OTHER", help="The one that turned out to be the same person.")],
) -> None:
    """Two entries are one person. `roundup undo` parts them again.

    Example: roundup people merge "Ada Example" "A. Example"
    """
    from roundup.workflow.people import merge as act

    _show(act(desk_of(context), kept, gone))


@group.command()
def part(
    context: typer.Context,
    person: Ref,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="The other's, if it differs.")] = None,
    also: Also = None,
    handle: Handle = None,
    site: Site = None,
    affiliation: Affiliation = None,
    region: Region = None,
    note: Note = None,
) -> None:
    """Two people got into one entry: what is given is the other's, and goes to an entry of its own.

    As when two desks wrote down two people of one name. If the entry is left out, both are until they agree.

    Example: roundup people part "Ada Example" --site https://another-ada.example/
    """
    from roundup.workflow.parting import part as act
    from roundup.workflow.people import Given

    lists = {"also": also or (), "handles": handle or (), "sites": site or ()}
    one, other = act(desk_of(context), person, Given(name, affiliation, region, note, add=lists))
    _show(one)
    _show(other)
    if other.opted_out:
        talk(context, "both are left out; whoever agreed: roundup people opt-in KEY", YELLOW)


@group.command("opt-out")
def opt_out(context: typer.Context, person: Ref, reason: Reason = "") -> None:
    """Leave somebody out of editions, as they wish.

    Their posts do not wait any more, cannot be starred, block `check` and are not rendered. Closed editions stay.

    Example: roundup people opt-out "Ada Example" --reason "her mail of 20 November"
    """
    from roundup.cli.picking import name
    from roundup.workflow.people import opt_out as act

    left = act(desk_of(context), person, reason=reason)
    talk(context, f"{_called(left.person)} from now on")
    for post in left.starred:
        talk(context, f"starred, to be taken out with `roundup unstar {post.id}`: {name(post)}", YELLOW)


@group.command("opt-in")
def opt_in(context: typer.Context, person: Ref, reason: Reason = "") -> None:
    """Somebody who was left out agreed to be in editions again.

    Example: roundup people opt-in "Ada Example" --reason "she said so on the phone"
    """
    from roundup.workflow.people import opt_in as act

    found = act(desk_of(context), person, reason=reason)
    talk(context, f"{found.name or found.key} may be in editions again")


@group.command()
def forget(context: typer.Context, person: Ref) -> None:
    """Remove somebody's details, from the ledger too. Cannot be undone.

    Of somebody who opted out, digests of name, handles and sites stay, so that they go on being left out.

    Example: roundup people forget "Ada Example"
    """
    from roundup.workflow.people import forget as act

    gone = act(desk_of(context), person)
    talk(context, "their details are removed from the registry and the ledger")
    if gone.opted_out:
        talk(context, f"they go on being left out, under the key {gone.key}")
    else:
        talk(context, "they had not opted out: their posts still come in and may be picked", YELLOW)
    talk(context, "What else may be kept of them, and where: docs/people.md", DIM)


@group.command()
def suggest(
    context: typer.Context,
    since: Annotated[str, typer.Option("--since", metavar="D", help="Who wrote since then: a day, 7d or 2w.")] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = SHOWN,
    as_json: AsJson = False,
) -> None:
    """Authors in your feeds who are not in the registry, and who they may be.

    Example: roundup people suggest --since 12w
    """
    from roundup.cli.times import read_since
    from roundup.workflow.people import suggest as act

    desk = desk_of(context)
    found = act(desk, read_since(since, desk.now, desk.settings.zone) if since else None)
    shown = found.newcomers[:limit]
    if as_json:
        say_json(
            {
                "newcomers": [_newcomer_json(each) for each in shown],
                "twins": [[as_plain(pair.one), as_plain(pair.other)] for pair in found.twins],
            }
        )
        return
    for newcomer in shown:
        _say_newcomer(newcomer)
    for pair in found.twins:
        say(f"Are {pair.one.name} and {pair.other.name} one person?", BOLD)
        say(f"   roundup people merge {_quoted(pair.one.name)} {_quoted(pair.other.name)}")
    talk(context, f"{len(shown)} of {len(found.newcomers)} authors who are not in the registry.")


def _newcomer_json(each: Newcomer) -> dict[str, Any]:
    return {
        "name": each.name,
        "blogs": [{"blog": blog, "url": url} for blog, url in each.blogs],
        "posts": each.posts,
        "latest": each.latest,
        "alone_at": list(each.alone),
        "perhaps": list(each.perhaps),
    }


def _say_newcomer(each: Newcomer) -> None:
    blog, _ = each.blogs[0]
    more = f" and {len(each.blogs) - 1} more" * (len(each.blogs) > 1)
    say(f"{one_line(each.name, 50)} · {one_line(blog, 40)}{more} · {each.posts} post{'s' * (each.posts != 1)}", BOLD)
    for name in each.perhaps[:3] if each.known else ():
        say(f"   The same as {one_line(name, 50)}? roundup people set {_quoted(name)} --also {_quoted(each.name)}")
    if each.perhaps and not each.known:
        say(f"   The same as {one_line(', '.join(each.perhaps[:3]), 80)}? Then add one, with --also for the other.")
    if not each.known:
        site = f" --site {_quoted(each.alone[0])}" if each.alone else ""
        say(f"   roundup people add {_quoted(each.name)}{site}")


def _quoted(name: str) -> str:
    """A name as a shell takes it."""
    import shlex

    return shlex.quote(one_line(name, 120))


@group.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="[FILE|-]", help="Where to; - is standard output.")] = Path("-"),
) -> None:
    """The registry as a TOML file, to edit by hand or to hand on.

    Example: roundup people export people.toml
    """
    from roundup.workflow.people import export as act

    write_text(file, act(desk_of(context)))
    if str(file) != "-":
        talk(context, f"written: {file}; take it in with: roundup people import {file.name}")


@group.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help="A file as `people export` writes it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would come to.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the registry say what a file says; what it does not mention stays. Twice changes nothing more.

    Example: roundup people import people.toml
    """
    from roundup.curate.people.file import LONGEST_FILE
    from roundup.workflow.people import import_people

    done = import_people(desk_of(context), read_text(file, LONGEST_FILE), try_only=dry_run)
    if as_json:
        say_json({"new": done.new, "changed": done.changed, "kept_out": list(done.kept_out)})
        return
    would = "would be " * dry_run
    talk(context, f"{done.new} {would}added, {done.changed} {would}changed")
    for place in done.kept_out:
        talk(context, f"{place} stays left out: only `roundup people opt-in` lifts that", YELLOW)
