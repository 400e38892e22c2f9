"""The draft: composed from what is starred, changed by its editors, seen at a glance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from roundup.errors import NotFound, UsageError
from roundup.model import Edition
from roundup.workflow.desk import Desk
from roundup.workflow.edition import change, closed, draft, glance, numbered
from roundup.workflow.pick import star
from roundup.workflow.publish import publish
from roundup.workflow.word import quote
from tests.samples import NOW
from tests.workflow.desks import at, bring, decisions, desk_at, ready


def edition(desk: Desk, number: int | None = None) -> Edition:
    """The open edition, or a closed one."""
    with desk.store() as store:
        return numbered(draft(store, desk), number)


def test_a_new_desk_has_an_empty_draft(desk: Desk) -> None:
    """Number, day and name come from the settings and the clock; what is missing is said."""
    seen = glance(desk)
    assert (seen.edition.number, seen.edition.date, seen.edition.slug) == (1, "2026-11-20", "2026-11-20-week-that-was")
    assert (seen.words, seen.quoted_share, seen.minutes, seen.edition.picks) == (0, 0.0, 0, ())
    assert "no picks" in seen.missing


def test_a_glance_counts_and_proves(desk: Desk) -> None:
    """Words, quoted share, minutes, and for each quote whether it stands in the post."""
    (post,) = ready(desk, "bins")
    made = quote(desk, post, "Nobody thanked the crew")
    seen = glance(desk)
    assert seen.verdicts == {made.quote.id: "found"}
    assert seen.words == 8  # of which four are Ada's
    assert seen.quoted_share == pytest.approx(4 / seen.words)
    assert seen.minutes == 1


def test_the_day_is_the_desks_own(desk: Desk) -> None:
    """At half past midnight in London's summer it is still yesterday in UTC."""
    summer = replace(desk, now=NOW.replace(month=6, day=30, hour=23, minute=30))
    assert str(summer.today) == "2026-07-01"
    assert edition(summer).date == "2026-07-01"


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("title", "Bins\nand budgets", "Bins and budgets"),
        ("intro", "A week\n\nof bins.", "A week\n\nof bins."),
        ("slug", "Bins & Co", "bins-co"),
        ("slug", "../../etc/passwd", "etc-passwd"),
        ("slug", "日本", "edition-1"),
        ("slug", "{date}-{number}", "2026-11-20-1"),
        ("slug", "con", "edition-1"),
        ("date", "2026-12-24", "2026-12-24"),
        ("shape", "card", "card"),
        ("tags", ["a", "a", "", "b"], ("a", "b")),
        ("editors", ["Ada", "Bo"], ("Ada", "Bo")),
    ],
)
def test_what_is_set_is_what_is_made(desk: Desk, field: str, value: Any, shown: Any) -> None:
    """The answer is the draft as it is now; an empty value goes back to the desk's own."""
    before = getattr(edition(desk), field)
    assert getattr(change(desk, {field: value}).edition, field) == shown
    assert getattr(edition(desk), field) == shown
    change(desk, {field: [] if isinstance(value, list) else ""})
    assert getattr(edition(desk), field) == before


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": "x" * 501},
        {"intro": "x" * 20_001},
        {"tags": ["x" * 501]},
        {"shape": "sonnet"},
        {"date": "2026-13-01"},
        {"date": "20261120"},
        {"cutoff": "yesterday"},
        {"nonsense": "x"},
    ],
)
def test_what_makes_no_sense_is_refused(desk: Desk, fields: dict[str, Any]) -> None:
    """Nothing is recorded, not even the good half."""
    with pytest.raises(UsageError):
        change(desk, {**fields, "intro": fields.get("intro", "Good.")} if fields else fields)
    assert decisions(desk) == []


def test_posts_after_the_cut_off_wait(desk: Desk) -> None:
    """They are counted, so that nobody wonders where a star went; without a cut-off they are in."""
    early = bring(desk, "early", published=NOW - timedelta(days=2))
    late = bring(desk, "late", published=NOW)
    star(desk, [early, late])
    seen = change(desk, {"cutoff": (NOW - timedelta(days=1)).isoformat()})
    assert ([p.post_id for p in seen.edition.picks], len(seen.left_out)) == ([int(early)], 1)
    assert seen.cutoff == NOW - timedelta(days=1)
    assert change(desk, {"cutoff": ""}).left_out == ()


def test_the_second_edition_of_a_day_has_a_name_of_its_own(desk: Desk) -> None:
    """The number is added; the next day's needs none."""
    ready(desk, "a")
    publish(desk)
    assert edition(desk).slug == "2026-11-20-week-that-was-2"
    ready(desk, "b")
    publish(desk)
    assert edition(desk).slug == "2026-11-20-week-that-was-3"
    assert edition(at(desk, days=7)).slug == "2026-11-27-week-that-was"


def test_a_name_that_editors_gave_is_left_alone(desk: Desk) -> None:
    """If an earlier edition has it, that is a finding for them to decide on."""
    change(desk, {"slug": "bins"})
    ready(desk, "a")
    publish(desk)
    assert change(desk, {"slug": "bins"}).edition.slug == "bins"


def test_long_names_stay_apart(desk: Desk) -> None:
    """However long the desk's own name is, the number that tells two editions apart is not cut off."""
    wordy = desk_at(desk.settings.root, slug="week-" * 40)
    ready(wordy, "a")
    publish(wordy)
    assert edition(wordy).slug != edition(wordy, 1).slug
    assert edition(wordy).slug.endswith("-2")


def test_an_edition_is_found_by_its_number(desk: Desk) -> None:
    """None is the open one; a closed one is as it was closed; any other is NotFound with those there are."""
    ready(desk, "a")
    publish(desk)
    assert edition(desk).number == 2
    assert edition(desk, 2) == edition(desk)
    assert edition(desk, 1) == closed(desk)[0].edition
    for wrong in (0, 3, -1, 10**30):
        with pytest.raises(NotFound, match=f"there is no edition {wrong}") as refused:
            edition(desk, wrong)
        assert "Closed: 1. Open: 2." in refused.value.hint


def test_the_first_number_is_the_desks(desk: Desk) -> None:
    """A team that published before begins where it was."""
    old = desk_at(desk.settings.root, first_number=212)
    assert edition(old).number == 212
    ready(old, "a")
    assert publish(old).next_number == 213


def test_a_starred_post_that_was_never_seen_here_waits(desk: Desk) -> None:
    """Another desk's ledger may name it before it is fetched."""
    from roundup.model import Decision

    foreign = Decision("elsewhere", 1, NOW, "bo", "star", "url:https://unseen.example/1")
    with desk.store() as store, store.write():
        store.ledger.record([foreign])
    assert edition(desk).picks == ()
