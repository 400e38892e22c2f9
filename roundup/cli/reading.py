"""Commands to read by: posts, show, open, search, why."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.postlists import folding_for, headline, listing_json, mark, say_posts, score_of, suggestion_json, when
from roundup.cli.times import read_since
from roundup.cli.words import BOLD, DIM, folded, say, say_json, table, wrapped
from roundup.errors import UsageError
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.workflow.read import Whole

MANY = 500  # posts to be looked at, before it is said that this takes a moment

app = typer.Typer(rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
PostRef = Annotated[str, typer.Argument(metavar="POST", help="Its short id, or its address.")]


@app.command()
def posts(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Decided or not.")] = False,
    starred: Annotated[bool, typer.Option("--starred", help="What is in the edition.")] = False,
    skipped: Annotated[bool, typer.Option("--skipped", help="What was skipped.")] = False,
    held: Annotated[bool, typer.Option("--held", help="What is held back; a star or a skip decides.")] = False,
    feed: Annotated[
        str, typer.Option("--feed", metavar="F", help="Only of this feed (address or part of its title).")
    ] = "",
    tag: Annotated[str, typer.Option("--tag", metavar="T", help="Only with this tag.")] = "",
    since: Annotated[str, typer.Option("--since", metavar="D", help="YYYY-MM-DD, or 7d, or 2w.")] = "",
    search: Annotated[str, typer.Option("--search", metavar="WORDS", help="Only with these words.")] = "",
    sort: Annotated[str, typer.Option("--sort", metavar="KEY", help="score, new, old, blog or words.")] = "score",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = 50,
    each: Annotated[
        bool, typer.Option("--each", help="Copies, and earlier numbers of a series, on lines of their own.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """What waits for a decision, best first, with the reasons.

    Example: roundup posts --since 7d --search "housing repairs"
    """
    from roundup.store.posts import ListingFilter
    from roundup.workflow.read import posts as listed

    desk = desk_of(context)
    state = _state(everything, starred, skipped, held)
    moment = read_since(since, desk.now, desk.settings.zone) if since else None
    folding = folding_for(each=each or as_json)
    waiting = listed(
        desk,
        ListingFilter(state=state, feed=feed, tag=tag, since=moment, words=search, held=held),
        sort=sort,
        limit=limit,
        folding=folding,
        on_new=lambda count: talk(context, f"Looking at {count:,} posts, once …") if count >= MANY else None,
    )
    if as_json:
        say_json([{**listing_json(one.listing), **suggestion_json(one)} for one in waiting.shown])
        return
    say_posts(waiting.shown, desk.settings.zone)
    word = {"waiting": "waiting for a decision", "all": "in all", "starred": "starred", "skipped": "skipped"}[state]
    folded = sum(len(one.twins) + len(one.earlier) for one in waiting.shown) if folding == "all" else 0
    behind = f", and {folded} folded behind them" if folded else ""
    talk(context, f"{len(waiting.shown)} of {waiting.total} {'held back' if held else word}{behind}.")
    if waiting.left_out:
        talk(context, f"{waiting.left_out} left out, as their authors asked: see roundup posts --all.")


def _state(everything: bool, starred: bool, skipped: bool, held: bool) -> Any:
    if everything + starred + skipped + held > 1:
        raise UsageError("--all, --starred, --skipped and --held exclude each other", hint="Give one of them.")
    return "all" if everything else "starred" if starred else "skipped" if skipped else "waiting"


@app.command()
def show(context: typer.Context, post: PostRef, as_json: AsJson = False) -> None:
    """Read a post in the terminal, with what was decided about it.

    Example: roundup show 12
    """
    from roundup.workflow.read import show as look

    desk = desk_of(context)
    whole = look(desk, post)
    if as_json:
        say_json(_whole_json(whole))
        return
    _say_post(whole, desk.settings.zone)
    _say_state(whole)
    _say_around(whole)


def _say_post(whole: Whole, zone: tzinfo) -> None:
    post = whole.post
    say(folded(one_line(post.title) or "untitled"), BOLD)
    by = ", ".join(post.authors)
    about = " · ".join(part for part in (post.blog, by, when(post, zone), f"{post.words} words") if part)
    say(folded(one_line(about)), DIM)
    # An address stays in one piece, to be clicked on or copied.
    say(one_line(post.url) or "no address", DIM)
    for note in (post.date_note, post.held or post.doubt):
        if note:
            say(folded(one_line(note)), DIM)
    for enclosure in post.enclosures:
        say(one_line(f"enclosure: {enclosure.url}"), DIM)
    say()
    say(wrapped(whole.snapshots[0].text) if whole.snapshots else "no text")
    if whole.is_summary:
        say()
        say(folded(f"Only a summary is in its feed: roundup add {post.id} brings the whole text."), DIM)
    if len(whole.snapshots) > 1:
        say()
        say(f"{len(whole.snapshots)} versions seen; this is the newest.", DIM)


def _say_state(whole: Whole) -> None:
    state = whole.state
    lines = []
    if whole.edition is not None:
        lines.append(f"in edition {whole.edition}")
    elif state.starred:
        lines.append(f"starred by {state.starred_by}")
    if state.skipped:
        lines.append(f"skipped{': ' + state.skip_reason if state.skip_reason else ''}")
    lines += [
        f"{name}: {text}"
        for name, text in (("section", state.section), ("lead", state.lead), ("remark", state.remark))
        if text
    ]
    lines += [f"quote {n}: {' ¶ '.join(q.paragraphs)}" for n, q in enumerate(state.quotes, 1)]
    lines += [f"tags: {', '.join(state.tags)}"] * bool(state.tags)
    lines += [f"note by {n.curator}: {n.text}" for n in state.notes]
    if lines:
        say()
        for line in lines:
            say(wrapped(line))


def _say_around(whole: Whole) -> None:
    """Why lists show it where they do, and the posts that it has to do with."""
    suggestion, around = whole.suggestion, whole.around
    groups = (
        ("answers", suggestion.answers),
        ("answered by", suggestion.answered_by),
        ("on the same story", suggestion.shares),
        ("the same text", [each.post.id for each in suggestion.twins] or [suggestion.behind] * bool(suggestion.behind)),
        (f"of the series “{one_line(suggestion.series, 40)}”", [each.post.id for each in suggestion.earlier]),
    )
    say()
    say(wrapped(f"score {score_of(suggestion)}"), DIM)
    for name, ids in groups:
        for id in ids:
            if id in around:
                other = around[id]
                say(wrapped(f"{name}: {id} {mark(other)}{headline(other)} ({one_line(other.post.blog, 40)})"))


def _whole_json(whole: Whole) -> dict[str, Any]:
    from dataclasses import asdict

    from roundup.model import Listing

    state = whole.state
    listing = Listing(whole.post, starred=state.starred, skipped=state.skipped, edition=whole.edition, tags=state.tags)
    newest = whole.snapshots[0] if whole.snapshots else None
    return {
        **listing_json(listing),
        "key": whole.post.key,
        "doubt": whole.post.doubt,
        "teaser": one_line(newest.text, 200) if newest else "",
        **suggestion_json(whole.suggestion),
        "text": newest.text if newest else "",
        "html": newest.html if newest else "",
        "summary_only": whole.is_summary,
        "sources": [asdict(source) for source in whole.sources],
        "snapshots": [asdict(snapshot) for snapshot in whole.snapshots],
        "enclosures": [asdict(enclosure) for enclosure in whole.post.enclosures],
        "links": list(whole.links),
        "notes": [asdict(note) for note in state.notes],
        "pick": asdict(state),
    }


@app.command("open")
def open_(context: typer.Context, post: PostRef) -> None:
    """Open a post in the browser.

    Example: roundup open 12
    """
    from roundup.cli.browser import browse
    from roundup.errors import RoundupError
    from roundup.urls import safe_url
    from roundup.workflow.read import show as look

    address = safe_url(look(desk_of(context), post).post.url)
    if not address:
        raise UsageError(f"post {post} has no address to open")
    say(address)
    if not browse(address):
        raise RoundupError("no browser could be started here", hint="Open the address above yourself.")


@app.command()
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...")],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Search every post ever seen, and past editions.

    Example: roundup search committee webcast
    """
    from roundup.workflow.search import search as find

    desk = desk_of(context)
    found = find(desk, " ".join(words), limit=limit)
    if as_json:
        say_json(
            {
                "posts": [
                    {
                        "id": h.post.id,
                        "url": h.post.url,
                        "title": h.post.title,
                        "blog": h.post.blog,
                        "snippet": h.snippet,
                    }
                    for h in found.posts
                ],
                "editions": [
                    {"number": e.number, "title": e.title, "where": e.where, "snippet": e.snippet}
                    for e in found.editions
                ],
            }
        )
        return
    table(
        ("id", "date", "post", "blog", "words"),
        [
            (str(h.post.id), when(h.post, desk.settings.zone), h.post.title or h.post.url, h.post.blog, h.snippet)
            for h in found.posts
        ],
        wide=4,
    )
    for hit in found.editions:
        say(f"edition {hit.number}, {hit.where}: {hit.snippet}")
    talk(context, f"{len(found.posts)} posts, {len(found.editions)} places in editions.")


@app.command()
def why(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="POST|URL|AUTHOR", help="Or: edition, 'edition 7', a special edition.")
    ],
    as_json: AsJson = False,
) -> None:
    """The trail of a post or an author. Fetched, starred, cut, carried over, published.

    Example: roundup why 12
    """
    from roundup.workflow.why import why as trail

    lines = trail(desk_of(context), what)
    if as_json:
        say_json(list(lines))
        return
    for line in lines:
        say(line)
