"""The preview in Chromium: it follows the desk, and puts findings where they belong."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from roundup.workflow.desk import Desk
from roundup.workflow.edition import change
from roundup.workflow.preview import Preview
from roundup.workflow.word import annotate
from tests.browser import heard

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Page

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("browser")]


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what is to come, with patience; a frame may be loaded anew while it is looked at."""
    from playwright.sync_api import Error

    deadline = time.monotonic() + 30
    while True:
        try:
            if holds():
                return
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)


@pytest.fixture
def page(tab: Page, shown: Preview) -> Iterator[Page]:
    """Where it is looked at, and left before its server goes: it hears of changes by a connection that stays open."""
    tab.set_viewport_size({"width": 1500, "height": 900})
    yield tab
    tab.goto("about:blank")


def frame(page: Page, place: int = 0) -> FrameLocator:
    return page.frame_locator(f".pane:nth-child({place + 1}) iframe")


def test_the_preview_follows_the_desk(page: Page, desk: Desk, shown: Preview) -> None:
    """Words written in another window are seen without a touch, findings beside the pick they mean."""
    with heard(page) as said:
        page.goto(shown.url)
        until(page, lambda: frame(page).locator("main").count() == 1)

        annotate(desk, "2", lead="TODO: say [something](post).")
        change(desk, {"intro": "A week of bins."})
        until(page, lambda: "TODO" in frame(page).locator("#pick-2 .roundup-finding").all_inner_texts().__repr__())
        assert "A week of bins." in frame(page, 1).locator(".intro").inner_text()
        assert re.search(r"blocks[\s\S]*pick 2", page.inner_text("#findings"))

        annotate(desk, "2", lead="Ada said [something](post).")
        until(page, lambda: "TODO" not in page.inner_text("#findings"))
        assert frame(page).locator("#pick-2 .roundup-finding", has_text="TODO").count() == 0
    assert said == []


def test_a_broken_template_is_shown_until_it_is_mended(page: Page, desk: Desk, shown: Preview) -> None:
    """Above the forms, with file and line; the forms stay as they were."""
    page.goto(shown.url)
    own = desk.settings.templates_path / "page.html.j2"
    own.parent.mkdir()
    own.write_text("<h1>{{ edition.titel }}</h1>", encoding="utf-8")
    until(page, lambda: f"{own}, line 1" in page.inner_text("#error"))
    assert "Did you mean 'title'?" in page.inner_text("#error")
    own.write_text("<h1>Mended: {{ edition.title }}</h1>", encoding="utf-8")
    until(page, lambda: page.is_hidden("#error"))
    until(page, lambda: frame(page).locator("h1").inner_text() == "Mended: The Week")


def test_nothing_in_a_form_can_run(page: Page, desk: Desk, shown: Preview) -> None:
    """Not even a script in a desk's own template: what is shown is only looked at."""
    own = desk.settings.templates_path / "page.html.j2"
    own.parent.mkdir()
    own.write_text("<script>parent.probed=1</script><img src=x onerror='parent.probed=1'><p>seen", encoding="utf-8")
    page.goto(shown.url)
    until(page, lambda: frame(page).locator("p", has_text="seen").count() == 1)
    assert page.evaluate("globalThis.probed") is None
