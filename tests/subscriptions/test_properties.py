"""What holds for any list: writing and reading agree, edits commute with reading, nothing is lost or invented."""

from __future__ import annotations

import contextlib
import time
import xml.etree.ElementTree as ET
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.model import Subscription
from roundup.subscriptions import OpmlError, add, read_opml, remove, set_paused, write_opml
from roundup.subscriptions.address import repair_address, same_feed_key
from roundup.subscriptions.encoding import decode
from roundup.text import one_line

TITLES = st.text(alphabet=" ab'é😀“–&<>\"\\/-![];=#", max_size=12).map(one_line)
TAG_PARTS = TITLES.map(lambda text: one_line(text.replace("/", ""))).filter(bool)
TAGS = st.lists(st.lists(TAG_PARTS, min_size=1, max_size=3).map("/".join), max_size=3, unique=True).map(tuple)
PATHS = st.text(alphabet="abcXYZ019/-_.~%?&=;:@!$'()*+,é", max_size=40)
HOSTS = st.from_regex(r"[a-z][a-z0-9-]{0,10}\.example(:[1-9][0-9]{1,3})?", fullmatch=True)
URLS = st.builds("{}://{}/{}".format, st.sampled_from(["http", "https"]), HOSTS, PATHS)
FEEDS = st.builds(
    Subscription, url=URLS, title=TITLES, site_url=st.one_of(st.just(""), URLS), tags=TAGS, paused=st.booleans()
)
LISTS = st.lists(FEEDS, max_size=8, unique_by=lambda feed: same_feed_key(feed.url))
NOT_EMPTY = LISTS.filter(bool)


def unordered(feeds: tuple[Subscription, ...] | list[Subscription]) -> set[tuple[object, ...]]:
    """Feeds without the order that folders impose on them."""
    return {(feed.url, feed.title, feed.site_url, frozenset(feed.tags), feed.paused) for feed in feeds}


@given(NOT_EMPTY, TITLES)
def test_what_is_written_is_read(feeds: list[Subscription], title: str) -> None:
    """write_opml makes well-formed XML from any titles, and read_opml gives the same feeds back."""
    text = write_opml(feeds, title)
    assert unordered(read_opml(text).subscriptions) == unordered(feeds)
    assert ET.fromstring(text).findtext("head/title", "") == one_line(title)


@given(NOT_EMPTY)
def test_writing_is_stable(feeds: list[Subscription]) -> None:
    """The same feeds give the same text, and reading and writing again changes nothing."""
    text = write_opml(feeds, "Blogs")
    assert write_opml(feeds, "Blogs") == text
    again = write_opml(read_opml(text).subscriptions, "Blogs")
    assert write_opml(read_opml(again).subscriptions, "Blogs") == again


@given(LISTS, NOT_EMPTY)
def test_adding_adds_exactly_what_was_not_there(old: list[Subscription], new: list[Subscription]) -> None:
    """The old feeds stay as they are, the new ones are there once, and a second time nothing happens."""
    edited = add(write_opml(old, "Blogs"), new)
    known = {same_feed_key(feed.url) for feed in old}
    assert list(edited.added) == [feed for feed in new if same_feed_key(feed.url) not in known]
    assert unordered(read_opml(edited.text).subscriptions) == unordered([*old, *edited.added])
    assert add(edited.text, new).text == edited.text


@given(NOT_EMPTY)
def test_removing_removes_one_feed(feeds: list[Subscription]) -> None:
    """Only the feed named is gone."""
    text = remove(write_opml(feeds, "Blogs"), feeds[0].url)
    assert unordered(read_opml(text, may_be_empty=True).subscriptions) == unordered(feeds[1:])


@given(NOT_EMPTY, st.booleans())
def test_pausing_changes_nothing_else(feeds: list[Subscription], paused: bool) -> None:
    """Title, address and tags stay; resuming what was never paused gives the same text."""
    text = write_opml(feeds, "Blogs")
    changed = read_opml(set_paused(text, feeds[0].url, paused)).subscriptions
    first = feeds[0]
    wanted = Subscription(first.url, first.title, first.site_url, first.tags, paused)
    assert unordered(changed) == unordered([wanted, *feeds[1:]])
    if not first.paused:
        assert set_paused(set_paused(text, first.url, True), first.url, False) == text


XML_TEXT = st.text(
    alphabet=st.characters(min_codepoint=32, blacklist_categories=["Cs"], blacklist_characters="\ufffe\uffff"),
    max_size=20,
)


