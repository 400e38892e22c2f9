"""Whose words were in editions: blogs, and people under all their names."""

from __future__ import annotations

from datetime import datetime, timedelta

from roundup.curate.heard import heard
from roundup.curate.people import Registry
from roundup.model import EditionMeta, EditionsState, FrozenEdition, Person, Pick
from tests.samples import NOW, edition, pick, post

LATER = NOW + timedelta(days=7)
ADA = Person("k1", "Ada Example", also=("A. Example",), sites=("https://ada.example/",))


def closed(*editions: tuple[datetime, tuple[Pick, ...]]) -> EditionsState:
    """Editions that were closed then, with these picks."""
    frozen = tuple(FrozenEdition(edition(*picks, number=n), when) for n, (when, picks) in enumerate(editions, 1))
    return EditionsState(EditionMeta(len(frozen) + 1), closed=frozen)


def test_the_last_time_counts() -> None:
    """For blogs and people alike."""
    found = heard(closed((NOW, (pick(1), pick(2, blog="B", authors=("Bert",)))), (LATER, (pick(3),))))
    assert found.blogs == {"A Blog": LATER, "B": NOW}
    assert found.people == {"ada example": LATER, "bert": NOW}


def test_names_are_folded() -> None:
    """Titles, case and accents do not make another person."""
    found = heard(closed((NOW, (pick(1, authors=("Dr. ADA Exámple",)),))))
    assert found.voices(post(authors=("Ada Example",)))[0][0] in found.people


def test_who_is_called_as_the_blog_or_as_nobody_is_no_person() -> None:
    """Such picks are unsigned: that an author was never named there says nothing."""
    found = heard(closed((NOW, (pick(1, authors=("A Blog",)), pick(2, blog="B", authors=("admin",))))))
    assert found.people == {}
    assert found.unsigned == {"A Blog", "B"}


def test_the_registry_knows_people_under_all_their_names() -> None:
    """And by their sites, where a post names nobody."""
    found = heard(closed((NOW, (pick(1, authors=("A. Example",)),))), Registry([ADA]))
    ((key, name),) = found.voices(post(authors=("Ada Example",)))
    assert name == "Ada Example"
    assert found.people[key] == NOW
    assert found.voices(post(authors=(), blog="Else", url="https://ada.example/bins"))[0][0] == key
    assert found.voices(post(authors=("Bert",)))[0][0] not in found.people


def test_before_the_first_edition_nobody_was_heard() -> None:
    """An empty desk."""
    found = heard(closed())
    assert (dict(found.blogs), dict(found.people), found.unsigned) == ({}, {}, frozenset())
