"""The week around an edition: what waits for the next, what came too late, a week off, two desks that close at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundup.errors import NotFound, UsageError
from roundup.store.posts import ListingFilter
from roundup.workflow.desk import Desk
from roundup.workflow.edit import export as worksheet
from roundup.workflow.edit import read_back
from roundup.workflow.edition import change, closed, glance, rivals
from roundup.workflow.ledger import export, merge
from roundup.workflow.order import ranked
from roundup.workflow.pick import order, put_off, skip, star, tag, unstar
from roundup.workflow.undo import undo
from roundup.workflow.why import why
from roundup.workflow.word import annotate
from tests.samples import NOW
from tests.workflow.desks import at, bring, close, decisions, desk_at, pick, picks, ready


def left_out(desk: Desk) -> dict[int, str]:
    return {left.post.id: left.why for left in glance(desk).left_out}


# ---------------------------------------------------------------- kept for the next


def test_a_star_for_later_waits_one_edition_and_comes_by_itself(desk: Desk) -> None:
    """It is seen among what is left out, and carried over with its words."""
    ready(desk, "bins", "votes")
    put_off(desk, ["2"])
    assert picks(desk) == ["1"]
    assert left_out(desk) == {2: "kept for the edition after 1"}
    close(at(desk, hours=1))
    seen = glance(at(desk, days=7))
    assert ([p.post_id for p in seen.edition.picks], seen.carried, seen.left_out) == ([2], (2,), ())
    assert seen.edition.picks[0].lead


def test_a_star_without_later_calls_it_back(desk: Desk) -> None:
    """And one that is not starred yet can be put off as well; twice is once."""
    post = bring(desk, "bins")
    put_off(desk, [post])
    put_off(desk, [post])
    assert (picks(desk), len(decisions(desk))) == ([], 1)
    star(desk, [post])
    assert (picks(desk), left_out(desk)) == ([post], {})


def test_what_waits_can_be_put_off_again(desk: Desk) -> None:
    """As often as it takes."""
    ready(desk, "bins", "votes")
    put_off(desk, ["2"])
    close(desk)
    put_off(desk, ["2"])
    assert left_out(desk) == {2: "kept for the edition after 2"}


def test_what_is_closed_cannot_be_put_off(desk: Desk) -> None:
    """No edition tells it twice."""
    ready(desk, "bins")
    close(desk)
    with pytest.raises(UsageError, match="edition 1, which is closed"):
        put_off(desk, ["1"])


@pytest.mark.parametrize("act", [unstar, skip])
def test_what_waits_can_be_taken_out(desk: Desk, act: object) -> None:
    """Then it is not in the next one either."""
    put_off(desk, [bring(desk, "bins")])
    act(desk, ["1"])  # type: ignore[operator]
    assert (left_out(desk), pick(desk, "1").later) == ({}, 0)


def test_the_worksheet_shows_it_below_the_line(desk: Desk) -> None:
    """With why; pulled up it is in."""
    ready(desk, "bins", "votes")
    put_off(desk, ["2"])
    text = worksheet(desk)
    above, below = text.split("\n-----8<-----", 1)
    assert "## [2]" not in above
    assert "kept for the next edition" in below
    block = below[below.index("## [2]") :]
    moved = text.replace(block, "").replace("## Sign-off", f"{block}\n## Sign-off")
    assert read_back(desk, moved).done[:1] == ("starred 2  Votes",)
    assert picks(desk) == ["1", "2"]


def test_the_worksheet_says_what_is_later_than_the_cut_off(desk: Desk) -> None:
    """It stands above, as starred, with a word that it waits."""
    ready(desk, "bins")
    change(desk, {"cutoff": (NOW.replace(day=19)).isoformat()})
    assert "· later than the cut-off ·" in worksheet(desk)


# ---------------------------------------------------------------- the cut-off


def test_a_cut_off_says_what_it_moves(desk: Desk) -> None:
    """Out, and in again."""
    ready(desk, "bins")
    early = NOW.replace(day=19).isoformat()
    out = change(desk, {"cutoff": early})
    assert (out.moved_out, out.moved_in) == (("1  Bins",), ())
    assert left_out(desk) == {1: "later than the cut-off"}
    back = change(desk, {"cutoff": ""})
    assert (back.moved_in, back.moved_out) == (("1  Bins",), ())
    assert change(desk, {"title": "Bins"}).moved_in == ()


def test_the_next_edition_has_no_cut_off_of_the_last(desk: Desk) -> None:
    """It was its own."""
    ready(desk, "bins")
    change(desk, {"cutoff": NOW.replace(day=21).isoformat()})
    close(desk)
    assert glance(desk).cutoff is None


# ---------------------------------------------------------------- weeks


def test_a_week_off_loses_nothing(desk: Desk) -> None:
    """The next edition spans both weeks, and says so."""
    ready(desk, "bins")
    close(desk)
    star(at(desk, days=3), [bring(at(desk, days=3), "votes")])
    seen = glance(at(desk, days=14))
    assert seen.window is not None
    assert (seen.window.since, seen.window.weeks, seen.window.after) == (NOW, 2, 1)
    assert [p.title for p in seen.edition.picks] == ["Votes"]


def test_a_guest_edits_one_edition(desk: Desk) -> None:
    """The next is the desk's own again."""
    ready(desk, "bins")
    assert change(desk, {"editors": ["Guest Editor"]}).edition.editors == ("Guest Editor",)
    close(desk)
    assert glance(desk).edition.editors != ("Guest Editor",)
    assert closed(desk)[0].edition.editors == ("Guest Editor",)


