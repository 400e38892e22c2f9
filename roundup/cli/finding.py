"""`roundup feeds add`: what a site offers, shown, and one feed of it followed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.words import BOLD, DIM, YELLOW, say, say_json, tell, wrapped
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.model import Subscription
    from roundup.parse.offers import Offer
    from roundup.workflow.desk import Desk
    from roundup.workflow.discover import Discovery
    from roundup.workflow.subscribe import Overlap


def add_feed(context: typer.Context, url: str, *, choice: int, as_json: bool) -> None:
    """Find the feed that `url` leads to and follow it; `choice` is the number of one of several, 0 for none chosen."""
    from roundup.errors import UsageError
    from roundup.workflow.discover import discover, web_address
    from roundup.workflow.subscribe import followed_as

    desk = desk_of(context)
    if choice < 0:
        raise UsageError(f"there is no feed {choice}", hint="The first one is --pick 1.")
    if known := followed_as(desk, [web_address(url)]):
        _already(context, known, None, as_json=as_json)
        return
    found = discover(desk, url)
    chosen = _chosen(found, choice)
    if chosen is None:
        _choose(desk, found, url, as_json=as_json)
    else:
        _follow(context, desk, found, chosen, as_json=as_json)


def _chosen(found: Discovery, choice: int) -> Offer | None:
    from roundup.errors import UsageError
    from roundup.parse.offers import main_feed

    if choice > len(found.offers):
        raise UsageError(f"there is no feed {choice}", hint=f"{len(found.offers)} found there.")
    return found.offers[choice - 1] if choice else main_feed(found.offers)


def _choose(desk: Desk, found: Discovery, url: str, *, as_json: bool) -> None:
    """Several feeds hold posts: they are listed, none is followed."""
    from shlex import quote

    from roundup.errors import UsageError

    if as_json:
        say_json(_as_json(found, None))
    for number, offer in enumerate(found.offers if not as_json else (), 1):
        say(one_line(f"{number}. {offer.title}"), BOLD)
        say("   " + one_line(offer.url))
        for line in described(desk, offer):
            say(wrapped(one_line(line), "   "), DIM)
    raise UsageError(
        f"{len(found.offers)} feeds are offered there",
        hint=f"Choose one: roundup feeds add {quote(one_line(url))} --pick 1",
    )


def _follow(context: typer.Context, desk: Desk, found: Discovery, chosen: Offer, *, as_json: bool) -> None:
    from roundup.workflow.subscribe import followed_as, overlap, subscribe

    addresses = (chosen.url, *chosen.aliases, *chosen.also)
    if known := followed_as(desk, addresses):
        _already(context, known, found.url, as_json=as_json)
        return
    here = overlap(desk, chosen)
    subscribe(desk, chosen)
    if as_json:
        say_json({**_as_json(found, chosen), "known_posts": here.known, "known_through": here.through})
        return
    talk(context, one_line(f"Followed: {chosen.title}"), BOLD)
    for line in described(desk, chosen):
        talk(context, wrapped(one_line(line), "  "))
    for line in _remarks(found, chosen, here):
        tell(wrapped(one_line(line), "  "), YELLOW)
    say(chosen.url)


def _already(context: typer.Context, known: Subscription, asked: str | None, *, as_json: bool) -> None:
    if as_json:
        say_json({"url": known.url, "followed": False, "already": True, "paused": known.paused, "offers": []})
        return
    talk(context, one_line(f"Already followed: {known.title or known.url}"), BOLD)
    if asked and asked != known.url:
        talk(context, "  " + one_line(f"{asked} leads to the same feed; nothing was added."))
    if known.paused:
        tell("  " + one_line(f"It is paused. To ask it again: roundup feeds resume {known.url}"), YELLOW)
    say(known.url)


# ---------------------------------------------------------------- in words


def described(desk: Desk, offer: Offer) -> list[str]:
    """Format, how much there is, of which kind, in which language, how often; on a second line the newest."""
    kind = "comment" if offer.comments else "post"
    parts = [offer.format, f"{offer.posts} {kind}{'s' * (offer.posts != 1)}"]
    if offer.content != "no posts" and not offer.comments:
        parts.append(offer.content)
    if offer.feed.language:
        parts.append(offer.feed.language)
    if offer.posts_per_week and not offer.comments:
        parts.append(f"about {offer.posts_per_week:g} a week")
    lines = [", ".join(parts)]
    if offer.posts:
        day = long_day(desk, offer.newest) if offer.newest else "without a date"
        lines.append(f"newest: {one_line(offer.newest_title, 48) or 'untitled'} ({day})")
    return lines


def long_day(desk: Desk, moment: datetime) -> str:
    """A day as the desk's clocks have it: 18 November 2026."""
    day = moment.astimezone(desk.settings.zone)
    return f"{day.day} {day:%B %Y}"


def _remarks(found: Discovery, chosen: Offer, here: Overlap) -> list[str]:
    """What the one who follows this feed ought to know."""
    remarks = []
    if here.mostly:
        through = ", ".join(here.through) or "pages added by hand"
        share = "All" if here.known == here.posts else f"{here.known} of"
        remarks.append(f"{share} its {here.posts} posts are already here through {through}; each stays one post.")
    if chosen.comments:
        remarks.append("It holds comments, not posts.")
    if chosen.content == "summaries":
        remarks.append("It carries summaries; roundup add URL gets a post whole.")
    if chosen.also:
        remarks.append(f"The same posts are at {' and '.join(chosen.also)}; one is enough.")
    others = sum(offer is not chosen and not offer.comments for offer in found.offers)
    if others:
        more = "one more feed" if others == 1 else f"{others} more feeds"
        remarks.append(f"The site has {more} of posts: the same command without --pick lists them.")
    return remarks


def _as_json(found: Discovery, chosen: Offer | None) -> dict[str, Any]:
    return {
        "url": chosen.url if chosen else "",
        "followed": chosen is not None,
        "already": False,
        "offers": [offer_json(offer) for offer in found.offers],
        "tried": [{"url": t.url, "why": t.why, "outcome": t.outcome} for t in found.tried],
    }


def offer_json(offer: Offer) -> dict[str, Any]:
    """An offer for programs."""
    return {
        "url": offer.url,
        "title": offer.title,
        "site_url": offer.site_url,
        "format": offer.format,
        "language": offer.feed.language,
        "posts": offer.posts,
        "newest": offer.newest,
        "newest_title": offer.newest_title,
        "posts_per_week": offer.posts_per_week,
        "content": offer.content,
        "comments": offer.comments,
        "also": offer.also,
        "why": offer.why,
    }
