"""The week as commands: what is typed, in which order, and how it is written down."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.demo.plan import read_plan
from roundup.demo.script import Step, finishing, picking, quoted, quoting, reading, writing

PLAN = read_plan()
IDS = {name: str(99 - number) for number, name in enumerate(dict.fromkeys((PLAN.read, *PLAN.posts)), 1)}


def address(name: str) -> str:
    return f"http://127.0.0.1:8746/{name}/"


def week() -> list[Step]:
    return [
        *reading(PLAN, IDS, ["http://127.0.0.1:8746/page/"]),
        *picking(PLAN, IDS),
        *quoting(PLAN, IDS),
        *writing(PLAN, IDS, address),
        *finishing(PLAN, IDS),
    ]


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("star", "star"),
        ("--json", "--json"),
        ("/tmp/a desk", '"/tmp/a desk"'),
        ("It's on", '"It\'s on"'),
        ('"Mine"', "'\"Mine\"'"),
        ("$HOME", "'$HOME'"),
        ("a `b`", "'a `b`'"),
        ("", '""'),
        ("[…]", '"[…]"'),
    ],
)
def test_words_are_quoted_as_a_person_would(word: str, typed: str) -> None:
    """Not at all, or in double quotes, and in single ones only where the shell would meddle."""
    assert quoted(word) == typed


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_what_is_shown_is_what_is_run(word: str) -> None:
    """A shell reads back exactly the words, whatever they are."""
    assert shlex.split(quoted(word)) == [word]


def test_a_step_is_typed_with_whoever_types_it() -> None:
    """A colleague's command says so."""
    assert Step(("note", "3", "Ask her")).typed == 'roundup note 3 "Ask her"'
    assert Step(("note", "3", "Yes"), curator="ben").typed == "roundup --as ben note 3 Yes"


def test_the_week_uses_the_commands_of_a_week() -> None:
    """In the order of the work."""
    order = list(dict.fromkeys(step.words[0] for step in week()))
    words = "posts show add star skip note quote annotate tag order edition check render why"
    assert order == words.split()


def test_one_step_only_is_meant_to_fail() -> None:
    """The quote from memory, and it must show the true words."""
    (refused,) = [step for step in week() if step.exit_code]
    assert refused.words[0] == "quote"
    assert refused.shows == PLAN.refused_shows


def test_every_pick_is_starred_quoted_annotated_and_put_in_order() -> None:
    """By the numbers this desk has for them."""
    numbers = [IDS[pick.post] for pick in PLAN.picks]
    by_verb = {verb: [step.words for step in week() if step.words[0] == verb] for verb in ("star", "annotate", "order")}
    quoted_posts = [step.words[1] for step in week() if step.words[0] == "quote" and not step.exit_code]
    assert by_verb["star"] == [("star", *sorted(numbers, key=int))]
    assert by_verb["order"] == [("order", *numbers)]
    assert [words[1] for words in by_verb["annotate"]] == numbers
    assert list(dict.fromkeys(quoted_posts)) == numbers


def test_lead_ins_name_whole_addresses_and_leave_the_posts_own_to_the_program() -> None:
    """Other posts by their address, the pick's as (post)."""
    (clerk,) = [s for s in week() if s.words[:2] == ("annotate", IDS["the-clerks-table/fourteen-people-and-a-cat"])]
    lead = clerk.words[clerk.words.index("--lead") + 1]
    assert "](post)" in lead
    assert f"]({address('the-clerks-table/how-to-ask-a-question-at-full-council')})" in lead


def test_speakers_are_named() -> None:
    """Whoever is quoted in somebody else's post."""
    named = [s.words[s.words.index("--speaker") + 1] for s in week() if "--speaker" in s.words]
    assert named == ["Mrs Adair, Tolley House", "Cllr Ros Penhale"]


def test_what_is_special_is_said() -> None:
    """Changes in a quote are explained where they are made."""
    remarks = [step.remark for step in week() if step.words[0] == "quote"]
    assert any("left out" in remark for remark in remarks)
    assert any("editor's own" in remark for remark in remarks)
