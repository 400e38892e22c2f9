"""Special editions: which there are, what is in them, how they are composed."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.config import DeskSettings, EditionSettings, Settings
from roundup.curate.ledger import decide
from roundup.curate.specials import (
    Chosen,
    Numbers,
    chosen_picks,
    compose_special,
    default_title,
    fit_slug,
    fold_specials,
    numbers_of,
)
from roundup.errors import UsageError
from roundup.model import Decision, FrozenEdition, Pick, Special
from tests.curate.ledgers import JUNK, few, ledger
from tests.samples import NOW, edition, pick

YEAR: dict[str, Any] = {"kind": "year", "year": 2026, "slug": "year-2026"}
SETTINGS = Settings(
    root=Path(),
    desk=DeskSettings(title="The Week", url="https://week.example", curator="ada"),
    edition=EditionSettings(sign_off="Write to us."),
)


def specials(
    *steps: dict[str, Any] | tuple[Any, ...], subject: str = "special:year-2026", **fields: Any
) -> list[Decision]:
    return ledger(*(("special", step) if isinstance(step, dict) else step for step in steps), subject=subject, **fields)


def slugs(made: list[Decision]) -> list[str]:
    return [special.slug for special in fold_specials(made)]


# ---------------------------------------------------------------- which there are


def test_a_special_is_made_changed_and_renamed() -> None:
    """What is not said stays; its subject stays the same under any slug."""
    (made,) = fold_specials(specials(YEAR, {"title": "Bins", "tags": ["best"]}, {"slug": "Bins of 2026", "tags": []}))
    assert made == Special("special:year-2026", "bins-of-2026", "year", year=2026, title="Bins", made_by="ada")


def test_it_is_taken_out_and_brought_back() -> None:
    """By a decision of its own, or by undoing what made it."""
    assert slugs(specials(YEAR, {"removed": True})) == []
    assert slugs(specials(YEAR, {"removed": True}, ("undo", {"of": "d0002"}))) == ["year-2026"]
    assert slugs(specials(YEAR, ("undo", {"of": "d0001"}))) == []


def test_words_for_a_special_that_nobody_made_are_of_nothing() -> None:
    """They count once it is made by a ledger that comes in later."""
    assert slugs(specials({"title": "Bins"})) == []
    late = specials({"title": "Bins"}, start=5) + specials(YEAR)
    assert fold_specials(late)[0].title == "Bins"


def test_two_desks_that_make_the_same_make_one() -> None:
    """The later words hold."""
    both = specials(YEAR | {"title": "Ada's"}) + specials(YEAR | {"title": "Bert's"}, start=4, curator="bert")
    (made,) = fold_specials(both)
    assert (made.title, made.made_by) == ("Bert's", "ada")


def test_two_of_one_name_are_told_apart_alike_on_every_desk() -> None:
    """The one that was made first keeps it."""
    one = specials({"kind": "collection", "slug": "bins"}, subject="special:a")
    two = specials({"kind": "event", "slug": "bins"}, subject="special:b", start=2)
    for mixed in permutations(one + two):
        assert [(s.slug, s.subject) for s in fold_specials(mixed)] == [("bins", "special:a"), ("bins-2", "special:b")]


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Bins of 2026", "bins-of-2026"), ("2026", ""), ("!!!", ""), ("con", ""), ("site", ""), ("../x", "x"), ("", "")],
)
def test_what_can_name_a_folder(text: str, slug: str) -> None:
    """A number alone is a weekly edition's."""
    assert fit_slug(text) == slug


def test_a_name_that_cannot_serve_is_left_out() -> None:
    """What another desk's ledger says of it included."""
    assert slugs(specials(YEAR, {"slug": "7"}, {"slug": "con"})) == ["year-2026"]
    assert slugs(specials({"kind": "year", "year": 2026}, subject="special:../Etc")) == ["etc"]


@few
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["kind", "year", "slug", "tags", "title", "since", "x"]), JUNK), max_size=4
    )
)
def test_any_ledger_can_be_folded(payloads: list[dict[str, Any]]) -> None:
    """Whatever another desk says of its specials, no line of it breaks this one."""
    made = specials(*payloads)
    assert fold_specials(made) == fold_specials([*reversed(made), *made])


