"""What is filed where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from roundup.curate.people import Registry
from roundup.model import Edition, Erratum, FrozenEdition, Person
from roundup.render.site.archive import Index, Topic, index, places
from tests.render.site.archives import closed, edition, pick
from tests.samples import NOW


def indexed(*editions: Edition, registry: Registry | None = None, specials: Sequence[Edition] = ()) -> Index:
    return index(places(closed(*editions), specials), registry)


def filed(topics: Sequence[Topic]) -> dict[str, list[tuple[int, int]]]:
    """name → (edition, pick) of what is filed under it."""
    return {topic.name: [(f.place.edition.number, f.number) for f in topic.featured] for topic in topics}


def test_everything_is_filed_under_who_wrote_it_where_and_about_what() -> None:
    """A pick under its author, its blog and its tags, the newest first."""
    found = indexed(
        edition(1, pick(1, "Ada Example", "A Blog", tags=("bins",)), pick(2, "Bert Sample", "B Blog")),
        edition(2, pick(3, "Ada Example", "A Blog", tags=("Bins", "maps"))),
    )
    assert filed(found.people) == {"Ada Example": [(2, 1), (1, 1)], "Bert Sample": [(1, 2)]}
    assert filed(found.blogs) == {"A Blog": [(2, 1), (1, 1)], "B Blog": [(1, 2)]}
    assert filed(found.tags) == {"Bins": [(2, 1), (1, 1)], "maps": [(2, 1)]}


def test_editions_are_filed_under_their_year_tags_and_categories() -> None:
    """As a whole; years the newest first."""
    found = indexed(edition(1, tags=("#Weeknotes",)), edition(8, categories=("weeknotes",)))
    assert [(year.name, len(year.editions)) for year in found.years] == [("2027", 1), ("2026", 1)]
    (tag,) = found.tags
    assert (tag.slug, [place.edition.number for place in tag.editions]) == ("weeknotes", [8, 1])


@pytest.mark.parametrize("author", ["", "admin", "Editor", "WordPress", " "])
def test_nobody_is_no_person(author: str) -> None:
    """What blogs write where an author should stand is nobody who was featured."""
    assert indexed(edition(1, pick(1, author))).people == ()


def test_one_person_under_several_spellings_has_one_page() -> None:
    """Case, accents and titles make no other person; the latest spelling is shown."""
    found = indexed(edition(1, pick(1, "zoë näht")), edition(2, pick(2, "Dr Zoë Näht")))
    assert filed(found.people) == {"Dr Zoë Näht": [(2, 1), (1, 1)]}


def test_the_registry_says_who_is_who() -> None:
    """Names that curators know to be one person's share a page under the name they wrote down."""
    ada = Person("ada", "Ada Example", also=("Ada of the Kettle",), sites=("https://kettle.example/",))
    found = indexed(
        edition(1, pick(1, "Ada of the Kettle"), pick(2, "Ada Example"), pick(3, "", url="https://kettle.example/x")),
        registry=Registry([ada]),
    )
    assert filed(found.people) == {"Ada Example": [(1, 1), (1, 2), (1, 3)]}


def test_who_opted_out_is_in_no_list() -> None:
    """Neither as a person nor with their blog. What was published stays as it was published."""
    shy = Person("shy", "Ada Example", sites=("https://kettle.example/",), opted_out=True)
    found = indexed(
        edition(
            1,
            pick(1, "Ada Example", "Ada’s", url="https://kettle.example/1"),
            pick(2, "Bert Sample", "B Blog"),
            pick(3, "", "Ada’s", url="https://kettle.example/2"),
        ),
        registry=Registry([shy]),
    )
    assert filed(found.people) == {"Bert Sample": [(1, 2)]}
    assert filed(found.blogs) == {"B Blog": [(1, 2)]}
    assert len(found.places[0].edition.picks) == 3


def test_each_of_several_authors_is_featured() -> None:
    """A post by two is on both their pages; the same name twice counts once."""
    two = replace(pick(1), authors=("Ada", "Bert", "ada"))
    assert set(filed(indexed(edition(1, pick(2, "Cleo"), two)).people)) == {"Ada", "Bert", "Cleo"}


def test_editions_of_the_same_name_have_folders_of_their_own() -> None:
    """The later one's number is added, whatever order they are given in."""
    found = places(closed(edition(5, slug="same"), edition(2, slug="same")), [edition(0, slug="same")])
    assert {place.edition.number: place.folder for place in found} == {2: "same", 5: "same-5", 0: "same-0"}


def test_the_newest_edition_comes_first() -> None:
    """By its date, then by its number."""
    found = places(closed(edition(1), edition(3), edition(2, date="2030-01-01")))
    assert [place.edition.number for place in found] == [2, 3, 1]


def test_special_editions_are_listed_and_not_counted_twice() -> None:
    """Their picks were featured in the weekly ones; they are in their year, and marked."""
    found = indexed(edition(1, pick(1)), specials=(edition(0, pick(1), slug="year-2026", date="2026-12-31"),))
    assert filed(found.people) == {"Ada Example": [(1, 1)]}
    first = found.years[0].editions[0]
    assert (first.folder, first.special) == ("year-2026", True)
    assert [place.edition.number for place in found.weekly] == [1]


def test_a_digest_changes_with_anything_that_is_shown() -> None:
    """And with nothing else: what stays as it was keeps its digest."""
    before = indexed(edition(1, pick(1)), edition(2, pick(2, "Bert Sample")))
    after = indexed(edition(1, pick(1, title="Other words")), edition(2, pick(2, "Bert Sample")))
    changed = [old.name for old, new in zip(before.people, after.people, strict=True) if old.mark() != new.mark()]
    assert changed == ["Ada Example"]


def test_an_edition_is_known_by_the_decision_that_closed_it() -> None:
    """Nothing alters that; a correction, another status or another decision under the same number do count."""
    frozen = FrozenEdition(edition(1, pick(1)), NOW, decision="01A")
    said = replace(frozen.edition, errata=(Erratum("It was Tuesday.", "2026-03-01"),))
    others = (
        replace(frozen, edition=said),
        replace(frozen, edition=replace(said, errata=(*said.errata, *said.errata))),
        replace(frozen, edition=replace(frozen.edition, status="published")),
        replace(frozen, decision="01B"),
        replace(frozen, decision=""),
    )
    digests = {places([each])[0].digest for each in (frozen, *others)}
    assert len(digests) == 1 + len(others)
    assert places([frozen]) == places([replace(frozen, url="https://blog.example/1/")])


def test_an_archive_of_nothing_is_empty() -> None:
    """A desk that has not published yet."""
    assert indexed() == Index((), (), (), (), ())
