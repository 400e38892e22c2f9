"""One story under several addresses is found; what only looks alike is left alone."""

from __future__ import annotations

import time
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.phrases import runs, sketch, words_of
from roundup.curate.twins import (
    ALIKE,
    FEWEST_WORDS,
    MOST_SHARING,
    Sketched,
    candidates,
    groups,
    likeness,
    numbered_apart,
    original,
    relation,
    same_place,
    same_story,
    same_title,
    same_voice,
)
from roundup.model import Post
from tests.curate.ledgers import few
from tests.curate.prose import edited, prose
from tests.samples import NOW, post

BODY = prose(300)
FEW = ["the", "bins", "went", "out", "on", "time", "and", "nobody", "thanked"]


def on(host: str, id: int = 1, **fields: Any) -> Post:
    """A post on a host, of the blog named after it."""
    values = {"url": f"https://{host}/post-{id}", "blog": f"Blog of {host}", "authors": (), "title": f"Post {id}"}
    return post(id, **{**values, **fields})


def told(one: Post, text: str, other: Post, other_text: str) -> str:
    """What two posts with these texts are to each other."""
    ours, theirs = frozenset(runs(words_of(text))), frozenset(runs(words_of(other_text)))
    shared = len(ours & theirs)
    return relation(one, other, shared / max(1, len(ours)), shared / max(1, len(theirs)))


def sketched(*given: str) -> list[Sketched]:
    """Texts with the ids 1, 2, 3 …"""
    found = []
    for id, text in enumerate(given, 1):
        words = words_of(text)
        found.append(Sketched(id, words, sketch(runs(words))))
    return found


def pairs(*given: str) -> list[tuple[int, int]]:
    """Which of these texts may be alike."""
    return candidates(sketched(*given), range(1, len(given) + 1))


# ---------------------------------------------------------------- two texts


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (BODY, True),
        (BODY.upper(), True),
        (edited(BODY, 40), True),
        (f"Originally published elsewhere.\n\n{BODY}", True),
        (f"{BODY}\n\nThe post appeared first on A Blog.", True),
        (edited(BODY, 3), False),
        (prose(300, seed=2), False),
        (prose(300, seed=2) + BODY[:300], False),
        ("", False),
    ],
)
def test_a_text_is_the_same_give_or_take_an_edit(other: str, same: bool) -> None:
    """A line added, a word here and there; not another text, nor one with a passage of it."""
    assert likeness(BODY, other).same is same
    assert likeness(other, BODY).same is same
    assert same_story(BODY, other) is same


@pytest.mark.parametrize("words", range(5, 40, 5))
def test_a_few_words_prove_nothing(words: int) -> None:
    """Two notes of the same few words may be two notes."""
    assert likeness(prose(words), prose(words)).same is (words >= FEWEST_WORDS)


def test_a_summary_is_the_story_if_it_has_its_title() -> None:
    """Else it may as well be a quotation."""
    summary = BODY[:250]
    assert likeness(summary, BODY).one_in_the_other
    assert same_story(summary, BODY, title="Bins, again", other_title="Bins, again!")
    assert not same_story(summary, BODY, title="Bins, again", other_title="On bins")
    assert not same_story(summary, BODY)


def test_numbers_in_titles_hold_stories_apart() -> None:
    """Weeknotes 12 are not weeknotes 13, though they may say nearly the same."""
    assert numbered_apart("Weeknotes 12", "Weeknotes 13")
    assert not numbered_apart("Weeknotes 12", "Weeknotes")
    assert not same_story(BODY, edited(BODY, 50), title="Notices, week 12", other_title="Notices, week 13")


@few
@given(st.lists(st.sampled_from(FEW), max_size=80), st.integers(2, 9))
def test_likeness_looks_the_same_from_both_sides(words: list[str], every: int) -> None:
    """Whichever text comes first."""
    one, other = " ".join(words), edited(" ".join(words), every) if words else ""
    there, back = likeness(one, other), likeness(other, one)
    assert (there.share, there.other_share, there.same) == (back.other_share, back.share, back.same)


# ---------------------------------------------------------------- two posts


def test_a_repost_on_another_host_is_the_same() -> None:
    """Under another title too."""
    assert told(on("ada.example"), BODY, on("medium.com", 2), edited(BODY, 60)) == ""  # Post 1 and Post 2
    assert (
        told(on("ada.example", title="On bins"), BODY, on("medium.com", 2, title="Bins!"), edited(BODY, 60)) == "same"
    )


def test_a_long_quotation_is_a_quotation() -> None:
    """A post that is mostly somebody else's words is not that post; nor is one that was quoted whole."""
    whole, part = on("ada.example", title="On bins"), on("bert.example", 2, title="Well said")
    assert told(whole, BODY, part, f"Ada is right: {BODY[:600]} I agree with all of it.") == "quote"
    assert told(part, f"Ada is right. {BODY} {prose(300, 7)}", whole, BODY) == "quote"


