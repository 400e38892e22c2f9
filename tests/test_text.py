"""Plain text made safe and comparable."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roundup.text import closest, fit, one_line, printable, slugify, strip_controls, width, word_count

anything = st.text(alphabet=st.characters(), max_size=200)


def test_escapes_overrides_and_surrogates_go() -> None:
    """What steers a terminal or reorders words is dropped; words, tabs and newlines stay."""
    assert strip_controls("a\x1b[31mb\x07\x9bc\u202ed\ud800e\x00\tf\r\ng\rh") == "a[31mbcde\tf\ng\nh"


def test_letters_of_every_script_stay() -> None:
    """Nothing that carries meaning is lost: accents, emoji, right-to-left letters, joiners."""
    text = "Café – naïve “quotes” 👩‍💻 שלום नमस्ते\u00a0x"
    assert strip_controls(text) == text


@given(anything)
def test_what_is_left_can_always_be_printed(text: str) -> None:
    """Any text comes out free of escapes and fit for UTF-8."""
    clean = strip_controls(text)
    clean.encode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", clean)


@given(st.one_of(anything, st.text(st.characters(max_codepoint=0x7F))), st.integers(0, 200))
def test_what_can_be_printed_is_told_as_python_tells_it(text: str, more: int) -> None:
    """However long it is: long texts of ASCII are looked at in another way."""
    assert printable(text + "x" * more) is text.isprintable()


def test_one_line_squeezes_and_cuts_at_a_word() -> None:
    """A title that is too long ends at a word, with an ellipsis."""
    assert one_line("  Bins \n\t again ") == "Bins again"
    assert one_line("The council of Sandleigh met, again", 22) == "The council of…"
    assert one_line("x" * 50, 10) == "x" * 9 + "…"


@given(anything, st.integers(min_value=2, max_value=80))
def test_one_line_keeps_its_limit(text: str, limit: int) -> None:
    """Never more characters than asked for, never a line break."""
    line = one_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line


@given(st.text(alphabet="ab \n\t\r\x0b\x1f\x85\xa0\u2028\u202e\ud800é", max_size=12))
@example("a\x0bb")
@example("a\u2028b")
@example("a\xa0\xadb")
def test_one_line_is_what_is_left_with_its_white_space_squeezed(text: str) -> None:
    """Marks that part lines elsewhere part no words: they are stripped before white space is looked for."""
    assert one_line(text) == " ".join(strip_controls(text).split())


@given(anything, st.integers(min_value=1, max_value=40))
def test_what_is_cut_is_cut_the_same_whatever_follows(text: str, limit: int) -> None:
    """Only the beginning counts: a long text is not read to its end for it."""
    whole = one_line(text)
    assert one_line(whole, limit) == one_line(text, limit)
    if len(whole) > limit:
        assert one_line(text + " and more", limit) == one_line(text, limit)


def test_slugs_are_safe_names() -> None:
    """Letters, digits and hyphens; accents lose their marks; nothing becomes a path."""
    assert slugify("Café: the week / that was!") == "cafe-the-week-that-was"
    assert slugify("../../etc/passwd") == "etc-passwd"
    assert slugify("…") == "untitled"


@given(anything)
def test_every_slug_is_a_safe_name(text: str) -> None:
    """Whatever the title, the name is one plain path part."""
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?", slugify(text))


def test_words_are_what_an_editor_counts() -> None:
    """Runs between white space, no-break spaces included."""
    assert word_count("One two\u00a0three\n\nfour — five") == 6


UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
TELLING = (
    "ab \t\n\r\x00\x0b\x1f\x7f\x80\x9f\xa0\xad\u2009\u2027\u2028\u202a\u202e\u202f\u2065\u2066\u2069"
    "\ud800\ufefe\ufeff\ufff8\ufffb\ufffd\ufffe\uffffé—😀"
)


@given(st.text(alphabet=TELLING, max_size=12) | st.text(max_size=40))
def test_the_quick_look_never_overlooks_anything(text: str) -> None:
    """What is stripped is what the list of unwanted characters says, however the text begins."""
    slowly = UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert strip_controls(text) == slowly
    assert one_line(text) == re.sub(r"\s+", " ", slowly).strip()


@pytest.mark.parametrize(
    ("text", "columns"),
    [("bins", 4), ("", 0), ("議会", 4), ("e\u0301", 1), ("👩\u200d👧", 4), ("❤\ufe0f", 1), ("a\u00a0b", 3)],
)
def test_columns_are_counted_as_terminals_do(text: str, columns: int) -> None:
    """Wide characters need two columns; accents, joiners and variation selectors none."""
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "shown"), [("bins", "bins  "), ("benches", "bench…"), ("議会議会", "議会… "), ("", " " * 6)]
)
def test_a_text_fits_just_so_many_columns(text: str, shown: str) -> None:
    """Filled up with blanks, or cut with an ellipsis; never a column more."""
    assert fit(text, 6) == shown
    assert width(fit(text, 6)) == 6


def test_the_closest_word_is_named() -> None:
    """Of what is known, the one that was probably meant; nothing where nothing is at all like it."""
    known = ["markdown", "page", "fragment"]
    assert closest("markdwon", known) == "markdown"
    assert closest("ghost", known) == ""
    assert closest("pag", iter(known), 0.9) == ""
    assert closest("x", []) == ""
