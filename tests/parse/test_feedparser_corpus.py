"""Every feed that feedparser itself is tested with: the same titles, links, ids and dates, but for the rules below."""

from __future__ import annotations

import calendar
import io
import os
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import feedparser
import feedparser.api
import pytest

from roundup.errors import FeedError
from roundup.model import Entry, ParsedFeed
from roundup.parse import parse_feed

from . import corpus
from .documents import URL, atom, rss

SECONDS = 2.0


@dataclass(frozen=True)
class Difference:
    """Where we say something other than feedparser. `feed` is ours."""

    field: str
    theirs: Any
    ours: Any
    feed: ParsedFeed
    base: str
    entry: Entry | None = None


# ---------------------------------------------------------------- the rules: where and why we differ


class _Words(HTMLParser):
    """The standard library's reading of markup: an oracle that shares nothing with ours."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found = ""
        self.feed(markup)
        self.close()

    def handle_data(self, data: str) -> None:
        self.found += data


def squeezed(text: str) -> str:
    return " ".join(text.split())


def titles_are_words(it: Difference) -> bool:
    """A title is read, not kept as markup."""
    return it.field.endswith("title") and it.ours in {squeezed(_Words(it.theirs).found), squeezed(unescape(it.theirs))}


def titles_are_what_a_browser_shows(it: Difference) -> bool:
    """Of scripts, fallbacks, declarations and unclosed comments a browser shows nothing; a sanitiser leaves crumbs."""
    shown = it.ours.split() if it.field.endswith("title") else ["?"]
    return all(word in it.theirs for word in shown) and any(mark in it.theirs for mark in ("<!--", "safe", "DOCTYPE"))


def a_bad_byte_costs_one_character(it: Difference) -> bool:
    """Undecodable bytes are marked where they stand; the rest is not turned into another script."""
    return it.field.endswith("title") and "\ufffd" in it.ours


def a_link_is_an_address(it: Difference) -> bool:
    """A guid or id that is no absolute web address is no link."""
    return it.field == "link" and it.ours == "" and urlsplit(it.theirs).scheme not in {"http", "https"}


def a_guid_is_a_name(it: Difference) -> bool:
    """A guid stays as written, so it does not change when the feed moves; relative, it is no link."""
    guid = it.entry.guid if it.entry else ""
    return it.field in {"id", "link"} and it.theirs == urljoin(it.base, guid) and it.ours in {"", guid}


def relative_links_are_resolved(it: Difference) -> bool:
    """Against the address the feed came from."""
    return it.field == "link" and it.ours == urljoin(it.base, quote(it.theirs, safe="/:?&=#%"))


def schemes_are_lower_case(it: Difference) -> bool:
    """HTTP: is http: (RFC 3986 section 3.1)."""
    return it.field == "link" and it.ours == it.theirs.replace("HTTP:", "http:", 1)


def another_date_stands_in(it: Difference) -> bool:
    """Without a publication date, the date of the last change is the next best, and said to be."""
    return it.field == "published" and it.theirs is None and it.entry is not None and it.ours == it.entry.updated


def a_creation_is_a_publication(it: Difference) -> bool:
    """dcterms:created and Atom 0.3's created say when a post came to be."""
    return it.field == "published" and it.theirs is None and it.entry is not None and not it.entry.date_note


def half_an_entry_is_left_out(it: Difference) -> bool:
    """Of a feed that was cut off, the last entry may be half."""
    return it.field == "count" and it.ours == it.theirs - 1 and not it.feed.complete


RULES: tuple[Callable[[Difference], bool], ...] = (
    titles_are_words,
    a_link_is_an_address,
    a_guid_is_a_name,
    relative_links_are_resolved,
    schemes_are_lower_case,
    another_date_stands_in,
    a_creation_is_a_publication,
    half_an_entry_is_left_out,
    a_bad_byte_costs_one_character,
    titles_are_what_a_browser_shows,
)

# ---------------------------------------------------------------- comparing


