"""What a format's reader hands on: a feed in its author's words, not yet judged. Internal to parse."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from roundup.dataclass import dataclass

# How a piece of text is to be read: "html" is markup, "text" is words, "guess" is either (RSS titles never say).
Kind = Literal["html", "text", "guess"]


def words(text: str) -> frozenset[str]:
    """The words of a list that is easier to read as lines than as a literal."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class RawText:
    """Text with how to read it and the address its relative links start from ("": not said)."""

    value: str = ""
    kind: Kind = "text"
    base: str = ""


@dataclass(frozen=True, slots=True)
class RawBody:
    """The same of a text that may be long, in UTF-8. `is_clean` says that it surely holds nothing to be stripped."""

    value: bytes
    kind: Kind = "text"
    base: str = ""
    is_clean: bool = field(default=False, compare=False)


def body(text: str, kind: Kind = "text", base: str = "") -> RawBody:
    """A body from text, less halves of characters, which cannot be encoded."""
    return RawBody(text.encode("utf-8", "ignore"), kind, base)


@dataclass(frozen=True, slots=True)
class RawEnclosure:
    url: str
    type: str = ""
    length: str = ""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry as written. `links` are candidates for its address, best first; `guid_is_link` that the guid is one."""

    guid: str = ""
    links: tuple[str, ...] = ()
    guid_is_link: bool = False
    title: RawText = field(default_factory=RawText)
    bodies: tuple[RawBody, ...] = ()
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    tags: tuple[str, ...] = ()
    enclosures: tuple[RawEnclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as written.

    `announced` is how many entries it has, of which `entries` are the latest; `spec_base` says that the format resolves
    a body's links against the feed's own address.
    """

    version: str
    title: RawText = field(default_factory=RawText)
    site_url: str = ""
    language: str = ""
    entries: tuple[RawEntry, ...] = ()
    announced: int = 0
    complete: bool = True
    spec_base: bool = False
    notes: tuple[str, ...] = ()
