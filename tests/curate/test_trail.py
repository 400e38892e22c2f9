"""The trail: what happened to a post, in words and in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from roundup.curate.ledger import fold_editions, fold_post
from roundup.curate.trail import trail, where_it_stands
from roundup.model import EDITION, Decision, EditionsState, Post, Source
from tests.curate.ledgers import KEY, PASSAGE, decisions, editions, few, frozen, ledger
from tests.samples import NOW, post

SOURCE = Source("https://blog.example/feed", "A Blog", "1", "https://blog.example/1", NOW)


def lines(made: Sequence[Decision], of: Post | None = None, sources: Sequence[Source] = ()) -> list[str]:
    """The trail without its times."""
    state = fold_editions([d for d in made if d.subject == EDITION])
    return [line.partition("UTC  ")[2] for line in trail(of, made, sources, state)]


def test_a_post_is_followed_from_feed_to_edition() -> None:
    """Published, fetched, starred, annotated, quoted, frozen, published in N: one line each, with who and the id."""
    made = [
        *ledger(("star",), ("annotate", {"lead": "L", "section": "S"}), ("quote", PASSAGE), ("tag", {"add": ["bins"]})),
        *editions(
            ("order", {"posts": ["x", KEY]}),
            ("freeze", frozen(7, 1)),
            ("publish", {"number": 7, "url": "https://w.example/7"}),
            start=5,
        ),
    ]
    assert lines(made, post(1, date_note="no time zone given, UK time assumed"), [SOURCE]) == [
        "published by Ada Example (no time zone given, UK time assumed)",
        "fetched from A Blog, https://blog.example/feed",
        "starred by ada  [d0001]",
        "lead-in written and section written by ada: “L”, “S”  [d0002]",
        "quoted, “Plain words.” by ada  [d0003]",
        "tagged bins by ada  [d0004]",
        "put in place 2 by ada  [d0005]",
        "went into edition 7",
        "published in edition 7 at https://w.example/7",
    ]


def test_every_line_bears_its_time() -> None:
    """Times are UTC, to the minute, oldest first."""
    made = trail(post(1, published=NOW - timedelta(days=1)), ledger(("star",)), [SOURCE], fold_editions([]))
    assert [line[:22] for line in made] == [
        "2026-11-19 09:00 UTC  ",
        "2026-11-20 09:00 UTC  ",
        "2026-11-20 09:01 UTC  ",
    ]


def test_reasons_and_second_thoughts_are_told() -> None:
    """A skip says why; what was undone says so, and the undo says what it took back."""
    made = ledger(
        ("skip", {}, {"reason": "A job advert"}), ("undo", {"of": "d0001"}), ("unskip",), ("star",), ("unstar",)
    )
    assert lines(made) == [
        "skipped by ada: A job advert; undone since  [d0001]",
        "taken back (skipped) by ada  [d0002]",
        "no longer skipped by ada  [d0003]",
        "starred by ada  [d0004]",
        "cut by ada  [d0005]",
    ]


def test_the_words_for_every_decision() -> None:
    """Clearing, untagging, notes and quotes taken out have their words too; private notes stay private."""
    made = ledger(
        ("annotate", {"lead": "", "remark": "R"}),
        ("annotate", {}),
        ("note", {"text": "Ring her."}),
        ("quote", PASSAGE),
        ("unquote", {"quote": "d0004"}),
        ("tag", {"add": ["a", "b"], "remove": ["c"]}),
        ("tag", {}),
        ("undo", {"of": "zzz"}),
    )
    assert [line.partition(" by ada")[0] for line in lines(made)] == [
        "lead-in cleared and remark written",
        "annotated",
        "private note written",
        "quoted, “Plain words.”",
        "quote taken out",
        "tagged a, b and untagged c",
        "tagged",
        "taken back (an undo)",
    ]


def test_a_pick_left_out_of_an_edition_is_carried_over() -> None:
    """Starred but not in an edition is carried over; once in one, later editions are not its story."""
    made = [
        *ledger(("star",), start=2),
        *editions(("freeze", frozen(1, 2)), start=1),
        *editions(("freeze", frozen(2, 3)), ("freeze", frozen(3, 1)), ("freeze", frozen(4, 4)), start=3),
    ]
    assert lines(made)[-2:] == ["not in edition 2, carried over", "went into edition 3"]
    assert not any("edition 1" in line for line in lines(made))


def test_errata_of_its_edition_are_told() -> None:
    """Those of other editions and those taken back are not its story."""
    said = [("erratum", {"number": number, "text": f"It was the {number}th."}) for number in (3, 2, 3)]
    made = [
        *ledger(("star",)),
        *editions(("freeze", frozen(2, 2)), ("freeze", frozen(3, 1)), *said, ("undo", {"of": "d0006"}), start=2),
    ]
    assert lines(made)[-2:] == ["went into edition 3", "erratum to edition 3 by ada: It was the 3th.  [d0004]"]


def test_a_pick_cut_before_the_freeze_is_not_carried_over() -> None:
    """Only what was starred when the edition closed is carried over."""
    made = [*ledger(("star",), ("unstar",)), *editions(("freeze", frozen(1, 2)), start=3)]
    assert lines(made)[-1] == "cut by ada  [d0002]"


def test_a_post_through_two_feeds_names_both() -> None:
    """Every feed that brought the post is named; a page in no feed was added by hand."""
    planet = Source("https://planet.example/feed", "", "1", "https://planet.example/1", NOW + timedelta(hours=1))
    assert lines([], post(1, published=None), [SOURCE, planet]) == [
        "fetched from A Blog, https://blog.example/feed",
        "fetched from https://planet.example/feed",
    ]
    assert lines([], post(1, published=None)) == ["added by hand"]
    assert lines([], post(1, authors=(), blog=""))[0] == "published by its author"


def test_a_post_this_desk_never_saw_still_has_its_decisions() -> None:
    """What another desk decided can be told before the post is fetched."""
    assert lines(ledger(("star",))) == ["starred by ada  [d0001]"]


def test_other_peoples_names_cannot_forge_lines() -> None:
    """A curator or reason with line ends and escapes stays on one line."""
    made = ledger(("star", {}, {"reason": "a\n2026-01-01 00:00 UTC  forged\x1b[2J"}), curator="ada\nbob")
    (line,) = trail(None, made, [], EditionsState(open=fold_editions([]).open))
    assert "\n" not in line
    assert "\x1b" not in line


def test_of_two_lead_ins_the_replaced_one_says_so() -> None:
    """Both curators' words are told; one that still holds in part is not called replaced."""
    made = ledger(
        ("annotate", {"lead": "One.", "section": "Bins"}), ("annotate", {"lead": "Two."}), ("annotate", {"section": ""})
    )
    told = lines(made)
    assert told[0] == "lead-in written and section written by ada: “One.”, “Bins”; replaced since  [d0001]"
    assert told[1:] == ["lead-in written by ada: “Two.”  [d0002]", "section cleared by ada  [d0003]"]
    assert "replaced" not in lines(made[:2])[0]


