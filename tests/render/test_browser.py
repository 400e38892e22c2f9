"""What Chromium makes of an edition: nothing runs, nothing is fetched, everything can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import pytest

from roundup.render import FORMATS, SHAPES
from tests.browser import DESK, HEIGHT, PHONE, heard, show
from tests.render.editions import weekly
from tests.render.hostile import PAYLOADS, URLS, addressed, worded, written
from tests.render.reading import html_of

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page, Route

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("browser")]

# Every event a reader's mouse and keyboard could cause, and a click on whatever leads nowhere on the web.
POKE = """() => {
    for (const node of document.querySelectorAll('*'))
        for (const type of ['mouseover', 'focus', 'toggle', 'load', 'error', 'animationstart'])
            node.dispatchEvent(new Event(type));
    for (const link of document.querySelectorAll('a[href]'))
        if (!['http:', 'https:', 'mailto:'].includes(link.protocol)) link.click();
}"""
# The smallest contrast of a text with the ground it stands on (WCAG 2.2, relative luminance).
FAINTEST = """() => {
    const rgba = text => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = node => {
        const colour = rgba(getComputedStyle(node).backgroundColor);
        return colour[3] === 0 ? ground(node.parentElement) : colour;
    };
    const words = [...document.body.querySelectorAll('*')].filter(
        node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()));
    return Math.min(...words.map(node => {
        const [low, high] = [light(rgba(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    }));
}"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HOSTILE = {"words": worded, "editors": written, "addresses": addressed}


@dataclass(slots=True)
class Visit:
    """What happened while a document was loaded and poked at; `widths` are of the content, by day and by night."""

    ran: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)


def visit(tab: Page, html: str, *, widths: Sequence[int] = (PHONE,)) -> Visit:
    """Load `html` as a page of a site, do to it what readers do, and tell what came of it."""
    seen = Visit()

    def dismissed(dialog: Dialog) -> None:
        seen.ran.append(dialog.message)
        dialog.dismiss()

    tab.on("dialog", dismissed)
    tab.route("**/*", lambda route: _refuse(route, seen))
    with heard(tab) as seen.said:
        show(tab, html)
        tab.evaluate(POKE)
        if probed := tab.evaluate("globalThis.probed || 0"):
            seen.ran.append(f"{probed} probes")
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            for width in widths:
                tab.set_viewport_size({"width": width, "height": HEIGHT})
                seen.widths.append(tab.evaluate("document.documentElement.scrollWidth"))
    tab.remove_listener("dialog", dismissed)
    return seen


def _refuse(route: Route, seen: Visit) -> None:
    if not route.request.url.endswith("/favicon.ico"):
        seen.fetched.append(route.request.url)
    route.abort()


def test_the_probe_is_noticed(tab: Page) -> None:
    """The test itself can fail: an unprotected page that runs a script and calls home is caught at both."""
    seen = visit(tab, "<script>globalThis.probed=1</script><img src=https://evil.example/x onerror=alert(1)>")
    assert "1 probes" in seen.ran
    assert seen.fetched == ["https://evil.example/x"]


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "eml"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_editions_do_nothing(tab: Page, kind: str, name: str) -> None:
    """No script runs, nothing but the edition's own picture is asked for, and the page stays as wide as a phone."""
    seen = visit(tab, html_of(HOSTILE[kind](*(URLS if kind == "addresses" else PAYLOADS)), name))
    assert seen.ran == []
    assert set(seen.fetched) <= {"https://a.example/picture.png"}
    assert [text for text in seen.said if "Content Security Policy" in text] == []
    assert set(seen.widths) == {PHONE}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_is_complete_in_itself(tab: Page, shape: str) -> None:
    """One request, a quiet console and no sideways scrolling, on a phone and on a desk, by day and by night."""
    seen = visit(tab, html_of(weekly(shape=shape), "page"), widths=(PHONE, DESK))
    assert seen == Visit(widths=[PHONE, DESK] * len(SCHEMES))


@pytest.mark.parametrize("name", ["page", "email"])
def test_a_picture_fits_a_phone(tab: Page, name: str) -> None:
    """However wide it is; and where pictures are not shown, the words that stand for it are, and fit too."""
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="1000"></svg>'
    html = html_of(replace(weekly(), image="https://a.example/picture.svg", image_alt="A very long bench " * 9), name)
    tall = {}
    for shown in (True, False):
        tab.unroute_all()
        answer = partial(_given if shown else _withheld, body=picture)
        tab.route("https://a.example/**", answer)
        tab.set_viewport_size({"width": PHONE, "height": HEIGHT})
        show(tab, html)
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE
        wide, tall[shown] = tab.evaluate(
            "(({width, height}) => [width, height])(document.images[0].getBoundingClientRect())"
        )
        assert wide <= PHONE
    assert tall[True] == pytest.approx(wide / 2, abs=1)
    assert tall[False] > 4 * 16  # lines of words


def _given(route: Route, body: str) -> None:
    route.fulfill(body=body, content_type="image/svg+xml")


def _withheld(route: Route, body: str) -> None:
    del body
    route.abort()


def test_text_can_be_told_from_its_ground(tab: Page) -> None:
    """Every word has the contrast WCAG 2.2 AA asks for (4.5:1), in both colour schemes."""
    show(tab, html_of(weekly(shape="card"), "page"))
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)
        assert tab.evaluate(FAINTEST) >= 4.5


def test_readers_with_a_keyboard_see_where_they_are(tab: Page) -> None:
    """The first stop is the way past the masthead, and every stop shows itself."""
    show(tab, html_of(weekly(), "page"))
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the edition"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    tab.keyboard.press("Tab")
    assert tab.evaluate("getComputedStyle(document.activeElement).backgroundColor") == "rgb(255, 221, 0)"


def test_paper_shows_where_links_lead(tab: Page) -> None:
    """Printed, an address stands behind each link, those for mail too; the way past the masthead is of no use there."""
    show(tab, html_of(weekly(), "page"))
    tab.emulate_media(media="print")
    behind = "selector => getComputedStyle(document.querySelector(selector), '::after').content"
    assert weekly().picks[0].url in tab.evaluate(behind, "figcaption a")
    assert "post@kettle.example" in tab.evaluate(behind, ".intro a")
    assert tab.evaluate("getComputedStyle(document.querySelector('.skip')).display") == "none"


def test_paper_is_white_whatever_the_screen(tab: Page) -> None:
    """Who reads by night prints dark words on paper all the same."""
    show(tab, html_of(weekly(), "page"))
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.evaluate(FAINTEST) >= 4.5
