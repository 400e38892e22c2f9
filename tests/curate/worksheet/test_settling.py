"""Three drafts into one: what the editor changed is recorded, what others decided meanwhile is never overwritten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.worksheet import Changes, Conflict, Passage, PostChanges, Sheet, Words, settle
from tests.curate.worksheet.sheets import sheets

BASE = Sheet("Title", "Intro.", "Bye.", (1, 2, 3), {n: Words(lead=f"Lead {n}.") for n in (1, 2, 3, 4)})


def with_words(sheet: Sheet, post: int, **fields: Any) -> Sheet:
    return replace(sheet, words={**sheet.words, post: replace(sheet.words.get(post, Words()), **fields)})


def changed(mine: Sheet, theirs: Sheet = BASE) -> Changes:
    """The changes, where nothing stands against them."""
    changes, conflicts = settle(BASE, mine, theirs)
    assert conflicts == ()
    return changes


def test_an_untouched_worksheet_changes_nothing() -> None:
    """Whatever others did meanwhile."""
    assert not changed(BASE)
    assert not changed(BASE, replace(with_words(BASE, 1, lead="Theirs."), title="New", picks=(3, 4)))


def test_only_what_was_changed_is_recorded() -> None:
    """A field at a time."""
    mine = with_words(replace(BASE, intro="Mine."), 2, remark="Yes.", tags=("a",))
    assert changed(mine) == Changes(intro="Mine.", posts={2: PostChanges(remark="Yes.", add_tags=("a",))})


def test_changes_of_different_things_go_together() -> None:
    """My lead-in, their remark."""
    theirs = with_words(replace(BASE, title="Theirs"), 1, remark="Theirs.")
    assert changed(with_words(BASE, 1, lead="Mine."), theirs) == Changes(posts={1: PostChanges(lead="Mine.")})


def test_the_same_change_twice_is_one() -> None:
    """Both put it right the same way."""
    both = with_words(replace(BASE, picks=(2, 1, 3)), 1, lead="Right.")
    assert not changed(both, both)


def test_different_changes_of_the_same_thing_are_a_conflict() -> None:
    """Both sides are shown."""
    conflicts = settle(BASE, with_words(BASE, 1, lead="Mine."), with_words(BASE, 1, lead="Theirs."))[1]
    assert conflicts == (Conflict(1, "lead-in", "Mine.", "Theirs."),)
    assert settle(BASE, replace(BASE, sign_off="A"), replace(BASE, sign_off="B"))[1] == (
        Conflict(None, "sign-off", "A", "B"),
    )


def test_quotes_are_one_thing() -> None:
    """Two editors at the quotes of one post have to talk."""
    mine = with_words(BASE, 1, quotes=(Passage(("Mine.",)),))
    assert changed(mine).posts[1].quotes == (Passage(("Mine.",)),)
    theirs = with_words(BASE, 1, quotes=(Passage(("Theirs.",)),))
    assert [conflict.what for conflict in settle(BASE, mine, theirs)[1]] == ["quotes"]


def test_tags_are_added_and_taken_off_one_by_one() -> None:
    """So two editors may both tag."""
    base = with_words(BASE, 1, tags=("a", "b"))
    mine, theirs = with_words(BASE, 1, tags=("a", "c")), with_words(BASE, 1, tags=("B", "d"))
    changes, conflicts = settle(base, mine, theirs)
    assert conflicts == ()
    assert changes.posts[1] == PostChanges(add_tags=("c",), remove_tags=("b",))


def test_out_is_what_either_took_out_and_in_what_either_put_in() -> None:
    """New picks stand behind the pick that they were put behind."""
    mine, theirs = replace(BASE, picks=(2, 4, 3)), replace(BASE, picks=(1, 2, 5))
    assert changed(mine, theirs) == Changes(star=(4,), unstar=(1,), order=(2, 4, 5))


def test_one_order_may_change() -> None:
    """Two different new orders are a conflict."""
    mine = replace(BASE, picks=(3, 2, 1))
    assert changed(mine).order == (3, 2, 1)
    assert changed(BASE, mine).order is None
    conflicts = settle(BASE, mine, replace(BASE, picks=(2, 1, 3)))[1]
    assert conflicts == (Conflict(None, "order", "3 2 1", "2 1 3"),)


def test_new_picks_have_their_order_written_down() -> None:
    """Stars of one moment have none."""
    assert changed(replace(BASE, picks=(1, 2, 3, 4))) == Changes(star=(4,), order=(1, 2, 3, 4))
    assert changed(replace(BASE, picks=(1, 2, 3, 5, 4))).order == (1, 2, 3, 5, 4)


def applied(sheet: Sheet, changes: Changes) -> Sheet:
    """What the draft is after the changes were recorded."""
    picks = [post for post in sheet.picks if post not in changes.unstar] + list(changes.star)
    words = dict(sheet.words)
    for post, change in changes.posts.items():
        was = words.get(post, Words())
        gone = {tag.casefold() for tag in change.remove_tags}
        words[post] = Words(
            lead=was.lead if change.lead is None else change.lead,
            remark=was.remark if change.remark is None else change.remark,
            section=was.section if change.section is None else change.section,
            tags=(*(tag for tag in was.tags if tag.casefold() not in gone), *change.add_tags),
            quotes=was.quotes if change.quotes is None else change.quotes,
        )
    return Sheet(
        sheet.title if changes.title is None else changes.title,
        sheet.intro if changes.intro is None else changes.intro,
        sheet.sign_off if changes.sign_off is None else changes.sign_off,
        tuple(changes.order if changes.order is not None else picks),
        words,
    )


def same(ours: Sheet, wanted: Sheet) -> bool:
    """True if the drafts say the same of what `wanted` speaks of; tags are a set."""

    def bare(words: Words) -> tuple[object, ...]:
        return (words.lead, words.remark, words.section, frozenset(t.casefold() for t in words.tags), words.quotes)

    said = all(bare(ours.words.get(post, Words())) == bare(words) for post, words in wanted.words.items())
    own = (ours.title, ours.intro, ours.sign_off, ours.picks) == (
        wanted.title,
        wanted.intro,
        wanted.sign_off,
        wanted.picks,
    )
    return said and own


@given(sheets(), sheets())
def test_alone_at_the_desk_the_worksheet_is_what_the_draft_becomes(base: Sheet, mine: Sheet) -> None:
    """Whatever is edited lands, word for word."""
    changes, conflicts = settle(base, mine, base)
    assert conflicts == ()
    assert same(applied(base, changes), mine)


@given(sheets(), sheets(), sheets(), st.booleans())
def test_nothing_of_either_is_overwritten(base: Sheet, mine: Sheet, theirs: Sheet, gentle: bool) -> None:
    """Without a conflict every field is as one of the two changed it; what one left alone is the other's."""
    mine = replace(mine, title=base.title, intro=base.intro) if gentle else mine
    changes, conflicts = settle(base, mine, theirs)
    if conflicts:
        return
    made = applied(theirs, changes)
    for name in ("title", "intro", "sign_off"):
        was, wanted, now = (getattr(sheet, name) for sheet in (base, mine, theirs))
        assert getattr(made, name) == (now if wanted == was else wanted)
    for post in mine.words:
        was, wanted, now = (sheet.words.get(post, Words()) for sheet in (base, mine, theirs))
        assert made.words.get(post, Words()).lead == (now.lead if wanted.lead == was.lead else wanted.lead)
    assert set(theirs.picks) - set(base.picks) <= set(made.picks)
    assert set(mine.picks) - set(base.picks) <= set(made.picks)
