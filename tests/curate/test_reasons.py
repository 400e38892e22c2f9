"""The reasons one by one: when each is given, in which words, and where it stops."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.config import OrderSettings, OrderWeights
from roundup.curate.conversations import Conversations
from roundup.curate.heard import Heard
from roundup.curate.phrases import mentioned, words_of
from roundup.curate.reasons import REASONS, Facts, Reason, undated
from roundup.curate.suggest import suggest
from roundup.model import Listing, Post
from tests.curate.ledgers import few
from tests.samples import NOW, post

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def came(ago: timedelta, **about: Any) -> Listing:
    """A post that came out and was seen so long ago."""
    return Listing(post(1, **{"published": NOW - ago, "first_seen": NOW - ago, **about}))


def facts(**values: Any) -> Facts:
    """What else is known: nothing, unless said."""
    return Facts(NOW, **{"posts_of_blog": {"A Blog": 2}, **values})


def given_for(listing: Listing, known: Facts, *weights: str) -> list[Reason]:
    """The reasons that count with one of `weights`."""
    found = (ask(listing, known) for ask in REASONS)
    return [reason for reason in found if reason and reason.weight in weights]


def said(listing: Listing, known: Facts | None = None, *weights: str) -> dict[str, str]:
    """Weight → words, of those asked for."""
    return {reason.weight: reason.words for reason in given_for(listing, known or facts(), *weights)}


# ---------------------------------------------------------------- how old it is

AGE = ("new", "first_seen", "last_week", "old")


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (-HOUR, {"new": "new this week"}),
        (HOUR, {"new": "new this week"}),
        (WEEK, {"new": "new this week"}),
        (WEEK + HOUR, {"last_week": "from last week"}),
        (2 * WEEK, {"last_week": "from last week"}),
        (2 * WEEK + HOUR, {}),
        (5 * WEEK, {}),
        (5 * WEEK + HOUR, {"old": "5 weeks old"}),
        (60 * WEEK, {"old": "60 weeks old"}),
    ],
)
def test_age_counts_by_weeks(ago: timedelta, words: dict[str, str]) -> None:
    """To the hour; a clock that is behind makes nothing older."""
    assert said(came(ago), None, *AGE) == words


@pytest.mark.parametrize(
    ("published", "remark", "age"),
    [
        (None, "undated", {"first_seen": "first seen this week"}),
        (NOW - 2 * DAY, "", {"new": "new this week"}),
        (NOW + 12 * HOUR, "", {"new": "new this week"}),
        (NOW + 3 * DAY, "dated 2026-11-23", {"first_seen": "first seen this week"}),
        (NOW - 300 * DAY, "", {"old": "42 weeks old"}),
    ],
)
def test_a_date_that_cannot_be_believed_is_no_news(published: Any, remark: str, age: dict[str, str]) -> None:
    """It is said, and counts less than a date does; half a day ahead is another zone's today."""
    listing = Listing(post(1, published=published, first_seen=NOW - HOUR))
    assert undated(listing) == remark
    assert said(listing, None, *AGE) == age


# ---------------------------------------------------------------- how long it is


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (0, {"empty": "no text in the feed"}),
        (1, {"short": "a short note, 1 word"}),
        (2, {"short": "a short note, 2 words"}),
        (79, {"short": "a short note, 79 words"}),
        (80, {}),
        (249, {}),
        (250, {"full": "a full post, 250 words"}),
        (999, {"full": "a full post, 999 words"}),
        (1000, {"long": "a long read, 1,000 words"}),
        (250_000, {"long": "a long read, 250,000 words"}),
    ],
)
def test_length_counts_once(words: int, reason: dict[str, str]) -> None:
    """A long read is no full post besides."""
    assert said(came(DAY, words=words), None, "empty", "short", "full", "long") == reason


# ---------------------------------------------------------------- who wrote it

VOICE = ("unheard", "new_voice", "back", "lately")


