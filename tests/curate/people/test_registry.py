"""The registry tells who wrote a post, and says nobody where it cannot be sure."""

from __future__ import annotations

import pytest

from roundup.curate.people import Registry
from roundup.errors import NotFound, UsageError
from roundup.model import Person
from tests.curate.people.makers import ADA, ada, bert, person, registry

KNOWN = registry(ada(), bert())
ELSEWHERE = "https://else.example/2026/post/"
HERS = "https://ada.example/2026/11/bins/"


def name_of(found: Person | None) -> str:
    return found.name if found else ""


# ---------------------------------------------------------------- by name


@pytest.mark.parametrize(
    "author",
    [
        "Ada Example",
        "ada example",
        "ADA EXAMPLE",
        "Dr Ada Example",
        "Cllr. Ada Example OBE",
        "Example, Ada",
        "Áda Exámple",
    ],
)
def test_a_name_is_known_however_it_is_spelt(author: str) -> None:
    """On whatever blog."""
    assert name_of(KNOWN.of((author,), "Another Blog", ELSEWHERE)) == "Ada Example"


def test_another_name_of_theirs_is_theirs() -> None:
    """Pen names and names from before."""
    known = registry(ada(also=("The Bin Lady",)))
    assert name_of(known.of(("the bin lady",))) == "Ada Example"


def test_a_handle_for_an_author_is_theirs() -> None:
    """Some feeds name authors so."""
    assert name_of(KNOWN.of(("@ada@social.example",))) == "Ada Example"
    assert KNOWN.of(("@nobody",)) is None


def test_a_guest_post_is_its_authors_own() -> None:
    """The name beats the site."""
    assert name_of(KNOWN.of(("Bert Sample",), "Ada's blog", HERS)) == "Bert Sample"


def test_a_strangers_guest_post_is_nobodys() -> None:
    """Ada did not write it, though it is on her site."""
    found = KNOWN.look(("Cyd Guest",), "Ada's blog", HERS)
    assert found.person is None
    assert found.why == "Cyd Guest is not in the registry; the site is Ada Example's"


def test_two_authors_are_both_known_and_neither_is_the_one() -> None:
    """Whether the feed has one line or two for them."""
    for authors in (("Ada Example", "Bert Sample"), ("Ada Example and Bert Sample",), ("Ada Example & Bert Sample",)):
        found = KNOWN.look(authors)
        assert [each.name for each in found.people] == ["Ada Example", "Bert Sample"]
        assert found.person is None


def test_a_known_author_beside_a_stranger_is_known() -> None:
    """As far as the registry goes they are the one who wrote it."""
    assert name_of(KNOWN.of(("Ada Example", "Cyd Guest"), "", ELSEWHERE)) == "Ada Example"


def test_a_blog_that_bears_a_persons_name_is_theirs() -> None:
    """Where the posts name nobody."""
    assert name_of(KNOWN.of((), "Ada Example", ELSEWHERE)) == "Ada Example"


def test_a_first_name_alone_is_only_known_at_home() -> None:
    """Every blog has an Ada; that of a person who is called nothing else is theirs on their own site."""
    known = registry(person("Ada", sites=("https://ada.example/",)), person("Zed"))
    assert name_of(known.of(("ada",), "", HERS)) == "Ada"
    assert known.of(("ada",), "", ELSEWHERE) is None
    assert name_of(known.of(("Zed",), "", ELSEWHERE)) == "Zed"


# ---------------------------------------------------------------- two of a name

SMITHS = registry(
    person("Jo Smith", key="one", sites=("https://jo.example/",)),
    person("Jo Smith", key="two", sites=("https://medium.com/@jo",)),
)


def test_two_of_a_name_are_told_apart_by_their_sites() -> None:
    """The address of the post decides."""
    found = SMITHS.of(("Jo Smith",), "", "https://medium.com/@jo/bins-1")
    assert found is not None
    assert found.key == "two"


def test_two_of_a_name_elsewhere_are_nobody() -> None:
    """With the reason."""
    found = SMITHS.look(("Jo Smith",), "", ELSEWHERE)
    assert (found.people, found.person) == ((), None)
    assert found.why == "2 people here are called Jo Smith, and the site does not tell which"


# ---------------------------------------------------------------- by site


