"""Which posts to read first: a score that anybody can add up, since every part of it is a reason in words. Pure.

What may count is listed in reasons.py, what it counts in roundup.toml. Posts that tell one story are folded behind the
one that is its author's own, the numbers of a series behind the newest.

To add a reason: see reasons.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Literal

from roundup.curate.reasons import REASONS, Facts
from roundup.curate.series import name_of, series_in
from roundup.dataclass import dataclass
from roundup.model import Listing, Suggestion

Folding = Literal["none", "twins", "all"]


def suggest(listings: Sequence[Listing], facts: Facts) -> list[Suggestion]:
    """Every listing with its score and reasons, best first; of equals the newer, then the lower id."""
    if not facts.posts_of_blog:
        counts = Counter(listing.post.blog for listing in listings if listing.post.blog)
        facts = replace(facts, posts_of_blog=counts)
    weights = {"": 0.0} | {name: getattr(facts.order.weights, name) for name in facts.order.weights.__slots__}
    return sorted((_scored(listing, facts, weights) for listing in listings), key=best_first)


def best_first(suggestion: Suggestion) -> tuple[float, float, int]:
    """What suggestions are sorted by."""
    return -suggestion.score, -suggestion.listing.post.moment.timestamp(), suggestion.listing.post.id


def moment(listing: Listing) -> datetime:
    """When the post came out, as `Post.moment` says."""
    return listing.post.moment


def _scored(listing: Listing, facts: Facts, weights: Mapping[str, float]) -> Suggestion:
    reasons = [
        (weights[reason.weight] * reason.times, reason.words)
        for ask in REASONS
        if (reason := ask(listing, facts)) and (weights[reason.weight] or not reason.weight)
    ]
    id, around = listing.post.id, facts.around
    return Suggestion(
        listing,
        round(sum(weight for weight, _ in reasons), 2),
        tuple(words for _, words in reasons),
        answers=around.answers.get(id, ()),
        answered_by=around.answered_by.get(id, ()),
        shares=around.shares.get(id, ()),
        weights=tuple(weight for weight, _ in reasons),
    )


@dataclass(frozen=True, slots=True)
class Folds:
    """Which of the posts that wait tell one story: each list's first stands for the others."""

    twins: Sequence[Sequence[int]] = field(default_factory=tuple)


def folded(suggestions: Iterable[Suggestion], folds: Folds, folding: Folding) -> list[Suggestion]:
    """The same in the same order, twins and series noted with those that stand for them.

    What is behind another is left out as far as `folding` says so; else it says behind which it is.
    """
    by_id = {s.listing.post.id: s for s in suggestions}
    copies: set[int] = set()
    for first, *others in folds.twins:
        here = [by_id[id] for id in others if id in by_id]
        if first in by_id and here:
            by_id[first] = replace(by_id[first], twins=tuple(s.listing for s in here))
            by_id |= {s.listing.post.id: replace(s, behind=first) for s in here}
            copies.update(s.listing.post.id for s in here)
    _note_series(by_id)
    if folding == "none":
        return list(by_id.values())
    return [s for id, s in by_id.items() if not (id in copies if folding == "twins" else s.behind)]


def _note_series(by_id: dict[int, Suggestion]) -> None:
    """Twins stay with their story: the first of it is the number of the series."""
    for newest, *earlier in series_in(s.listing for s in by_id.values() if not s.behind):
        name, head = name_of(newest), newest.post.id
        by_id[head] = replace(by_id[head], series=name, earlier=tuple(earlier))
        for listing in earlier:
            by_id[listing.post.id] = replace(by_id[listing.post.id], series=name, behind=head)
