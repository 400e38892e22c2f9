"""Times and lists as they stand in the file: ISO 8601 in UTC, which sorts as text, and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from roundup.model import Enclosure

_JSON = json.JSONEncoder(ensure_ascii=False)  # making one costs more than using it
_quoted: Callable[[str], str] = json.encoder.encode_basestring  # what it quotes texts with, in C where there is that


def to_text(moment: datetime) -> str:
    """`moment` (aware) as ISO 8601 in UTC; texts sort as the times do."""
    # Also where only one of two has microseconds: "+" stands before "." in ASCII.
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat()


def to_text_or_none(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None


def from_text(text: str) -> datetime:
    """What `to_text` wrote."""
    return datetime.fromisoformat(text)


def from_text_or_none(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def to_json(value: Any) -> str:
    """`value` as JSON that people can read too."""
    return "[]" if value in ((), []) else _JSON.encode(value)


def words_to_json(words: Iterable[str]) -> str:
    """The same of texts, in a fifth of the time."""
    return f"[{', '.join(map(_quoted, words))}]"


def words_from_json(text: str) -> tuple[str, ...]:
    """A JSON list of texts. Most are empty, so that case is not parsed."""
    return () if text == "[]" else tuple(json.loads(text))


def numbers_from_json(text: str) -> tuple[int, ...]:
    """A JSON list of whole numbers."""
    return () if text == "[]" else tuple(int(number) for number in json.loads(text))


def enclosures_to_json(enclosures: tuple[Enclosure, ...]) -> str:
    return to_json([{"url": e.url, "type": e.type, "length": e.length} for e in enclosures]) if enclosures else "[]"


def enclosures_from_json(text: str) -> tuple[Enclosure, ...]:
    return () if text == "[]" else tuple(Enclosure(**item) for item in json.loads(text))
