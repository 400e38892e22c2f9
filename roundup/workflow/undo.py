"""Take back own decisions. Nothing is deleted: an undo is a decision too, and can itself be undone."""

from __future__ import annotations

from roundup.curate.standing import undo_to, undoable
from roundup.errors import NotFound
from roundup.model import Decision
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk


def undo(desk: Desk, *, back_to: str = "") -> list[Decision]:
    """The last own decision, or every own decision since and with `back_to`; newest first."""
    with desk.store() as store, store.write():
        decisions = store.ledger.decisions()
        if back_to:
            gone = undo_to(decisions, desk.curator, back_to)
        else:
            last = undoable(decisions, desk.curator)
            gone = [last] if last else []
        if not gone:
            raise NotFound(
                f"{desk.curator} has nothing to undo", hint="Decisions of others are theirs: --as NAME works for them."
            )
        for decision in gone:
            record(store, desk, "undo", decision.subject, {"of": decision.id})
    return gone
