"""Which posts tell one story: what is folded in a list, and what never may be, however alike it looks."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.phrases import contained, runs, words_of
from roundup.curate.series import series_in
from roundup.curate.twins import place_of, relation, tellings
from roundup.model import Listing, Post
from tests.curate.ledgers import few
from tests.curate.prose import edited, prose
from tests.samples import NOW, post

LONG = prose(400)
Told = tuple[Post, str]


def told(id: int, text: str, host: str = "", days: float = 1, **fields: Any) -> Told:
    """A post of so many days ago on a host of its own, unless said otherwise, with its text."""
    values = {
        "url": f"https://{host or f'blog{id}.example'}/post-{id}",
        "blog": f"Blog of {host or id}",
        "authors": (),
        "title": f"About {'abcdefghijklmnop'[id]}",
        "published": NOW - timedelta(days=days),
        "words": len(text.split()),
    }
    return post(id, **{**values, **fields}), text


def stories(*given: Told) -> list[set[int]]:
    """The posts that tell one story, by what their texts have in common."""
    numbers = {one.id: frozenset(runs(words_of(text))) for one, text in given}
    pairs = [
        (one, other, contained(numbers[one], numbers[other]), contained(numbers[other], numbers[one]))
        for one, other in combinations(sorted(numbers), 2)
    ]
    return [set(each) for each in tellings(pairs, {one.id: one for one, _ in given})]


# ---------------------------------------------------------------- one story


def test_a_post_on_three_hosts_is_one() -> None:
    """Each copy under another title, edited a little, by no author that anybody names."""
    own = told(1, LONG, "ada.example", title="On bins")
    copies = (
        told(2, edited(LONG, 80), "medium.com", title="Why bins matter"),
        told(3, edited(LONG, 90, 2), "news.example", title="Opinion: our bins"),
    )
    assert stories(own, *copies) == [{1, 2, 3}]


@pytest.mark.parametrize("days", [8, 365, 3 * 365])
def test_a_repost_of_years_later_is_the_same_story(days: int) -> None:
    """On one blog by its title, on another by its words alone."""
    before, again = told(1, LONG, "ada.example", days, title="On bins"), told(2, LONG, "ada.example", title="On bins")
    assert stories(before, again) == [{1, 2}]
    assert stories(before, told(3, edited(LONG, 70), "bert.example", title="From the archive")) == [{1, 3}]


@pytest.mark.parametrize("words", [35, 60, 120, 250, 330, 390])
def test_a_summary_feed_and_a_full_feed_of_one_blog_are_one(words: int) -> None:
    """However much of the text the summary gives, with or without its “read more”."""
    whole = told(1, LONG, "ada.example", title="On bins")
    cut = " ".join(LONG.split()[:words])
    assert stories(whole, told(2, cut, "ada.example", title="On bins")) == [{1, 2}]
    assert stories(whole, told(2, f"{cut} … Read more", "ada.example", title="On bins")) == [{1, 2}]
    assert stories(whole, told(2, cut, "feeds.example", title="On Bins!", blog="blog of ADA.example")) == [{1, 2}]


def test_two_summaries_and_the_whole_are_one() -> None:
    """A planet's and a newsletter's, of different lengths: neither makes the whole a digest."""
    words = LONG.split()
    by: dict[str, Any] = {"title": "On bins", "authors": ("Ada Example",)}
    short, longer = told(2, " ".join(words[:60]), **by), told(3, " ".join(words[:150]), **by)
    assert stories(told(1, LONG, "ada.example", **by), short, longer) == [{1, 2, 3}]
    named = [told(id, text, title=f"Told by {id * 'x'}", authors=("Ada Example",)) for id, text in ((2, short[1]),)]
    assert stories(told(1, LONG, "ada.example", **by), *named) == [{1, 2}]


# ---------------------------------------------------------------- several stories


def notes(count: int, words: int = 60) -> list[Told]:
    """Short posts of one author's own blog, each about something else."""
    return [
        told(id, prose(words, id), "ada.example", title=f"Note on {'abcdefgh'[id]}", authors=("Ada Example",))
        for id in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [2, 3, 6])
def test_a_digest_of_ones_own_posts_is_no_telling_of_them(count: int) -> None:
    """It holds them whole, and they are not each other's: each stays in the list, and so does the digest."""
    given = notes(count)
    whole = "My month.\n\n" + "\n\n".join(text for _, text in given)
    digest = told(9, whole, "newsletter.example", title="All of November", authors=("Ada Example",))
    assert stories(*given, digest) == []


