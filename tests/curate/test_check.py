"""Checks: each fires on its fault and keeps quiet otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import roundup.curate.check as module
from roundup.config import CheckSettings, Settings
from roundup.curate.check import CHECKS, CheckFacts, check
from roundup.model import Edition, Finding, FrozenEdition, Snapshot
from tests.samples import NOW, edition, pick, quote, snapshot

TEXT = snapshot("Plain words. And a good many more of them stand here, in a row.")


def findings(made: Edition, *, texts: Sequence[Snapshot] = (TEXT,), **fields: Any) -> tuple[Finding, ...]:
    facts: dict[str, Any] = {"settings": Settings(root=Path("desk")), "snapshots": {1: texts, 2: texts}, **fields}
    return check(made, CheckFacts(**facts))


def levels(made: Edition, **fields: Any) -> dict[str, str]:
    """check → level of all that was found."""
    return {finding.check: finding.level for finding in findings(made, **fields)}


def one(**fields: Any) -> Edition:
    return edition(pick(1, **fields))


def leads(words: str) -> Edition:
    """An edition whose only lead-in links to its post and then says `words`."""
    return one(lead=f"Ada: [read this](https://blog.example/1). {words}")


def test_a_sound_edition_has_no_findings() -> None:
    """Nothing is said where there is nothing to say, in any shape."""
    for shape in ("essay", "card", "note", "list"):
        assert findings(edition(shape=shape)) == ()


def test_the_table_is_told_how_to_grow() -> None:
    """The docstring says how to add a check, and names are words with hyphens."""
    assert any(line.startswith("To add a check") for line in (module.__doc__ or "").splitlines())
    assert all(name.replace("-", "").isalpha() and name.islower() for name in CHECKS)


def test_every_finding_says_where_what_and_how_to_cure_it() -> None:
    """No finding leaves its reader without a next step."""
    broken = edition(pick(1, lead="TODO the the [x](a)", quotes=(quote("Other words."),)), intro="", sign_off="")
    for finding in findings(broken):
        assert finding.check in CHECKS
        assert all((finding.where, finding.message, finding.remedy))


def test_what_blocks_comes_first() -> None:
    """Blocking faults lead, hints end the list."""
    order = [finding.level for finding in findings(edition(pick(1, lead="the the"), pick(2, lead=""), intro=""))]
    assert order == sorted(order, key=["blocks", "warns", "hints"].index)
    assert {"blocks", "warns", "hints"} == set(order)


@pytest.mark.parametrize("shape", ["essay", "card", "note", "list"])
def test_an_edition_without_picks_blocks(shape: str) -> None:
    """There must be something to publish."""
    assert levels(replace(edition(), picks=(), shape=shape)) == {"no-picks": "blocks"}


@pytest.mark.parametrize(
    ("shape", "fields", "found"),
    [
        ("essay", {"lead": "  "}, {"no-words": "blocks"}),
        ("essay", {"lead": "", "remark": "Quite."}, {"no-words": "blocks"}),
        ("card", {"lead": "", "quotes": ()}, {"no-words": "blocks"}),
        ("card", {"lead": ""}, {}),
        ("list", {"lead": ""}, {"no-words": "blocks"}),
        ("list", {"lead": "", "remark": "Quite."}, {}),
        ("essay", {"lead": "See Ada."}, {"no-link": "warns"}),
        ("note", {"lead": "Ada – Bins:"}, {}),
    ],
)
def test_a_pick_has_words_and_a_link(shape: str, fields: dict[str, Any], found: dict[str, str]) -> None:
    """A pick nobody wrote about blocks; an essay's lead-in that does not link to the post warns."""
    assert levels(edition(pick(1, **fields), shape=shape)) == found


def test_a_quote_that_does_not_stand_in_the_post_blocks() -> None:
    """Quotes are checked against what was seen of the post, paragraph for paragraph."""
    assert levels(one(quotes=(quote("Plain words."),))) == {}
    assert levels(one(quotes=(quote("Words nobody said at all."),))) == {"quote-absent": "blocks"}
    assert levels(one(quotes=(quote("Plain words."),)), texts=()) == {"quote-absent": "blocks"}
    (finding,) = findings(one(quotes=(quote("Plain words."), quote("Something else entirely."))))
    assert finding.where == "pick 1 (post 1, Post number 1), quote 2"
    assert "roundup unquote 1 2" in finding.remedy


def test_a_quote_the_post_no_longer_has_warns() -> None:
    """Words only an older text has, or that were changed a little, are for the editor to judge."""
    older = replace(TEXT, text="Plain words, once.", seen_at=NOW.replace(year=2025))
    assert levels(one(quotes=(quote("Plain words, once."),)), texts=(TEXT, older)) == {"quote-drifted": "blocks"}
    changed = quote("And a good many more of them stood here, in a row.")
    assert levels(one(quotes=(changed,))) == {"quote-drifted": "blocks"}


def test_a_very_long_quote_warns() -> None:
    """The limit is the desk's, and is counted over all paragraphs."""
    ours = Settings(root=Path("desk"), check=CheckSettings(longest_quote=4))
    long = one(quotes=(quote("Plain words.", "And a good"),))
    assert levels(long, settings=ours) == {"quote-long": "warns"}
    assert levels(one(quotes=(quote("Plain words.", "And a"),)), settings=ours) == {}
    assert levels(long) == {}


