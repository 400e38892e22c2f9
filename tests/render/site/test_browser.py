"""The archive in Chromium: readable by everybody, quiet, and searched without a server."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from roundup.model import Subscription
from roundup.render import SHAPES
from roundup.render.site import parts
from tests import samples
from tests.axe import findings, hindrances
from tests.browser import HEIGHT, PHONE, heard
from tests.render.hostile import PAYLOADS
from tests.render.site.archives import FOLLOWED, archive, edition, lay, pick, site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("browser")]

PAGES = (
    *("index.html", "archive.html", "years/2026.html", "people.html", "people/ada-example.html", "blogs.html"),
    *("people/ada-example/2026.html", "blogs/a-blog.html", "tags.html", "tags/bins.html", "tags/bins/2026.html"),
    *("blogroll.html", "search.html?q=bins", "404.html", "year-2026/index.html", "2026-11-20-week-that-was/index.html"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive on disk, whose only reader is the browser. One author has two picks in one edition.

    Lists part by years as soon as there are two of these.
    """
    made = [
        edition(number, *(pick(4 * number + n, tags=("bins",), remark="Quite.") for n in range(3)), shape=shape)
        for number, shape in enumerate(SHAPES, start=1)
    ]
    quoted = samples.quote("Nobody thanked the crew, and nobody ever does.", speaker="A Driver")
    special = pick(90, "Zoë Näht", "Lamp-posts", title="Café “Zum Löwen”", quotes=(quoted,), remark="whole " * 60)
    year = edition(0, pick(5), slug="year-2026", title="The year that was: 2026", date="2026-12-31", shape="card")
    # Names that leave no room in their line for the link to the feed.
    names = (f"Blog number {n} of Marrowby Libraries" for n in (24, 32, 13))
    wide = (Subscription(f"https://s{n}.example/feed", name, "https://s.example/") for n, name in enumerate(names))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "FEW", 1)
        patch.setattr(parts, "SOME", 1)
        newest = edition(20, special, pick(91, tags=("bins",)))
        whole = archive(*made, newest, specials=(year,), subscriptions=(*FOLLOWED, *wide))
        return lay(site(whole), tmp_path_factory.mktemp("site"))


@contextmanager
def opened(tab: Page, folder: Path, path: str) -> Iterator[list[str]]:
    """A page of the site, read from the folder, and all that the console says."""
    with heard(tab) as said:
        tab.goto(f"{folder.as_uri()}/{path}")
        yield said