@pytest.mark.parametrize("author", ["", "admin", "ada", "aexample", "A. Example", "Ada J. Example", "Ada's blog"])
def test_a_site_speaks_for_its_owner(author: str) -> None:
    """Where the post names nobody, or somebody who may be the owner, or the blog."""
    found = KNOWN.look((author,) if author else (), "Ada's blog", HERS)
    assert name_of(found.person) == "Ada Example"


def test_a_part_of_a_host_may_be_a_site() -> None:
    """Bert's is a folder; the rest of the host is not his."""
    assert name_of(KNOWN.of((), "", "https://www.bert.example/blog/2026/bins/?utm_source=x")) == "Bert Sample"
    assert KNOWN.of((), "", "https://bert.example/shop/") is None


def test_a_site_of_two_people_is_neither_ones() -> None:
    """A group's blog: only the names tell."""
    both = registry(ada(sites=("https://group.example/",)), bert(sites=("https://group.example/",)))
    assert both.of((), "Group", "https://group.example/1") is None
    assert name_of(both.of(("Bert Sample",), "Group", "https://group.example/1")) == "Bert Sample"


def test_a_site_of_an_organisation_is_its_own_whoever_writes_there() -> None:
    """Unless the author is known: then it is theirs."""
    council = person("Barchester Council", affiliation="Barchester Council", sites=("https://group.example/",))
    known = registry(council, ada(sites=("https://group.example/",)))
    assert name_of(known.of(("Cyd Guest",), "Digital", "https://group.example/1")) == "Barchester Council"
    assert name_of(known.of(("Ada Example",), "Digital", "https://group.example/1")) == "Ada Example"
    assert name_of(known.owner("https://group.example/")) == "Barchester Council"


def test_the_nearest_site_decides() -> None:
    """A person's folder on an organisation's host."""
    host = person("Host", affiliation="Host", sites=("https://group.example/",))
    known = registry(host, ada(sites=("https://group.example/~ada",)))
    assert name_of(known.of((), "", "https://group.example/~ada/1")) == "Ada Example"
    assert name_of(known.of((), "", "https://group.example/~bert/1")) == "Host"


def test_nobody_is_known_to_an_empty_registry() -> None:
    """Which is what a new desk has."""
    found = Registry().look(("Ada Example",), "A Blog", HERS)
    assert (found.person, found.why) == (None, "nobody in the registry has this name or site")


def test_nothing_at_all_is_nobody() -> None:
    """A post may have neither author nor blog nor address."""
    assert KNOWN.of((), "", "") is None
    assert KNOWN.of(("",), "", "not an address") is None


# ---------------------------------------------------------------- looking somebody up


@pytest.mark.parametrize(
    "ref",
    ["Ada Example", "dr ada EXAMPLE", "Example, Ada", "@ada@social.example", "https://ada.example", "ada.example", ADA],
)
def test_a_person_is_found_by_whatever_names_them(ref: str) -> None:
    """Name, handle, site, key."""
    assert KNOWN.find(ref).name == "Ada Example"


def test_an_entry_that_was_united_with_another_is_found_by_its_old_key() -> None:
    """Scripts may hold it."""
    assert registry(ada(keys=("old",))).find("old").name == "Ada Example"


def test_nobody_of_that_name_names_the_nearest() -> None:
    """A slip of the keyboard."""
    with pytest.raises(NotFound, match="nobody here is called Ada Exemple") as error:
        KNOWN.find("Ada Exemple")
    assert error.value.hint == "Did you mean Ada Example? See them with: roundup people. New: roundup people add NAME"


def test_several_of_that_name_are_named_by_their_keys() -> None:
    """With what tells them apart."""
    with pytest.raises(UsageError, match="2 people here may be meant by jo smith") as error:
        SMITHS.find("jo smith")
    assert "one (https://jo.example/)" in error.value.hint


def test_names_are_all_that_are_written_down() -> None:
    """For checks: as people write them."""
    assert registry(ada(also=("The Bin Lady",)), person("", traces=("0" * 16,))).names() == (
        "Ada Example",
        "The Bin Lady",
    )


def test_thousands_of_posts_are_asked_quickly() -> None:
    """Each costs a few look-ups, however many people there are: counted, not timed."""
    known = registry(*(person(f"Person{n} Number{n}", sites=(f"https://p{n}.example/",)) for n in range(2_000)))
    looked = [known.of((f"Person{n} Number{n}",), "", f"https://p{n}.example/x") for n in range(0, 2_000, 40)]
    assert all(looked)
