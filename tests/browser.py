"""A real browser, which has the last word on what a page does.

To start one is dear, and so is each new page: most tests look at the same one, by turns (`tab`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Error, Page

PHONE, DESK, HEIGHT = 320, 1280, 900  # pixels
ADDRESS = "https://edition.example/"
# Nothing the browser might want from outside belongs into a test.
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-default-browser-check"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window. Where it is not installed the test is skipped, but not in CI: there it must be."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("the Python package playwright")
    if not path:
        missing("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def open_tabs() -> list[Page]:
    """The page that is handed round, if there is one yet."""
    return []


@pytest.fixture
def tab(browser: Browser, open_tabs: list[Page]) -> Iterator[Page]:
    """A page by day on a desk, to `show` documents in; what the test before left in it is no longer listened to."""
    if not open_tabs or open_tabs[0].is_closed():
        open_tabs[:] = [browser.new_page()]
        open_tabs[0].on("crash", lambda _: open_tabs.clear())
    page = open_tabs[0]
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    yield page
    page.unroute_all()


def show(page: Page, html: str) -> None:
    """Load `html` as the page of a site. Always the same site: for another, Chromium would start another process."""
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(ADDRESS)


@contextmanager
def heard(page: Page) -> Iterator[list[str]]:
    """What the console says meanwhile: messages, and errors that nobody caught."""
    said: list[str] = []

    def message(told: ConsoleMessage) -> None:
        said.append(told.text)

    def failure(error: Error) -> None:
        said.append(str(error))

    page.on("console", message)
    page.on("pageerror", failure)
    try:
        yield said
    finally:
        page.remove_listener("console", message)
        page.remove_listener("pageerror", failure)


def missing(what: str) -> NoReturn:
    """Skip the test for want of `what`, or fail it where that may not be."""
    message = f"{what} is not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{message}, and in CI it has to be")
    pytest.skip(message)
