"""Which feeds a web page names: `<link rel="alternate" type="application/rss+xml" href="…">` and its kin.

Source: the RSS Advisory Board's autodiscovery note and HTML's link type "alternate".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from roundup.text import one_line
from roundup.urls import safe_url

FEED_TYPES = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
    "application/rdf+xml": "RSS",
    "application/xml": "XML",
    "text/xml": "XML",
}
HEAD_BYTES = 512_000  # a page that names its feeds names them in its head
MOST_LINKS = 50

_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|RDF|channel)[\s>]", re.IGNORECASE)
_JSON_FEED = re.compile(rb'^\s*\{.{0,2000}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', re.DOTALL)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    url: str
    title: str
    kind: str


def looks_like_feed(body: bytes) -> bool:
    """Does the document open with the root element of a feed (or the version of a JSON Feed)?"""
    head = body[:4_000].replace(b"\x00", b"")
    if _JSON_FEED.match(body[:4_000]):
        return True
    root = _ROOT.search(head)
    return bool(root) and b"<html" not in head[: root.start() if root else 0].lower()


def feed_links(body: bytes, url: str, content_type: str = "") -> tuple[FeedLink, ...]:
    """The feeds named in a page's head, in its order, comment feeds last, each once."""
    from roundup.parse.markup import page_tree

    tree = page_tree(body[:HEAD_BYTES], content_type)
    base_element = tree.css_first("base[href]")
    base = safe_url(base_element.attributes.get("href") or "", url) if base_element else ""
    found: dict[str, FeedLink] = {}
    for link in tree.css("link[href]")[: 20 * MOST_LINKS]:
        kind = FEED_TYPES.get((link.attributes.get("type") or "").split(";")[0].strip().lower())
        if kind and "alternate" in (link.attributes.get("rel") or "").lower().split():
            target = safe_url((link.attributes.get("href") or "").strip(), base or url)
            if target:
                found.setdefault(target, FeedLink(target, one_line(link.attributes.get("title") or "", 120), kind))
    return tuple(sorted(found.values(), key=lambda link: "comment" in (link.url + link.title).lower()))[:MOST_LINKS]
