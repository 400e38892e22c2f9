"""The scanner: which tags stand where, with which attributes, and what was wrong with them."""

from __future__ import annotations

import pytest

from roundup.subscriptions.markup import BARE, BROKEN, TWICE, Tag, scan, unescape
from roundup.subscriptions.outlines import DEEPEST, Outline, build_outlines, raw_address, tidy_tag


def one(text: str) -> Tag:
    (tag,) = scan(text)
    return tag


def outlines(text: str) -> list[Outline]:
    return build_outlines(scan(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<outline>", "open"),
        ("<outline >", "open"),
        ("<outline/>", "single"),
        ("<outline />", "single"),
        ("<outline\n\t/>", "single"),
        ("</outline>", "close"),
        ("</outline\n>", "close"),
        ("</OUTLINE>", "close"),
        ('<outline text="/">', "open"),
        ('<outline text="a"/>', "single"),
    ],
)
def test_kinds_of_tags(text: str, kind: str) -> None:
    """A tag opens, closes, or does both; a slash inside a value does not count."""
    tag = one(text)
    assert (tag.name, tag.kind) == ("outline", kind)


@pytest.mark.parametrize(
    "text",
    [
        '<outline text="a" xmlUrl="b"/>',
        '<outline text="a > b"/>',
        "<outline\n  text='a'\n  xmlUrl = 'b'\n/>",
        '<outline text="The "Bins" blog"/>',
        '<outline text="x < y"/>',
        '<o:outline text="a"></o:outline>',
    ],
)
def test_a_tag_knows_where_it_stands(text: str) -> None:
    """From `start` to `end` lies the tag and nothing else: editing depends on it."""
    padded = f"before {text} after"
    tag = next(iter(scan(padded)))
    first = text.removesuffix("</o:outline>")
    assert padded[tag.start : tag.end] == first


def test_tags_come_in_the_order_of_the_text() -> None:
    """Only what matters in a list of feeds is told; other elements are passed over."""
    text = "<opml><head><title>T</title></head><body><outline/><p>x</p><outlines/><outline-x/></body></opml>"
    assert [(tag.name, tag.kind) for tag in scan(text)] == [
        ("opml", "open"),
        ("head", "open"),
        ("head", "close"),
        ("body", "open"),
        ("outline", "single"),
        ("body", "close"),
        ("opml", "close"),
    ]


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        (
            '<outline text="a" XMLURL="b" o:html_url="c" my-own="d"/>',
            {"text": "a", "xmlurl": "b", "htmlurl": "c", "myown": "d"},
        ),
        ("<outline a='\"' b=\"'\"/>", {"a": '"', "b": "'"}),
        ('<outline a=""/>', {"a": ""}),
        ('<outline a="&#65;&#x42;&amp;&lt;&quot;&apos;"/>', {"a": "AB&<\"'"}),
        ('<outline a="1\n2"/>', {"a": "1\n2"}),
    ],
)
def test_attributes_of_a_sound_tag(text: str, attributes: dict[str, str]) -> None:
    """Names lose case, prefix and joints; values are decoded."""
    assert one(text).attributes == attributes


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('<outline text="a &amp; b"/>', ()),
        ('<outline text="a & b"/>', (BARE,)),
        ('<outline text="a" text="b"/>', (TWICE,)),
        ('<outline text="a & b" text="c"/>', (TWICE, BARE)),
        ('<outline text="a "b" c"/>', (BROKEN,)),
        ('<outline text="a" text="b "c""/>', (TWICE, BROKEN)),
        ('<outline text="a" xmlurl="b" xmlUrl="c"/>', ()),
    ],
)
def test_faults_are_told_apart(text: str, faults: tuple[str, ...]) -> None:
    """Each kind of fault has its own words; a sound tag has none."""
    assert one(text).faults == faults


def test_of_two_equal_attributes_the_first_that_says_something_counts() -> None:
    """An empty value gives way to a later one."""
    assert one('<outline text="" text="b" text="c"/>').attributes == {"text": "b"}


