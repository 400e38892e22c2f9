"""Charts of voices: the same bytes for the same counts, harmless, and readable by everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from xml.dom.minidom import Document, parseString

import pytest
from selectolax.lexbor import LexborHTMLParser

from roundup.curate.voices import NO_REGION, Back, Heard, Voices
from roundup.render.chart import GROUPS, SHOWN, page, svg
from tests.browser import HEIGHT, PHONE, show
from tests.samples import NOW

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOSTILE = "<script>alert(1)</script>\"'&\u202e\u0007 Ada"


def row(name: str = "Ada Example", *featured: int, **fields: Any) -> Heard:
    counts = featured or (1, 2, 4)
    return Heard(name, featured=counts, ever=counts[-1] + 1, last=NOW, last_edition=3, **fields)


SOME = Voices(
    NOW,
    people=(row("Ada Example", 1, 3, 6), row("Bert Sample", 0, 0, 3), row("Cyd Tester", 0, 0, 0)),
    sites=(row("A Blog", 1, 3, 9, where="blog.example"),),
    regions=(row("Wales", 1, 1, 4), row(NO_REGION, 0, 2, 5)),
    never=(row("Dora Quiet", where="Votes", posts=(1, 4, 9)),),
    back=(Back("Eli Back", "Roads", 27, NOW),),
    left_out=2,
    editions=7,
)


def drawn(voices: Voices = SOME, by: str = "person") -> Document:
    return parseString(svg(voices, by))


def texts(document: Document, tag: str) -> list[str]:
    return ["".join(child.nodeValue or "" for child in node.childNodes) for node in document.getElementsByTagName(tag)]


# ---------------------------------------------------------------- the picture


@pytest.mark.parametrize("by", GROUPS)
def test_a_chart_is_well_formed_and_named(by: str) -> None:
    """A title and a description that say in words what the bars say, tied to the picture."""
    document = drawn(by=by)
    inner = document.getElementsByTagName("svg")[2]
    title, description = inner.getElementsByTagName("title")[0], inner.getElementsByTagName("desc")[0]
    assert inner.getAttribute("role") == "img"
    assert inner.getAttribute("aria-labelledby") == f"{title.getAttribute('id')} {description.getAttribute('id')}"
    assert texts(document, "title")[0] == f"Featured in the 52 weeks to 20 November 2026, by {by}"


def test_the_description_has_every_number() -> None:
    """For who cannot see the bars."""
    assert texts(drawn(), "desc") == ["Ada Example: 6; Bert Sample: 3"]


def test_a_bar_has_a_part_for_each_span() -> None:
    """As wide as its share of the longest; nothing is drawn for nothing."""
    bars = [node for node in drawn().getElementsByTagName("rect") if node.getAttribute("height") == "16"]
    parts = [(bar.getAttribute("class"), bar.getAttribute("x"), bar.getAttribute("width")) for bar in bars]
    assert parts == [
        ("a", "0.000%", "16.667%"),
        ("b", "16.667%", "33.333%"),
        ("c", "50.000%", "50.000%"),
        ("c", "0.000%", "50.000%"),
    ]


def test_every_number_stands_beside_its_bar() -> None:
    """Colours alone say nothing."""
    said = texts(drawn(), "text")
    assert "1 · 3 · 6" in said
    assert "0 · 0 · 3" in said
    assert "Ada Example: 1 in 4 weeks, 3 in 12 weeks, 6 in 52 weeks" in texts(drawn(), "title")


def test_who_was_not_featured_in_the_year_has_no_bar() -> None:
    """They are in the table."""
    assert "Cyd Tester" not in svg(SOME)
    assert "Cyd Tester" in page(SOME, title="The Week")


def test_a_chart_has_an_end() -> None:
    """How many more there are is said."""
    many = replace(SOME, people=tuple(row(f"Person {n}", 0, 1, 100 - n) for n in range(50)))
    assert sum(text.startswith("Person") for text in texts(drawn(many), "text")) == SHOWN
    assert texts(drawn(many), "desc")[0].endswith("; and 30 more, in the table")


def test_nobody_is_a_chart_too() -> None:
    """A new desk's."""
    said = texts(drawn(Voices(NOW)), "text")
    assert "Nobody was featured in this time." in said
    assert texts(drawn(Voices(NOW)), "desc") == ["nobody"]


def test_a_long_name_is_cut_in_the_picture_and_whole_in_its_title() -> None:
    """So that it does not run into the numbers at 320 pixels."""
    name = "The Honourable Company of Bin Counters of Barchester and Beyond"
    document = drawn(replace(SOME, people=(row(name),)))
    assert any(text.endswith("…") and len(text) <= 34 for text in texts(document, "text"))
    assert any(text.startswith(name) for text in texts(document, "title"))


