"""What was written down of a person, by whom and when, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from roundup.curate.payload import clean_payload
from roundup.curate.personal import person_words
from roundup.curate.standing import standing
from roundup.model import Decision
from roundup.text import one_line


def person_trail(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """One line for each decision about a person, oldest first, times in UTC; the decision's id ends the line."""
    by_id = {decision.id: decision for decision in decisions}
    in_force = {decision.id for decision in standing(by_id.values())}
    lines = []
    for decision in sorted(by_id.values(), key=lambda each: each.order):
        if (what := _what(decision, by_id)) is None:
            continue
        reason = f": {one_line(decision.reason, 200)}" if decision.reason else ""
        since = "" if decision.id in in_force else "; undone since"
        told = f"{what} by {one_line(decision.curator, 80)}{reason}{since}  [{one_line(decision.id, 80)}]"
        lines.append(f"{decision.time.astimezone(UTC):%Y-%m-%d %H:%M} UTC  {told}")
    return tuple(lines)


def _what(decision: Decision, by_id: dict[str, Decision]) -> str | None:
    payload = clean_payload(decision.verb, decision.payload)
    if payload is None or decision.verb not in ("person", "undo"):
        return None
    if decision.verb == "person":
        return person_words(payload)
    goal = by_id.get(payload["of"])
    held = clean_payload("person", goal.payload) if goal and goal.verb == "person" else None
    return f"taken back ({person_words(held)})" if held else "taken back"
