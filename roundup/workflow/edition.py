"""The edition being made, and the ones that are closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from roundup.curate.compose import compose, missing, quoted_share, reading_minutes, words
from roundup.curate.quote import verdict
from roundup.errors import NotFound, UsageError
from roundup.model import EDITION, Edition, EditionsState, FrozenEdition, PickState, Post, Snapshot, Verdict
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MAX_LINE, MAX_TEXT, bounded

if TYPE_CHECKING:
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class Draft:
    """The open edition composed, with what its quotes are proved against.

    `later` is how many starred posts are later than the cut-off and wait for the next edition; `doubts` are posts that
    may not be their blogs' own, with why.
    """

    edition: Edition
    editions: EditionsState
    snapshots: dict[int, tuple[Snapshot, ...]]
    later: int = 0
    doubts: dict[int, str] = field(default_factory=dict)

    def verdicts(self) -> dict[str, Verdict]:
        """quote id → found, drift or absent."""
        return {q.id: verdict(q, self.snapshots[p.post_id]) for p in self.edition.picks for q in p.quotes}


def draft(store: Store, desk: Desk) -> Draft:
    """Compose what is starred and not yet in an edition."""
    editions = store.ledger.editions(desk.settings.edition.first_number)
    picks = _with_posts(store, store.ledger.picks())
    edition = _composed(editions, picks, desk)
    return Draft(
        edition,
        editions,
        {post.id: store.posts.snapshots(post.id) for post, _ in picks},
        later=len(picks) - len(edition.picks),
        doubts={post.id: post.doubt for post, _ in picks if post.doubt},
    )


def _composed(editions: EditionsState, picks: Sequence[tuple[Post, PickState]], desk: Desk) -> Edition:
    edition = compose(editions.open, picks, desk.settings, status="open", today=desk.today)
    if editions.open.slug or edition.slug not in {frozen.edition.slug for frozen in editions.closed}:
        return edition
    # The second edition of a day; one that its editors named themselves is theirs to rename.
    renamed = replace(editions.open, slug=f"{edition.slug[:60]}-{edition.number}")
    return compose(renamed, picks, desk.settings, status="open", today=desk.today)


def _with_posts(store: Store, states: Sequence[PickState]) -> list[tuple[Post, PickState]]:
    """Each pick with its post. A pick whose post this desk never saw (another's ledger) waits until it is fetched."""
    posts = [(store.posts.by_key(state.key), state) for state in states]
    return [(post, state) for post, state in posts if post is not None]


@dataclass(frozen=True, slots=True)
class Glance:
    """The draft at a glance; `later` as in Draft."""

    edition: Edition
    words: int
    quoted_share: float
    minutes: int
    missing: tuple[str, ...]
    verdicts: dict[str, Verdict]
    cutoff: datetime | None = None
    later: int = 0


def glance(desk: Desk) -> Glance:
    """Picks, words, quoted share, minutes of reading, what is missing."""
    with desk.store() as store:
        made = draft(store, desk)
    return _seen(made)


def _seen(made: Draft) -> Glance:
    edition = made.edition
    return Glance(
        edition,
        words(edition),
        quoted_share(edition),
        reading_minutes(edition),
        missing(edition),
        made.verdicts(),
        cutoff=made.editions.open.cutoff,
        later=made.later,
    )


def change(desk: Desk, fields: dict[str, Any]) -> Glance:
    """Set words and marks of the open edition; an empty text goes back to the desk's own. The draft as it is then."""
    if not fields:
        raise UsageError("nothing to set", hint='For instance: roundup edition set --intro "A week of bins."')
    with desk.store() as store, store.write():
        record(store, desk, "edition", EDITION, {name: _bounded(value, name) for name, value in fields.items()})
        return _seen(draft(store, desk))


def _bounded(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return bounded(value, name, MAX_TEXT if name in ("intro", "sign_off") else MAX_LINE)
    return [bounded(item, name, MAX_LINE) for item in value]


def closed(desk: Desk) -> tuple[FrozenEdition, ...]:
    """Every edition that is no longer open, oldest first."""
    with desk.store() as store:
        return store.ledger.editions(desk.settings.edition.first_number).closed


def numbered(made: Draft, number: int | None) -> Edition:
    """The open edition (None), or a closed one exactly as it was closed."""
    if number is None or number == made.edition.number:
        return made.edition
    for frozen in made.editions.closed:
        if frozen.edition.number == number:
            return frozen.edition
    known = ", ".join(str(frozen.edition.number) for frozen in made.editions.closed)
    raise NotFound(f"there is no edition {number}", hint=f"Closed: {known or 'none yet'}. Open: {made.edition.number}.")
