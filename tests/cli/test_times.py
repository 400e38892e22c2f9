"""Days and times as people type them, where the desk is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.cli.times import LAST_SECOND, read_day, read_since, read_time
from roundup.errors import UsageError
from tests.cli.desk import Commands
from tests.workflow.desks import bring, desk_at

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)


def since(text: str) -> datetime:
    """`--since`, in London."""
    return read_since(text, NOW, LONDON)


def moment(text: str) -> datetime:
    """Any other time, in London."""
    return read_time(text, LONDON)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-20", "2026-11-20T00:00:00"),
        ("2026-07-01", "2026-06-30T23:00:00"),
        ("2026-07-01T12:00", "2026-07-01T11:00:00"),
        ("2026-07-01T12:00Z", "2026-07-01T12:00:00"),
        ("2026-07-01T12:00+02:00", "2026-07-01T10:00:00"),
        ("2026-07-01 12:00", "2026-07-01T11:00:00"),
    ],
)
def test_a_time_without_a_zone_is_the_desks(text: str, utc: str) -> None:
    """London is an hour before UTC in summer."""
    assert moment(text) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_day_can_be_meant_to_its_end() -> None:
    """A cut-off on a day lets that day's posts in."""
    assert read_time("2026-07-01", LONDON, at=LAST_SECOND) == datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2026-13-01", "2026-02-30", "20-11-2026", "٢٠٢٦-١١-٢٠", "2026-11-20T25:00", "x" * 9_999),
        *("0001-01-01T00:00:00+12:00", "9999-12-31T23:59:59-12:00", "\x1b[31m", "²d", "7 d", "-7d", "99999d"),
    ],
)
def test_what_is_no_time_is_said_in_words(text: str) -> None:
    """At either end of the calendar too; the text is shown harmless and short."""
    for read in (moment, since):
        with pytest.raises(UsageError, match=r"is no (time|day)") as refused:
            read(text)
        assert len(refused.value.message) < 80
        assert "\x1b" not in refused.value.message
        assert "2026-11-20" in refused.value.hint


@pytest.mark.parametrize("text", ["2026W471", "20261120", "2026-11-20T00:00", "2026-11-31", "", "20-11-2026"])
def test_a_day_is_written_one_way(text: str) -> None:
    """What some readers of ISO 8601 also take, people do not mean."""
    with pytest.raises(UsageError, match="is no day"):
        read_day(text)


@pytest.mark.parametrize(("text", "days"), [("0d", 0), ("7d", 7), ("2w", 14), ("9999w", 69_993)])
def test_so_many_days_back(text: str, days: int) -> None:
    """Counted from now."""
    assert since(text) == NOW - timedelta(days=days)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_a_usage_error(text: str) -> None:
    """Never anything else."""
    for read in (moment, since):
        try:
            assert read(text).tzinfo is UTC
        except UsageError:
            continue


@pytest.fixture
def summer(tmp_path: Path) -> Commands:
    """A desk in July with posts before and after London's midnight."""
    commands = Commands(tmp_path, now="2026-07-02T12:00:00+00:00")
    commands.run("init", str(tmp_path), "--empty")
    desk = desk_at(tmp_path, now=datetime(2026, 7, 2, 11, tzinfo=UTC))
    bring(desk, "evening", published=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    bring(desk, "night", published=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    bring(desk, "noon", published=datetime(2026, 7, 1, 11, tzinfo=UTC))
    return commands


def test_since_a_day_is_since_its_midnight_in_london(summer: Commands) -> None:
    """Half past eleven in the evening, in UTC, is July in London, and the list says so."""
    assert {post["title"] for post in summer.json("posts", "--since", "2026-07-01")} == {"Night", "Noon"}
    days = {row.split("\t")[2].split(" ")[0]: row.split("\t")[1] for row in summer.run("posts").out.splitlines()}
    assert days == {"Evening": "2026-06-30", "Night": "2026-07-01", "Noon": "2026-07-01"}


def test_a_cut_off_on_a_day_lets_that_day_in(summer: Commands) -> None:
    """What came later is counted, and is in when the cut-off goes."""
    summer.run("star", "1", "2", "3")
    assert "Tuesday 30 June 2026, 23:59 BST" in summer.run("edition", "set", "--cutoff", "2026-06-30").err
    glance = summer.json("edition")
    assert ([pick["title"] for pick in glance["picks"]], glance["later"]) == (["Evening"], 2)
    assert summer.run("edition").out.count("(later than the cut-off)") == 2
    summer.run("edition", "set", "--cutoff", "2026-07-01")
    assert summer.json("edition")["later"] == 0
    summer.run("edition", "set", "--cutoff", "")
    assert summer.json("edition")["cutoff"] is None