def heard(blogs: dict[str, int] | None = None, people: dict[str, int] | None = None, *unsigned: str) -> Heard:
    """Blogs and people that were in an edition so many weeks ago."""
    ago = {name: NOW - weeks * WEEK for name, weeks in (blogs or {"Else": 1}).items()}
    return Heard(ago, {name: NOW - weeks * WEEK for name, weeks in (people or {}).items()}, frozenset(unsigned))


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Heard(), {}),
        (heard(), {"unheard": "never featured before"}),
        (heard({"A Blog": 1}), {"new_voice": "Ada Example never featured, though the blog was"}),
        (heard({"A Blog": 1}, None, "A Blog"), {"lately": "featured in the last fortnight"}),
        (heard({"A Blog": 3}, None, "A Blog"), {}),
        (heard({"A Blog": 7}, None, "A Blog"), {}),
        (heard({"A Blog": 8}, None, "A Blog"), {"back": "not featured for 8 weeks"}),
        (heard(None, {"ada example": 1}), {"lately": "Ada Example featured in the last fortnight"}),
        (heard(None, {"ada example": 2}), {}),
        (heard({"A Blog": 1}, {"ada example": 9}), {"back": "Ada Example not featured for 9 weeks"}),
    ],
)
def test_a_voice_is_its_authors_first(known: Heard, words: dict[str, str]) -> None:
    """Then the blog's; before the first edition nothing is said of anybody."""
    assert said(came(DAY), facts(heard=known), *VOICE) == words


def test_of_two_authors_the_one_who_was_heard_last_counts() -> None:
    """Who was in last week's edition is not back after a silence because a friend is."""
    known = facts(heard=heard(None, {"ada example": 30, "bert sample": 1}))
    listing = came(DAY, authors=("Ada Example", "Bert Sample"))
    assert said(listing, known, *VOICE) == {"lately": "Bert Sample featured in the last fortnight"}


def test_of_what_nobody_is_known_to_have_written_nothing_is_said() -> None:
    """A page without author and blog may be anybody's: it is neither new nor heard."""
    listing = came(DAY, blog="", authors=())
    assert said(listing, facts(heard=heard({"": 1, "Else": 1})), *VOICE) == {}
    assert said(listing, facts(heard=heard()), *VOICE) == {}


@pytest.mark.parametrize("weeks", [1, 4, 52])
def test_a_silence_is_as_long_as_the_desk_says(weeks: int) -> None:
    """unheard_weeks of [order]."""
    known = facts(heard=heard(None, {"ada example": weeks}), order=OrderSettings(unheard_weeks=weeks))
    assert said(came(DAY), known, *VOICE) == {"back": f"Ada Example not featured for {weeks} weeks"}


# ---------------------------------------------------------------- what others make of it

NAMED = [
    ((2,), "2"),
    ((2, 3), "2 and 3"),
    ((2, 3, 4), "2, 3 and 4"),
    ((2, 3, 4, 5), "2, 3, 4 and 1 more"),
    (tuple(range(2, 30)), "2, 3, 4 and 25 more"),
]


@pytest.mark.parametrize(("ids", "named"), NAMED)
def test_other_posts_are_named_three_at_most(ids: tuple[int, ...], named: str) -> None:
    """Those that it answers, that answer it, that are on its story."""
    around = Conversations(answers={1: ids}, answered_by={1: ids}, shares={1: ids})
    assert said(came(DAY), facts(around=around), "reply", "answered", "story") == {
        "reply": f"answers {named}",
        "answered": f"answered by {named}",
        "story": f"on the same story as {named}",
    }


@pytest.mark.parametrize(
    ("blogs", "words", "times"),
    [
        (("Bert's",), "linked by Bert's this week", 1),
        (("A", "B"), "linked by 2 of your bloggers this week", 2),
        (tuple("ABCDEFGH"), "linked by 8 of your bloggers this week", 3),
    ],
)
def test_links_count_for_each_blogger(blogs: tuple[str, ...], words: str, times: int) -> None:
    """Three times at most, so that a household name does not bury the rest."""
    (reason,) = given_for(came(DAY), facts(around=Conversations(linked_by={1: blogs})), "linked")
    assert (reason.words, reason.times) == (words, times)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, {}),
        (1, {"only": "the only one from this blog"}),
        (2, {}),
        (7, {}),
        (8, {"crowd": "one of 8 from this blog"}),
    ],
)
def test_a_quiet_blog_is_heard_beside_a_loud_one(count: int, words: dict[str, str]) -> None:
    """By how many of its posts wait."""
    assert said(came(DAY), facts(posts_of_blog={"A Blog": count}), "only", "crowd") == words


def test_posts_without_a_blog_are_no_crowd() -> None:
    """Ten pages that were added by hand are from ten places."""
    listings = [Listing(post(id, blog="", url=f"https://{id}.example/")) for id in range(1, 11)]
    assert all("from this blog" not in " ".join(each.reasons) for each in suggest(listings, Facts(NOW)))


# ---------------------------------------------------------------- what the desk cares about

WANTED = {words_of(word): word for word in ("Housing", "social care", "bins", "rent")}


def about(title: str, *in_text: str) -> dict[str, str]:
    known = facts(
        order=OrderSettings(words=tuple(WANTED.values())),
        words={1: in_text},
        title_words=lambda said: mentioned(words_of(said), WANTED),
    )
    return said(came(DAY, title=title), known, "title_words", "text_words")


