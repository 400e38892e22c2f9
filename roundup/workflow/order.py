"""What to read first: posts with their visible scores, their copies and conversations, from what the desk knows.

listing + what was found in the texts + what was decided ─▶ reasons ─▶ folded ─▶ conversations together
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from roundup.curate.conversations import Conversations, conversations, together
from roundup.curate.heard import heard
from roundup.curate.late import closed_before
from roundup.curate.people import Registry
from roundup.curate.phrases import mentioned, words_of
from roundup.curate.reasons import Facts
from roundup.curate.suggest import Folding, Folds, best_first, folded, suggest
from roundup.curate.twins import original, tellings
from roundup.dataclass import dataclass
from roundup.errors import StoreError
from roundup.model import Listing, Post, Suggestion
from roundup.workflow.analyse import bring_up_to_date, version_of, wanted_words
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MOST_LISTED
from roundup.workflow.people import left_out

if TYPE_CHECKING:
    from roundup.store import Store
    from roundup.store.analysis import AnalysisStore, Related
    from roundup.store.posts import ListingFilter

CANDIDATES = 5_000  # the newest that are scored; two years of an ordinary desk's waiting posts

Sort = Callable[[Suggestion], Any]

SORTS: dict[str, Sort] = {
    "score": best_first,
    "new": lambda s: (-s.listing.post.moment.timestamp(), s.listing.post.id),
    "old": lambda s: (s.listing.post.moment.timestamp(), s.listing.post.id),
    "blog": lambda s: (s.listing.post.blog.casefold(), -s.listing.post.moment.timestamp()),
    "words": lambda s: (-s.listing.post.words, s.listing.post.id),
}


def _unsaid(_count: int) -> None:
    """Nobody waits to be told."""


def ranked(
    store: Store,
    desk: Desk,
    wanted: ListingFilter,
    *,
    sort: str = "score",
    limit: int = 50,
    folding: Folding = "twins",
    on_new: Callable[[int], None] = _unsaid,
) -> tuple[Suggestion, ...]:
    """The first `limit` of the posts that fit `wanted`, with their reasons.

    Of those that wait, copies of one story are folded behind the author's own (`folding` "twins"), and earlier numbers
    of a series behind the newest ("all"). By score, posts of one conversation stand together. Posts of people who opted
    out do not wait. `on_new` is told how many texts are to be looked at first.
    """
    look_at_what_is_new(store, desk, on_new)
    most = min(limit, MOST_LISTED)
    # The oldest or the longest may be any of them; the best and the newest are among the newest.
    candidates = replace(wanted, limit=max(CANDIDATES, most) if sort in ("score", "new") else 0)
    listings = store.posts.listing(candidates)
    if wanted.state == "waiting":
        out = left_out(store, (each.post for each in listings))
        listings = [each for each in listings if each.post.id not in out]
    found = sorted(suggestions(store, desk, listings, wanted, folding), key=SORTS[sort])
    return tuple((together(found) if sort == "score" and folding != "none" else found)[:most])


def look_at_what_is_new(store: Store, desk: Desk, on_new: Callable[[int], None] = _unsaid) -> None:
    """Bring the analysis of texts up to date. What hinders that, a full disk say, does not hinder reading."""
    with suppress(StoreError):
        bring_up_to_date(store, desk.settings.order.words, on_new)


def of_post(store: Store, desk: Desk, post_id: int) -> tuple[Suggestion, Mapping[int, Listing]]:
    """One post as lists would show it, and every post that is mentioned with it, by its id."""
    from roundup.store.analysis import AnalysisStore
    from roundup.store.posts import ListingFilter

    look_at_what_is_new(store, desk)
    analysis = AnalysisStore(store.connection)
    related = analysis.related().around(post_id)
    known = {**analysis.listings(_mentioned_in(related) | {post_id} | set(analysis.of_same_blog(post_id, CANDIDATES)))}
    this = known[post_id]
    shown = [each for id, each in known.items() if id == post_id or waits(each)]
    # With a limit that no list has, so that the blog's other posts are counted as they wait.
    found = suggestions(store, desk, shown, ListingFilter(limit=1, held=bool(this.post.held)), "none", related)
    return next(s for s in found if s.listing.post.id == post_id), known


def suggestions(
    store: Store,
    desk: Desk,
    listings: Sequence[Listing],
    wanted: ListingFilter,
    folding: Folding,
    related: Related | None = None,
) -> list[Suggestion]:
    """All of `listings`, best first, with reasons and what they have to do with other posts."""
    from roundup.store.analysis import AnalysisStore
    from roundup.store.posts import ListingFilter

    analysis = AnalysisStore(store.connection)
    related = related or analysis.related()
    teasers = dict(related.teasers)
    listings = [replace(each, teaser=teasers[each.post.id]) if each.post.id in teasers else each for each in listings]
    picture = _picture(analysis, related, listings, desk)
    is_all = wanted == ListingFilter(limit=wanted.limit) and len(listings) > 1
    blogs = {} if is_all else Counter(store.posts.blogs_waiting(CANDIDATES))
    scored = suggest(listings, _facts(store, desk, analysis, picture, blogs=blogs))
    # What was decided or is held back is looked at one by one.
    return folded(scored, picture.folds, folding) if wanted.state == "waiting" and not wanted.held else scored


@dataclass(frozen=True, slots=True)
class _Picture:
    """How posts stand to each other: what is folded, what was decided of the same story, who answers whom."""

    folds: Folds
    decided_twins: Mapping[int, Listing]
    around: Conversations


def _picture(analysis: AnalysisStore, related: Related, listings: Sequence[Listing], desk: Desk) -> _Picture:
    known = {each.post.id: each for each in listings}
    here = set(known)
    known.update(analysis.listings(_mentioned_in(related) - here))
    posts = {id: each.post for id, each in known.items()}
    stories = tellings(related.twins, posts)
    waiting = {id for id, each in known.items() if waits(each)}
    heads: dict[int, int] = {}
    linking: dict[int, list[int]] = {}
    for post, target in related.links:
        linking.setdefault(target, []).append(post)
    for members in stories:
        # What is folded is folded behind something that the list shows.
        own = original(
            [posts[id] for id in members & here or members & waiting or members],
            {id for id in members if not members.isdisjoint(linking.get(id, ()))},
        )
        heads |= dict.fromkeys(members, own.id)
    folds = ((heads[min(members)], *sorted(members & here - {heads[min(members)]})) for members in stories)
    return _Picture(
        Folds(sorted(fold for fold in folds if len(fold) > 1)),
        _decided_twins(stories, known),
        conversations(related.links, related.stories, posts, waiting=waiting, heads=heads, now=desk.now),
    )


def _mentioned_in(related: Related) -> set[int]:
    return {
        *(id for pair in related.links for id in pair),
        *(id for _, ids in related.stories for id in ids),
        *(id for pair in related.twins for id in pair[:2]),
    }


def waits(listing: Listing) -> bool:
    """True for a post that nothing was decided about, and that is not held back."""
    decided = listing.starred or listing.skipped or listing.edition is not None
    return not decided and not listing.post.held


def _decided_twins(stories: Iterable[frozenset[int]], known: Mapping[int, Listing]) -> dict[int, Listing]:
    """For each post the copy of it that was decided on, one in an edition before a starred one before a skipped one."""
    found: dict[int, Listing] = {}
    for members in stories:
        decided = sorted(
            (each for id in sorted(members) if not waits(each := known[id]) and not each.post.held), key=_by_decision
        )
        for id in members:
            if twin := next((each for each in decided if each.post.id != id), None):
                found[id] = twin
    return found


def _by_decision(listing: Listing) -> tuple[bool, bool]:
    return listing.edition is None, not listing.starred


def _facts(store: Store, desk: Desk, analysis: AnalysisStore, picture: _Picture, *, blogs: Mapping[str, int]) -> Facts:
    order = desk.settings.order
    wanted = wanted_words(order.words)
    registry = Registry(store.people.all())
    editions = store.ledger.editions(desk.settings.edition.first_number)
    return Facts(
        desk.now,
        order,
        heard(editions, registry),
        blogs,
        picture.around,
        picture.decided_twins,
        analysis.words(version_of(order.words)) if wanted else {},
        lambda title: mentioned(words_of(title), wanted),
        lambda post: _left_out(registry, post),
        closed_before(editions),
    )


def _left_out(registry: Registry, post: Post) -> str:
    found = registry.opted_out(post.authors, post.blog, post.url)
    return found.words if found else ""
