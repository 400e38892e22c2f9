"""The people who write, and are written about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the desk knows, as curators wrote them down.

    `key` names them on every desk. `also` are other names they write under, `handles` what they are called elsewhere
    (`@ada@social.example`), `sites` the addresses of their blogs. Who is `opted_out` wants to be left out of editions.
    """

    key: str
    name: str
    also: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    affiliation: str = ""
    region: str = ""
    sites: tuple[str, ...] = ()
    opted_out: bool = False
    note: str = ""
