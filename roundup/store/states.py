"""A feed's state as a row of the table `feeds`: one line a column."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
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
_KEPT: Final = ("document_url", "title", "site_url")
_CHANGED: Final = [name for name in _COLUMNS if name not in ("url", *_KEPT)]
# Most columns are as the file wants them; only the others are turned.
_WRITTEN: Final = attrgetter(*_COLUMNS)
_TURNS: Final = [(at, write, read) for at, (write, read) in enumerate(_COLUMNS.values()) if (write, read) != _PLAIN]

STATES: Final = sql("SELECT", ", ".join(_COLUMNS), "FROM feeds")
SAVE: Final = sql(
    f"INSERT INTO feeds (document_url, {', '.join(_COLUMNS)})",
    f"VALUES (? {', ?' * len(_COLUMNS)})",
    "ON CONFLICT (url) DO UPDATE SET",
    ", ".join(f"{name} = coalesce(nullif(excluded.{name}, ''), {name})" for name in _KEPT),
    *(f", {name} = excluded.{name}" for name in _CHANGED),
)


def state_of(row: Row) -> FeedState:
    """The state in a row selected by STATES."""
    values = list(row)
    for at, _, read in _TURNS:
        values[at] = read(values[at])
    return FeedState(*values)


def row_of(state: FeedState, document_url: str) -> Row:
    """The parameters of SAVE; `document_url` is where the feed was found, "" if that is as it was."""
    values = [document_url, *_WRITTEN(state)]
    for at, write, _ in _TURNS:
        values[at + 1] = write(values[at + 1])
    return tuple(values)