@pytest.mark.parametrize(
    "payload",
    [{"kind": "decade"}, {"year": 26}, {"year": True}, {"since": "soon"}, {"removed": 1}, {"mood": "good"}],
)
def test_what_is_no_special_is_not_decided(payload: dict[str, Any]) -> None:
    """The message says what it must be."""
    with pytest.raises(UsageError, match="special cannot be recorded"):
        decide("special", "special:x", payload, curator="ada", now=NOW, seq=1, id="d1")


@pytest.mark.parametrize(("verb", "subject"), [("special", "edition"), ("special", "url:x"), ("star", "special:x")])
def test_each_verb_has_its_subjects(verb: Any, subject: str) -> None:
    """A special is no post, and no weekly edition."""
    with pytest.raises(UsageError, match="is not about"):
        decide(verb, subject, {}, curator="ada", now=NOW, seq=1, id="d1")


# ---------------------------------------------------------------- what is in one


def closed(number: int, day: str, *picks: Pick) -> FrozenEdition:
    return FrozenEdition(edition(*picks, number=number, date=day), NOW)


CLOSED = [
    closed(1, "2025-12-30", pick(1, day="2025-12-28", tags=("case study",))),
    closed(2, "2026-01-09", pick(2, day="2026-01-07"), pick(3, day="2026-01-06", tags=("Camp",))),
    closed(3, "2026-02-06", pick(4, day="2026-02-01", tags=("case study", "camp"))),
]
WAITING = [pick(8, day="2026-01-08"), pick(9, day="2026-03-01", tags=("camp",))]


def ids(special: Special, **fields: Any) -> list[int]:
    return [each.pick.post_id for each in chosen_picks(special, CLOSED, WAITING, **fields)]


def of(kind: Any, **fields: Any) -> Special:
    return Special("special:x", "x", kind, **fields)


def test_a_year_has_the_picks_of_its_editions() -> None:
    """The edition's day counts, not the post's; what waits is not in it."""
    assert ids(of("year", year=2026)) == [2, 3, 4]
    assert ids(of("year", year=2025)) == [1]
    assert ids(of("year", year=2024)) == []


def test_a_year_can_be_narrowed_by_a_tag() -> None:
    """Three hundred picks are no edition; the best of them are."""
    assert ids(of("year", year=2026, tags=("CAMP",))) == [3, 4]


def test_an_event_has_its_days_its_tag_or_both() -> None:
    """And what is starred and in no edition yet."""
    assert ids(of("event", since="2026-01-06", until="2026-01-08")) == [2, 3, 8]
    assert ids(of("event", tags=("camp",))) == [3, 4, 9]
    assert ids(of("event", tags=("camp",), since="2026-02-01")) == [4, 9]
    assert ids(of("event")) == []


def test_a_post_without_a_date_is_of_its_edition_s_day() -> None:
    """Else it would be in no event."""
    undated = closed(5, "2026-06-12", pick(7, day="", published=None))
    assert [c.pick.post_id for c in chosen_picks(of("event", since="2026-06-12"), [undated])] == [7]


def test_a_collection_has_every_pick_with_one_of_its_tags() -> None:
    """Case aside; what waits is in it once its edition is closed."""
    assert ids(of("collection", tags=("Case Study",))) == [1, 4]
    assert ids(of("collection", tags=("case study", "camp"))) == [1, 3, 4]
    assert ids(of("collection")) == []


def test_tags_of_today_count() -> None:
    """A post may be tagged years after its edition was closed, and a tag taken off again."""
    today = {"url:https://blog.example/2": ("case study",), "url:https://blog.example/4": ()}
    assert ids(of("collection", tags=("case study",)), tags=today) == [1, 2]


def test_a_post_is_in_it_once() -> None:
    """The first time it was told counts."""
    twice = [*CLOSED, closed(4, "2026-03-06", pick(2, title="Again"))]
    found = chosen_picks(of("year", year=2026), twice)
    assert [(c.pick.post_id, c.closed and c.closed.number) for c in found] == [(2, 2), (3, 2), (4, 3)]


