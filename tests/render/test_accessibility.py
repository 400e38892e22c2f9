"""axe (https://github.com/dequelabs/axe-core) finds nothing: WCAG 2.0 to 2.2, A and AA, and best practices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from roundup.model import Edition, Erratum
from roundup.render import SHAPES
from tests import samples
from tests.render.editions import weekly
from tests.render.reading import html_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("browser")]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS: dict[str, tuple[Literal["light", "dark"], int]] = {
    "light": ("light", 1280),
    "dark": ("dark", 1280),
    "phone": ("light", 320),
}


def findings(page: Page, *ignored: str) -> list[str]:
    """What axe objects to in the page as it is shown."""
    from axe_playwright_python.sync_playwright import Axe

    rules = {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in ignored}}
    options = {"runOnly": {"type": "tag", "values": RULES}, "rules": rules, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in violations for node in each["nodes"]]


def shown(browser: Browser, html: str, view: str) -> Page:
    scheme, width = VIEWS[view]
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.set_content(html)
    return page


def demanding(shape: str) -> Edition:
    """All there can be; one author three times, twice under the same title."""
    week = weekly(shape=shape)
    again = samples.pick(9, title="Weeknote 41", authors=("Priya Nandakumar",), blog="Slow Sandleigh")
    errata = (Erratum("It was *Marrowby*.", "2026-12-01"), Erratum("And a bin."))
    return weekly(shape=shape, errata=errata, picks=(*week.picks, again))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_can_be_read_by_everybody(browser: Browser, shape: str, view: str) -> None:
    """By day, by night, on a telephone."""
    page = shown(browser, html_of(demanding(shape), "page"), view)
    assert findings(page) == []
    page.close()


def test_the_test_can_fail(browser: Browser) -> None:
    """A page with faults is found out."""
    page = shown(browser, "<html><title>x</title><p style='color:#aaa'>faint</p><img src=x></html>", "light")
    found = " ".join(findings(page))
    assert all(rule in found for rule in ("color-contrast", "image-alt", "html-has-lang"))
    page.close()


@pytest.mark.parametrize("view", VIEWS)
def test_an_email_can_be_read_by_everybody(browser: Browser, view: str) -> None:
    """Landmarks are the mail program's own."""
    page = shown(browser, html_of(demanding("card"), "email"), view)
    assert findings(page, "landmark-one-main", "region", "page-has-heading-one") == []
    page.close()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_can_be_enlarged_four_times(browser: Browser, shape: str) -> None:
    """At 400% of a small desk's 1280 pixels (WCAG 1.4.10: 320) nothing has to be scrolled sideways to be read."""
    page = browser.new_page(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    page.set_content(html_of(demanding(shape), "page"))
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_says_all_without_its_style(browser: Browser, shape: str) -> None:
    """With styles and pictures off every word is there in its order, and who said what is plain."""
    html = html_of(demanding(shape), "page")
    styled, bare = shown(browser, html, "light"), shown(browser, html.replace("<style>", "<style media=none>"), "light")
    words = "document.querySelector('main').innerText.replace(/[“”]/g, '').split(/\\s+/).join(' ').toLowerCase()"
    unseen = "document.querySelectorAll('.unseen').forEach(node => node.remove())"
    for page in (styled, bare):
        page.evaluate(unseen)
    assert bare.evaluate(words) == styled.evaluate(words)
    styled.close()
    bare.close()


def test_a_link_to_a_passage_leads_there(browser: Browser) -> None:
    """Chromium finds the words that are quoted and shows them."""
    from roundup.render.textfragment import passage_address

    filler = "<p>Words that nobody quotes.</p>" * 200
    words = "We had nine ways of writing down that a bin was full and <em>no way</em> of writing that it was lost."
    post = (
        f"<!DOCTYPE html><title>Post</title>{filler}<p>{words}</p><p>Nobody was being difficult, she said.</p>{filler}"
    )
    text = words.replace("<em>", "").replace("</em>", "")
    for exact in (text, f"{text}\n\nNobody was being difficult", "Nobody was being difficult, she said."):
        page = browser.new_page(viewport={"width": 800, "height": 600})
        page.route("https://blog.example/**", lambda route: route.fulfill(body=post, content_type="text/html"))
        page.goto(passage_address("https://blog.example/post", samples.quote("x", exact=exact)))
        page.wait_for_function("window.scrollY > 500", timeout=10_000)
        top = page.evaluate("document.querySelector('em').getBoundingClientRect().top")
        assert -200 < top < 600
        page.close()
