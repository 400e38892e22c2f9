"""Series are told by their titles: what is a number of one, what only holds a number."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.series import name_of, series_in, series_of
from roundup.model import Listing
from tests.curate.ledgers import few
from tests.samples import NOW, post


def number(id: int, title: str, blog: str = "A Blog") -> Listing:
    """A post with this title, the newer the higher its id."""
    return Listing(post(id, title=title, blog=blog, published=NOW - timedelta(days=100 - id)))


def ids(given: list[Listing]) -> list[list[int]]:
    """The ids of each series."""
    return [[each.post.id for each in numbers] for numbers in series_in(given)]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Thoughts #4", "Thoughts"),
        ("thoughts # 4", "thoughts"),
        ("Thoughts #4: on bins", "Thoughts"),
        ("Weeknotes 12", "Weeknotes"),
        ("Weeknote 47: the quiet launch", "Weeknote"),
        ("Weeknotes, 3–7 November", "Weeknotes"),
        ("Weeknotes S2E3", "Weeknotes"),
        ("Weeknotes: the one with the bins", "Weeknotes"),
        ("Week notes – w/c 3 November 2026", "Week notes"),
        ("Month notes, October", "Month notes"),
        ("Week 47", "Week"),
        ("Week one", "Week"),
        ("Week commencing 3 November", "Week"),
        ("5/5", "series of 5"),
        ("On the budget 2/5", "On the budget"),
        ("Episode 32: A budget for people", "Episode"),
        ("How we did it (part 2)", "How we did it"),
        ("How we did it, part two", "How we did it"),
        ("Part 2 of 3: the depot", "Part"),
        ("Monthly update: November 2026", "Monthly update"),
        ("Links for 12 November 2026", "Links"),
        ("Friday links", "Friday links"),
        ("Council meeting, 14 November 2026", "Council meeting"),
        ("Update 2026-11-20", "Update"),
        ("Issue No. 12", "Issue"),
        ("Vol. IV – the depot", "Vol"),
    ],
)
def test_a_number_of_a_series_says_so(title: str, name: str) -> None:
    """What is left without number, date and what stands behind them is the name."""
    assert series_of(title) == name


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Bins, again",
        "Fourteen people and a cat",
        "5 things I learned about bins",
        "Top 10 tips for recycling",
        "£12,000 of newspaper adverts",
        "Covid-19 and bins",
        "Budget 2026",
        "Budget 2026-27",
        "1984",
        "24/7 support",
        "2/3 of us say no",
        "The 39 steps",
        "No one is left",
        "Part time work",
        "Section 114 and a half",
        "Week in the life of a clerk",
        "S02 E14 – moving",
        "#",
        "12",
    ],
)
def test_a_title_with_a_number_is_not_a_series(title: str) -> None:
    """Years, sums, fractions and lists of tips count nothing."""
    assert series_of(title) == ""


def test_a_series_has_two_numbers_at_least() -> None:
    """The newest first; each blog has its own."""
    given = [
        number(1, "Weeknotes 1"),
        number(3, "weeknotes 3: a move"),
        number(2, "Weeknotes 2"),
        number(4, "Weeknotes 1", "Another Blog"),
        number(5, "Thoughts #1"),
    ]
    assert ids(given) == [[3, 2, 1]]


def test_the_same_title_twice_is_a_series() -> None:
    """Though it holds no number; no title at all is none."""
    assert ids([number(1, "Bins"), number(2, "BINS"), number(3, ""), number(4, ""), number(5, "Binsy")]) == [[2, 1]]


def test_a_series_is_called_as_its_newest_number_calls_it() -> None:
    """In its own spelling."""
    (numbers,) = series_in([number(1, "weeknotes 1"), number(2, "WeekNotes 2")])
    assert name_of(numbers[0]) == "WeekNotes"


@few
@given(st.permutations(range(9)))
def test_the_order_of_posts_does_not_matter(order: list[int]) -> None:
    """The same numbers make the same series."""
    given = [number(id, f"{('Weeknotes', 'Thoughts #', 'Bins')[id % 3]} {id}") for id in range(1, 10)]
    assert sorted(ids([given[place] for place in order])) == sorted(ids(given))


@few
@given(st.text(max_size=300))
def test_any_title_has_a_name_or_none(title: str) -> None:
    """One line, never longer than the title itself, and nothing is raised."""
    name = series_of(title)
    assert "\n" not in name
    assert len(name) <= max(len(title), 20)


def test_hostile_titles_take_no_time() -> None:
    """No expression goes back over what it has read again and again."""
    begin = time.process_time()
    for piece in (
        "1 ",
        "week ",
        "1/",
        "mon 1 - ",
        "Monday, 1st of ",
        "3 nov to ",
        "#",
        "1 to ",
        "part i ",
        "s1 ",
        "(1",
    ):
        series_of(piece * 100_000)
    assert time.process_time() - begin < 1
