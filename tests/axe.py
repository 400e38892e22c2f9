"""axe (https://github.com/dequelabs/axe-core) in a page: WCAG 2.0 to 2.2, A and AA, and best practices."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tests.browser import HEIGHT, PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Rules about what a state changes: colours by night, places and sizes on a phone. Others are of the document alone.
BY_NIGHT = ("color-contrast", "link-in-text-block")
ON_A_PHONE = ("target-size", "scrollable-region-focusable", "css-orientation-lock")
_RUN = "options => axe.run(options).then(found => found.violations)"


@lru_cache
def _library() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def findings(page: Page, *ignored: str, only: Iterable[str] = ()) -> list[str]:
    """What axe objects to in the page as it is shown: by all rules but those `ignored`, or by `only` those named."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(_library())
    rules: dict[str, Any] = {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in ignored}}
    asked = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": list(TAGS)}
    options = {"runOnly": asked, "resultTypes": ["violations"], **({} if only else {"rules": rules})}
    violations = page.evaluate(_RUN, options)
    return [f"{each['id']}: {node['html'][:200]}" for each in violations for node in each["nodes"]]


def hindrances(page: Page, *ignored: str) -> list[str]:
    """What axe objects to by day on a desk, by night, and on the smallest phone, where the page stays."""
    found = [f"by day: {each}" for each in findings(page, *ignored)]
    page.emulate_media(color_scheme="dark")
    found += [f"by night: {each}" for each in findings(page, only=BY_NIGHT)]
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    return found + [f"on a phone: {each}" for each in findings(page, only=ON_A_PHONE)]