def test_words_written_after_its_edition_was_closed_are_too_late() -> None:
    """They are kept, and the edition does not have them; tags and notes are in time at any time."""
    made = [
        *ledger(("star",)),
        *editions(("freeze", frozen(1, 1)), start=2),
        *ledger(("annotate", {"lead": "Late."}), ("quote", PASSAGE), ("tag", {"add": ["a"]}), start=3),
    ]
    assert [line.endswith(f"; too late for its edition  [d000{n}]") for n, line in enumerate(lines(made)[-3:], 3)] == [
        True,
        True,
        False,
    ]


def test_a_post_that_came_too_late_says_after_which_edition() -> None:
    """At the feed that brought it first; not at those that brought it again."""
    closed = editions(("freeze", frozen(4, 2)))
    came = post(1, published=NOW - timedelta(days=1), first_seen=NOW + timedelta(days=1))
    first = Source("https://blog.example/feed", "", "1", "", NOW + timedelta(days=1))
    again = Source("https://planet.example/feed", "", "1", "", NOW + timedelta(days=2))
    told = lines(closed, came, [first, again])
    assert told[-2:] == [
        "fetched from https://blog.example/feed, after edition 4 was closed",
        "fetched from https://planet.example/feed",
    ]


def test_a_star_for_later_is_told() -> None:
    """With the edition that it was left out of."""
    assert lines(ledger(("later", {"edition": 3}))) == ["left for the edition after 3 by ada  [d0001]"]


@pytest.mark.parametrize(
    ("steps", "closed_in", "ends"),
    [
        ([], None, "waiting for a decision; nobody has picked or skipped it so far"),
        ([("star",), ("unstar",)], None, "waiting for a decision"),
        ([("star",)], None, "starred for edition 3"),
        ([("later", {"edition": 3})], None, "starred, and left for the edition after 3"),
        ([("later", {"edition": 2})], None, "starred for edition 3"),
        ([("skip", {}, {"reason": "An advert"})], None, "skipped (An advert)"),
        ([("skip",)], None, "skipped"),
        ([("star",)], 2, "in edition 2"),
    ],
)
def test_a_trail_ends_with_where_the_post_stands(steps: list[Any], closed_in: int | None, ends: str) -> None:
    """So that also what was never picked has an answer."""
    state = fold_post(KEY, ledger(*steps))
    assert where_it_stands(state, closed_in, 3, touched=bool(steps)) == f"now: {ends}"


@few
@given(decisions(subjects=(KEY, EDITION)))
def test_any_ledger_can_be_told(made: list[Decision]) -> None:
    """Whatever another desk's ledger holds, its story is told in lines, in order."""
    told = trail(post(1), made, [SOURCE], fold_editions(made))
    assert list(told) == sorted(told, key=lambda line: line[:20])
    assert not any("\n" in line for line in told)
