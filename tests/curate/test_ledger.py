"""The fold of the ledger: one state, whatever way the decisions came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.ledger import decide, draft_picks, fold_editions, fold_post, standing
from roundup.errors import UsageError
from roundup.model import EDITION, Decision, EditionMeta, EditionsState, Erratum, Note, PickState, Quote
from tests.curate.ledgers import KEY, PASSAGE, decisions, editions, few, frozen, ledger
from tests.samples import NOW, decision, pick


def state(*steps: tuple[Any, ...]) -> PickState:
    return fold_post(KEY, ledger(*steps))


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


# ---------------------------------------------------------------- a post


def test_nothing_decided_is_an_empty_state() -> None:
    """A post nobody touched is neither starred nor skipped and has no words."""
    assert fold_post(KEY, []) == PickState(key=KEY)


def test_a_star_says_who_and_when() -> None:
    """The first star counts; a second changes neither its time nor its giver."""
    starred = fold_post(KEY, ledger(("star",)) + ledger(("star",), start=2, curator="bob"))
    assert (starred.starred, starred.starred_by, starred.starred_at) == (True, "ada", at(1))


def test_star_and_skip_exclude_each_other() -> None:
    """Starring clears a skip with its reason, skipping clears a star."""
    skipped = state(("star",), ("skip", {}, {"reason": "Too long"}))
    assert (skipped.starred, skipped.starred_at, skipped.skipped, skipped.skip_reason) == (
        False,
        None,
        True,
        "Too long",
    )
    starred = state(("skip", {}, {"reason": "Too long"}), ("star",))
    assert (starred.starred, starred.skipped, starred.skip_reason) == (True, False, "")


def test_unskip_forgets_the_reason() -> None:
    """A post taken back from the skipped waits for a decision again."""
    assert state(("skip", {}, {"reason": "Too long"}), ("unskip",)) == PickState(key=KEY)


def test_unstarring_loses_no_words() -> None:
    """Words, quotes and tags stay with an unstarred post, and are there when it is starred again."""
    words = (("star",), ("annotate", {"lead": "Do read."}), ("quote", PASSAGE), ("tag", {"add": ["bins"]}))
    off = state(*words, ("unstar",))
    assert (off.starred, off.starred_by, off.lead, len(off.quotes), off.tags) == (False, "", "Do read.", 1, ("bins",))
    again = state(*words, ("unstar",), ("star",))
    assert (again.starred, again.starred_at, again.lead, again.quotes) == (True, at(6), "Do read.", off.quotes)


def test_annotate_changes_only_what_it_names() -> None:
    """Absent words stay as they were, empty ones are cleared."""
    annotated = state(
        ("annotate", {"lead": "L", "remark": "R", "section": "S"}), ("annotate", {"remark": "", "lead": "M"})
    )
    assert (annotated.lead, annotated.remark, annotated.section) == ("M", "", "S")


def test_notes_are_kept_with_who_wrote_them() -> None:
    """Private notes add up, in order."""
    noted = fold_post(
        KEY, ledger(("note", {"text": "One"})) + ledger(("note", {"text": "Two"}), start=2, curator="bob")
    )
    assert noted.notes == (Note("ada", at(1), "One"), Note("bob", at(2), "Two"))


def test_a_quote_is_named_by_its_decision() -> None:
    """A quote bears the id of the decision that made it, and is taken out by it."""
    two = (("quote", {**PASSAGE, "speaker": "Cllr Vole"}), ("quote", {"paragraphs": ["B"], "exact": "B"}))
    assert [q.id for q in state(*two).quotes] == ["d0001", "d0002"]
    assert state(*two).quotes[0] == Quote("d0001", ("Plain words.",), "Plain words.", speaker="Cllr Vole")
    assert [q.id for q in state(*two, ("unquote", {"quote": "d0001"})).quotes] == ["d0002"]
    assert [q.id for q in state(*two, ("unquote", {"quote": "zzz"})).quotes] == ["d0001", "d0002"]


def test_tags_differ_by_more_than_case() -> None:
    """A tag is added once, in its first spelling, and removed in any."""
    assert state(("tag", {"add": ["Housing", "bins"]}), ("tag", {"add": ["housing"]})).tags == ("Housing", "bins")
    assert state(("tag", {"add": ["Housing", "bins"]}), ("tag", {"add": ["tax"], "remove": ["HOUSING"]})).tags == (
        "bins",
        "tax",
    )


def test_what_a_newer_program_decided_has_no_effect_here() -> None:
    """Unknown verbs and unreadable payloads are passed over; the rest of the ledger counts."""
    strange: Any = "applaud"
    folded = fold_post(
        KEY, [decision(strange, seq=1), decision("note", seq=2, payload={"text": 4}), decision("star", seq=3)]
    )
    assert (folded.starred, folded.notes) == (True, ())


def test_decisions_about_the_edition_are_not_about_a_post() -> None:
    """An EDITION decision in the pile changes no post."""
    assert fold_post(KEY, [decision("star", EDITION)]) == PickState(key=KEY)


# ---------------------------------------------------------------- undo


def test_an_undone_decision_is_as_if_never_made() -> None:
    """Undo takes one decision away and leaves those after it."""
    undone = state(("annotate", {"lead": "One"}), ("annotate", {"lead": "Two"}), ("star",), ("undo", {"of": "d0002"}))
    assert (undone.lead, undone.starred) == ("One", True)


def test_undoing_an_undo_redoes() -> None:
    """The decision is in force again, at its own time."""
    assert state(("star",), ("undo", {"of": "d0001"}), ("undo", {"of": "d0002"})).starred_at == at(1)


def test_an_undo_reaches_only_back_and_only_its_own_subject() -> None:
    """An undo written before its goal, or about another post, or about itself, does nothing."""
    assert state(("undo", {"of": "d0002"}), ("star",)).starred
    assert state(("undo", {"of": "d0001"}), ("star",)).starred
    assert fold_post(KEY, [*ledger(("star",)), *ledger(("undo", {"of": "d0001"}), start=2, subject="other")]).starred


def test_two_undos_of_one_decision_need_two_redos() -> None:
    """When both desks undid the same star, taking back one undo leaves the other's."""
    both = ledger(("star",), ("undo", {"of": "d0001"}), ("undo", {"of": "d0001"}), ("undo", {"of": "d0002"}))
    assert not fold_post(KEY, both).starred
    assert fold_post(KEY, [*both, *ledger(("undo", {"of": "d0003"}), start=5)]).starred


