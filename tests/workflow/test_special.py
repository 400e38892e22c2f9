"""Special editions on a desk: made of what weekly editions had, seen, checked, rendered, taken out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roundup.errors import NotFound, UsageError
from roundup.workflow.checking import check
from roundup.workflow.desk import Desk
from roundup.workflow.edition import change as change_edition
from roundup.workflow.edition import glance as open_edition
from roundup.workflow.ledger import export, merge
from roundup.workflow.pick import put_off, star, tag
from roundup.workflow.publish import render
from roundup.workflow.special import change, define, glance, remove, specials
from roundup.workflow.undo import undo
from roundup.workflow.why import why
from roundup.workflow.word import annotate, quote
from tests.workflow.desks import at, bring, close, desk_at, ready

YEAR: dict[str, Any] = {"kind": "year", "year": 2026}


@pytest.fixture(scope="module")
def two_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a desk with two weekly editions of one pick each, and a third pick in the draft."""
    desk = desk_at(tmp_path_factory.mktemp("weeks"))
    (bins,) = ready(desk, "bins")
    quote(desk, bins, "The bins went out on time.")
    close(desk)
    later = at(desk, days=7)
    ready(later, "votes")
    close(later)
    ready(at(desk, days=9), "roads")
    return desk.settings.database_path


@pytest.fixture
def desk(tmp_path: Path, two_weeks: Path) -> Desk:
    """A desk ten days after its first edition."""
    desk = desk_at(tmp_path)
    shutil.copy(two_weeks, desk.settings.database_path)
    return at(desk, days=10)


def ids(desk: Desk, slug: str) -> list[int]:
    return [pick.post_id for pick in glance(desk, slug).edition.picks]


def test_the_year_that_was(desk: Desk) -> None:
    """Every pick of its editions, with the year in numbers."""
    made = define(desk, "year-2026", YEAR)
    assert [pick.post_id for pick in made.edition.picks] == [1, 2]
    assert (made.numbers.posts, made.numbers.picks, made.numbers.editions) == (3, 2, 2)
    assert "we read 3 posts" in made.edition.intro
    assert made.edition.picks[0].quotes[0].paragraphs == ("The bins went out on time.",)


def test_weekly_numbers_go_on_without_it(desk: Desk) -> None:
    """The open edition is what it was."""
    before = open_edition(desk)
    define(desk, "year-2026", YEAR)
    assert open_edition(desk) == before
    assert before.edition.number == 3


def test_a_collection_grows_with_each_edition(desk: Desk) -> None:
    """By tags that a post may get after its edition was closed."""
    tag(desk, ["1", "3"], add=["case study"])
    define(desk, "cases", {"kind": "collection", "tags": ["Case Study"]})
    assert ids(desk, "cases") == [1]
    close(desk)
    assert ids(desk, "cases") == [3, 1]
    tag(desk, ["1"], remove=["case study"])
    assert ids(desk, "cases") == [3]


def test_an_event_has_what_is_starred_too(desk: Desk) -> None:
    """Also what is kept for a later edition; with the words that it has today."""
    put_off(desk, [bring(desk, "parks")])
    made = define(desk, "camp", {"kind": "event", "since": "2026-11-20", "until": "2026-11-20"})
    assert [pick.post_id for pick in made.edition.picks] == [1, 2, 3, 4]
    annotate(desk, "3", lead="Another [word](post).")
    assert glance(desk, "camp").edition.picks[2].lead.startswith("Another [word](https://")


def test_what_was_closed_keeps_its_words(desk: Desk) -> None:
    """Whatever is written about the post since."""
    annotate(desk, "1", lead="Written too late.")
    define(desk, "year-2026", YEAR)
    assert "Written too late." not in glance(desk, "year-2026").edition.picks[0].lead


def test_a_post_may_be_in_the_week_s_edition_and_in_specials(desk: Desk) -> None:
    """No check complains of either."""
    define(desk, "camp", {"kind": "event", "since": "2026-11-20"})
    assert "featured-before" not in {found.check for found in check(desk, "camp")}
    assert "featured-before" not in {found.check for found in check(desk)}
    assert "slug-taken" not in {found.check for found in check(desk, "camp")}


def test_its_quotes_are_checked_against_the_posts(desk: Desk) -> None:
    """As in any edition."""
    define(desk, "year-2026", YEAR)
    assert "quote-absent" not in {found.check for found in check(desk, "year-2026")}


def test_it_is_rendered_into_a_folder_of_its_own(desk: Desk) -> None:
    """In every format that is asked for, and it bears no number."""
    define(desk, "year-2026", YEAR | {"title": "All of 2026"})
    written = render(desk, "year-2026", formats=["page", "markdown"])
    texts = [file.path.read_text("utf-8") for file in written if file.path.parent.name == "year-2026"]
    assert len(texts) == 2
    assert all("All of 2026" in text and "The bins went out on time." in text for text in texts)
    assert not any("No. 0" in text or "number: 0" in text for text in texts)


