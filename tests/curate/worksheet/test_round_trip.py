"""What is written can be read, whatever the words; and no word a person writes into a worksheet is lost unsaid."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.worksheet import Sheet, layout
from roundup.curate.worksheet.read import lines_of
from roundup.text import strip_controls
from tests.curate.worksheet.sheets import LINES, SMALL, read, sheets, written

_WORD = re.compile(r"[^\W_]+")


@given(sheets())
def test_what_is_written_is_read_as_it_was(sheet: Sheet) -> None:
    """Any draft comes back the same, and writing it again gives the same bytes."""
    text = written(sheet)
    reading = read(text)
    assert reading.problems == []
    assert reading.sheet == sheet
    assert (reading.edition, reading.decision) == (7, "d1")
    assert written(reading.sheet) == text


@given(sheets(), st.sampled_from(["\r\n", "\r"]))
def test_other_line_ends_change_nothing(sheet: Sheet, end: str) -> None:
    """Editors on other systems save other line ends, and some a byte order mark."""
    assert read("\ufeff" + written(sheet).replace("\n", end)).sheet == sheet


@st.composite
def edits(draw: st.DrawFn) -> str:
    """A worksheet after a few things that people and their hands do to texts."""
    lines = written(draw(sheets())).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1)) if lines else 0
        to = draw(st.integers(0, len(lines)))
        match draw(st.sampled_from(["delete", "double", "move", "insert", "type", "cut", "join"])):
            case "delete":
                del lines[at : at + draw(st.integers(1, 6))]
            case "double":
                lines[to:to] = lines[at : at + draw(st.integers(1, 6))]
            case "move":
                moved = lines[at : at + draw(st.integers(1, 6))]
                del lines[at : at + len(moved)]
                lines[to:to] = moved
            case "insert":
                lines.insert(to, draw(LINES))
            case "type":
                place = draw(st.integers(0, len(lines[at]) if lines else 0))
                lines[at : at + 1] = [lines[at][:place] + draw(LINES) + lines[at][place:]] if lines else []
            case "cut":
                place = draw(st.integers(0, len(lines[at]) if lines else 0))
                lines[at : at + 1] = [lines[at][:place]] if lines else []
            case "join":
                lines[at : at + 2] = ["".join(lines[at : at + 2])]
    return "\n".join(lines)


def own_words(text: str) -> Counter[str]:
    """The words of a worksheet that are not the program's."""
    found: list[str] = []
    above = ""
    for line in lines_of(strip_controls(text)):
        stripped = line.text.strip()
        heading, above = above, stripped
        if stripped in (layout.SIGN_OFF, layout.CUT, layout.REMARK) or layout.read_mark(stripped):
            continue
        if layout.is_info_of(heading, stripped) or layout.POST_HEADING.fullmatch(stripped):
            continue
        found += _WORD.findall(stripped)
    return Counter(found)


def kept_words(sheet: Sheet) -> Counter[str]:
    """The words that a draft holds. "Section" and "Tags" may be the program's or somebody's."""
    texts = [sheet.title, sheet.intro, sheet.sign_off, "Section Tags " * 40]
    for words in sheet.words.values():
        texts += [words.lead, words.remark, words.section, " ".join(words.tags)]
        texts += [part for quote in words.quotes for part in (*quote.paragraphs, quote.speaker)]
    return Counter(_WORD.findall("\n".join(texts)))


@given(edits())
def test_no_word_is_lost_unsaid(text: str) -> None:
    """However a worksheet was edited: every word in it is in the draft it makes, or a problem is named."""
    reading = read(text)
    if not reading.problems:
        lost = own_words(text) - kept_words(reading.sheet)
        # A tag that is given twice is one tag.
        assert not lost or "Tags: " in text, lost


@given(edits())
def test_what_was_understood_is_written_and_read_the_same(text: str) -> None:
    """After any edit that is understood, the next worksheet says the same."""
    reading = read(text)
    if not reading.problems:
        assert read(written(reading.sheet)).sheet == reading.sheet


def test_a_worksheet_is_pleasant_to_read() -> None:
    """It is the edition as it will stand, with one line about each post."""
    assert re.sub(r"[0-9a-f]{6} -->", "check -->", written(SMALL)) == (
        "<!-- roundup worksheet · edition 7 · as of d1 · check -->\n"
        "# That was the week\n\nA week of bins.\n\n"
        "## [2] Post 2 — A Blog\n"
        "<!-- · 200 words · 14 Nov · It begins –– like <b›this</b›. · check -->\n"
        "Section: Services\nTags: bins, waste\\, recycling\n\n"
        "Ada writes [about bins](post).\n\n"
        "> The bins went out.\n>\n> On time.\n>\n> — Bert Bin\n\n> Twice.\n\nQuite.\n\n"
        "## [1] Post 1 — A Blog\n"
        "<!-- · 100 words · 14 Nov · It begins –– like <b›this</b›. · check -->\n\n"
        "And [another](post).\n\n"
        "## Sign-off\n\nTell us what we missed.\n\n"
        f"{layout.CUT}\n\n"
        "## [5] Post 5 — A Blog\n"
        "<!-- · 500 words · 14 Nov · It begins –– like <b›this</b›. · check -->\n"
    )
