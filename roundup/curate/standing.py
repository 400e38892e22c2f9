"""Which decisions count, and which of them a curator can take back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from roundup.curate.payload import clean_payload, edition_number
from roundup.errors import NotFound, UsageError
from roundup.model import Decision


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions in force, oldest first: each once, without those undone. Undos in force are among them.

    An undo reaches only what came before it, of its own subject. What has been published stays: neither a publish nor
    the freeze of a published edition can be undone. Nor can it be that a person's details were removed.
    """
    ledger = _in_order(decisions)
    # From the newest back: whether an undo counts is known before what it undoes is met, however long the chain.
    published = _published(ledger)
    undone: dict[str, set[str]] = {}
    kept: list[Decision] = []
    for decision in reversed(ledger):
        if decision.subject in undone.get(decision.id, ()) and not _final(decision, published):
            continue
        kept.append(decision)
        if decision.verb == "undo" and (cleaned := clean_payload("undo", decision.payload)):
            undone.setdefault(cleaned["of"], set()).add(decision.subject)
    return kept[::-1]


def _in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Each decision once, oldest first. Of two that claim one id, every desk keeps the same."""
    by_id: dict[str, Decision] = {}
    for decision in decisions:
        # Ids are unique unless somebody forged one; then every desk must choose alike.
        other = by_id.setdefault(decision.id, decision)
        if other is not decision and other != decision:
            by_id[decision.id] = min(other, decision, key=_fingerprint)
    return sorted(by_id.values(), key=lambda decision: decision.order)


def _fingerprint(decision: Decision) -> tuple[Any, ...]:
    try:
        payload = json.dumps(decision.payload, sort_keys=True, default=repr)
    except (TypeError, ValueError, RecursionError):
        payload = ""
    return (*decision.order, decision.verb, decision.subject, decision.curator, decision.reason, payload)


def _published(ledger: Iterable[Decision]) -> set[int]:
    """Numbers that were frozen and then published."""
    frozen: set[int] = set()
    published: set[int] = set()
    # A publish without a freeze before it published nothing, and must not hold a later freeze fast.
    for decision in ledger:
        if decision.verb in ("freeze", "publish") and (number := edition_number(decision.payload)):
            if decision.verb == "freeze":
                frozen.add(number)
            elif number in frozen:
                published.add(number)
    return published


def _final(decision: Decision, published: set[int]) -> bool:
    if decision.verb == "person":
        return is_forgetting(decision)
    return decision.verb in ("freeze", "publish") and edition_number(decision.payload) in published


def is_forgetting(decision: Decision) -> bool:
    """True if the decision removes what is known of a person: words that are gone cannot be brought back."""
    return decision.verb == "person" and decision.payload.get("forget") is True


def undoable(decisions: Sequence[Decision], curator: str) -> Decision | None:
    """The curator's last decision still in force, undos apart; None if there is none.

    If that closed an edition which is published by now it is a UsageError: what is out cannot be called back.
    """
    ledger = standing(decisions)
    for decision in reversed(ledger):
        # Never past a published edition to what lies before it: that would undo words nobody can see in the draft.
        if decision.curator == curator and decision.verb != "undo":
            _refuse_final(decision, _published(ledger))
            return decision
    return None


def redoable(decisions: Sequence[Decision], curator: str) -> Decision | None:
    """The curator's last undo, if they decided nothing since: undoing it brings back what it took away."""
    undos = {decision.id for decision in decisions if decision.verb == "undo"}
    for decision in reversed(standing(decisions)):
        if decision.curator == curator:
            # Undone undos are redone decisions: one steps over them to the undo before.
            if decision.verb == "undo" and decision.payload.get("of") in undos:
                continue
            return decision if decision.verb == "undo" else None
    return None


def undo_to(decisions: Sequence[Decision], curator: str, id: str) -> list[Decision]:
    """The curator's decisions in force from the newest back to and including `id`, newest first: undo them all.

    `id` may be the beginning of one. NotFound if there is no such decision; UsageError if it is not the curator's,
    is undone already, or something published would have to be called back.
    """
    ledger = standing(decisions)
    goal = _own(decisions, ledger, curator, id)
    undoing = [d for d in ledger if d.curator == curator and d.verb != "undo" and d.order >= goal.order][::-1]
    # What was removed of a person stays so; that need not hold up what was decided before.
    undoing = [decision for decision in undoing if decision is goal or not is_forgetting(decision)]
    for decision in undoing:
        _refuse_final(decision, _published(ledger))
    return undoing


def undo_one(decisions: Sequence[Decision], curator: str, id: str) -> Decision:
    """The curator's decision `id` alone, which is refused where `undo_to` refuses it."""
    ledger = standing(decisions)
    goal = _own(decisions, ledger, curator, id)
    _refuse_final(goal, _published(ledger))
    return goal


def _own(decisions: Sequence[Decision], ledger: Sequence[Decision], curator: str, id: str) -> Decision:
    goal = _find(decisions, id)
    if goal.curator != curator:
        raise UsageError(
            f"Decision {goal.id} is {goal.curator}'s", hint="Each curator takes back their own; speak to them."
        )
    if goal.verb == "undo" or goal.id not in {decision.id for decision in ledger}:
        raise UsageError(f"Decision {goal.id} has no effect any more", hint="See what happened with: roundup why POST")
    return goal


def _find(decisions: Iterable[Decision], id: str) -> Decision:
    exact = [decision for decision in decisions if decision.id == id]
    found = {d.id: d for d in exact or (d for d in decisions if id and d.id.startswith(id))}
    if not found:
        raise NotFound(f"No decision is called {id!r}", hint="Their ids are shown by: roundup why POST")
    if len(found) > 1:
        raise UsageError(
            f"{len(found)} decisions begin with {id!r}", hint=f"Which one: {', '.join(sorted(found)[:5])}?"
        )
    return next(iter(found.values()))


def _refuse_final(decision: Decision, published: set[int]) -> None:
    if is_forgetting(decision):
        raise UsageError(
            "Somebody's details were removed, and cannot be brought back",
            hint="Earlier decisions: roundup undo --to ID",
        )
    if _final(decision, published):
        raise UsageError(
            f"Edition {edition_number(decision.payload)} is published, so closing it cannot be undone",
            hint="Mend the published page where it stands, or say so in the next edition.",
        )
