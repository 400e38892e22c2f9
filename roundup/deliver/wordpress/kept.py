"""A post as a WordPress keeps it: read from its JSON, whatever else stands there."""

from __future__ import annotations

from typing import Any

from roundup.dataclass import dataclass
from roundup.urls import safe_url


@dataclass(frozen=True, slots=True)
class Kept:
    """A post there, as its editor has it; `rendered` is what readers see, `date_gmt` as YYYY-MM-DDTHH:MM:SS."""

    id: int
    status: str
    slug: str
    link: str
    date_gmt: str
    title: str
    content: str
    excerpt: str
    rendered: str
    tags: frozenset[int]
    categories: frozenset[int]

    @property
    def body(self) -> str:
        """What a person may have edited there, as one text to remember and to compare."""
        return body(self.title, self.content, self.excerpt)


def body(title: str, content: str, excerpt: str) -> str:
    """The texts of a post as one."""
    return f"{title}\n\n{content}\n\n{excerpt}"


def read(data: Any) -> Kept | None:
    """The post that `data` describes in the context "edit"; None if it is anything else."""
    if not isinstance(data, dict) or not is_number(data.get("id")) or not isinstance(data.get("content"), dict):
        return None
    return Kept(
        id=data["id"],
        status=_word(data.get("status")),
        slug=_word(data.get("slug")),
        link=safe_url(_word(data.get("link"))),
        date_gmt=_word(data.get("date_gmt")),
        title=_part(data, "title", "raw"),
        content=_part(data, "content", "raw"),
        excerpt=_part(data, "excerpt", "raw"),
        rendered=_part(data, "content", "rendered"),
        tags=_numbers(data.get("tags")),
        categories=_numbers(data.get("categories")),
    )


def is_number(value: Any) -> bool:
    """True for what can be the number of a post or term."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 63


def _word(value: Any) -> str:
    # JSON can hold halves of characters, which no file and no database can.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _part(data: dict[str, Any], field: str, which: str) -> str:
    value = data.get(field)
    return _word(value.get(which)) if isinstance(value, dict) else ""


def _numbers(value: Any) -> frozenset[int]:
    return frozenset(filter(is_number, value)) if isinstance(value, list) else frozenset()
