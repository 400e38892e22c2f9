"""Suggestions: a score that anybody can add up."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import roundup.curate.reasons as module
from roundup.config import OrderSettings, OrderWeights
from roundup.curate.conversations import Conversations
from roundup.curate.heard import Heard
from roundup.curate.reasons import Facts
from roundup.curate.suggest import Folding, Folds, folded
from roundup.curate.suggest import suggest as suggest_by
from roundup.model import Listing, Suggestion
from tests.curate.ledgers import few
from tests.samples import NOW, post


def listing(id: int = 1, *, days: float = 1, **fields: Any) -> Listing:
    about: dict[str, Any] = {
        name: fields.pop(name) for name in ("words", "blog", "published", "doubt", "held") if name in fields
    }
    seen = NOW - timedelta(days=days)
    values: dict[str, Any] = {"published": seen, "first_seen": seen, "blog": f"Blog {id}", **about}
    return Listing(post(id, **values), **fields)


def suggest(given: Sequence[Listing], *, featured: dict[str, datetime] | None = None, **facts: Any) -> list[Suggestion]:
    """Suggestions by facts; `featured` are blogs that were in editions."""
    return suggest_by(
        given, Facts(NOW, **{"heard": Heard(featured or {}, unsigned=frozenset(featured or {})), **facts})
    )


def only(given: Listing, **fields: Any) -> Suggestion:
    (found,) = suggest([given], **fields)
    return found


def test_the_score_is_the_sum_of_its_reasons() -> None:
    """A new, long post of a blog never featured says so in words, and the number follows."""
    found = only(listing(words=1200), featured={"Another": NOW})
    assert found.reasons == (
        "new this week",
        "a long read, 1,200 words",
        "never featured before",
        "the only one from this blog",
    )
    assert found.score == 3.0 + 1.0 + 2.0 + 0.5


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"days": 0}, "new this week"),
        ({"days": 7}, "new this week"),
        ({"days": 8}, "from last week"),
        ({"days": 50}, "7 weeks old"),
        ({"words": 999}, "a full post, 999 words"),
        ({"words": 40}, "a short note, 40 words"),
        ({"words": 1}, "a short note, 1 word"),
        ({"words": 0}, "no text in the feed"),
        ({"tags": ("bins", "tax")}, "tagged bins, tax"),
        ({"doubt": "it may have changed hands"}, "it may have changed hands"),
        ({"edition": 4}, "already in edition 4"),
        ({"skipped": True}, "skipped"),
        ({"published": None, "days": 8}, "from last week"),
        ({"published": NOW + timedelta(days=400), "days": 8}, "from last week"),
    ],
)
def test_every_reason_is_plain_words(fields: dict[str, Any], reason: str) -> None:
    """Each thing that counts is said as an editor would say it."""
    assert reason in only(listing(**fields)).reasons


@pytest.mark.parametrize("fields", [{"days": 20}, {"words": 100}])
def test_what_is_ordinary_is_not_mentioned(fields: dict[str, Any]) -> None:
    """A post of three weeks ago or of a hundred words is neither praised nor blamed for it."""
    reasons = " ".join(only(listing(**{"words": 100, **fields})).reasons)
    assert "words" not in reasons
    assert "weeks old" not in reasons


@pytest.mark.parametrize(
    ("weeks", "reason"),
    [(None, "never featured before"), (1, "featured in the last fortnight"), (5, ""), (9, "not featured for 9 weeks")],
)
def test_a_voice_not_heard_for_long_comes_forward(weeks: int | None, reason: str) -> None:
    """Blogs never or not lately featured are suggested before last week's."""
    featured = {"Blog 1" if weeks else "Another": NOW - timedelta(weeks=weeks or 1)}
    reasons = [each for each in only(listing(), featured=featured).reasons if "featured" in each]
    assert reasons == ([reason] if reason else [])


def test_before_the_first_edition_nobody_is_called_unheard() -> None:
    """What would be said of every blog is said of none."""
    assert not [each for each in only(listing()).reasons if "featured" in each]


def test_a_flood_from_one_blog_steps_back() -> None:
    """Half of all posts come from five feeds; one post of a quiet blog is read before them."""
    flood = [listing(id, blog="Loud") for id in range(1, 11)]
    found = suggest([*flood, listing(11, blog="Quiet")])
    assert found[0].listing.post.blog == "Quiet"
    assert "one of 10 from this blog" in found[1].reasons


