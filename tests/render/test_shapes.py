"""The four shapes of an edition: the same picks, set differently."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from textwrap import dedent

import pytest
from selectolax.lexbor import LexborHTMLParser

from roundup.model import Edition
from roundup.render import FORMATS, SHAPES
from roundup.render.readback import read
from tests import samples
from tests.render.editions import BINS, GAZETTE, LIBRARY, MEETING, PARKING, WEEKNOTE, weekly
from tests.render.reading import body_of, front_matter_of, html_of, outline, rendering_of, seen, text_of, without

QUOTING = ("essay", "card", "note")
IN_ORDER = (BINS, LIBRARY, GAZETTE, PARKING, MEETING, WEEKNOTE)
IN_SECTIONS = (BINS, LIBRARY, PARKING, GAZETTE, MEETING, WEEKNOTE)


def two(shape: str) -> Edition:
    """Two short picks: one with all there is to say, one with as little as there can be."""
    full = samples.pick(
        1,
        title="Bins",
        lead="Ada [says it](https://blog.example/1):",
        remark="Quite.",
        section="Waste",
        quotes=(samples.quote("First […] words.", "Second.", speaker="Jo Marsh"),),
    )
    bare = samples.pick(
        2, title="", authors=(), blog="", lead="", quotes=(samples.quote("Alone."),), published=None, section="Rest"
    )
    return samples.edition(full, bare, shape=shape)


def markdown_body(edition: Edition) -> str:
    return text_of(edition, "markdown").partition("\n---\n\n")[2]


def fragment_of(edition: Edition) -> str:
    return text_of(edition, "fragment")


def words(text: str) -> str:
    return dedent(text).lstrip("\n")


def test_an_essay_in_markdown() -> None:
    """Running text: lead-in with the link, quotation, source, remark; no headings."""
    assert markdown_body(two("essay")) == words("""
        A week of bins.

        Ada [says it](https://blog.example/1):

        > First […] words.
        >
        > Second.

        — Jo Marsh, quoted by Ada Example in [Bins](https://blog.example/1), A Blog

        Quite.

        > Alone.

        — [Untitled post](https://blog.example/2)

        Send us your posts.
        """)  # fmt: skip


def test_cards_in_markdown() -> None:
    """Sections of titles, each with source and date, quotation and comment."""
    assert markdown_body(two("card")) == words("""
        A week of bins.

        ## Waste

        ### [Bins](https://blog.example/1)

        Ada Example · A Blog · 20 November 2026

        Ada [says it](https://blog.example/1):

        > First […] words.
        >
        > Second.

        — Jo Marsh, quoted by Ada Example in [Bins](https://blog.example/1), A Blog

        Quite.

        ## Rest

        ### [Untitled post](https://blog.example/2)

        > Alone.

        Send us your posts.
        """)  # fmt: skip


def test_notes_in_markdown() -> None:
    """“Name – Title:”, quotation, a few words."""
    assert markdown_body(two("note")) == words("""
        A week of bins.

        ## Ada Example – [Bins](https://blog.example/1):

        Ada [says it](https://blog.example/1):

        > First […] words.
        >
        > Second.

        — Jo Marsh, quoted by Ada Example in [Bins](https://blog.example/1), A Blog

        Quite.

        ## [Untitled post](https://blog.example/2):

        > Alone.

        Send us your posts.
        """)  # fmt: skip


def test_a_list_in_markdown() -> None:
    """Headed groups of links with words; nothing is quoted."""
    assert markdown_body(two("list")) == words("""
        A week of bins.

        ## Waste

        - [Bins](https://blog.example/1) – Ada Example, A Blog

          Ada [says it](https://blog.example/1):

          Quite.

        ## Rest

        - [Untitled post](https://blog.example/2)

        Send us your posts.
        """)  # fmt: skip


def test_an_essay_as_a_fragment() -> None:
    """Elements every publishing system keeps, the source of each quotation in a paragraph of its own."""
    assert fragment_of(two("essay")) == words("""
        <p>A week of bins.</p>
        <p>Ada <a href="https://blog.example/1">says it</a>:</p>
        <blockquote cite="https://blog.example/1">
        <p dir="auto">First &#091;…&#093; words.</p>
        <p dir="auto">Second.</p>
        </blockquote>
        <p>— <span dir="auto">Jo Marsh</span>, quoted by <span dir="auto">Ada Example</span> in <cite dir="auto"><a href="https://blog.example/1">Bins</a></cite>, <span dir="auto">A Blog</span></p>
        <p>Quite.</p>
        <blockquote cite="https://blog.example/2">
        <p dir="auto">Alone.</p>
        </blockquote>
        <p>— <cite dir="auto"><a href="https://blog.example/2">Untitled post</a></cite></p>
        <p>Send us your posts.</p>
        """)  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_post_is_linked(shape: str, name: str) -> None:
    """Whatever the shape and format, a reader gets to every post that was picked."""
    assert set(IN_ORDER) <= set(seen(weekly(shape=shape), name).links)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_post_is_linked_even_from_a_draft(shape: str, name: str) -> None:
    """Before the words are written the links are there already."""
    draft = without(weekly(shape=shape), lead="Something about this.", quotes=())
    assert set(IN_ORDER) <= set(seen(draft, name).links)
    assert set(IN_ORDER) <= set(seen(without(draft, lead=""), name).links)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "email-text"])
@pytest.mark.parametrize("shape", SHAPES)
def test_picks_stand_in_their_order(shape: str, name: str) -> None:
    """The editor's, or where there are sections, that of the sections."""
    order = IN_SECTIONS if shape in ("card", "list") else IN_ORDER
    firsts = dict.fromkeys(seen(weekly(shape=shape), name).links)
    assert [link for link in firsts if link in IN_ORDER] == list(order)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", QUOTING)
def test_quotations_are_block_quotes_word_for_word(shape: str, name: str) -> None:
    """Every quotation, every paragraph of it, every character of it, and nothing else, is in a block quote."""
    edition = weekly(shape=shape)
    quotes = {quote.paragraphs for pick in edition.picks for quote in pick.quotes}
    reading = seen(edition, name)
    assert set(reading.quotes) == quotes
    assert len(reading.quotes) == len(quotes)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "email-text"])
def test_each_quotation_is_followed_by_a_link_to_its_source(name: str) -> None:
    """In running text the source of a quotation stands right under it."""
    assert seen(weekly(), name).sources == IN_ORDER


@pytest.mark.parametrize("shape", QUOTING)
def test_block_quotes_name_their_source_in_a_fragment(shape: str) -> None:
    """`cite` says to programs where the words come from; on the page microformats do."""
    html = LexborHTMLParser(html_of(weekly(shape=shape), "fragment"))
    order = IN_SECTIONS if shape == "card" else IN_ORDER
    assert tuple(node.attributes["cite"] for node in html.css("blockquote")) == order


@pytest.mark.parametrize("name", FORMATS)
def test_the_speaker_is_named_not_the_author(name: str) -> None:
    """Words that a paper reports belong to who spoke them; the paper is credited for reporting."""
    text = read(rendering_of(weekly(), name)).text.replace(" [3]", "")
    assert "Cllr Jo Marsh, quoted by The Sandleigh Gazette in Cabinet member says sorry" in text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", ["card", "note"])
def test_several_quotations_of_a_pick_are_told_apart(shape: str, name: str) -> None:
    """Two passages in a row must not read as one: each has its source under it, or stands in a frame of its own."""
    edition = samples.edition(samples.pick(quotes=(samples.quote("One."), samples.quote("Two."))), shape=shape)
    assert seen(edition, name).quotes == (("One.",), ("Two.",))


def test_a_list_quotes_nothing() -> None:
    """A list is for links and words of our own."""
    assert seen(weekly(shape="list"), "page").quotes == ()


def test_the_outline_of_an_essay() -> None:
    """Nobody sees headings in an essay, and who needs them finds one for each pick, each of its own."""
    page = text_of(weekly(), "page")
    assert outline(page) == [
        "That was the local government week that was",
        "  The long way round to a bin, by Priya Nandakumar",
        f"  {weekly().picks[1].title}, by Gwen Adeyemi and Col Hartley",
        "  Cabinet member says sorry for leisure centre booking system, by The Sandleigh Gazette",
        "  Naming things, by Tomasz Wren",
        "  Notes from the back of the council chamber, by Ines Okoro",
        "  Weeknote 41, by Priya Nandakumar",
    ]
    assert {node.attributes["class"] for node in LexborHTMLParser(page).css("h2")} == {"unseen"}


def test_headings_tell_equal_picks_apart() -> None:
    """Two weeknotes of one author have headings of their own."""
    same = samples.edition(samples.pick(1, title="Weeknote"), samples.pick(2, title="Weeknote"))
    assert outline(text_of(same, "page"))[1:] == [
        "  Weeknote, by Ada Example",
        "  Weeknote, by Ada Example (2)",
    ]
    assert outline(text_of(replace(same, shape="card"), "page"))[1:] == [
        "  Weeknote, by Ada Example",
        "  Weeknote, by Ada Example (2)",
    ]
    assert outline(text_of(replace(same, shape="note"), "page"))[1:] == [
        "  Ada Example – Weeknote:",
        "  Ada Example – Weeknote (2):",
    ]


def test_the_outline_of_cards() -> None:
    """Sections, and in them the titles."""
    page = text_of(two("card"), "page")
    assert outline(page)[1:] == ["  Waste", "    Bins, by Ada Example", "  Rest", "    Untitled post"]


def test_the_outline_of_cards_without_sections() -> None:
    """No rank is skipped where there are no sections."""
    assert outline(text_of(without(two("card"), section=""), "page"))[1:] == [
        "  Bins, by Ada Example",
        "  Untitled post",
    ]


def test_picks_outside_the_sections_get_a_heading() -> None:
    """A pick in no section must not look as if it were in the one before it."""
    edition = two("list")
    edition = replace(edition, picks=(edition.picks[0], replace(edition.picks[1], section=" ")))
    assert outline(text_of(edition, "page"))[1:] == ["  Waste", "  More posts"]


@pytest.mark.parametrize("shape", SHAPES)
def test_headings_of_an_editor_stay_below_those_of_the_page(shape: str) -> None:
    """One h1 a page, and no rank skipped by it, however an editor writes headings."""
    page = text_of(without(weekly(shape=shape, intro="# Shout\n\nHello"), lead="# Loud\n\nwords"), "page")
    ranks = [(len(line) - len(line.lstrip())) // 2 + 1 for line in outline(page)]
    assert ranks.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(ranks))


@pytest.mark.parametrize(
    ("lead", "remark", "standfirst", "comment"),
    [
        ("Ada writes.", "", "", "Ada writes."),
        ("Ada writes:", "", "Ada writes:", ""),
        ("Ada writes.", "Quite.", "Ada writes.", "Quite."),
        ("", "Quite.", "", "Quite."),
        ("", "", "", ""),
    ],
)
def test_what_stands_before_and_after_the_quotation_of_a_card(
    lead: str, remark: str, standfirst: str, comment: str
) -> None:
    """The comment follows the quotation; a lead-in stays before it if something else follows, or a colon says so."""
    body = body_of(text_of(samples.edition(samples.pick(lead=lead, remark=remark), shape="card", intro=""), "markdown"))
    before, _, after = body.partition("<blockquote>")
    assert standfirst in before
    assert comment in after
    assert body.count("Ada writes") == lead.count("Ada writes")


def test_front_matter() -> None:
    """What a site generator needs to know, in keys that the common ones share."""
    assert front_matter_of(text_of(weekly(), "markdown")) == {
        "title": "That was the local government week that was",
        "date": samples.NOW.date(),
        "slug": "2026-11-20-week-that-was",
        "number": 57,
        "description": "It was the week of the long agenda: three councils published their winter plans, one published "
        "its apology, and somebody finally counted the benches. Meanwhile the people who write things down kept…",
        "canonical_url": "https://kettle.example/2026/11/20/2026-11-20-week-that-was/",
        "editors": ["Ada Example", "Bram Example"],
        "categories": ["Roundups"],
        "tags": ["weeknotes", "libraries", "democracy"],
    }


@pytest.mark.parametrize(
    "text", ["yes", "no", "null", "~", "1e3", "0o17", "1_000", "2026-11-20", "12:30:45", "[a]", "{a: b}", "# x", "a: b",
             "'", '"', "!!python/object:os.system", "*x", "&x", "%x", "@x", "- x", "? x", "|", ">", "\\", "<<", "="],
)  # fmt: skip
def test_front_matter_keeps_words_words(text: str) -> None:
    """What YAML (1.1 or 1.2) would take for a number, a date or markup stays the text it was."""
    edition = samples.edition(title=text, tags=(text,), editors=(text,), slug=text)
    front = front_matter_of(text_of(edition, "markdown"))
    assert (front["title"], front["tags"], front["editors"], front["slug"]) == (text, [text], [text], text)


def test_front_matter_leaves_out_what_is_not_there() -> None:
    """No empty keys for a theme to trip over; a date that is no day is left to the editor as text."""
    front = front_matter_of(text_of(samples.edition(intro="", date="soon", language=""), "markdown"))
    assert front == {
        "title": "That was the local government week that was",
        "date": "soon",
        "slug": "2026-11-20-week-that-was",
        "number": 1,
    }
