"""Ledgers travel between desks: whole, in any order, any number of times, with shown what was decided differently."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.exchange import disagreements, news, read_ledger, write_ledger
from roundup.curate.ledger import fold_editions, fold_post
from roundup.errors import UsageError
from roundup.model import EDITION, Decision
from tests.curate.ledgers import KEY, decisions, editions, few, frozen, ledger
from tests.samples import NOW

LATER = NOW + timedelta(days=30)
OTHER = "url:https://blog.example/2"


def draft(known: Sequence[Decision]) -> tuple[object, ...]:
    """All that a desk makes of its decisions."""
    posts = [fold_post(key, [d for d in known if d.subject == key]) for key in (KEY, OTHER)]
    return (*posts, fold_editions([d for d in known if d.subject == EDITION]))


def renamed(some: Sequence[Decision], desk: str) -> list[Decision]:
    """The decisions as another desk would have numbered them; an undo follows what it undoes."""
    ids = {decision.id: f"{desk}-{decision.id}" for decision in some}

    def moved(payload: dict[str, Any]) -> dict[str, Any]:
        return {key: ids.get(value, value) if key in ("of", "quote") else value for key, value in payload.items()}

    return [replace(decision, id=ids[decision.id], payload=moved(decision.payload)) for decision in some]


def merged(here: Sequence[Decision], there: Sequence[Decision]) -> list[Decision]:
    return [*here, *news(here, there)]


# ---------------------------------------------------------------- there and back


@few
@given(decisions(subjects=(KEY, OTHER, EDITION)))
def test_what_is_written_is_read_as_it_was(some: list[Decision]) -> None:
    """Whatever a desk holds, also what this program does not understand."""
    held = [d for d in some if "\ud800" not in repr(d.payload).encode("unicode_escape").decode()]
    assert list(read_ledger(write_ledger(held), now=LATER)) == held


@few
@given(
    st.lists(decisions(most=6, subjects=(KEY, OTHER, EDITION)), min_size=2, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=8),
)
def test_any_order_any_number_of_times_the_same_draft(
    made: list[list[Decision]], meetings: list[tuple[int, int]]
) -> None:
    """However curators' desks met before, once all know all they hold the same draft."""
    desks = [renamed(some, f"desk{number}") for number, some in enumerate(made)]
    for here, there in meetings:
        if max(here, there) < len(desks):
            desks[here] = merged(desks[here], desks[there])
    for here in range(len(desks)):
        for there in range(len(desks)):
            desks[here] = merged(desks[here], desks[there])
    drafts = [draft(known) for known in desks]
    assert all(each == drafts[0] for each in drafts)
    assert all(not news(desks[0], known) for known in desks)


# ---------------------------------------------------------------- what is refused

ONE = ledger(("star",))


def tampered(change: Callable[[dict[str, Any]], object]) -> str:
    """An exported ledger of one decision, with something done to its line."""
    heading, line = write_ledger(ONE).splitlines()
    held = json.loads(line)
    change(held)
    return f"{heading}\n{json.dumps(held)}\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not an exported ledger"),
        ("hello", "not an exported ledger"),
        ("[1, 2]", "not an exported ledger"),
        ('{"format": "roundup ledger", "version": 2, "decisions": 0}', "of version 2"),
        ('{"format": "roundup ledger", "version": 1, "decisions": 2}', "holds 2 decisions, and has 0"),
        (write_ledger(ONE).splitlines()[0], "holds 1 decisions, and has 0"),
        (write_ledger(ONE) + "{}", "holds 1 decisions, and has 2"),
        (write_ledger(ONE * 2), "two decisions under one id"),
        (write_ledger(ONE).splitlines()[0] + "\n{", "line 2 of the ledger is not JSON"),
        (write_ledger(ONE).splitlines()[0] + "\n" + "[" * 100_000, "line 2 of the ledger is not JSON"),
        (write_ledger(ONE).splitlines()[0] + "\n7", "line 2 of the ledger is no decision"),
        (tampered(lambda d: d.update(id="")), "lacks an id"),
        (tampered(lambda d: d.update(curator=5)), "a name that is no text"),
        (tampered(lambda d: d.update(id="x" * 501)), "beyond reason"),
        (tampered(lambda d: d.pop("subject")), "lacks an id or a subject"),
        (tampered(lambda d: d.update(seq=-1)), "no number, time or payload"),
        (tampered(lambda d: d.update(seq=True)), "no number, time or payload"),
        (tampered(lambda d: d.update(time="yesterday")), "no number, time or payload"),
        (tampered(lambda d: d.update(payload=[])), "no number, time or payload"),
        (tampered(lambda d: d.update(time="2099-01-01T00:00:00+00:00")), "clock is wrong"),
    ],
)
def test_what_is_no_whole_ledger_is_refused(text: str, words: str) -> None:
    """All or nothing, with the line."""
    with pytest.raises(UsageError, match=words):
        read_ledger(text, now=LATER)


