"""Names, handles and sites folded, so that two spellings of one can be told to be the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.people.names import (
    apart,
    clean_handle,
    clean_site,
    could_be,
    digest,
    fold_name,
    is_nobody,
    person_key,
    site_key,
    sites_above,
    spellings,
)
from tests.curate.ledgers import few


@pytest.mark.parametrize(
    "spelling",
    [
        "Zoë O’Example",
        "zoë o'example",
        "ZOE OEXAMPLE",
        "Zoe\u0308 O‘Example",
        "Dr. Zoë O’Example",
        "Cllr Dr Zoe O'Example OBE",
        "  Zoë   O’Example  ",
        "Zoë O’Example (she/her)",
        "Prof Zoë O’Example, PhD",
    ],
)
def test_a_name_is_the_same_however_it_is_spelt(spelling: str) -> None:
    """Case, accents, apostrophes, titles, letters behind it and asides mean nobody else."""
    assert fold_name(spelling) == "zoe oexample"


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Łukasz Øst", "lukasz ost"),
        ("Æthel Þorn", "aethel thorn"),
        ("Weiß", "weiss"),
        ("Ada Example-Smith", "ada example smith"),
        ("A. J. Example", "a j example"),
        ("李明", "李明"),
        ("Иван Примеров", "иван примеров"),
        ("Dr", "dr"),
        ("MP", "mp"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_names_of_all_kinds_are_folded(name: str, folded: str) -> None:
    """Letters without an accent to take away too; a title that is all there is stays."""
    assert fold_name(name) == folded


@few
@given(st.text())
def test_folding_twice_changes_nothing_more(name: str) -> None:
    """Whatever a feed calls its author: a folded name is its own folded form, unless it begins like a title."""
    folded = fold_name(name)
    assert fold_name(folded.upper()) in (folded, fold_name(folded))
    assert folded == folded.strip()


def test_a_long_name_is_cut() -> None:
    """A whole article where a name should be costs no more than a name."""
    assert len(fold_name("word " * 100_000)) <= 200


def test_a_family_name_may_come_first() -> None:
    """As libraries write it; where there are two commas it is a list."""
    assert list(spellings("Example, Ada")) == ["example ada", "ada example"]
    assert list(spellings("Ada, Bert, Cyd")) == ["ada bert cyd"]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ada Example and Bert Sample", ["Ada Example", "Bert Sample"]),
        ("Ada Example & Bert Sample", ["Ada Example", "Bert Sample"]),
        ("Ada Example, Bert Sample, Cyd Tester", ["Ada Example", "Bert Sample", "Cyd Tester"]),
        ("Ada Example with Bert Sample", ["Ada Example", "Bert Sample"]),
        ("Ada Example", []),
        ("Andrew Sandwith", []),
        ("Ada Example and ", []),
    ],
)
def test_several_names_in_one_line_are_told_apart(author: str, names: list[str]) -> None:
    """Feeds often have one author's line for two authors."""
    assert apart(author) == names


@pytest.mark.parametrize(
    "author",
    ["admin", "The Editor", "Web Team", "webmaster", "Editorial Team Staff".replace("Editorial ", ""), "", "?"],
)
def test_what_stands_where_a_name_should_be_is_nobody(author: str) -> None:
    """Blogs are set up by “admin”."""
    assert is_nobody(fold_name(author))


def test_a_blogs_own_name_is_nobody() -> None:
    """With or without “the … team” around it; a person's name is somebody."""
    assert is_nobody("barchester digital", "barchester digital")
    assert is_nobody("the barchester digital team", "barchester digital")
    assert not is_nobody("ada example", "barchester digital")


@pytest.mark.parametrize("said", ["ada", "example", "adaexample", "aexample", "a example", "ada j example", "adae"])
def test_a_short_form_may_be_the_person(said: str) -> None:
    """First names, user names and initials, where something else says that it is them."""
    assert could_be(said, "ada example")


@pytest.mark.parametrize("said", ["a", "", "bert", "bert example", "ada sample", "guest"])
def test_another_name_is_not_the_person(said: str) -> None:
    """One letter is nobody; a family name alone does not make another first name fit."""
    assert not could_be(said, "ada example")


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("@ada", "@ada"),
        ("ada", "@ada"),
        ("@Ada@Social.Example", "@ada@social.example"),
        ("acct:ada@social.example", "@ada@social.example"),
        ("https://social.example/@ada", "@ada@social.example"),
        ("https://bsky.app/profile/ada.example", "@ada.example"),
        ("https://x.com/ada_e", "@ada_e"),
        ("@ada.", "@ada"),
        ("", ""),
        ("@", ""),
        ("@a b", ""),
        ("@ada@nohost", ""),
        ("https://social.example/about", ""),
        ("https://x.com/ada/status/1", ""),
        ("@" + "a" * 101, ""),
        ("<script>", ""),
    ],
)
def test_handles_of_all_networks_are_kept_alike(text: str, handle: str) -> None:
    """Names, names with a host, addresses of profiles; anything else is none."""
    assert clean_handle(text) == handle


@few
@given(st.text())
def test_a_clean_handle_is_its_own_clean_form(text: str) -> None:
    """So that reading back what was written changes nothing."""
    if handle := clean_handle(text):
        assert clean_handle(handle) == handle


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.ada.example/", "ada.example"),
        ("http://ada.example", "ada.example"),
        ("ada.example/blog/?utm_source=x#top", "ada.example/blog"),
        ("https://medium.com/@ada/", "medium.com/@ada"),
        ("http://127.0.0.1:8746/bins/", "127.0.0.1:8746/bins"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_one_site_has_one_key(address: str, key: str) -> None:
    """Scheme, www, slash, query and place on the page make no other site."""
    assert site_key(address) == key


def test_a_page_belongs_to_the_nearest_site_first() -> None:
    """A person's folder before the host."""
    assert sites_above("https://a.example/~ada/2026/bins/") == (
        "a.example/~ada/2026/bins",
        "a.example/~ada/2026",
        "a.example/~ada",
        "a.example",
    )
    assert sites_above("") == ()
    assert len(sites_above("https://a.example/" + "x/" * 1_000)) <= 6


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("https://ada.example/", "https://ada.example/"),
        ("ada.example", "https://ada.example"),
        ("https://medium.com/@ada", "https://medium.com/@ada"),
        ("https://ada.medium.com/", "https://ada.medium.com/"),
        ("https://medium.com/", ""),
        ("substack.com", ""),
        ("javascript:alert(1)", ""),
        ("ada", ""),
        ("https://ada@evil.example/", ""),
    ],
)
def test_a_host_of_many_people_is_nobodys_site(text: str, site: str) -> None:
    """Else everybody there would be one person."""
    assert clean_site(text) == site


def test_a_key_is_the_same_on_every_desk_and_does_not_say_the_name() -> None:
    """Two curators who write down the same person write down one."""
    assert person_key("Ada Example") == person_key("dr ADA EXAMPLE")
    assert person_key("Ada Example", 2) == f"{person_key('Ada Example')}-2"
    assert "ada" not in person_key("Ada Example")


def test_a_digest_tells_kinds_apart() -> None:
    """A name that reads like a site is not the site."""
    assert digest("name", "ada") != digest("site", "ada")
    assert digest("name", "ada") == digest("name", "ada")
    assert len(digest("name", "ada")) == 16