def test_a_post_from_an_earlier_edition_blocks() -> None:
    """Under its key or its address, whatever that is dressed in; the edition itself is not an earlier one."""
    before = (
        FrozenEdition(edition(pick(2, url="http://www.blog.example/2/?utm_source=x"), number=3, slug="three"), NOW),
    )
    assert levels(edition(pick(1), number=4), earlier=before) == {}
    (finding,) = findings(edition(pick(1), pick(2, key="other"), number=4), earlier=before)
    assert (finding.check, finding.level) == ("featured-before", "blocks")
    assert "edition 3" in finding.message
    assert levels(edition(pick(2, url=""), number=4), earlier=before)["featured-before"] == "blocks"
    assert levels(edition(pick(2), number=3), earlier=before) == {}


def test_a_slug_that_an_earlier_edition_has_blocks() -> None:
    """Two editions under one address would be one; the edition's own earlier self does not count."""
    before = (FrozenEdition(edition(pick(9), number=3), NOW),)
    assert levels(edition(number=4), earlier=before) == {"slug-taken": "blocks"}
    assert levels(edition(number=3), earlier=before) == {}
    assert levels(edition(number=4, slug="another"), earlier=before) == {}


def test_posts_without_an_address_are_not_all_one() -> None:
    """Two posts that have no address are two posts."""
    before = (FrozenEdition(edition(pick(2, url=""), number=3, slug="three"), NOW),)
    assert "featured-before" not in levels(edition(pick(1, url="", lead="L"), number=4), earlier=before)


@pytest.mark.parametrize(
    "words", ["TODO", "ask her (TK)", "XXX", "Lorem Ipsum dolor", "lorem ipsum", "**TODO**: write"]
)
def test_a_placeholder_blocks(words: str) -> None:
    """What was only to keep a place must not reach readers, wherever it stands."""
    assert levels(leads(words)) == {"placeholder": "blocks"}
    assert levels(edition(intro=words)) == {"placeholder": "blocks"}
    assert levels(edition(title=words)) == {"placeholder": "blocks"}


@pytest.mark.parametrize("words", ["a todo list", "TODOS", "[list](https://x.example/TODO)", "the XXXth time"])
def test_a_word_like_a_placeholder_is_quiet(words: str) -> None:
    """Small letters, longer words and addresses are no placeholders."""
    assert levels(leads(words)) == {}


def test_placeholders_are_the_desks() -> None:
    """A desk may use marks of its own, and quoted words are the author's."""
    ours = Settings(root=Path("desk"), check=CheckSettings(placeholders=("[?]",)))
    assert levels(leads("Is it [?] so"), settings=ours) == {"placeholder": "blocks"}
    assert levels(one(quotes=(quote("TODO"),)), texts=[snapshot("TODO")]) == {}


@pytest.mark.parametrize(
    "words", ["the the bins", "The the bins", "bins\nbins went", "it’s it’s", "went [went](https://x.example)"]
)
def test_a_doubled_word_warns(words: str) -> None:
    """A word typed twice is pointed at, across a line end and a link too."""
    assert levels(leads(words)) == {"doubled-word": "warns"}


@pytest.mark.parametrize(
    "words",
    [
        "she had had it",
        "that that is",
        "Walla Walla",
        "bins. Bins",
        "bins, bins",
        "bins\n\nbins",
        "10 10",
        "no no",
        "the then",
    ],
)
def test_an_idiom_or_a_name_is_quiet(words: str) -> None:
    """What is said twice on purpose, names, numbers and words of two sentences are left alone."""
    assert levels(leads(words)) == {}


def test_doubled_words_of_the_author_are_quiet() -> None:
    """Quoted words are not the editor's to mend."""
    assert levels(one(quotes=(quote("the the bins"),)), texts=[snapshot("the the bins")]) == {}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://x.example/?utm_source=feed&p=1", {"link-tracking": "warns"}),
        ("https://x.example/?fbclid=abc", {"link-tracking": "warns"}),
        ("https://x.example/?p=1&ref=home", {}),
        ("/about", {"link-relative": "warns"}),
        ("about.html", {"link-relative": "warns"}),
        ("#part", {"link-relative": "warns"}),
        ("www.x.example/page", {"link-relative": "warns"}),
        ("post", {"link-relative": "warns"}),
        ("", {"link-unsafe": "warns"}),
        ("javascript:alert(1)", {"link-unsafe": "warns"}),
        ("data:text/html,x", {"link-unsafe": "warns"}),
        ("//x.example/", {"link-relative": "warns"}),
        ("ftp://x.example/", {"link-unsafe": "warns"}),
        ("mailto:ada@x.example", {}),
        ("https://x.example/#part", {}),
    ],
)
def test_links_are_clean_and_whole(address: str, found: dict[str, str]) -> None:
    """Trackers, and addresses that lead nowhere or run something, are pointed at."""
    assert levels(leads(f"See [there]({address}) too.")) == found
    assert levels(edition(sign_off=f"See [there]({address}) too.")) == found


def test_a_cleaned_address_is_offered() -> None:
    """The remedy is the same address without what tracks."""
    (finding,) = findings(leads("[x](https://x.example/?utm_source=feed&p=1)"))
    assert finding.remedy == "Use https://x.example/?p=1"


def test_intro_and_sign_off_are_hinted_at() -> None:
    """An edition can do without, but is better with them."""
    assert levels(edition(intro=" ")) == {"no-intro": "hints"}
    assert levels(edition(sign_off="")) == {"no-sign-off": "hints"}