def test_a_broken_tag_ends_before_the_next() -> None:
    """A quote that is never closed does not swallow the rest of the file."""
    text = '<outline text="a xmlUrl="https://a.example/>\n<outline text="b"/></body>'
    first, second, last = scan(text)
    assert (first.end, second.attributes, last.name) == (text.index("\n"), {"text": "b"}, "body")


def test_a_broken_tag_of_great_length_is_cut() -> None:
    """Only so much of a broken tag is looked at; what follows it is still read."""
    text = '<outline text="' + '"x ' * 100_000 + '"/><outline text="b"/>'
    assert [tag.attributes.get("text", "")[:3] for tag in scan(text)][-1] == "b"


@pytest.mark.parametrize("opener", ["<!--", "<![CDATA[", "<?php", "<!DOCTYPE opml ["])
def test_what_is_never_closed_hides_nothing(opener: str) -> None:
    """A comment without end is a mistake, not a wish to follow nothing."""
    assert [tag.name for tag in scan(f"{opener} <outline/> {opener} <outline/>")] == ["outline", "outline"]


def test_a_document_type_may_hold_anything() -> None:
    """Declarations are skipped with all they contain."""
    text = '<!DOCTYPE opml [ <!ENTITY x "<outline/>"> <!ELEMENT outline ANY> ] ><outline/>'
    assert len(list(scan(text))) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("&amp;amp;", "&amp;"),
        ("&hellip;&nbsp;&pound;5", "…\xa0£5"),
        ("&copy=1&lt", "&copy=1&lt"),
        ("&#146;&#x93;", "’“"),
        ("&#x110000;&#1114112;&#xDFFF;&#0;", "\ufffd\ufffd\ufffd\ufffd"),
        ("&;&#;&#x;& &&", "&;&#;&#x;& &&"),
    ],
)
def test_references(value: str, text: str) -> None:
    """Numbers and HTML's names are put in, numbers of old Windows exports as they were meant; the rest stays."""
    assert unescape(value) == text


@pytest.mark.parametrize(
    ("tag", "tidy"),
    [
        ("A", "A"),
        (" A / B ", "A/B"),
        ("/A//B/", "A/B"),
        ("", ""),
        ("/", ""),
        ("A\n B", "A B"),
        ("x/" * 50, "/".join("x" * DEEPEST)),
    ],
)
def test_tags_are_tidied(tag: str, tidy: str) -> None:
    """One slash between parts, no blanks around them, no more parts than folders can be deep."""
    assert tidy_tag(tag) == tidy


def test_outlines_know_their_folder_and_their_end() -> None:
    """A folder's path is what its children lie in; a feed has none of its own."""
    folder, feed = outlines('<outline text="A"><outline text="x" xmlUrl="https://a.example/"/></outline>')
    assert (folder.folder, folder.path, folder.url, folder.filled) == ("", "A", "", True)
    assert (feed.folder, feed.path, feed.url, feed.filled) == ("A", "A", "https://a.example/", False)
    assert folder.close
    assert folder.close.kind == "close"


def test_the_end_of_the_body_ends_every_folder() -> None:
    """A folder that is never closed does not reach beyond the body."""
    text = '<body><outline text="A"></body><outline xmlUrl="https://a.example/"/>'
    assert [outline.folder for outline in outlines(text)] == ["", ""]


def test_an_unnamed_folder_is_as_if_it_were_not_there() -> None:
    """Its children lie in the folder above."""
    inner = outlines('<outline text="A"><outline><outline xmlUrl="https://a.example/"/></outline></outline>')[-1]
    assert inner.folder == "A"


def test_the_first_address_attribute_that_says_something_counts() -> None:
    """xmlUrl comes before the names others give it, and `url` is a feed only where the type says so."""
    assert raw_address(one('<outline feedUrl="b" xmlUrl="a"/>')) == "a"
    assert raw_address(one('<outline feedUrl="b" xmlUrl=" "/>')) == "b"
    assert raw_address(one('<outline type="rss" url="c"/>')) == "c"
    assert raw_address(one('<outline type="link" url="c"/>')) == ""
