"""JSON-LD: what search engines are told of an edition."""

from __future__ import annotations

import json
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from roundup.model import Edition, Erratum
from roundup.render import SHAPES
from roundup.render.linkeddata import linked_data
from tests import samples
from tests.render.editions import BINS, GAZETTE, weekly
from tests.render.hostile import PAYLOADS, worded
from tests.render.reading import text_of


def told(edition: Edition) -> dict[str, Any]:
    """The data as a crawler finds it in the page."""
    block = LexborHTMLParser(text_of(edition, "page")).css_first("script[type='application/ld+json']")
    assert block is not None
    read: dict[str, Any] = json.loads(block.text())
    return read


def test_an_edition_is_a_blog_posting() -> None:
    """With the properties that schema.org gives a posting."""
    data = told(weekly())
    citations = data.pop("citation")
    assert len(citations) == 6
    assert data == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": "That was the local government week that was",
        "inLanguage": "en-GB",
        "url": weekly().url,
        "datePublished": "2026-11-20",
        "author": [{"@type": "Person", "name": "Ada Example"}, {"@type": "Person", "name": "Bram Example"}],
        "isPartOf": {"@type": "Blog", "name": "The Clerk’s Kettle", "url": "https://kettle.example/"},
        "keywords": ["Roundups", "weeknotes", "libraries", "democracy"],
    }


def test_every_pick_is_cited() -> None:
    """Title, address, authors (else the blog) and day of each, in order; what is unknown is not said."""
    first, _, third, *_ = told(weekly())["citation"]
    assert first == {
        "@type": "CreativeWork",
        "name": "The long way round to a bin",
        "url": BINS,
        "author": [{"@type": "Person", "name": "Priya Nandakumar"}],
        "datePublished": "2026-11-16",
    }
    assert third["url"] == GAZETTE
    assert third["author"] == [{"@type": "Person", "name": "The Sandleigh Gazette"}]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_makes_no_difference(shape: str) -> None:
    """What is cited is cited, however it is set."""
    assert told(weekly(shape=shape)) == told(weekly())


def test_what_is_not_known_is_left_out() -> None:
    """A draft that is nowhere yet claims nothing."""
    bare = samples.edition(
        samples.pick(url="", title="", authors=(), blog="", published=None), date="soon", language="<b>"
    )
    assert told(bare) == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": "That was the local government week that was",
        "inLanguage": "en-GB",
        "citation": [{"@type": "CreativeWork", "name": "Untitled post"}],
    }


def test_corrections_are_told() -> None:
    """As comments on the posting, in plain words."""
    edition = samples.edition(errata=(Erratum("We *misread* a [name](https://a.example/).", "2026-12-01"),))
    assert told(edition)["correction"] == [
        {"@type": "CorrectionComment", "text": "We misread a name.", "datePublished": "2026-12-01"}
    ]


def test_no_word_ends_the_script_element() -> None:
    """In the data there is nothing that HTML knows, and every title comes out of it as it went in."""
    edition = worded(*PAYLOADS)
    assert not set("<>&") & set(linked_data(edition))
    assert len(told(edition)["citation"]) == len(PAYLOADS)
