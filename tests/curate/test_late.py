"""The time an edition takes in, and posts that came too late for one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from roundup.curate.late import closed_before, window
from roundup.curate.reasons import Facts
from roundup.curate.suggest import suggest
from roundup.model import EditionMeta, EditionsState, FrozenEdition, Listing
from tests.samples import NOW, edition, post

CLOSED = FrozenEdition(edition(number=12), NOW)
ONE = EditionsState(EditionMeta(number=13), closed=(CLOSED,))


def days(count: float) -> datetime:
    return NOW + timedelta(days=count)


@pytest.mark.parametrize(
    ("after", "weeks"), [(0, 1), (3, 1), (7, 1), (9.9, 1), (10, 1), (11, 2), (14, 2), (21, 3), (60, 9)]
)
def test_a_missed_week_makes_the_next_edition_longer(after: float, weeks: int) -> None:
    """A day or two late is still a week; from a week and a half on it is two."""
    seen = window(ONE, days(after))
    assert (seen.since, seen.until, seen.after, seen.weeks) == (NOW, days(after), 12, weeks)


def test_the_first_edition_takes_in_everything() -> None:
    """There is no edition before it."""
    seen = window(EditionsState(EditionMeta(number=1)), NOW)
    assert (seen.since, seen.after, seen.weeks) == (None, 0, 1)


def test_the_time_ends_at_the_cut_off() -> None:
    """What comes after it waits, so it is no part of it."""
    state = EditionsState(EditionMeta(number=13, cutoff=days(7)), closed=(CLOSED,))
    assert window(state, days(20)).weeks == 1


@pytest.mark.parametrize(
    ("published", "seen", "late"),
    [
        (-2, 1, 12),  # written before the edition was closed, brought by its feed after
        (-2, -1, 0),  # in time
        (1, 2, 0),  # of the week after
        (-30, 1, 0),  # an old post that a new feed brought is not late, it is old
        (0, 1, 12),
        (None, 1, 0),
    ],
)
def test_late_is_what_was_written_in_time_and_seen_too_late(published: float | None, seen: float, late: int) -> None:
    """Whoever closed the edition could not know of it."""
    came = post(published=None if published is None else days(published), first_seen=days(seen))
    assert closed_before(ONE)(came) == late


def test_lists_say_so() -> None:
    """Among the reasons, without counting anything."""
    listing = Listing(post(published=days(-2), first_seen=days(1)))
    (told,) = suggest([listing], Facts(days(1), closed_before=closed_before(ONE)))
    assert "came after edition 12 was closed" in told.reasons
    (quiet,) = suggest([listing], Facts(days(1)))
    assert (quiet.score, len(quiet.reasons)) == (told.score, len(told.reasons) - 1)


def test_of_many_editions_the_first_it_was_in_time_for_counts() -> None:
    """However they are sorted."""
    closed = [FrozenEdition(edition(number=n), days(7 * n)) for n in (3, 1, 2)]
    late = closed_before(EditionsState(EditionMeta(number=4), closed=tuple(closed)))
    assert [late(post(published=days(7 * n - 1), first_seen=days(40))) for n in (1, 2, 3, 4)] == [1, 2, 3, 0]
