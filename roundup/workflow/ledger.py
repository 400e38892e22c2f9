"""Desks exchange what was decided: a ledger out as a file, another's in."""

from __future__ import annotations

from dataclasses import dataclass

from roundup.curate.exchange import Disagreement, disagreements, news, read_ledger, write_ledger
from roundup.model import EDITION, PERSON, is_post
from roundup.text import one_line
from roundup.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class Differs:
    """A disagreement with the name of what it is about, as an editor knows it."""

    about: str
    found: Disagreement


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging another ledger came to. `waiting` are posts decided about there and not fetched here yet."""

    known: int
    new: int
    differs: tuple[Differs, ...]
    waiting: int


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
        subjects = {decision.subject for decision in new if is_post(decision.subject)}
        posts = {subject: store.posts.by_key(subject) for subject in subjects}

        def named(subject: str) -> str:
            if subject == EDITION:
                return "the edition"
            if subject.startswith(PERSON):
                person = store.people.named(subject.removeprefix(PERSON))
                return f"person {one_line(person, 60)}" if person else "a person"
            post = posts.get(subject) or store.posts.by_key(subject)
            return f"post {post.id}, {one_line(post.title or post.url, 60)}" if post else one_line(subject, 80)

        differs = tuple(Differs(named(found.subject), found) for found in disagreements(ours, theirs))
    return Merged(len(theirs) - len(new), len(new), differs, sum(post is None for post in posts.values()))
