"""email.txt: words, and nothing that only a machine wants."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.model import Edition, Erratum
from roundup.render import SHAPES
from roundup.render.mail.plaintext import WIDTH, laid_out
from roundup.text import strip_controls
from tests import samples
from tests.render.editions import weekly
from tests.render.hostile import PAYLOADS, worded, written
from tests.render.mails import UNSUBSCRIBE, file_of

URL = re.compile(r"https?://\S+|mailto:\S+")


def text_of(edition: Edition, **fields: object) -> str:
    return file_of(edition, "email-text", **fields).decode()


def body(edition: Edition) -> str:
    """Between masthead and signature."""
    text = text_of(edition, unsubscribe="", unsubscribe_mail="", postal="")
    return text.split("\n\n", 1)[1].partition("\n-- \n")[0] + "\n"


def words(text: str) -> str:
    return dedent(text).lstrip("\n")


def short(shape: str = "essay") -> Edition:
    """Two picks, one of them with all there can be."""
    full = samples.pick(
        1,
        title="Bins",
        lead="Ada [says it](https://blog.example/1), as [she](https://ada.example/) does:",
        remark="Quite.",
        section="Waste",
        quotes=(samples.quote("First […] words.", "Second.", speaker="Jo Marsh"),),
    )
    bare = samples.pick(2, title="", authors=(), blog="", lead="", quotes=(), published=None, section="Rest")
    return samples.edition(full, bare, shape=shape)


def test_an_essay() -> None:
    """Numbers stand for links: a pick's own number for its post, a number from the list for others."""
    assert body(short()) == words("""
        A week of bins.

        Ada says it [1], as she [3] does:

        > First […] words.
        >
        > Second.

        — Jo Marsh, quoted by Ada Example in [1] Bins, A Blog
        https://blog.example/1

        Quite.

        [2] Untitled post
        https://blog.example/2

        Send us your posts.

        LINKS
        [3] https://ada.example/

        """)


def test_cards() -> None:
    """Sections in capitals, then number, title, who, when, where."""
    assert words("""
        WASTE

        [1] Bins
        by Ada Example, A Blog, 20 November 2026

        https://blog.example/1

        Ada says it [1], as she [3] does:

        > First […] words.
        >
        > Second.

        — Jo Marsh, quoted by Ada Example

        Quite.

        REST

        [2] Untitled post

        https://blog.example/2
        """) in body(short("card"))


def test_notes_and_lists() -> None:
    """The other shapes name a pick in one line."""
    assert "\n[1] Ada Example – Bins:\nhttps://blog.example/1\n" in body(short("note"))
    assert "\n[1] Bins – Ada Example, A Blog\nhttps://blog.example/1\n" in body(short("list"))


def test_an_essay_that_only_links_shows_where_to() -> None:
    """Without a quotation there is no line under it with the address."""
    edition = samples.edition(samples.pick(lead="See [this](https://blog.example/1).", quotes=()))
    assert "See this [1].\n\nAda Example, [1] Post number 1, A Blog\nhttps://blog.example/1\n" in body(edition)


def test_an_editors_markdown_as_text() -> None:
    """Lists, quotes, headings and code look like themselves; an address that is written out needs no number."""
    intro = (
        "# Head\n\n- one\n- two\n  1. three\n\n> theirs\n\n    code  here\n\n***\n\n<https://a.example/x> *em*\\\nnext"
    )
    assert body(samples.edition(intro=intro)).startswith(
        words("""
        Head
        ----

        - one
        - two
          1. three

        > theirs

            code  here

        * * *

        https://a.example/x em
        next
        """)
    )


def test_the_masthead_and_the_foot() -> None:
    """Which edition this is, where it is on the web, and the way out."""
    text = text_of(weekly())
    assert text.startswith(
        words("""
        That was the local government week that was
        ===========================================
        20 November 2026 · The Clerk’s Kettle · No. 57
        Edited by Ada Example and Bram Example
        https://kettle.example/2026/11/20/2026-11-20-week-that-was/

        """)
    )
    foot = text.split("\n-- \n")[1]
    assert f"\n{UNSUBSCRIBE}\n" in foot
    assert "leave@kettle.example" in foot
    assert "1 High Street" in foot


