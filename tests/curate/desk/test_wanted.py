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


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('blog:"The ""Bins"" Blog"', Wanted(blog='The "Bins" Blog')),
        ('blog:"Bins and more', Wanted(blog="Bins and more")),
        ('blog:a"b', Wanted(blog='a"b')),
        ('tag:"a b"bins', Wanted(tag="a b", words="bins")),
        ('Tag:"a b" BLOG:x', Wanted(tag="a b", blog="x")),
        ('title:"two words"', Wanted(words='title:"two words"')),
        ('"two words"', Wanted(words='"two words"')),
        ("waiting waiting", Wanted(words="waiting")),
        ("waiting skipped bins", Wanted(words="skipped bins")),
        ("bins starred", Wanted(state="starred", words="bins")),
        ("https://blog.example/a", Wanted(words="https://blog.example/a")),
        ("blogs:a", Wanted(words="blogs:a")),
        (":a", Wanted(words=":a")),
        ("בינס tag:פחים", Wanted(words="בינס", tag="פחים")),
        ("🗑 tag:🗑️", Wanted(words="🗑", tag="🗑️")),
    ],
)
def test_names_with_marks_and_words_like_states(typed: str, expected: Wanted) -> None:
    """A mark that is part of a name is doubled; a state is named first where the words begin with one."""
    assert read_wanted(typed) == expected
    assert read_wanted(expected.named) == expected


@pytest.mark.parametrize("typed", ["blog:a blog:b", "tag:a x tag:a", 'blog:"a b" BLOG:c', "TAG:x tag:y"])
def test_a_name_that_is_there_twice_is_refused(typed: str) -> None:
    """Not the last one taken and the other forgotten."""
    with pytest.raises(UsageError, match="is there twice"):
        read_wanted(typed)


@given(st.text(alphabet='ab :"\t\nxBTgolwaitngsr', max_size=40) | st.text(max_size=40))
def test_any_text_is_understood_or_named(typed: str) -> None:
    """Never anything else; and what was understood can be typed again."""
    try:
        wanted = read_wanted(typed)
    except UsageError as error:
        refused = (error.message.partition(":")[0], bool(error.hint))
        assert refused in (("blog", True), ("tag", True))
        return
    assert wanted.state in STATES
    assert read_wanted(wanted.named) == wanted


@given(
    st.sampled_from(STATES),
    *[st.text(alphabet='ab" é:', max_size=8).map(lambda name: " ".join(name.split()))] * 2,
)
def test_a_blog_of_any_name_can_be_asked_for(state: str, blog: str, tag: str) -> None:
    """Marks and blanks in it included: the key B shows any blog, and f shows what that was."""
    wanted = Wanted(state, blog, tag)  # type: ignore[arg-type]
    assert read_wanted(wanted.named) == wanted


@given(st.lists(st.sampled_from(["bins", "starred", "all", "waiting", "blog:x", "tag:y"]), max_size=5))
def test_every_word_that_was_typed_counts(tokens: list[str]) -> None:
    """It is the state, the blog, the tag, or stands among the words; none is lost."""
    try:
        wanted = read_wanted(" ".join(tokens))
    except UsageError:
        assert max(tokens.count("blog:x"), tokens.count("tag:y")) > 1
        return
    named = [f"blog:{wanted.blog}"] * bool(wanted.blog) + [f"tag:{wanted.tag}"] * bool(wanted.tag)
    states = [token for token in tokens if token in STATES][:1]
    assert sorted([*wanted.words.split(), *named, *states]) == sorted(tokens)
