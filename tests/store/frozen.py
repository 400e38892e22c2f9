"""Editions as they are closed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from roundup.curate.ledger import edition_to_payload
from roundup.model import EDITION, Decision, Edition
from tests.samples import decision


def freeze(made: Edition, seq: int, **fields: Any) -> Decision:
    """The decision that closes `made`."""
    payload = {"edition": edition_to_payload(replace(made, status="frozen"))}
    return decision("freeze", EDITION, seq=seq, payload=payload, **fields)
