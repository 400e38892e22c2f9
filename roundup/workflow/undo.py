"""Take back own decisions. Nothing is deleted: an undo is a decision too, and can itself be undone."""

from __future__ import annotations

from roundup.curate.standing import redoable, undo_one, undo_to, undoable
from roundup.dataclass import dataclass
from roundup.errors import NotFound, UsageError
from roundup.model import Decision, Post
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision taken back, and the post it was about (None: an edition, or a post this desk never saw)."""

    decision: Decision
    post: Post | None


def undo(desk: Desk, *, back_to: str | None = None, only: str | None = None) -> list[Undone]:
    """The last own decision, every own decision since and with `back_to`, or `only` one of them; newest first."""
    if any(id is not None and not id.strip() for id in (back_to, only)):
        raise UsageError(
            "no decision was named", hint="Their ids are shown by: roundup why POST, and: roundup why edition"
        )
    if back_to is not None and only is not None:
        raise UsageError("--to and --only exclude each other", hint="Give one of them.")
    with desk.store() as store, store.write():
        decisions = store.ledger.decisions()
        if back_to is not None:
            gone = undo_to(decisions, desk.curator, back_to.strip())
        else:
            last = (
                undoable(decisions, desk.curator) if only is None else undo_one(decisions, desk.curator, only.strip())
            )
            gone = [last] if last else []
        if not gone:
            raise NotFound(
                f"{desk.curator} has nothing to undo", hint="Decisions of others are theirs: --as NAME works for them."
            )
        for decision in gone:
            record(store, desk, "undo", decision.subject, {"of": decision.id})
        return [Undone(d, store.posts.by_key(d.subject)) for d in gone]


def redo(desk: Desk) -> Undone:
    """Do again the own decision that was taken back last, as long as nothing else was decided since."""
    with desk.store() as store, store.write():
        decisions = store.ledger.decisions()
        last = redoable(decisions, desk.curator)
        if last is None:
            raise NotFound(f"{desk.curator} has nothing to do again", hint="Only what was undone just now comes back.")
        again = next((d for d in decisions if d.id == last.payload.get("of")), last)
        record(store, desk, "undo", last.subject, {"of": last.id})
        return Undone(again, store.posts.by_key(again.subject))