def by_feedparser(body: bytes, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """feedparser's own reading, with its own parser and all its defaults."""
    with monkeypatch.context() as patch, warnings.catch_warnings():
        patch.setattr(feedparser.api, "PREFERRED_XML_PARSERS", [])
        warnings.simplefilter("ignore")
        kept = {name: value for name, value in headers.items() if name in {"content-type", "content-location"}}
        return feedparser.parse(io.BytesIO(body), response_headers=kept)


def moment(parsed: Any) -> datetime | None:
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None


def differences(theirs: Any, ours: ParsedFeed, base: str) -> Iterator[Difference]:
    """All that the two readings of one feed do not agree on."""
    pairs: list[tuple[str, Any, Any, Entry | None]] = [
        ("count", len(theirs.entries), len(ours.entries), None),
        ("feed title", squeezed(theirs.feed.get("title", "")), ours.title, None),
    ]
    for entry, mine in zip(theirs.entries, ours.entries, strict=False):
        pairs += [
            ("title", squeezed(entry.get("title", "")), mine.title, mine),
            ("link", entry.get("link", ""), mine.url, mine),
            ("id", entry.get("id", ""), mine.guid, mine),
            ("published", moment(dict.get(entry, "published_parsed")), mine.published, mine),
            ("updated", moment(dict.get(entry, "updated_parsed")), mine.updated, mine),
        ]
    for field, their_value, our_value, our_entry in pairs:
        if their_value != our_value:
            yield Difference(field, their_value, our_value, ours, base, our_entry)


def explained(difference: Difference) -> str:
    """The name of the first rule that covers a difference, "" if none does."""
    return next((rule.__name__ for rule in RULES if rule(difference)), "")


@pytest.fixture(scope="module")
def files() -> list[Path]:
    try:
        return corpus.feed_files()
    except corpus.NoCorpus as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason))
        pytest.skip(str(reason))


# ---------------------------------------------------------------- tests


@pytest.mark.slow
def test_every_file_is_read_as_feedparser_reads_it(
    files: list[Path], monkeypatch: pytest.MonkeyPatch, record_testsuite_property: Callable[[str, object], None]
) -> None:
    """No crash, two seconds at most, no difference that no rule names, and no rule that nothing needs."""
    used: Counter[str] = Counter()
    unexplained: list[str] = []
    for path in files:
        body, headers = path.read_bytes(), corpus.headers_for(path)
        base = headers.get("content-location", URL)
        theirs = by_feedparser(body, headers, monkeypatch)
        start = time.process_time()
        try:
            ours = parse_feed(body, url=base, content_type=headers["content-type"], zone=UTC)
        except FeedError as error:
            used["no feed for either"] += 1
            if theirs.version or theirs.entries:
                unexplained.append(f"{path.name}: refused ({error})")
            continue
        finally:
            assert time.process_time() - start < SECONDS, path
        for difference in differences(theirs, ours, base):
            rule = explained(difference)
            used[rule] += 1
            if not rule:
                unexplained.append(
                    f"{path.name}: {difference.field}: {difference.theirs!r} is {difference.ours!r} here"
                )
    record_testsuite_property("feed files", len(files))
    record_testsuite_property("differences by rule", dict(used))
    assert unexplained == []
    assert {rule.__name__ for rule in RULES} <= used.keys()
    assert len(files) > 2_000


EXAMPLES: dict[Callable[[Difference], bool], str | bytes] = {
    titles_are_words: rss("<title>&lt;b>Bins&lt;/b> &amp;amp; lids</title>"),
    a_link_is_an_address: atom("<id>tag:blog.example,2026:1</id>"),
    a_guid_is_a_name: rss("<guid>/1</guid>"),
    relative_links_are_resolved: rss("<link>/1</link>"),
    schemes_are_lower_case: rss("<link>HTTP://blog.example/1</link>"),
    another_date_stands_in: atom("<updated>2026-11-20T09:00:00Z</updated>"),
    a_creation_is_a_publication: rss('<c:created xmlns:c="http://purl.org/dc/terms/">2026-11-20T09:00Z</c:created>'),
    half_an_entry_is_left_out: rss("<title>Bins</title>", "<title>Lids</title>").removesuffix(
        "</item></channel></rss>"
    ),
    a_bad_byte_costs_one_character: rss("<title>café, naïve?</title>").encode().replace(b"?</t", b"\xff</t"),
    titles_are_what_a_browser_shows: atom(
        '<title type="html">Bins &lt;!-- &lt;script> --> &lt;h1>lids&lt;/h1></title>'
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_each_rule_explains_its_example(rule: Callable[[Difference], bool], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rule stands for a difference that one small feed shows, and its reason is written down."""
    document = EXAMPLES[rule]
    body = document if isinstance(document, bytes) else document.encode()
    ours = parse_feed(body, url=URL, zone=UTC)
    headers = {"content-location": URL} if rule is a_guid_is_a_name else {}
    found = list(differences(by_feedparser(body, headers, monkeypatch), ours, URL))
    assert any(rule(difference) for difference in found)
    assert rule.__doc__


def test_agreement_needs_no_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain feed is read alike, so the comparison can tell sameness from difference."""
    body = rss(
        "<title>Bins</title><link>https://blog.example/1</link><guid>https://blog.example/?p=1</guid>"
        "<pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate>"
    ).encode()
    assert list(differences(by_feedparser(body, {}, monkeypatch), parse_feed(body, url=URL, zone=UTC), URL)) == []
