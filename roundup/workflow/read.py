"""What there is to read: the posts that wait, one post whole, a search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from roundup.curate.suggest import Folding
from roundup.dataclass import dataclass
from roundup.errors import UsageError
from roundup.model import Listing, PickState, Post, Snapshot, Source, Suggestion
from roundup.workflow.decide import post_named
from roundup.workflow.desk import Desk
from roundup.workflow.order import CANDIDATES, SORTS, of_post, ranked
from roundup.workflow.people import left_out, registry_of

if TYPE_CHECKING:
    from roundup.store import Store
    from roundup.store.posts import ListingFilter


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list of posts and how many there are in all; `left_out` more are of people who opted out."""

    shown: tuple[Suggestion, ...]
    total: int
    left_out: int = 0


def posts(
    desk: Desk,
    wanted: ListingFilter,
    *,
    sort: str = "score",
    limit: int = 50,
    folding: Folding = "twins",
    on_new: Callable[[int], None] = lambda _count: None,
) -> Waiting:
    """Posts that fit `wanted`, scored with the reasons, the first `limit` by `sort`. More is said of `ranked`."""
    if sort not in SORTS:
        raise UsageError(f"cannot sort by {sort}", hint=f"Use one of {', '.join(SORTS)}.")
    with desk.store() as store:
        shown = ranked(store, desk, wanted, sort=sort, limit=limit, folding=folding, on_new=on_new)
        left = _left_out(store, wanted) if wanted.state == "waiting" else 0
        return Waiting(shown, store.posts.count(wanted) - left, left)


def _left_out(store: Store, wanted: ListingFilter) -> int:
    """How many of those that fit are of people who opted out."""
    if not registry_of(store).has_opt_outs:
        return 0
    listings = store.posts.listing(replace(wanted, limit=CANDIDATES))
    return len(left_out(store, (each.post for each in listings)))


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything known of one post: `suggestion` is how lists show it, `around` are the posts it is mentioned with."""

    post: Post
    state: PickState
    sources: tuple[Source, ...]
    snapshots: tuple[Snapshot, ...]
    links: tuple[str, ...]
    edition: int | None
    suggestion: Suggestion
    around: Mapping[int, Listing]

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
        suggestion, around = of_post(store, desk, post.id)
        return Whole(
            post=post,
            state=store.ledger.pick(post.key),
            sources=store.posts.sources(post.id),
            snapshots=snapshots,
            links=links_in(snapshots[0].html) if snapshots else (),
            edition=store.ledger.closed_in(post.id),
            suggestion=suggestion,
            around=around,
        )