@pytest.mark.parametrize(
    ("title", "in_text", "words"),
    [
        ("On roads", (), {}),
        ("On roads", ("bins",), {"text_words": "about bins"}),
        ("SOCIAL care", (), {"title_words": "about social care"}),
        ("Antisocial care", (), {}),
        ("Bins", ("bins", "rent"), {"title_words": "about bins, rent"}),
        ("Rent", ("Housing", "social care", "bins"), {"title_words": "about rent, Housing, social care"}),
    ],
)
def test_words_of_the_desk_count_once(title: str, in_text: tuple[str, ...], words: dict[str, str]) -> None:
    """More in a title than in the text; three are named."""
    assert about(title, *in_text) == words


# ---------------------------------------------------------------- what holds it back

TWIN = Listing(post(7))


@pytest.mark.parametrize(
    ("twin", "became"),
    [
        (replace(TWIN, skipped=True), "was skipped"),
        (replace(TWIN, starred=True), "is starred"),
        (replace(TWIN, starred=True, edition=3), "is in edition 3"),
    ],
)
def test_a_copy_of_what_was_decided_says_what_became_of_it(twin: Listing, became: str) -> None:
    """And which post that is."""
    assert said(came(DAY), facts(decided_twins={1: twin}), "twin") == {"twin": f"the same story as 7, which {became}"}


def test_what_was_decided_is_said_once() -> None:
    """An edition before a skip."""
    assert said(replace(came(DAY), edition=3, skipped=True), None, "decided") == {"decided": "already in edition 3"}
    assert said(replace(came(DAY), skipped=True), None, "decided") == {"decided": "skipped"}
    assert said(came(DAY), None, "decided") == {}


def test_doubts_and_wishes_are_said_in_their_own_words() -> None:
    """A doubt before a reason to hold; an opt-out as the registry tells it."""
    assert said(came(DAY, doubt="the domain changed hands", held="a flood"), None, "doubt") == {
        "doubt": "the domain changed hands"
    }
    assert said(came(DAY, held="a flood"), None, "doubt") == {"doubt": "a flood"}
    known = facts(opted_out=lambda _post: "Ada Example asked to be left out of editions")
    assert list(said(came(DAY), known, "opted_out")) == ["opted_out"]


def late(_post: Post) -> int:
    return 4


def test_what_came_late_says_for_which_edition_and_counts_nothing() -> None:
    """Unless its date is not to be believed: then nobody can tell."""
    (words,) = said(came(DAY), facts(closed_before=late), "").values()
    assert words == "came after edition 4 was closed"
    assert said(came(DAY, published=None), facts(closed_before=late), "") == {"": "undated"}


# ---------------------------------------------------------------- all of them

LISTINGS = st.builds(
    lambda ago, words, starred, skipped, edition, tags, doubt: Listing(
        post(1, published=NOW - timedelta(hours=ago), first_seen=NOW, words=words, doubt=doubt),
        starred=starred,
        skipped=skipped,
        edition=edition,
        tags=tuple(tags),
    ),
    st.integers(-100, 10_000),
    st.integers(0, 5_000),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(1, 9),
    st.lists(st.text(max_size=5), max_size=2),
    st.text(max_size=10),
)
WEIGHTS = st.builds(OrderWeights, **{each.name: st.floats(-20, 20) for each in fields(OrderWeights)})


@few
@given(LISTINGS, WEIGHTS)
def test_whatever_a_post_is_its_score_is_the_sum_of_what_is_said(listing: Listing, weights: OrderWeights) -> None:
    """To the hundredth; each weight is named by one reason at most, and a weight of nothing says nothing."""
    known = facts(order=OrderSettings(weights=weights))
    (found,) = suggest([listing], known)
    assert found.score == round(sum(found.weights), 2)
    assert len(found.reasons) == len(found.weights)
    counted = [reason.weight for ask in REASONS if (reason := ask(listing, known)) and reason.weight]
    assert len(counted) == len(set(counted))
    assert set(counted) <= {each.name for each in fields(OrderWeights)}


@few
@given(LISTINGS)
def test_weights_of_nothing_make_a_score_of_nothing(listing: Listing) -> None:
    """And only remarks are left."""
    none = OrderWeights(**dict.fromkeys((each.name for each in fields(OrderWeights)), 0.0))
    (found,) = suggest([listing], facts(order=OrderSettings(weights=none)))
    assert found.score == 0
    assert all(weight == 0 for weight in found.weights)
