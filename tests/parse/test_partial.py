"""What was read before is not read again, and what is new comes out as if all had been read."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundup.model import ParsedFeed
from roundup.parse import parse_feed

from .documents import LONDON, URL, atom, read, rss

FOOT = "<p>Follow me.</p>"


def again(document: str | bytes, before: ParsedFeed) -> ParsedFeed:
    """Another reading, by somebody who remembers one."""
    body = document.encode() if isinstance(document, str) else document
    known = frozenset(before.items.split())
    return parse_feed(body, url=URL, zone=LONDON, known=known, footers=before.footers)


def inside(number: int, html: str = "", footer: str = FOOT) -> str:
    """An item's inside; its words differ from every other's."""
    words = html or f"<p>Post {number} is about bins.</p>"
    return (
        f"<title>Bins {number}</title><link>https://blog.example/{number}</link><guid>urn:{number}</guid>"
        f"<pubDate>Fri, {number % 27 + 1} Nov 2026 09:00:00 GMT</pubDate>"
        f"<description>{escape(words + footer)}</description>"
    )


def as_rss(*insides: str) -> str:
    return rss(*insides)


def as_rss_with_doctype(*insides: str) -> str:
    """Not plain: feedparser reads it."""
    return rss(*insides).replace("<rss", "<!DOCTYPE rss><rss", 1)


def as_broken_rss(*insides: str) -> str:
    """Not even XML."""
    return rss(*insides, channel="<title>A & B</title><link>https://blog.example/</link>")


def as_base(*insides: str) -> str:
    """Not plain, and its head matters for every address."""
    return rss(*insides).replace("<rss", "<rss xml:base='https://blog.example/deep/'", 1)


def as_atom(*insides: str) -> str:
    changed = (
        text.replace("guid", "id")
        .replace("pubDate", "updated")
        .replace("<description>", "<content type='html'>")
        .replace("</description>", "</content>")
        for text in insides
    )
    return atom(*changed)


WAYS = [as_rss, as_rss_with_doctype, as_broken_rss, as_base, as_atom]
ways = pytest.mark.parametrize("document", WAYS, ids=lambda way: str(way.__name__))


@ways
def test_nothing_is_read_twice(document: object) -> None:
    """The same items: none of them comes out, all are counted, and the feed is told of as before."""
    assert callable(document)
    text = document(*map(inside, range(4)))
    first = read(text)
    second = again(text, first)
    assert len(first.entries) == 4
    assert (second.entries, second.seen) == ((), 4)
    assert replace(first, entries=(), seen=4) == second


@ways
def test_a_new_item_comes_out_as_from_a_whole_reading(document: object) -> None:
    """Its footers are known from the readings before."""
    assert callable(document)
    before = read(document(*map(inside, range(1, 5))))
    text = document(*map(inside, range(5)))
    whole, part = read(text), again(text, before)
    assert part.entries == whole.entries[:1]
    assert part.entries[0].text == "Post 0 is about bins."
    assert (part.items, part.footers, part.seen) == (whole.items, whole.footers, 4)
    assert (part.title, part.site_url, part.version, part.complete) == (
        *(whole.title, whole.site_url, whole.version, whole.complete),
    )


def test_an_edited_item_is_new() -> None:
    """Another word, another name."""
    before = read(as_rss(inside(1), inside(2)))
    after = again(as_rss(inside(1), inside(2, "<p>Other words.</p>")), before)
    assert [entry.guid for entry in after.entries] == ["urn:2"]


def test_items_have_their_names_in_the_documents_order() -> None:
    """Sixteen hex digits each, a blank between."""
    both, last = read(as_rss(inside(1), inside(2))), read(as_rss(inside(2)))
    assert both.items.split()[1:] == last.items.split()
    assert both.items == " ".join(both.items.split())
    assert read(rss()).items == ""


def test_items_that_share_a_name_are_read_together() -> None:
    """Merging has to see both: the new one and the old one with the same guid."""
    before = read(as_rss(inside(1), inside(3)))
    twin = inside(2).replace("urn:2", "urn:1")
    after = again(as_rss(twin, inside(1), inside(3)), before)
    assert [entry.guid for entry in after.entries] == ["urn:1", "urn:1", "urn:3"]
    assert after.seen == 0


def test_counts_of_comments_do_not_make_an_item_new() -> None:
    """Bytes that change every day, and nothing said."""

    def counted(number: int) -> str:
        return as_rss(
            *(inside(post) + f"<slash:comments xmlns:slash='x'>{number}</slash:comments>" for post in range(3))
        )

    assert again(counted(2), read(counted(1))).seen == 3


@pytest.mark.parametrize("cut", ["<item><title>half", "<item><description><![CDATA[x", "<item>", ""])
def test_a_feed_that_was_cut_off_says_so_whatever_is_known(cut: str) -> None:
    """Its last, half entry is left out; it is read when the feed is whole again."""
    text = as_rss(inside(0), inside(1))
    before = read(as_rss(inside(1)))
    after = again(text.removesuffix("</channel></rss>") + cut, before)
    assert not after.complete
    assert [entry.guid for entry in after.entries] == ["urn:0"]
    assert len(after.items.split()) == 2


@ways
def test_wherever_a_feed_breaks_known_items_stay_known(document: object) -> None:
    """And what comes out of it is whole."""
    assert callable(document)
    text = document(inside(0), inside(1))
    before, whole = read(document(inside(1))), read(text)
    for length in range(len(text) // 2, len(text), 37):
        part = again(text[:length], before)
        assert part.entries in {(), whole.entries[:1]}


def test_json_is_read_whole_and_cleaned_in_part() -> None:
    """What costs is cleaning."""

    def document(*numbers: int) -> str:
        items = [
            {"id": f"urn:{n}", "url": f"https://blog.example/{n}", "content_html": f"<p>Post {n}.</p>{FOOT}"}
            for n in numbers
        ]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": items})

    before, text = read(document(1, 2, 3)), document(0, 1, 2, 3)
    part, whole = again(text, before), read(text)
    assert part.entries == whole.entries[:1]
    assert (part.items, part.seen, part.title) == (whole.items, 3, "A")
    assert again(text, whole).entries == ()


def test_items_that_cannot_be_told_beforehand_are_left_out_afterwards() -> None:
    """An empty item makes brackets ambiguous; the entries have names all the same."""
    text = as_rss(inside(1), inside(2)).replace("</channel>", "<item/></channel>")
    first = read(text)
    assert len(first.items.split()) == 3
    assert again(text, first).entries == ()


def test_a_head_that_means_nothing_alone_is_no_refusal() -> None:
    """A format told by its entries only is told by them again."""
    text = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item><title>x</title><guid>1</guid></item></rdf:RDF>'
    first = read(text)
    second = again(text, first)
    assert (first.version, second.version) == ("rss10", "rss10")
    assert first.items == second.items


def test_one_new_item_among_strangers_has_no_footer_of_its_own() -> None:
    """What stands under one post is not a footer unless it was found under many."""
    before = read(as_rss(*(inside(number, footer="") for number in range(1, 5))))
    assert before.footers == ()
    after = again(as_rss(inside(0), *(inside(number, footer="") for number in range(1, 5))), before)
    assert after.entries[0].text.endswith("Follow me.")


FOOTERS = st.lists(
    st.sampled_from(["<p>Follow me.</p>", "<p>Share this.</p>", "<p>More here.</p>"]), max_size=3, unique=True
)


@given(FOOTERS, st.integers(4, 8), st.sampled_from(WAYS[:2]))
@settings(max_examples=15)
def test_any_footers_are_taken_off_a_new_item_alone(footers: list[str], number: int, document: object) -> None:
    """As long as they are the same: read whole first, then with one more item."""
    assert callable(document)
    footer = "".join(footers)
    before = read(document(*(inside(n, footer=footer) for n in range(1, number))))
    text = document(*(inside(n, footer=footer) for n in range(number)))
    assert again(text, before).entries == read(text).entries[:1]
    assert len(before.footers) == len(footers)


@given(st.lists(st.integers(0, 9), unique=True, max_size=6), st.lists(st.integers(0, 9), unique=True, max_size=6))
@settings(max_examples=25)
def test_every_item_comes_out_once(yesterday: list[int], today: list[int]) -> None:
    """Whatever a feed held and holds: new ones are read, known ones counted."""
    before = read(as_rss(*map(inside, yesterday)))
    after = again(as_rss(*map(inside, today)), before)
    assert [entry.guid for entry in after.entries] == [f"urn:{n}" for n in today if n not in yesterday]
    assert after.seen == len(set(today) & set(yesterday))
