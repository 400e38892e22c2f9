"""Special editions, whatever is decided around them: exactly the picks of their definition, in an order that stays."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.config import DeskSettings, Settings
from roundup.curate.ledger import edition_to_payload, fold_editions
from roundup.curate.specials import Chosen, Numbers, chosen_picks, compose_special, numbers_of
from roundup.errors import UsageError
from roundup.model import EDITION, Decision, FrozenEdition, Pick, Special
from roundup.workflow.desk import Desk
from roundup.workflow.edition import change as change_edition
from roundup.workflow.ledger import export, merge
from roundup.workflow.pick import star, tag, unstar
from roundup.workflow.special import change, define, glance, make, remove, specials
from roundup.workflow.undo import undo
from tests.curate.ledgers import few
from tests.samples import NOW, decision, edition, pick
from tests.workflow.desks import at, bring, close, desk_at, ready

SETTINGS = Settings(root=Path("/desk"), desk=DeskSettings(title="The Week", url="https://week.example/"))
TODAY = NOW.date()

DAYS = ["2025-12-26", "2026-01-02", "2026-01-09", "2026-05-29", "2026-12-31", "2027-01-01"]
TAGS = ["camp", "Case study", "bins"]


# ---------------------------------------------------------------- drawn


@st.composite
def picks_of(draw: st.DrawFn) -> Pick:
    """A pick of one of ten posts, on some day, with some tags; an undated one now and then."""
    return pick(
        draw(st.integers(1, 10)),
        day=draw(st.sampled_from([*DAYS, ""])),
        published=None,
        tags=tuple(draw(st.lists(st.sampled_from(TAGS), max_size=2, unique=True))),
        section=draw(st.sampled_from(["", "Bins", "Roads"])),
    )


@st.composite
def closings(draw: st.DrawFn) -> list[FrozenEdition]:
    """Closed editions, by number; no post twice in one."""
    made = []
    for number in range(1, draw(st.integers(0, 5)) + 1):
        held = {each.key: each for each in draw(st.lists(picks_of(), min_size=1, max_size=4))}
        made.append(FrozenEdition(edition(*held.values(), number=number, date=draw(st.sampled_from(DAYS))), NOW))
    return made


DEFINITIONS = st.one_of(
    st.builds(
        lambda year, tags: Special("special:x", "x", "year", year=year, tags=tags),
        st.sampled_from([2025, 2026, 2027]),
        st.sampled_from([(), ("CAMP",)]),
    ),
    st.builds(
        lambda since, until, tags: Special("special:x", "x", "event", since=since, until=until, tags=tags),
        st.sampled_from(["", *DAYS]),
        st.sampled_from(["", *DAYS]),
        st.sampled_from([(), ("camp",), ("bins", "case study")]),
    ),
    st.builds(
        lambda tags: Special("special:x", "x", "collection", tags=tags),
        st.sampled_from([(), ("case study",), ("Bins", "camp")]),
    ),
)


def belongs(special: Special, each: Pick, closed: Any) -> bool:
    """The definition of a special edition, said once more and as plainly as can be."""
    tagged = bool({tag.casefold() for tag in special.tags} & {tag.casefold() for tag in each.tags})
    if special.kind == "collection":
        return tagged
    if special.kind == "year":
        return bool(closed) and closed.date.startswith(str(special.year)) and (tagged or not special.tags)
    day = each.day or (closed.date if closed else "")
    if not (special.since or special.until or special.tags):
        return False
    in_time = (special.since or "0") <= day <= (special.until or "9999")
    return in_time and (tagged or not special.tags)


def chosen_of(special: Special, closed: list[FrozenEdition], waiting: list[Pick]) -> tuple[Chosen, ...]:
    return chosen_picks(special, closed, waiting)


@pytest.mark.parametrize(("since", "until"), [("2025-12-01", ""), ("", "2025-12-26"), ("2025-12-01", "2025-12-26")])
def test_what_bears_no_day_is_of_no_time(since: str, until: str) -> None:
    """A starred post of which nobody knows the day is in an event by its tag, never by a day that it does not have."""
    undated = pick(1, tags=("camp",), day="", published=None)
    event = Special("special:x", "x", "event", since=since, until=until)
    assert chosen_of(event, [], [undated]) == ()
    assert len(chosen_of(replace(event, since="", until="", tags=("camp",)), [], [undated])) == 1


@few
@given(DEFINITIONS, closings(), st.lists(picks_of(), max_size=3))
def test_its_picks_are_those_of_its_definition(
    special: Special, closed: list[FrozenEdition], waiting: list[Pick]
) -> None:
    """All of them and no other, each post once; what waits is only in an event."""
    found = chosen_of(special, closed, waiting)
    keys = [each.pick.key for each in found]
    assert len(keys) == len(set(keys))
    assert all(belongs(special, each.pick, each.closed) for each in found)
    everything: list[tuple[Pick, Any]] = [(each, frozen.edition) for frozen in closed for each in frozen.edition.picks]
    everything += [(each, None) for each in waiting if special.kind == "event"]
    assert set(keys) == {each.key for each, where in everything if belongs(special, each, where)}


@few
@given(DEFINITIONS, closings(), st.lists(picks_of(), max_size=3))
def test_its_edition_has_each_chosen_pick_once(
    special: Special, closed: list[FrozenEdition], waiting: list[Pick]
) -> None:
    """Composed it loses none, adds none, and changes nothing of them but a year's sections."""
    found = chosen_of(special, closed, waiting)
    made = compose_special(special, found, numbers_of(found, 0), SETTINGS, today=TODAY)
    words = {each.pick.key: each.pick for each in found}
    assert sorted(each.key for each in made.picks) == sorted(words)
    for each in made.picks:
        assert replace(each, section=words[each.key].section) == words[each.key]