def told(tab: Page, pattern: str = r"\d found$|^Nothing found$") -> str:
    """What the search says, as soon as it says something like `pattern`."""
    deadline = time.monotonic() + 30
    while not re.search(pattern, said := tab.inner_text("#status")):
        assert time.monotonic() < deadline, said
        tab.wait_for_timeout(20)
    return said


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_read_the_archive(tab: Page, folder: Path, path: str) -> None:
    """No finding by day or night, on a desk or the smallest phone; nothing scrolls sideways; the console is silent."""
    with opened(tab, folder, path) as said:
        if path.startswith("search"):
            tab.wait_for_selector("#found li")
        assert hindrances(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE
        assert said == []


def test_the_editions_of_all_shapes_keep_their_readers(tab: Page, folder: Path) -> None:
    """Essay, cards, notes and list, each with one author twice."""
    tab.set_viewport_size({"width": PHONE, "height": HEIGHT})
    for path in sorted(folder.glob("2026-*/index.html")):
        with opened(tab, folder, path.relative_to(folder).as_posix()):
            assert findings(tab) == [], path
            assert tab.evaluate("document.documentElement.scrollWidth") == PHONE


# ---------------------------------------------------------------- searching


def found(tab: Page, folder: Path, words: str) -> list[str]:
    """The titles that are found for these words, in the order they are shown."""
    with opened(tab, folder, "search.html") as said:
        tab.fill("#words", words)
        told(tab)
        assert said == []
        return [str(text) for text in tab.locator("#found cite").all_inner_texts()]


def test_the_search_needs_no_server(tab: Page, folder: Path) -> None:
    """Opened from a folder, it finds what all years hold, and says where it stands."""
    with opened(tab, folder, "search.html?q=crew") as said:
        assert told(tab) == "1 found"
        assert tab.locator("#found cite").all_inner_texts() == ["Café “Zum Löwen”"]
        assert "Nobody thanked the crew" in tab.inner_text("#found .passage")
        # Copied, or read without its style, what was found is no one long word.
        assert tab.evaluate("document.querySelector('#found li').textContent").startswith("Café “Zum Löwen” Zoë")
        assert tab.inner_text("#found .passage").endswith(" whole …")  # words are not cut
        assert tab.locator("#found .passage mark").all_inner_texts() == ["crew"]
        tab.click("#found a")
        assert tab.url.endswith("2027-04-02-week-that-was/index.html#pick-1")
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
def test_words_are_found_as_people_type_them(tab: Page, folder: Path, words: str, titles: list[str]) -> None:
    """All of them, in any order; in quotation marks as they stand; without regard to case and accents."""
    assert found(tab, folder, words) == titles


def test_the_search_can_be_used_by_keyboard_and_ear(tab: Page, folder: Path) -> None:
    """A labelled field in a search landmark; what was found is announced; the address keeps the question."""
    with opened(tab, folder, "search.html"):
        tab.get_by_role("searchbox", name="Words, or a “phrase in quotes”").fill("quite")
        assert told(tab, "12 found") == "12 found"
        assert tab.get_attribute("#status", "role") == "status"
        assert tab.url.endswith("search.html?q=quite")


def test_many_results_come_in_portions(tab: Page, tmp_path: Path) -> None:
    """Forty, then more; who asked for more goes on reading where they were."""
    lay(site(archive(*(edition(n, *(pick(20 * n + m) for m in range(10))) for n in range(1, 7)))), tmp_path)
    with opened(tab, tmp_path, "search.html?q=plain%20words"):
        assert told(tab, "60 found$") == "60 found"
        assert tab.locator("#found li").count() == 40
        tab.click("#more")
        assert tab.locator("#found li").count() == 60
        assert tab.evaluate("document.activeElement.closest('li').matches(':nth-child(41)')")
        assert tab.is_hidden("#more")


def test_a_year_that_cannot_be_read_is_said(tab: Page, folder: Path, tmp_path: Path) -> None:
    """The others are searched all the same."""
    lay({path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}, tmp_path)
    (tmp_path / "search" / "2026.js").unlink()
    tab.goto(f"{tmp_path.as_uri()}/search.html?q=crew")
    assert told(tab, "could not be read$") == "1 found; 1 of 2 years could not be read"
    assert tab.locator("#found li").count() == 1


def test_hostile_words_are_found_and_do_nothing(tab: Page, tmp_path: Path) -> None:
    """Searched, marked and shown as the text they are."""
    picks = [pick(n, words, words, title=words, lead=words) for n, words in enumerate(PAYLOADS, start=1)]
    lay(site(archive(edition(1, *picks, title=PAYLOADS[0], intro=PAYLOADS[0]))), tmp_path)
    with opened(tab, tmp_path, "search.html") as said:
        for words in ("probed", "<script>", "<img src=x", '"onerror', "evil.example", "\\", "(", "[x]", "*|"):
            tab.fill("#words", words)
            assert re.match("[1-9]", told(tab))
            assert tab.evaluate("globalThis.probed || 0") == 0
            assert tab.locator("#found img, #found script, #found iframe, #found svg").count() == 0
        assert said == []


def test_without_scripts_the_search_page_shows_the_way(browser: Browser, folder: Path) -> None:
    """To the lists of editions, which need none."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/search.html")
    assert page.is_hidden("#search")
    assert "archive by year" in page.inner_text("main")
    context.close()