def test_best_first_then_newer_then_lower_id() -> None:
    """Equal scores have one order on every desk."""
    given = [listing(3, days=2), listing(2, days=1), listing(1, days=1), listing(4, days=30)]
    assert [s.listing.post.id for s in suggest(given)] == [1, 2, 3, 4]


@few
@given(st.permutations(range(12)))
def test_the_order_given_does_not_matter(order: list[int]) -> None:
    """The same listings give the same suggestions, none lost."""
    given = [listing(id, days=id % 5, words=id * 100, blog=f"Blog {id % 3}") for id in range(12)]
    assert suggest([given[place] for place in order]) == suggest(given)


def test_nothing_to_suggest_is_an_empty_list() -> None:
    """A desk without posts has no suggestions."""
    assert suggest([]) == []


def test_the_table_of_reasons_says_how_to_grow() -> None:
    """The docstring tells how to add a reason."""
    assert any(line.startswith("To add a ") for line in (module.__doc__ or "").splitlines())


def test_five_thousand_posts_are_scored_at_once() -> None:
    """A missed month of a large desk does not make the list slow."""
    many = [listing(id, days=id % 60, words=id % 2000, blog=f"Blog {id % 100}") for id in range(5_000)]
    begin = time.process_time()
    suggest(many, featured={"Blog 7": NOW})
    assert time.process_time() - begin < 2.0


@pytest.mark.parametrize(
    ("published", "said"),
    [(None, "undated"), (NOW.replace(year=2100), "dated 2100-11-20"), (NOW + timedelta(days=2), "dated 2026-11-22")],
)
def test_a_date_that_cannot_be_believed_is_said_and_counts_for_less(published: datetime | None, said: str) -> None:
    """The archive of a blog without dates comes all at once, and must not stand above what is known to be new."""
    found = only(listing(days=1, published=published))
    assert said in found.reasons
    assert "first seen this week" in found.reasons
    assert found.score < only(listing(days=1)).score


def test_a_clock_that_is_a_little_fast_is_believed() -> None:
    """Hours ahead are a time zone."""
    assert "new this week" in only(listing(days=0, published=NOW + timedelta(hours=12))).reasons


def test_an_undated_post_says_so_for_ever() -> None:
    """Not only in the week in which it was first seen."""
    assert "undated" in only(listing(days=90, published=None)).reasons


def test_what_is_held_says_why() -> None:
    """Once, though it may be in doubt for the same reason."""
    assert "reposted: 12" in only(listing(held="reposted: 12")).reasons
    both = only(listing(held="it may have changed hands", doubt="it may have changed hands"))
    assert both.reasons.count("it may have changed hands") == 1


# ---------------------------------------------------------------- weights


def weights_named() -> set[str]:
    """Every weight that a reason names."""
    return set(re.findall(r"""Reason\(\s*"(\w+)\"""", Path(module.__file__ or "").read_text(encoding="utf-8"))) | {
        "title_words",
        "text_words",
    }


def test_every_weight_belongs_to_a_reason() -> None:
    """No setting without a use, no reason without a setting."""
    assert weights_named() == {each.name for each in fields(OrderWeights)}


FULL_FACTS: dict[str, Any] = {
    "heard": Heard({"Another": NOW}, {"ada example": NOW}),
    "around": Conversations(
        answers={1: (2,)}, answered_by={1: (3,)}, shares={1: (4, 5)}, linked_by={1: ("Bert's Blog", "Cy's Blog")}
    ),
    "words": {1: ("housing",)},
    "opted_out": lambda _post: "Ada Example asked to be left out of editions",
    "decided_twins": {1: listing(9, skipped=True)},
}


def everything(**weights: float) -> Suggestion:
    """A post of which much is to be said, by these weights."""
    order = OrderSettings(words=("housing",), weights=replace(OrderWeights(), **weights))
    return only(listing(words=20, tags=("bins",), doubt="doubtful", skipped=True), order=order, **FULL_FACTS)