# ---------------------------------------------------------------- the page


def test_the_page_has_a_table_for_each_chart() -> None:
    """Heads, rows and captions that a screen reader reads out."""
    document = LexborHTMLParser(page(SOME, title="The Week"))
    assert len(document.css("table")) == 4
    assert len(document.css("svg")) == 3
    assert [node.text() for node in document.css("caption")] == [
        "Times featured, by person",
        "Times featured, by site",
        "Times featured, by region",
        "Posts in the last 12 weeks",
    ]
    assert all(node.attributes.get("scope") in ("col", "row") for node in document.css("th"))


def test_the_page_says_all_that_is_known() -> None:
    """Who never was featured, who is back, how many picks are not counted."""
    text = LexborHTMLParser(page(SOME, title="The Week")).text()
    for words in (
        "Voices in The Week",
        "Who was featured in 7 editions up to 20 November 2026",
        "2 picks of people who asked to be left out are not counted.",
        "Dora Quiet",
        "Eli Back, Roads: on 20 November 2026, after 27 weeks",
    ):
        assert words in text


def test_what_there_is_none_of_has_no_heading() -> None:
    """An empty list is no news."""
    made = page(Voices(NOW, editions=1), title="The Week")
    assert "Never featured" not in made
    assert "Back after" not in made
    assert "in 1 edition up" in LexborHTMLParser(made).text()


def test_the_page_needs_no_other_file() -> None:
    """No script, no picture, no style, no font from anywhere."""
    made = page(SOME, title="The Week", language="cy")
    assert '<html lang="cy">' in made
    assert not re.search(r"<(?:script|link|img|iframe|object)\b|url\(|@import|https?://(?!www\.w3\.org/2000/svg)", made)


def test_ids_are_unique() -> None:
    """Three charts on one page."""
    ids = re.findall(r'\bid="([^"]+)"', page(SOME, title="The Week"))
    assert len(ids) == len(set(ids)) > 5
    named = re.findall(r'aria-labelledby="([^"]+)"', page(SOME, title="The Week"))
    assert {name for names in named for name in names.split()} <= set(ids)


# ---------------------------------------------------------------- same bytes, and harmless


def test_the_same_counts_give_the_same_bytes() -> None:
    """Whenever they are drawn."""
    assert svg(SOME) == svg(SOME)
    assert page(SOME, title="The Week") == page(SOME, title="The Week")
    later = replace(SOME, now=datetime(2026, 11, 27, tzinfo=UTC))
    assert svg(later) == svg(SOME).replace("20 November", "27 November")


def test_hostile_names_are_words() -> None:
    """Wherever a name stands; nothing that steers a terminal or turns words round is left."""
    hostile = Voices(
        NOW,
        people=(row(HOSTILE, where=HOSTILE),),
        sites=(row(HOSTILE, where=HOSTILE),),
        regions=(row(HOSTILE),),
        never=(row(HOSTILE, where=HOSTILE, posts=(1, 1, 1)),),
        back=(Back(HOSTILE, HOSTILE, 13, NOW),),
    )
    for made in (svg(hostile), page(hostile, title=HOSTILE, language=HOSTILE)):
        assert "<script" not in made
        assert "\u202e" not in made
        assert "\u0007" not in made
    parseString(svg(hostile))
    assert "<h1>Voices in &lt;script&gt;alert(1)" in page(hostile, title=HOSTILE)


# ---------------------------------------------------------------- in a browser


@pytest.mark.server
@pytest.mark.xdist_group("browser")
def test_the_page_can_be_read_on_a_telephone(tab: Page) -> None:
    """At 320 pixels nothing runs out of the page or into the numbers; words stand out in both schemes."""
    from tests.render.test_browser import FAINTEST, SCHEMES

    names = ("WWWWWWWWW WWWWWWWWWWWWWW", "Christopher Featherstonehaugh-Montgomery", "李明李明李明李明李明李明李明李明")
    long = replace(SOME, people=(*(row(name, 11, 22, 333) for name in names), *SOME.people))
    show(tab, page(long, title="That was the local government week that was"))
    tab.set_viewport_size({"width": PHONE, "height": HEIGHT})
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE
    overlap = """() => [...document.querySelectorAll('svg g')].some(g => {
        const [name, count] = [...g.querySelectorAll('text')].map(t => t.getBoundingClientRect());
        return name.right > count.left;
    })"""
    assert not tab.evaluate(overlap)
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)
        assert tab.evaluate(FAINTEST) >= 4.5