def test_a_summary_elsewhere_belongs_to_the_whole() -> None:
    """By its title, or by its author."""
    whole = on("ada.example", title="On bins", authors=("Ada Example",))
    assert told(whole, BODY, on("planet.example", 2, title="On Bins"), BODY[:300]) == "summary"
    by_her = on("news.example", 2, title="A bin day", authors=("Example, Ada", "Bert"))
    assert told(whole, BODY, by_her, BODY[:300]) == "quote"
    assert (
        told(whole, BODY, on("news.example", 2, title="A bin day", authors=("Ada Example",)), BODY[:300]) == "summary"
    )


def test_weeknotes_of_one_template_are_not_the_same() -> None:
    """The same headings around other words, on one blog or two."""
    heads = (
        "What went well this week and why\n\n{}\n\nWhat I read and would recommend\n\n{}\n\nWhat comes next week\n\n{}"
    )
    notes = [heads.format(*(prose(20, seed * 10 + part) for part in range(3))) for seed in range(5)]
    for (a, one), (b, other) in combinations(enumerate(notes), 2):
        assert (
            told(on("ada.example", a + 1, title="Weeknotes"), one, on("ada.example", b + 1, title="Weeknotes"), other)
            == ""
        )
        assert told(on("ada.example", 1, title="Weeknotes"), one, on("bert.example", 2, title="Weeknotes"), other) == ""


def test_five_numbered_posts_with_one_first_sentence_stay_five() -> None:
    """However alike they begin, however short they are."""
    first = (
        "Some thoughts from tonight's budget workshop, which I was at as a member of the public, with tea and a bun."
    )
    given = [(on("ada.example", n, title=f"{n}/5"), f"{first} {prose(30, n)}") for n in range(1, 6)]
    given += [(on("ada.example", n, title=""), f"{first} {prose(30, n)}") for n in range(6, 10)]
    assert {told(one, text, other, words) for (one, text), (other, words) in combinations(given, 2)} == {""}


def test_two_posts_of_one_blog_need_more_proof() -> None:
    """The same title and nearly all words, or all words of a longer text: a notice with other dates is another."""
    one, other = on("ada.example", 1, title="Notice"), on("ada.example", 2, title="Another notice")
    assert told(one, BODY, other, edited(BODY, 100)) == ""
    assert told(one, BODY, on("ada.example", 2, title="Notice"), edited(BODY, 300)) == "same"
    assert told(one, BODY, other, BODY) == "same"
    short = prose(30)
    one, other = (on("ada.example", id, title=title, words=30) for id, title in ((1, "Notice"), (2, "Another notice")))
    assert told(one, short, other, short) == ""


def test_one_blog_is_told_by_name_or_host() -> None:
    """On hosts of many authors the part of the path that is one's counts too."""
    assert same_place(on("ada.example", blog="A"), on("b.example", blog="a"))
    assert same_place(on("www.ada.example", blog="A"), on("ada.example", blog="B"))
    assert not same_place(on("ada.example"), on("bert.example"))
    assert not same_place(on("", url="", blog=""), on("", url="", blog=""))
    ada, bert = (on("medium.com", url=f"https://medium.com/@{name}/bins", blog=name) for name in ("ada", "bert"))
    assert not same_place(ada, bert)
    assert same_place(ada, on("medium.com", url="https://medium.com/@Ada/more", blog="Else"))


def test_one_voice_is_one_blog_or_one_author() -> None:
    """“admin” is nobody."""
    ada = on("ada.example", authors=("Ada Example",))
    assert same_voice(ada, on("news.example", authors=("Bert", "Dr. ADA Example")))
    assert not same_voice(on("ada.example", authors=("admin",)), on("bert.example", authors=("admin",)))


@pytest.mark.parametrize(
    ("title", "other", "same"),
    [
        ("On bins", "on BINS!", True),
        ("On bins", "On bin", False),
        ("", "", False),
        ("…", "?", False),
        ("“A”", "a", True),
    ],
)
def test_titles_are_compared_by_their_words(title: str, other: str, same: bool) -> None:
    """Signs do not count, and no title is like no title."""
    assert same_title(title, other) is same


shares = st.floats(0, 1)
some_posts = st.builds(
    on,
    st.sampled_from(["a.example", "b.example", "medium.com"]),
    st.integers(1, 3),
    title=st.sampled_from(["", "Bins", "Bins 1", "Bins 2"]),
    words=st.integers(0, 60),
    authors=st.sampled_from([(), ("Ada Example",), ("admin",)]),
)


@few
@given(some_posts, some_posts, shares, shares)
def test_what_two_posts_are_to_each_other_is_symmetric(one: Post, other: Post, share: float, back: float) -> None:
    """And nothing, where neither has most of the other."""
    found = relation(one, other, share, back)
    assert relation(other, one, back, share) == found
    if max(share, back) < ALIKE:
        assert found == ""


