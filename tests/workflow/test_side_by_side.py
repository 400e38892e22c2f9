"""Two at one desk: what each decides is kept, nothing is numbered twice, and who comes too late is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from roundup.errors import RoundupError
from roundup.workflow import edit, people
from roundup.workflow.desk import Desk
from roundup.workflow.edition import change, closed, glance
from roundup.workflow.pick import order, star, tag
from roundup.workflow.publish import publish
from roundup.workflow.undo import undo
from roundup.workflow.word import annotate, quote, unquote
from tests.workflow.desks import at, bring, decisions, pick, picks, ready


@pytest.fixture
def bert(desk: Desk) -> Desk:
    """Another curator at Ada's desk."""
    return replace(desk, curator="bert")


def together(*works: Callable[[], object]) -> list[BaseException]:
    """All of them begun at one moment, in threads with connections of their own; what they had to complain of."""
    start, errors = threading.Barrier(len(works), timeout=20), list[BaseException]()

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test has to see it
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def numbers(desk: Desk) -> list[int]:
    """The ledger's numbers."""
    return [decision.seq for decision in decisions(desk)]


# ------------------------------------------------------------ at one moment


def test_stars_of_two_at_once_are_both_kept(desk: Desk, bert: Desk) -> None:
    """Each decision has a number of its own, and both picks are there."""
    ids = [bring(desk, slug) for slug in ("bins", "map", "notes", "rain")]
    assert together(lambda: star(desk, ids[:2]), lambda: star(bert, ids[2:])) == []
    assert sorted(picks(desk)) == ids
    assert len(set(numbers(desk))) == 4


def test_a_star_of_the_same_post_by_two_is_one_pick(desk: Desk, bert: Desk) -> None:
    """Whoever came first."""
    bring(desk, "bins")
    assert together(lambda: star(desk, ["1"]), lambda: star(bert, ["1"])) == []
    assert picks(desk) == ["1"]


def test_words_of_two_on_one_post_are_both_kept(desk: Desk, bert: Desk) -> None:
    """One writes the lead-in, the other the remark; tags add up, quotes stand one after the other."""
    ready(desk, "bins")
    errors = together(
        lambda: annotate(desk, "1", lead="Ada [wrote](post) this."),
        lambda: annotate(bert, "1", remark="Bert was there."),
        lambda: tag(desk, ["1"], add=["bins"]),
        lambda: tag(bert, ["1"], add=["rain"]),
        lambda: quote(desk, "1", "Nobody thanked the crew"),
        lambda: quote(bert, "1", "The bins went out"),
    )
    said = pick(desk, "1")
    assert errors == []
    assert (said.lead, said.remark) == ("Ada [wrote](post) this.", "Bert was there.")
    assert set(said.tags) == {"bins", "rain"}
    assert {each.exact for each in said.quotes} == {"Nobody thanked the crew", "The bins went out"}


def test_one_edition_is_closed_once_by_two_who_publish(desk: Desk, bert: Desk) -> None:
    """The second is told that there is nothing in the next one, or that the disk is busy; never two editions alike."""
    ready(desk, "bins", "map")
    errors = together(lambda: publish(desk), lambda: publish(bert))
    assert all(isinstance(error, RoundupError) for error in errors), errors
    assert [frozen.edition.number for frozen in closed(desk)] == [1]
    assert picks(desk) == []


def test_people_written_down_by_two_at_once(desk: Desk, bert: Desk) -> None:
    """Two names are two people; one name is one, and who came second is told."""
    assert (
        together(
            lambda: people.add(desk, "Ada Example", people.Given()),
            lambda: people.add(bert, "Bert Bin", people.Given()),
        )
        == []
    )
    errors = together(
        lambda: people.add(desk, "Cleo Clerk", people.Given()), lambda: people.add(bert, "Cleo Clerk", people.Given())
    )
    assert len(errors) == 1
    assert sorted(person.name for person in people.registry(desk).people) == ["Ada Example", "Bert Bin", "Cleo Clerk"]


def test_readers_are_not_held_up_by_a_writer(desk: Desk, bert: Desk) -> None:
    """While one holds the desk to write, another looks at the draft as it was."""
    ready(desk, "bins")
    with desk.store() as store, store.write():
        store.posts.amend(1, title="Another title")
        assert "Another title" not in str(glance(bert))
    assert "Another title" in str(glance(bert))


# ------------------------------------------------------------ one after the other


def test_a_worksheet_gives_way_to_what_was_decided_meanwhile(desk: Desk, bert: Desk) -> None:
    """What only one of them touched is taken from that one; the same thing touched by both is a conflict."""
    ready(desk, "bins", "map")
    text = edit.export(desk)
    annotate(bert, "2", lead="Bert [wrote](post) this.")
    mine = text.replace("number 1.", "number one.")
    assert not edit.read_back(desk, mine).refused
    assert pick(desk, "1").lead.endswith("number one.")
    assert pick(desk, "2").lead == "Bert [wrote](post) this."
    before = decisions(desk)
    again = edit.read_back(desk, text.replace("number 2.", "number two."))
    assert [(conflict.post, conflict.what) for conflict in again.conflicts] == [(2, "lead-in")]
    assert decisions(desk) == before


def test_a_worksheet_read_back_twice_changes_nothing_the_second_time(desk: Desk) -> None:
    """Saved, and saved again."""
    ready(desk, "bins")
    text = edit.export(desk).replace("number 1.", "number one.")
    assert edit.read_back(desk, text).done
    before = decisions(desk)
    assert (edit.read_back(desk, text).done, decisions(desk)) == ((), before)


def test_two_worksheets_of_one_draft_read_back_at_once(desk: Desk, bert: Desk) -> None:
    """Each changed another post: both are kept, in whichever order they came."""
    ready(desk, "bins", "map")
    text = edit.export(desk)
    errors = together(
        lambda: edit.read_back(desk, text.replace("number 1.", "number one.")),
        lambda: edit.read_back(bert, text.replace("number 2.", "number two.")),
    )
    assert errors == []
    assert [pick(desk, post).lead.rsplit(" ", 1)[1] for post in ("1", "2")] == ["one.", "two."]


def test_undo_takes_back_one_s_own_and_nobody_else_s(desk: Desk, bert: Desk) -> None:
    """Although the other's came later."""
    ready(desk, "bins", "map")
    order(desk, ["2", "1"])
    change(bert, {"intro": "Bert's week."})
    undo(desk)
    assert picks(desk) == ["1", "2"]
    assert glance(desk).edition.intro == "Bert's week."
    undo(bert)
    assert glance(desk).edition.intro == ""


def test_a_quote_taken_out_by_two_is_out_once(desk: Desk, bert: Desk) -> None:
    """The number means another quote, or none, for who comes second: that is told, or it is the one they saw."""
    ready(desk, "bins")
    quote(desk, "1", "Nobody thanked the crew")
    errors = together(lambda: unquote(desk, "1", 1), lambda: unquote(bert, "1", 1))
    assert [type(error).__name__ for error in errors] in (["NotFound"], ["UsageError"])
    assert pick(desk, "1").quotes == ()


def test_a_clock_that_is_behind_does_not_undo_what_came_after(desk: Desk, bert: Desk) -> None:
    """Bert's machine is a day slow; what he writes after Ada is what counts."""
    ready(desk, "bins")
    annotate(desk, "1", remark="Ada's.")
    annotate(at(bert, days=-1), "1", remark="Bert's.")
    assert pick(desk, "1").remark == "Bert's."
    assert numbers(desk) == sorted(numbers(desk))
