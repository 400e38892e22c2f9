"""Special editions besides the weekly one: defined, changed, taken out, seen and composed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from roundup.curate.compose import missing, picked, quoted_share, reading_minutes, words
from roundup.curate.quote import verdict
from roundup.curate.specials import Chosen, Numbers, chosen_picks, compose_special, fit_slug, numbers_of
from roundup.dataclass import dataclass
from roundup.errors import NotFound, UsageError
from roundup.model import SPECIAL, Edition, Pick, Snapshot, Special, Verdict
from roundup.text import one_line
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.edition import bounded_word, draft, with_posts

if TYPE_CHECKING:
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class Made:
    """A special edition as it stands, with its numbers and with what its quotes are proved against."""

    special: Special
    edition: Edition
    numbers: Numbers
    snapshots: Mapping[int, Sequence[Snapshot]]

    def verdicts(self) -> dict[str, Verdict]:
        """quote id → found, drift or absent."""
        snapshots = self.snapshots
        return {q.id: verdict(q, snapshots.get(p.post_id, ())) for p in self.edition.picks for q in p.quotes}


@dataclass(frozen=True, slots=True)
class SpecialGlance:
    """A special edition at a glance."""

    special: Special
    edition: Edition
    numbers: Numbers
    words: int
    quoted_share: float
    minutes: int
    missing: tuple[str, ...]


# ---------------------------------------------------------------- deciding


def define(desk: Desk, slug: str, fields: Mapping[str, Any]) -> SpecialGlance:
    """A new special edition; `fields` are those of Special, `kind` among them."""
    with desk.store() as store, store.write():
        name = _free(store, desk, slug)
        subject = _subject(store, name)
        _record(store, desk, subject, {**fields, "slug": name, "removed": False})
        return _seen(_fit(make(store, desk, name)))


def change(desk: Desk, slug: str, fields: Mapping[str, Any]) -> SpecialGlance:
    """Other words and marks, or another slug; an empty text goes back to its kind's or the desk's own."""
    if not fields:
        raise UsageError("nothing to set", hint='For instance: roundup edition special set SLUG --title "Case studies"')
    with desk.store() as store, store.write():
        special = find(store, slug)
        wanted = str(fields.get("slug", special.slug))
        slug = special.slug if fit_slug(wanted) == special.slug else _free(store, desk, wanted)
        _record(store, desk, special.subject, {**fields, **({"slug": slug} if "slug" in fields else {})})
        return _seen(_fit(make(store, desk, slug)))


def _fit(made: Made) -> Made:
    """UsageError for a definition that no pick can ever fit, or that holds what its kind makes nothing of."""
    special = made.special
    if special.kind != "event" and (special.since or special.until):
        raise UsageError("only an event has days", hint="A year has its number, a collection its tags.")
    if special.since and special.until and special.until < special.since:
        raise UsageError("it would end before it begins", hint="Give the earlier day to --since.")
    if special.kind == "event" and not (special.since or special.until or special.tags):
        raise UsageError("an event needs its days or a tag", hint="Give --since and --until, or --tag, or all of them.")
    if special.kind == "collection" and not special.tags:
        raise UsageError("a collection needs a tag", hint="Give --tag; several may be given.")
    return made


def remove(desk: Desk, slug: str) -> Special:
    """Take a special edition out; its picks stay where they are, and undo brings it back."""
    with desk.store() as store, store.write():
        special = find(store, slug)
        record(store, desk, "special", special.subject, {"removed": True})
    return special


def _record(store: Store, desk: Desk, subject: str, fields: Mapping[str, Any]) -> None:
    payload = {
        name: bounded_word(value, name) if isinstance(value, str | list) else value for name, value in fields.items()
    }
    record(store, desk, "special", subject, payload)


def _free(store: Store, desk: Desk, text: str) -> str:
    """The slug made of `text`, if nothing is called so yet."""
    slug = fit_slug(text)
    if not slug:
        raise UsageError(
            f"{one_line(text, 60)!r} cannot be the name of an edition", hint="Use letters, and not a number alone."
        )
    editions = draft(store, desk)
    weekly = {frozen.edition.slug: frozen.edition.number for frozen in editions.editions.closed}
    weekly[editions.edition.slug] = editions.edition.number
    if slug in weekly:
        raise UsageError(f"edition {weekly[slug]} is called {slug}", hint="Choose another slug.")
    if any(special.slug == slug for special in store.ledger.specials()):
        raise UsageError(f"there is a special edition {slug} already", hint=f"roundup edition special set {slug} …")
    return slug


def _subject(store: Store, slug: str) -> str:
    """A subject that nothing was decided on yet, so that what was called so before does not come back."""
    taken = {decision.subject for decision in store.ledger.beginning(SPECIAL)}
    names = [f"{SPECIAL}{slug}", *(f"{SPECIAL}{slug}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


# ---------------------------------------------------------------- seeing


def specials(desk: Desk) -> tuple[SpecialGlance, ...]:
    """Every special edition, in the order in which they were made."""
    with desk.store() as store:
        return tuple(_seen(_made(store, desk, special)) for special in store.ledger.specials())


def glance(desk: Desk, slug: str) -> SpecialGlance:
    """Picks, numbers, words, quoted share, minutes of reading, what is missing."""
    with desk.store() as store:
        return _seen(make(store, desk, slug))


def _seen(made: Made) -> SpecialGlance:
    edition = made.edition
    return SpecialGlance(
        made.special,
        edition,
        made.numbers,
        words(edition),
        quoted_share(edition),
        reading_minutes(edition),
        missing(edition),
    )


def find(store: Store, slug: str) -> Special:
    """The special edition that is called `slug`."""
    known = store.ledger.specials()
    wanted = slug.strip().casefold()
    found = next((special for special in known if special.slug == wanted), None)
    if found is None:
        names = ", ".join(special.slug for special in known)
        hint = f"There are: {names}." if names else "Make one with: roundup edition special year 2026"
        raise NotFound(f"there is no special edition {one_line(slug, 60)!r}", hint=hint)
    return found


def make(store: Store, desk: Desk, slug: str) -> Made:
    """The special edition that is called `slug`, composed."""
    return _made(store, desk, find(store, slug))


def _made(store: Store, desk: Desk, special: Special) -> Made:
    from roundup.store.posts import ListingFilter

    closed = store.ledger.editions(desk.settings.edition.first_number).closed
    waiting: list[Pick] = []
    if special.kind == "event":
        open_picks = with_posts(store, [state for states in store.ledger.starred() for state in states])
        waiting = [picked(post, state, desk.settings.zone) for post, state in open_picks]
    chosen = _local(store, chosen_picks(special, closed, waiting, store.ledger.tags_of_closed()))
    since, until = time_of(special, desk)
    numbers = numbers_of(chosen, store.posts.count(ListingFilter(state="all", since=since, until=until)))
    edition = compose_special(special, chosen, numbers, desk.settings, today=desk.today)
    return Made(special, edition, numbers, {p.post_id: store.posts.snapshots(p.post_id) for p in edition.picks})


def _local(store: Store, chosen: Iterable[Chosen]) -> list[Chosen]:
    """The picks under the ids that their posts have on this desk, 0 if they have none: they may be from another.

    Desks may have closed one post under two of its names. The first telling is the one that counts.
    """
    seen: set[int] = set()
    found = []
    for each in chosen:
        post = store.posts.by_key(each.pick.key)
        id = post.id if post else 0
        if id not in seen:
            found.append(replace(each, pick=replace(each.pick, post_id=id)))
        seen.update({id} - {0})
    return found


def time_of(special: Special, desk: Desk) -> tuple[datetime | None, datetime | None]:
    """From when until when the posts came that a special edition was chosen from."""
    first, last = special.since, special.until
    if special.kind == "year":
        first, last = f"{special.year:04}-01-01", f"{special.year:04}-12-31"
    return _midnight(first, desk, 0), _midnight(last, desk, 1)


def _midnight(day: str, desk: Desk, later: int) -> datetime | None:
    if not day:
        return None
    try:
        return datetime.combine(date.fromisoformat(day) + timedelta(days=later), time(), desk.settings.zone)
    except OverflowError:
        return None
