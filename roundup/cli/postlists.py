"""Lists of posts: each with its score, the reasons that add up to it, and what is folded behind it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from roundup.cli.words import BOLD, DIM, say, table, wrapped
from roundup.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roundup.curate.suggest import Folding
    from roundup.model import Listing, Post, Suggestion

DEEPEST = 3  # answers to answers that are set in further
MOST_NAMED = 6  # folded posts that are named


def folding_for(*, each: bool) -> Folding:
    """Copies and series are folded for a person; a program finds every post on a line of its own."""
    return "none" if each or not sys.stdout.isatty() else "all"


def say_posts(shown: Sequence[Suggestion], zone: tzinfo) -> None:
    """The list for a person: on a terminal two lines or more a post; elsewhere one, tab-separated."""
    if not sys.stdout.isatty():
        table(("id", "date", "post", "blog", "why"), [_row(each, zone) for each in shown])
        return
    if shown:
        say("   id score  post", DIM)
    depths = _depths(shown)
    for each in shown:
        _say_entry(each, zone, depths[each.listing.post.id])


def _row(suggestion: Suggestion, zone: tzinfo) -> tuple[str, ...]:
    listing = suggestion.listing
    why = "; ".join((score_of(suggestion), *behind_it(suggestion)))
    return str(listing.post.id), when(listing.post, zone), mark(listing) + headline(listing), listing.post.blog, why


def _say_entry(suggestion: Suggestion, zone: tzinfo, depth: int) -> None:
    listing = suggestion.listing
    numbers = f"{listing.post.id:>5} {suggestion.score:>5g}  "
    indent = " " * len(numbers) + "   " * depth
    title = wrapped(f"{'↳ ' * (depth > 0)}{mark(listing)}{headline(listing)}", indent)
    say(numbers + title[len(numbers) :], BOLD)
    about = (one_line(listing.post.blog, 40), when(listing.post, zone), "; ".join(parts(suggestion)))
    say(wrapped(" · ".join(part for part in about if part), indent), DIM)
    for line in behind_it(suggestion):
        say(wrapped(line, indent), DIM)


def _depths(shown: Sequence[Suggestion]) -> dict[int, int]:
    """How far each post is set in: one step further than what it answers, if that stands above it."""
    depths: dict[int, int] = {}
    for each in shown:
        above = [depths[id] + 1 for id in each.answers if id in depths]
        depths[each.listing.post.id] = min(min(above, default=0), DEEPEST)
    return depths


# ---------------------------------------------------------------- words


def parts(suggestion: Suggestion) -> Iterator[str]:
    """Each reason with what it counts: “+3 new this week”; remarks that count nothing without."""
    for weight, words in zip(suggestion.weights, suggestion.reasons, strict=True):
        yield f"{weight:+g} {one_line(words)}" if weight else one_line(words)


def score_of(suggestion: Suggestion) -> str:
    """The whole sum: “4.5: +3 new this week; +1.5 a full post, 612 words”."""
    return f"{suggestion.score:g}: {'; '.join(parts(suggestion))}" if suggestion.reasons else f"{suggestion.score:g}"


def behind_it(suggestion: Suggestion) -> Iterator[str]:
    """What is folded behind a post, in words, or what it would be folded behind."""
    if suggestion.behind:
        series = f", of “{one_line(suggestion.series, 40)}”" if suggestion.series else ""
        yield f"behind {suggestion.behind}{series}"
    if suggestion.twins:
        yield f"also on {_named(suggestion.twins)}"
    if suggestion.earlier:
        ids = ", ".join(str(each.post.id) for each in suggestion.earlier[:MOST_NAMED])
        more = "" if len(suggestion.earlier) <= MOST_NAMED else " …"
        yield f"and {len(suggestion.earlier)} more of “{one_line(suggestion.series, 40)}”: {ids}{more}"


def _named(listings: Sequence[Listing]) -> str:
    named = ", ".join(f"{one_line(each.post.blog, 40) or 'no blog'} ({each.post.id})" for each in listings[:MOST_NAMED])
    return named if len(listings) <= MOST_NAMED else f"{named} and {len(listings) - MOST_NAMED} more"


def when(post: Post, zone: tzinfo) -> str:
    """The day it came out, where the desk is."""
    return str(post.moment.astimezone(zone).date())


def mark(listing: Listing) -> str:
    """What was decided, as a sign in front of the title."""
    return "★ " if listing.starred else "– " if listing.skipped else ""


def headline(listing: Listing) -> str:
    """The title; four in ten titles say only "weeknotes", so short ones are followed by the first words."""
    title = one_line(listing.post.title)
    if len(title.split()) >= 4:
        return title
    return one_line(
        f"{title} · {listing.teaser}" if title and listing.teaser else title or listing.teaser or listing.post.url, 100
    )


# ---------------------------------------------------------------- JSON


def listing_json(listing: Listing) -> dict[str, Any]:
    """The keys that scripts rely on."""
    post = listing.post
    return {
        "id": post.id,
        "url": post.url,
        "title": post.title,
        "blog": post.blog,
        "author": ", ".join(post.authors),
        "published": post.published.isoformat() if post.published else None,
        "first_seen": post.first_seen.isoformat(),
        "date_note": post.date_note,
        "held": post.held,
        "words": post.words,
        "starred": listing.starred,
        "skipped": listing.skipped,
        "edition": listing.edition,
        "tags": list(listing.tags),
        "teaser": listing.teaser,
    }


def suggestion_json(suggestion: Suggestion) -> dict[str, Any]:
    """Why a post stands where it stands, and what it has to do with others."""
    return {
        "score": suggestion.score,
        "reasons": list(suggestion.reasons),
        "parts": [
            {"reason": words, "weight": weight}
            for words, weight in zip(suggestion.reasons, suggestion.weights, strict=True)
        ],
        "answers": list(suggestion.answers),
        "answered_by": list(suggestion.answered_by),
        "shares": list(suggestion.shares),
        "twins": _ids(suggestion.twins),
        "series": suggestion.series,
        "earlier": _ids(suggestion.earlier),
        "behind": suggestion.behind or None,
    }


def _ids(listings: Iterable[Listing]) -> list[int]:
    return [each.post.id for each in listings]
