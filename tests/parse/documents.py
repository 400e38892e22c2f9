"""Small feeds for tests, and one way to read them."""

from __future__ import annotations

from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import pytest

from roundup.errors import FeedError
from roundup.model import Entry, ParsedFeed
from roundup.parse import parse_feed

URL = "https://blog.example/feed/"
LONDON = ZoneInfo("Europe/London")
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:psc="http://podlove.org/simple-chapters" xmlns:georss="http://www.georss.org/georss"'
)


def read(document: str | bytes, content_type: str = "", url: str = URL) -> ParsedFeed:
    """The feed in a document, with UK time assumed."""
    body = document.encode() if isinstance(document, str) else document
    return parse_feed(body, url=url, content_type=content_type, zone=LONDON)


def refusal(document: str | bytes, content_type: str = "") -> str:
    """The words with which a document is refused."""
    with pytest.raises(FeedError) as caught:
        read(document, content_type)
    assert caught.value.hint
    return caught.value.message


def rss(*items: str, channel: str = "<title>A Blog</title><link>https://blog.example/</link>") -> str:
    """An RSS 2.0 document with the given insides of items."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {NAMESPACES}><channel>{channel}{inside}</channel></rss>'


def atom(*entries: str, feed: str = "<title>A Blog</title>", attributes: str = "") -> str:
    """An Atom 1.0 document with the given insides of entries."""
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{feed}{inside}</feed>'


def item(inside: str, url: str = URL) -> Entry:
    """What becomes of one RSS item."""
    (entry,) = read(rss(inside), url=url).entries
    return entry


def atom_entry(inside: str, feed: str = "", attributes: str = "", url: str = URL) -> Entry:
    """What becomes of one Atom entry."""
    (entry,) = read(atom(inside, feed=feed, attributes=attributes), url=url).entries
    return entry


def body(html: str) -> Entry:
    """What becomes of an RSS item whose description is this HTML."""
    return item(f"<description>{escape(html)}</description>")
