"""Every form of an edition says the same: what is read back from each is held against the edition."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from roundup.model import Edition, Erratum, Rendering
from roundup.render import FORMATS, SHAPES, Options, render
from roundup.render.parity import differences
from roundup.render.readback import READERS, read, read_html, read_text
from tests import samples
from tests.render.editions import BINS, weekly
from tests.render.hostile import PAYLOADS, URLS, addressed, worded, written
from tests.render.mails import options

EVERYTHING = (Erratum("We wrote *Marrowby* for [Harrowmere](https://harrowmere.example/).", "2026-12-01"),)
MANUSCRIPT = (
    "# Head\n\n- one\n- two\n  1. *three*\n\n> an editor’s own\n\n    code  here\n\n***\n\nA\\\nB [1] ~~gone~~ `x`"
)


def unlike(edition: Edition) -> tuple[str, ...]:
    return differences(edition, render(edition, options(max_bytes=10**8)))


def test_every_format_can_be_read_back() -> None:
    """A format that no reader knows would be left out of all this."""
    assert set(READERS) == set(FORMATS)


@pytest.mark.parametrize("shape", SHAPES)
def test_all_forms_say_the_same(shape: str) -> None:
    """Picks, words, quotations, links and their order."""
    assert unlike(weekly(shape=shape, errata=EVERYTHING)) == ()


@pytest.mark.parametrize("shape", SHAPES)
def test_all_forms_say_the_same_of_any_manuscript(shape: str) -> None:
    """Whatever an editor's Markdown holds; a pick without words, author, address or quotation."""
    bare = samples.pick(3, title="", authors=(), blog="", url="", lead="", quotes=(), published=None)
    twice = samples.pick(4, quotes=(samples.quote("One.", "Two."), samples.quote("Three.", speaker="Jo Marsh")))
    edition = samples.edition(
        samples.pick(1, lead=MANUSCRIPT, remark=MANUSCRIPT),
        bare,
        twice,
        intro=MANUSCRIPT,
        sign_off=MANUSCRIPT,
        shape=shape,
    )
    assert unlike(edition) == ()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "hostile", [worded(*PAYLOADS), written(*PAYLOADS), addressed(*URLS)], ids=["words", "editors", "urls"]
)
def test_nothing_hostile_vanishes_from_any_form(hostile: Edition, shape: str) -> None:
    """Every word of a hostile edition can be read in every form, in its place, and every link leads where it did."""
    assert unlike(replace(hostile, shape=shape)) == ()


def spoilt(name: str, change: Callable[[str], str], edition: Edition | None = None) -> tuple[str, ...]:
    """What is said of a file that was changed after it was rendered."""
    made = edition or weekly()
    (rendering,) = render(made, options(), formats=[name])
    text = rendering.content.decode()
    assert change(text) != text
    return differences(made, [replace(rendering, content=change(text).encode())])


HTML = ("page", "fragment", "wordpress", "email")
WORDS = (*HTML, "markdown", "email-text")


@pytest.mark.parametrize("name", WORDS)
def test_a_word_that_is_missing_is_named(name: str) -> None:
    """With the pick it belongs to."""
    (first, *_) = spoilt(name, lambda text: text.replace("Ouch.", ""))
    assert first == f"{FORMATS[name].filename}: pick 4 (Naming things): “Ouch.” is missing"


@pytest.mark.parametrize("name", WORDS)
def test_a_changed_quotation_is_named(name: str) -> None:
    """The quotation that is not there, and the one that stands in its place."""
    said = spoilt(name, lambda text: text.replace("a question with a handle", "an answer with a handle"))
    assert (
        f"{FORMATS[name].filename}: no quotation “A prototype is a question with a handle on it.” where it should be"
        in said
    )


@pytest.mark.parametrize("name", WORDS)
def test_a_link_that_leads_elsewhere_is_named(name: str) -> None:
    """Also one among several to the same place, where links can be told from words."""
    said = spoilt(name, lambda text: text.replace(BINS, "https://evil.example/"))
    assert f"{FORMATS[name].filename}: no link to {BINS}" in said
    assert (
        name == "email-text"
        or f"{FORMATS[name].filename}: a link to https://evil.example/, which the edition has not" in said
    )


