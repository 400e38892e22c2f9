"""What there is to read: the posts that wait, one post whole, a search, the trail of a post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from roundup.curate.suggest import moment, suggest
from roundup.curate.trail import trail
from roundup.errors import UsageError
from roundup.model import EDITION, EditionsState, PickState, Post, Snapshot, Source, Suggestion
from roundup.text import one_line
from roundup.workflow.decide import post_named
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MOST_LISTED

if TYPE_CHECKING:
    from roundup.store import Store
    from roundup.store.posts import ListingFilter

CANDIDATES = 2_000  # the newest that are scored; a year of an ordinary desk's waiting posts

Sort = Callable[[Suggestion], Any]


SORTS: dict[str, Sort] = {
    "score": lambda s: (-s.score, -moment(s.listing).timestamp(), s.listing.post.id),
    "new": lambda s: (-moment(s.listing).timestamp(), s.listing.post.id),
    "old": lambda s: (moment(s.listing).timestamp(), s.listing.post.id),
    "blog": lambda s: (s.listing.post.blog.casefold(), -moment(s.listing).timestamp()),
    "words": lambda s: (-s.listing.post.words, s.listing.post.id),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list of posts and how many there are in all."""

    shown: tuple[Suggestion, ...]
    total: int


def posts(desk: Desk, wanted: ListingFilter, *, sort: str = "score", limit: int = 50) -> Waiting:
    """Posts that fit `wanted`, scored with the reasons, the first `limit` by `sort`."""
    if sort not in SORTS:
        raise UsageError(f"cannot sort by {sort}", hint=f"Use one of {', '.join(SORTS)}.")
    with desk.store() as store:
        return Waiting(ranked(store, desk, wanted, sort=sort, limit=limit), store.posts.count(wanted))


def ranked(
    store: Store, desk: Desk, wanted: ListingFilter, *, sort: str = "score", limit: int = 50
) -> tuple[Suggestion, ...]:
    """The first `limit` of the posts that fit `wanted`, with their reasons."""
    most = min(limit, MOST_LISTED)
    # The oldest or the longest may be any of them; the best and the newest are among the newest.
    candidates = replace(wanted, limit=max(CANDIDATES, most) if sort in ("score", "new") else 0)
    featured = featured_blogs(store.ledger.editions(desk.settings.edition.first_number))
    scored = suggest(store.posts.listing(candidates), now=desk.now, featured=featured)
    return tuple(sorted(scored, key=SORTS[sort])[:most])


def featured_blogs(editions: EditionsState) -> dict[str, datetime]:
    """blog → when it was last in an edition."""
    return {pick.blog: frozen.frozen_at for frozen in editions.closed for pick in frozen.edition.picks}


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything known of one post."""

    post: Post
    state: PickState
    sources: tuple[Source, ...]
    snapshots: tuple[Snapshot, ...]
    links: tuple[str, ...]
    edition: int | None

    @property
    def is_summary(self) -> bool:
        """Whether the text it bears now is only the beginning of it, or nothing, as its feed gave it."""
        from roundup.merge.added import is_cut_short

        text = self.snapshots[0].text if self.snapshots else ""
        return bool(self.sources) and bool(self.post.url) and (not text or is_cut_short(text))


def show(desk: Desk, ref: str) -> Whole:
    """One post with its text, where it came from, and what was decided about it."""
    from roundup.parse.outlinks import links_in

    with desk.store() as store:
        post = post_named(store, ref)
        snapshots = store.posts.snapshots(post.id)
        editions = store.ledger.editions(desk.settings.edition.first_number)
        return Whole(
            post=post,
            state=store.ledger.pick(post.key),
            sources=store.posts.sources(post.id),
            snapshots=snapshots,
            links=links_in(snapshots[0].html) if snapshots else (),
            edition=next(
                (f.edition.number for f in editions.closed if any(p.key == post.key for p in f.edition.picks)), None
            ),
        )


def why(desk: Desk, ref: str) -> tuple[str, ...]:
    """The trail of a post, in words; of all posts of an author or blog if `ref` names one."""
    from roundup.errors import NotFound

    with desk.store() as store:
        try:
            return _trail(store, desk, post_named(store, ref))
        except NotFound:
            by_author = store.posts.by_author(ref)
            if not by_author or not one_line(ref):
                raise
            lines: list[str] = []
            for post in by_author:
                lines += [f"{post.id}: {post.title or post.url}", *(f"  {line}" for line in _trail(store, desk, post))]
            return tuple(lines)


def _trail(store: Store, desk: Desk, post: Post) -> tuple[str, ...]:
    decisions = [*store.ledger.decisions(post.key), *store.ledger.decisions(EDITION)]
    editions = store.ledger.editions(desk.settings.edition.first_number)
    return trail(post, decisions, store.posts.sources(post.id), editions)