@few
@given(st.data())
def test_order_and_repetition_of_delivery_do_not_matter(data: st.DataObject) -> None:
    """Any shuffling and doubling of a ledger folds to the same states."""
    made = data.draw(decisions(subjects=(KEY, EDITION)))
    twice = data.draw(st.permutations(made + data.draw(st.lists(st.sampled_from(made), max_size=5)) if made else made))
    assert fold_post(KEY, twice) == fold_post(KEY, made)
    assert fold_editions(twice) == fold_editions(made)


@few
@given(st.data())
def test_two_decisions_under_one_id_fold_alike_everywhere(data: st.DataObject) -> None:
    """Even a ledger in which ids clash gives one state on every desk."""
    clash = [*data.draw(decisions(6)), *data.draw(decisions(6))]
    assert fold_post(KEY, data.draw(st.permutations(clash))) == fold_post(KEY, clash)


def test_a_forged_twin_with_an_unreadable_payload_does_not_stop_the_fold() -> None:
    """Two decisions under one id, one nested without end, give one state whichever came first."""
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    twins = [decision("note", payload={"text": "N"}), decision("note", payload={"text": "N", 5: deep})]
    assert fold_post(KEY, twins) == fold_post(KEY, twins[::-1])


@few
@given(st.data())
def test_merging_is_the_same_in_any_direction(data: st.DataObject) -> None:
    """Two desks' ledgers, cut anywhere and joined either way round, agree."""
    made = data.draw(decisions(subjects=(KEY, EDITION)))
    cut = data.draw(st.integers(0, len(made)))
    ours, theirs = made[:cut], made[data.draw(st.integers(0, cut)) :]
    assert fold_post(KEY, ours + theirs) == fold_post(KEY, theirs + ours)
    assert fold_editions(ours + theirs) == fold_editions(theirs + ours)


