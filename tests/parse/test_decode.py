"""Bytes to text: the right words out of every encoding that honest feeds use, and no surprise from the others."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.decode import as_utf8, codec_for, decode

WORDS = "<r>café “quoted” – £5</r>"


def xml(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>' + WORDS


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (WORDS.encode(), ""),
        (codecs.BOM_UTF8 + WORDS.encode(), ""),
        (codecs.BOM_UTF8 * 2 + WORDS.encode(), ""),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), ""),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), ""),
        (codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), ""),
        (codecs.BOM_UTF32_BE + WORDS.encode("utf-32-be"), ""),
        (WORDS.encode("utf-16-le"), ""),
        (WORDS.encode("utf-16-be"), ""),
        (WORDS.encode("cp1252"), ""),
        (WORDS.encode("cp1252"), "text/xml; charset=windows-1252"),
        (WORDS.encode("cp1252"), "text/xml; charset=ISO-8859-1"),
        (WORDS.encode("cp1252"), "text/xml; charset=utf-8"),
        (WORDS.encode(), "text/xml"),
        (WORDS.encode(), "text/xml; charset=iso-8859-1"),
        (WORDS.encode(), 'application/rss+xml; charset="UTF-8"'),
        (WORDS.encode(), "text/xml; charset=undefined"),
        (WORDS.encode(), "text/xml; charset=unicode_escape"),
        (WORDS.encode(), "text/xml; charset=\xff"),
        (WORDS.encode(), "text/xml; charset=utf-16"),
    ],
)
def test_the_words_come_out_right(body: bytes, content_type: str) -> None:
    """Byte order marks, header charsets true and false, and none at all."""
    assert decode(body, content_type)[0] == WORDS


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("utf-8", "utf-8"),
        ("UTF-8", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("windows-1252", "cp1252"),
        ("us-ascii", "cp1252"),
        ("us-ascii", "utf-8"),
        ("utf-16", "utf-8"),
        ("undefined", "utf-8"),
        ("rot13", "utf-8"),
        ("idna", "utf-8"),
        ("../../etc/passwd", "utf-8"),
        ("a\x00b", "utf-8"),
        ("no-such-thing", "cp1252"),
    ],
)
def test_a_declaration_counts_only_if_the_bytes_agree(declared: str, actual: str) -> None:
    """What the XML declaration claims is tried, never trusted."""
    text, _ = decode(xml(declared).encode(actual))
    assert text.endswith(WORDS)


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("koi8-r", "привет"),
        ("windows-1251", "привет"),
        ("iso-8859-2", "żółć"),
        ("shift_jis", "日本語"),
        ("euc-kr", "한국어"),
        ("big5", "中文字"),
        ("gb2312", "中文字"),
        ("macintosh", "café"),
        ("ibm866", "привет"),
    ],
)
def test_other_scripts_are_read_by_their_declaration(label: str, words: str) -> None:
    """Encodings of the WHATWG standard and older ones."""
    body = f'<?xml version="1.0" encoding="{label}"?><r>{words}</r>'.encode(label)
    assert f"<r>{words}</r>" in decode(body)[0]
    assert f"<r>{words}</r>" in decode(body, f"text/xml; charset={label}")[0]


def test_the_header_wins_over_the_declaration() -> None:
    """RFC 7303: who serves the bytes knows best, as long as the bytes agree."""
    body = b'<?xml version="1.0" encoding="iso-8859-2"?>' + "привет".encode("koi8-r")
    assert decode(body, "text/xml; charset=koi8-r")[0].endswith("привет")


def test_mainframe_bytes_are_told_by_their_look() -> None:
    """XML 1.0, appendix F: an EBCDIC declaration is recognised, and its code page used."""
    body = f'<?xml version="1.0" encoding="cp500"?>{"<r>café</r>"}'.encode("cp500")
    assert decode(body)[0].endswith("<r>café</r>")


def test_one_bad_byte_costs_one_character() -> None:
    """The rest of a UTF-8 feed is not turned into mojibake for it."""
    text, note = decode("café, naïve, déjà".encode() + b"\xff" + b" vu")
    assert text == "café, naïve, déjà\ufffd vu"
    assert note == "1 unreadable character replaced"


def test_one_bad_byte_in_another_script_costs_one_character() -> None:
    """The same where the declared encoding is not UTF-8."""
    body = b'<?xml version="1.0" encoding="shift_jis"?>' + ("日本語" * 60).encode("shift_jis") + b"\xff"
    text, note = decode(body)
    assert text.count("日本語") == 60
    assert note == "1 unreadable character replaced"


def test_a_wide_document_cut_in_a_character_keeps_the_rest() -> None:
    """UTF-16 that ends in half a character is still a document."""
    text, note = decode(codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le")[:-1])
    assert text == WORDS[:-1] + "\ufffd"
    assert note


def test_controls_that_are_mislabelled_quotes_become_quotes() -> None:
    """C1 controls are windows-1252 characters somebody took for Latin-1."""
    assert decode("don\x92t \x93x\x94".encode())[0] == "don’t “x”"


def test_odd_line_breaks_are_line_breaks() -> None:
    """Vertical tab, form feed and the Unicode separators part words; they do not join them."""
    assert decode("a\x0bb\x0cc\u2028d\u2029e".encode())[0] == "a\nb\nc\nd\ne"


@pytest.mark.parametrize(
    "label", ["unicode_escape", "raw_unicode_escape", "palmos", "cp037", "utf-7", "base64", "zlib", "", " ", "é"]
)
def test_codecs_that_are_no_text_encodings_are_refused(label: str) -> None:
    """A header cannot choose how bytes are computed with."""
    assert codec_for(label) == ""


@pytest.mark.parametrize(("label", "codec"), [("UTF8", "utf-8"), ("latin-1", "cp1252"), ("GB2312", "gb18030")])
def test_labels_are_read_as_the_web_reads_them(label: str, codec: str) -> None:
    """WHATWG Encoding: Latin-1 means windows-1252, GB 2312 means its superset."""
    assert codec_for(label) == codec


@given(st.binary(max_size=300), st.text(max_size=60))
def test_no_bytes_and_no_header_break_decoding(body: bytes, charset: str) -> None:
    """Whatever comes is text afterwards, and can be written down."""
    text, _ = decode(body, f"text/xml; charset={charset}")
    text.encode("utf-8", "surrogatepass")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_comes_through_unchanged(words: str) -> None:
    """Text without controls is not touched."""
    assert decode(("x" + words).encode())[0] == ("x" + words).replace("\u2028", "\n").replace("\u2029", "\n")


@given(
    st.lists(
        st.sampled_from(
            [b"<a>", "é…’".encode(), b"\xe9", b"\x0b", "\x85\u2028".encode(), b"\xef\xbb\xbf", b"\x00", b" "]
        )
    ),
    st.sampled_from(["", "utf-8", "iso-8859-1", "windows-1251", "utf-16", "hz", "none"]),
    st.sampled_from(["", "utf-8", "latin1", "koi8-r"]),
)
def test_as_utf8_it_is_the_same_text(parts: list[bytes], header: str, declared: str) -> None:
    """Whether the bytes are handed back as they are or decoded first."""
    body = (f"<?xml version='1.0' encoding='{declared}'?>".encode() if declared else b"") + b"".join(parts)
    text, note = decode(body, f"text/xml; charset={header}")
    assert as_utf8(body, f"text/xml; charset={header}")[:2] == (text.encode("utf-8", "replace"), note)


def test_what_is_utf8_is_not_copied() -> None:
    """Nearly all feeds are, and say so or say nothing."""
    for body in ("<?xml version='1.0' encoding='UTF-8'?><rss>é</rss>".encode(), b"<rss/>"):
        assert as_utf8(body)[0] is body


@pytest.mark.parametrize(
    ("text", "is_usual"),
    [
        ("Bins – “and” lids\r\n\t£5 \u00a0 é 📝", True),
        ("bell \x07", False),
        ("delete \x7f", False),
        ("back \u202e", False),
        ("\u2066 isolated", False),
        ("a mark \ufeff inside", False),
        ("\uffff", False),
    ],
)
def test_it_is_told_if_there_is_nothing_to_be_stripped(text: str, is_usual: bool) -> None:
    """Whatever a body is encoded in: then nobody need look again."""
    for codec in ("utf-8", "utf-16"):
        assert as_utf8(text.encode(codec)).is_usual is is_usual
