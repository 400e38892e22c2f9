"""The quick way gives what feedparser's way gives, value for value, or declines."""

from __future__ import annotations

import gc
import gzip
import os
from datetime import UTC
from pathlib import Path

import feedparser.mixin
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from roundup.demo.feeds import feed_body, has_feed
from roundup.demo.server import FRIDAY
from roundup.demo.source import Blog, sample_blogs
from roundup.errors import FeedError
from roundup.parse import plain as quick
from roundup.parse import vocabulary
from roundup.parse.decode import as_utf8, decode
from roundup.parse.document import looks_like_json, xml_document
from roundup.parse.raw import RawFeed
from roundup.parse.scan import pieces
from roundup.parse.xmlfeed import read_xml

from . import corpus
from .documents import atom, rss
from .generated import documents

# A folder of feeds, packed or not, to compare both ways on: any number of anybody's feeds.
FOLDER = os.environ.get("TEST_FEEDS", "")


def read_plain(text: str) -> RawFeed | None:
    """What the quick way gives, with a parser for all of it and with one for what is around the items."""
    body = text.encode("utf-8", "replace")
    whole, found = quick.read_plain(body), pieces(body)
    apart = quick.read_plain(body, found if as_utf8(body).is_usual else None)
    # What a parser declines the other way may read, as long as it is what feedparser makes of it.
    assert whole is None or apart == whole
    return apart


def by_feedparser(text: str) -> RawFeed | None:
    """What feedparser's way gives, None if it is refused."""
    try:
        return read_xml(xml_document(text), UTC)
    except FeedError:
        return None


