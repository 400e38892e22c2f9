"""What Chromium makes of an edition: nothing runs, nothing is fetched, everything can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pytest

from roundup.render import FORMATS, SHAPES
from tests.render.editions import weekly
from tests.render.hostile import PAYLOADS, URLS, addressed, worded, written
from tests.render.reading import html_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Route

Scheme = Literal["light", "dark"]
pytestmark = [pytest.mark.server, pytest.mark.xdist_group("browser")]

ADDRESS = "https://edition.example/"
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
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
HOSTILE = {"words": worded, "editors": written, "addresses": addressed}


PHONE, DESK = 320, 1280


@dataclass(slots=True)
class Visit:
    """What happened while a document was loaded and poked at; `widths` are of the content, one a view."""

    ran: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)


def visit(browser: Browser, html: str, *, widths: Sequence[int] = (PHONE,), scheme: Scheme = "light") -> Visit:
    """Load `html` as a page of a site, do to it what readers do, and tell what came of it."""
    seen = Visit()
    page = browser.new_page(color_scheme=scheme)
    page.on("dialog", lambda dialog: _dismiss(dialog, seen))
    page.on("console", lambda message: seen.said.append(message.text))
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    page.route("**/*", lambda route: _refuse(route, seen))
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(ADDRESS)
    page.evaluate(POKE)
    if probed := page.evaluate("globalThis.probed || 0"):
        seen.ran.append(f"{probed} probes")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 600})
        seen.widths.append(page.evaluate("document.documentElement.scrollWidth"))
    page.close()
    return seen


def _dismiss(dialog: Dialog, seen: Visit) -> None:
    seen.ran.append(dialog.message)
    dialog.dismiss()


def _refuse(route: Route, seen: Visit) -> None:
    if not route.request.url.endswith("/favicon.ico"):
        seen.fetched.append(route.request.url)
    route.abort()


def test_the_probe_is_noticed(browser: Browser) -> None:
    """The test itself can fail: an unprotected page that runs a script and calls home is caught at both."""
    seen = visit(browser, "<script>globalThis.probed=1</script><img src=https://evil.example/x onerror=alert(1)>")
    assert "1 probes" in seen.ran
    assert seen.fetched == ["https://evil.example/x"]


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "eml"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_editions_do_nothing(browser: Browser, kind: str, name: str) -> None:
    """No script runs, nothing but the edition's own picture is asked for, and the page stays as wide as a phone."""
    seen = visit(browser, html_of(HOSTILE[kind](*(URLS if kind == "addresses" else PAYLOADS)), name))
    assert seen.ran == []
    assert set(seen.fetched) <= {"https://a.example/picture.png"}
    assert [text for text in seen.said if "Content Security Policy" in text] == []
    assert seen.widths == [PHONE]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_is_complete_in_itself(browser: Browser, shape: str, scheme: Scheme) -> None:
    """One request, a quiet console and no sideways scrolling, on a phone and on a desk, by day and by night."""
    seen = visit(browser, html_of(weekly(shape=shape), "page"), widths=(PHONE, DESK), scheme=scheme)
    assert seen == Visit(widths=[PHONE, DESK])


def test_text_can_be_told_from_its_ground(browser: Browser) -> None:
    """Every word has the contrast WCAG 2.2 AA asks for (4.5:1), in both colour schemes."""
    for scheme in SCHEMES:
        page = browser.new_page(color_scheme=scheme)
        page.set_content(html_of(weekly(shape="card"), "page"))
        assert page.evaluate(FAINTEST) >= 4.5
        page.close()


def test_readers_with_a_keyboard_see_where_they_are(browser: Browser) -> None:
    """The first stop is the way past the masthead, and every stop shows itself."""
    page = browser.new_page()
    page.set_content(html_of(weekly(), "page"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the edition"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).backgroundColor") == "rgb(255, 221, 0)"
    page.close()


def test_paper_shows_where_links_lead(browser: Browser) -> None:
    """Printed, a link's address stands behind it; the way past the masthead is of no use there."""
    page = browser.new_page()
    page.set_content(html_of(weekly(), "page"))
    page.emulate_media(media="print")
    behind = "getComputedStyle(document.querySelector('figcaption a'), '::after').content"
    assert weekly().picks[0].url in page.evaluate(behind)
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).display") == "none"
    page.close()
