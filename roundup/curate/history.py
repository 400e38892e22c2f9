"""What happened to an edition, weekly or special, in words and in order; with the ids that `undo --to` takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

from roundup.curate.payload import clean_payload, edition_number
from roundup.curate.standing import standing
from roundup.model import EDITION, Decision, EditionsState
from roundup.text import one_line

_LONGEST = 60  # characters of an editor's words


def edition_history(decisions: Sequence[Decision], editions: EditionsState, number: int) -> tuple[str, ...]:
    """One line for each decision about edition `number`, oldest first, times in UTC."""
    about = [decision for decision in decisions if decision.subject == EDITION]
    numbers = _numbers(about, editions)
    rivals = {rival.decision for rival in editions.rivals}
    lines = list(_told(about, lambda each: numbers[each.id] == number, _about_edition))
    return tuple(
        f"{line}; of no effect, since it was closed before" if each.id in rivals else line for each, line in lines
    )


def _numbers(decisions: Sequence[Decision], editions: EditionsState) -> dict[str, int]:
    """decision → the edition that it is about: the one it names, else the one that was open then."""
    closed = {frozen.decision: frozen.edition.number for frozen in editions.closed}
    current = min([*closed.values(), editions.open.number])
    numbers: dict[str, int] = {}
    for decision in sorted(decisions, key=lambda each: each.order):
        named = edition_number(decision.payload) if decision.verb in ("edition", "freeze", "publish", "erratum") else 0
        of = decision.payload.get("of") if decision.verb == "undo" else None
        numbers[decision.id] = named or numbers.get(str(of), current)
        if number := closed.get(decision.id):
            current = max(current, number + 1)
    return numbers


def special_history(decisions: Sequence[Decision]) -> tuple[str, ...]:
    """One line for each decision about a special edition; `decisions` are those on its subject."""
    return tuple(line for _, line in _told(decisions, lambda _: True, _about_special))


def _told(
    decisions: Sequence[Decision],
    wanted: Callable[[Decision], bool],
    words: Callable[[Decision, Mapping[str, Any]], str],
) -> Iterator[tuple[Decision, str]]:
    in_force = {decision.id for decision in standing(decisions)}
    by_id = {decision.id: decision for decision in decisions}
    for decision in sorted(by_id.values(), key=lambda each: each.order):
        payload = clean_payload(decision.verb, decision.payload)
        if payload is None or not wanted(decision):
            continue
        goal = by_id.get(payload["of"]) if decision.verb == "undo" else None
        held = clean_payload(goal.verb, goal.payload) if goal else None
        what = f"taken back ({words(goal, held)})" if goal and held is not None else words(decision, payload)
        reason = f": {one_line(decision.reason, 200)}" if decision.reason else ""
        undone = "" if decision.id in in_force else "; undone since"
        when = f"{decision.time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        who = one_line(decision.curator, 80)
        yield decision, f"{when}  {what} by {who}{reason}{undone}  [{one_line(decision.id, 80)}]"


def _about_edition(decision: Decision, payload: Mapping[str, Any]) -> str:
    number = edition_number(payload)
    if decision.verb == "freeze":
        picks = payload["edition"].get("picks")
        count = len(picks) if isinstance(picks, list) else 0
        spite = f", in spite of {', '.join(payload['overridden'])}" if payload.get("overridden") else ""
        return f"edition {number} closed with {count} pick{'s' * (count != 1)}{spite}"
    if decision.verb == "publish":
        return f"edition {number} published" + (f" at {payload['url']}" if payload["url"] else "")
    if decision.verb == "erratum":
        return f"erratum to edition {number}, “{one_line(payload['text'], _LONGEST)}”"
    if decision.verb == "order":
        count = len(payload["posts"])
        return f"{count} pick{'s' * (count != 1)} put in order"
    return _words(payload) if decision.verb == "edition" else "an undo taken back"


def _about_special(decision: Decision, payload: Mapping[str, Any]) -> str:
    if decision.verb != "special":
        return "an undo taken back"
    if payload.get("removed"):
        return "taken out"
    made = f"made as {payload['kind']}" if "kind" in payload else ""
    rest = {name: value for name, value in payload.items() if name not in ("kind", "removed")}
    return "; ".join(filter(None, (made, _words(rest) if rest else ""))) or "changed"


def _words(payload: Mapping[str, Any]) -> str:
    """`intro “A week of bins.”, cut-off cleared`"""
    parts = []
    for name, value in payload.items():
        text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        if name != "number":
            label = {"cutoff": "cut-off", "sign_off": "sign-off"}.get(name, name.replace("_", " "))
            parts.append(f"{label} “{one_line(text, _LONGEST)}”" if text else f"{label} cleared")
    return ", ".join(parts) or "nothing changed"
