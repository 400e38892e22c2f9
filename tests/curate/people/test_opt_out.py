"""Who asked to be left out is left out, by every sign that there is of them."""

from __future__ import annotations

import pytest

from roundup.curate.people import Registry
from roundup.curate.people.names import digest, fold_name, site_key
from roundup.model import Person
from tests.curate.people.makers import ada, bert, person, registry

OUT = registry(ada(opted_out=True), bert())
HERS = "https://ada.example/1"
ELSEWHERE = "https://else.example/1"


def words(known: Registry, authors: tuple[str, ...], blog: str = "", url: str = "") -> str:
    found = known.opted_out(authors, blog, url)
    return found.words if found else ""


@pytest.mark.parametrize("author", ["Ada Example", "dr ada example", "Example, Ada", "@ada@social.example"])
def test_their_posts_are_left_out_wherever_they_are(author: str) -> None:
    """On their own site, and as guests on others'."""
    assert words(OUT, (author,), "Another", ELSEWHERE) == "Ada Example asked to be left out of editions"


def test_one_of_several_authors_is_enough() -> None:
    """Whether the feed has one line for them or two."""
    assert words(OUT, ("Bert Sample", "Ada Example"))
    assert words(OUT, ("Bert Sample and Ada Example",))


def test_all_of_their_site_is_left_out() -> None:
    """Also what a guest wrote there: an edition would lead its readers to the site."""
    said = "it is on the site of Ada Example, who asked to be left out of editions"
    assert words(OUT, (), "Ada's blog", HERS) == said
    assert words(OUT, ("Cyd Guest",), "Ada's blog", HERS) == said
    assert words(OUT, ("Bert Sample",), "Ada's blog", HERS) == said


def test_a_site_that_is_shared_is_not_left_out_for_one() -> None:
    """There names tell."""
    both = registry(ada(opted_out=True, sites=("https://group.example/",)), bert(sites=("https://group.example/",)))
    assert not words(both, (), "Group", "https://group.example/1")
    assert words(both, ("Ada Example",), "Group", "https://group.example/1")


def test_an_organisation_can_opt_out() -> None:
    """Then its site is left out, whoever writes there."""
    known = registry(
        person("Council", affiliation="Council", sites=("https://group.example/",), opted_out=True), bert()
    )
    assert words(known, ("Bert Sample",), "", "https://group.example/1")


def test_of_two_who_cannot_be_told_apart_none_is_featured() -> None:
    """To leave out one too many is the lesser harm; the site tells them apart."""
    known = registry(
        person("Jo Smith", key="one", sites=("https://jo.example/",), opted_out=True),
        person("Jo Smith", key="two", sites=("https://smith.example/",)),
    )
    assert words(known, ("Jo Smith",), "", ELSEWHERE)
    assert not words(known, ("Jo Smith",), "", "https://smith.example/1")


@pytest.mark.parametrize(
    ("authors", "url"), [(("Bert Sample",), ELSEWHERE), ((), ELSEWHERE), (("Ada Exemple",), ELSEWHERE), ((), "")]
)
def test_nobody_else_is_left_out(authors: tuple[str, ...], url: str) -> None:
    """Not even somebody of nearly the same name."""
    assert not words(OUT, authors, "A Blog", url)


def test_where_nobody_opted_out_nothing_is_asked() -> None:
    """Which is most desks."""
    known = registry(ada(), bert())
    assert not known.has_opt_outs
    assert known.opted_out(("Ada Example",), "", HERS) is None


def test_the_remedy_says_how_it_is_lifted() -> None:
    """By their name."""
    found = OUT.opted_out(("Ada Example",))
    assert found is not None
    assert found.remedy == 'If they agreed to be in editions again: roundup people opt-in "Ada Example"'


# ---------------------------------------------------------------- forgotten, and still left out


def forgotten() -> Person:
    marks = (
        digest("name", fold_name("Ada Example")),
        digest("handle", "@ada@social.example"),
        digest("site", site_key("https://ada.example/")),
    )
    return Person(key="0123456789ab", name="", traces=marks, opted_out=True)


GONE = registry(forgotten(), bert())


@pytest.mark.parametrize(
    ("authors", "url"),
    [
        (("Ada Example",), ELSEWHERE),
        (("Dr. ADA EXAMPLE",), ""),
        (("Example, Ada",), ""),
        (("Bert Sample and Ada Example",), ELSEWHERE),
        (("@ada@social.example",), ELSEWHERE),
        ((), "https://www.ada.example/2026/bins/"),
        (("Cyd Guest",), HERS),
    ],
)
def test_digests_tell_whose_posts_they_are(authors: tuple[str, ...], url: str) -> None:
    """Nothing is written down of them, and they are left out all the same, unnamed."""
    assert words(GONE, authors, "A Blog", url) == "somebody whose details were removed asked to be left out of editions"


def test_others_are_not_taken_for_them() -> None:
    """Neither other names nor other sites."""
    assert not words(GONE, ("Bert Sample",), "", "https://bert.example/blog/1")
    assert not words(GONE, ("Ada Sample",), "", ELSEWHERE)


def test_a_name_that_somebody_here_bears_is_theirs() -> None:
    """Another Ada Example who was written down later is not left out; on the first one's site everybody is."""
    known = registry(forgotten(), ada(sites=("https://other.example/",), handles=()))
    assert not words(known, ("Ada Example",), "", "https://other.example/1")
    assert words(known, ("Ada Example",), "", HERS)


def test_the_remedy_names_the_key_where_there_is_no_name() -> None:
    """That is all that is left."""
    found = GONE.opted_out(("Ada Example",))
    assert found is not None
    assert found.remedy.endswith('opt-in "0123456789ab"')
    assert GONE.forgotten("ada example") == forgotten()
    assert GONE.forgotten("Bert Sample") is None