def test_every_part_of_the_score_is_shown() -> None:
    """The reasons with their weights add up to it."""
    found = everything()
    assert found.score == sum(found.weights)
    assert dict(zip(found.reasons, found.weights, strict=True)) == {
        "new this week": 3.0,
        "a short note, 20 words": -1.0,
        "Ada Example featured in the last fortnight": -1.0,
        "linked by 2 of your bloggers this week": 2.0,
        "answers 2": 1.0,
        "answered by 3": 0.5,
        "on the same story as 4 and 5": 0.5,
        "about housing": 1.0,
        "the only one from this blog": 0.5,
        "tagged bins": 0.5,
        "doubtful": -3.0,
        "the same story as 9, which was skipped": -4.0,
        "skipped": -5.0,
        "Ada Example asked to be left out of editions": -10.0,
    }


@pytest.mark.parametrize("name", [each.name for each in fields(OrderWeights)])
def test_nothing_switches_a_reason_off(name: str) -> None:
    """A weight of 0 takes the reason out, words and all; the others stay as they were."""
    before, after = everything(), everything(**{name: 0.0})
    gone = set(before.reasons) - set(after.reasons)
    assert len(gone) <= 1
    assert after.score == pytest.approx(
        before.score - sum(w for w, said in zip(before.weights, before.reasons, strict=True) if said in gone)
    )


@few
@given(st.dictionaries(st.sampled_from([each.name for each in fields(OrderWeights)]), st.floats(-9, 9)))
def test_any_weights_add_up(weights: dict[str, float]) -> None:
    """The score is the sum of what is shown, to two places."""
    found = everything(**weights)
    assert found.score == round(sum(found.weights), 2)
    assert len(found.weights) == len(found.reasons)


# ---------------------------------------------------------------- people


def heard_of(weeks: float | None, *, unsigned: bool = False) -> Heard:
    """The blog was in an edition lately; its author so many weeks ago, or never."""
    people = {} if weeks is None else {"ada example": NOW - timedelta(weeks=weeks)}
    return Heard({"Blog 1": NOW}, people, frozenset({"Blog 1"} if unsigned else ()))


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (heard_of(9), "Ada Example not featured for 9 weeks"),
        (heard_of(5), ""),
        (heard_of(1), "Ada Example featured in the last fortnight"),
        (heard_of(None), "Ada Example never featured, though the blog was"),
        (heard_of(None, unsigned=True), "featured in the last fortnight"),
    ],
)
def test_an_author_counts_before_the_blog(heard: Heard, reason: str) -> None:
    """A team's blog has many voices; where picks named nobody, only the blog can tell."""
    assert [each for each in only(listing(), heard=heard).reasons if "featured" in each] == ([reason] if reason else [])


def test_how_long_unheard_is_can_be_set() -> None:
    """[order] unheard_weeks."""
    found = only(listing(), heard=heard_of(5), order=OrderSettings(unheard_weeks=4))
    assert "Ada Example not featured for 5 weeks" in found.reasons


# ---------------------------------------------------------------- links and words


@pytest.mark.parametrize(
    ("blogs", "said", "weight"),
    [
        (("Bert's Blog",), "linked by Bert's Blog this week", 1.0),
        (("a", "b", "c"), "linked by 3 of your bloggers this week", 3.0),
        (tuple("abcdefgh"), "linked by 8 of your bloggers this week", 3.0),
    ],
)
def test_each_blogger_who_links_counts_up_to_three(blogs: tuple[str, ...], said: str, weight: float) -> None:
    """So that a post everybody speaks of does not outweigh all else for ever."""
    found = only(listing(), around=Conversations(linked_by={1: blogs}))
    assert dict(zip(found.reasons, found.weights, strict=True))[said] == weight


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ((2,), "answers 2"),
        ((2, 3), "answers 2 and 3"),
        ((2, 3, 4), "answers 2, 3 and 4"),
        ((2, 3, 4, 5, 6), "answers 2, 3, 4 and 2 more"),
    ],
)
def test_answers_name_the_posts(ids: tuple[int, ...], said: str) -> None:
    """By their short ids, the first three."""
    found = only(listing(), around=Conversations(answers={1: ids}))
    assert said in found.reasons
    assert found.answers == ids


