"""A feed's state as a row of the table `feeds`: one line a column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from roundup.model import FeedState
from roundup.store.connection import Row
from roundup.store.rows import sql
from roundup.store.times import from_text_or_none, numbers_from_json, to_json, to_text_or_none, words_from_json

_Turn = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


_PLAIN: Final = (_same, _same)
_TIME: Final = (to_text_or_none, from_text_or_none)
_WORDS: Final = (to_json, words_from_json)
_NUMBERS: Final = (to_json, numbers_from_json)

# Column, which is also the name in FeedState → how it is written and how it is read.
_COLUMNS: Final[dict[str, tuple[_Turn, _Turn]]] = {
    "url": _PLAIN,
    "health": _PLAIN,
    "title": _PLAIN,
    "site_url": _PLAIN,
    "etag": _PLAIN,
    "last_modified": _PLAIN,
    "body_hash": _PLAIN,
    "last_fetched": _TIME,
    "last_success": _TIME,
    "next_due": _TIME,
    "failures": _PLAIN,
    "reason": _PLAIN,
    "items": _PLAIN,
    "footers": _WORDS,
    "update_minutes": _PLAIN,
    "skip_hours": _NUMBERS,
    "skip_days": _NUMBERS,
    "moved_to": _PLAIN,
    "moved_since": _TIME,
    "moves": _PLAIN,
    "distrusted_until": _TIME,
    "failing_since": _TIME,
    "warning": _PLAIN,
    "whole_after": _TIME,
    "host_until": _TIME,
}
# What a feed that cannot be read keeps, and what says which feed it is.
_KEPT: Final = ("title", "site_url")
_CHANGED: Final = [name for name in _COLUMNS if name not in ("url", *_KEPT)]

STATES: Final = sql("SELECT", ", ".join(_COLUMNS), "FROM feeds")
SAVE: Final = sql(
    f"INSERT INTO feeds (document_url, {', '.join(_COLUMNS)})",
    f"VALUES ('' {', ?' * len(_COLUMNS)})",
    "ON CONFLICT (url) DO UPDATE SET",
    ", ".join(f"{name} = coalesce(nullif(excluded.{name}, ''), {name})" for name in _KEPT),
    *(f", {name} = excluded.{name}" for name in _CHANGED),
)


def state_of(row: Row) -> FeedState:
    """The state in a row selected by STATES."""
    return FeedState(*(read(value) for value, (_, read) in zip(row, _COLUMNS.values(), strict=True)))


def row_of(state: FeedState) -> Row:
    """The parameters of SAVE."""
    return tuple(write(getattr(state, name)) for name, (write, _) in _COLUMNS.items())