@few
@given(made=decisions(subjects=(KEY, EDITION)), which=st.integers(0, 11))
def test_undo_then_redo_changes_nothing(made: list[Decision], which: int) -> None:
    """Whatever decision is taken back and brought back, the states are what they were."""
    if not made:
        return
    goal = made[which % len(made)]
    undo = decision("undo", goal.subject, 100, time=at(10), payload={"of": goal.id})
    redo = decision("undo", goal.subject, 101, time=at(11), payload={"of": undo.id})
    assert fold_post(KEY, [*made, undo, redo]) == fold_post(KEY, made)
    assert fold_editions([*made, undo, redo]) == fold_editions(made)


@few
@given(made=decisions(subjects=(KEY, EDITION)), which=st.integers(0, 11))
def test_undo_of_what_stands_is_as_without_it(made: list[Decision], which: int) -> None:
    """A decision undone leaves the states they would be in had it not been made, but for what is published."""
    open_to_undo = [d for d in standing(made) if d.verb not in ("publish", "freeze", "undo")]
    if not open_to_undo:
        return
    goal = open_to_undo[which % len(open_to_undo)]
    undo = decision("undo", goal.subject, 100, time=at(10), payload={"of": goal.id})
    without = [d for d in made if d.id != goal.id]
    assert fold_post(KEY, [*made, undo]) == fold_post(KEY, without)
    assert fold_editions([*made, undo]) == fold_editions(without)


# ---------------------------------------------------------------- editions


def test_the_first_edition_bears_the_desks_first_number() -> None:
    """A desk that published before it used this program goes on counting."""
    assert fold_editions([], first_number=112) == EditionsState(open=EditionMeta(number=112))


def test_the_open_editions_words_add_up() -> None:
    """Each `edition` decision changes what it names; an empty value clears."""
    folded = fold_editions(
        editions(
            ("edition", {"title": "T", "intro": "I", "tags": ["a", "b"], "cutoff": "2026-11-26T17:00:00+00:00"}),
            ("edition", {"intro": "", "date": "2026-11-27", "editors": ["Ada"]}),
        )
    )
    assert folded.open == EditionMeta(
        number=1,
        title="T",
        date="2026-11-27",
        tags=("a", "b"),
        editors=("Ada",),
        cutoff=datetime(2026, 11, 26, 17, tzinfo=UTC),
    )
    assert (
        fold_editions(editions(("edition", {"cutoff": "2026-11-26"}), ("edition", {"cutoff": ""}))).open.cutoff is None
    )


def test_the_latest_order_goes_in_front() -> None:
    """Posts ordered first come first; the earlier wish stays behind them."""
    assert fold_editions(editions(("order", {"posts": ["a", "b"]}), ("order", {"posts": ["c", "b"]}))).order == (
        "c",
        "b",
        "a",
    )


def test_a_freeze_closes_the_edition_and_opens_a_bare_one() -> None:
    """The frozen words are kept; the next number opens without title, words or order of the last."""
    folded = fold_editions(
        editions(
            ("edition", {"intro": "I"}), ("order", {"posts": [KEY]}), ("freeze", frozen(1)), ("edition", {"intro": "J"})
        )
    )
    assert [closed.edition.number for closed in folded.closed] == [1]
    assert folded.closed[0].frozen_at == at(3)
    assert (folded.open, folded.order) == (EditionMeta(number=2, intro="J"), ())


