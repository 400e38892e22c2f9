"""The edition being made, and the ones that are closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from roundup.curate.compose import compose, missing, quoted_share, reading_minutes, words
from roundup.curate.quote import verdict
from roundup.errors import NotFound, UsageError
from roundup.model import EDITION, Edition, EditionsState, FrozenEdition, PickState, Post, Snapshot, Verdict
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk

if TYPE_CHECKING:
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class Draft:
    """The open edition composed, with what its quotes are proved against."""

    edition: Edition
    editions: EditionsState
    snapshots: dict[int, tuple[Snapshot, ...]]

    def verdicts(self) -> dict[str, Verdict]:
        """quote id → found, drift or absent."""
        return {q.id: verdict(q, self.snapshots[p.post_id]) for p in self.edition.picks for q in p.quotes}


def draft(store: Store, desk: Desk) -> Draft:
    """Compose what is starred and not yet in an edition."""
    editions = store.ledger.editions(desk.settings.edition.first_number)
    picks = _with_posts(store, store.ledger.picks())
    edition = compose(editions.open, picks, desk.settings, status="open", today=desk.today)
    return Draft(edition, editions, {post.id: store.posts.snapshots(post.id) for post, _ in picks})


def _with_posts(store: Store, states: Sequence[PickState]) -> list[tuple[Post, PickState]]:
    """Each pick with its post. A pick whose post this desk never saw (another's ledger) waits until it is fetched."""
    posts = [(store.posts.by_key(state.key), state) for state in states]
    return [(post, state) for post, state in posts if post is not None]


@dataclass(frozen=True, slots=True)
class Glance:
    """The draft at a glance."""

    edition: Edition
    words: int
    quoted_share: float
    minutes: int
    missing: tuple[str, ...]
    verdicts: dict[str, Verdict]


def glance(desk: Desk) -> Glance:
    """Picks, words, quoted share, minutes of reading, what is missing."""
    with desk.store() as store:
        made = draft(store, desk)
    edition = made.edition
    return Glance(
        edition, words(edition), quoted_share(edition), reading_minutes(edition), missing(edition), made.verdicts()
    )


def change(desk: Desk, fields: dict[str, Any]) -> dict[str, Any]:
    """Set words and marks of the open edition; an empty text goes back to the desk's own."""
    if not fields:
        raise UsageError("nothing to set", hint='For instance: roundup edition set --intro "A week of bins."')
    with desk.store() as store, store.write():
        record(store, desk, "edition", EDITION, fields)
    return fields


def closed(desk: Desk) -> tuple[FrozenEdition, ...]:
    """Every edition that is no longer open, oldest first."""
    with desk.store() as store:
        return store.ledger.editions(desk.settings.edition.first_number).closed


def edition_numbered(store: Store, desk: Desk, number: int | None) -> Edition:
    """The open edition (None), or a closed one exactly as it was closed."""
    made = draft(store, desk)
    if number is None or number == made.edition.number:
        return made.edition
    for frozen in made.editions.closed:
        if frozen.edition.number == number:
            return frozen.edition
    known = ", ".join(str(frozen.edition.number) for frozen in made.editions.closed)
    raise NotFound(f"there is no edition {number}", hint=f"Closed: {known or 'none yet'}. Open: {made.edition.number}.")
