"""Time against posts left, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from roundup.curate.desk.pace import Pace
from tests.samples import NOW


def words(minutes: int, spent: int, left: int, decided: int = 0) -> str:
    """After so many seconds."""
    return Pace(minutes, NOW, decided).words(NOW + timedelta(seconds=spent), left)


@pytest.mark.parametrize(
    ("minutes", "spent", "left", "expected"),
    [
        (30, 0, 150, "30:00 for 150 posts, 12 s each"),
        (30, 61, 60, "28:59 for 60 posts, 29 s each"),
        (30, 0, 1, "30:00 for 1 post, 30 min each"),
        (30, 600, 0, "20:00 left, nothing waits"),
        (30, 1800, 5, "time is up by 0:00, 5 posts left"),
        (30, 2000, 5, "time is up by 3:20, 5 posts left"),
        (600, 0, 5000, "600:00 for 5,000 posts, 7 s each"),
        (0, 600, 5, ""),
    ],
)
def test_the_time_is_shared_among_the_posts(minutes: int, spent: int, left: int, expected: str) -> None:
    """What is left of it, and how much that is for each; without a limit nothing is said."""
    assert words(minutes, spent, left) == expected


def test_after_a_few_decisions_it_says_how_fast_one_is() -> None:
    """Before that it would be chance."""
    assert words(30, 60, 100, 2) == "29:00 for 100 posts, 17 s each"
    assert words(30, 60, 100, 3) == "29:00 for 100 posts, 17 s each; you take 20 s"


def test_a_clock_that_was_set_back_takes_no_time() -> None:
    """The time never grows beyond what was given."""
    assert words(30, -500, 100) == "30:00 for 100 posts, 18 s each"
