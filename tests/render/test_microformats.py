"""The page as other sites' software reads it: one h-entry that quotes (https://microformats.org/wiki/h-cite)."""

from __future__ import annotations

from typing import Any

import mf2py
import pytest

from roundup.model import Edition
from tests import samples
from tests.render.editions import weekly
from tests.render.reading import text_of

QUOTING = ("essay", "card", "note")


def entry(edition: Edition) -> dict[str, Any]:
    """The properties of the only entry of the page."""
    (item,) = mf2py.parse(doc=text_of(edition, "page"), html_parser="html5lib")["items"]
    assert item["type"] == ["h-entry"]
    properties: dict[str, Any] = item["properties"]
    return properties


def quotations(edition: Edition) -> list[dict[str, Any]]:
    """The properties of each citation of the entry."""
    found = entry(edition).get("quotation-of", [])
    assert all(cite["type"] == ["h-cite"] for cite in found)
    return [cite["properties"] for cite in found]


@pytest.mark.parametrize("shape", ["essay", "card", "note", "list"])
def test_the_page_is_one_entry(shape: str) -> None:
    """Its own name, address and day are the edition's alone, whatever it quotes."""
    found = entry(weekly(shape=shape))
    assert found["name"] == ["That was the local government week that was"]
    assert found["url"] == [weekly().url]
    assert found["published"] == ["2026-11-20"]
    assert [author["properties"]["name"] for author in found["author"]] == [["Ada Example and Bram Example"]]
    assert found["category"] == ["Roundups", "weeknotes", "libraries", "democracy"]


@pytest.mark.parametrize("shape", QUOTING)
def test_each_quotation_is_a_citation_with_an_address_of_its_own(shape: str) -> None:
    """Without one, who receives a webmention takes the first words of the quotation for the address."""
    edition = weekly(shape=shape)
    picks = {pick.url: pick for pick in edition.picks}
    found = quotations(edition)
    assert sorted(cite["url"] for cite in found) == sorted([url] for url in picks)
    for cite in found:
        pick = picks[cite["url"][0]]
        assert cite["name"] == [pick.title]
        assert pick.quotes[0].paragraphs[0] in cite["content"][0]["value"]
        assert cite["author"][0]["properties"]["name"] == [
            pick.authors[0] if len(pick.authors) == 1 else (" and ".join(pick.authors) or pick.blog)
        ]


@pytest.mark.parametrize("shape", QUOTING)
def test_two_quotations_of_a_post_are_two_citations(shape: str) -> None:
    """As many as there are quotes, not as there are picks."""
    pick = samples.pick(quotes=(samples.quote("One."), samples.quote("Two.")))
    found = quotations(samples.edition(pick, shape=shape))
    assert [(cite["url"], cite["content"][0]["value"]) for cite in found] == [
        ([pick.url], "One."),
        ([pick.url], "Two."),
    ]


@pytest.mark.parametrize("shape", ["card", "note", "list"])
def test_a_post_without_a_quotation_is_mentioned(shape: str) -> None:
    """A link with words of ours is no quotation, and still worth telling its author about."""
    pick = samples.pick(quotes=())
    (mention,) = entry(samples.edition(pick, shape=shape))["mention-of"]
    assert (mention["type"], mention["properties"]["url"]) == (["h-cite"], [pick.url])


@pytest.mark.parametrize("shape", QUOTING)
def test_words_that_are_nowhere_on_the_web_cite_nothing(shape: str) -> None:
    """A letter is quoted like a post, but there is no page to tell about it."""
    found = entry(samples.edition(samples.pick(url="", lead=""), shape=shape))
    assert not {"quotation-of", "mention-of", "url"} & set(found)