PLAIN = {
    "WordPress": rss(
        "<title>Bins &amp;amp; lids</title><link>https://blog.example/1</link><comments>https://blog.example/1#c</comments>"
        "<dc:creator><![CDATA[Ada]]></dc:creator><pubDate>Fri, 20 Nov 2026 09:00:00 +0000</pubDate>"
        "<category><![CDATA[Bins]]></category><category domain='x'>Lids</category><category>Bins</category>"
        '<guid isPermaLink="false">https://blog.example/?p=1</guid><description><![CDATA[Short […]]]></description>'
        "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded><slash:comments xmlns:slash='x'>3</slash:comments>",
        channel="<title>A</title><atom:link href='https://blog.example/feed/' rel='self' type='application/rss+xml'/>"
        "<link>https://blog.example</link><description>d</description><language>en-GB</language>"
        "<image><url>https://blog.example/i.png</url><title>other</title><link>https://other.example/</link></image>",
    ),
    "Blogger's Atom": atom(
        "<id>tag:blog.example,2026:1</id><published>2026-11-20T09:00:00Z</published><updated>2026-11-20T10:00:00Z</updated>"
        "<category scheme='https://blog.example/ns#' term='Bins'/><title type='text'>Bins</title>"
        "<content type='html'>&lt;p>Words&lt;/p></content><link rel='replies' href='https://blog.example/1#c'/>"
        "<link rel='alternate' type='text/html' href='https://blog.example/1'/><author><name>Ada</name>"
        "<uri>https://blog.example/ada</uri><email>noreply@blog.example</email>"
        "<gd:image xmlns:gd='x' rel='https://schemas.example/1#t' width='16' src='x'/></author>",
        feed="<id>tag:blog.example,2026:0</id><title>A</title><author><name>Someone</name></author>",
    ),
    "a podcast": rss("<title>x</title><enclosure url='https://blog.example/1.mp3' type='audio/MPEG' length='12'/>"),
    "a guid that is the link": rss("<guid>https://blog.example/1</guid>"),
    "a guid before the link": rss("<guid>https://blog.example/1</guid><link>https://blog.example/1</link>"),
    "a guid behind the link": rss("<link>https://blog.example/1</link><guid>https://blog.example/1</guid>"),
    "an empty link": rss("<link></link><guid>https://blog.example/1</guid>"),
    "an original link": rss(
        "<link>https://feeds.example/1</link><feedburner:origLink>https://blog.example/1</feedburner:origLink>"
    ),
    "two creators": rss("<dc:creator>Ada</dc:creator><dc:creator>Bo</dc:creator>"),
    "an address in a name": rss("<author>ada@blog.example (Ada)</author>"),
    "content alone": rss("<content:encoded>&lt;p>x&lt;/p></content:encoded>"),
    "an empty description": rss("<content:encoded>x</content:encoded><description/>"),
    "pictures of a module": rss(
        "<title>x</title><media:content xmlns:media='http://search.yahoo.com/mrss/' url='x'>"
        "<media:title type='html'>y</media:title></media:content>"
    ),
    "dates of a module": rss("<pubDate>2026-11-20</pubDate><atom:updated>2026-11-21T09:00:00Z</atom:updated>"),
    "text encoded twice": rss("<title>cafÃ©</title><description>&lt;p>Ã©&lt;/p></description>"),
    "no title": atom("<id>x</id>", feed=""),
    "an id instead of a link": atom("<id>https://blog.example/1</id>"),
    "summary and content": atom("<summary>s</summary><content type='html'>c</content>"),
    "nameless authors": atom("<author><email>a@blog.example</email></author>"),
    "people who helped": atom("<contributor><name>Bo</name></contributor><title>x</title>"),
    "old RSS": rss("<title>x</title>").replace('"2.0"', '"0.92"'),
    "a nameless version": rss("<title>x</title>").replace('version="2.0"', ""),
    "a language": atom("<title>x</title>", attributes='xml:lang="en_GB"'),
    "references and comments": rss("<title>a&#8217;b<!-- c --><![CDATA[&#39;]]>&#x2019;&lt;&#038;&#x00a0;</title>"),
    "steering characters": rss("<title>a\u202eb\ufeff\x7f</title><link>https://blog.example/\u2066</link>"),
    "nothing": rss(),
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_blogs_write_is_plain_and_read_alike(name: str) -> None:
    """The same version, title, address, language and entries as feedparser's way."""
    found = read_plain(PLAIN[name])
    assert found is not None
    assert found == by_feedparser(PLAIN[name])


NOT_PLAIN = {
    "a document type": "<!DOCTYPE rss>" + rss(),
    "entities": '<!DOCTYPE rss [<!ENTITY c "Council">]>' + rss("<title>&c;</title>"),
    "an HTML entity": rss("<title>a&nbsp;b</title>"),
    "a bare ampersand": rss("<title>a & b</title>"),
    "cut off": rss("<title>x</title>")[:-9],
    "an undeclared prefix": rss("<x:y>1</x:y>"),
    "RSS 1.0": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"/>',
    "a base": atom("<title>x</title>", attributes='xml:base="https://other.example/"'),
    "a base of one's own": rss("<title base='https://other.example/'>x</title>"),
    "XHTML": atom('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x</div></content>'),
    "markup in a text": rss("<description><p>x</p></description>"),
    "another type": atom('<content type="image/png">x</content>'),
    "content elsewhere": atom('<content src="https://blog.example/1"/>'),
    "base64": atom('<content mode="base64">eA==</content>'),
    "two titles": rss("<title>x</title><title>y</title>"),
    "a module's title first": rss("<m:title xmlns:m='http://search.yahoo.com/mrss/'>x</m:title><title>y</title>"),
    "two dates of a change": rss("<dc:date>2026-11-20</dc:date><atom:updated>2026-11-21</atom:updated>"),
    "two descriptions": rss("<description>x</description><description>y</description>"),
    "a podcast's summary": rss("<itunes:summary>x</itunes:summary>"),
    "several people with addresses": rss("<author>a@x.example (A)</author><dc:creator>B</dc:creator>"),
    "a nameless person behind a named one": atom("<author><name>A</name></author><author><uri>x</uri></author>"),
    "a very long name": rss(f"<author>{'x' * 600}</author>"),
    "an entry in an entry": rss("<item><title>x</title></item>"),
    "an item beside the channel": "<rss version='2.0'><channel/><item><title>x</title></item></rss>",
    "two channels": "<rss version='2.0'><channel/><channel/></rss>",
    "a date of no vocabulary": rss("<date>2026-11-20</date>"),
    "a disguised name": rss("<dc_title>x</dc_title>"),
    "a foreign namespace's prefix": rss("<title>x</title>").replace(
        "http://purl.org/dc/elements/1.1/", "https://x.example/"
    ),
    "a prefix with two meanings": rss("<x:y xmlns:x='1'/><x:y xmlns:x='2'/>"),
    "a foreign title without a prefix": rss("<title xmlns='https://x.example/'>x</title>"),
    "slashes without end": rss("<link>http:////blog.example/1</link>"),
    "windows-1252 by number": rss("<title>a&#146;b</title>"),
    "a reference to nothing": rss("<title><![CDATA[&#xD800;]]></title>"),
    "another root": "<html><body/></html>",
    "no XML": "words",
    "nothing": "",
}


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_is_doubtful_is_left_to_feedparser(name: str) -> None:
    """No guess is made at what feedparser would do."""
    assert read_plain(NOT_PLAIN[name]) is None


@pytest.mark.parametrize("blog", [blog for blog in sample_blogs() if has_feed(blog)], ids=lambda blog: str(blog.name))
def test_the_sample_blogs_are_read_alike(blog: Blog) -> None:
    """All formats and habits that the demonstration shows."""
    text = feed_body(blog, FRIDAY, "http://127.0.0.1:8746").decode("utf-8", "replace")
    found = None if looks_like_json(text.encode("utf-8", "replace")) else read_plain(text)
    assert found is None or found == by_feedparser(text)


@pytest.mark.parametrize("base", [10, 16])
@given(st.integers(0, 0x110010) | st.integers(0, 300) | st.integers(0xD000, 0xE100), st.integers(0, 5))
@example(0xCFFF, 0)
@settings(max_examples=100)
def test_any_reference_is_read_alike_or_declined(base: int, code: int, noughts: int) -> None:
    """Written in tens or sixteens, with noughts before it, in text, in an attribute and where it is none."""
    reference = f"&#{'x' if base == 16 else ''}{'0' * noughts}{code:{'x' if base == 16 else 'd'}};"
    text = rss(
        f"<title>a{reference}b</title><description><![CDATA[<p>{reference}</p>]]></description>"
        f"<enclosure url='https://blog.example/{reference}'/>"
    )
    found = read_plain(text)
    assert found is None or found == by_feedparser(text)
    if 0xA0 <= code < 0xD000 and noughts < 4:
        assert found is not None


@given(documents())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_feed_is_read_alike_or_declined(document: str) -> None:
    """Elements of all vocabularies, in any order, with any attributes."""
    found = read_plain(document)
    assert found is None or found == by_feedparser(document)


def test_every_name_that_feedparser_handles_is_known() -> None:
    """A new release of feedparser that treats another element must not go unnoticed."""
    handlers = feedparser.mixin._FeedParserMixin
    found = {name.split("_", 2)[2].lower() for name in dir(handlers) if name.startswith(("_start_", "_end_"))}
    bare, prefixed = ({name for name in found if ("_" in name) is has} for has in (False, True))
    assert bare <= vocabulary.HANDLED
    assert prefixed <= vocabulary.HANDLED_PREFIXED
    assert {name.partition("_")[0] for name in prefixed} <= vocabulary.HANDLED_PREFIXES


def test_every_namespace_that_leads_to_a_handler_is_known() -> None:
    """And leads where feedparser leads it."""
    prefixes = {name.partition("_")[0] for name in vocabulary.HANDLED_PREFIXED}
    for uri, prefix in feedparser.mixin._FeedParserMixin.namespaces.items():
        ours = vocabulary.PREFIXES.get(uri.lower())
        if prefix.lower() in prefixes:
            assert ours == prefix.lower()
        else:
            assert ours in {None, "!", "", prefix}


def text_of(path: Path) -> str:
    body = path.read_bytes()
    return decode(gzip.decompress(body) if path.suffix == ".gz" else body, corpus.headers_for(path)["content-type"])[0]


def unlike(paths: list[Path]) -> tuple[list[str], int]:
    """The files that the two ways read differently, and how many are plain."""
    wrong, plain = [], 0
    for path in paths:
        text = text_of(path)
        found = None if looks_like_json(text.encode("utf-8", "replace")) else read_plain(text)
        plain += found is not None
        if found is not None and found != by_feedparser(text):
            wrong.append(str(path))
    return wrong, plain


@pytest.mark.slow
def test_feedparsers_own_test_files_are_read_alike() -> None:
    """Two thousand files that were written to find what readers get wrong."""
    try:
        paths = corpus.feed_files()
    except corpus.NoCorpus as reason:
        pytest.skip(str(reason))
    wrong, plain = unlike(paths)
    assert wrong == []
    assert plain > 700


@pytest.mark.skipif(not FOLDER, reason="TEST_FEEDS names no folder of feeds")
def test_feeds_of_a_folder_are_read_alike() -> None:
    """Set the variable to a folder of real feeds to compare both ways on them."""
    wrong, plain = unlike(sorted(path for path in Path(FOLDER).rglob("*") if path.is_file()))
    assert wrong == []
    assert plain


def test_nothing_of_a_feed_that_was_read_is_left_for_the_garbage_collector() -> None:
    """Neither of one that was read nor of one that was declined: a run reads thousands."""
    texts = [rss("<title>x</title><description>words</description>"), rss("<title>x</title><title>y</title>"), "<rss"]
    for text in texts:
        read_plain(text)
    gc.collect()
    for text in texts:
        read_plain(text)
    assert gc.collect() == 0


NUMBERS = st.sampled_from(
    ["&#", "&#x", "&#X", "0", "00", "9", "10", "31", "32", "127", "128", "159", "160", "9f", "a0"]
)
SIGNS = st.sampled_from(
    ["d7ff", "d800", "fffd", "fffe", "1F600", "128512", "1114112", "99999999999999", ";", "&", "#", " "]
)


@given(st.lists(NUMBERS | SIGNS, max_size=12).map("".join), st.booleans())
def test_references_are_judged_one_by_one_as_in_the_whole(text: str, many: bool) -> None:
    """Each kind of them alone, or, where they are very many, by one search: the same verdict."""
    body = (text + "&#38;" * quick._REFERENCES * many).encode()
    assert quick._has_odd_references(body) is bool(quick._ODD_REFERENCE.search(body))
