"""The words of a filter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.desk.wanted import STATES, Wanted, read_wanted
from roundup.errors import UsageError

names = st.text(alphabet="abé -", min_size=1, max_size=12).map(str.strip).filter(bool)
plain_words = st.lists(st.sampled_from(["bins", "out", "#4", "a:b"]), max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Wanted()),
        ("   ", Wanted()),
        ("starred", Wanted(state="starred")),
        ("bins", Wanted(words="bins")),
        ("all bins out", Wanted(state="all", words="bins out")),
        ("blog:bins", Wanted(blog="bins")),
        ("tag:housing skipped", Wanted(state="skipped", tag="housing")),
        ('blog:"Bins & Beyond" tag:x', Wanted(blog="Bins & Beyond", tag="x")),
        ("BLOG:bins", Wanted(blog="bins")),
        ("Starred", Wanted(state="starred")),
        ("starred skipped", Wanted(state="starred", words="skipped")),
        ("who:me", Wanted(words="who:me")),
        ("held\tx\x1b", Wanted(state="held", words="x")),
    ],
)
def test_a_filter_is_a_few_words(typed: str, expected: Wanted) -> None:
    """A state, a blog, a tag; all others must stand in the post."""
    assert read_wanted(typed) == expected


@pytest.mark.parametrize("typed", ["blog:", "tag: x", 'blog:""'])
def test_a_name_without_a_name_is_refused(typed: str) -> None:
    """With how to write it."""
    with pytest.raises(UsageError, match="names nothing") as caught:
        read_wanted(typed)
    assert "like" in caught.value.hint


def test_what_is_usual_is_not_said() -> None:
    """The desk shows what waits unless something else is wanted."""
    assert Wanted().named == ""
    assert Wanted(state="starred", blog="A Blog", words="bins").named == 'starred blog:"A Blog" bins'


@given(st.sampled_from(STATES), st.one_of(st.just(""), names), st.one_of(st.just(""), names), plain_words)
def test_what_is_shown_can_be_typed_again(state: str, blog: str, tag: str, words: str) -> None:
    """So that a filter can be changed where it is asked for."""
    wanted = Wanted(state, " ".join(blog.split()), " ".join(tag.split()), words)  # type: ignore[arg-type]
    assert read_wanted(wanted.named) == wanted
