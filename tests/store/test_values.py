"""Values on their way into the file and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.model import Enclosure
from roundup.store.match import match_expression
from roundup.store.rows import sql
from roundup.store.times import (
    enclosures_from_json,
    enclosures_to_json,
    from_text,
    from_text_or_none,
    to_json,
    to_text,
    to_text_or_none,
    words_from_json,
    words_to_json,
)

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=zones)  # noqa: DTZ001 - zones are drawn beside
plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(moments)
def test_a_time_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    """To the microsecond, whatever zone it was given in."""
    back = from_text(to_text(moment))
    assert back == moment
    assert back.utcoffset() == timedelta(0)


@given(moments, moments)
def test_times_sort_as_their_texts_do(one: datetime, other: datetime) -> None:
    """So that SQLite can order and compare them."""
    assert (one < other) == (to_text(one) < to_text(other))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2026-11-20T09:00:00+00:00", "2026-11-20T09:00:00.000001+00:00"),
        ("2026-11-20T09:00:00.999999+00:00", "2026-11-20T09:00:01+00:00"),
    ],
)
def test_microseconds_sort_too(earlier: str, later: str) -> None:
    """A time without them comes before the same with some."""
    assert earlier < later
    assert [to_text(datetime.fromisoformat(text)) for text in (earlier, later)] == [earlier, later]


def test_no_time_is_null() -> None:
    """And not the year one."""
    assert to_text_or_none(None) is None
    assert from_text_or_none(None) is None
    assert from_text_or_none(to_text_or_none(datetime(2026, 11, 20, tzinfo=UTC))) == datetime(2026, 11, 20, tzinfo=UTC)


@given(st.lists(plain).map(tuple))
def test_lists_of_words_come_back(words: tuple[str, ...]) -> None:
    """As JSON that people can read."""
    assert words_from_json(to_json(list(words))) == words


@given(st.lists(st.text()))
def test_lists_of_words_are_written_like_any_other_value(words: list[str]) -> None:
    """The quicker way gives the same JSON."""
    assert words_to_json(words) == to_json(words)


def test_json_is_readable() -> None:
    """Letters stay letters."""
    assert to_json(["Zoë", "“bins”"]) == '["Zoë", "“bins”"]'


@given(st.lists(st.builds(Enclosure, plain, plain, st.none() | st.integers())).map(tuple))
def test_enclosures_come_back(enclosures: tuple[Enclosure, ...]) -> None:
    """With unknown lengths, and lengths beyond any file."""
    kept = enclosures_to_json(enclosures)
    assert enclosures_from_json(kept) == enclosures
    assert isinstance(json.loads(kept), list)


def test_a_statement_is_put_together_from_what_there_is() -> None:
    """Empty parts leave no trace."""
    assert sql("SELECT 1", "", "FROM posts") == "SELECT 1\nFROM posts"


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("bins", '"bins"'),
        ("bins rain", '"bins" AND "rain"'),
        ('"bins rain" late', '"bins rain" AND "late"'),
        ("libr*", '"libr" *'),
        ("NOT bins", '"NOT" AND "bins"'),
        ("a - b", '"a" AND "b"'),
        ("", '""'),
        ("\x00\x1b", '""'),
    ],
)
def test_typed_words_become_a_quoted_expression(words: str, expression: str) -> None:
    """Every term in quotes, so that none is an operator."""
    assert match_expression(words) == expression
