"""What every feed format can say, so that a writer need not know blogs."""

from __future__ import annotations

from datetime import datetime
from html import escape

from roundup.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. Empty text and None mean that the feed does not say; `audio` is (address, bytes)."""

    title: str
    url: str
    guid: str
    html: str
    author: str
    published: datetime | None
    updated: datetime | None
    tags: tuple[str, ...] = ()
    audio: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed. `named_zones` writes RSS dates with BST and GMT instead of offsets."""

    title: str
    url: str
    feed_url: str
    tagline: str
    author: str
    charset: str
    named_zones: bool
    items: tuple[Item, ...]

    @property
    def updated(self) -> str:
        """The newest change, in RFC 3339; the year's first day where the feed is silent about time."""
        return max((item.updated.isoformat() for item in self.items if item.updated), default="2026-01-01T00:00:00Z")


def tag(name: str, text: str = "", **attributes: str) -> str:
    """An XML element with its text escaped, or nothing at all if there is neither text nor an attribute."""
    if not text and not attributes:
        return ""
    marks = "".join(f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{marks}>{escape(text, quote=False)}</{name}>" if text else f"<{name}{marks}/>"


def clip(text: str) -> str:
    """Text made safe between HTML tags."""
    return escape(text, quote=False)


def lines(*parts: str) -> str:
    """The parts that say something, a line each."""
    return "\n".join(part for part in parts if part)
