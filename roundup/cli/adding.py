"""Adding a page that is in no feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.streams import read_text, typed
from roundup.cli.times import read_time
from roundup.cli.words import YELLOW, say, say_json, tell
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.workflow.add import Added

app = typer.Typer(rich_markup_mode=None)


@app.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL|POST", help="The page's address, or a known post.")],
    title: Annotated[str, typer.Option("--title", help="Instead of the title found.")] = "",
    author: Annotated[str, typer.Option("--author", help="Instead of the author found.")] = "",
    site: Annotated[str, typer.Option("--site", help="Instead of the site's name found.")] = "",
    date: Annotated[str, typer.Option("--date", metavar="YYYY-MM-DD", help="Instead of the date found.")] = "",
    text: Annotated[
        str, typer.Option("--text", metavar="FILE", help="The page's words as plain text; - reads stdin.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Add a page that is in no feed, or the whole text of a post.

    Its title, author, site, date and text are found; what you give overrides them. Of a post whose feed carries only a
    summary, the whole text is kept from its page. A page that programs cannot or may not read (a PDF, a log-in, a
    robots.txt that forbids it) can be quoted all the same if you give its text.

    Example: roundup add https://example.org/news/budget --author "Ada Example"

    Example: roundup add 12

    Example: roundup add https://example.org/report.pdf --title "The report" --text report.txt
    """
    from roundup.workflow.add import Given, add_page

    desk = desk_of(context)
    words = (typed(text="-")["text"] or "") if text == "-" else read_text(text) if text else ""
    when = read_time(date, desk.settings.zone) if date else None
    added = add_page(desk, url, Given(title=title, author=author, site=site, date=when, text=words))
    if as_json:
        say_json(_as_json(added))
        return
    post = added.post
    say(f"{post.id}  {one_line(post.title or post.url)}")
    for note in added.notes:
        tell(one_line(note), YELLOW)
    by = ", ".join(post.authors) or "no author found"
    talk(
        context, one_line(f"{post.blog} · {by} · {post.words} words{_came_of_it(added)}. Next: roundup star {post.id}")
    )
    if added.found:
        talk(context, f"Found: {_how(added)}.")


def _how(added: Added) -> str:
    ways: dict[str, list[str]] = {}
    for name, way in added.found.items():
        ways.setdefault(way, []).append(name)
    return "; ".join(f"{', '.join(names)} from {one_line(way)}" for way, names in ways.items())


def _came_of_it(added: Added) -> str:
    return {
        "new": "",
        "whole text": f", {added.words_before} before",
        "amended": ", amended",
        "known": ", nothing new",
    }[added.outcome]


def _as_json(added: Added) -> dict[str, object]:
    post = added.post
    return {
        "id": post.id,
        "url": post.url,
        "title": post.title,
        "author": ", ".join(post.authors),
        "blog": post.blog,
        "published": post.published.isoformat() if post.published else None,
        "words": post.words,
        "words_before": added.words_before,
        "outcome": added.outcome,
        "found": dict(added.found),
        "notes": list(added.notes),
    }