def test_a_quotation_too_many_is_named() -> None:
    """A block quote that nobody chose."""
    said = spoilt("fragment", lambda text: text + "<blockquote><p>Mine.</p></blockquote>")
    assert said == ("fragment.html: a quotation that the edition has not: “Mine.”",)


def test_a_quotation_between_two_others_is_named() -> None:
    """Where it stands."""
    said = spoilt("fragment", lambda text: text.replace("<p>Ouch.", "<blockquote><p>Mine.</p></blockquote><p>Ouch."))
    assert len(said) == 1
    assert "“Mine.”" in said[0]


@pytest.mark.parametrize("name", WORDS)
def test_another_order_is_named(name: str) -> None:
    """The files of another order of picks are not those of this edition."""
    edition = weekly()
    turned = replace(edition, picks=edition.picks[::-1])
    (rendering,) = render(turned, options(), formats=[name])
    said = differences(edition, [rendering])
    assert any("stands in another place" in words for words in said)
    assert any("no quotation" in words for words in said)


@pytest.mark.parametrize("name", ["page", "markdown", "email", "email-text"])
def test_another_title_is_named(name: str) -> None:
    """In the files that bear one."""
    (rendering,) = render(weekly(title="Else"), options(), formats=[name])
    assert differences(weekly(), [rendering]) == (
        f"{rendering.filename}: the title is “Else”, not “That was the local government week that was”",
    )


def test_a_speaker_who_is_not_named_is_missed() -> None:
    """Who spoke matters as much as what was said."""
    (said,) = spoilt("fragment", lambda text: text.replace("Cllr Jo Marsh", "A councillor"))
    assert "“Cllr Jo Marsh” is not named" in said


def test_an_empty_file_lacks_everything() -> None:
    """And is no reason to fall over."""
    for name in FORMATS:
        if name not in ("markdown", "eml"):
            assert len(differences(weekly(), [Rendering(name, "x", b"")])) > 20


def test_words_are_read_as_a_browser_shows_them() -> None:
    """Blocks part words, marks do not; what is not shown is not read."""
    html = "<p>a<b>b</b>&amp;c</p>d<ul><li>e<li>f<br>g</ul><script>x</script><style>y</style><h2>h</h2>i"
    assert read_html(html).text == "ab&c d e f g h i"


def test_a_link_to_a_passage_is_a_link_to_its_page() -> None:
    """What a browser is to show of it is no other address."""
    links = read_html('<a href="https://a.example/#:~:text=x">1</a><a href="https://a.example/#b:~:text=x">2</a>').links
    assert links == ("https://a.example/", "https://a.example/#b")


def test_quotations_are_read_from_text() -> None:
    """Runs of marked lines, parted by a mark alone; nothing else is one."""
    text = "Title\n=====\n\n> a\n> b\n>\n> c\n\nd > e\n\n> f\n\n-- \nfoot\n> g\n"
    found = read_text(text)
    assert (found.quotes, found.title) == ((("a b", "c"), ("f",)), "Title")
    assert "foot" not in found.text


def test_markdown_is_read_with_its_html() -> None:
    """So that any that slipped through shows."""
    rendering = Rendering("markdown", "post.md", b"---\ntitle: T\n---\n\n<b>x</b> [y](https://a.example/%7B)\n")
    found = read(rendering)
    assert (found.text, found.links, found.title) == ("x y", ("https://a.example/%7B",), "T")


def test_the_message_is_read_by_what_a_reader_sees() -> None:
    """Its HTML part."""
    (eml,) = render(weekly(), Options(), formats=["eml"])
    (html,) = render(weekly(), Options(), formats=["email"])
    assert read(eml) == read(html)


def test_reading_back_is_imported_only_where_it_is_used() -> None:
    """Rendering does not load the reader, nor the reader a parser before it reads."""
    code = (
        "import sys, roundup.render; assert 'roundup.render.parity' not in sys.modules;"
        "import roundup.render.readback; print({'selectolax', 'email.message', 'yaml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert re.fullmatch(rb"set\(\)\n", done.stdout)
