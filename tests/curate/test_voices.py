"""Whose voices are heard: counted from editions, bylines and the registry, and from nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.people import Registry
from roundup.curate.voices import NO_REGION, Heard, Voices, starts, voices
from roundup.model import Byline, FrozenEdition, Person, Pick
from tests.curate.ledgers import few
from tests.curate.people.makers import ada, bert, byline, person, registry
from tests.samples import NOW, edition, pick

NOBODY = Registry()


def out(weeks_ago: float, *picks: Pick, number: int = 1) -> FrozenEdition:
    """An edition that was closed so many weeks ago."""
    return FrozenEdition(edition(*picks, number=number, status="frozen"), NOW - timedelta(weeks=weeks_ago))


def by(author: str = "Ada Example", blog: str = "A Blog", site: str = "https://blog.example", id: int = 1) -> Pick:
    return pick(id, authors=(author,) if author else (), blog=blog, url=f"{site}/{id}")


def heard(
    editions: list[FrozenEdition], *lines: Byline, known: Registry = NOBODY, regions: dict[str, str] | None = None
) -> Voices:
    return voices(editions, lines, known, now=NOW, regions=regions)


def counts(rows: tuple[Heard, ...]) -> dict[str, tuple[int, ...]]:
    return {row.name: (*row.featured, row.ever) for row in rows}


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


# ---------------------------------------------------------------- spans


def test_an_edition_counts_in_each_span_that_it_lies_in() -> None:
    """Of 4, 12 and 52 weeks, and ever."""
    editions = [out(weeks, by(), number=n) for n, weeks in enumerate((1, 3, 11, 51, 60), start=1)]
    (row,) = heard(editions).people
    assert (row.featured, row.ever) == ((2, 3, 4), 5)


def test_the_first_moment_of_a_span_is_in_it() -> None:
    """Four weeks ago to the second."""
    assert heard([out(4, by())]).people[0].featured == (1, 1, 1)
    assert starts(NOW) == (ago(weeks=4), ago(weeks=12), ago(weeks=52))


def test_the_day_of_publishing_counts_if_it_is_known() -> None:
    """An edition may be closed on Friday and published on Monday."""
    late = FrozenEdition(edition(by()), ago(weeks=5), published_at=ago(weeks=3))
    (row,) = heard([late]).people
    assert (row.featured, row.last) == ((1, 1, 1), ago(weeks=3))


def test_the_last_edition_is_named() -> None:
    """In whatever order editions are given."""
    (row,) = heard([out(1, by(), number=8), out(9, by(), number=3)]).people
    assert (row.last, row.last_edition) == (ago(weeks=1), 8)


def test_two_picks_in_one_edition_count_twice() -> None:
    """Two posts were featured."""
    assert counts(heard([out(1, by(id=1), by(id=2))]).people) == {"Ada Example": (2, 2, 2, 2)}


# ---------------------------------------------------------------- whose voice


def test_a_person_is_one_voice_under_all_their_names() -> None:
    """And on all their sites."""
    known = registry(ada(also=("The Bin Lady",)))
    editions = [
        out(
            1,
            by("Dr Ada Example"),
            by("the bin lady", id=2),
            by("admin", "Ada's blog", "https://ada.example", id=3),
            by("Ada Example", "Guardian of Bins", "https://else.example", id=4),
        )
    ]
    assert counts(heard(editions, known=known).people) == {"Ada Example": (4, 4, 4, 4)}


def test_who_is_not_in_the_registry_is_the_author_as_the_post_has_it() -> None:
    """In any spelling; a post that names nobody is its blog's."""
    editions = [
        out(1, by("Cyd Tester"), by("CYD TESTER", id=2), by("", "Bins Weekly", id=3), by("admin", "Bins", id=4))
    ]
    assert counts(heard(editions).people) == {
        "Cyd Tester": (2, 2, 2, 2),
        "Bins Weekly": (1, 1, 1, 1),
        "Bins": (1, 1, 1, 1),
    }


def test_two_authors_are_two_voices() -> None:
    """Each was heard; their region once."""
    known = registry(ada(region="Wales"), bert(region="Wales"))
    both = pick(1, authors=("Ada Example", "Bert Sample"))
    found = heard([out(1, both)], known=known)
    assert counts(found.people) == {"Ada Example": (1, 1, 1, 1), "Bert Sample": (1, 1, 1, 1)}
    assert counts(found.regions) == {"Wales": (1, 1, 1, 1)}


def test_a_pick_with_neither_author_nor_blog_is_its_sites() -> None:
    """A page added by hand."""
    assert counts(heard([out(1, by("", "", "https://page.example"))]).people) == {"page.example": (1, 1, 1, 1)}


# ---------------------------------------------------------------- sites and regions


def test_sites_are_told_apart_by_address() -> None:
    """A host; on a host of many people each one's part; where a feed says more, what it says."""
    lines = (byline(site="https://host.example/bins/", url="https://host.example/bins/9"),)
    editions = [
        out(
            1,
            by(blog="Bins", site="https://host.example/bins"),
            by(blog="Else", site="https://host.example/else", id=2),
            by(blog="Ada", site="https://medium.com/@ada", id=3),
            by(blog="Bert", site="https://medium.com/@bert", id=4),
        )
    ]
    found = heard(editions, *lines).sites
    assert {row.where for row in found} == {"host.example/bins", "host.example", "medium.com/@ada", "medium.com/@bert"}


def test_a_region_is_the_persons_else_the_folders() -> None:
    """And if neither is known, that is said."""
    known = registry(ada(region="Wales"), bert(region=""))
    editions = [out(1, by("Ada Example"), by("Bert Sample", id=2), by("Cyd", site="https://else.example", id=3))]
    found = heard(editions, known=known, regions={"https://blog.example/": "North West"})
    assert counts(found.regions) == {"Wales": (1, 1, 1, 1), "North West": (1, 1, 1, 1), NO_REGION: (1, 1, 1, 1)}


