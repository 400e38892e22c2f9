"""Copied from a real WordPress page in a real browser, proved against what its feed brought."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from roundup.curate.quote import prove
from tests.curate.posts import STORED, texts_of, wordpress_texts
from tests.realservers.capture import captured, written
from tests.realservers.wordpress import WordPress
from tests.samples import snapshot

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("wordpress")]


def test_what_is_copied_from_the_page_stands_in_the_feed(wordpress: WordPress, browser: Browser) -> None:
    """Every post whole, and every line of it, however WordPress curled, laid out and decorated it."""
    feed, copied = captured(wordpress, browser)
    texts = texts_of(feed)
    assert texts.keys() == copied.keys() == written().keys()
    for title, passage in copied.items():
        for part in (passage, *(line for line in passage.split("\n") if re.search(r"\w", line))):
            assert prove(part, [snapshot(texts[title])], id="q1").exact in texts[title]


def test_the_stored_feed_is_of_the_posts_that_were_written() -> None:
    """What quick tests go by came from here."""
    assert (STORED / "feed.xml").exists()
    assert wordpress_texts().keys() == written().keys()
