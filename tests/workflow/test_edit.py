"""The worksheet on a desk: the draft goes out as one file and comes back whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from roundup.config import DeskSettings
from roundup.model import EDITION
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.edit import Edited, export, read_back
from roundup.workflow.edition import change
from roundup.workflow.pick import order, skip, star, tag, unstar
from roundup.workflow.publish import publish
from roundup.workflow.undo import undo
from roundup.workflow.word import annotate, quote
from tests.workflow.desks import TEXT, at, bring, decisions, desk_at, pick, picks, ready


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two picks with words, and two posts that wait."""
    desk = desk_at(tmp_path)
    ready(desk, "bins", "votes")
    for slug in ("roads", "parks"):
        bring(desk, slug)
    quote(desk, "1", "The bins went out on time.")
    change(desk, {"intro": "A week of bins.", "sign_off": "Write to us."})
    return desk


def edited(desk: Desk, *changes: tuple[str, str]) -> Edited:
    """What comes of a worksheet in which each of `changes` was made: (old, new), old standing there once."""
    text = export(desk)
    for old, new in changes:
        assert text.count(old) == 1, (old, text)
        text = text.replace(old, new)
    return read_back(desk, text)


def lines(desk: Desk, text: str) -> str:
    """The one line of the worksheet that begins with `text`."""
    (found,) = [line for line in export(desk).split("\n") if line.startswith(text)]
    return found


def test_an_untouched_worksheet_records_nothing(desk: Desk) -> None:
    """And the next one is the same, byte for byte."""
    before, text = decisions(desk), export(desk)
    assert read_back(desk, text) == Edited()
    assert decisions(desk) == before
    assert export(desk) == text


def test_words_are_edited_in_place(desk: Desk) -> None:
    """Title, intro, lead-in, a remark under the quote, sign-off, section and tags."""
    heading = lines(desk, "## [1]")
    info = next(line for line in export(desk).split("\n") if line.startswith("<!-- · ") and "/bins/" in line)
    done = edited(
        desk,
        ("# The Week", "# A week of weeks"),
        ("A week of bins.", "A week of **bins**."),
        ("Somebody [wrote](post) number 1.", "Ada [wrote](post)."),
        ("> The bins went out on time.", "> The bins went out on time.\n\nThey do."),
        (f"{heading}\n{info}", f"{heading}\n{info}\nSection: Waste\nTags: bins, crews"),
    ).done
    assert done == (
        "edition: title, intro",
        "lead-in, remark, section, tags of 1  Bins",
    )
    state = pick(desk, "1")
    assert (state.lead, state.remark, state.section) == ("Ada [wrote](post).", "They do.", "Waste")
    assert state.tags == ("bins", "crews")
    assert "# A week of weeks\n\nA week of **bins**." in export(desk)


def test_moving_deleting_and_pulling_up_blocks(desk: Desk) -> None:
    """Order, out and in; words of a pick that is taken out wait below the line."""
    text = export(desk)
    bins, votes = (text[text.index(f"## [{n}]") : text.index(end)] for n, end in ((1, "## [2]"), (2, "## Sign-off")))
    rest = text.replace(bins, "").replace(votes, "")
    new = f"## [3]\n\nAbout [roads](post).\n\n{bins}## Sign-off"
    assert not read_back(desk, rest.replace("## Sign-off", new)).refused
    assert picks(desk) == ["3", "1"]
    assert pick(desk, "3").lead == "About [roads](post)."
    below = export(desk).split("-----8<-----", 1)[1]
    assert "Somebody [wrote](post) number 2." in below


def test_a_new_block_quote_is_proved_and_keeps_the_post_s_own_characters(desk: Desk) -> None:
    """What was typed with other quote marks and spaces is recorded as the post has it."""
    edited(
        desk,
        (
            "> The bins went out on time.",
            "> The  bins went out on time.\n\n> Nobody thanked the crew, and […] ever does.\n>\n> — The crew",
        ),
    )
    first, second = pick(desk, "1").quotes
    assert first.paragraphs == ("The bins went out on time.",)
    assert second.paragraphs == ("Nobody thanked the crew, and […] ever does.",)
    assert (second.speaker, second.exact) == ("The crew", "Nobody thanked the crew, and nobody ever does.")


def test_an_unchanged_quote_keeps_its_proof(desk: Desk) -> None:
    """A second quote before it makes it be recorded behind, with the proof that it had."""
    before = pick(desk, "1").quotes[0]
    edited(desk, ("> The bins went out on time.", "> Nobody thanked the crew\n\n> The bins went out on time."))
    quotes = pick(desk, "1").quotes
    assert [each.paragraphs[0] for each in quotes] == ["Nobody thanked the crew", "The bins went out on time."]
    assert quotes[1] == replace(before, id=quotes[1].id)


def test_a_quote_that_is_not_there_stops_all_of_it(desk: Desk) -> None:
    """The line is named, the nearest passage shown, and nothing else of the worksheet is recorded."""
    before = decisions(desk)
    result = edited(desk, ("> The bins went out on time.", "> The bins went out late."), ("A week of bins.", "New."))
    (problem,) = result.problems
    assert "“late.”" in problem.message
    assert "The bins went out" in problem.message
    assert export(desk).split("\n")[problem.line - 1] == "> The bins went out on time."
    assert decisions(desk) == before


