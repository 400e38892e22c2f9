"""The file of words that were begun: several windows, awkward files, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.errors import RoundupError
from roundup.text import strip_controls
from roundup.workflow.unfinished import PLACE, About, Unfinished

LEAD: About = ("lead", 1)
NOTE: About = ("note", 2)


def test_nothing_was_left_on_a_new_desk(tmp_path: Path) -> None:
    """And to ask makes no file."""
    words = Unfinished(tmp_path)
    assert words.take_up() == {}
    words.keep({})
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_taken_up(tmp_path: Path) -> None:
    """By the next window, as it was."""
    Unfinished(tmp_path).keep({LEAD: "Ada [", NOTE: "two\nlines"})
    assert Unfinished(tmp_path).take_up() == {LEAD: "Ada [", NOTE: "two\nlines"}


def test_what_was_finished_is_not_there_again(tmp_path: Path) -> None:
    """The file stays, with nothing in it."""
    words = Unfinished(tmp_path)
    words.keep({LEAD: "Ada"})
    words.keep({})
    assert Unfinished(tmp_path).take_up() == {}
    assert json.loads((tmp_path / PLACE).read_text()) == []


def test_two_windows_leave_each_others_words_alone(tmp_path: Path) -> None:
    """Whichever of them is closed last."""
    one, two = Unfinished(tmp_path), Unfinished(tmp_path)
    one.take_up()
    two.take_up()
    one.keep({LEAD: "one"})
    two.keep({NOTE: "two"})
    assert Unfinished(tmp_path).take_up() == {LEAD: "one", NOTE: "two"}
    one.keep({})
    assert Unfinished(tmp_path).take_up() == {NOTE: "two"}


def test_a_window_that_took_up_words_is_the_one_that_ends_them(tmp_path: Path) -> None:
    """They were left by an earlier one."""
    Unfinished(tmp_path).keep({LEAD: "before", NOTE: "before"})
    words = Unfinished(tmp_path)
    words.take_up()
    words.keep({NOTE: "before"})
    assert Unfinished(tmp_path).take_up() == {NOTE: "before"}


def test_the_same_again_is_not_written_again(tmp_path: Path) -> None:
    """Each key at the desk would be a write."""
    words = Unfinished(tmp_path)
    words.keep({LEAD: "Ada"})
    (tmp_path / PLACE).unlink()
    words.keep({LEAD: "Ada"})
    assert not (tmp_path / PLACE).exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"3",
        b"[1]",
        b'["x"]',
        b"[{}]",
        b'{"what": "lead"}',
        b'[{"what": "lead", "post": "x", "text": ""}]',
        b"\xff\xfe",
        b"[" * 100_000,
        b'"' + b"x" * 4_000_001 + b'"',
    ],
    ids=lambda content: content[:20].decode("latin-1") or "empty",
)
def test_a_file_that_is_something_else_is_no_words(tmp_path: Path, content: bytes) -> None:
    """It stops nobody, and stays until there is something to keep."""
    path = tmp_path / PLACE
    path.parent.mkdir()
    path.write_bytes(content)
    words = Unfinished(tmp_path)
    assert words.take_up() == {}
    assert path.read_bytes() == content
    words.keep({LEAD: "Ada"})
    assert Unfinished(tmp_path).take_up() == {LEAD: "Ada"}


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    """With the place; and what is known stays so, so that it is tried again."""
    (tmp_path / PLACE).mkdir(parents=True)
    words = Unfinished(tmp_path)
    for _ in range(2):
        with pytest.raises(RoundupError, match=r"unfinished\.json cannot be written"):
            words.keep({LEAD: "Ada"})
    assert len(words) == 0


def test_controls_in_the_file_never_reach_the_desk(tmp_path: Path) -> None:
    """Whoever put them there."""
    path = tmp_path / PLACE
    path.parent.mkdir()
    path.write_text(json.dumps([{"what": "lead", "post": 1, "text": "a\x1b[2Jb\u202ec"}]))
    assert Unfinished(tmp_path).take_up() == {LEAD: "a[2Jbc"}


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["lead", "remark", "note", "intro"]), st.integers(0, 9)),
        st.text(max_size=20).map(strip_controls),
        max_size=4,
    )
)
def test_any_words_come_back_as_they_were(words: dict[About, str]) -> None:
    """In any script, with quotation marks and line ends."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        Unfinished(Path(folder)).keep(words)
        assert Unfinished(Path(folder)).take_up() == words