# ---------------------------------------------------------------- among many


def test_copies_are_found_among_many() -> None:
    """Thirty copies with an edit in each fortieth word among 300 texts: all of them, and hardly anything else."""
    given = [prose(60 + 13 * seed, seed) for seed in range(150)]
    copies = [edited(given[place], 40) for place in range(0, 150, 5)]
    found = pairs(*given, *copies)
    wanted = {(place + 1, 151 + number) for number, place in enumerate(range(0, 150, 5))}
    assert wanted <= set(found)
    assert len(found) < 2 * len(wanted)


@pytest.mark.parametrize("words", [26, 40, 80, 200])
def test_short_copies_and_summaries_are_found(words: int) -> None:
    """Beside the whole they stand for, however long that is."""
    for seed in range(10):
        whole = prose(1500, seed)
        assert (1, 2) in pairs(whole, " ".join(whole.split()[:words]))
        short = prose(words, seed)
        assert (1, 2) in pairs(short, f"{short} More at our site.")


def test_only_what_is_asked_for_is_looked_for() -> None:
    """A day's posts are compared with all others, these not with each other again."""
    given = sketched(BODY, BODY, edited(BODY, 60), prose(200, 9), prose(200, 9))
    assert candidates(given, {4}) == [(4, 5)]
    assert candidates(given, set()) == []
    assert candidates(given, {99}) == []


def test_a_text_that_everybody_has_is_found_without_a_square() -> None:
    """A thousand times the same words are a thousand pairs or two, not half a million."""
    found = pairs(*[BODY] * 1000)
    assert len(found) < 2000
    assert len(groups(found)[1]) == 1000


def test_a_sentence_that_everybody_has_proves_nothing() -> None:
    """What more texts share than copies would is left out of account."""
    common = "This newsletter is sent to you by the council because you asked for it once upon a time."
    given = [f"{common} {prose(120, seed)}" for seed in range(MOST_SHARING * 2)]
    assert pairs(*given) == []


def test_texts_of_no_words_are_like_nothing() -> None:
    """Pictures without words are not copies of each other."""
    assert pairs("", "", "a b c", "a b c") == []


@few
@given(st.permutations(range(8)))
def test_the_order_of_texts_does_not_matter(order: list[int]) -> None:
    """The same ids give the same pairs."""
    given = sketched(*(edited(prose(90, seed // 2), 30 + seed) for seed in range(8)))
    assert candidates([given[place] for place in order], range(1, 9)) == candidates(given, range(1, 9))


def test_looking_for_copies_stays_quick() -> None:
    """Two thousand texts, some of them hostile, in a moment; the benchmark says how it grows."""
    given = sketched(
        *(prose(60, seed) for seed in range(1900)), *["spam " * 500] * 50, *["buy now " * n for n in range(50)]
    )
    begin = time.process_time()
    candidates(given, range(1, 2001))
    assert time.process_time() - begin < 5


# ---------------------------------------------------------------- groups


def test_a_story_is_all_that_is_alike() -> None:
    """Also by way of a third."""
    assert groups([(1, 2), (5, 4), (2, 3)]) == {1: (1, 2, 3), 2: (1, 2, 3), 3: (1, 2, 3), 4: (4, 5), 5: (4, 5)}
    assert groups([]) == {}


id_pairs = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=15)


@few
@given(id_pairs, st.randoms())
def test_groups_do_not_depend_on_the_order(given: list[tuple[int, int]], rng: Any) -> None:
    """Of pairs, nor of the two in a pair; and grouping twice is grouping once."""
    found = groups(given)
    turned = [pair if rng.random() < 0.5 else pair[::-1] for pair in given]
    rng.shuffle(turned)
    assert groups(turned) == found
    assert groups([(ids[0], id) for ids in found.values() for id in ids]) == found
    assert all(id in ids and found[other] == ids for id, ids in found.items() for other in ids)


def test_a_story_is_its_authors_own() -> None:
    """The whole before a summary, what others link to, its own host before a copy's, the earliest, the lowest id."""
    own = on("ada.example", 5, published=NOW)
    copy = on("medium.com", 1, published=NOW - timedelta(days=1))
    early = on("bert.example", 4, published=NOW - timedelta(days=2))
    summary = on("planet.example", 2, words=40, published=NOW - timedelta(days=3))
    assert original([copy, own]) == own
    assert original([copy, own], {copy.id}) == copy
    assert original([own, early, copy]) == early
    assert original([summary, copy]) == copy
    assert original([own, on("ada.example", 3, published=NOW)]).id == 3


@few
@given(st.permutations(range(6)))
def test_whose_story_it_is_does_not_depend_on_the_order(order: list[int]) -> None:
    """The same on every desk."""
    given = [on(f"{'medium.com' if id % 2 else 'b.example'}", id, words=200 + 40 * id) for id in range(6)]
    assert original([given[place] for place in order]) == original(given)
