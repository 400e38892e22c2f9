"""What the keyboard desk does: each verb is a decision in the ledger before it returns, and says what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from roundup.config import TriageSettings
from roundup.curate.desk.board import Board
from roundup.curate.desk.wanted import Wanted
from roundup.errors import NotFound, QuoteError, UsageError
from roundup.model import Suggestion
from roundup.workflow.desk import Desk
from roundup.workflow.publish import publish
from roundup.workflow.triage import Done, Session
from tests.samples import NOW
from tests.workflow.desks import at, bring, decisions, pick, picks, ready

BENCHES = "We walked the parish and counted. There are forty-one benches in Sandleigh."


def session(desk: Desk, *tags: str, minutes: int = 0) -> Session:
    """An evening at this desk, with keys for these tags."""
    settings = replace(desk.settings, triage=TriageSettings(tags))
    return Session(replace(desk, settings=settings), lambda: desk.now, minutes=minutes)


def titles(board: Board) -> list[str]:
    return [row.listing.post.title for row in board.rows]


def row_of(board: Board, id: str) -> Suggestion:
    return board.rows[board.places[int(id)]]


# ---------------------------------------------------------------- looking


def test_what_waits_is_shown_best_first(desk: Desk) -> None:
    """With its reasons, as `roundup posts` has it; what was decided is not there."""
    bring(desk, "short")
    bring(desk, "long", "word " * 400, blog="Another")
    done = session(desk)
    done.skip(int(bring(desk, "gone")))
    board = done.load()
    assert titles(board) == ["Long", "Short"]
    assert board.rows[0].reasons
    assert (board.total, board.left) == (2, 2)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), ["Bins", "Map"]),
        (Wanted(state="starred"), ["Star"]),
        (Wanted(state="skipped"), ["Skip"]),
        (Wanted(state="all"), ["Bins", "Map", "Skip", "Star"]),
        (Wanted(state="held"), []),
        (Wanted(words="benches"), ["Map"]),
        (Wanted(tag="parish"), ["Map"]),
        (Wanted(words="nothing like it"), []),
    ],
)
def test_a_filter_shows_only_some(desk: Desk, wanted: Wanted, expected: list[str]) -> None:
    """By state, tag and words; and reading again shows the same ones."""
    made = session(desk)
    bring(desk, "bins")
    made.tags(int(bring(desk, "map", BENCHES)), "parish")
    made.star(int(bring(desk, "star", "Stars shone over the depot all night long.")))
    made.skip(int(bring(desk, "skip", "Nothing is as dull as a notice about notices.")))
    assert sorted(titles(made.load(wanted))) == expected
    assert sorted(titles(made.load())) == expected


def test_a_post_is_read_with_its_text_and_what_was_decided(desk: Desk) -> None:
    """The text that quotes are proved against, laid out by its markup."""
    id = bring(desk, "bins", "Heading\n\nWords.", html="<h2>Heading</h2><p>Words.</p>")
    made = session(desk)
    made.write(int(id), "lead", "Ada [writes](post).")
    reading = made.read(row_of(made.load(), id))
    assert [line.kind for line in reading.paper.lines] == ["heading", "text"]
    assert reading.state.lead == "Ada [writes](post)."


def test_a_post_without_text_can_be_looked_at(desk: Desk) -> None:
    """There is nothing to read, and nothing goes wrong."""
    id = bring(desk, "photo", "")
    made = session(desk)
    assert made.read(row_of(made.load(), id)).paper.text == ""


def test_posts_it_has_to_do_with_are_named(desk: Desk) -> None:
    """By their titles, whether or not the list shows them."""
    first, second = bring(desk, "bins"), bring(desk, "map", BENCHES)
    made = session(desk)
    row = replace(row_of(made.load(), first), answered_by=(int(second),))
    assert made.read(row).titles == {int(second): "Map"}


def test_a_post_that_the_list_does_not_show_is_found(desk: Desk) -> None:
    """As the list would show it; nothing for a number that no post has."""
    id = int(bring(desk, "bins"))
    made = session(desk)
    made.star(id)
    found = made.find(id)
    assert found
    assert found.listing.starred
    assert made.find(999) is None


# ---------------------------------------------------------------- deciding


def test_a_star_comes_and_goes(desk: Desk) -> None:
    """The same key; words that were written are kept."""
    id = bring(desk, "bins")
    made = session(desk)
    assert made.star(int(id)) == Done("starred", int(id))
    assert picks(desk) == [id]
    made.write(int(id), "lead", "Words.")
    assert "kept" in made.star(int(id)).said
    assert picks(desk) == []
    assert pick(desk, id).lead == "Words."


def test_to_pick_what_is_starred_keeps_the_star(desk: Desk) -> None:
    """The first step of a pick never takes a star away."""
    id = int(bring(desk, "bins"))
    made = session(desk)
    made.pick(id)
    assert made.pick(id).said == "starred already"
    assert [decision.verb for decision in decisions(desk)] == ["star"]


def test_a_skip_says_why(desk: Desk) -> None:
    """If there is a reason; twice is once too often."""
    id = bring(desk, "bins")
    made = session(desk)
    assert made.skip(int(id), "a job advert").said == "skipped: a job advert"
    assert pick(desk, id).skip_reason == "a job advert"
    with pytest.raises(UsageError, match="skipped already"):
        made.skip(int(id))


def test_a_tag_key_puts_its_tag_on_and_takes_it_off(desk: Desk) -> None:
    """Case aside."""
    id = bring(desk, "bins")
    made = session(desk, "Housing", "bins")
    assert made.tag_key(int(id), 2).said == "tagged bins"
    made.tags(int(id), "HOUSING")
    assert pick(desk, id).tags == ("bins", "HOUSING")
    assert made.tag_key(int(id), 1).said == "no longer Housing"
    assert pick(desk, id).tags == ("bins",)


@pytest.mark.parametrize(("tags", "hint"), [((), "[triage] tags"), (("housing",), "1 housing")])
def test_a_key_without_a_tag_says_which_there_are(desk: Desk, tags: tuple[str, ...], hint: str) -> None:
    """Or where they are set."""
    with pytest.raises(UsageError, match="no tag has the key 5") as caught:
        session(desk, *tags).tag_key(int(bring(desk, "bins")), 5)
    assert hint in caught.value.hint


def test_tags_are_typed_with_commas(desk: Desk) -> None:
    """A minus takes one off."""
    id = bring(desk, "bins")
    made = session(desk)
    made.tags(int(id), "a, b")
    assert made.tags(int(id), "c, -a").said == "tagged c; no longer a"
    assert pick(desk, id).tags == ("b", "c")
    with pytest.raises(UsageError, match="no tag"):
        made.tags(int(id), " , ")


# ---------------------------------------------------------------- writing


@pytest.mark.parametrize("what", ["lead", "remark", "section"])
def test_words_are_kept_and_cleared(desk: Desk, what: str) -> None:
    """What is the same already makes no decision."""
    id = bring(desk, "bins")
    made = session(desk)
    assert made.write(int(id), what, "Words.").said.endswith("kept")
    assert made.write(int(id), what, " Words. ").said == "nothing changed"
    assert getattr(pick(desk, id), what) == "Words."
    assert made.write(int(id), what, "").said.endswith("cleared")
    assert len(decisions(desk)) == 2


def test_a_note_is_private(desk: Desk) -> None:
    """Among the notes, not among the words."""
    id = bring(desk, "bins")
    assert "readers will not see it" in session(desk).note(int(id), "ask her").said
    assert [note.text for note in pick(desk, id).notes] == ["ask her"]


def test_a_quote_is_proved(desk: Desk) -> None:
    """Word for word, or it is refused and nothing is written down."""
    id = bring(desk, "bins")
    made = session(desk)
    assert (
        made.quote(int(id), "Nobody thanked the crew", speaker="Mrs Adair").said
        == "quote 1: 4 words, said by Mrs Adair"
    )
    with pytest.raises(QuoteError):
        made.quote(int(id), "Somebody thanked the crew")
    assert len(pick(desk, id).quotes) == 1


def test_a_quote_can_be_taken_away(desk: Desk) -> None:
    """By its number."""
    id = bring(desk, "bins")
    made = session(desk)
    made.quote(int(id), "Nobody thanked the crew")
    assert made.unquote(int(id), 1).said == "no longer quoted: Nobody thanked the crew"
    assert pick(desk, id).quotes == ()
    with pytest.raises(NotFound, match="no quote 1"):
        made.unquote(int(id), 1)


# ---------------------------------------------------------------- the edition


def test_picks_are_moved_one_place_at_a_time(desk: Desk) -> None:
    """At either end they stay."""
    first, second, third = ready(desk, "a", "b", "c")
    made = session(desk)
    assert made.move(int(first), 1).said == "now number 2"
    assert picks(desk) == [second, first, third]
    assert made.move(int(third), -1).said == "now number 2"
    assert picks(desk) == [second, third, first]
    assert made.move(int(second), -1).said == "it is the first already"
    assert made.move(int(first), 1).said == "it is the last already"


def test_what_another_cut_cannot_be_moved(desk: Desk) -> None:
    """It is said, with what to do."""
    first, second = ready(desk, "a", "b")
    made = session(desk)
    session(at(desk, "bo")).cut(int(first))
    with pytest.raises(NotFound, match="not in the edition any more"):
        made.move(int(first), 1)
    assert picks(desk) == [second]


@pytest.mark.parametrize("what", ["intro", "sign_off", "title"])
def test_the_words_of_the_edition_are_written(desk: Desk, what: str) -> None:
    """And are kept as they were if nothing was changed."""
    made = session(desk)
    assert made.words_of_edition(what, "A week of bins.").said.endswith("kept")
    assert getattr(made.glance().edition, what) == "A week of bins."
    assert made.words_of_edition(what, "A week of bins.").said == "nothing changed"
    assert made.words_of_edition(what, "").said.endswith("cleared")


def test_the_edition_is_checked(desk: Desk) -> None:
    """By the checks that `roundup check` runs."""
    (id,) = ready(desk, "a")
    made = session(desk)
    made.write(int(id), "lead", "")
    assert any(finding.level == "blocks" for finding in made.check())


def test_what_is_in_a_closed_edition_is_refused(desk: Desk) -> None:
    """No edition tells a post twice."""
    (id,) = ready(desk, "a")
    publish(desk)
    with pytest.raises(UsageError, match="closed"):
        session(desk).star(int(id))


# ---------------------------------------------------------------- taking back


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda made, id: made.star(id), "undone: the star (Bins)"),
        (lambda made, id: made.skip(id), "undone: the skip (Bins)"),
        (lambda made, id: made.quote(id, "Nobody thanked the crew"), "undone: the quote (Bins)"),
        (lambda made, id: made.write(id, "lead", "Words."), "undone: the words (Bins)"),
        (lambda made, id: made.tags(id, "x"), "undone: the tags (Bins)"),
        (lambda made, id: made.note(id, "x"), "undone: the note (Bins)"),
    ],
    ids=["star", "skip", "quote", "lead", "tags", "note"],
)
def test_every_decision_can_be_taken_back(desk: Desk, act: Callable[[Session, int], Done], said: str) -> None:
    """And done again; it says which."""
    id = int(bring(desk, "bins"))
    made = session(desk)
    before = made.state(id)
    act(made, id)
    after = made.state(id)
    assert made.undo() == Done(said, id)
    assert made.state(id) == before
    assert made.redo() == Done(said.replace("undone", "done again"), id)
    assert made.state(id) == after


def test_words_of_the_edition_are_taken_back_too(desk: Desk) -> None:
    """They are about no post."""
    made = session(desk)
    made.words_of_edition("intro", "A week of bins.")
    assert made.undo() == Done("undone: the words of the edition")


def test_there_is_not_always_something_to_take_back(desk: Desk) -> None:
    """Then it says so."""
    with pytest.raises(NotFound, match="nothing to undo"):
        session(desk).undo()
    with pytest.raises(NotFound, match="nothing to do again"):
        session(desk).redo()


# ---------------------------------------------------------------- time


def test_decisions_bear_their_own_time(desk: Desk) -> None:
    """Not that of the evening's beginning."""
    moments = [NOW, NOW + timedelta(minutes=5), NOW + timedelta(minutes=9)]
    id = int(bring(desk, "bins"))
    made = Session(desk, lambda: moments.pop(0) if len(moments) > 1 else moments[0])
    made.note(id, "first")
    made.note(id, "second")
    first, second = decisions(desk)
    assert first.time == NOW + timedelta(minutes=5)
    assert second.time == NOW + timedelta(minutes=9)


def test_the_pace_counts_what_was_settled(desk: Desk) -> None:
    """Each post once, however often its star comes and goes; an undone one not at all."""
    first, second = int(bring(desk, "a")), int(bring(desk, "b", BENCHES))
    made = session(desk, minutes=30)
    made.star(first)
    made.star(first)
    made.star(first)
    made.skip(second)
    assert made.pace.decided == 2
    made.undo()
    assert made.pace.decided == 1
    assert made.settled == {first}


def test_another_program_may_decide_meanwhile(desk: Desk) -> None:
    """What it did is there with the next look."""
    id = int(bring(desk, "bins"))
    made = session(desk)
    board = made.load()
    session(at(desk, "bo")).skip(id)
    assert made.state(id).skipped
    assert titles(made.load()) == []
    assert titles(board) == ["Bins"]
    made.star(id)
    assert made.state(id).starred


def test_the_trail_is_told(desk: Desk) -> None:
    """As `roundup why` tells it."""
    id = int(bring(desk, "bins"))
    made = session(desk)
    made.star(id)
    assert any("starred" in line for line in made.why(id))