def test_taking_back_a_freeze_brings_back_the_words() -> None:
    """An edition reopened has its words and order again, with those written since."""
    folded = fold_editions(
        editions(
            ("edition", {"intro": "I"}),
            ("order", {"posts": [KEY]}),
            ("freeze", frozen(1)),
            ("edition", {"sign_off": "S"}),
            ("undo", {"of": "d0003"}),
        )
    )
    assert folded == EditionsState(open=EditionMeta(number=1, intro="I", sign_off="S"), order=(KEY,))


def test_publishing_marks_the_frozen_edition() -> None:
    """The first publishing dates it, the last address counts."""
    folded = fold_editions(
        editions(
            ("freeze", frozen(1)),
            ("publish", {"number": 1, "url": "https://a.example/1"}),
            ("publish", {"number": 1}),
            ("publish", {"number": 1, "url": "https://b.example/1"}),
            ("publish", {"number": 7, "url": "https://c.example/7"}),
        )
    )
    (closed,) = folded.closed
    assert (closed.edition.status, closed.published_at, closed.url) == ("published", at(2), "https://b.example/1")


ERRATA = (
    ("erratum", {"number": 1, "text": "Too early: nothing is closed."}),
    ("freeze", frozen(1)),
    ("erratum", {"number": 1, "text": "It was the 4th.", "day": "2026-11-27"}),
    ("publish", {"number": 1}),
    ("erratum", {"number": 1, "text": "And she is *Dr* Example."}),
    ("erratum", {"number": 2, "text": "There is no such edition."}),
)


def test_errata_stand_beside_what_was_closed() -> None:
    """In the order they were said, and nothing else of the edition changes; one that is taken back is gone."""
    (closed,) = fold_editions(editions(*ERRATA)).closed
    assert closed.edition.errata == (Erratum("It was the 4th.", "2026-11-27"), Erratum("And she is *Dr* Example."))
    (before,) = fold_editions(editions(ERRATA[1], ERRATA[3])).closed
    assert replace(closed.edition, errata=()) == before.edition
    (mended,) = fold_editions(editions(*ERRATA, ("undo", {"of": "d0003"}))).closed
    assert [erratum.text for erratum in mended.edition.errata] == ["And she is *Dr* Example."]


def test_no_edition_is_closed_with_errata() -> None:
    """Whatever another desk's freeze says: errata are decisions that somebody made, and can take back."""
    forged = frozen(1, errata=(Erratum("Forged."),))
    (closed,) = fold_editions(editions(("freeze", forged))).closed
    assert closed.edition.errata == ()


def test_what_is_published_stays_published() -> None:
    """Undoing the publishing, or the freeze of a published edition, has no effect on any desk."""
    steps = (("freeze", frozen(1)), ("publish", {"number": 1}))
    kept = fold_editions(editions(*steps))
    assert fold_editions(editions(*steps, ("undo", {"of": "d0001"}), ("undo", {"of": "d0002"}))) == kept
    crossed = fold_editions(editions(steps[0], ("undo", {"of": "d0001"}), steps[1]))
    assert [closed.edition.status for closed in crossed.closed] == ["published"]


def test_a_second_freeze_of_a_number_has_no_effect() -> None:
    """When two desks close the same number the first counts, and the other's picks stay in the draft."""
    folded = fold_editions(editions(("freeze", frozen(1, 1)), ("freeze", frozen(1, 2))))
    assert [[p.post_id for p in closed.edition.picks] for closed in folded.closed] == [[1]]
    assert folded.open.number == 2


def test_editions_are_listed_by_number() -> None:
    """An older number frozen late takes its place and does not turn back the count."""
    folded = fold_editions(editions(("freeze", frozen(5)), ("freeze", frozen(3))))
    assert [closed.edition.number for closed in folded.closed] == [3, 5]
    assert folded.open.number == 6


def test_an_unreadable_freeze_closes_nothing() -> None:
    """A frozen edition that cannot be read leaves the open one open."""
    assert fold_editions(editions(("freeze", {"edition": {"number": 1, "picks": "none"}}))) == fold_editions([])


