"""Decisions about editions → EditionsState: the open one's words, the wished order of picks, and what is closed.

Words say which edition they are meant for, so that an intro written on one desk for an edition that another desk has
closed meanwhile does not turn up in the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field

from roundup.curate.frozen import frozen_edition
from roundup.curate.payload import Payload, clean_payload, edition_number, read_time
from roundup.curate.standing import standing
from roundup.dataclass import dataclass, replace
from roundup.model import EDITION, Decision, Edition, EditionMeta, EditionsState, Erratum, FrozenEdition, Verb


def fold_editions(decisions: Iterable[Decision], first_number: int = 1) -> EditionsState:
    """The open edition's words, the wished order, and the closed editions by number, from all EDITION decisions.

    A number is closed once. Of two freezes of one number (two desks at once) that of the edition that was published
    first holds, else the first; the other is a rival, and its picks stay in the draft. The next number is one more
    than the highest closed, at least `first_number`.
    """
    ledger = standing(d for d in decisions if d.subject == EDITION)
    folding = _Editions(first_number, _freezes(ledger))
    for decision in ledger:
        apply = _ON_EDITIONS.get(decision.verb)
        payload = clean_payload(decision.verb, decision.payload) if apply else None
        if apply and payload is not None:
            apply(folding, decision, payload)
    return folding.state()


@dataclass(frozen=True, slots=True)
class _Freezes:
    """The freezes that can be read, by their decisions' ids, and which of them hold."""

    editions: dict[str, Edition]
    holding: frozenset[str]


def _freezes(ledger: Sequence[Decision]) -> _Freezes:
    editions: dict[str, Edition] = {}
    by_number: dict[int, list[Decision]] = {}
    published: set[str] = set()
    for decision in ledger:
        payload = clean_payload(decision.verb, decision.payload) if decision.verb in ("freeze", "publish") else None
        if payload and decision.verb == "freeze" and (edition := frozen_edition(payload)):
            editions[decision.id] = edition
            by_number.setdefault(edition.number, []).append(decision)
        elif payload and (candidates := by_number.get(edition_number(payload) or 0)):
            # Whoever publishes means the edition they closed.
            published.add(next((c.id for c in candidates if c.curator == decision.curator), candidates[0].id))
    holding = (next((c.id for c in each if c.id in published), each[0].id) for each in by_number.values())
    return _Freezes(editions, frozenset(holding))


@dataclass(slots=True)
class _Editions:
    """EditionsState in the making; closed editions by number, since a desk has hundreds of them in time.

    `words` are (number, words) in their order; the number is 0 where a decision does not say which edition it means.
    """

    first: int
    freezes: _Freezes
    words: list[tuple[int, Payload]] = field(default_factory=list)
    order: tuple[str, ...] = ()
    closed: dict[int, FrozenEdition] = field(default_factory=dict)
    rivals: list[FrozenEdition] = field(default_factory=list)

    def state(self) -> EditionsState:
        highest = max(self.closed, default=0)
        open_ = EditionMeta(number=max(self.first, highest + 1))
        for number, words in self.words:
            # Words for a number below the open one that was never closed can only be meant for the open one.
            if not number or highest < number <= open_.number:
                open_ = replace(open_, **words)
        closed = sorted(self.closed.values(), key=lambda frozen: frozen.edition.number)
        return EditionsState(open_, self.order, tuple(closed), tuple(self.rivals))


# A wish to have some posts first leaves the earlier wish standing for the others.
def _order(folding: _Editions, _decision: Decision, payload: Payload) -> None:
    folding.order = tuple(dict.fromkeys((*payload["posts"], *folding.order)))


def _edition(folding: _Editions, _decision: Decision, payload: Payload) -> None:
    words: Payload = {key: tuple(value) if isinstance(value, list) else value for key, value in payload.items()}
    number = words.pop("number", 0)
    if "cutoff" in words:
        words["cutoff"] = read_time(words["cutoff"])
    folding.words.append((number, words))


def _freeze(folding: _Editions, decision: Decision, _payload: Payload) -> None:
    edition = folding.freezes.editions.get(decision.id)
    if edition is None:
        return
    frozen = FrozenEdition(edition, decision.time, frozen_by=decision.curator, decision=decision.id)
    if decision.id not in folding.freezes.holding:
        folding.rivals.append(frozen)
        return
    folding.closed[edition.number] = frozen
    # The next edition begins without the last one's words and order.
    folding.words = [(number, words) for number, words in folding.words if number]
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
ON_EDITIONS = tuple(_ON_EDITIONS)
