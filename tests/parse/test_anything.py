"""Any bytes at all are a feed or are refused in words."""

from __future__ import annotations

import re
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundup.errors import FeedError
from roundup.model import Entry, ParsedFeed
from roundup.urls import safe_url

from .documents import atom, read, rss

RSS = rss(
    "<title>Bins &amp;amp; lids</title><link>https://blog.example/1?utm_source=rss</link><guid>1</guid>"
    "<pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate><dc:creator>Ada</dc:creator><category>bins</category>"
    "<content:encoded><![CDATA[<p>One <a href='/x'>two</a>.</p><p>The post X appeared first on Y.</p>]]>"
    '</content:encoded><enclosure url="/e.mp3" length="12" type="audio/mpeg"/>'
)
ATOM = atom(
    '<title type="html">&lt;b>Bins&lt;/b></title><link href="/1"/><id>tag:x,2026:1</id>'
    "<published>2026-11-20T09:00:00Z</published><updated>2026-11-20</updated><author><name>Ada</name></author>"
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One<br/>two</p></div></content>',
    attributes='xml:base="/blog/" xml:lang="en"',
)
JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": 1, "url": "/1", '
    '"content_html": "<p>One</p>", "date_published": "2026-11-20T09:00:00Z", "attachments": [{"url": "/e.mp3"}]}]}'
)
OLD = (
    '<?xml version="1.0" encoding="windows-1252"?><!DOCTYPE rss [<!ENTITY c "x">]><rss version="0.91"><channel>'
    "<title>&c;</title><item><title>&nbsp;</title><gml:pos/></item></channel></rss>"
)
SEEDS = [document.encode() for document in (RSS, ATOM, JSON, OLD)]
SNIPPETS = st.sampled_from(
    [
        *(b"<", b">", b"&", b"&#", b"&#xD800;", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<item>", b"</item>"),
        *(b"<!DOCTYPE", b"<?xml", b"xmlns:a='", b"'", b'"', b"javascript:", b"<script>", b"\x1b[2J", b"<entry>"),
        *(b"{", b"[", b"\\ud800", b"\\u001b", b"\x00", b"\xff", b"\xe2\x80\xae"),
    ]
)
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def judged(body: bytes) -> ParsedFeed | None:
    """What comes of a body; whatever it is keeps every promise of the values."""
    try:
        feed = read(body)
    except FeedError:
        return None
    assert feed.version
    for address in (feed.site_url, *(entry.url for entry in feed.entries)):
        assert address == "" or safe_url(address) == address
    for entry in feed.entries:
        keeps_its_promises(entry)
    return feed


def keeps_its_promises(entry: Entry) -> None:
    words = (entry.guid, entry.title, entry.text, entry.html.decode(), *entry.authors, *entry.tags, entry.date_note)
    assert not FORBIDDEN.search("".join(words))
    assert "\n" not in entry.title
    assert all(when is None or when.tzinfo is UTC for when in (entry.published, entry.updated))
    assert all(safe_url(file.url) == file.url for file in entry.enclosures)
    assert b"<script" not in entry.html
    assert len(entry.content_hash) == 32


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_are_refused(body: bytes) -> None:
    """No exception but FeedError."""
    judged(body)


@given(st.sampled_from([b"<rss>", b"<feed>", b"{", b"<?xml?><rss>", b"<rdf:RDF>"]), st.binary(max_size=300))
def test_any_bytes_behind_a_promising_beginning_are_a_feed_or_are_refused(beginning: bytes, rest: bytes) -> None:
    """The same for what at first looks right."""
    judged(beginning + rest)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A real feed with pieces cut out, put in, doubled or swapped."""
    body = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 40)))
        put = draw(SNIPPETS | st.binary(max_size=8) | st.just(body[start:end] * 2) | st.just(b""))
        body = body[:start] + put + body[end:]
    return body


@given(mutated())
@settings(max_examples=200)
def test_mutated_feeds_are_feeds_or_are_refused(body: bytes) -> None:
    """Damage of every kind that transports, templates and attackers do."""
    judged(body)


@pytest.mark.parametrize("seed", range(len(SEEDS)))
def test_the_seeds_themselves_are_read(seed: int) -> None:
    """Else the mutations would prove nothing."""
    feed = judged(SEEDS[seed])
    assert feed is not None
    assert len(feed.entries) == 1


@given(st.integers(0, 1_200), st.sampled_from(SEEDS[:2]))
def test_a_cut_feed_never_yields_half_an_entry(length: int, body: bytes) -> None:
    """Wherever the connection breaks, there is the whole entry, or none, or a refusal."""
    feed = judged(body[:length])
    if feed is not None and length < len(body):
        whole = read(body).entries[0]
        assert not feed.complete
        assert all(entry.text == whole.text for entry in feed.entries)
