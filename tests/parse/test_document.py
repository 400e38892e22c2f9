"""The prolog is read here and goes no further; what is handed on begins with the root and holds nothing that trips."""

from __future__ import annotations

import pytest

from roundup.errors import FeedError
from roundup.parse.document import ends_inside_entry, is_closed, looks_like_json, simplified, xml_document

RSS = "<rss version='2.0'><channel><title>x</title></channel></rss>"


@pytest.mark.parametrize(
    "prolog",
    [
        "",
        "<?xml version='1.0' encoding='utf-8'?>",
        "<?xml version='1.0'?>\n<?xml-stylesheet href='x'?>\n",
        "<!-- <rss> --><!-- -->",
        "<!DOCTYPE rss>",
        "<!DOCTYPE rss SYSTEM 'http://x.example/rss.dtd'>",
        "<!DOCTYPE rss [<!ENTITY a 'b'><!ELEMENT x (y)>]>",
        "<!DOCTYPE rss [\n<!-- > -->\n]>\n",
        "<!DOCTYPE rss [",
        "<!nonsense>",
        "< <= <3 ",
    ],
)
def test_the_prolog_is_left_behind(prolog: str) -> None:
    """Declarations, instructions, comments and document types, whole or not."""
    assert xml_document(prolog + RSS).text == RSS


@pytest.mark.parametrize(
    ("document", "root"),
    [
        (RSS, "rss"),
        ("<RSS/>", "rss"),
        ("<feed/>", "feed"),
        ("<a:feed xmlns:a='x'/>", "feed"),
        ("<rdf:RDF/>", "rdf"),
        ("<CHANNEL/>", "channel"),
        ("<soap:Envelope><soap:Body><rss/></soap:Body></soap:Envelope>", "rss"),
        ("<!-- never closed <feed xmlns='x'/>", "feed"),
    ],
)
def test_the_root_is_found(document: str, root: str) -> None:
    """By its local name, in any case, behind wrappers and broken comments."""
    assert xml_document(document).root == root


@pytest.mark.parametrize("document", ["<rssx/>", "<feeds/>", "<x:channels/>", "<p>about &lt;rss&gt;</p>"])
def test_what_only_sounds_like_a_root_is_none(document: str) -> None:
    """The whole name counts."""
    with pytest.raises(FeedError, match="outermost element"):
        xml_document(document)


@pytest.mark.parametrize(
    ("declared", "written", "read"),
    [
        ("<!ENTITY c 'Council'>", "&c;", "Council"),
        ('<!ENTITY c "Council">', "&c;&c;", "CouncilCouncil"),
        ("<!ENTITY c 'a &amp; b'>", "&c;", "&c;"),
        ("<!ENTITY c '<b>'>", "&c;", "&c;"),
        ("<!ENTITY c SYSTEM 'file:///etc/passwd'>", "&c;", "&c;"),
        ("<!ENTITY % c 'x'>", "&c;", "&c;"),
        (f"<!ENTITY c '{'x' * 5_000}'>", "&c;", "&c;"),
    ],
)
def test_only_plain_entities_are_expanded(declared: str, written: str, read: str) -> None:
    """Text without markup or references, and not much of it."""
    document = f"<!DOCTYPE rss [{declared}]>" + RSS.replace("x</", written + "</")
    assert f"<title>{read}</title>" in xml_document(document).text


def test_entities_do_not_multiply_a_document() -> None:
    """A short document that would become a long one stays short."""
    document = f"<!DOCTYPE rss [<!ENTITY c '{'x' * 190}'>]>" + RSS.replace("x</", "&c;" * 50_000 + "</")
    assert len(xml_document(document).text) <= len(document)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#65;&#x41;", "&#65;&#x41;"),
        ("&#65", "&#65"),
        ("&#xD800;", "\ufffd"),
        ("&#1114112;", "\ufffd"),
        ("&#x110000;", "\ufffd"),
        ("&#" + "9" * 5_000 + ";", "\ufffd"),
        ("&#" + "0" * 5_000 + "65;", "&#65;"),
        ("&#27;&#0;&#x1b;", ""),
        ("&#9;&#10;", "&#9;&#10;"),
        ("&#x;&#;", "&#x;&#;"),
        ("a\x1bb\x00c\u202ed", "abcd"),
    ],
)
def test_references_name_characters_or_nothing(written: str, read: str) -> None:
    """What no parser survives is replaced before one sees it."""
    assert f"<title>{read}</title>" in xml_document(RSS.replace("x</", written + "</")).text


def test_a_second_try_has_no_extensions() -> None:
    """Tags of other vocabularies go; those that entries are made of stay."""
    document = xml_document("<rss><gml:pos>1</gml:pos><dc:creator>Ada</dc:creator><width>x</width></rss>")
    assert simplified(document) == "<rss>1<dc:creator>Ada</dc:creator>x</rss>"


@pytest.mark.parametrize(
    ("text", "closed", "inside"),
    [
        ("<rss><item></item></rss>", True, False),
        ("<rss><item></item></RSS >", True, False),
        ("<rss><item></item>", False, False),
        ("<rss><item></item><item>", False, True),
        ("<rss><item>", False, True),
        ("<rss></rss><item>", False, True),
        ("<feed><a:entry></a:entry></feed>", True, False),
        ("<feed><entry></entry></rss>", False, False),
        ("<rss><items></items>", False, False),
    ],
)
def test_a_document_knows_whether_it_was_cut(text: str, closed: bool, inside: bool) -> None:
    """By its own root's end tag, and by the last entry's."""
    document = xml_document(text)
    assert (is_closed(document), ends_inside_entry(document)) == (closed, inside)


@pytest.mark.parametrize(("text", "is_json"), [('{"a": 1}', True), (" \n[1]", True), ("<rss/>", False), ("", False)])
def test_json_is_told_by_its_first_character(text: str, is_json: bool) -> None:
    """No XML begins with a bracket."""
    assert looks_like_json(text.encode()) is is_json