def test_regions_are_one_however_they_are_spelt() -> None:
    """Two curators wrote it down."""
    known = registry(ada(region="North West"), bert(region="north west"))
    found = heard([out(1, by("Ada Example"), by("Bert Sample", id=2))], known=known)
    assert [row.ever for row in found.regions] == [2]


# ---------------------------------------------------------------- never, and back


def test_who_writes_and_never_was_featured_is_named() -> None:
    """The busiest first; with their blog."""
    lines = (
        byline("Cyd Tester", "Bins", posts=(1, 5, 9)),
        byline("Dora Tester", "Votes", posts=(0, 7, 9)),
        byline("Ada Example", posts=(2, 9, 9)),
    )
    found = heard([out(70, by("Ada Example"))], *lines).never
    assert [(row.name, row.where, row.posts[1]) for row in found] == [
        ("Dora Tester", "Votes", 7),
        ("Cyd Tester", "Bins", 5),
    ]


def test_who_has_not_written_lately_is_not_missed() -> None:
    """Twelve weeks back."""
    assert heard([], byline("Cyd Tester", posts=(0, 0, 9))).never == ()


def test_who_writes_again_after_a_silence_is_named() -> None:
    """The longest silence first, reckoned from post to post."""
    lines = (
        byline("Cyd Tester", first=ago(days=3), before=ago(weeks=20)),
        byline("Dora Tester", first=ago(days=3), before=ago(weeks=60)),
        byline("Ada Example", first=ago(days=3), before=ago(weeks=10)),
        byline("Eli New", first=ago(days=3), before=None),
        byline("Fay Silent", posts=(0, 0, 3), first=None, before=ago(weeks=30)),
    )
    found = heard([], *lines).back
    assert [(row.name, row.silent_weeks, row.since) for row in found] == [
        ("Dora Tester", 59, ago(days=3)),
        ("Cyd Tester", 19, ago(days=3)),
    ]


def test_a_silence_on_one_blog_is_none_if_they_wrote_on_another() -> None:
    """A person is one voice."""
    lines = (
        byline("Ada Example", "A Blog", first=ago(days=3), before=ago(weeks=60)),
        byline("Ada Example", "Another", first=ago(days=9), before=ago(weeks=5)),
    )
    assert heard([], *lines, known=registry(ada())).back == ()


def test_posts_of_all_their_blogs_add_up() -> None:
    """For a person as for a site."""
    lines = (byline("Ada Example", "A Blog", posts=(1, 2, 3)), byline("Ada Example", "Another", posts=(1, 1, 1)))
    (row,) = heard([out(1, by())], *lines, known=registry(ada())).people
    assert (row.posts, row.latest) == ((2, 3, 4), NOW)


# ---------------------------------------------------------------- left out


def test_who_opted_out_is_in_no_row() -> None:
    """Neither featured nor missed nor back; how many picks that is, is said."""
    known = registry(ada(opted_out=True), bert())
    lines = (
        byline("Ada Example", posts=(1, 9, 9), first=ago(days=3), before=ago(weeks=60)),
        byline("Bert Sample", posts=(1, 1, 1)),
    )
    found = heard([out(1, by("Ada Example"), by("Bert Sample", id=2))], *lines, known=known)
    assert found.left_out == 1
    assert [row.name for row in found.people] == ["Bert Sample"]
    assert (found.never, found.back) == ((), ())
    assert [row.ever for row in found.sites] == [1]


# ---------------------------------------------------------------- the order, and any input


def test_who_was_heard_most_in_the_year_comes_first() -> None:
    """Then who was heard lately; then by name."""
    editions = [
        out(1, by("Cyd"), by("Ada", id=2), number=3),
        out(20, by("Bert"), by("Ada", id=2), number=2),
        out(60, by("Bert"), by("Eli", id=2), number=1),
    ]
    assert [row.name for row in heard(editions).people] == ["Ada", "Cyd", "Bert", "Eli"]


def test_an_empty_desk_has_heard_nobody() -> None:
    """And says so by having no rows."""
    assert heard([]) == Voices(NOW)


_AUTHORS = st.lists(st.sampled_from(["Ada Example", "Bert Sample", "admin", "", "Cyd\u0000"]), max_size=2).map(tuple)
_PICKS = st.builds(
    lambda authors, blog, url: pick(1, authors=authors, blog=blog, url=url),
    _AUTHORS,
    st.sampled_from(["A Blog", "", "Ada Example"]),
    st.sampled_from(["https://blog.example/1", "https://ada.example/2", "", "not an address", "https://medium.com/"]),
)
_PEOPLE: list[Person] = [ada(), bert(opted_out=True), person("A Blog", affiliation="A Blog")]


@few
@given(st.lists(st.tuples(st.integers(0, 100), st.lists(_PICKS, min_size=1, max_size=3)), max_size=4), st.data())
def test_every_pick_is_counted_once_for_its_site(made: list[tuple[int, list[Pick]]], data: st.DataObject) -> None:
    """Whatever the picks are like: shown in a row, or among those left out."""
    known = registry(*data.draw(st.lists(st.sampled_from(_PEOPLE), unique=True)))
    editions = [out(weeks, *picks, number=n) for n, (weeks, picks) in enumerate(made, start=1)]
    found = heard(editions, known=known)
    total = sum(len(picks) for _, picks in made)
    assert sum(row.ever for row in found.sites) + found.left_out == total
    assert all(row.featured == tuple(sorted(row.featured)) and row.featured[-1] <= row.ever for row in found.people)
    assert heard(editions[::-1], known=known) == found