# ---------------------------------------------------------------- composed


def composed(special: Special, *chosen: Chosen, numbers: Numbers | None = None) -> Any:
    return compose_special(special, chosen, numbers or Numbers(), SETTINGS, today=date(2026, 12, 31))


def in_edition(number: int, on: str, *ids_: int, **fields: Any) -> list[Chosen]:
    made = edition(number=number, date=on)
    return [Chosen(pick(id, **fields), made) for id in ids_]


def test_a_year_lies_in_months() -> None:
    """Of its editions; with its numbers in the intro."""
    chosen = [*in_edition(2, "2026-01-09", 2, 3), *in_edition(3, "2026-02-06", 4)]
    made = composed(of("year", year=2026), *chosen, numbers=numbers_of(chosen, 1234))
    assert [(p.post_id, p.section) for p in made.picks] == [(2, "January"), (3, "January"), (4, "February")]
    assert made.title == "The year that was: 2026"
    assert made.intro.startswith(
        "In 2026 we read 1,234 posts by other people, and put 3 picks by 1 person into 2 editions."
    )
    assert (made.number, made.shape, made.date, made.sign_off) == (0, "card", "2026-12-31", "Write to us.")
    assert (made.slug, made.url, made.editors) == ("x", "https://week.example/x/", ("ada",))


def test_words_and_quotes_are_those_of_the_closed_edition() -> None:
    """Nothing of a pick but its place is changed."""
    (chosen,) = in_edition(2, "2026-01-09", 2, remark="Quite.", section="Bins")
    assert composed(of("collection", tags=("a",)), chosen).picks == (chosen.pick,)


def test_a_collection_is_a_list_with_the_newest_first() -> None:
    """So that who comes back sees what is new; each edition keeps its order."""
    chosen = [*in_edition(2, "2026-01-09", 2, 3), *in_edition(3, "2026-02-06", 4)]
    made = composed(of("collection", tags=("a",)), *chosen)
    assert (made.shape, [p.post_id for p in made.picks]) == ("list", [4, 2, 3])


def test_an_event_is_an_essay_in_the_order_of_its_days() -> None:
    """Whatever edition they were in."""
    chosen = [Chosen(pick(1, day="2026-01-09")), *in_edition(2, "2026-02-02", 2, day="2026-01-07")]
    made = composed(of("event", since="2026-01-01"), *chosen)
    assert (made.shape, [p.post_id for p in made.picks]) == ("essay", [2, 1])


def test_its_own_words_come_first() -> None:
    """Numbers are filled in by name; other braces are left alone, whoever wrote them."""
    own = of(
        "year",
        year=2026,
        title="{picks} of {year}",
        intro="{people} {blogs} {editions} {0.__class__} {x}",
        sign_off="{posts}",
        shape="list",
        date="2027-01-01",
        editors=("Guest",),
    )
    made = composed(own, numbers=Numbers(1, 2, 1, 3, 1))
    assert (made.title, made.intro, made.sign_off) == (
        "2 picks of 2026",
        "1 person 3 blogs 1 edition {0.__class__} {x}",
        "1 post",
    )
    assert (made.shape, made.date, made.editors) == ("list", "2027-01-01", ("Guest",))


def test_a_nameless_special_is_called_by_its_slug() -> None:
    """In words."""
    assert default_title(Special("special:a", "case-studies", "collection")) == "Case studies"


def test_who_signs_nothing_is_counted_as_its_blog() -> None:
    """People are counted once however often they were featured, blogs too."""
    chosen = [
        *in_edition(1, "2026-01-09", 1, 2),
        *in_edition(1, "2026-01-09", 3, authors=("ada example", "Bo")),
        *in_edition(2, "2026-01-16", 4, authors=(), blog="Unsigned"),
    ]
    assert numbers_of(chosen, 9) == Numbers(posts=9, picks=4, people=3, blogs=2, editions=2)
