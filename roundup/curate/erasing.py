"""What stays of a decision about a person who is to be forgotten: that it was made, and whether they opted out.

The ledger is never changed otherwise. Every desk takes away the same, so that ledgers can still be merged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from roundup.model import PERSON, Decision

_KEPT: Final = ("opted_out", "forget", "traces")


def erased(decision: Decision) -> Decision:
    """The decision without what it says of the person."""
    if decision.verb != "person" or not decision.subject.startswith(PERSON) or "forget" in decision.payload:
        return decision
    kept: dict[str, Any] = {key: decision.payload[key] for key in _KEPT if key in decision.payload}
    kept["erased"] = True
    return replace(decision, payload=kept, reason="")


def same_but_erased(one: Decision, other: Decision) -> bool:
    """True if the two are one decision, of which one desk has taken away what it said."""
    return erased(one) == other or one == erased(other)
