"""Commands that pick: star, unstar, skip, tag, order, undo."""

from __future__ import annotations

from typing import Annotated

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.words import say
from roundup.model import Post
from roundup.text import one_line

app = typer.Typer(rich_markup_mode=None)

Posts = Annotated[
    list[str], typer.Argument(metavar="POST...", help="Short ids as `roundup posts` shows them, or addresses.")
]

ABOUT_EDITION = {
    "edition": "words of the edition",
    "order": "order of the picks",
    "freeze": "closing of the edition",
    "person": "what was written down of a person",
}


def name(post: Post) -> str:
    """A post in one short line."""
    return f"{post.id}  {one_line(post.title or post.url or 'untitled', 70)}  ({one_line(post.blog, 40)})"


def _told(context: typer.Context, done: str, posts: list[Post]) -> None:
    for post in posts:
        talk(context, f"{done} {name(post)}")


@app.command()
def star(
    context: typer.Context,
    posts: Posts,
    later: Annotated[
        bool, typer.Option("--later", help="Keep them for the next edition; a star without this calls them back.")
    ] = False,
) -> None:
    """Put posts into the edition being made.

    Example: roundup star 12 17 31
    """
    from roundup.workflow.pick import put_off
    from roundup.workflow.pick import star as act

    if later:
        _told(context, "kept for the next edition:", put_off(desk_of(context), posts))
    else:
        _told(context, "starred", act(desk_of(context), posts))


@app.command()
def unstar(context: typer.Context, posts: Posts) -> None:
    """Take posts out of the edition; their words and quotes are kept.

    Example: roundup unstar 17
    """
    from roundup.workflow.pick import unstar as act

    _told(context, "unstarred", act(desk_of(context), posts))


@app.command()
def skip(
    context: typer.Context,
    posts: Posts,
    reason: Annotated[str, typer.Option("--reason", help="Why, for `roundup why`.")] = "",
) -> None:
    """Not these: they wait no longer.

    Example: roundup skip 13 14 --reason "job adverts"
    """
    from roundup.workflow.pick import skip as act

    _told(context, "skipped", act(desk_of(context), posts, reason=reason))


@app.command()
def tag(
    context: typer.Context,
    posts: Posts,
    add: Annotated[list[str] | None, typer.Option("--add", metavar="TAG", help="Put this tag on.")] = None,
    remove: Annotated[list[str] | None, typer.Option("--remove", metavar="TAG", help="Take this tag off.")] = None,
) -> None:
    """Put tags on posts, take tags off.

    Example: roundup tag 12 17 --add housing --remove weeknote
    """
    from roundup.workflow.pick import tag as act

    _told(context, "tagged", act(desk_of(context), posts, add=add or (), remove=remove or ()))


@app.command()
def order(context: typer.Context, posts: Posts) -> None:
    """These picks first, in this order.

    Example: roundup order 31 12 17
    """
    from roundup.workflow.pick import order as act

    _told(context, "in order:", act(desk_of(context), posts))


@app.command()
def undo(
    context: typer.Context,
    to: Annotated[
        str | None, typer.Option("--to", metavar="ID", help="Take back this decision and all own ones after it.")
    ] = None,
    only: Annotated[str | None, typer.Option("--only", metavar="ID", help="Take back just this decision.")] = None,
) -> None:
    """Take back your last decision; undo again to go further back. `roundup why` shows the ids.

    Example: roundup undo
    """
    from roundup.workflow.undo import undo as act

    for undone in act(desk_of(context), back_to=to, only=only):
        say(undone.decision.id)
        verb, subject = undone.decision.verb, undone.decision.subject
        about = f"{verb} {name(undone.post) if undone.post else one_line(subject.removeprefix('special:'), 80)}"
        talk(context, f"undone: {ABOUT_EDITION.get(verb, about)}")