def test_a_digest_may_be_a_copy_of_a_digest() -> None:
    """The two tell one story; what they hold still does not."""
    given = notes(3)
    whole = "\n\n".join(text for _, text in given)
    by: dict[str, Any] = {"authors": ("Ada Example",)}
    here, there = (
        told(8, whole, "newsletter.example", title="All", **by),
        told(9, whole, "medium.com", title="All", **by),
    )
    assert stories(*given, here, there) == [{8, 9}]


def test_a_copy_of_a_note_in_a_digest_is_still_its_copy() -> None:
    """The digest drops out, the note and its copy stay one."""
    one, other = notes(2)
    copy = told(5, one[1], "medium.com", title="A note of mine", authors=("Ada Example",))
    by: dict[str, Any] = {"title": "All of November", "authors": ("Ada Example",)}
    digest = told(9, f"{one[1]}\n\n{other[1]}", "newsletter.example", **by)
    assert stories(one, other, copy, digest) == [{1, 5}]


def test_a_digest_of_others_is_no_telling_of_any() -> None:
    """It quotes them, each whole, and bears other names."""
    given = [told(id, prose(60, id), authors=(f"{'ABCDE'[id]} Author",)) for id in range(1, 5)]
    digest = told(9, "\n\n".join(text for _, text in given), "links.example", title="Five good things")
    assert stories(*given, digest) == []


@pytest.mark.parametrize("own", [10, 25, 50, 90])
def test_weeknotes_of_one_template_stay_apart(own: int) -> None:
    """One title for all, headings and footer the same: a short week is no summary of a long one."""
    template = "What I did {} What I read {} What I felt {} " + prose(45, 99)
    weeks = [
        told(
            week,
            template.format(*(prose(max(1, own * week // 3), 10 * week + part) for part in range(3))),
            "ada.example",
            7 * week,
            title="Weeknotes",
        )
        for week in range(1, 5)
    ]
    assert stories(*weeks) == []


@pytest.mark.parametrize("titles", [("{}/5",) * 5, ("Thoughts #{}",) * 5, ("Part {} of 5",) * 5, ("",) * 5])
def test_five_numbered_posts_with_one_first_sentence_are_five(titles: Sequence[str]) -> None:
    """Told one after the other on one evening, each of some thirty words of its own."""
    first = "Thoughts from tonight's budget workshop, which I went to as a member of the public, with tea and a bun."
    thread = [
        told(n, f"{first} {prose(30, n)}", "ada.example", n / 1000, title=title.format(n))
        for n, title in enumerate(titles, 1)
    ]
    assert stories(*thread) == []


@pytest.mark.parametrize(("one", "other"), [("2025", "2026"), ("week 12", "week 13"), ("3 May", "10 May"), ("1", "2")])
def test_a_notice_with_another_number_is_another_notice(one: str, other: str) -> None:
    """All words but the number are the same, on one blog and on two."""
    text = prose(80, 7)
    for host in ("ada.example", "bert.example"):
        first = told(1, f"Bins on {one}. {text}", "ada.example", title=f"Bins {one}")
        assert stories(first, told(2, f"Bins on {other}. {text}", host, title=f"Bins {other}")) == []


def test_an_answer_that_quotes_at_length_is_an_answer() -> None:
    """Even where nearly all of it is the other's words; even if it is called “Re: On bins”."""
    whole = told(1, LONG, "ada.example", title="On bins", authors=("Ada Example",))
    quoting = f"Ada is right: {' '.join(LONG.split()[:200])} I agree."
    assert stories(whole, told(2, quoting, "bert.example", title="Re: On bins", authors=("Bert Sample",))) == []


def test_a_licence_that_everybody_prints_proves_nothing() -> None:
    """Posts that are short beside what is glued under them: unless all of it is the same, they are several."""
    licence = prose(60, 50)
    given = [told(id, f"{prose(40, id)} {licence}") for id in range(1, 7)]
    assert stories(*given) == []


@few
@given(st.randoms(use_true_random=False))
def test_the_order_of_pairs_makes_no_difference(chance: random.Random) -> None:
    """Nor which of two stands first in a pair."""
    given = notes(3)
    digest = told(7, "\n\n".join(text for _, text in given), "letter.example", title="All", authors=("Ada Example",))
    copy = told(8, given[0][1], "medium.com", title="A copy")
    posts = {one.id: one for one, _ in (*given, digest, copy)}
    numbers = {one.id: frozenset(runs(words_of(text))) for one, text in (*given, digest, copy)}
    pairs = []
    for two in combinations(numbers, 2):
        one, other = chance.sample(two, 2)
        pairs.append((one, other, contained(numbers[one], numbers[other]), contained(numbers[other], numbers[one])))
    chance.shuffle(pairs)
    assert tellings(pairs, posts) == [frozenset({1, 8})]


@few
@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.floats(0, 1), st.floats(0, 1)), max_size=12),
    st.sets(st.integers(1, 6)),
)
def test_whatever_was_measured_nobody_is_in_two_stories(
    pairs: list[tuple[int, int, float, float]], here: set[int]
) -> None:
    """And only posts that are there are in any."""
    made = tellings(pairs, {id: post(id, title="On bins", blog=f"Blog {id}", authors=()) for id in here})
    members = [id for each in made for id in each]
    assert len(members) == len(set(members))
    assert set(members) <= here


# ---------------------------------------------------------------- series


def number(id: int, title: str, blog: str = "Weeknotes", host: str = "ada.example", days: float = 0) -> Listing:
    moment = NOW - timedelta(days=days or 100 - id)
    where = f"https://{host}/{id}" if host else ""
    return Listing(post(id, title=title, blog=blog, url=where, published=moment, first_seen=moment))


def series(*given: Listing) -> list[list[int]]:
    return [[each.post.id for each in numbers] for numbers in series_in(given)]


def test_two_blogs_of_one_name_have_a_series_each() -> None:
    """“Weeknotes” is what many are called; Ada's numbers must not stand behind Bert's."""
    ada = [number(1, "Weeknotes 1"), number(2, "Weeknotes 2")]
    bert = [number(3, "Weeknotes 1", host="bert.example"), number(4, "Weeknotes 2", host="bert.example")]
    assert series(*ada, *bert) == [[2, 1], [4, 3]]
    assert series(ada[0], bert[0]) == []


def test_two_authors_on_one_host_have_a_series_each() -> None:
    """The part of the path tells whose it is."""
    ada = [number(n, f"Part {n}", host="medium.com/@ada") for n in (1, 2)]
    bert = [number(n, f"Part {n}", host="medium.com/@bert") for n in (3, 4)]
    assert series(*ada, *bert) == [[2, 1], [4, 3]]


def test_what_no_blog_is_known_of_is_no_series() -> None:
    """Pages without a blog and without an address have nothing in common."""
    assert series(number(1, "Notes", "", ""), number(2, "Notes", "", "")) == []
    assert series(number(1, "Notes", ""), number(2, "Notes", "")) == [[2, 1]]


def test_www_and_the_protocol_make_no_other_blog() -> None:
    """A blog that moved to https goes on counting."""
    assert series(number(1, "Notes 1", host="www.ada.example"), number(2, "Notes 2")) == [[2, 1]]


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://ada.example/2026/bins", "ada.example"),
        ("https://www.ada.example/", "ada.example"),
        ("https://medium.com/@Ada/bins-1", "medium.com/@ada"),
        ("https://medium.com", "medium.com"),
        ("https://ada.medium.com/bins", "ada.medium.com"),
        ("", ""),
    ],
)
def test_where_a_post_stands(url: str, place: str) -> None:
    """The host; on hosts of many people the part of the path that is one's."""
    assert place_of(post(url=url)) == place


