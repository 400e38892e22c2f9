"""Everybody can read an edition: axe finds nothing, whatever the light, the width, or what a browser leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from roundup.model import Edition, Erratum
from roundup.render import SHAPES
from tests import samples
from tests.axe import hindrances
from tests.browser import HEIGHT, show
from tests.render.editions import weekly
from tests.render.reading import html_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("browser")]

# Faint by day, dark on black by night, and two buttons that no finger can tell apart.
FAULTY = """<html><title>x</title><style>p { color: #aaa } button { font: 6px serif; padding: 0; border: 0 }
@media (prefers-color-scheme: dark) { b { color: #222; background: #000 } }</style>
<p>faint</p><b>dark</b><img src=x><div><button>1</button><button>2</button></div></html>"""


def demanding(shape: str) -> Edition:
    """All there can be; one author three times, twice under the same title; two quotations of one post."""
    week = weekly(shape=shape)
    again = samples.pick(9, title="Weeknote 41", authors=("Priya Nandakumar",), blog="Slow Sandleigh")
    twice = samples.pick(10, quotes=(samples.quote("One."), samples.quote("Two.")))
    errata = (Erratum("It was *Marrowby*.", "2026-12-01"), Erratum("And a bin."))
    return weekly(shape=shape, errata=errata, picks=(*week.picks, again, twice))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_can_be_read_by_everybody(tab: Page, shape: str) -> None:
    """By day, by night, on a telephone."""
    show(tab, html_of(demanding(shape), "page"))
    assert hindrances(tab) == []


def test_the_test_can_fail(tab: Page) -> None:
    """A page with faults is found out, in every state that it has them in."""
    show(tab, FAULTY)
    by_day, by_night, on_a_phone = "by day: ", "by night: ", "on a phone: "
    found = hindrances(tab)
    for fault in ("image-alt", "html-has-lang", "color-contrast: <p>", "target-size: <button>1"):
        assert any(each.startswith(by_day + fault) for each in found)
    assert not any(each.startswith(by_day + "color-contrast: <b>") for each in found)
    assert by_night + "color-contrast: <b>dark</b>" in found
    assert any(each.startswith(on_a_phone + "target-size") for each in found)


def test_an_email_can_be_read_by_everybody(tab: Page) -> None:
    """Landmarks are the mail program's own."""
    show(tab, html_of(demanding("card"), "email"))
    assert hindrances(tab, "landmark-one-main", "region", "page-has-heading-one") == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_can_be_enlarged_four_times(tab: Page, shape: str) -> None:
    """At 400% of a small desk's 1280 by 1024 pixels (WCAG 1.4.10) nothing has to be scrolled sideways to be read."""
    show(tab, html_of(demanding(shape), "page"))
    tab.set_viewport_size({"width": 320, "height": 256})
    assert tab.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_says_all_without_its_style(tab: Page, shape: str) -> None:
    """With styles and pictures off every word is there in its order, and who said what is plain."""
    show(tab, html_of(demanding(shape), "page"))
    tab.evaluate("document.querySelectorAll('.unseen').forEach(node => node.remove())")
    words = "document.querySelector('main').innerText.replace(/[“”]/g, '').split(/\\s+/).join(' ').toLowerCase()"
    styled = tab.evaluate(words)
    tab.evaluate("document.querySelector('style').media = 'none'")
    assert tab.evaluate("getComputedStyle(document.body).maxWidth") == "none"
    assert tab.evaluate(words) == styled != ""


def test_a_quotation_is_framed_where_colours_are_the_readers(tab: Page) -> None:
    """In forced colours its ground is that of the page, and a line around it tells whose words it holds."""
    show(tab, html_of(weekly(), "page"))
    tab.emulate_media(forced_colors="active")
    line = "getComputedStyle(document.querySelector('.quotation')).borderRightWidth"
    assert tab.evaluate(line) == "1px"


def test_a_link_to_a_passage_leads_there(tab: Page) -> None:
    """Chromium finds the words that are quoted and shows them."""
    from roundup.render.textfragment import passage_address

    filler = "<p>Words that nobody quotes.</p>" * 200
    words = "We had nine ways of writing down that a bin was full and <em>no way</em> of writing that it was lost."
    post = (
        f"<!DOCTYPE html><title>Post</title>{filler}<p>{words}</p><p>Nobody was being difficult, she said.</p>{filler}"
    )
    text = words.replace("<em>", "").replace("</em>", "")
    tab.set_viewport_size({"width": 800, "height": HEIGHT})
    tab.route("https://blog.example/**", lambda route: route.fulfill(body=post, content_type="text/html"))
    for number, exact in enumerate(
        (text, f"{text}\n\nNobody was being difficult", "Nobody was being difficult, she said.")
    ):
        tab.goto(passage_address(f"https://blog.example/{number}", samples.quote("x", exact=exact)))
        tab.wait_for_function("window.scrollY > 500", timeout=10_000)
        top = tab.evaluate("document.querySelector('em').getBoundingClientRect().top")
        assert -200 < top < HEIGHT
