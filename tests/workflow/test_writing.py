"""annotate, note, quote, unquote: the words about a post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundup.errors import NotFound, QuoteError, UsageError
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MAX_LINE, MAX_TEXT, bounded
from roundup.workflow.word import annotate, note, quote, unquote
from tests.workflow.desks import TEXT, at, bring, decisions, pick

WRITERS: list[Callable[[Desk, str], Any]] = [
    lambda desk, ref: annotate(desk, ref, lead="x"),
    lambda desk, ref: note(desk, ref, "x"),
    lambda desk, ref: quote(desk, ref, "Nobody"),
    lambda desk, ref: unquote(desk, ref, 1),
]


@pytest.fixture
def post(desk: Desk) -> str:
    """A post about bins."""
    return bring(desk, "bins")


@pytest.mark.parametrize("write", WRITERS, ids=["annotate", "note", "quote", "unquote"])
def test_words_need_a_post(desk: Desk, post: str, write: Callable[[Desk, str], Any]) -> None:
    """An unknown post is NotFound and nothing is recorded."""
    for wrong in ("", "0", "99", "https://nowhere.example/"):
        with pytest.raises(NotFound):
            write(desk, wrong)
    assert decisions(desk) == []


def test_each_word_is_set_by_itself(desk: Desk, post: str) -> None:
    """What is not given stays; an empty text clears; outer white space goes."""
    annotate(desk, post, lead=" A lead. \n", section="Streets\nand bins")
    annotate(desk, post, remark="Quite.")
    annotate(desk, post, section="")
    state = pick(desk, post)
    assert (state.lead, state.remark, state.section) == ("A lead.", "Quite.", "")
    annotate(desk, post, lead="")
    assert pick(desk, post).lead == ""


def test_a_section_is_one_line(desk: Desk, post: str) -> None:
    """It becomes a heading."""
    annotate(desk, post, section="Streets\nand\tbins")
    assert pick(desk, post).section == "Streets and bins"


def test_paragraphs_stay_and_controls_go(desk: Desk, post: str) -> None:
    """Markdown keeps its lines; escapes for a terminal do not get into the ledger."""
    annotate(desk, post, lead="One.\r\n\r\nTwo\x1b[31m \u202e.")
    assert pick(desk, post).lead == "One.\n\nTwo[31m ."


def test_nothing_given_is_an_error_with_an_example(desk: Desk, post: str) -> None:
    """`annotate 12` alone says what it could do."""
    with pytest.raises(UsageError, match="nothing to write") as refused:
        annotate(desk, post)
    assert "--lead" in refused.value.hint


@pytest.mark.parametrize(
    ("name", "words"),
    [("lead", "x" * 20_001), ("remark", "x" * 20_001), ("section", "x" * 501), ("lead", "é" * 99_999)],
)
def test_too_many_words_are_refused(desk: Desk, post: str, name: str, words: str) -> None:
    """Probably the wrong file; the message gives both numbers."""
    with pytest.raises(UsageError, match=rf"the {name} has {len(words):,} characters"):
        annotate(desk, post, **{name: words})
    assert decisions(desk) == []


def test_the_bound_is_what_may_be_written() -> None:
    """Just so many characters pass, white space around them not counted."""
    assert bounded(" " + "x" * MAX_TEXT + "\n", "text") == "x" * MAX_TEXT
    assert bounded("x" * MAX_LINE, "title", MAX_LINE) == "x" * MAX_LINE


@pytest.mark.parametrize("empty", ["", "  \n", "\x00\x1b"])
def test_an_empty_note_is_no_note(desk: Desk, post: str, empty: str) -> None:
    """Nothing is recorded."""
    with pytest.raises(UsageError, match="the note is empty"):
        note(desk, post, empty)
    assert decisions(desk) == []


def test_notes_add_up_with_their_writers(desk: Desk, post: str) -> None:
    """Each curator's note stands beside the others'."""
    note(desk, post, "Ask her first")
    note(at(desk, "bo", hours=1), post, "I did; fine")
    assert [(n.curator, n.text) for n in pick(desk, post).notes] == [("ada", "Ask her first"), ("bo", "I did; fine")]


def test_a_quote_keeps_what_stands_in_the_post(desk: Desk, post: str) -> None:
    """However it was typed: the source's own characters, where they stand, and in which wording of the post."""
    done = quote(desk, post, "  nobody   thanked\nthe crew ".replace("nobody", "Nobody"), speaker="A crew\nmember")
    assert done.quote.paragraphs == ("Nobody thanked the crew",)
    assert done.quote.speaker == "A crew member"
    assert TEXT.startswith(done.quote.prefix + done.quote.exact) or done.quote.exact in TEXT
    assert done.number == 1
    (kept,) = pick(desk, post).quotes
    assert kept == done.quote


@pytest.mark.parametrize("wrong", ["Nobody praised the crew", "", "   ", "[…]", "The bins went in on time."])
def test_words_that_are_not_there_are_refused(desk: Desk, post: str, wrong: str) -> None:
    """Nothing is recorded, and the message helps."""
    with pytest.raises(QuoteError) as refused:
        quote(desk, post, wrong)
    assert refused.value.message
    assert decisions(desk) == []


def test_a_post_without_text_cannot_be_quoted(desk: Desk) -> None:
    """The error says why, rather than that the words differ."""
    silent = bring(desk, "silent", text="")
    with pytest.raises(QuoteError) as refused:
        quote(desk, silent, "Anything at all")
    assert refused.value.hint


def test_a_passage_may_not_be_endless(desk: Desk, post: str) -> None:
    """A book piped in by mistake is refused before anything is compared."""
    with pytest.raises(UsageError, match="the passage has"):
        quote(desk, post, "word " * 10_000)


def test_quotes_are_numbered_in_order_and_taken_away_by_number(desk: Desk, post: str) -> None:
    """After the first is gone, the second is the first."""
    for passage in ("The bins went out on time.", "Nobody thanked the crew", "nobody ever does"):
        quote(desk, post, passage)
    assert unquote(desk, post, 2).quote.paragraphs == ("Nobody thanked the crew",)
    assert [q.paragraphs[0] for q in pick(desk, post).quotes] == ["The bins went out on time.", "nobody ever does"]
    assert unquote(desk, post, 2).quote.paragraphs == ("nobody ever does",)


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_there_is_no_other_quote(desk: Desk, post: str, number: int) -> None:
    """A number that names no quote changes nothing."""
    quote(desk, post, "Nobody thanked the crew")
    with pytest.raises(NotFound, match=f"has no quote {number}"):
        unquote(desk, post, number)
    assert len(pick(desk, post).quotes) == 1
