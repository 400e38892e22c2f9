"""Posts as the desk knows them."""

from __future__ import annotations

from datetime import datetime

from roundup.dataclass import dataclass
from roundup.model.gather import Enclosure


@dataclass(frozen=True, slots=True)
class Post:
    """A post, whichever feeds brought it. `key` names it on every desk; `id` is short and local to this desk.

    `doubt` says in words why it may not be its blog's own (a domain that changed hands, say), else "". `held`
    says why it is kept back from what waits for a decision (old posts that came in a flood, say), else "".
    """

    id: int
    key: str
    url: str
    title: str
    blog: str
    authors: tuple[str, ...]
    published: datetime | None
    first_seen: datetime
    words: int
    date_note: str = ""
    feed_tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    doubt: str = ""
    held: str = ""

    @property
    def moment(self) -> datetime:
        """When it came out; when it was first seen, if its own date is missing or lay ahead."""
        return min(self.published or self.first_seen, self.first_seen)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A post's text as it was when we saw it; what quotes are proved against."""

    hash: str
    title: str
    html: str
    text: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """Where a post came in: one feed, under one guid and address."""

    feed_url: str
    feed_title: str
    guid: str
    url: str
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """A post as lists show it: with what curators decided so far. `edition` is the frozen edition it went into."""

    post: Post
    teaser: str = ""
    starred: bool = False
    skipped: bool = False
    edition: int | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A listing with its visible score: the sum of its reasons' weights. `weights` are those of `reasons`, in order.

    `twins` are posts with (nearly) the same text, folded behind this one. `answers` are the posts that it links to and
    `answered_by` those that link to it, `shares` those that link to the same story, by their ids, as far as they wait
    as well. `series` is what the titles of the series it belongs to have in common, else ""; `earlier` are the others
    of that series, newest first, folded behind this one. `behind` is the id of the post that this one is folded
    behind, 0 for what stands by itself.
    """

    listing: Listing
    score: float
    reasons: tuple[str, ...]
    twins: tuple[Listing, ...] = ()
    answers: tuple[int, ...] = ()
    answered_by: tuple[int, ...] = ()
    series: str = ""
    weights: tuple[float, ...] = ()
    shares: tuple[int, ...] = ()
    earlier: tuple[Listing, ...] = ()
    behind: int = 0
