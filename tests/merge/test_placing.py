"""Whatever a feed says about a post's date, the post has a place among the others, and it keeps that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.merge import placed
from tests.merge.desk import item
from tests.samples import NOW


def test_a_post_is_listed_by_its_own_date() -> None:
    """The archive of a blog that is followed from today on lies where it belongs: in the past."""
    old = NOW - timedelta(days=4000)
    assert placed(item(1, published=old), NOW) == (old, "")


def test_what_was_assumed_about_a_date_is_kept() -> None:
    """As parsing notes it."""
    note = "no time zone given, UK time assumed"
    assert placed(item(1, date_note=note), NOW)[1] == note


def test_a_post_without_a_date_is_listed_when_it_was_first_seen() -> None:
    """And it is said that this is so, and why there is no date, if that is known."""
    assert placed(item(1, published=None), NOW) == (NOW, "no date given; listed when it was first seen")
    note = "the date is out of range: year 1930"
    assert placed(item(1, published=None, date_note=note), NOW)[1] == f"{note}; listed when it was first seen"


def test_a_post_from_the_future_is_listed_when_it_was_first_seen() -> None:
    """A date of 2100 is no reason to stand first for ever."""
    ahead = NOW.replace(year=2100)
    assert placed(item(1, published=ahead), NOW) == (
        NOW,
        "dated 20 November 2100, which lies ahead; listed when it was first seen",
    )


@pytest.mark.parametrize(("hours", "remarked"), [(0, False), (13, False), (24, False), (25, True)])
def test_a_clock_that_is_hours_fast_is_no_future(hours: int, remarked: bool) -> None:
    """Time zones are mistaken often; the post is listed now, and nothing is made of it."""
    listed, note = placed(item(1, published=NOW + timedelta(hours=hours)), NOW)
    assert listed == NOW
    assert ("lies ahead" in note) is remarked


@given(st.one_of(st.none(), st.timedeltas(timedelta(days=-15_000), timedelta(days=30_000))))
def test_no_post_is_ever_listed_ahead(distance: timedelta | None) -> None:
    """Whatever the date: in the past, or now."""
    published = None if distance is None else NOW + distance
    listed, note = placed(item(1, published=published), NOW)
    assert listed <= NOW
    assert note or (published is not None and published <= NOW + timedelta(days=1))
