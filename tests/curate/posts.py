"""Posts as people wrote them: those of the sample blogs, and some as WordPress sends them and a browser copies them."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path

from roundup.demo.feeds import FORMATS, feed_body, has_feed
from roundup.demo.source import LONDON, sample_blogs
from roundup.parse import parse_feed

STORED = Path(__file__).parent / "wordpress"
_MOMENT = datetime(2026, 11, 20, 12, tzinfo=LONDON)
_BASE = "http://127.0.0.1:1"


@cache
def sample_texts() -> tuple[str, ...]:
    """The text of every sample post, as the desk keeps it, whatever feed it came in."""
    texts = []
    for blog in sample_blogs():
        if has_feed(blog):
            kind = FORMATS[blog.format].content_type
            body = feed_body(blog, _MOMENT, _BASE)
            feed = parse_feed(body, url=_BASE + blog.feed_path, content_type=kind, zone=LONDON)
            texts += [entry.text for entry in feed.entries if entry.text]
    return tuple(dict.fromkeys(texts))


@cache
def wordpress_texts() -> dict[str, str]:
    """Title → the text of each post in the stored feed of a real WordPress, as the desk keeps it."""
    return texts_of((STORED / "feed.xml").read_bytes())


def texts_of(feed: bytes) -> dict[str, str]:
    """Title → text of each post in a feed."""
    entries = parse_feed(feed, url="https://blog.example/feed/", zone=LONDON).entries
    return {entry.title: entry.text for entry in entries}


@cache
def wordpress_copied() -> dict[str, str]:
    """Title → the same posts as Chromium copies them from their pages."""
    copied: dict[str, str] = json.loads((STORED / "copied.json").read_text(encoding="utf-8"))
    return copied


@cache
def all_texts() -> tuple[str, ...]:
    """Every text there is."""
    return (*sample_texts(), *wordpress_texts().values())
