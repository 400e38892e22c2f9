"""Items are read without a parser where what they hold is beyond doubt, and then as a parser reads them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundup.parse import plain
from roundup.parse.decode import as_utf8
from roundup.parse.fields import attributes_in, fields_in
from roundup.parse.holder import NotPlain
from roundup.parse.raw import words
from roundup.parse.scan import pieces

from .documents import atom, rss


def read(inside: str, head: str = "<item>", end: str = "</item>") -> list[tuple[str, str, str]]:
    """(name, attributes as written, text) of each field of an item."""
    found = fields_in(f"{head}{inside}{end}".encode()).fields
    return [(name.decode(), written.decode(), text.decode()) for name, written, text, _ in found]


READ = {
    "text": ("<title>Bins</title>", [("title", "", "Bins")]),
    "nothing": ("<title></title><link/>", [("title", "", ""), ("link", "", "")]),
    "references": ("<title>a &amp;lt; b &lt;i&gt; &quot;&apos;</title>", [("title", "", "a &lt; b <i> \"'")]),
    "numbers": ("<title>&#38;lt; &#x2019; &amp;#38;</title>", [("title", "", "&lt; ’ &#38;")]),
    "CDATA": ("<x:y><![CDATA[<p>a &amp; b</p>]]></x:y>", [("x:y", "", "<p>a &amp; b</p>")]),
    "CDATA and text": (
        "<t>a<![CDATA[&]]>&amp;<![CDATA[]]>b</t><u><![CDATA[c]]></u>",
        [("t", "", "a&&b"), ("u", "", "c")],
    ),
    "attributes": ("<a b='1' c:d = \"2>\"/>", [("a", " b='1' c:d = \"2>\"", "")]),
    "white space": ("\n\t<a>1</a>\r\n  <b>2\r\n3\r4</b>\r", [("a", "", "1"), ("b", "", "2\n3\n4")]),
    "twice the same": ("<a>1</a><a>2</a>", [("a", "", "1"), ("a", "", "2")]),
}


@pytest.mark.parametrize("name", READ)
def test_fields_are_read_in_their_order(name: str) -> None:
    """Each with its own text, as XML means it."""
    inside, fields = READ[name]
    assert read(inside) == fields


@pytest.mark.parametrize(
    "parts",
    [
        "<name>Ada</name>",
        "\n<name>Ada</name>\n<uri>https://a.example/</uri><email/>\n",
        "<name>x</name><name>Ada</name>",
    ],
)
def test_a_person_may_stand_in_parts(parts: str) -> None:
    """Their names are handed out as they come."""
    (field,) = fields_in(f"<entry><author>{parts}</author></entry>".encode()).fields
    assert field[3] is not None
    assert field[3][-1] == b"Ada"


@pytest.mark.parametrize(
    "inside",
    [
        "<a><b>x</b></a>",
        "<a>x<b/></a>",
        "<a>x</b>",
        "<a>x",
        "x<a>1</a>",
        "<a>1</a><![CDATA[x]]>",
        "<a>1</a>&#32;",
        "<!-- x --><a>1</a>",
        "<?x y?><a>1</a>",
        "<a>x ]]> y</a>",
        "<a><![CDATA[x</a>",
        "<a><!-- <![CDATA[x]]> --></a>",
        "<a>&nbsp;</a>",
        "<a>a & b</a>",
        "<a>&amp</a>",
        "<a>&#38; & </a>",
        "<a>&#0;</a>",
        "<a>&#13;</a>",
        "<a>&#x110000;</a>",
        "<a>&#xD800;</a>",
        "<a b=1/>",
        "<a b='1'c='2'/>",
        "<a b='1<2'/>",
        "<a b='1\n2'/>",
        "<a b/>",
        "<1a/>",
        "<a:b:c/>",
        "<é/>",
        "<a>1</a >",
        "<author><name><![CDATA[x]]></name></author>",
        "<author><name>x</name><uri>https://a.example/?a&b</uri></author>",
        "<author><name>x</name><email>&nbsp;</email></author>",
        "<a></a>" * 1_001,
        "<a>" + "<![CDATA[]]>" * 1_001 + "</a>",
    ],
)
def test_what_is_not_beyond_doubt_is_left_to_a_parser(inside: str) -> None:
    """Nested, broken, or merely unusual."""
    with pytest.raises(NotPlain):
        read(inside)


@pytest.mark.parametrize(
    ("head", "end"),
    [("<item xmlns='x'>", "</item>"), ("<item>", "</item >"), ("<item xmlns:a='x'>", "</item>")],
)
def test_so_are_items_with_tags_of_their_own_kind(head: str, end: str) -> None:
    """What is declared in them would hold for them alone."""
    with pytest.raises(NotPlain):
        read("<a/>", head, end)


@pytest.mark.parametrize(
    "piece", ["<", "<a", "<a b='1'", "<a b='", "<a>", "</a>", "<author><name>", "<![CDATA[", "&", "<a:"]
)
def test_hostile_items_cost_no_more_than_their_length(piece: str) -> None:
    """A megabyte of any bracket is declined at once."""
    with pytest.raises(NotPlain):
        read("<a" + piece * (1_000_000 // len(piece)) + "</a>")


def test_attributes_are_read_as_xml_means_them() -> None:
    """In their order, with whichever marks."""
    assert attributes_in(b" a='1' b:c = \"&lt;2&#62;'\"") == [("a", "1"), ("b:c", "<2>'")]
    with pytest.raises(NotPlain):
        attributes_in(b" a='&nbsp;'")


# ---------------------------------------------------------------- beside a parser

ITEMS = {
    "rss": "<title>Bins &amp; lids</title><link>https://blog.example/1</link><dc:creator><![CDATA[Ada]]></dc:creator>"
    "<pubDate>Fri, 20 Nov 2026 09:00:00 +0000</pubDate><category domain='x'>Lids</category>"
    '<guid isPermaLink="false">https://blog.example/?p=1</guid><description>Short [&#8230;]</description>'
    "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded><comments>https://blog.example/1#c</comments>",
    "atom": "<id>tag:blog.example,2026:1</id><published>2026-11-20T09:00:00Z</published><title type='text'>Bins</title>"
    "<author><name>Ada &amp; Bob</name><uri>https://a.example/</uri></author><category term='R&amp;D' scheme='s'/>"
    "<link rel='alternate' type='text/html' href='https://blog.example/1?a=1&amp;b=2'/>"
    "<content type='html'>&lt;p&gt;Long &amp;amp; wide&lt;/p&gt;</content><updated>2026-11-20T10:00:00Z</updated>",
}
DOCUMENTS = {
    "rss": rss(ITEMS["rss"], channel="<title>A</title><link>https://blog.example/</link>"),
    "atom": atom(ITEMS["atom"]),
}
BITS = [
    *"<>&;/:'\"=x \t\u00e9\u2019\u202e\x85\ufeff",
    *(" xmlns='u'", " xmlns:a='u'", " xml:lang='en'", " xml:base='x'", " type='html'", " a='1'", "\r\n"),
    *sorted(
        words(
            """
            &amp; &#38;lt; &#8238; &nbsp; ]]> <![CDATA[ <!-- --> <?x?> <a/> <item> </item> <entry> </entry>
            <title>x</title> <guid>1</guid> <atom:id>1</atom:id> <media:title>m</media:title>
            <dc:creator>Ã©</dc:creator> <author><name>x</name></author> <author><name/><uri/></author>
            """
        )
    ),
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_usual_items_need_no_parser(name: str) -> None:
    """What the common programs write is read the quick way, and as a parser reads it."""
    found = pieces(DOCUMENTS[name].encode())
    assert found is not None
    feed = plain._read_in_pieces(found)
    assert feed is not None
    assert feed == plain.read_plain(found.body)
    assert feed.entries[0].bodies


@pytest.mark.parametrize("name", DOCUMENTS)
@given(st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_changed_in_them_is_read_as_a_parser_reads_it(name: str, data: st.DataObject) -> None:
    """Or left to it: cut, doubled or with anything put in, at any place."""
    text = DOCUMENTS[name]
    for _ in range(data.draw(st.integers(1, 3))):
        at, to = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(st.sampled_from([*BITS, text[at : at + 3 * to]])) + text[at + to * (to % 2) :]
    found = pieces(text.encode())
    feed = plain._read_in_pieces(found) if found and found.spans and as_utf8(text.encode()).is_usual else None
    assert feed is None or feed == plain.read_plain(text.encode())
