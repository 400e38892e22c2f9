"""The archive in Chromium: readable by everybody, quiet, and searched without a server."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from roundup.render import SHAPES
from tests import samples
from tests.render.hostile import PAYLOADS
from tests.render.site.archives import archive, edition, lay, pick, site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("browser")]

PHONE, DESK = 320, 1280
PAGES = (
    *("index.html", "archive.html", "years/2026.html", "people.html", "people/ada-example.html", "blogs.html"),
    *("blogs/a-blog.html", "tags.html", "tags/bins.html", "blogroll.html", "search.html?q=bins", "404.html"),
    "2026-11-20-week-that-was/index.html",
)
BY_DAY = ("index", "people/", "search")  # looked at in both lights; the others have nothing that these have not
# What WCAG asks for at A and AA, and what axe knows to be good besides.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive on disk, whose only reader is the browser. One author has two picks in one edition."""
    made = [
        edition(number, *(pick(4 * number + n, tags=("bins",), remark="Quite.") for n in range(3)), shape=shape)
        for number, shape in enumerate(SHAPES, start=1)
    ]
    quoted = samples.quote("Nobody thanked the crew, and nobody ever does.", speaker="A Driver")
    special = pick(90, "Zoë Näht", "Lamp-posts", title="Café “Zum Löwen”", quotes=(quoted,))
    return lay(site(archive(*made, edition(20, special, pick(91)))), tmp_path_factory.mktemp("site"))


@contextmanager
def opened(
    browser: Browser, folder: Path, path: str, *, width: int = DESK, scheme: Literal["light", "dark"] = "light"
) -> Iterator[tuple[Page, list[str]]]:
    """A page of the site, read from the folder, and all that the console said."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{folder.as_uri()}/{path}")
    yield page, said
    page.close()


def told(page: Page, pattern: str = r"\d found$|^Nothing found$") -> str:
    """What the search says, as soon as it says something like `pattern`."""
    deadline = time.monotonic() + 30
    while not re.search(pattern, said := page.inner_text("#status")):
        assert time.monotonic() < deadline, said
        page.wait_for_timeout(20)
    return said


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe finds on a page, in words."""
    library = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = library.Axe()

    def look(page: Page) -> list[str]:
        result: Any = found.run(page, options={"runOnly": {"type": "tag", "values": list(TAGS)}})
        return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in result.response["violations"]]

    return look


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_read_the_archive(
    browser: Browser, folder: Path, axe: Callable[[Page], list[str]], path: str
) -> None:
    """No finding by day or night, on a desk or the smallest phone; nothing scrolls sideways; the console is silent."""
    with opened(browser, folder, path) as (page, said):
        if path.startswith("search"):
            page.wait_for_selector("#found li")
        if path.startswith(BY_DAY):
            assert axe(page) == []
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": PHONE, "height": 900})
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE
        assert said == []


