"""`roundup edition`: the draft at a glance, its words, the closed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from roundup.cli import special
from roundup.cli.context import desk_of, talk
from roundup.cli.streams import typed
from roundup.cli.times import in_full, read_day, read_spoken
from roundup.cli.words import BOLD, DIM, YELLOW, folded, say, say_json, table, wrapped
from roundup.config import Shape
from roundup.errors import UsageError
from roundup.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from roundup.model import FrozenEdition
    from roundup.workflow.edition import Glance

app = typer.Typer(rich_markup_mode=None)
group = typer.Typer(rich_markup_mode=None)
app.add_typer(group, name="edition")
group.add_typer(special.group, name="special")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Text = Annotated[str | None, typer.Option(metavar="TEXT")]
Many = Annotated[
    list[str] | None, typer.Option(metavar="WORD", help="May be given several times; replaces what was set.")
]


@group.callback(invoke_without_command=True)
def edition(context: typer.Context, as_json: AsJson = False) -> None:
    """The draft at a glance, and what is missing.

    Picks, words, quoted share, minutes of reading.

    Example: roundup edition --json
    """
    if context.invoked_subcommand:
        return
    from roundup.workflow.edition import glance

    desk = desk_of(context)
    seen = glance(desk)
    if as_json:
        say_json(_as_json(seen))
    else:
        _say_glance(seen, desk.settings.zone)


def _say_glance(seen: Glance, zone: tzinfo) -> None:
    made = seen.edition
    head = f"{one_line(made.title)} · edition {made.number} · {made.date} · {made.shape}"
    editors = ", ".join(one_line(name, 40) for name in made.editors)
    say(folded(head + (f" · by {editors}" if editors else "")), BOLD)
    for n, pick in enumerate(made.picks, 1):
        marks = [seen.verdicts[q.id] for q in pick.quotes]
        told = f"{len(marks)} quote{'s' if len(marks) != 1 else ''}" + (
            f" ({', '.join(sorted(set(marks)))})" if marks else ""
        )
        words = "lead-in written" if pick.lead else "no lead-in"
        also = ", remark" * bool(pick.remark) + ", carried over" * (pick.post_id in seen.carried)
        say(folded(f"{n}. {pick.post_id}  {one_line(pick.title or pick.url, 42)}  ({one_line(pick.blog, 22)})"))
        say(wrapped(f"{words}, {told}{also}", "   "), DIM)
        for quote in pick.quotes:
            if changed := seen.differences.get(quote.id):
                say(folded(f"   {changed}"), YELLOW)
    count = f"{len(made.picks)} pick{'s' * (len(made.picks) != 1)}"
    say(folded(f"{count} · {seen.words} words · {seen.quoted_share:.0%} quoted · {seen.minutes} min to read"))
    for line in _about_time(seen, zone):
        say(folded(line))
    for left in seen.left_out:
        say(folded(f"left out: {left.post.id}  {one_line(left.post.title or left.post.url, 60)} ({left.why})"))
    for gap in seen.missing:
        say(folded(f"missing: {gap}"), YELLOW)


def _about_time(seen: Glance, zone: tzinfo) -> Iterator[str]:
    """Which time the edition takes in, and until when."""
    taken = seen.window
    if taken and taken.since:
        missed = f": {taken.weeks} weeks in one, since {taken.weeks - 1} had no edition" if taken.weeks > 1 else ""
        yield f"everything since edition {taken.after} was closed on {in_full(taken.since, zone)}{missed}"
    if seen.cutoff:
        yield f"cut-off: {in_full(seen.cutoff, zone)}; what comes later waits for the next edition"


def _as_json(seen: Glance) -> dict[str, Any]:
    made = seen.edition
    return {
        "number": made.number,
        "slug": made.slug,
        "title": made.title,
        "state": made.status,
        "shape": made.shape,
        "date": made.date,
        "intro": made.intro,
        "sign_off": made.sign_off,
        "categories": list(made.categories),
        "tags": list(made.tags),
        "editors": list(made.editors),
        "picks": [
            {
                "post": p.post_id,
                "url": p.url,
                "title": p.title,
                "blog": p.blog,
                "lead": p.lead,
                "quotes": [
                    {
                        "paragraphs": list(q.paragraphs),
                        "speaker": q.speaker,
                        "verdict": seen.verdicts[q.id],
                        "difference": seen.differences.get(q.id, ""),
                    }
                    for q in p.quotes
                ],
                "remark": p.remark,
                "section": p.section,
                "tags": list(p.tags),
            }
            for p in made.picks
        ],
        "words": seen.words,
        "quoted_share": round(seen.quoted_share, 3),
        "minutes": seen.minutes,
        "carried": list(seen.carried),
        "since": seen.window.since if seen.window else None,
        "weeks": seen.window.weeks if seen.window else 1,
        "cutoff": seen.cutoff,
        "later": len(seen.left_out),
        "left_out": [{"post": left.post.id, "title": left.post.title, "why": left.why} for left in seen.left_out],
        "missing": list(seen.missing),
    }


@group.command("set")
def set_(
    context: typer.Context,
    title: Text = None,
    intro: Annotated[str | None, typer.Option("--intro", metavar="MD", help="Markdown; - reads stdin.")] = None,
    sign_off: Annotated[str | None, typer.Option("--sign-off", metavar="MD", help="Markdown; - reads stdin.")] = None,
    cutoff: Annotated[
        str | None,
        typer.Option("--cutoff", metavar="TIME", help='"Friday 17:00", a day or an ISO time; later posts wait.'),
    ] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day it bears.")] = None,
    slug: Annotated[str | None, typer.Option("--slug", metavar="WORDS", help="Its file name and address.")] = None,
    shape: Annotated[str | None, typer.Option("--shape", help="essay, card, note or list.")] = None,
    image: Annotated[str | None, typer.Option("--image", metavar="URL", help="A picture for the top.")] = None,
    image_alt: Annotated[str | None, typer.Option("--image-alt", metavar="TEXT", help="The picture in words.")] = None,
    category: Many = None,
    tag: Many = None,
    editor: Annotated[
        list[str] | None,
        typer.Option("--editor", metavar="NAME", help="Who edits this one, a guest perhaps; several may be given."),
    ] = None,
) -> None:
    """Set words and marks of the edition being made. An empty text goes back to the desk's own.

    Example: roundup edition set --intro "A week of bins, budgets and one very good map." --tag weeknotes
    """
    from roundup.workflow.edition import change

    desk = desk_of(context)
    zone = desk.settings.zone
    given = {
        "title": title,
        **typed(intro=intro, sign_off=sign_off),
        "cutoff": _checked(cutoff, lambda text: read_spoken(text, desk.now, zone).isoformat()),
        "date": _checked(date, lambda text: read_day(text).isoformat()),
        "slug": slug,
        "shape": _checked(shape, _shape),
        "image": _checked(image, _address),
        "image_alt": image_alt,
        "categories": category,
        "tags": tag and [part for text in tag for part in text.split(",")],
        "editors": editor,
    }
    wanted = {name: value for name, value in given.items() if value is not None}
    seen = change(desk, wanted)
    for name in wanted:
        value = getattr(seen.edition, name) if name != "cutoff" else seen.cutoff and in_full(seen.cutoff, zone)
        talk(context, f"{name.replace('_', '-')}: {_shown(value)}")
    for moved, where in ((seen.moved_in, "comes in"), (seen.moved_out, "waits for the next edition")):
        for post in moved:
            talk(context, f"{where}: {post}")


def _shown(value: object) -> str:
    text = ", ".join(value) if isinstance(value, tuple) else str(value or "")
    return one_line(text, 100) or "none"


def _checked(text: str | None, read: Callable[[str], str]) -> str | None:
    return read(text) if text else text


def _shape(text: str) -> str:
    if text not in get_args(Shape):
        raise UsageError(f"{one_line(text, 40)!r} is no shape", hint=f"Use one of {', '.join(get_args(Shape))}.")
    return text


def _address(text: str) -> str:
    from roundup.urls import safe_url

    if not (address := safe_url(text)):
        raise UsageError(f"{one_line(text, 80)} is not a web address")
    return address


@group.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """The closed editions, newest first, and the special ones.

    Example: roundup edition list
    """
    from roundup.workflow.edition import closed, rivals
    from roundup.workflow.special import specials

    desk = desk_of(context)
    editions = sorted(closed(desk), key=lambda f: -f.edition.number)
    besides, twice = specials(desk), rivals(desk)
    if as_json:
        say_json([*map(_listed, editions), *({"number": None, **special.summary(each)} for each in besides)])
        return
    named = [(str(f.edition.number), f.edition) for f in editions] + [
        (each.special.kind, each.edition) for each in besides
    ]
    rows = [(number, e.date, str(len(e.picks)), e.slug, e.title) for number, e in named]
    table(("number", "date", "picks", "slug", "title"), rows, wide=3)
    for rival in twice:
        holder = next(f for f in editions if f.edition.number == rival.edition.number)
        talk(
            context,
            f"edition {rival.edition.number} was closed twice: {one_line(holder.frozen_by, 40)}'s holds, "
            f"{one_line(rival.frozen_by, 40)}'s is kept in the ledger, and its picks are in the draft again",
            YELLOW,
        )


def _listed(frozen: FrozenEdition) -> dict[str, Any]:
    edition = frozen.edition
    return {
        "number": edition.number,
        "slug": edition.slug,
        "title": edition.title,
        "date": edition.date,
        "state": "published" if frozen.published_at else "frozen",
        "picks": len(edition.picks),
        "url": frozen.url,
    }
