"""The edition being made, and the ones that are closed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from roundup.curate.compose import compose, missing, quoted_share, reading_minutes, words
from roundup.curate.late import Window, window
from roundup.curate.quote import difference, verdict
from roundup.dataclass import dataclass
from roundup.errors import NotFound, UsageError
from roundup.model import EDITION, Edition, EditionsState, FrozenEdition, Pick, PickState, Post, Snapshot, Verdict
from roundup.text import one_line
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MAX_LINE, MAX_TEXT, bounded

if TYPE_CHECKING:
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A starred post that is not in the open edition, and why, in words."""

    post: Post
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The open edition composed, with what its quotes are proved against.

    `left_out` are starred posts that wait for the next edition, since they are later than the cut-off or a curator
    said so; `carried` the ids of picks that were starred before the last edition was closed. `doubts` are posts that
    may not be their blogs' own, with why.
    """

    edition: Edition
    editions: EditionsState
    snapshots: dict[int, tuple[Snapshot, ...]]
    left_out: tuple[LeftOut, ...] = ()
    carried: tuple[int, ...] = ()
    doubts: dict[int, str] = field(default_factory=dict)

    def verdicts(self) -> dict[str, Verdict]:
        """quote id → found, drift or absent."""
        return {q.id: verdict(q, self.snapshots[p.post_id]) for p in self.edition.picks for q in p.quotes}

    def differences(self) -> dict[str, str]:
        """quote id → `[-the words quoted-] {+those that stand there now+}`, for quotes that do not stand there."""
        found = {q.id: difference(q, self.snapshots[p.post_id]) for p in self.edition.picks for q in p.quotes}
        return {id: words for id, words in found.items() if words}


def draft(store: Store, desk: Desk) -> Draft:
    """Compose what is starred and not yet in an edition."""
    editions = store.ledger.editions(desk.settings.edition.first_number)
    in_draft, put_off = store.ledger.starred()
    picks = with_posts(store, in_draft)
    taken = {frozen.edition.slug for frozen in editions.closed} | {each.slug for each in store.ledger.specials()}
    edition = _composed(editions, picks, desk, taken)
    in_it = {pick.post_id for pick in edition.picks}
    return Draft(
        edition,
        editions,
        {post.id: store.posts.snapshots(post.id) for post, _ in picks},
        left_out=(
            *(LeftOut(post, "later than the cut-off") for post, _ in picks if post.id not in in_it),
            *(LeftOut(post, f"kept for the edition after {s.later}") for post, s in with_posts(store, put_off)),
        ),
        carried=_carried(editions, [(post, state) for post, state in picks if post.id in in_it]),
        doubts={post.id: post.doubt for post, _ in picks if post.doubt},
    )


def _carried(editions: EditionsState, picks: Sequence[tuple[Post, PickState]]) -> tuple[int, ...]:
    closed = max((frozen.frozen_at for frozen in editions.closed), default=None)
    return tuple(p.id for p, state in picks if closed and state.starred_at and state.starred_at < closed)


def _composed(
    editions: EditionsState, picks: Sequence[tuple[Post, PickState]], desk: Desk, taken: Collection[str]
) -> Edition:
    edition = compose(editions.open, picks, desk.settings, status="open", today=desk.today)
    if editions.open.slug or edition.slug not in taken:
        return edition
    # The second edition of a day; one that its editors named themselves is theirs to rename.
    renamed = replace(editions.open, slug=f"{edition.slug[:60]}-{edition.number}")
    return compose(renamed, picks, desk.settings, status="open", today=desk.today)


def with_posts(store: Store, states: Sequence[PickState]) -> list[tuple[Post, PickState]]:
    """Each pick with its post. A pick whose post this desk never saw (another's ledger) waits until it is fetched."""
    posts = [(store.posts.by_key(state.key), state) for state in states]
    return [(post, state) for post, state in posts if post is not None]


@dataclass(frozen=True, slots=True)
class Glance:
    """The draft at a glance; `left_out` and `carried` as in Draft.

    `moved_in` and `moved_out` are the posts that a change of its marks brought in and took out.
    """

    edition: Edition
    words: int
    quoted_share: float
    minutes: int
    missing: tuple[str, ...]
    verdicts: dict[str, Verdict]
    cutoff: datetime | None = None
    window: Window | None = None
    left_out: tuple[LeftOut, ...] = ()
    carried: tuple[int, ...] = ()
    moved_in: tuple[str, ...] = ()
    moved_out: tuple[str, ...] = ()
    differences: dict[str, str] = field(default_factory=dict)


def glance(desk: Desk) -> Glance:
    """Picks, words, quoted share, minutes of reading, what is missing."""
    with desk.store() as store:
        made = draft(store, desk)
    return _seen(made, desk)


def _seen(made: Draft, desk: Desk) -> Glance:
    edition = made.edition
    return Glance(
        edition,
        words(edition),
        quoted_share(edition),
        reading_minutes(edition),
        missing(edition),
        made.verdicts(),
        cutoff=made.editions.open.cutoff,
        window=window(made.editions, desk.now),
        left_out=made.left_out,
        carried=made.carried,
        differences=made.differences(),
    )


def change(desk: Desk, fields: dict[str, Any]) -> Glance:
    """Set words and marks of the open edition; an empty text goes back to the desk's own. The draft as it is then."""
    if not fields:
        raise UsageError("nothing to set", hint='For instance: roundup edition set --intro "A week of bins."')
    with desk.store() as store, store.write():
        before = draft(store, desk)
        set_words(store, desk, {name: bounded_word(value, name) for name, value in fields.items()})
        after = draft(store, desk)
        if any(special.slug == after.edition.slug for special in store.ledger.specials()):
            raise UsageError(
                f"a special edition is called {after.edition.slug}",
                hint="Choose another slug: both go into one folder.",
            )
    was, now = ({pick.post_id: _named(pick) for pick in made.edition.picks} for made in (before, after))
    return replace(
        _seen(after, desk),
        moved_in=tuple(name for id, name in now.items() if id not in was),
        moved_out=tuple(name for id, name in was.items() if id not in now),
    )


def _named(pick: Pick) -> str:
    return f"{pick.post_id}  {one_line(pick.title or pick.url or 'untitled', 70)}"


def set_words(store: Store, desk: Desk, fields: dict[str, Any]) -> None:
    """Record words of the open edition, with its number: merged elsewhere, they are for no other."""
    open_ = store.ledger.editions(desk.settings.edition.first_number).open
    record(store, desk, "edition", EDITION, {**fields, "number": open_.number})


def bounded_word(value: Any, name: str) -> Any:
    """A text or list of texts of an edition, if no longer than any command accepts; else a UsageError."""
    if isinstance(value, str):
        return bounded(value, name, MAX_TEXT if name in ("intro", "sign_off") else MAX_LINE)
    return [bounded(item, name, MAX_LINE) for item in value]


def closed(desk: Desk) -> tuple[FrozenEdition, ...]:
    """Every edition that is no longer open, oldest first."""
    with desk.store() as store:
        return store.ledger.editions(desk.settings.edition.first_number).closed


def rivals(desk: Desk) -> tuple[FrozenEdition, ...]:
    """Editions that were closed on another desk under a number that was taken."""
    with desk.store() as store:
        return store.ledger.editions(desk.settings.edition.first_number).rivals


def numbered(made: Draft, number: int | None) -> Edition:
    """The open edition (None), or a closed one exactly as it was closed."""
    if number is None or number == made.edition.number:
        return made.edition
    for frozen in made.editions.closed:
        if frozen.edition.number == number:
            return frozen.edition
    known = ", ".join(str(frozen.edition.number) for frozen in made.editions.closed)
    raise NotFound(f"there is no edition {number}", hint=f"Closed: {known or 'none yet'}. Open: {made.edition.number}.")