def test_what_was_decided_meanwhile_stays(desk: Desk) -> None:
    """Another curator's lead-in, star, order and title are not turned back by an older worksheet."""
    text = export(desk)
    other = at(desk, "bert", hours=1)
    annotate(other, "2", lead="Bert [read](post) it.")
    star(other, ["4"])
    order(other, ["2", "1", "4"])
    change(other, {"title": "Bert's week"})
    result = read_back(at(desk, hours=2), text.replace("A week of bins.", "A quiet week."))
    assert result.done == ("edition: intro",)
    assert picks(desk) == ["2", "1", "4"]
    now = export(desk)
    assert "# Bert's week\n\nA quiet week." in now
    assert "Bert [read](post) it." in now


def test_the_same_words_changed_by_two_are_refused_with_both(desk: Desk) -> None:
    """Neither is overwritten."""
    text = export(desk)
    annotate(at(desk, "bert", hours=1), "2", lead="Bert [read](post) it.")
    result = read_back(at(desk, hours=2), text.replace("Somebody [wrote](post) number 2.", "Mine [is](post) this."))
    (conflict,) = result.conflicts
    assert (conflict.post, conflict.mine, conflict.theirs) == (2, "Mine [is](post) this.", "Bert [read](post) it.")
    assert pick(desk, "2").lead == "Bert [read](post) it."


def test_an_undone_decision_is_not_done_again(desk: Desk) -> None:
    """The worksheet was made before the undo; what it left alone follows the desk."""
    tag(desk, ["1"], add=["bins"])
    text = export(desk)
    undo(at(desk, hours=1))
    assert not read_back(at(desk, hours=2), text.replace("A week of bins.", "Mine.")).refused
    assert pick(desk, "1").tags == ()


def test_an_unstarred_pick_stays_out(desk: Desk) -> None:
    """If the worksheet did not touch its place."""
    text = export(desk)
    unstar(at(desk, hours=1), ["1"])
    read_back(at(desk, hours=2), text.replace("A week of bins.", "Mine."))
    assert picks(desk) == ["2"]


def test_a_skipped_post_may_be_pulled_in(desk: Desk) -> None:
    """A worksheet names any post of the desk."""
    skip(desk, ["4"])
    assert "## [4]" not in export(desk)
    edited(desk, ("## Sign-off", "## [4]\n\nAfter all, [parks](post).\n\n## Sign-off"))
    assert picks(desk) == ["1", "2", "4"]


def test_a_worksheet_of_a_closed_edition_is_refused(desk: Desk) -> None:
    """Its words are not put into the next."""
    text = export(desk)
    publish(desk)
    (problem,) = read_back(at(desk, hours=1), text.replace("bins.", "bins!")).problems
    assert problem.message.startswith("this is a worksheet of edition 1, and the open one is 2")


def test_no_edition_tells_a_post_twice(desk: Desk) -> None:
    """A post of a closed edition is refused by line."""
    publish(desk)
    (problem,) = edited(at(desk, hours=1), ("## Sign-off", "## [1]\n\n## Sign-off")).problems
    assert problem.message.startswith("post 1 is in edition 1, which is closed")


def rewrite_the_past(desk: Desk) -> Desk:
    """Another desk's older decision comes in."""
    with desk.store() as store, store.write():
        early = at(desk, "bert", days=-3)
        from roundup.curate.ledger import decide

        made = decide("edition", EDITION, {"title": "Older"}, curator="bert", now=early.now, seq=1, id="old")
        store.ledger.record([made])
    return desk


def change_settings(desk: Desk) -> Desk:
    """roundup.toml gives another title."""
    return replace(desk, settings=replace(desk.settings, desk=DeskSettings(title="Renamed")))


@pytest.mark.parametrize("meanwhile", [rewrite_the_past, change_settings])
def test_a_past_that_changed_is_refused(desk: Desk, meanwhile: Callable[[Desk], Desk]) -> None:
    """Without the draft it was made from nobody can tell what was edited."""
    text = export(desk)
    changed = meanwhile(desk)
    (problem,) = read_back(changed, text).problems
    assert "cannot be put together any more" in problem.message


def test_a_worksheet_of_another_desk_is_refused(desk: Desk, tmp_path: Path) -> None:
    """Its decisions are not known here."""
    other = desk_at(tmp_path / "other")
    (tmp_path / "other").mkdir()
    ready(other, "bins")
    (problem,) = read_back(desk, export(other)).problems
    assert "made on another desk" in problem.message


def test_an_empty_desk_has_a_worksheet(tmp_path: Path) -> None:
    """The first decisions may be made in it."""
    desk = desk_at(tmp_path)
    bring(desk, "bins", TEXT)
    assert not edited(desk, ("## Sign-off", "## [1]\n\n> The bins went out on time.\n\n## Sign-off")).refused
    assert picks(desk) == ["1"]


def test_text_beyond_reason_is_refused(desk: Desk) -> None:
    """As by every other command."""
    (problem,) = edited(desk, ("A week of bins.", "bins " * 5000)).problems
    assert "20,000 is the most" in problem.message


def test_notes_do_not_make_a_backlog(desk: Desk) -> None:
    """A private note is no word for readers."""
    with desk.store() as store, store.write():
        record(store, desk, "note", store.posts.get(3).key, {"text": "Hm."})
    assert read_back(desk, export(desk)) == Edited()
