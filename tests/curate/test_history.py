"""What happened to an edition, in words."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from roundup.curate.history import edition_history, special_history
from roundup.curate.ledger import fold_editions
from roundup.model import Decision
from tests.curate.ledgers import decisions, editions, few, frozen, ledger


def told(made: list[Decision], number: int) -> list[str]:
    """The lines without their times."""
    return [line.partition("UTC  ")[2] for line in edition_history(made, fold_editions(made), number)]


def test_an_edition_is_followed_from_its_first_word_to_its_errata() -> None:
    """One line each, with who and the id that undo takes."""
    made = editions(
        ("edition", {"intro": "A week of bins.", "number": 1, "cutoff": ""}),
        ("order", {"posts": ["a", "b"]}),
        ("freeze", {**frozen(1, 1), "overridden": ["no-words"]}, {"reason": "Late"}),
        ("publish", {"number": 1, "url": "https://w.example/1"}),
        ("edition", {"title": "Two", "number": 2}),
        ("erratum", {"number": 1, "text": "It was the 4th."}),
    )
    assert told(made, 1) == [
        "intro “A week of bins.”, cut-off cleared by ada  [d0001]",
        "2 picks put in order by ada  [d0002]",
        "edition 1 closed with 1 pick, in spite of no-words by ada: Late  [d0003]",
        "edition 1 published at https://w.example/1 by ada  [d0004]",
        "erratum to edition 1, “It was the 4th.” by ada  [d0006]",
    ]
    assert told(made, 2) == ["title “Two” by ada  [d0005]"]
    assert told(made, 3) == []


def test_second_thoughts_are_told() -> None:
    """What was undone says so, and the undo what it took back."""
    made = editions(("edition", {"title": "One"}), ("undo", {"of": "d0001"}), ("undo", {"of": "d0002"}))
    assert told(made, 1) == [
        "title “One” by ada  [d0001]",
        "taken back (title “One”) by ada; undone since  [d0002]",
        "taken back (an undo taken back) by ada  [d0003]",
    ]


def test_words_of_older_programs_belong_to_the_edition_that_was_open() -> None:
    """They name none."""
    made = editions(("edition", {"title": "One"}), ("freeze", frozen(1, 1)), ("edition", {"title": "Two"}))
    assert told(made, 1)[0].startswith("title “One”")
    assert told(made, 2) == ["title “Two” by ada  [d0003]"]


def test_a_second_closing_says_that_it_has_no_effect() -> None:
    """It is kept all the same."""
    made = editions(("freeze", frozen(1, 1))) + editions(("freeze", frozen(1, 2)), start=2, curator="bert")
    assert told(made, 1) == [
        "edition 1 closed with 1 pick by ada  [d0001]",
        "edition 1 closed with 1 pick by bert  [d0002]; of no effect, since it was closed before",
    ]


def test_a_special_edition_has_its_story_too() -> None:
    """Made, worded, renamed, taken out."""
    made = ledger(
        ("special", {"kind": "year", "year": 2026, "slug": "year-2026"}),
        ("special", {"title": "Bins", "tags": ["a", "b"]}),
        ("special", {"removed": True}),
        ("special", {}),
        ("undo", {"of": "d0003"}),
        subject="special:year-2026",
    )
    assert [line.partition("UTC  ")[2] for line in special_history(made)] == [
        "made as year; year “2026”, slug “year-2026” by ada  [d0001]",
        "title “Bins”, tags “a, b” by ada  [d0002]",
        "taken out by ada; undone since  [d0003]",
        "changed by ada  [d0004]",
        "taken back (taken out) by ada  [d0005]",
    ]


@few
@given(decisions(subjects=("edition",)))
def test_any_ledger_can_be_told(made: list[Any]) -> None:
    """Every decision with a meaning is told once, on one line, under one number."""
    state = fold_editions(made)
    lines = [line for number in range(4) for line in edition_history(made, state, number)]
    assert len(lines) == len(set(lines))
    assert not any("\n" in line or "\x1b" in line for line in lines)