def test_the_editions_of_all_shapes_keep_their_readers(
    browser: Browser, folder: Path, axe: Callable[[Page], list[str]]
) -> None:
    """Essay, cards, notes and list, each with one author twice."""
    for path in sorted(folder.glob("2026-*/index.html")):
        with opened(browser, folder, path.relative_to(folder).as_posix(), width=PHONE) as (page, _):
            assert axe(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") == PHONE


# ---------------------------------------------------------------- searching


def found(browser: Browser, folder: Path, words: str) -> list[str]:
    """The titles that are found for these words, in the order they are shown."""
    with opened(browser, folder, "search.html") as (page, said):
        page.fill("#words", words)
        told(page)
        assert said == []
        return [str(text) for text in page.locator("#found cite").all_inner_texts()]


def test_the_search_needs_no_server(browser: Browser, folder: Path) -> None:
    """Opened from a folder, it finds what all years hold, and says where it stands."""
    with opened(browser, folder, "search.html?q=crew") as (page, said):
        assert told(page) == "1 found"
        assert page.locator("#found cite").all_inner_texts() == ["Café “Zum Löwen”"]
        assert "Nobody thanked the crew" in page.inner_text("#found .passage")
        assert page.locator("#found .passage mark").all_inner_texts() == ["crew"]
        page.click("#found a")
        assert page.url.endswith("2027-04-02-week-that-was/index.html#pick-1")
        assert said == []


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("cafe lowen", ["Café “Zum Löwen”"]),  # without accents
        ("NAHT", ["Café “Zum Löwen”"]),  # by name, whatever the case
        ('"thanked the crew"', ["Café “Zum Löwen”"]),  # a phrase
        ("“nobody thanked”", ["Café “Zum Löwen”"]),  # in curly marks
        ('"crew the thanked"', []),  # a phrase that nobody wrote
        ("lamp-posts löw", ["Café “Zum Löwen”"]),  # all words, wherever; beginnings
        ("crew unheard-of", []),
        ("number 91", ["Post number 91"]),
    ],
)
def test_words_are_found_as_people_type_them(browser: Browser, folder: Path, words: str, titles: list[str]) -> None:
    """All of them, in any order; in quotation marks as they stand; without regard to case and accents."""
    assert found(browser, folder, words) == titles


def test_the_search_can_be_used_by_keyboard_and_ear(browser: Browser, folder: Path) -> None:
    """A labelled field in a search landmark; what was found is announced; the address keeps the question."""
    with opened(browser, folder, "search.html") as (page, _):
        page.get_by_role("searchbox", name="Words, or a “phrase in quotes”").fill("quite")
        assert told(page, "12 found") == "12 found"
        assert page.get_attribute("#status", "role") == "status"
        assert page.url.endswith("search.html?q=quite")


def test_many_results_come_in_portions(browser: Browser, tmp_path: Path) -> None:
    """Forty, then more; who asked for more goes on reading where they were."""
    lay(site(archive(*(edition(n, *(pick(20 * n + m) for m in range(10))) for n in range(1, 7)))), tmp_path)
    with opened(browser, tmp_path, "search.html?q=plain%20words") as (page, _):
        assert told(page, "60 found$") == "60 found"
        assert page.locator("#found li").count() == 40
        page.click("#more")
        assert page.locator("#found li").count() == 60
        assert page.evaluate("document.activeElement.closest('li').matches(':nth-child(41)')")
        assert page.is_hidden("#more")


def test_a_year_that_cannot_be_read_is_said(browser: Browser, folder: Path, tmp_path: Path) -> None:
    """The others are searched all the same."""
    lay({path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}, tmp_path)
    (tmp_path / "search" / "2026.js").unlink()
    page = browser.new_page()
    page.goto(f"{tmp_path.as_uri()}/search.html?q=crew")
    assert told(page, "could not be read$") == "1 found; 1 of 2 years could not be read"
    assert page.locator("#found li").count() == 1
    page.close()


def test_hostile_words_are_found_and_do_nothing(browser: Browser, tmp_path: Path) -> None:
    """Searched, marked and shown as the text they are."""
    picks = [pick(n, words, words, title=words, lead=words) for n, words in enumerate(PAYLOADS, start=1)]
    lay(site(archive(edition(1, *picks, title=PAYLOADS[0], intro=PAYLOADS[0]))), tmp_path)
    with opened(browser, tmp_path, "search.html") as (page, said):
        for words in ("probed", "<script>", "<img src=x", '"onerror', "evil.example", "\\", "(", "[x]", "*|"):
            page.fill("#words", words)
            assert re.match("[1-9]", told(page))
            assert page.evaluate("globalThis.probed || 0") == 0
            assert page.locator("#found img, #found script, #found iframe, #found svg").count() == 0
        assert said == []


def test_without_scripts_the_search_page_shows_the_way(browser: Browser, folder: Path) -> None:
    """To the lists of editions, which need none."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/search.html")
    assert page.is_hidden("#search")
    assert "archive by year" in page.inner_text("main")
    context.close()