def test_the_desks_words_count_once_and_more_in_a_title() -> None:
    """Whether one is said or five."""
    order = OrderSettings(words=("housing", "rent", "bins", "tax"))
    in_text = only(listing(), order=order, words={1: ("housing", "rent", "bins", "tax")})
    assert dict(zip(in_text.reasons, in_text.weights, strict=True))["about housing, rent, bins"] == 1.0
    in_title = only(listing(), order=order, words={1: ("housing",)}, title_words=lambda _title: ("rent",))
    assert dict(zip(in_title.reasons, in_title.weights, strict=True))["about rent, housing"] == 1.5
    assert not [each for each in only(listing(), words={1: ("housing",)}).reasons if "about" in each]


@pytest.mark.parametrize(
    ("twin", "said"),
    [
        ({"skipped": True}, "the same story as 9, which was skipped"),
        ({"starred": True}, "the same story as 9, which is starred"),
        ({"edition": 4}, "the same story as 9, which is in edition 4"),
    ],
)
def test_what_was_decided_of_a_copy_is_said(twin: dict[str, Any], said: str) -> None:
    """And weighs on the other."""
    found = only(listing(), decided_twins={1: listing(9, **twin)})
    assert said in found.reasons
    assert found.score < only(listing()).score


# ---------------------------------------------------------------- folding


def numbered(id: int, number: int, **values: Any) -> Listing:
    """A number of a series of one blog."""
    made = listing(id, days=9 - number, blog="A Blog", **values)
    return replace(made, post=replace(made.post, title=f"Weeknotes {number}"))


def shown(given: list[Suggestion], twins: Sequence[Sequence[int]], folding: Folding) -> dict[int, Suggestion]:
    return {each.listing.post.id: each for each in folded(given, Folds(twins), folding)}


def test_copies_stand_behind_the_authors_own() -> None:
    """They are named with it, and left out."""
    found = shown(suggest([listing(1), listing(2), listing(3)]), [(2, 1, 3)], "twins")
    assert list(found) == [2]
    assert [each.post.id for each in found[2].twins] == [1, 3]


def test_earlier_numbers_stand_behind_the_newest() -> None:
    """Only if all is folded; else they say to which series they belong."""
    given = suggest([numbered(1, 1), numbered(2, 2), numbered(3, 3), listing(4)])
    assert set(shown(given, [], "all")) == {3, 4}
    assert [each.post.id for each in shown(given, [], "all")[3].earlier] == [2, 1]
    apart = shown(given, [], "twins")
    assert set(apart) == {1, 2, 3, 4}
    assert {apart[id].series for id in (1, 2, 3)} == {"Weeknotes"}
    assert (apart[1].behind, apart[3].behind, apart[4].series) == (3, 0, "")


def test_unfolded_every_post_is_there() -> None:
    """And says behind which it would be."""
    given = suggest([numbered(1, 1), numbered(2, 2), listing(3), listing(4)])
    found = shown(given, [(3, 4)], "none")
    assert set(found) == {1, 2, 3, 4}
    assert {id: found[id].behind for id in found} == {1: 2, 2: 0, 3: 0, 4: 3}


def test_a_copy_of_a_number_stays_with_its_story() -> None:
    """It is no number of its own."""
    found = shown(suggest([numbered(1, 1), numbered(2, 2), numbered(3, 2)]), [(2, 3)], "all")
    assert list(found) == [2]
    assert [each.post.id for each in found[2].earlier] == [1]
    assert [each.post.id for each in found[2].twins] == [3]


@few
@given(
    st.lists(st.integers(1, 9), unique=True, max_size=9),
    st.lists(st.lists(st.integers(1, 12), unique=True, min_size=2, max_size=4), max_size=3),
    st.sampled_from(["none", "twins", "all"]),
)
def test_folding_loses_nothing(ids: list[int], stories: list[list[int]], folding: Folding) -> None:
    """Each post is shown, or named by one that is; and folding again changes nothing."""
    seen: set[int] = set()
    apart = [tuple(id for id in story if not (id in seen or seen.add(id))) for story in stories]  # type: ignore[func-returns-value]
    twins = [story for story in apart if story]
    given = suggest([numbered(id, id) if id % 2 else listing(id) for id in ids])
    found = shown(given, twins, folding)
    named = {each.post.id for s in found.values() for each in (*s.twins, *s.earlier)}
    behind_hidden = {each.listing.post.id for each in given if each.listing.post.id not in found} - named
    assert all(any(id in story for story in twins) for id in behind_hidden)
    assert set(found) <= set(ids)
    assert folding != "none" or set(found) == set(ids)
