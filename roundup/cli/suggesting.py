"""`roundup feeds suggest`: blogs that followed blogs link to, with who links and which feed they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.finding import described, long_day, offer_json
from roundup.cli.words import BOLD, DIM, say, say_json, wrapped
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.workflow.desk import Desk
    from roundup.workflow.suggest import Mention, Neighbour

SHOWN_MENTIONS = 3


def suggest_feeds(context: typer.Context, *, weeks: int, limit: int, offline: bool, as_json: bool) -> None:
    """Say which blogs are worth a look, the most linked to first."""
    from roundup.workflow.suggest import suggest

    desk = desk_of(context)
    found = suggest(desk, weeks=weeks, limit=limit, offline=offline)
    if as_json:
        say_json([_as_json(neighbour) for neighbour in found])
        return
    for number, neighbour in enumerate(found, 1):
        _show(desk, number, neighbour)
    span = "week" if weeks == 1 else f"{weeks} weeks"
    if not found:
        talk(context, f"In the last {span} no two of the blogs linked to one that is not followed.")
        talk(context, "Look further back with: roundup feeds suggest --weeks 52")
    else:
        talk(context, "To follow one: roundup feeds add ADDRESS", DIM)


def _show(desk: Desk, number: int, neighbour: Neighbour) -> None:
    title = neighbour.feed.title if neighbour.feed else neighbour.site
    say(one_line(f"{number}. {title}"), BOLD)
    say("   " + one_line(neighbour.feed.url if neighbour.feed else neighbour.url))
    if neighbour.feed:
        for line in described(desk, neighbour.feed):
            say(wrapped(one_line(line), "   "), DIM)
    elif neighbour.outcome:
        say(wrapped(one_line(f"no feed: {neighbour.outcome}", 300), "   "), DIM)
    count = len(neighbour.mentions)
    say(f"   {count} blogs link to it, the latest on {long_day(desk, neighbour.latest)}:")
    for mention in neighbour.mentions[:SHOWN_MENTIONS]:
        blog = one_line(mention.blog, 24)
        say(f"     {blog}: {one_line(mention.title, 64 - len(blog)) or 'untitled'} ({mention.post_id})")
    if count > SHOWN_MENTIONS:
        say(f"     and {count - SHOWN_MENTIONS} more")


def _as_json(neighbour: Neighbour) -> dict[str, Any]:
    return {
        "site": neighbour.site,
        "url": neighbour.url,
        "linkers": [_mention_json(mention) for mention in neighbour.mentions],
        "feed": offer_json(neighbour.feed) if neighbour.feed else None,
        "outcome": neighbour.outcome,
    }


def _mention_json(mention: Mention) -> dict[str, Any]:
    return {
        "blog": mention.blog,
        "post": mention.post_id,
        "title": mention.title,
        "url": mention.url,
        "listed": mention.listed,
        "target": mention.target,
    }