@few
@given(DEFINITIONS, closings(), st.integers(1, 4))
def test_what_is_closed_later_moves_nothing_that_was_there(
    special: Special, closed: list[FrozenEdition], later: int
) -> None:
    """Within its section each pick stands among the others as it did, whatever comes between them.

    Sections go by what is first in them, so a collection, newest first, may have another one in front.
    """
    before, after = (_by_section(special, each) for each in (closed[:later], closed))
    for section, keys in before.items():
        assert [key for key in after[section] if key in keys] == keys


def _by_section(special: Special, closed: list[FrozenEdition]) -> dict[str, list[str]]:
    found = chosen_of(special, closed, [])
    sections: dict[str, list[str]] = {}
    for each in compose_special(special, found, Numbers(), SETTINGS, today=TODAY).picks:
        sections.setdefault(each.section.casefold(), []).append(each.key)
    return sections


def _keys(special: Special, closed: list[FrozenEdition]) -> list[str]:
    found = chosen_of(special, closed, [])
    return [each.key for each in compose_special(special, found, Numbers(), SETTINGS, today=TODAY).picks]


@few
@given(DEFINITIONS, closings(), st.randoms(use_true_random=False))
def test_the_order_in_which_desks_heard_of_editions_makes_no_difference(
    special: Special, closed: list[FrozenEdition], chance: random.Random
) -> None:
    """Decisions of closings, shuffled and doubled, come to the same special edition."""
    made: list[Decision] = [
        decision("freeze", EDITION, seq, payload={"edition": edition_to_payload(frozen.edition)})
        for seq, frozen in enumerate(closed, 1)
    ]
    shuffled = [*made, *made]
    chance.shuffle(shuffled)
    one, other = (list(fold_editions(each).closed) for each in (made, shuffled))
    assert _keys(special, one) == _keys(special, other)


