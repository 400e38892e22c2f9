"""Addresses of people, blogs and tags: readable, stable, never shared."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.render.site.slugs import LONGEST, Slugs, fold
from tests.render.hostile import PAYLOADS

SAFE = re.compile(r"[a-z0-9][a-z0-9-]*")


def slug(name: str, kind: str = "person") -> str:
    return Slugs(kind).of(fold(name), name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Example", "ada-example"),
        ("  Ada\tExample ", "ada-example"),
        ("Zoë Näht", "zoe-naht"),
        ("O’Neil & Sons", "oneil-sons"),
        ("Section 114", "section-114"),
    ],
)
def test_a_name_in_latin_letters_is_its_own_address(name: str, expected: str) -> None:
    """Accents and punctuation go, words stay."""
    assert slug(name) == expected


@pytest.mark.parametrize(
    "name", ["Ада Пример", "例え 花子", "مثال", "Łukasz", "ß", "🫖", "…", "", "con", "NUL", "index"]
)
def test_other_names_have_an_address_of_their_own(name: str) -> None:
    """Where letters would be lost, or the system keeps the name for itself, a digest of the name is added."""
    assert SAFE.fullmatch(slug(name))
    assert re.search(r"-[0-9a-f]{10}$", slug(name))


def test_names_that_lose_their_difference_keep_apart() -> None:
    """Two names of which the same letters are left do not share a page."""
    names = ("Ada Example", "Ada-Example", "ADA/EXAMPLE", "Ада", "Ани", "Łada", "lada")
    slugs = Slugs("person")
    assert len({slugs.of(fold(name), name) for name in names}) == len(names)


def test_the_first_of_two_keeps_the_plain_address() -> None:
    """An archive that grows does not move anybody: only the newcomer's address bears a mark."""
    slugs = Slugs("tag")
    first = slugs.of("c", "C")
    assert first == "c"
    assert slugs.of("c#", "C#").startswith("c-")
    assert slugs.of("c", "C") == first


def test_a_mark_depends_on_the_name_alone() -> None:
    """Whoever else is there, the same name has the same marked address."""
    alone, beside = Slugs("person"), Slugs("person")
    beside.of("пётр", "Пётр")
    assert alone.of("ада", "Ада") == beside.of("ада", "Ада")


@pytest.mark.parametrize("words", PAYLOADS)
def test_hostile_names_are_harmless_file_names(words: str) -> None:
    """Nothing but small letters, digits and hyphens; never long."""
    made = slug(words)
    assert SAFE.fullmatch(made)
    assert len(made) <= LONGEST + 11


@given(st.lists(st.text(max_size=40), unique_by=fold, max_size=20))
def test_no_two_names_share_an_address(names: list[str]) -> None:
    """Whatever they are."""
    slugs = Slugs("person")
    made = [slugs.of(fold(name), name) for name in names]
    assert len(set(made)) == len(names)
    assert all(SAFE.fullmatch(each) for each in made)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(name: str) -> None:
    """So that what was told apart stays told apart."""
    assert fold(fold(name)) == fold(name)
