"""Editions to where their readers are: one module a target, a draft unless asked for more, read back and compared.

    what is wanted ─▶ prepare (pure, shown by --dry-run) ─▶ send ─▶ read back ─▶ compare ─▶ receipt

To add a target: a module with `Options`, `wants`, `prepare` and `send` (base.py), and one line in TARGETS below.
"""

from __future__ import annotations

from roundup.deliver import eml, folder, imap, smtp, wordpress
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
    Target,
    Wish,
    World,
    digest,
)

__all__ = [
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
}
