"""`roundup feeds`: what the desk follows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.health import list_feeds
from roundup.cli.week import report
from roundup.cli.words import BOLD, YELLOW, say, say_json, tell
from roundup.text import one_line

app = typer.Typer(rich_markup_mode=None)
group = typer.Typer(rich_markup_mode=None)
app.add_typer(group, name="feeds")
group.command()(report)

Feed = Annotated[str, typer.Argument(metavar="FEED", help="The feed's address, or a part of its title.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@group.callback(invoke_without_command=True)
def feeds(context: typer.Context, as_json: AsJson = False) -> None:
    """The feeds that are followed, and how they are.

    What is wrong with which since when and what to do; who is quiet; who is well, with posts a week.

    Example: roundup feeds --json
    """
    if context.invoked_subcommand:
        return
    list_feeds(context, as_json=as_json)


@group.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, or any page of a site.")],
    choice: Annotated[
        int, typer.Option("--pick", metavar="N", show_default=False, help="Which one, if several are found.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Follow a feed, found from its own address or from the site's.

    Looks at what the page names, at what its platform offers, at last where feeds usually are. Says what it found.

    Example: roundup feeds add https://example.org/blog/
    """
    from roundup.cli.finding import add_feed

    add_feed(context, url, choice=choice, as_json=as_json)


@group.command()
def suggest(
    context: typer.Context,
    weeks: Annotated[int, typer.Option("--weeks", metavar="N", help="How far back to look.")] = 12,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many at most.")] = 10,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody; leave their feeds out.")] = False,
    as_json: AsJson = False,
) -> None:
    """Blogs that at least two followed blogs link to and that are not followed yet, with their feeds.

    Taken from the links in posts; social networks, newspapers, governments and other sites that are no blogs are left
    out. Nothing is followed by this.

    Example: roundup feeds suggest --weeks 26
    """
    from roundup.cli.suggesting import suggest_feeds

    suggest_feeds(context, weeks=weeks, limit=limit, offline=offline, as_json=as_json)


@group.command()
def remove(context: typer.Context, feed: Feed) -> None:
    """Follow a feed no longer. Its posts and picks stay.

    Example: roundup feeds remove https://example.org/feed/
    """
    from roundup.workflow.feeds import unfollow

    say(unfollow(desk_of(context), feed).url)


@group.command()
def pause(context: typer.Context, feed: Feed) -> None:
    """Leave a feed alone until `roundup feeds resume`.

    Example: roundup feeds pause "Quiet Clerk"
    """
    from roundup.workflow.feeds import pause as hold

    say(hold(desk_of(context), feed, paused=True).url)


@group.command()
def resume(context: typer.Context, feed: Feed) -> None:
    """Ask a paused feed again.

    Example: roundup feeds resume "Quiet Clerk"
    """
    from roundup.workflow.feeds import pause as hold

    say(hold(desk_of(context), feed, paused=False).url)


@group.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.opml")],
    as_json: AsJson = False,
) -> None:
    """Follow every feed of an OPML file. Faults are repaired and named; importing twice adds nothing.

    Example: roundup feeds import blogs.opml
    """
    from roundup.workflow.feeds import import_opml

    done = import_opml(desk_of(context), file)
    if as_json:
        say_json(
            {
                "added": [s.url for s in done.added],
                "already": done.already,
                "repairs": list(done.repairs),
                "left_out": list(done.left_out),
            }
        )
        return
    for repair in done.repairs:
        talk(context, one_line(f"repaired: {repair}"), YELLOW)
    for left in done.left_out:
        tell(one_line(f"left out: {left}"), YELLOW)
    for new in done.added:
        say(new.url)
    talk(
        context, f"{len(done.added)} feeds added, {done.already} followed already, {len(done.left_out)} left out.", BOLD
    )


@group.command()
def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Where to; else stdout.")] = None,
) -> None:
    """Write what is followed as OPML, to hand on.

    Example: roundup feeds export for-a-colleague.opml
    """
    import sys

    from roundup.workflow.feeds import export as as_opml
    from roundup.workflow.files import replace_file

    text = as_opml(desk_of(context))
    if file is None or str(file) == "-":
        sys.stdout.write(text)
    else:
        replace_file(file, text.encode("utf-8"))
        say(str(file))
