"""Which posts to read first: a score that anybody can add up, since every part of it is a reason in words.

To add a reason: one function from (listing, facts) to (weight, words) or None, and its name in REASONS.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from roundup.model import Listing, Suggestion

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)

# Weights are small and few so that an editor can add them up in the head; being new outweighs any one thing else.


@dataclass(frozen=True, slots=True)
class Facts:
    """What reasons may look at besides the post: `featured` is when a blog was last in an edition."""

    now: datetime
    featured: Mapping[str, datetime] = field(default_factory=dict)
    posts_of_blog: Mapping[str, int] = field(default_factory=dict)


Reason = tuple[float, str]


def suggest(
    listings: Sequence[Listing], *, now: datetime, featured: Mapping[str, datetime] | None = None
) -> list[Suggestion]:
    """Every listing with its score and reasons, best first; of equals the newer, then the lower id."""
    counts = Counter(listing.post.blog for listing in listings if listing.post.blog)
    facts = Facts(now, featured or {}, counts)
    scored = [_scored(listing, facts) for listing in listings]
    return sorted(scored, key=lambda s: (-s.score, -moment(s.listing).timestamp(), s.listing.post.id))


def moment(listing: Listing) -> datetime:
    """When the post came out, as `Post.moment` says."""
    return listing.post.moment


def _scored(listing: Listing, facts: Facts) -> Suggestion:
    found = [reason for ask in REASONS if (reason := ask(listing, facts))]
    return Suggestion(listing, round(sum(weight for weight, _ in found), 2), tuple(words for _, words in found))


def _age(listing: Listing, facts: Facts) -> Reason | None:
    age = facts.now - moment(listing)
    if age <= _WEEK and _undated(listing):
        # The archive of a blog without dates comes all at once; it must not stand above what is known to be new.
        return (1.0, "first seen this week")
    if age <= _WEEK:
        return (3.0, "new this week")
    if age <= 2 * _WEEK:
        return (1.5, "from last week")
    return (-1.0, f"{age.days // 7} weeks old") if age > 5 * _WEEK else None


def _undated(listing: Listing) -> str:
    """What is wrong with the post's date, if it cannot be believed."""
    published = listing.post.published
    if published is None:
        return "undated"
    return f"dated {published.date()}" if published > listing.post.first_seen + _DAY else ""


def _date(listing: Listing, _facts: Facts) -> Reason | None:
    return (0.0, words) if (words := _undated(listing)) else None


def _length(listing: Listing, _facts: Facts) -> Reason | None:
    words = listing.post.words
    if words >= 1000:
        return (1.0, f"a long read, {words:,} words")
    if words >= 250:
        return (1.5, f"a full post, {words} words")
    if words == 0:
        return (-1.0, "no text in the feed")
    return (-1.0, f"a short note, {words} word{'s' * (words > 1)}") if words < 80 else None


def _voice(listing: Listing, facts: Facts) -> Reason | None:
    # Before the first edition it would be said of everybody.
    if not facts.featured:
        return None
    last = facts.featured.get(listing.post.blog)
    if last is None:
        return (2.0, "never featured before")
    weeks = (facts.now - last) // _WEEK
    if weeks >= 8:
        return (1.0, f"not featured for {weeks} weeks")
    return (-1.0, "featured in the last fortnight") if weeks < 2 else None


def _crowd(listing: Listing, facts: Facts) -> Reason | None:
    # Half of all posts come from a handful of feeds; the quiet ones would drown.
    count = facts.posts_of_blog.get(listing.post.blog, 0)
    if count >= 8:
        return (-1.0, f"one of {count} from this blog")
    return (0.5, "the only one from this blog") if count == 1 else None


def _tags(listing: Listing, _facts: Facts) -> Reason | None:
    return (0.5, f"tagged {', '.join(listing.tags)}") if listing.tags else None


def _doubt(listing: Listing, _facts: Facts) -> Reason | None:
    doubt = listing.post.doubt or listing.post.held
    return (-3.0, doubt) if doubt else None


def _decided(listing: Listing, _facts: Facts) -> Reason | None:
    if listing.edition is not None:
        return (-5.0, f"already in edition {listing.edition}")
    return (-5.0, "skipped") if listing.skipped else None


REASONS: tuple[Callable[[Listing, Facts], Reason | None], ...] = (
    _age,
    _date,
    _length,
    _voice,
    _crowd,
    _tags,
    _doubt,
    _decided,
)
