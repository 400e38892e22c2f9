"""A post as a Ghost keeps it: read from its JSON, whatever else stands there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from roundup.dataclass import dataclass
from roundup.deliver.ghost.telling import telling
from roundup.deliver.services import text_of
from roundup.patterns import pattern
from roundup.urls import safe_url

_ID = pattern(r"[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A post there. `says` is what its text tells, line by line.

    `updated_at` is given back as it came: a later one at the far end is a collision. `mailed`: somebody set it to go,
    or it went, to the readers of a newsletter. `visibility`: public, or for whom it is.
    """

    id: str
    status: str
    slug: str
    url: str
    published_at: datetime | None
    updated_at: str
    title: str
    html: str
    excerpt: str
    tags: tuple[tuple[str, str], ...]
    mailed: bool
    visibility: str
    says: str

    def has(self, tag: str) -> bool:
        """Whether it bears the tag of this name, in whatever case."""
        return any(name.casefold() == tag.casefold() for _, name in self.tags)


def body(title: str, says: str, excerpt: str) -> str:
    """What a person may have edited, as one text to remember and to compare."""
    return f"{title}\n\n{says}\n\n{excerpt}"


def is_id(text: str) -> bool:
    """True for what can be the id of a post, and so a part of an address."""
    return _ID.fullmatch(text) is not None


def posts(data: Any) -> list[Kept]:
    """The posts that an answer holds."""
    listed = data.get("posts") if isinstance(data, dict) else None
    return [found for each in (listed if isinstance(listed, list) else ()) if (found := _read(each))]


def _read(data: Any) -> Kept | None:
    name = text_of(data, "id")
    if not is_id(name):
        return None
    html = text_of(data, "html")
    return Kept(
        id=name,
        status=text_of(data, "status"),
        slug=text_of(data, "slug"),
        url=safe_url(text_of(data, "url")),
        published_at=_time(text_of(data, "published_at")),
        updated_at=text_of(data, "updated_at"),
        title=text_of(data, "title"),
        html=html,
        excerpt=text_of(data, "custom_excerpt"),
        tags=tuple(_tags(data.get("tags"))),
        mailed=bool(data.get("newsletter")) or data.get("email_only") is True,
        visibility=text_of(data, "visibility", 60),
        says=telling(html),
    )


def _tags(listed: Any) -> list[tuple[str, str]]:
    found = listed if isinstance(listed, list) else []
    return [(text_of(tag, "id"), text_of(tag, "name")) for tag in found if is_id(text_of(tag, "id"))]


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
