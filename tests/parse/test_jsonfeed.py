"""JSON Feed, by its specification and by what people make of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.model import Enclosure, Entry, ParsedFeed

from .documents import read, refusal

V10 = "https://jsonfeed.org/version/1"
V11 = "https://jsonfeed.org/version/1.1"


def feed(*items: Any, **fields: Any) -> ParsedFeed:
    return read(json.dumps({"version": V11, "title": "A Blog", "items": items, **fields}))


def entry(**fields: Any) -> Entry:
    (found,) = feed({"id": "1", **fields}).entries
    return found


def test_a_feed_and_its_entry_are_read() -> None:
    """Every field we keep, under its name in the specification."""
    found = feed(
        {
            "id": "https://blog.example/1",
            "url": "https://blog.example/1?utm_source=json",
            "title": "Bins & lids",
            "content_html": '<p>One <a href="/two">two</a>.</p>',
            "date_published": "2026-11-20T09:00:00+01:00",
            "date_modified": "2026-11-21T09:00:00Z",
            "authors": [{"name": "Ada Example", "url": "https://ada.example"}],
            "tags": ["bins", "lids"],
            "attachments": [{"url": "https://blog.example/e.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 1200}],
        },
        home_page_url="https://blog.example/",
        language="en-GB",
    )
    (only,) = found.entries
    assert (found.version, found.title, found.site_url, found.language) == (
        "json11",
        "A Blog",
        "https://blog.example/",
        "en-GB",
    )
    assert found.complete
    assert (only.guid, only.url, only.title) == ("https://blog.example/1", "https://blog.example/1", "Bins & lids")
    assert only.text == "One two."
    assert b'href="https://blog.example/two"' in only.html
    assert only.published == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert only.updated == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert (only.authors, only.tags) == (("Ada Example",), ("bins", "lids"))
    assert only.enclosures == (Enclosure("https://blog.example/e.mp3", "audio/mpeg", 1200),)


@pytest.mark.parametrize(("version", "name"), [(V10, "json10"), (V11, "json11"), (V11 + "/", "json11"), ("", "json10")])
def test_the_version_is_told(version: str, name: str) -> None:
    """1.0, 1.1, and a feed that forgot to say."""
    assert feed(version=version).version == name


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"content_html": "<p>HTML</p>", "content_text": "Text", "summary": "Short"}, "HTML"),
        ({"content_text": "One <b> & two\n\nThree\nfour", "summary": "Short"}, "One <b> & two\n\nThree\nfour"),
        ({"content_html": "", "summary": "Short"}, "Short"),
        ({}, ""),
    ],
)
def test_the_fullest_body_is_taken(fields: dict[str, str], text: str) -> None:
    """HTML, else text as it stands, else the summary."""
    assert entry(**fields).text == text


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": "https://blog.example/1"}, "https://blog.example/1"),
        ({"url": "/1"}, "https://blog.example/1"),
        ({"external_url": "https://other.example/"}, "https://other.example/"),
        ({"url": "https://blog.example/1", "external_url": "https://other.example/"}, "https://blog.example/1"),
        ({"id": "https://blog.example/1"}, "https://blog.example/1"),
        ({"id": "1"}, ""),
        ({"url": "javascript:alert(1)"}, ""),
        ({"url": "javascript:alert(1)", "external_url": "https://other.example/"}, "https://other.example/"),
    ],
)
def test_the_address_is_a_real_one_or_none(fields: dict[str, str], url: str) -> None:
    """url, external_url, or an id that is an address."""
    assert entry(**fields).url == url


@pytest.mark.parametrize(
    ("id_", "guid"),
    [("x", "x"), (7, "7"), (7.0, "7"), (1.5, "1.5"), (True, ""), (None, ""), ([], ""), (10**30, str(10**30))],
)
def test_an_id_that_is_a_number_becomes_text(id_: Any, guid: str) -> None:
    """The specification asks readers to coerce; what cannot be is missing."""
    found = entry(id=id_).guid
    assert found == guid or float(found) == float(guid)


def test_authors_of_version_1_0_and_of_the_feed_are_used() -> None:
    """One author or many; an item's own first."""
    assert entry(author={"name": "Ada"}).authors == ("Ada",)
    assert feed({"id": "1"}, authors=[{"name": "Ada"}]).entries[0].authors == ("Ada",)
    assert feed({"id": "1", "authors": [{"name": "Ben"}]}, author={"name": "Ada"}).entries[0].authors == ("Ben",)


def test_titles_are_words_not_markup() -> None:
    """JSON Feed titles are plain text."""
    assert entry(title="The <b> element &amp; you").title == "The <b> element &amp; you"


def test_a_byte_order_mark_and_blanks_are_forgiven() -> None:
    """What editors on Windows save."""
    body = b"\xef\xbb\xbf\n " + json.dumps({"version": V11, "items": [], "title": "T"}).encode()
    assert read(body).title == "T"


@pytest.mark.parametrize(
    "fields",
    [
        {
            "title": 7,
            "url": [],
            "content_html": {},
            "tags": "x",
            "authors": "y",
            "attachments": 3,
            "date_published": {},
        },
        {"title": None, "url": None, "content_html": None, "tags": None, "authors": None, "attachments": None},
        {"tags": [1, None, "kept"], "authors": [1, None, {"name": 2}], "attachments": [1, {"url": 5}]},
    ],
)
def test_values_of_the_wrong_type_count_as_missing(fields: dict[str, Any]) -> None:
    """The entry is kept; only the broken field is lost."""
    assert entry(**fields).guid == "1"


@pytest.mark.parametrize("items", [[1, None, "x", []], []])
def test_items_that_are_none_are_left_out(items: list[Any]) -> None:
    """An empty feed is a feed."""
    assert feed(*items).entries == ()


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("{}", "this is JSON, but not a JSON Feed"),
        ("[]", "this is JSON, but not a JSON Feed"),
        ('{"items": []}', "this is JSON, but not a JSON Feed"),
        ('{"items": {}, "title": "x"}', "this is JSON, but not a JSON Feed"),
        ('[{"id": 1, "title": {"rendered": "a WordPress answer"}}]', "this is JSON, but not a JSON Feed"),
    ],
)
def test_other_json_is_refused(document: str, words: str) -> None:
    """Most JSON is no feed."""
    assert refusal(document) == words


@pytest.mark.parametrize(
    "document", ["{", '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"', "{'a': 1}", "[" * 100_000]
)
def test_broken_or_cut_json_is_refused(document: str) -> None:
    """Half a document has no half we could trust."""
    assert refusal(document).startswith("the feed is broken or was cut off")


LEAVES = st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
JSON = st.recursive(
    LEAVES | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["url", "name", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(["id", "url", "title", "content_html", "tags", "authors", "attachments", "date_published"])


@given(st.dictionaries(FIELDS, JSON))
def test_any_item_is_read(fields: dict[str, Any]) -> None:
    """No value in no field breaks the feed or loses the entry."""
    assert len(feed(fields).entries) == 1
