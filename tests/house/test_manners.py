"""The page about manners says what the program does: every rule is in it, in order, with a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roundup.config import FetchSettings
from roundup.fetch.rules import RULES, failures, moves, pace, validators
from roundup.fetch.schedule import plan, silent_hosts
from roundup.net.headers import LONGEST_VALIDATOR
from roundup.net.waiting import LONGEST_RETRY_AFTER


@pytest.fixture(scope="module")
def page(checkout: Path) -> str:
    return (checkout / "docs" / "manners.md").read_text(encoding="utf-8")


def test_every_rule_has_its_row_in_order(page: str) -> None:
    """The table on the page is the table in the program."""
    table = page.partition("## What an answer means")[2].partition("\n- ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [rule.__name__ for rule in RULES]


def test_a_rule_and_its_row_name_the_same_sources(page: str) -> None:
    """What the docstring rests on stands in the last column."""
    for rule in RULES:
        row = re.search(rf"^\| `{rule.__name__}` \|.*\| ([^|]+) \|$", page, re.MULTILINE)
        assert row
        for source in row[1].split(", "):
            assert source in (rule.__doc__ or ""), f"{rule.__name__}: {source}"


def test_every_test_that_is_named_is_there(page: str, checkout: Path) -> None:
    """A promise without a test is none."""
    tests = {
        name
        for path in (checkout / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = set(re.findall(r"`(test_\w+)`", page))
    assert len(named) > 12
    assert named <= tests


def test_every_function_that_is_named_is_there(page: str) -> None:
    """In the table of the score, the column that says where."""
    table = page.partition("| point |")[2]
    named = {name for row in re.findall(r"\| ([^|]+) \| `test_", table) for name in re.findall(r"`(\w+)`", row)}
    known = {plan.__name__, silent_hosts.__name__, *(rule.__name__ for rule in RULES)}
    known |= {name for module in (failures, moves, pace, validators) for name in vars(module)}
    assert named
    assert named <= known


def test_the_bounds_are_those_of_the_page(page: str) -> None:
    """An hour, a day, a week, four weeks, a month; three times in three days."""
    assert FetchSettings().interval_minutes == 60
    assert pace.LONGEST_PAUSE.days == failures.LONGEST_BACK_OFF.days == pace.DISTRUSTED_PAUSE.days == 1
    assert LONGEST_RETRY_AFTER.days == failures.PAUSE_AFTER_LONG.days == validators.FIRST_CHECK.days == 7
    assert failures.LONG.days == validators.LATER_CHECKS.days == 28
    assert validators.DISTRUST.days == 30
    assert (moves.MOVES, moves.MOVE_TIME.days) == (3, 3)
    assert f"{LONGEST_VALIDATOR:,} characters" in page
