"""A feed with nothing new in it is told by its items' names alone, and comes out as by a close look."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roundup.errors import FeedError
from roundup.model import ParsedFeed
from roundup.parse import feed as feeds
from roundup.parse import known as glances
from roundup.parse import parse_feed, parse_plain

from .documents import LONDON, URL

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
    "<channel><title>Bins é</title><link>https://blog.example/</link><lastBuildDate>Fri, 20 Nov 2026 09:00:00 GMT"
    "</lastBuildDate>"
)
TAIL = "</channel></rss>\n"
ONE = (
    "<item><title>One – é</title><link>https://blog.example/1</link><guid>urn:1</guid><description><![CDATA[<p>Bins "
    "&amp; <b>more</b></p>]]></description><slash:comments>3</slash:comments></item>"
)
TWO = '<item about="2"><title>Two</title><guid>urn:2</guid><description>&lt;p&gt;Two&lt;/p&gt;</description></item>'
THREE = "<item><title>Three</title><guid>urn:3</guid><!-- </item> --><description>Third</description></item>"
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Bins</title><updated>2026-11-20T09:00:00Z</updated>'
    "<entry><id>urn:1</id><title>One</title><content>First</content></entry>"
    "<entry xml:lang='en'><id>urn:2</id><title>Two</title><content>Second</content></entry></feed>"
)


def remembered(document: str | bytes, content_type: str = "") -> ParsedFeed:
    """What somebody who read it closely remembers of it."""
    return parse_feed(as_bytes(document), url=URL, content_type=content_type, zone=LONDON)


def as_bytes(document: str | bytes) -> bytes:
    return document.encode() if isinstance(document, str) else document


def plainly(document: str | bytes, before: ParsedFeed, content_type: str = "", *, glance: bool) -> object:
    """What the quick way makes of a document: a feed, None, or the words of a refusal; with or without the glance."""
    with pytest.MonkeyPatch.context() as patch:
        if not glance:
            patch.setattr(feeds, "read_known", lambda *_: None)
        try:
            return parse_plain(
                as_bytes(document),
                url=URL,
                content_type=content_type,
                zone=LONDON,
                known=frozenset(before.items.split()),
                footers=before.footers,
            )
        except FeedError as error:
            return error.message


def is_told_at_a_glance(document: str | bytes, before: ParsedFeed, content_type: str = "") -> bool:
    known = frozenset(before.items.split())
    return glances.read_known(as_bytes(document), content_type, known) is not None


REBUILT = [
    HEAD.replace("09:00", "10:00") + ONE + TWO + TAIL,
    HEAD + ONE.replace(">3<", ">4<") + "\n\t" + TWO + TAIL,
    HEAD + TWO + TAIL,
    HEAD + ONE + TWO + ONE + TAIL,
    HEAD + "<description><![CDATA[News of <items>]]></description>" + ONE + "<!-- news of items -->" + TWO + TAIL,
    HEAD.replace("<rss", "<!-- made by hand --><rss") + ONE + TWO + TAIL,
    HEAD.replace("é", "\u202eé") + ONE + TWO + TAIL,
]


@pytest.mark.parametrize("document", REBUILT)
def test_what_was_built_anew_is_told_at_a_glance(document: str) -> None:
    """Another date, another count, fewer items or the same twice; comments and CDATA around them."""
    before = remembered(HEAD + ONE + TWO + TAIL)
    assert is_told_at_a_glance(document, before)
    feed = plainly(document, before, glance=True)
    assert feed == plainly(document, before, glance=False)
    assert isinstance(feed, ParsedFeed)
    assert feed.entries == ()
    assert feed.seen == len(re.findall("<item[ >]", document))


def test_atom_is_told_as_well() -> None:
    """By its own tags."""
    before = remembered(ATOM)
    again = ATOM.replace("09:00", "10:00")
    assert is_told_at_a_glance(again, before)
    assert plainly(again, before, glance=True) == plainly(again, before, glance=False)


def test_what_is_new_needs_a_close_look() -> None:
    """One word is enough; what was known is left out all the same."""
    before = remembered(HEAD + ONE + TWO + TAIL)
    changed = HEAD + ONE.replace("more", "less") + TWO + TAIL
    assert not is_told_at_a_glance(changed, before)
    feed = plainly(changed, before, glance=True)
    assert isinstance(feed, ParsedFeed)
    assert [entry.title for entry in feed.entries] == ["One – é"]


@pytest.mark.parametrize(
    "document",
    [
        HEAD + "<!--" + ONE + "-->" + TWO + TAIL,
        HEAD + "<description><![CDATA[" + TWO + "]]></description>" + ONE + TAIL,
        HEAD + "<?php " + ONE + "?>" + TWO + TAIL,
        HEAD + "<!--" + ONE + "--><ITEM><title>New</title></ITEM>" + TAIL,
        HEAD + ONE + "<item/>" + TWO + TAIL,
        HEAD + ONE + "<x:item xmlns:x='urn:x'>" + TWO + "</x:item>" + TAIL,
        HEAD + "<item>" + ONE + "</item>" + TAIL,
        HEAD.replace("<rss", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss") + ONE + TAIL,
        HEAD.replace("UTF-8", "koi8-r") + TWO + TAIL,
        "\ufeff" + HEAD + ONE + TAIL,
        " " + HEAD + ONE + TAIL,
        HEAD + TAIL,
        "{}",
        "",
        HEAD + ONE,
        ONE,
    ],
)
def test_where_the_items_are_in_doubt_it_is_looked_at_closely(document: str) -> None:
    """Hidden, nested, empty, in another encoding or in no feed: no other outcome than that of the close look."""
    before = remembered(HEAD + ONE + TWO + TAIL)
    assert plainly(document, before, glance=True) == plainly(document, before, glance=False)


def test_more_items_than_any_feed_may_have_are_not_counted_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """However known each of them is."""
    before = remembered(HEAD + ONE + TWO + TAIL)
    monkeypatch.setattr(glances, "MOST_ENTRIES", 3)
    assert is_told_at_a_glance(HEAD + ONE * 3 + TAIL, before)
    assert not is_told_at_a_glance(HEAD + ONE * 4 + TAIL, before)


def test_text_in_another_encoding_is_looked_at_closely() -> None:
    """Its names are of what it says, not of its bytes."""
    document = (HEAD.replace("UTF-8", "windows-1252") + ONE + TWO + TAIL).encode("cp1252")
    before = remembered(document)
    assert not is_told_at_a_glance(document, before)
    assert plainly(document, before, glance=True) == plainly(document, before, glance=False)


BRACKETS = (
    "<!-- --> <![CDATA[ ]]> <?x ?> <item/> <ITEM> </ITEM> <a:item> </a:item> <item> </item> <entry> </entry> <items> "
    "]> <title>a</title> <author> &amp; &#1; é \x7f \u202e \x00"
)
PIECES = st.sampled_from([ONE, TWO, THREE, HEAD, TAIL, " ", "\x85", "x" * 600, "<!DOCTYPE a [", *BRACKETS.split(" ")])


@settings(max_examples=400)
@given(
    st.lists(PIECES, max_size=8), st.booleans(), st.sampled_from(["", "text/xml; charset=koi8-r", "application/xml"])
)
@example(["<!--", ONE, "-->", "<ITEM>", "</ITEM>"], True, "")
@example([ONE, "\x00"], True, "")
@example([THREE, "<!--", TWO, "-->"], True, "")
def test_any_document_comes_out_as_by_a_close_look(middle: list[str], is_whole: bool, content_type: str) -> None:
    """Known items anywhere among brackets of all kinds: the same feed, the same refusal, the same leaving to others."""
    before = remembered(HEAD + ONE + TWO + THREE + TAIL)
    document = "".join([HEAD, *middle, TAIL] if is_whole else middle)
    with_glance = plainly(document, before, content_type, glance=True)
    assert with_glance == plainly(document, before, content_type, glance=False)
