"""The documents we write: OPML 2.0 that any program reads, the same for the same feeds."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from roundup.model import Subscription
from roundup.subscriptions import read_opml, write_opml

ADA = Subscription("https://ada.example/feed", "Ada", "https://ada.example/", ("People",))
BEN = Subscription("https://ben.example/feed", "Ben", "", ("People", "North/Sandleigh"), paused=True)
CLO = Subscription("https://clo.example/feed", "Clo")


def test_a_whole_document() -> None:
    """Feeds without a folder first, then the folders in the order they are needed."""
    assert write_opml([ADA, BEN, CLO], "Ours") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<opml version="2.0">\n'
        "  <head>\n"
        "    <title>Ours</title>\n"
        "  </head>\n"
        "  <body>\n"
        '    <outline type="rss" text="Clo" title="Clo" xmlUrl="https://clo.example/feed"/>\n'
        '    <outline text="People" title="People">\n'
        '      <outline type="rss" text="Ada" title="Ada" xmlUrl="https://ada.example/feed" htmlUrl="https://ada.example/"/>\n'
        '      <outline type="rss" text="Ben" title="Ben" xmlUrl="https://ben.example/feed" roundupPaused="true"/>\n'
        "    </outline>\n"
        '    <outline text="North" title="North">\n'
        '      <outline text="Sandleigh" title="Sandleigh">\n'
        '        <outline type="rss" text="Ben" title="Ben" xmlUrl="https://ben.example/feed" roundupPaused="true"/>\n'
        "      </outline>\n"
        "    </outline>\n"
        "  </body>\n"
        "</opml>\n"
    )


def test_a_list_of_nothing() -> None:
    """An empty desk has a list too, into which feeds can be put."""
    text = write_opml([], "Ours")
    assert ET.fromstring(text).find("body") is not None
    assert read_opml(text, may_be_empty=True).subscriptions == ()


@pytest.mark.parametrize(
    "title",
    [
        'Say "bins" & <b>boxes</b>',
        "]]> --> ?>",
        '"/></body></opml><!--',
        "line\nbreak\ttab",
        "red \x1b[31m, null \x00, bell \x07",
        "override \u202egnp.exe",
        "lone \ud800 half",
        "not characters \ufffe\uffff",
        "😀 Ünïcødé ’“”–",
    ],
)
def test_hostile_titles_leave_the_document_whole(title: str) -> None:
    """Whatever a blog calls itself, the file is valid XML in UTF-8 and no second outline appears in it."""
    feed = Subscription("https://a.example/", title, "https://a.example/?a=1&b='\"<>", (title.replace("/", " "),))
    tree = ET.fromstring(write_opml([feed], title).encode("utf-8"))
    assert len(list(tree.iter("outline"))) == 2
    (outline,) = tree.iterfind("body/outline/outline")
    assert outline.get("htmlUrl") == feed.site_url
    assert set(outline.attrib) == {"type", "text", "title", "xmlUrl", "htmlUrl"}
    assert "\x1b" not in (outline.get("text") or "")


def test_spellings_of_one_folder_are_one_folder() -> None:
    """ "A/B", "A / B" and "/A//B" are the same place, and a feed stands there once."""
    text = write_opml([Subscription("https://a.example/", "A", "", ("A/B", "A / B", "/A//B/"))], "Ours")
    assert text.count("<outline ") == 3


def test_writing_asks_no_clock() -> None:
    """There is no date in the file, so that the same list is the same bytes on any day."""
    assert "date" not in write_opml([ADA], "Ours").lower()
