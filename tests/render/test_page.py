"""post.html: what search engines, feed readers, other sites and assistive technology find in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from roundup.render import SHAPES
from tests import samples
from tests.render.editions import weekly
from tests.render.reading import text_of


def page(**fields: object) -> LexborHTMLParser:
    return LexborHTMLParser(text_of(weekly(**fields), "page"))


def one(parent: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """The first element that answers to `selector`, which must be there."""
    node = parent.css_first(selector)
    assert node is not None, selector
    return node


def meta(html: LexborHTMLParser) -> dict[str, str | None]:
    """name and property → content"""
    return {
        node.attributes[kind] or "": node.attributes["content"]
        for kind in ("name", "property")
        for node in html.css(f"meta[{kind}]")
    }


def text(node: LexborNode) -> str:
    return " ".join(node.text().split())


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_is_light(shape: str) -> None:
    """Six picks, style and all, in one answer of less than 20 kB, and no more than their words and links need."""
    week = weekly(shape=shape)
    size, twice = (len(text_of(replace(week, picks=picks), "page").encode()) for picks in (week.picks, week.picks * 2))
    assert size < 18_000
    assert twice - size < 6 * 1_750


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_bears_the_style_of_its_own_shape(shape: str) -> None:
    """And of no other, which would only weigh."""
    style = one(page(shape=shape), "style").text()
    assert [".links{" in style, "font-weight:400" in style] == [shape == "list", shape == "note"]


@pytest.mark.parametrize("shape", SHAPES)
def test_landmarks(shape: str) -> None:
    """One banner, one main part with the one article of the edition, one footer; a way past the banner; one h1."""
    html = page(shape=shape)
    assert [node.tag for node in html.css("body > *")] == ["a", "header", "main", "footer"]
    assert one(html, "body > a").attributes["href"] == f"#{one(html, 'main').attributes['id']}"
    assert len(html.css("h1")) == len(html.css("main > article")) == 1
    assert one(html, "html").attributes["lang"] == "en-GB"


@pytest.mark.parametrize("shape", SHAPES)
def test_ids_are_unique(shape: str) -> None:
    """Each pick can be linked to."""
    ids = [node.attributes["id"] for node in page(shape=shape).css("[id]")]
    assert len(ids) == len(set(ids))
    assert {f"pick-{number}" for number in range(1, 7)} <= set(ids)


def test_the_head_says_what_the_page_is() -> None:
    """Canonical address and Open Graph basics."""
    html = page(image="https://kettle.example/bench.jpg", image_alt="A bench")
    assert text(one(html, "title")) == "That was the local government week that was – The Clerk’s Kettle"
    assert one(html, "link[rel=canonical]").attributes["href"] == weekly().url
    said = meta(html)
    assert said.pop("description") == said.pop("og:description") != ""
    assert said == {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "og:type": "article",
        "og:title": "That was the local government week that was",
        "og:url": weekly().url,
        "og:site_name": "The Clerk’s Kettle",
        "og:locale": "en_GB",
        "og:image": "https://kettle.example/bench.jpg",
        "og:image:alt": "A bench",
        "article:published_time": "2026-11-20",
        "twitter:card": "summary",
    }


def test_a_page_that_is_nowhere_yet_claims_no_address() -> None:
    """Without a canonical address, site or picture nothing is said about them."""
    html = page(url="", site_title="", site_url="", intro="")
    assert html.css("link[rel=canonical]") == []
    assert not {"og:url", "og:site_name", "og:image", "description", "og:description"} & set(meta(html))


@pytest.mark.parametrize(
    ("fields", "running"),
    [
        ({}, "The Clerk’s Kettle No. 57"),
        ({"site_title": "That was the local government week that was"}, "All editions No. 57"),
        ({"site_title": "", "site_url": ""}, "No. 57"),
        ({"site_url": ""}, "The Clerk’s Kettle No. 57"),
    ],
)
def test_the_running_line(fields: dict[str, str], running: str) -> None:
    """Which site, and which of its editions; a name that is the title already is not said twice."""
    assert text(one(page(**fields), "body > header")) == running


@pytest.mark.parametrize("image", ["http://kettle.example/bench.jpg", "javascript:alert(1)", "bench.jpg", ""])
def test_a_picture_the_policy_would_stop_is_not_shown(image: str) -> None:
    """Only what is fetched safely is fetched at all."""
    assert page(image=image).css("img") == []


def test_a_picture_has_its_words() -> None:
    """Who cannot see it is told what there is to see."""
    image = one(page(image="https://kettle.example/bench.jpg", image_alt="A bench & a bin"), "img")
    assert image.attributes == {"class": "u-photo", "src": "https://kettle.example/bench.jpg", "alt": "A bench & a bin"}


def test_the_edition_is_an_h_entry() -> None:
    """microformats2: name, address, day, editors, summary and categories of the edition."""
    entry = one(page(), ".h-entry")
    assert text(one(entry, "h1.p-name")) == "That was the local government week that was"
    assert one(entry, "a.u-url[href*=kettle]").attributes["href"] == weekly().url
    assert one(entry, ".dateline time.dt-published").attributes["datetime"] == "2026-11-20"
    assert text(one(entry, ".dateline .p-author")) == "Ada Example and Bram Example"
    assert text(one(entry, ".p-summary")).startswith("It was the week of the long agenda")
    assert [text(node) for node in entry.css(".p-category")] == ["Roundups", "weeknotes", "libraries", "democracy"]


def test_a_quotation_without_an_address_claims_to_cite_nothing() -> None:
    """Words from a letter are a quotation, of nothing on the web."""
    html = LexborHTMLParser(text_of(samples.edition(samples.pick(url="", lead="")), "page"))
    assert len(html.css("blockquote")) == 1
    assert html.css(".h-cite, figure a") == []


@pytest.mark.parametrize("shape", SHAPES)
def test_names_from_elsewhere_cannot_turn_the_line_around(shape: str) -> None:
    """Titles and names are isolated, so that Hebrew or Arabic in one does not reorder what stands beside it."""
    html = LexborHTMLParser(text_of(samples.edition(samples.pick(title="שלום"), shape=shape), "page"))
    assert text(one(html, "cite bdi")) == "שלום"