# ---------------------------------------------------------------- what two are to each other, case by case

SAME_BLOG = {"blog": "A Blog", "authors": ()}
CASES = [
    # title of the other, days between, share, share of the other, what they are
    ("On bins", 0, 1.0, 1.0, "same"),
    ("On bins", 400, 0.95, 0.92, "same"),
    ("On bins", 0, 0.85, 0.8, ""),
    ("On bins", 0, 0.75, 0.3, "summary"),
    ("On bins", 7, 0.75, 0.3, ""),
    ("On bins", 7, 0.95, 0.3, "summary"),
    ("On bins", 7, 0.95, 0.8, "summary"),
    ("On roads", 0, 1.0, 1.0, "same"),
    ("On roads", 0, 0.99, 0.99, ""),
    ("On roads", 0, 1.0, 0.5, ""),
    ("On bins", 0, 0.69, 0.69, ""),
]


@pytest.mark.parametrize(("title", "days", "share", "other_share", "what"), CASES)
def test_two_posts_of_one_blog(title: str, days: int, share: float, other_share: float, what: str) -> None:
    """Held apart more readily than folded, and the same seen from either side."""
    one = post(1, title="On bins", words=200, **SAME_BLOG)
    other = post(2, title=title, words=200, published=NOW - timedelta(days=days), **SAME_BLOG)
    assert relation(one, other, share, other_share) == what
    assert relation(other, one, other_share, share) == what


@pytest.mark.parametrize("words", [0, 1, 24])
def test_fewer_words_than_prove_anything_are_nothing(words: int) -> None:
    """Of either post; though the title is the same, and every word."""
    short = post(1, title="On bins", words=words, blog="A", url="https://a.example/1")
    long = post(2, title="On bins", words=500, blog="B", url="https://b.example/1")
    assert relation(short, long, 1.0, 1.0) == relation(long, short, 1.0, 1.0) == ""
