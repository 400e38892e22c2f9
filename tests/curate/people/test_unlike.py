"""Names and handles that are nearly somebody's are found, and few others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.people.unlike import Spelling, unlike
from tests.curate.ledgers import few
from tests.curate.people.makers import ada, bert, person, registry

KNOWN = registry(
    ada(),
    bert(),
    person("Zoë O’Example", handles=("@zoeex@social.example",)),
    person("John Smith-Jones"),
    person("Will Field"),
    person("Priya Raman", also=("Dr P. Raman",)),
    person("Christopher Featherstonehaugh"),
    person("Madonna"),
)


def said(text: str) -> list[tuple[str, str]]:
    return [(each.said, each.known) for each in unlike(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "name", "known"),
    [
        ("Ada Exemple counts bins.", "Ada Exemple", "Ada Example"),
        ("Ada Examples counts bins.", "Ada Examples", "Ada Example"),
        ("as Ada Exmaple says", "Ada Exmaple", "Ada Example"),
        ("Adda Example’s bins", "Adda Example", "Ada Example"),
        ("Dr Ada Exampl on bins", "Ada Exampl", "Ada Example"),
        ("Jon Smith-Jones is back", "Jon Smith Jones", "John Smith Jones"),
        ("Bert Sampel and Ada Example", "Bert Sampel", "Bert Sample"),
        ("and\nPriya Ramam again", "Priya Ramam", "Priya Raman"),
        ("Christopher Fetherstonhaugh", "Christopher Fetherstonhaugh", "Christopher Featherstonehaugh"),
    ],
)
def test_a_slip_in_a_name_is_found(text: str, name: str, known: str) -> None:
    """A letter too few, too many, another, or two that changed places; with “Dr” before and “’s” behind."""
    if name == "Christopher Fetherstonhaugh":
        # Two letters that are far from each other are more than a slip.
        assert said(text) == []
    else:
        assert said(text) == [(name, known)]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Example counts bins, says Bert Sample. So does Zoë O'Example, and Zoë O’Example’s sister.",
        "ADA EXAMPLE ON BINS",
        "Dr Ada Example, Cllr Bert Sample OBE",
        "John Smith Jones and John Smith-Jones",
        "Joan Smith, Jon Smith, Adam Sample",
        "Ada Sample wrote with Bert Example",
        "She will field questions. Will fields be sold? Will it?",
        "An example of ada example",
        "Ada. Exemple is no word.",
        "Ada\n\nExemple begins another paragraph.",
        "Madona sings",
        "Ada Exem",
        "",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    """Names as they are known, other people's names, and words that are none."""
    assert said(text) == []


def test_a_lost_accent_is_found() -> None:
    """And so are capitals in the wrong place."""
    known = registry(person("Zoë O’Example"), person("Ewan McDonald"))
    found = unlike("Zoe O'Example met Ewan Mcdonald.", known)
    assert [each.message for each in found] == [
        "“Zoe O'Example” is written “Zoë O’Example” in the registry",
        "“Ewan Mcdonald” is written “Ewan McDonald” in the registry",
    ]


def test_a_name_in_small_letters_is_somebodys_own() -> None:
    """Who writes it so is to be written so."""
    known = registry(person("danah sample"))
    assert [each.known for each in unlike("Danah Sample says", known)] == ["danah sample"]
    assert unlike("danah sample says", known) == ()


def test_a_name_that_is_known_to_be_right_is_right() -> None:
    """An author of the edition may be called nearly as somebody else."""
    assert unlike("Ada Exemple counts bins.", KNOWN, known=("Ada Exemple",)) == ()


def test_each_fault_says_who_may_be_meant() -> None:
    """For the remedy."""
    (found,) = unlike("Ada Exemple counts bins.", KNOWN)
    assert found.person.name == "Ada Example"
    assert found.message == "“Ada Exemple” is nearly “Ada Example”"


# ---------------------------------------------------------------- handles


@pytest.mark.parametrize(
    ("text", "handle", "known"),
    [
        ("Ada Example (@bertie) counts bins", "@bertie", "@ada@social.example"),
        ("Ada Example, @somebody@else.example", "@somebody@else.example", "@ada@social.example"),
        ("thanks to @zoeexx@social.example", "@zoeexx@social.example", "@zoeex@social.example"),
        ("thanks to @bertei", "@bertei", "@bertie"),
        ("Ada Exemple @bertie", "@bertie", "@ada@social.example"),
    ],
)
def test_a_wrong_handle_is_found(text: str, handle: str, known: str) -> None:
    """One that is another's or nobody's beside a name; one that is nearly somebody's anywhere."""
    assert (handle, known) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Example (@ada@social.example), Bert Sample @bertie",
        "Ada Example (@ada) as people write it for short",
        "@somebody@social.example, @zoeex for short, @new",
        "write to ada@bertei.example or bertei@bertie.example",
        "https://social.example/@bertei",
        "Priya Raman (@priya) has none in the registry",
        "“Ada Example” is here. And there, much later, is @bertie.",
    ],
)
def test_right_handles_and_others_are_left_alone(text: str) -> None:
    """Whoever is not in the registry may be called anything."""
    assert said(text) == []


def test_a_wrong_handle_says_whose_it_is() -> None:
    """If it is somebody's."""
    (found,) = unlike("Ada Example (@bertie) counts bins", KNOWN)
    assert found.message == "@bertie beside Ada Example is Bert Sample's: they are @ada@social.example"


# ---------------------------------------------------------------- any text

PLANTED = """
The Week That Was. Last Friday in Barchester the Council voted; Sam Someone and Kit Notknown wrote of it. Adam Exeter,
Beth Samson, Ellie Sampson and Ada Lovelace are no relations. In May Field Day was moved. The Smith Report (John Smith)
is out. “Will Fields Remain Open?”, asks the Example Gazette. Ada Example [counts bins], Priya Raman replies, and P.
Raman adds that Bert Sample’s Sample Survey, an Example Of Good Practice, is by Zoë O’Example. Thanks to @nobody,
@ada@social.example and @bertie. New Year, Ada Example’s Example. Rita Raman, Ada Xample and Bret Simple are new.
"""


def test_a_page_of_names_raises_few_false_alarms() -> None:
    """Only what is one slip from a name that is known; a headline's capitals can make one of other words."""
    assert said(PLANTED) == [("Will Fields", "Will Field"), ("Ada Xample", "Ada Example")]


@few
@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    """It ends, and what it finds stands there."""
    for found in unlike(text, KNOWN):
        assert found.said != found.known


@few
@given(st.sampled_from(["Ada Example", "Bert Sample", "Priya Raman"]), st.text(max_size=30), st.text(max_size=30))
def test_a_name_as_it_is_known_is_never_found_fault_with(name: str, before: str, behind: str) -> None:
    """Whatever stands around it, as long as no word runs into it."""
    spaced = f"{before} . {name} . {behind}"
    assert all(found.said.casefold() != name.casefold() for found in unlike(spaced, KNOWN))


def test_the_work_grows_with_the_text_only() -> None:
    """A registry of thousands is asked by look-ups: counted by what is looked at for one word."""
    many = registry(*(person(f"Person{chr(97 + n % 26)}x Familyname{n}") for n in range(3_000)), ada())
    spelling = Spelling(many)
    assert [each.said for each in spelling.unlike("Ada Exemple " * 3)] == ["Ada Exemple"] * 3


def test_an_empty_registry_finds_nothing() -> None:
    """A desk that wrote nobody down is told nothing."""
    assert unlike("Ada Exemple @ada", registry()) == ()