@pytest.mark.parametrize("shape", SHAPES)
def test_every_address_is_there_exactly_and_unbroken(shape: str) -> None:
    """Each pick's on a line of its own, whatever its length."""
    lines = text_of(weekly(shape=shape)).split("\n")
    for pick in weekly().picks:
        assert pick.url in lines


@pytest.mark.parametrize("shape", SHAPES)
def test_lines_are_short(shape: str) -> None:
    """Only what must not be broken is longer than 72 characters; nothing trails, nothing gapes."""
    text = text_of(weekly(shape=shape))
    for line in text.split("\n"):
        assert len(line) <= WIDTH or URL.fullmatch(line)
        assert line == line.rstrip() or line == "-- "
    assert "\n\n\n" not in text


@pytest.mark.parametrize("shape", SHAPES)
def test_every_number_leads_somewhere(shape: str) -> None:
    """A number in the text is that of a pick, or of a line in the list of links."""
    text = body(weekly(shape=shape))
    used = set(re.findall(r"\[(\d+)\]", text))
    defined = set(re.findall(r"(?m)^\[(\d+)\] ", text)) | set(re.findall(r"(?:— [^\[\n]*|\n)\[(\d+)\] ", text))
    assert used <= defined | {str(number) for number in range(1, 7)}
    assert [url for _, url in re.findall(r"(?m)^\[(\d+)\] (\S+:\S+)$", text)] == [
        "mailto:post@kettle.example",
        "https://kettle.example/contact/",
    ]


def test_there_is_no_html_in_it() -> None:
    """Other programs' text parts hold undecoded references and the shadows of tags."""
    text = text_of(weekly(intro="Bins & “bins” <b>bold</b> – AT&amp;T"))
    assert "Bins & “bins” <b>bold</b> – AT&T" in text


def test_hostile_words_do_not_leave_their_place() -> None:
    """Every line of a quotation is marked and no other line is; the signature begins once."""
    edition = worded(*PAYLOADS)
    text = text_of(edition, max_bytes=10**7)
    assert text.count("\n-- \n") == 1
    quoted = " ".join(line[1:] for line in text.split("\n") if line.startswith(">")).split()
    paragraphs = (part for pick in edition.picks for quote in pick.quotes for part in quote.paragraphs)
    assert quoted == [word for paragraph in paragraphs for word in strip_controls(paragraph).split()]


def test_an_editors_hostile_words_end_no_message() -> None:
    """Whatever their Markdown comes to, there is one signature, and it is ours."""
    assert text_of(written("\\--", *PAYLOADS), max_bytes=10**7).count("\n-- \n") == 1


def test_corrections_come_last() -> None:
    """With their day."""
    text = body(samples.edition(errata=(Erratum("It was *Marrowby*.", "2026-12-01"), Erratum("And a bin."))))
    assert text.endswith("Send us your posts.\n\nCORRECTIONS\n\n1 December 2026:\nIt was Marrowby.\n\nAnd a bin.\n\n")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40), max_size=40))
def test_wrapping_changes_no_word(parts: list[str]) -> None:
    """The same words in the same order, and again the same when wrapped twice."""
    text = " ".join(parts)
    once = laid_out(f"x {text}")
    assert once.split() == f"x {text}".split()
    assert laid_out(once) == once


@pytest.mark.parametrize("marker", ["> ", "> > ", "- ", "12. ", "> - ", "   "])
def test_wrapped_lines_keep_their_margin(marker: str) -> None:
    """A quotation is marked on every line; an item hangs."""
    _, *rest = laid_out(f"{marker}{'word ' * 40}").rstrip("\n").split("\n")
    assert len(rest) > 1
    hanging = re.sub("[^> ]", " ", marker)
    assert all(line.startswith(hanging + "word") for line in rest)
