"""Posts as a real WordPress sends them in its feed, and as a real browser copies them from its pages.

python -m tests.realservers.capture    stores both in tests/curate/wordpress, for tests that need neither
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.realservers.packages import unpack_wordpress
from tests.realservers.wordpress import WordPress, ask, running_wordpress

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHECKOUT = Path(__file__).parents[2]
STORED = CHECKOUT / "tests" / "curate" / "wordpress"
# What an editor marks with the mouse, from the first word of the post to the last.
_COPIED = """() => {
    const post = document.querySelector('.entry-content, .wp-block-post-content, article') || document.body;
    const range = document.createRange();
    range.selectNodeContents(post);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return getSelection().toString();
}"""


def written() -> dict[str, str]:
    """Title → content as its author typed it into WordPress."""
    posts: dict[str, str] = json.loads((STORED / "written.json").read_text(encoding="utf-8"))
    return posts


def captured(wordpress: WordPress, browser: Browser) -> tuple[bytes, dict[str, str]]:
    """The feed with all posts in it, and title → what the browser copies; the posts are taken away again."""
    made = {title: wordpress.create_post(title, content) for title, content in written().items()}
    page = browser.new_page()
    try:
        feed = ask(wordpress.url + "/feed/").body
        copied = {}
        for title, post in made.items():
            page.goto(post.link)
            copied[title] = str(page.evaluate(_COPIED))
    finally:
        page.close()
        for post in made.values():
            wordpress.delete_post(post.id)
    return feed, copied


def main() -> None:
    """Store what there is now."""
    from playwright.sync_api import sync_playwright

    with running_wordpress(unpack_wordpress(CHECKOUT / ".servers")) as wordpress, sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        feed, copied = captured(wordpress, browser)
        browser.close()
    (STORED / "feed.xml").write_bytes(feed)
    (STORED / "copied.json").write_text(json.dumps(copied, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
