"""Desks exchange what was decided: a ledger out as a file, another's in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from roundup.curate.editions import fold_editions
from roundup.curate.exchange import Disagreement, disagreements, news, read_ledger, write_ledger
from roundup.curate.payload import edition_number
from roundup.curate.people.namesakes import Namesakes, namesakes
from roundup.dataclass import dataclass
from roundup.model import EDITION, PERSON, SPECIAL, Decision, FrozenEdition, Post, is_post
from roundup.text import one_line
from roundup.workflow.desk import Desk

if TYPE_CHECKING:
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class Differs:
    """A disagreement with the name of what it is about, as an editor knows it."""

    about: str
    found: Disagreement


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging another ledger came to. `waiting` are posts decided about there and not fetched here yet.

    `late` are decisions about an edition that the other desk had closed: kept, and the edition stays as it was closed.
    `namesakes` are people whom both desks wrote down under one name, and who may be two.
    """

    known: int
    new: int
    differs: tuple[Differs, ...]
    waiting: int
    late: int = 0
    namesakes: tuple[Namesakes, ...] = ()


def export(desk: Desk) -> str:
    """Everything decided on this desk, for `merge` on another."""
    with desk.store() as store:
        return write_ledger(store.ledger.decisions())


def merge(desk: Desk, text: str, *, try_only: bool = False) -> Merged:
    """Add the decisions of another desk's ledger that are not known here; again and in any order, to the same end."""
    theirs = read_ledger(text, now=desk.now)
    with desk.store() as store, store.write():
        ours = store.ledger.decisions()
        new = news(ours, theirs)
        if not try_only:
            store.ledger.record(new)
        subjects = {decision.subject for decision in (*ours, *theirs) if is_post(decision.subject)}
        posts = {subject: post for subject in subjects if (post := store.posts.by_key(subject))}
        here, there = _called_alike(ours, posts), _called_alike(theirs, posts)
        differs = tuple(Differs(_named(store, each.subject, posts), each) for each in disagreements(here, there))
        names, first = {name: post.key for name, post in posts.items()}, desk.settings.edition.first_number
        late = _too_late(here, there, names, first) + _too_late(there, here, names, first)
        waiting = {decision.subject for decision in new if is_post(decision.subject)} - posts.keys()
    return Merged(len(theirs) - len(new), len(new), differs, len(waiting), late, namesakes(ours, theirs))


def _called_alike(decisions: Sequence[Decision], posts: Mapping[str, Post]) -> list[Decision]:
    """Decisions on one post under one name: another desk may know it by another of its names."""
    return [replace(d, subject=posts[d.subject].key) if d.subject in posts else d for d in decisions]


def _named(store: Store, subject: str, posts: Mapping[str, Post]) -> str:
    if subject == EDITION:
        return "the edition"
    if subject.startswith(SPECIAL):
        return f"the special edition {one_line(subject.removeprefix(SPECIAL), 80)}"
    if subject.startswith(PERSON):
        person = store.people.named(subject.removeprefix(PERSON))
        return f"person {one_line(person, 60)}" if person else "a person"
    post = posts.get(subject)
    return f"post {post.id}, {one_line(post.title or post.url, 60)}" if post else one_line(subject, 80)


def _too_late(
    decisions: Sequence[Decision], elsewhere: Sequence[Decision], names: Mapping[str, str], first: int
) -> int:
    """How many of `decisions` are about an edition that the other desk had closed, unknown to them."""
    known = {decision.id for decision in elsewhere}
    here, there, held = (_closings(each, first) for each in (decisions, elsewhere, (*decisions, *elsewhere)))
    closings = [frozen for name, frozen in there.items() if name not in here and name in held]
    numbers = {frozen.edition.number for frozen in closings}
    told = {names.get(pick.key, pick.key) for frozen in closings for pick in frozen.edition.picks}
    return sum(
        (decision.verb in ("edition", "freeze") and edition_number(decision.payload) in numbers)
        or (decision.verb in ("annotate", "quote", "unquote") and decision.subject in told)
        for decision in decisions
        if decision.id not in known
    )


def _closings(decisions: Iterable[Decision], first: int) -> dict[str, FrozenEdition]:
    return {frozen.decision: frozen for frozen in fold_editions(decisions, first).closed}
