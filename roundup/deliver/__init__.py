"""Editions to where their readers are: one module a target, a draft unless asked for more, read back and compared.

    what is wanted ─▶ prepare (pure, shown by --dry-run) ─▶ send ─▶ read back ─▶ compare ─▶ receipt

To add a target: a module with `Options`, `wants`, `prepare` and `send` (base.py), and one line in TARGETS below.
"""

from __future__ import annotations

from roundup.deliver import buttondown, eml, folder, ghost, imap, listmonk, smtp, social, wayback, wordpress
from roundup.deliver.base import (
    Begun,
    Delivered,
    Parcel,
    Prepared,
    Reader,
    Refused,
    Request,
    Sealed,
    Sends,
    Shelf,
    Target,
    Wish,
    World,
    digest,
)

__all__ = [
    "DRAFTS_ONLY",
    "TARGETS",
    "Begun",
    "Delivered",
    "Parcel",
    "Prepared",
    "Reader",
    "Refused",
    "Request",
    "Sealed",
    "Sends",
    "Shelf",
    "Target",
    "Wish",
    "World",
    "digest",
]

TARGETS: dict[str, Target] = {
    "folder": folder,
    "eml": eml,
    "imap": imap,
    "smtp": smtp,
    "wordpress": wordpress,
    "ghost": ghost,
    "buttondown": buttondown,
    "listmonk": listmonk,
    "social": social,
    "wayback": wayback,
}

DRAFTS_ONLY = frozenset({"folder", "eml", "imap", "social", "buttondown", "listmonk", "wayback"})
"""Targets by which readers see nothing, whatever is wished: a draft is left for the editor, or something saved."""