def test_names_are_taken_once(desk: Desk) -> None:
    """Neither two specials nor a special and a weekly edition share a folder."""
    define(desk, "bins", {"kind": "collection", "tags": ["bins"]})
    for taken in ("bins", "Bins!", "2026-11-20-week-that-was", open_edition(desk).edition.slug):
        with pytest.raises(UsageError, match=r"called|already"):
            define(desk, taken, YEAR)
    with pytest.raises(UsageError, match="cannot be the name"):
        define(desk, "7", YEAR)
    with pytest.raises(UsageError, match="a special edition is called bins"):
        change_edition(desk, {"slug": "bins"})
    assert open_edition(desk).edition.slug != "bins"


def test_a_weekly_edition_that_would_be_called_the_same_gets_its_number(desk: Desk) -> None:
    """If it was not named by hand."""
    define(desk, "2026-12-25-week-that-was", YEAR)
    assert (
        open_edition(replace(desk, now=desk.now.replace(month=12, day=25))).edition.slug == "2026-12-25-week-that-was-3"
    )


def test_it_is_renamed_and_found_under_its_new_name(desk: Desk) -> None:
    """The old one is free again."""
    define(desk, "year-2026", YEAR)
    assert change(desk, "year-2026", {"slug": "Bins of 2026"}).edition.slug == "bins-of-2026"
    with pytest.raises(NotFound, match="no special edition 'year-2026'"):
        glance(desk, "year-2026")
    assert define(desk, "year-2026", YEAR).edition.slug == "year-2026"
    assert [seen.edition.slug for seen in specials(desk)] == ["bins-of-2026", "year-2026"]


def test_saying_its_own_name_again_changes_nothing(desk: Desk) -> None:
    """It is not taken by itself."""
    define(desk, "year-2026", YEAR)
    assert change(desk, "year-2026", {"slug": "Year 2026"}).edition.slug == "year-2026"


def test_it_is_taken_out_and_undo_brings_it_back(desk: Desk) -> None:
    """Its picks stay where they are."""
    define(desk, "year-2026", YEAR)
    assert remove(desk, "year-2026").slug == "year-2026"
    assert specials(desk) == ()
    undo(desk)
    assert ids(desk, "year-2026") == [1, 2]
    undo(desk)
    assert specials(desk) == ()


def test_what_is_made_again_begins_anew(desk: Desk) -> None:
    """Nothing of what was taken out comes back with it."""
    define(desk, "year-2026", YEAR | {"title": "Old"})
    remove(desk, "year-2026")
    assert define(desk, "year-2026", YEAR).edition.title == "The year that was: 2026"


def test_nothing_to_set_is_said(desk: Desk) -> None:
    """With an example."""
    define(desk, "year-2026", YEAR)
    with pytest.raises(UsageError, match="nothing to set"):
        change(desk, "year-2026", {})


def test_what_there_is_not_names_what_there_is(desk: Desk) -> None:
    """Or how to make the first."""
    with pytest.raises(NotFound, match="no special edition") as first:
        glance(desk, "camp")
    assert "roundup edition special year" in first.value.hint
    define(desk, "year-2026", YEAR)
    with pytest.raises(NotFound, match="no special edition") as second:
        render(desk, "camp")
    assert "year-2026" in second.value.hint


def test_desks_that_exchange_ledgers_have_the_same(desk: Desk, tmp_path: Path) -> None:
    """Also where the other desk numbers its posts otherwise."""
    there = desk_at(tmp_path / "there", curator="bert", now=desk.now)
    there.settings.root.mkdir()
    for slug in ("roads", "votes", "bins"):
        bring(at(there, days=-10), slug)
    define(desk, "year-2026", YEAR)
    tag(desk, ["1"], add=["a"])
    define(desk, "cases", {"kind": "collection", "tags": ["a"]})
    merge(there, export(desk))
    assert [pick.url for pick in glance(there, "year-2026").edition.picks] == [
        pick.url for pick in glance(desk, "year-2026").edition.picks
    ]
    assert ids(there, "year-2026") == [3, 2]
    assert [pick.title for pick in glance(there, "cases").edition.picks] == ["Bins"]
    assert "quote-absent" not in {found.check for found in check(there, "year-2026")}


def test_a_pick_whose_post_is_not_here_is_in_it_all_the_same(desk: Desk, tmp_path: Path) -> None:
    """Its words were closed; only what is on this desk of the post is missing."""
    there = desk_at(tmp_path / "there", curator="bert", now=desk.now)
    there.settings.root.mkdir()
    define(desk, "year-2026", YEAR)
    assert merge(there, export(desk)).waiting == 3
    assert ids(there, "year-2026") == [0, 0]
    assert glance(there, "year-2026").edition.picks[0].quotes


def test_its_trail_is_told(desk: Desk) -> None:
    """Under the name it has now."""
    define(desk, "year-2026", YEAR)
    change(desk, "year-2026", {"title": "Bins"})
    lines = why(desk, "Year-2026")
    assert ["made as year" in lines[0], "title “Bins” by ada" in lines[1]] == [True, True]


def test_a_star_in_an_event_is_still_in_the_draft(desk: Desk) -> None:
    """Until a weekly edition has it, too."""
    star(desk, [bring(desk, "parks")])
    define(desk, "camp", {"kind": "event", "since": "2026-11-20"})
    assert 4 in [pick.post_id for pick in open_edition(desk).edition.picks]
