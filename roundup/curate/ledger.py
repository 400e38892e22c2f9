"""Decisions → what is so: the fold of the ledger.

    decisions ─▶ standing (each once, in order, less what was undone) ─▶ fold_post      ─▶ PickState     ┐
                                                                      └▶ fold_editions  ─▶ EditionsState ┴▶ draft_picks

Folding gives the same whatever order decisions arrive in and however often, so that desks can exchange them. What a
decision carries is in payload.py, which of them count and can be taken back in standing.py; what cannot be understood
has no effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from roundup.curate.frozen import edition_from_payload, edition_to_payload, frozen_edition
from roundup.curate.payload import CLEANERS, Payload, clean_payload, read_time
from roundup.curate.standing import redoable, standing, undo_to, undoable
from roundup.errors import UsageError
from roundup.model import (
    EDITION,
    Decision,
    EditionMeta,
    EditionsState,
    Erratum,
    FrozenEdition,
    Note,
    PickState,
    Quote,
    Verb,
)

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
    for decision in standing(d for d in decisions if d.subject != EDITION):
        apply = _ON_POST.get(decision.verb)
        payload = clean_payload(decision.verb, decision.payload) if apply else None
        if apply and payload is not None:
            state = apply(state, decision, payload)
    return state


def _star(state: PickState, decision: Decision, _payload: Payload) -> PickState:
    # Starring twice must not move a pick to the end of the draft.
    if state.starred:
        return state
    return replace(
        state,
        starred=True,
        starred_by=decision.curator,
        starred_at=decision.time,
        skipped=False,
        skip_reason="",
    )


def _unstar(state: PickState, _decision: Decision, _payload: Payload) -> PickState:
    return replace(state, starred=False, starred_by="", starred_at=None)


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
    "unstar": _unstar,
    "skip": _skip,
    "unskip": _unskip,
    "annotate": _annotate,
    "note": _note,
    "quote": _quote,
    "unquote": _unquote,
    "tag": _tag,
}


# ---------------------------------------------------------------- editions


def fold_editions(decisions: Iterable[Decision], first_number: int = 1) -> EditionsState:
    """The open edition's words, the wished order, and the closed editions by number, from all EDITION decisions.

    A freeze closes its number once; a second freeze of the same number (two desks at once) has no effect, so its picks
    stay in the draft. The next number is one more than the highest closed, at least `first_number`.
    """
    folding = _Editions(EditionMeta(number=first_number))
    for decision in standing(d for d in decisions if d.subject == EDITION):
        apply = _ON_EDITIONS.get(decision.verb)
        payload = clean_payload(decision.verb, decision.payload) if apply else None
        if apply and payload is not None:
            apply(folding, decision, payload)
    closed = sorted(folding.closed.values(), key=lambda frozen: frozen.edition.number)
    return EditionsState(folding.open, folding.order, tuple(closed))


@dataclass(slots=True)
class _Editions:
    """EditionsState in the making; closed editions by number, since a desk has hundreds of them in time."""

    open: EditionMeta
    order: tuple[str, ...] = ()
    closed: dict[int, FrozenEdition] = field(default_factory=dict)


# A wish to have some posts first leaves the earlier wish standing for the others.
def _order(folding: _Editions, _decision: Decision, payload: Payload) -> None:
    folding.order = tuple(dict.fromkeys((*payload["posts"], *folding.order)))


def _edition(folding: _Editions, _decision: Decision, payload: Payload) -> None:
    words: Payload = {key: tuple(value) if isinstance(value, list) else value for key, value in payload.items()}
    if "cutoff" in words:
        words["cutoff"] = read_time(words["cutoff"])
    folding.open = replace(folding.open, **words)


def _freeze(folding: _Editions, decision: Decision, payload: Payload) -> None:
    edition = frozen_edition(payload)
    if edition is None or edition.number in folding.closed:
        return
    folding.closed[edition.number] = FrozenEdition(edition, decision.time)
    # An old number closed late does not turn back the count; the next edition begins without the last one's words.
    folding.open = EditionMeta(number=max(folding.open.number, edition.number + 1))
    folding.order = ()


def _publish(folding: _Editions, decision: Decision, payload: Payload) -> None:
    """The first publishing gives the date; the last address known is the one that counts."""
    if closed := folding.closed.get(payload["number"]):
        folding.closed[payload["number"]] = replace(
            closed,
            edition=replace(closed.edition, status="published"),
            published_at=closed.published_at or decision.time,
            url=payload["url"] or closed.url,
        )


def _erratum(folding: _Editions, _decision: Decision, payload: Payload) -> None:
    """Errata stand beside the words of a closed edition, and change none of them."""
    if closed := folding.closed.get(payload["number"]):
        errata = (*closed.edition.errata, Erratum(payload["text"], payload["day"]))
        folding.closed[payload["number"]] = replace(closed, edition=replace(closed.edition, errata=errata))


_ON_EDITIONS: dict[Verb, Callable[[_Editions, Decision, Payload], None]] = {
    "order": _order,
    "edition": _edition,
    "freeze": _freeze,
    "publish": _publish,
    "erratum": _erratum,
}


def draft_picks(states: Iterable[PickState], editions: EditionsState) -> tuple[PickState, ...]:
    """The picks of the open edition: starred, in no closed edition; as ordered, then in the order they were starred."""
    closed = {pick.key for frozen in editions.closed for pick in frozen.edition.picks}
    place = {key: index for index, key in enumerate(editions.order)}

    def position(state: PickState) -> tuple[int, datetime, str]:
        return (place.get(state.key, len(place)), state.starred_at or datetime.max.replace(tzinfo=UTC), state.key)

    return tuple(sorted((s for s in states if s.starred and s.key not in closed), key=position))


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
    if verb != "undo" and (verb in _ON_EDITIONS) != (subject == EDITION):
        raise UsageError(f"{verb} is not about {'the edition' if subject == EDITION else 'a post'}")
    cleaned = clean_payload(verb, payload)
    if cleaned is None or (unused := sorted(set(payload) - set(cleaned))):
        what = ", ".join(f"{key} = {str(payload[key])[:60]!r}" for key in (unused if cleaned is not None else payload))
        raise UsageError(f"{verb} cannot be recorded with {what or 'nothing'}", hint=_EXPECTED.get(verb, ""))
    # A clock that was set back must not put today's decision before yesterday's.
    if last is not None:
        now, seq = max(now, last.time), max(seq, last.seq + 1)
    return Decision(id, seq, now, curator, verb, subject, cleaned, reason)


_EXPECTED: dict[Verb, str] = {
    "edition": "A date is written 2026-11-20, a cut-off 2026-11-20T17:00; a shape is essay, card, note or list.",
    "erratum": "Say which edition, and what is right.",
    "note": "Write a few words.",
    "quote": "Give the passage that was proved.",
}
