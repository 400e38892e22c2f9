"""Items are found by their brackets, and only where there is no doubt which brackets they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse import document
from roundup.parse.scan import end_of_cdata, pieces

HEAD, TAIL = "<rss version='2.0'><channel><title>A</title>", "<ttl>9</ttl></channel></rss>"


def found(text: str) -> list[str]:
    """The texts of the items."""
    it = pieces(text.encode())
    assert it is not None
    return [item.decode() for item in it.items()]


@pytest.mark.parametrize(
    "items",
    [
        [],
        ["<item/ >x</item>"],
        ["<item></item>"],
        ["<item><title>x</title></item>", "<item>y</item>"],
        ["<entry>x</entry>", "<entry\n>y</entry\t>"],
        ["<atom:entry>x</atom:entry>"],
        ["<ITEM>x</ITEM>"],
        ["<item rdf:about='x'>x</item>"],
        ["<item><![CDATA[</item><item>]]></item>", "<item/ ></item>"],
        ["<item><!-- </item> --></item>"],
        ["<item><? </item> ?></item>"],
        ["<item>&lt;/item></item>"],
        ["<item><items/><itemx/><title>]]></title></item>"],
        ["<item><![CDATA[]]]]><![CDATA[>]]></item>"],
    ],
    ids=str,
)
def test_items_are_found_whole(items: list[str]) -> None:
    """From the first bracket to the last, whatever CDATA, comments and instructions hide."""
    assert found(HEAD + "\n".join(items) + TAIL) == items


@pytest.mark.parametrize(
    "text",
    [
        "<item><item></item></item>",
        "<item></item></item>",
        "</item>",
        "<item></entry>",
        "<item></item><entry></entry>",
        "<item></ITEM>",
        "<a:item></item>",
        "<item/>",
        "<item rdf:about='x'/>",
        "<!DOCTYPE rss [<!ENTITY x '<item></item>'>]><item></item>",
        "<!doctype rss [<!ELEMENT item ANY>]><item></item>",
    ],
)
def test_what_is_in_doubt_is_not_told(text: str) -> None:
    """Nested, unequal, empty, or behind declarations: then all is read."""
    assert pieces(text.encode()) is None


@pytest.mark.parametrize(
    "cut",
    [
        "<item>",
        "<item",
        "<item><![CDATA[</item>",
        "<item><!-- </item>",
        "<item><title>x",
        "<item></item",
        "<item></item >"[:-1],
    ],
)
def test_of_an_item_that_is_cut_off_nothing_is_told(cut: str) -> None:
    """Those before it are."""
    assert found(f"{HEAD}<item>whole</item>{cut}") == ["<item>whole</item>"]


def test_a_feed_without_end_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many items those in the middle are left out later."""
    monkeypatch.setattr(document, "MOST_ENTRIES", 3)
    assert pieces(b"<item></item>" * 3) is not None
    assert pieces(b"<item></item>" * 4) is None


def test_a_document_type_without_declarations_hides_nothing() -> None:
    """RSS 0.91 has one that names a file elsewhere, which nobody fetches."""
    assert found("<!DOCTYPE rss PUBLIC 'x' 'https://x.example/rss.dtd'><item>x</item>") == ["<item>x</item>"]


def test_items_are_taken_out_and_the_rest_stays_as_it_was() -> None:
    """What is before, between and behind them is kept to the letter."""
    it = pieces(f"{HEAD} <item>1</item> & <item>2</item>\n{TAIL}".encode())
    assert it is not None
    less = it.without(frozenset({0}))
    assert less.body.decode() == f"{HEAD}  & <item>2</item>\n{TAIL}"
    assert less.items() == [b"<item>2</item>"]
    assert it.without(frozenset()) == it
    assert it.frame().decode() == f"{HEAD}  & \n{TAIL}"


def test_a_page_has_no_items() -> None:
    """Nor has anything else that is no feed."""
    assert found("<html><body>words</body></html>") == []
    assert found("") == []


@given(
    st.lists(
        st.sampled_from(["<item>", "</item>", "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "x", "<item/>", "<p>"])
    )
)
def test_the_pieces_are_in_the_text_apart_and_in_order(parts: list[str]) -> None:
    """Whatever brackets come, a span begins with a start tag, ends with an end tag, and none reaches into another."""
    text = "".join(parts)
    it = pieces(text.encode())
    if it is not None:
        assert all(item.startswith(b"<item>") and item.endswith(b"</item>") for item in it.items())
        ends = [0, *(place for span in it.spans for place in span)]
        assert ends == sorted(ends)
        assert len(it.frame()) + sum(map(len, it.items())) == len(text)


@given(st.text("]>a", max_size=30), st.integers(0, 12))
def test_the_end_of_cdata_is_the_first_there_is(text: str, start: int) -> None:
    """However many brackets stand before it, and none where there is none."""
    assert end_of_cdata(text.encode(), start) == text.find("]]>", start)