def test_a_late_post_says_so_in_lists_and_in_its_trail(desk: Desk) -> None:
    """Its feed brought it after the edition that it was written in time for."""
    ready(desk, "bins")
    close(desk)
    later = at(desk, days=2)
    late = bring(later, "votes", published=NOW.replace(day=19))
    with later.store() as store:
        (seen,) = ranked(store, later, ListingFilter())
    assert "came after edition 1 was closed" in seen.reasons
    assert any(line.endswith("added by hand, after edition 1 was closed") for line in why(later, late))


# ---------------------------------------------------------------- two desks


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Desk, Desk]:
    """Ada's and Bert's desks, with the same two posts that Bert's numbers the other way round."""
    made = []
    for curator, slugs in (("ada", ("bins", "votes")), ("bert", ("votes", "bins"))):
        (tmp_path / curator).mkdir()
        desk = desk_at(tmp_path / curator, curator=curator)
        for slug in slugs:
            bring(desk, slug)
        made.append(desk)
    return made[0], at(made[1], hours=1)


def test_both_closed_the_same_number(pair: tuple[Desk, Desk]) -> None:
    """The first holds on both desks, the other's pick is in the draft again with its words."""
    ada, bert = pair
    for desk, post in ((ada, "1"), (bert, "1")):
        star(desk, [post])
        annotate(desk, post, lead=f"{desk.curator} [says](post).")
        close(desk)
    mine, theirs = export(ada), export(bert)
    first, second = merge(bert, mine), merge(ada, theirs)
    for desk in pair:
        assert [(f.edition.number, f.frozen_by) for f in closed(desk)] == [(1, "ada")]
        assert [rival.frozen_by for rival in rivals(desk)] == ["bert"]
        assert [p.title for p in glance(desk).edition.picks] == ["Votes"]
    for merged in (first, second):
        (differs,) = [each for each in merged.differs if each.found.what == "closing of edition 1"]
        assert differs.found.holds.curator == "ada"
        assert merged.late == 1
    assert any("of no effect" in line for line in why(ada, "edition 1"))


def test_words_for_a_closed_edition_are_not_the_next_one_s(pair: tuple[Desk, Desk]) -> None:
    """Bert wrote an intro for an edition that Ada had closed: it stays in the ledger, and is counted on merging."""
    ada, bert = pair
    star(ada, ["1"])
    close(ada)
    change(bert, {"intro": "For edition one."})
    annotate(bert, "2", lead="Bert on [bins](post).")
    mine, theirs = export(ada), export(bert)
    assert (merge(ada, theirs).late, merge(bert, mine).late) == (2, 2)
    assert (glance(ada).edition.intro, glance(bert).edition.intro) == ("", "")
    assert closed(ada)[0].edition.picks[0].lead == ""
    assert any(line.endswith("too late for its edition  [" + decisions(bert)[-1].id + "]") for line in why(ada, "1"))


def test_disagreements_are_told_by_the_number_a_post_has_here(pair: tuple[Desk, Desk]) -> None:
    """On Bert's desk it is another."""
    ada, bert = pair
    annotate(ada, "1", lead="Ada.")
    annotate(bert, "2", lead="Bert.")
    (found,) = merge(ada, export(bert)).differs
    assert (found.about, found.found.said_here, found.found.said_there) == ("post 1, Bins", "Ada.", "Bert.")


