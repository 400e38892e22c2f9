"""What the demo's editors will pick and write: edition.toml → Plan."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from roundup.dataclass import dataclass
from roundup.patterns import pattern

FILE = Path(__file__).parent / "edition.toml"
# One slash, no scheme: `post` alone and whole addresses are left as they are.
_LINK = pattern(r"\]\(([a-z0-9-]+/[a-z0-9-]+)\)")


@dataclass(frozen=True, slots=True)
class PlannedQuote:
    """A passage to quote, and who says it if it isn't the author."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class PlannedPick:
    """A post with the words around it; `post` is its name, "blog/slug"."""

    post: str
    section: str
    lead: str
    quotes: tuple[PlannedQuote, ...]
    remark: str = ""
    tags: tuple[str, ...] = ()

    def lead_with(self, address: Callable[[str], str]) -> str:
        """The lead-in, posts named in its links turned into their addresses."""
        return _LINK.sub(lambda link: f"]({address(link[1])})", self.lead)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole edition. `refused` is a quote from memory; `refused_shows` the true words a refusal must show."""

    curator: str
    colleague: str
    editors: tuple[str, ...]
    intro: str
    sign_off: str
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    picks: tuple[PlannedPick, ...]
    read: str
    skipped: tuple[str, ...]
    skip_reason: str
    noted: str
    note: str
    refused: PlannedQuote
    refused_post: str
    refused_shows: str

    @property
    def posts(self) -> tuple[str, ...]:
        """Every post that something is decided about."""
        return (*(pick.post for pick in self.picks), *self.skipped, self.noted, self.refused_post)


@cache
def read_plan() -> Plan:
    """The plan that comes with the program."""
    data: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Plan(
        curator=data["curator"],
        colleague=data["colleague"],
        editors=tuple(data["editors"]),
        intro=data["intro"].strip(),
        sign_off=data["sign_off"].strip(),
        tags=tuple(data["tags"]),
        categories=tuple(data["categories"]),
        picks=tuple(_read_pick(pick) for pick in data["picks"]),
        read=data["read"]["post"],
        skipped=tuple(data["skipped"]["posts"]),
        skip_reason=data["skipped"]["reason"],
        noted=data["noted"]["post"],
        note=data["noted"]["text"],
        refused=PlannedQuote(data["refused"]["text"]),
        refused_post=data["refused"]["post"],
        refused_shows=data["refused"]["shows"],
    )


def _read_pick(pick: dict[str, Any]) -> PlannedPick:
    return PlannedPick(
        post=pick["post"],
        section=pick["section"],
        lead=pick["lead"].strip(),
        quotes=tuple(PlannedQuote(quote["text"].strip(), quote.get("speaker", "")) for quote in pick["quotes"]),
        remark=pick.get("remark", ""),
        tags=tuple(pick["tags"]),
    )