@pytest.mark.parametrize("shape", ["card", "list", "essay", "note"])
def test_a_year_goes_by_its_months_whatever_its_editions_are_numbered(shape: Any) -> None:
    """An edition that was closed late for an earlier day stands where its day is."""
    closed = [
        FrozenEdition(edition(pick(1), number=1, date="2026-03-06"), NOW),
        FrozenEdition(edition(pick(2), number=2, date="2026-01-09"), NOW),
        FrozenEdition(edition(pick(3), number=3, date="2026-03-13"), NOW),
    ]
    special = Special("special:x", "x", "year", year=2026, shape=shape)
    made = compose_special(special, chosen_of(special, closed, []), Numbers(), SETTINGS, today=TODAY)
    assert [(each.post_id, each.section) for each in made.picks] == [(2, "January"), (1, "March"), (3, "March")]


# ---------------------------------------------------------------- on a desk


def shown(desk: Desk, slug: str) -> list[str]:
    """The titles of a special edition's picks, in order."""
    return [each.title for each in glance(desk, slug).edition.picks]


@pytest.fixture
def camp(desk: Desk) -> Desk:
    """A desk with one closed edition of three posts, two of them tagged, and a collection of the tag."""
    ids = ready(desk, "tents", "bins", "fires")
    tag(desk, [ids[0], ids[2]], add=("camp",))
    close(desk)
    define(desk, "camp", {"kind": "collection", "tags": ["camp"]})
    return at(desk, hours=1)


def test_nothing_that_waits_gets_into_a_collection(camp: Desk) -> None:
    """Starred and tagged is not closed yet."""
    post = ready(camp, "late")[0]
    tag(camp, [post], add=("camp",))
    assert shown(camp, "camp") == ["Tents", "Fires"]
    close(camp)
    assert shown(camp, "camp") == ["Late", "Tents", "Fires"]


def test_a_tag_that_is_taken_off_and_undone_moves_nothing(camp: Desk) -> None:
    """Out and back, to the place it had."""
    tag(camp, ["1"], remove=("camp",))
    assert shown(camp, "camp") == ["Fires"]
    undo(camp)
    assert shown(camp, "camp") == ["Tents", "Fires"]


def test_a_star_cannot_be_taken_back_from_what_is_closed(camp: Desk) -> None:
    """A closed edition stays as it was, and so does what was made of it."""
    with pytest.raises(UsageError, match="closed"):
        unstar(camp, ["1", "3"])
    assert shown(camp, "camp") == ["Tents", "Fires"]


def test_an_event_is_of_its_tag_whether_its_posts_wait_or_not(camp: Desk) -> None:
    """A post that is starred, then closed, keeps its one place."""
    define(camp, "weekend", {"kind": "event", "tags": ["camp"]})
    post = ready(camp, "embers")[0]
    tag(camp, [post], add=("camp",))
    before = shown(camp, "weekend")
    assert sorted(before) == ["Embers", "Fires", "Tents"]
    close(camp)
    assert shown(camp, "weekend") == before


def test_a_definition_that_changes_changes_the_picks(camp: Desk) -> None:
    """And only then."""
    tag(camp, ["2"], add=("bins",))
    assert shown(camp, "camp") == ["Tents", "Fires"]
    change(camp, "camp", {"tags": ["bins"]})
    assert shown(camp, "camp") == ["Bins"]
    change(camp, "camp", {"tags": ["bins", "camp"]})
    assert shown(camp, "camp") == ["Tents", "Bins", "Fires"]
    change(camp, "camp", {"title": "Round the fire"})
    assert shown(camp, "camp") == ["Tents", "Bins", "Fires"]


def test_other_words_for_the_open_edition_change_no_special(camp: Desk) -> None:
    """Nor does what is starred for it."""
    star(camp, [bring(camp, "else")])
    change_edition(camp, {"title": "Another title", "tags": ["camp"]})
    assert shown(camp, "camp") == ["Tents", "Fires"]


def test_taken_out_and_brought_back_it_is_the_same(camp: Desk) -> None:
    """With everything that came meanwhile."""
    remove(camp, "camp")
    assert specials(camp) == ()
    undo(camp)
    assert shown(camp, "camp") == ["Tents", "Fires"]


