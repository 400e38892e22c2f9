"""Bytes of a list, whatever its encoding is said to be."""

from __future__ import annotations

import pytest

from roundup.subscriptions import opml_text, read_opml

TITLE = "Café “Zürich” – £5"


def document(declared: str, title: str = TITLE) -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f'{declaration}<opml><body><outline text="{title}" xmlUrl="https://a.example/"/></body></opml>'


def title_of(data: bytes) -> str:
    return read_opml(data).subscriptions[0].title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize(
    "declared", ["", "UTF-8", "ISO-8859-1", "windows-1252", "us-ascii", "no-such-thing", "utf-7", "zip"]
)
def test_what_the_bytes_are_counts_more_than_what_they_claim(encoding: str, declared: str) -> None:
    """A wrong or missing declaration does not spoil a title."""
    assert title_of(document(declared).encode(encoding)) == TITLE


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("windows-1251", "Газета о районе"),
        ("koi8-r", "Газета о районе"),
        ("iso-8859-2", "Žluťoučký kůň"),
        ("shift_jis", "自治体ブログ"),
        ("euc-jp", "自治体ブログ"),
        ("iso-2022-jp", "自治体ブログ"),
        ("gb18030", "地方政府博客"),
        ("big5", "地方政府"),
    ],
)
def test_declared_encodings_are_honoured(encoding: str, title: str) -> None:
    """Bytes that are not UTF-8 are read as the file says."""
    assert title_of(document(encoding, title).encode(encoding)) == title


def test_a_wrong_declaration_is_reported() -> None:
    """UTF-8 that calls itself something else is read as UTF-8, with a word about it."""
    reading = read_opml(document("ISO-8859-1").encode())
    assert reading.repairs == ("the file says it is iso8859-1, but is UTF-8",)


def test_a_right_declaration_is_not() -> None:
    """No repair is reported for a file that is what it says."""
    assert read_opml(document("UTF-8").encode()).repairs == ()
    assert read_opml(document("windows-1252").encode("cp1252")).repairs == ()


def test_stray_bytes_in_utf8_cost_one_character_each() -> None:
    """A UTF-8 file with some pasted Windows bytes keeps its other characters."""
    data = document("UTF-8", "Zürich @quoted@").encode().replace(b"@quoted@", b"\x93quoted\x94 \x81")
    reading = read_opml(data)
    assert reading.subscriptions[0].title == "Zürich “quoted” \ufffd"
    assert "Windows-1252" in reading.repairs[0]


def test_text_for_editing_says_utf8() -> None:
    """What is edited is written back as UTF-8, so its declaration must say so; nothing else changes."""
    text = document("ISO-8859-1")
    assert opml_text(text.encode("cp1252")) == document("UTF-8")
    assert opml_text(document("UTF-16").encode("utf-16")) == document("UTF-8")
    assert opml_text(document("utf-8").encode()) == document("utf-8")
    assert opml_text(document("").encode()) == document("")


def test_line_ends_stay() -> None:
    """Carriage returns are the owner's."""
    assert opml_text(b"<opml>\r\n</opml>\r\n") == "<opml>\r\n</opml>\r\n"