def test_a_ledger_that_was_altered_is_refused() -> None:
    """A decision is the same on every desk, or somebody has changed one."""
    with pytest.raises(UsageError, match="with different words"):
        news(ONE, [replace(ONE[0], curator="mallory")])


# ---------------------------------------------------------------- what differs


def differing(here: Sequence[Decision], there: Sequence[Decision], common: Sequence[Decision] = ()) -> list[str]:
    """Each disagreement as `what: id that holds`."""
    ours, theirs = [*common, *renamed(here, "a")], [*common, *renamed(there, "b")]
    return [f"{each.what}: {each.holds.id}" for each in disagreements(ours, theirs)]


def test_the_same_words_written_differently_are_shown_and_the_later_hold() -> None:
    """On both desks alike."""
    here, there = ledger(("annotate", {"lead": "Here."})), ledger(("annotate", {"lead": "There."}), start=5)
    assert differing(here, there) == ["lead: b-" + there[0].id]
    assert differing(there, here) == ["lead: a-" + there[0].id]


def test_in_and_out_is_a_disagreement() -> None:
    """One starred what the other skipped; two who skipped it agree."""
    assert differing(ledger(("star",)), ledger(("skip",), start=2)) == ["in or out: b-d0002"]
    assert differing(ledger(("skip",)), ledger(("skip",))) == []


def test_order_and_the_edition_s_words_may_differ() -> None:
    """A field at a time."""
    here = editions(("edition", {"title": "A", "intro": "Same."}), ("order", {"posts": [KEY, OTHER]}))
    there = editions(("edition", {"title": "B", "intro": "Same."}), ("order", {"posts": [OTHER]}), start=7)
    assert differing(here, there) == ["order: b-d0008", "title: b-d0007"]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ([("annotate", {"lead": "Same."})], [("annotate", {"lead": "Same."})]),
        ([("annotate", {"lead": "A."})], [("annotate", {"remark": "B."})]),
        ([("annotate", {"lead": "A."}), ("undo", {"of": "d0001"})], [("annotate", {"lead": "B."})]),
        ([("tag", {"add": ["a"]})], [("tag", {"add": ["b"]})]),
        ([("note", {"text": "A"})], [("note", {"text": "B"})]),
    ],
)
def test_what_goes_together_is_no_disagreement(here: list[Any], there: list[Any]) -> None:
    """The same end, different fields, words taken back, tags and notes."""
    assert differing(ledger(*here), ledger(*there)) == []


def test_what_both_knew_is_no_disagreement() -> None:
    """Only what was decided without the other counts."""
    common = ledger(("annotate", {"lead": "Old."}))
    assert differing(ledger(("annotate", {"lead": "New."}), start=2), [], common) == []


def test_tags_put_on_here_and_taken_off_there_differ() -> None:
    """Other tags have nothing to do with it."""
    here = ledger(("tag", {"add": ["a", "b"]}))
    assert differing(here, ledger(("tag", {"remove": ["a"], "add": ["b"]}), start=2)) == ["tag a: b-d0002"]


def test_words_for_different_editions_do_not_differ() -> None:
    """An intro to edition 3 is none to edition 4."""
    here = editions(("edition", {"intro": "Three.", "number": 3}))
    assert differing(here, editions(("edition", {"intro": "Four.", "number": 4}), start=2)) == []
    both = editions(("edition", {"intro": "Four.", "number": 3}), start=2)
    assert differing(here, both) == ["intro of edition 3: b-d0002"]


def test_kept_for_later_is_neither_in_nor_out() -> None:
    """Against a star and against a skip."""
    later = ledger(("later", {"edition": 1}), start=2)
    assert differing(ledger(("star",)), later) == ["in or out: b-d0002"]
    assert differing(ledger(("skip",)), later) == ["in or out: b-d0002"]
    assert differing(ledger(("later", {"edition": 1})), later) == []


def test_of_two_closings_the_one_that_holds_is_named() -> None:
    """The first, unless the other was published; told by their picks."""
    here, there = editions(("freeze", frozen(1, 1))), editions(("freeze", frozen(1, 2)), start=2)
    assert differing(here, there) == ["closing of edition 1: a-d0001"]
    sent = editions(("freeze", frozen(1, 2)), ("publish", {"number": 1}), start=2, curator="bert")
    assert differing(here, sent) == ["closing of edition 1: b-d0002"]
    (found,) = disagreements(here, there)
    assert (found.said_here, found.said_there) == (
        "2026-11-20-week-that-was: Post number 1",
        "2026-11-20-week-that-was: Post number 2",
    )
