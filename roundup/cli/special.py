"""`roundup edition special`: editions besides the weekly one, from the same ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.streams import typed
from roundup.cli.times import read_day
from roundup.cli.words import BOLD, DIM, YELLOW, folded, say, say_json, table
from roundup.config import Shape
from roundup.errors import UsageError
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.model import Special
    from roundup.workflow.special import SpecialGlance

group = typer.Typer(
    rich_markup_mode=None,
    help="Editions besides the weekly one: a year, an event, a collection.\n\nExample: roundup edition special",
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Slug = Annotated[str, typer.Argument(metavar="SLUG", help="Its name: the folder of its files, part of its address.")]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title; {year} and such are filled in.")]
Intro = Annotated[
    str | None, typer.Option("--intro", metavar="MD", help="Markdown; - reads stdin; {posts}, {picks} are filled in.")
]
SignOff = Annotated[str | None, typer.Option("--sign-off", metavar="MD", help="Markdown; - reads stdin.")]
ShapeOption = Annotated[str | None, typer.Option("--shape", help="essay, card, note or list.")]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="Only posts that bear this tag; several may be given.")
]
Since = Annotated[str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Only posts from this day on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Only posts up to this day.")]


@group.callback(invoke_without_command=True)
def special(context: typer.Context, as_json: AsJson = False) -> None:
    """Editions besides the weekly one: a year, an event, a collection.

    They are made of picks that were in weekly editions, with their words and quotes. Numbers go on without them.

    Example: roundup edition special
    """
    if context.invoked_subcommand:
        return
    from roundup.workflow.special import specials

    made = specials(desk_of(context))
    if as_json:
        say_json([summary(each) for each in made])
        return
    table(("slug", "kind", "picks", "title"), [row(each) for each in made], wide=3)
    if not made:
        talk(context, "There are none. For instance: roundup edition special year 2026")


def row(seen: SpecialGlance) -> tuple[str, str, str, str]:
    """A special edition in a list."""
    return (seen.edition.slug, seen.special.kind, str(len(seen.edition.picks)), seen.edition.title)


def summary(seen: SpecialGlance) -> dict[str, Any]:
    """A special edition in a list, for scripts."""
    return {
        "slug": seen.edition.slug,
        "kind": seen.special.kind,
        "title": seen.edition.title,
        "date": seen.edition.date,
        "state": "special",
        "picks": len(seen.edition.picks),
        "url": seen.edition.url,
    }


@group.command("year")
def year(
    context: typer.Context,
    year: Annotated[int, typer.Argument(metavar="YEAR", min=1900, max=9999)],
    slug: Annotated[str, typer.Option("--slug", metavar="WORDS", help="Its name, if not year-2026.")] = "",
    tag: Tags = None,
    title: Title = None,
    intro: Intro = None,
    sign_off: SignOff = None,
    shape: ShapeOption = None,
) -> None:
    """The year that was: every pick of its editions, month by month, with the year in numbers.

    Example: roundup edition special year 2026 --tag best
    """
    fields = {"kind": "year", "year": year, **_given(tag, title, intro, sign_off, shape)}
    _define(context, slug or f"year-{year}", fields)


@group.command("event")
def event(
    context: typer.Context,
    slug: Slug,
    since: Since = None,
    until: Until = None,
    tag: Tags = None,
    title: Title = None,
    intro: Intro = None,
    sign_off: SignOff = None,
    shape: ShapeOption = None,
) -> None:
    """An event: what was picked of its days, or with its tag, and what is starred and in no edition yet.

    Example: roundup edition special event localgovcamp --since 2026-06-12 --until 2026-06-20 --tag camp
    """
    fields = {"kind": "event", **_days(since, until), **_given(tag, title, intro, sign_off, shape)}
    _define(context, slug, fields)


@group.command("collection")
def collection(
    context: typer.Context,
    slug: Slug,
    tag: Tags = None,
    title: Title = None,
    intro: Intro = None,
    sign_off: SignOff = None,
    shape: ShapeOption = None,
) -> None:
    """A standing collection: every pick with a tag (SLUG, if none is given); it grows with each edition.

    Example: roundup edition special collection case-studies --tag "case study" --title "Case studies"
    """
    _define(context, slug, {"kind": "collection", **_given(tag or [slug], title, intro, sign_off, shape)})


@group.command("set")
def set_(
    context: typer.Context,
    slug: Slug,
    new_slug: Annotated[str | None, typer.Option("--slug", metavar="WORDS", help="Call it this from now on.")] = None,
    since: Since = None,
    until: Until = None,
    tag: Tags = None,
    title: Title = None,
    intro: Intro = None,
    sign_off: SignOff = None,
    shape: ShapeOption = None,
    date: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day it bears.")] = None,
    editor: Annotated[list[str] | None, typer.Option("--editor", metavar="NAME", help="Who edited it.")] = None,
) -> None:
    """Other words and marks for a special edition, or another name. An empty text goes back to its own.

    Example: roundup edition special set year-2026 --title "The year in bins"
    """
    from roundup.workflow.special import change

    fields = {**_days(since, until), **_given(tag, title, intro, sign_off, shape)}
    fields |= {"slug": new_slug} if new_slug is not None else {}
    fields |= {"date": read_day(date).isoformat() if date else ""} if date is not None else {}
    fields |= {"editors": editor} if editor is not None else {}
    _say(change(desk_of(context), slug, fields))


@group.command("show")
def show(context: typer.Context, slug: Slug, as_json: AsJson = False) -> None:
    """A special edition at a glance, and what is missing.

    Example: roundup edition special show year-2026
    """
    from roundup.workflow.special import glance

    seen = glance(desk_of(context), slug)
    if as_json:
        say_json(_as_json(seen))
    else:
        _say(seen)


@group.command("remove")
def remove(context: typer.Context, slug: Slug) -> None:
    """Take a special edition out. Its picks stay where they are, and `roundup undo` brings it back.

    Example: roundup edition special remove year-2026
    """
    from roundup.workflow.special import remove as act

    talk(context, f"taken out: {act(desk_of(context), slug).slug}; back with: roundup undo")


# ---------------------------------------------------------------- what was given


def _given(
    tag: list[str] | None, title: str | None, intro: str | None, sign_off: str | None, shape: str | None
) -> dict[str, Any]:
    if shape and shape not in get_args(Shape):
        raise UsageError(f"{one_line(shape, 40)!r} is no shape", hint=f"Use one of {', '.join(get_args(Shape))}.")
    tags = None if tag is None else [part.strip() for text in tag for part in text.split(",") if part.strip()]
    given = {"title": title, **typed(intro=intro, sign_off=sign_off), "shape": shape, "tags": tags}
    return {name: value for name, value in given.items() if value is not None}


def _days(since: str | None, until: str | None) -> dict[str, str]:
    given = {"since": since, "until": until}
    return {name: read_day(text).isoformat() if text else "" for name, text in given.items() if text is not None}


def _define(context: typer.Context, slug: str, fields: dict[str, Any]) -> None:
    from roundup.workflow.special import define

    seen = define(desk_of(context), slug, fields)
    _say(seen)
    name, day = seen.edition.slug, seen.edition.date
    talk(context, f"Write it with: roundup render {name}")
    talk(context, f"It is in the archive once it bears a day: roundup edition special set {name} --date {day}")


# ---------------------------------------------------------------- what is shown


def _say(seen: SpecialGlance) -> None:
    made = seen.edition
    head = " · ".join((one_line(made.title), made.slug, made.shape, _of(seen.special)))
    editors = ", ".join(one_line(name, 40) for name in made.editors)
    say(folded(head + (f" · by {editors}" if editors else "")), BOLD)
    section = ""
    for number, pick in enumerate(made.picks, 1):
        if pick.section and pick.section != section and made.shape in ("card", "list"):
            section = pick.section
            say(folded(one_line(section)), DIM)
        title, blog = one_line(pick.title or pick.url, 42), one_line(pick.blog, 22)
        say(folded(f"{number}. {pick.post_id or '-'}  {title}  ({blog})"))
    count = seen.numbers
    people = "1 person" if count.people == 1 else f"{count.people:,} people"
    editions = f"{count.editions:,} edition{'s' * (count.editions != 1)}"
    picks = f"{count.picks:,} pick{'s' * (count.picks != 1)}"
    say(folded(f"{picks} by {people} from {editions} · {count.posts:,} posts read"))
    say(folded(f"{seen.words:,} words · {seen.quoted_share:.0%} quoted · {seen.minutes} min to read"))
    for gap in seen.missing:
        say(folded(f"missing: {gap}"), YELLOW)


def _of(special: Special) -> str:
    """What it is of, in words."""
    days = " to ".join(filter(None, (special.since, special.until)))
    words = [f"the year {special.year}"] if special.kind == "year" else [f"an event{', ' * bool(days)}{days}"]
    if special.kind == "collection":
        words = ["a collection"]
    return " ".join([*words, *(["tagged " + " or ".join(map(one_line, special.tags))] if special.tags else [])])


def _as_json(seen: SpecialGlance) -> dict[str, Any]:
    from dataclasses import asdict

    made, special = seen.edition, seen.special
    return {
        **summary(seen),
        "shape": made.shape,
        "year": special.year or None,
        "since": special.since,
        "until": special.until,
        "tags": list(special.tags),
        "intro": made.intro,
        "sign_off": made.sign_off,
        "editors": list(made.editors),
        "picks": [
            {
                "post": p.post_id or None,
                "url": p.url,
                "title": p.title,
                "blog": p.blog,
                "lead": p.lead,
                "quotes": [{"paragraphs": list(q.paragraphs), "speaker": q.speaker} for q in p.quotes],
                "remark": p.remark,
                "section": p.section,
                "tags": list(p.tags),
            }
            for p in made.picks
        ],
        "numbers": asdict(seen.numbers),
        "words": seen.words,
        "quoted_share": round(seen.quoted_share, 3),
        "minutes": seen.minutes,
        "missing": list(seen.missing),
    }