@given(st.lists(st.tuples(XML_TEXT, PATHS), min_size=1, max_size=6))
def test_well_formed_files_are_read_as_an_xml_parser_reads_them(rows: list[tuple[str, str]]) -> None:
    """On sound XML the forgiving reader and ElementTree see the same titles and addresses."""
    outlines = "".join(
        f"<outline\n text={quoteattr(text)} note={quoteattr(text)} xmlUrl = {quoteattr(f'https://h{i}.example/{path}')}/>"
        for i, (text, path) in enumerate(rows)
    )
    document = f"<opml><body>{outlines}</body></opml>"
    expected = [(one_line(o.get("text", "")), o.get("xmlUrl")) for o in ET.fromstring(document).iter("outline")]
    assert [(feed.title, feed.url) for feed in read_opml(document).subscriptions] == expected


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever the file holds, the outcome is a list or an OpmlError."""
    try:
        reading = read_opml(data)
    except OpmlError:
        return
    assert reading.subscriptions


TAGS_CUT_UP = (
    "<outline ",
    "</outline>",
    "<body>",
    "</body>",
    "<opml>",
    "<head>",
    "/>",
    "<",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE",
    "]>",
    "<?",
    "?>",
)
VALUES_CUT_UP = (
    ">",
    '"',
    "'",
    "=",
    "xmlUrl",
    "text",
    "url",
    " ",
    "&",
    ";",
    "[",
    "https://a.example/",
    "feed://b.example",
    "“",
    "\x00",
    "category",
    'type="rss" ',
)
FRAGMENTS = st.lists(st.sampled_from(TAGS_CUT_UP + VALUES_CUT_UP), max_size=40).map("".join)


@given(FRAGMENTS)
def test_any_markup_is_read_and_edited_or_refused(text: str) -> None:
    """No arrangement of tags and quotes breaks reading or editing; a feed that was added can be read."""
    new = Subscription("https://new.example/feed", "New")
    try:
        edited = add(text, [new]).text
        found = [feed.url for feed in read_opml(edited).subscriptions]
    except OpmlError:
        return
    remove(set_paused(edited, new.url, True), new.url)
    assert all(url.startswith(("http://", "https://")) for url in found)


@given(st.text(max_size=60))
def test_a_repaired_address_needs_no_second_repair(raw: str) -> None:
    """Mending is done once: the result is an http(s) address that stays as it is, or nothing."""
    url, _ = repair_address(raw)
    if url:
        assert repair_address(url)[0] == url
        assert url.startswith(("http://", "https://"))
        assert url == one_line(url)
        assert not any(character.isspace() for character in url)


@given(st.binary(max_size=200))
def test_any_bytes_have_a_text(data: bytes) -> None:
    """Decoding never fails and never leaves what cannot be encoded again."""
    decode(data)[0].encode("utf-8")


HOSTILE_FILES = {
    "folders in folders": '<outline text="a">' * 10_000,
    "comments never closed": "<!--" * 50_000,
    "sections never closed": "<![CDATA[" * 100_000,
    "document types never closed": "<!DOCTYPE a [" * 60_000,
    "instructions never closed": "<?" * 100_000,
    "one endless value": '<outline text="' + '" ' * 100_000,
    "values never closed": '<outline text="a" text=' * 6_000,
    "a million attributes": "<outline " + 'a="b" ' * 16_000 + ">",
    "endless blanks": "<outline" + " " * 50_000,
    "endless blanks around =": "<outline a" + " " * 400_000 + "= " + " " * 100_000,
    "tags in values": '<outline text="' + '<a href="' * 20_000,
    "ampersands": '<outline xmlUrl="https://a.example/" text="' + "&a" * 100_000 + '"/>',
    "categories": '<outline xmlUrl="https://a.example/" category="' + "a," * 100_000 + '"/>',
    "one feed in every folder": '<outline text="f"><outline xmlUrl="https://a.example/"/></outline>' * 4_000,
    "half tags": "<outline " * 16_000,
    "an endless address": '<outline xmlUrl="https://' + "a" * 200_000 + '"/>',
    "prefixes": "<a:" * 60_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE_FILES.values(), ids=HOSTILE_FILES)
def test_hostile_files_cost_no_more_than_their_size(text: str) -> None:
    """Files made to be slow are read in time that grows with their size (measured as CPU time)."""

    def cost(part: str) -> float:
        start = time.process_time()
        with contextlib.suppress(OpmlError):
            read_opml(part)
        return time.process_time() - start

    cost(text[:1000])
    small, large = cost(text[: len(text) // 4]), cost(text)
    assert large < 0.5 + 8 * small, f"{small:.2f} s for a quarter, {large:.2f} s for the whole"
    assert large < 5


def test_a_file_of_many_megabytes_is_refused_at_once() -> None:
    """What is larger than any list is not even looked at."""
    with pytest.raises(OpmlError, match="20 MB"):
        read_opml(b" " * 20_000_001)


@pytest.mark.slow
def test_a_file_of_too_many_tags_is_refused() -> None:
    """200,000 tags are more than any list has."""
    with pytest.raises(OpmlError, match="200000 tags"):
        read_opml("</body>" * 200_001)


@pytest.mark.parametrize("port", [80, 443, 8080, 10080, 40805, 50505, 60000, 65535])
def test_an_address_with_a_port_is_kept_as_it_is(port: int) -> None:
    """Also one that is read the quick way; only a default port is no part of an address's key."""
    address = f"http://blog.example:{port}/feed"
    assert repair_address(address) == (address, "")
    assert same_feed_key(address) == ("http://blog.example/feed" if port == 80 else address)
