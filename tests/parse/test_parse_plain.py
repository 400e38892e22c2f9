"""Reading in the caller's own process: only what is sure to be quick, whoever wrote it."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.errors import FeedError
from roundup.model import ParsedFeed
from roundup.parse import MOST_NEW, parse_feed, parse_plain
from roundup.parse.feed import LARGEST_PLAIN

from .documents import LONDON, URL, atom, rss
from .generated import documents

SECONDS = 10.0  # generous: each of these takes a fraction of a second
MEGABYTES = LARGEST_PLAIN - 1_000


def plainly(document: str | bytes, known: frozenset[str] = frozenset(), most_new: int = MOST_NEW) -> ParsedFeed | None:
    body = document.encode("utf-8", "replace") if isinstance(document, str) else document
    return parse_plain(body, url=URL, zone=LONDON, known=known, most_new=most_new)


JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A",
        "items": [{"id": "1", "url": "https://blog.example/1", "content_html": "<p>Words.</p>"}],
    }
)


@pytest.mark.parametrize(
    "document",
    [
        rss("<title>Bins</title><link>https://blog.example/1</link><description>&lt;p>Words.&lt;/p></description>"),
        atom("<id>x</id><title>Bins</title><content type='html'>&lt;p>Words.&lt;/p></content>"),
        rss(),
        JSON,
    ],
    ids=["rss", "atom", "empty", "json"],
)
def test_it_gives_what_a_worker_would_give(document: str) -> None:
    """All of it: entries, names, notes."""
    assert plainly(document) == parse_feed(document.encode(), url=URL, zone=LONDON)


def test_windows_1252_is_plain_too() -> None:
    """The encoding is worked out first."""
    body = rss("<title>café – bins</title>").encode("cp1252")
    feed = parse_plain(body, url=URL, content_type="text/xml; charset=windows-1252", zone=LONDON)
    assert feed is not None
    assert feed.entries[0].title == "café – bins"


@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE rss [<!ENTITY a 'b'>]>" + rss("<title>&a;</title>"),
        rss("<title>a & b</title>"),
        rss("<item/>"),
        "<html><body>a page</body></html>",
        "plain words",
    ],
)
def test_what_is_not_plain_is_for_a_worker(document: str) -> None:
    """It is also the worker that says why something is no feed."""
    assert plainly(document) is None


def test_a_large_body_is_for_a_worker() -> None:
    """Whatever is in it."""
    assert plainly(rss("<title>x</title>") + " " * LARGEST_PLAIN) is None
    assert plainly(JSON + " " * LARGEST_PLAIN) is None


@pytest.mark.parametrize("document", [rss(f"<title>x</title><description>{'w ' * 500}</description>"), JSON])
def test_much_new_markup_is_for_a_worker(document: str) -> None:
    """To clean it may take long; what is known already is not cleaned, so it does not count."""
    feed = plainly(document)
    assert feed is not None
    assert plainly(document, most_new=10) is None
    assert plainly(document, known=frozenset(feed.items.split()), most_new=10) is not None


@pytest.mark.parametrize("body", [b"", b"  \n", b"\x89PNG\r\n", b"%PDF-1.7", b"{", b'{"items": 1}', b"[]"])
def test_what_is_surely_no_feed_is_refused_at_once(body: bytes) -> None:
    """In the same words as by a worker."""
    with pytest.raises(FeedError) as here:
        plainly(body)
    with pytest.raises(FeedError) as there:
        parse_feed(body, url=URL, zone=LONDON)
    assert here.value == there.value or str(here.value) == str(there.value)


def filled(before: str, piece: str, after: str = "") -> str:
    """As much of one thing as fits."""
    return before + piece * ((MEGABYTES - len(before) - len(after)) // len(piece)) + after


HEAD, TAIL = "<rss version='2.0'><channel>", "</channel></rss>"
HOSTILE = {
    "brackets": "<" * MEGABYTES,
    "brackets in a feed": filled(HEAD, "<"),
    "deep nesting": filled(HEAD, "<a>"),
    "deep nesting, closed": HEAD + "<a>" * 200_000 + "</a>" * 200_000 + TAIL,
    "deep nesting in an item": HEAD + "<item>" + "<a>" * 200_000 + "</a>" * 200_000 + "</item>" + TAIL,
    "items in items": filled(HEAD, "<item>"),
    "ends of items": filled(HEAD, "</item>"),
    "many items": filled(HEAD, "<item></item>", TAIL),
    "many items with ends in doubt": filled(HEAD, "<item></item "),
    "many attributes": HEAD + "<item " + " ".join(f"a{n}='{n}'" for n in range(100_000)) + "></item>" + TAIL,
    "many attributes without values": filled(HEAD + "<item ", "a "),
    "a huge attribute": filled(HEAD + "<item><link href='", "x", f"'/></item>{TAIL}"),
    "a huge text": filled(HEAD + "<item><title>", "x", f"</title></item>{TAIL}"),
    "a huge blank": filled(HEAD + "<item><title>", " ", f"</title></item>{TAIL}"),
    "a huge name": filled(HEAD + "<", "x", f"/>{TAIL}"),
    "many namespaces": "<rss version='2.0' " + " ".join(f"xmlns:n{n}='u{n}'" for n in range(50_000)) + "/>",
    "namespaces within each other": HEAD + "".join(f"<a xmlns:n{n}='u{n}'>" for n in range(50_000)),
    "unfinished CDATA": filled(HEAD, "<![CDATA["),
    "comments without end": filled(HEAD, "<!--"),
    "comments": filled(HEAD, "<!---->", TAIL),
    "references": filled(HEAD + "<item><title>", "&#8217;", f"</title></item>{TAIL}"),
    "odd references": filled(HEAD + "<item><title>", "&#", f"</title></item>{TAIL}"),
    "entities": "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
    + HEAD
    + "&b;" * 1000
    + TAIL,
    "long names of people": filled(HEAD, "<author "),
    "names of people": filled(HEAD + "<item>", "<author>x</author>", f"</item>{TAIL}"),
    "categories": filled(HEAD + "<item>", "<category domain='x'>x</category>", f"</item>{TAIL}"),
    "counts": filled(HEAD + "<item>", "<slash:comments ", f"</item>{TAIL}"),
    "links": filled(HEAD + "<item>", "<link href=", f"</item>{TAIL}"),
    "hours": filled(HEAD + "<skipHours>", "<hour>1</hour>", TAIL),
    "hours without end": filled(HEAD, "<skipHours>"),
    "deep JSON": "[" * MEGABYTES,
    "deep JSON in a feed": '{"items": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "many JSON items": '{"title": "x", "items": [' + ",".join(["{}"] * 300_000) + "]}",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("known", [frozenset[str](), frozenset({"0" * 16})], ids=["first", "later"])
def test_nothing_takes_long(name: str, known: frozenset[str]) -> None:
    """Two megabytes of whatever was found to be hard on parsers: a value, a refusal, or None, and soon."""
    start = time.process_time()
    with suppress(FeedError):
        plainly(HOSTILE[name], known)
    assert time.process_time() - start < SECONDS


@given(documents(), st.integers(0, 2_000))
def test_any_beginning_of_any_feed_is_a_value_a_refusal_or_nothing(document: str, length: int) -> None:
    """No other exception, and what is a value is what a worker would give."""
    text = document[-length:] if length % 2 else document[:length]
    try:
        found = plainly(text)
    except FeedError:
        return
    assert found is None or found == parse_feed(text.encode(), url=URL, zone=LONDON)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_value_a_refusal_or_nothing(body: bytes) -> None:
    """The same for noise."""
    with suppress(FeedError):
        plainly(body)
