"""Decisions → what is so: the fold of the ledger.

    decisions ─▶ standing (each once, in order, less what was undone) ─▶ fold_post      ─▶ PickState     ┐
                                                                      └▶ fold_editions  ─▶ EditionsState ┴▶ draft_picks

Folding gives the same whatever order decisions arrive in and however often, so that desks can exchange them. What a
decision carries is in payload.py, which of them count and can be taken back in standing.py; what cannot be understood
has no effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from roundup.curate.editions import ON_EDITIONS, fold_editions
from roundup.curate.frozen import edition_from_payload, edition_to_payload
from roundup.curate.payload import CLEANERS, Payload, clean_payload
from roundup.curate.standing import redoable, standing, undo_to, undoable
from roundup.errors import UsageError
from roundup.model import (
    EDITION,
    PERSON,
    SPECIAL,
    Decision,
    EditionsState,
    Note,
    PickState,
    Quote,
    Verb,
    is_post,
)
from roundup.text import one_line

__all__ = [
    "decide",
    "draft_picks",
    "edition_from_payload",
    "edition_to_payload",
    "fold_editions",
    "fold_post",
    "redoable",
    "standing",
    "undo_to",
    "undoable",
]


# ---------------------------------------------------------------- a post


def fold_post(key: str, decisions: Iterable[Decision]) -> PickState:
    """What was decided about the post `key`, from all decisions about it (under whichever of its names)."""
    state = PickState(key=key)
    for decision in standing(d for d in decisions if is_post(d.subject)):
        apply = _ON_POST.get(decision.verb)
        payload = clean_payload(decision.verb, decision.payload) if apply else None
        if apply and payload is not None:
            state = apply(state, decision, payload)
    return state


def _star(state: PickState, decision: Decision, _payload: Payload) -> PickState:
    # Starring twice must not move a pick to the end of the draft, but it calls back what was left for later.
    if state.starred:
        return replace(state, later=0)
    return replace(
        state,
        starred=True,
        starred_by=decision.curator,
        starred_at=decision.time,
        star=(decision.seq, decision.id),
        skipped=False,
        skip_reason="",
    )


def _later(state: PickState, decision: Decision, payload: Payload) -> PickState:
    return replace(_star(state, decision, payload), later=payload["edition"])


def _unstar(state: PickState, _decision: Decision, _payload: Payload) -> PickState:
    return replace(state, starred=False, starred_by="", starred_at=None, star=(0, ""), later=0)


def _skip(state: PickState, decision: Decision, payload: Payload) -> PickState:
    return replace(_unstar(state, decision, payload), skipped=True, skip_reason=decision.reason)


def _unskip(state: PickState, _decision: Decision, _payload: Payload) -> PickState:
    return replace(state, skipped=False, skip_reason="")


def _annotate(state: PickState, _decision: Decision, payload: Payload) -> PickState:
    return replace(state, **payload)


def _note(state: PickState, decision: Decision, payload: Payload) -> PickState:
    return replace(state, notes=(*state.notes, Note(decision.curator, decision.time, payload["text"])))


def _quote(state: PickState, decision: Decision, payload: Payload) -> PickState:
    quote = Quote(id=decision.id, **{**payload, "paragraphs": tuple(payload["paragraphs"])})
    return replace(state, quotes=(*state.quotes, quote))


def _unquote(state: PickState, _decision: Decision, payload: Payload) -> PickState:
    return replace(state, quotes=tuple(quote for quote in state.quotes if quote.id != payload["quote"]))


def _tag(state: PickState, _decision: Decision, payload: Payload) -> PickState:
    """Tags differ by more than case: adding "Housing" to "housing" changes nothing."""
    removed = {tag.casefold() for tag in payload.get("remove", ())}
    tags = {tag.casefold(): tag for tag in state.tags if tag.casefold() not in removed}
    for tag in payload.get("add", ()):
        tags.setdefault(tag.casefold(), tag)
    return replace(state, tags=tuple(tags.values()))


_ON_POST: dict[Verb, Callable[[PickState, Decision, Payload], PickState]] = {
    "star": _star,
    "later": _later,
    "unstar": _unstar,
    "skip": _skip,
    "unskip": _unskip,
    "annotate": _annotate,
    "note": _note,
    "quote": _quote,
    "unquote": _unquote,
    "tag": _tag,
}


# ---------------------------------------------------------------- the draft


def draft_picks(states: Iterable[PickState], editions: EditionsState) -> tuple[PickState, ...]:
    """The picks of the open edition: starred, in no closed edition, not left for later; as ordered, then as starred."""
    closed = {pick.key for frozen in editions.closed for pick in frozen.edition.picks}
    place = {key: index for index, key in enumerate(editions.order)}

    def position(state: PickState) -> tuple[int, datetime, tuple[int, str], str]:
        # Posts that were starred in one go bear one time, and their keys differ from desk to desk.
        starred_at = state.starred_at or datetime.max.replace(tzinfo=UTC)
        return (place.get(state.key, len(place)), starred_at, state.star, state.key)

    waiting = (s for s in states if s.starred and s.key not in closed and s.later < editions.open.number)
    return tuple(sorted(waiting, key=position))


# ---------------------------------------------------------------- deciding


def decide(
    verb: Verb,
    subject: str,
    payload: Mapping[str, Any],
    *,
    curator: str,
    now: datetime,
    seq: int,
    id: str,
    reason: str = "",
    last: Decision | None = None,
) -> Decision:
    """A new decision that folds after `last`, the ledger's latest: never earlier in time nor lower in `seq`.

    A payload that would have no effect, wholly or in part, is a UsageError.
    """
    if verb not in CLEANERS:
        raise UsageError(f"{verb!r} is nothing one can decide", hint=f"Known: {', '.join(CLEANERS)}.")
    if verb != "undo" and not _SUBJECTS.get(verb, is_post)(subject):
        what = "a post" if is_post(subject) else "the edition" if subject == EDITION else one_line(subject, 80)
        raise UsageError(f"{verb} is not about {what}")
    cleaned = clean_payload(verb, payload)
    if cleaned is None or (unused := sorted(set(payload) - set(cleaned))):
        what = ", ".join(f"{key} = {str(payload[key])[:60]!r}" for key in (unused if cleaned is not None else payload))
        raise UsageError(f"{verb} cannot be recorded with {what or 'nothing'}", hint=_EXPECTED.get(verb, ""))
    # A clock that was set back must not put today's decision before yesterday's.
    if last is not None:
        now, seq = max(now, last.time), max(seq, last.seq + 1)
    return Decision(id, seq, now, curator, verb, subject, cleaned, reason)


_SUBJECTS: dict[Verb, Callable[[str], bool]] = {
    **dict.fromkeys(ON_EDITIONS, EDITION.__eq__),
    "special": lambda subject: subject.startswith(SPECIAL),
    "person": lambda subject: subject.startswith(PERSON),
}
_EXPECTED: dict[Verb, str] = {
    "edition": "A date is written 2026-11-20, a cut-off 2026-11-20T17:00; a shape is essay, card, note or list.",
    "erratum": "Say which edition, and what is right.",
    "note": "Write a few words.",
    "quote": "Give the passage that was proved.",
    "special": "A special is a year, an event or a collection; its days are written 2026-11-20.",
}