@pytest.mark.parametrize(
    ("slug", "fields", "message"),
    [
        ("camp", {"tags": []}, "a collection needs a tag"),
        ("camp", {"since": "2026-01-01"}, "only an event has days"),
        ("days", {"until": "2026-01-01"}, "would end before it begins"),
        ("days", {"since": "2027-01-01"}, "would end before it begins"),
        ("days", {"since": "", "until": ""}, "needs its days or a tag"),
        ("year-2026", {"until": "2026-06-30"}, "only an event has days"),
    ],
)
def test_a_definition_that_nothing_fits_is_refused(camp: Desk, slug: str, fields: Any, message: str) -> None:
    """As a whole, with what was set before; then everything is as it was."""
    define(camp, "days", {"kind": "event", "since": "2026-11-01", "until": "2026-12-01"})
    define(camp, "year-2026", {"kind": "year", "year": 2026})
    before = [each.special for each in specials(camp)]
    with pytest.raises(UsageError, match=message):
        change(camp, slug, {**fields, "title": "Else"})
    assert [each.special for each in specials(camp)] == before


def test_nothing_is_made_of_a_definition_that_nothing_fits(camp: Desk) -> None:
    """Nor is its name taken."""
    for fields in ({"kind": "event"}, {"kind": "collection"}, {"kind": "year", "year": 2026, "since": "2026-01-01"}):
        with pytest.raises(UsageError):
            define(camp, "else", fields)
    define(camp, "else", {"kind": "event", "since": "2026-11-01"})
    change(camp, "else", {"since": "", "until": "2026-11-30"})
    assert [each.special.slug for each in specials(camp)] == ["camp", "else"]


# ---------------------------------------------------------------- two desks


@pytest.fixture
def there(camp: Desk, tmp_path: Path, new_database: Path) -> Desk:
    """Bert's desk, which has fetched other things and knows what Ada decided."""
    root = tmp_path / "there"
    root.mkdir()
    shutil.copy(new_database, root)
    bert = at(desk_at(root, curator="bert"), hours=2)
    bring(bert, "first")  # so that the same posts bear other numbers there
    for slug in ("fires", "bins", "tents"):
        bring(bert, slug)
    merge(bert, export(camp))
    return bert


def test_another_desk_has_the_same_special_edition(camp: Desk, there: Desk) -> None:
    """Under the numbers that its posts have there."""
    assert shown(there, "camp") == shown(camp, "camp")
    with there.store() as store:
        assert [each.post_id for each in make(store, there, "camp").edition.picks] == [4, 2]


def test_an_edition_closed_there_comes_in_with_the_ledger(camp: Desk, there: Desk) -> None:
    """Whose posts this desk has never seen; once here they are not in it twice."""
    post = bring(there, "kites", url="https://kites.example/1")
    star(there, [post])
    tag(there, [post], add=("camp",))
    close(there)
    merge(camp, export(there))
    assert shown(camp, "camp") == shown(there, "camp") == ["Kites", "Tents", "Fires"]
    bring(camp, "kites", url="https://kites.example/1")
    assert shown(camp, "camp") == ["Kites", "Tents", "Fires"]


def test_a_post_closed_on_two_desks_under_two_names_is_in_it_once(camp: Desk, there: Desk) -> None:
    """There it is known by another address, here by both: the first telling counts."""
    known = bring(camp, "lamps", url="https://lamps.example/1", guid="tag:lamps.example,2026:1")
    assert known == bring(camp, "lamps", url="https://short.example/x", guid="tag:lamps.example,2026:1")
    star(camp, [known])
    tag(camp, [known], add=("camp",))
    close(camp)
    other = bring(there, "lamps", url="https://short.example/x", guid="https://short.example/?p=1")
    star(there, [other])
    tag(there, [other], add=("camp",))
    change_edition(there, {"title": "Theirs"})
    merge(there, export(camp))
    assert close(there) == 3
    merge(camp, export(there))
    assert shown(camp, "camp").count("Lamps") == 1