def test_a_tag_put_on_here_and_taken_off_there_differs(pair: tuple[Desk, Desk]) -> None:
    """The later holds, and both are shown."""
    ada, bert = pair
    tag(ada, ["1"], add=["bins"])
    tag(bert, ["2"], remove=["bins"])
    (found,) = merge(ada, export(bert)).differs
    assert (found.found.what, found.found.said_here, found.found.said_there) == ("tag bins", "on", "off")
    assert pick(ada, "1").tags == ()


# ---------------------------------------------------------------- taking back, and why


def test_one_decision_alone_is_taken_back(desk: Desk) -> None:
    """What came after it stays."""
    post = bring(desk, "bins")
    star(desk, [post])
    annotate(desk, post, lead="Words.")
    skipped = bring(desk, "votes")
    skip(desk, [skipped])
    undo(desk, only=decisions(desk)[1].id[:8])
    assert (pick(desk, post).starred, pick(desk, post).lead, pick(desk, skipped).skipped) == (True, "", True)


def test_only_own_decisions_and_one_way_of_naming_them(desk: Desk) -> None:
    """Each refusal says what to do."""
    star(desk, [bring(desk, "bins")])
    made = decisions(desk)[0].id
    with pytest.raises(UsageError, match="is ada's"):
        undo(at(desk, "bert"), only=made)
    with pytest.raises(UsageError, match="exclude each other"):
        undo(desk, only=made, back_to=made)
    with pytest.raises(UsageError, match="no decision was named"):
        undo(desk, only=" ")
    with pytest.raises(NotFound, match="No decision is called"):
        undo(desk, only="zzz")


def test_why_an_edition_is_as_it_is(desk: Desk) -> None:
    """The open one, a closed one by its number, and none that there is not."""
    ready(desk, "bins")
    change(desk, {"intro": "A week of bins."})
    order(desk, ["1"])
    assert "intro “A week of bins.” by ada" in why(desk, "edition")[0]
    assert why(desk, "edition")[-1] == "now: edition 1 is open"
    close(desk)
    assert "edition 1 closed with 1 pick by ada" in why(desk, "The Edition 1")[-2]
    assert why(desk, "edition") == ("now: edition 2 is open",)
    with pytest.raises(NotFound, match="no edition 7"):
        why(desk, "edition 7")


def test_why_a_post_nobody_picked_is_not_in(desk: Desk) -> None:
    """It says so; what was tried and taken back is not called untouched."""
    post = bring(desk, "bins")
    assert why(desk, post)[-1] == "now: waiting for a decision; nobody has picked or skipped it so far"
    star(desk, [post])
    assert why(desk, post)[-1] == "now: starred for edition 1"
    put_off(desk, [post])
    assert why(desk, post)[-1] == "now: starred, and left for the edition after 1"
    skip(desk, [post], reason="an advert")
    assert why(desk, post)[-1] == "now: skipped (an advert)"
    undo(desk, back_to=decisions(desk)[0].id)
    assert why(desk, post)[-1] == "now: waiting for a decision"


def test_why_tells_what_another_desk_decided_about_a_post_not_here(pair: tuple[Desk, Desk]) -> None:
    """By the address that it was decided on."""
    ada, bert = pair
    star(bert, [bring(bert, "roads")])
    merge(ada, export(bert))
    lines = why(ada, "https://blog.example/roads/")
    assert "starred by bert" in lines[0]
    assert lines[-1] == "now: no feed has brought it to this desk yet"


def test_why_an_address_is_unknown(desk: Desk) -> None:
    """Whether anybody follows its blog is said."""
    with pytest.raises(NotFound, match="never seen") as refused:
        why(desk, "https://stranger.example/post")
    assert "No feed of stranger.example is followed" in refused.value.hint


def test_two_lead_ins_are_both_told(desk: Desk) -> None:
    """The later holds, and the trail says which was replaced."""
    post = bring(desk, "bins")
    annotate(desk, post, lead="Ada's words.")
    annotate(at(desk, "bert", hours=1), post, lead="Bert's words.")
    told = [line for line in why(desk, post) if "lead-in" in line]
    assert "by ada: “Ada's words.”; replaced since" in told[0]
    assert "by bert: “Bert's words.”  [" in told[1]