# ---------------------------------------------------------------- the draft


def star(id: int, minute: int) -> PickState:
    return PickState(key=pick(id).key, starred=True, starred_at=at(minute))


def test_the_draft_holds_what_is_starred_in_order() -> None:
    """First as ordered, then as starred; skipped and unstarred posts are not in it."""
    states = [star(1, 3), star(2, 1), star(3, 2), PickState(key="x", skipped=True), PickState(key="y", lead="Words")]
    folded = fold_editions(editions(("order", {"posts": [pick(3).key]})))
    assert [s.key for s in draft_picks(states, folded)] == [pick(3).key, pick(2).key, pick(1).key]


def test_a_week_missed_loses_nothing() -> None:
    """Picks that are not in the frozen edition are carried over; those in it leave the draft."""
    folded = fold_editions(editions(("order", {"posts": [pick(2).key, pick(1).key]}), ("freeze", frozen(1, 1, 3))))
    assert [s.key for s in draft_picks([star(1, 1), star(2, 2), star(3, 3), star(4, 4)], folded)] == [
        pick(2).key,
        pick(4).key,
    ]


# ---------------------------------------------------------------- deciding


def made(verb: Any = "star", payload: Any = None, subject: str = KEY, **fields: Any) -> Decision:
    values = {"curator": "ada", "now": NOW, "seq": 3, "id": "d9", **fields}
    return decide(verb, subject, {} if payload is None else payload, **values)


def test_a_decision_holds_what_was_decided() -> None:
    """A new decision carries everything it was given."""
    assert made("skip", reason="Too long") == Decision("d9", 3, NOW, "ada", "skip", KEY, {}, "Too long")


def test_a_new_decision_folds_last() -> None:
    """However wrong the clock, a decision is never earlier than what the ledger already holds."""
    last = decision("star", seq=41, id="zzz", time=at(60))
    new = made(last=last)
    assert new.order > last.order
    assert (new.time, new.seq) == (at(60), 42)
    assert made(last=decision("star", seq=1, time=at(-5))).time == NOW


@pytest.mark.parametrize(
    ("verb", "subject", "payload", "words"),
    [
        ("applaud", KEY, {}, "'applaud' is nothing one can decide"),
        ("star", EDITION, {}, "star is not about the edition"),
        ("freeze", KEY, frozen(), "freeze is not about a post"),
        ("note", KEY, {"text": ""}, "note cannot be recorded with text = ''"),
        ("note", KEY, {}, "note cannot be recorded with nothing"),
        ("edition", EDITION, {"title": "T", "date": "Friday"}, "edition cannot be recorded with date = 'Friday'"),
        ("erratum", EDITION, {"number": 1, "text": " "}, "erratum cannot be recorded with number = '1', text = ' '"),
        ("erratum", KEY, {"number": 1, "text": "T"}, "erratum is not about a post"),
        ("annotate", KEY, {"heading": "H"}, "annotate cannot be recorded with heading = 'H'"),
    ],
)
def test_what_would_have_no_effect_is_refused(verb: str, subject: str, payload: dict[str, Any], words: str) -> None:
    """A mistake is caught when it is decided, in words, and not silently dropped by the fold."""
    with pytest.raises(UsageError) as caught:
        made(verb, payload, subject)
    assert caught.value.message == words


def test_an_undo_may_be_about_anything() -> None:
    """Undo has the subject of what it undoes, a post or the edition."""
    assert made("undo", {"of": "d1"}).subject == KEY
    assert made("undo", {"of": "d1"}, EDITION).subject == EDITION


def test_a_refused_edition_word_says_how_to_write_it() -> None:
    """The hint shows the form of days, times and shapes."""
    with pytest.raises(UsageError) as caught:
        made("edition", {"shape": "sonnet"}, EDITION)
    assert "essay, card, note or list" in caught.value.hint
