"""Bytes → text, by what the bytes themselves show first and by what labels claim second.

Order: byte order mark, the look of `<?xm` in wide or EBCDIC encodings, the header's charset, the XML declaration,
UTF-8, windows-1252. A label counts only if it names a text encoding on the list below and the bytes agree with it.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from roundup.parse.raw import words
from roundup.patterns import pattern

# Codecs a label may choose (Python's names): what the WHATWG Encoding Standard lists, and older ones still declared.
# Wide encodings are absent: they are told by the bytes alone. Codecs that compute (unicode_escape, punycode, …) too.
_CODECS: Final = words(
    """
    ascii utf-8 gb2312 gbk gb18030 big5 big5hkscs euc_jp euc_kr cp949 shift_jis cp932 iso2022_jp koi8-r koi8-t koi8-u
    iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11
    iso8859-13 iso8859-14 iso8859-15 iso8859-16 tis-620 cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257
    cp1258 mac-roman mac-cyrillic mac-latin2 mac-greek mac-iceland mac-turkish cp437 cp737 cp775 cp850 cp852 cp855
    cp857 cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp1125 cp856 hz johab ptcp154
    """
)
_EBCDIC: Final = words("cp037 cp273 cp424 cp500 cp875 cp1026 cp1140")
_SUPERSET: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-9": "cp1254",
}
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+ -]{0,39}")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\"';\s]{1,60})", re.IGNORECASE)
_DECLARED = re.compile(rb"^[\s\xef\xbb\xbf]{0,200}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,60})[\"']")

_MARKS: Final = (
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
# A first "<" with zeros around it gives away the width and byte order (XML 1.0, appendix F.1).
_PATTERNS: Final = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
)
_EBCDIC_XML: Final = b"\x4c\x6f\xa7\x94"
_HIGH_BYTES: Final = bytes(range(0x80, 0x100))
_ESCAPED_BYTE = pattern("[\udc80-\udcff]")
_ODD = pattern("[\x0b\x0c\x80-\x9f\u2028\u2029]")
_USUAL: Final = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_ODD_C1, _ODD_BREAK = re.compile(rb"\xc2[\x80-\x9f]"), re.compile(rb"\xe2\x80[\xa8\xa9]")  # the same in UTF-8
# What is taken out of a document before feedparser reads it: controls, what turns the order of words, marks.
_CONTROL = re.compile(rb"[\x00-\x7f]|\xc2[\x80-\x9f]")
STEERING = re.compile(rb"\xe2(?:\x80[\xa8-\xae]|\x81[\xa6-\xa9])")
MARK = re.compile(rb"\xef(?:\xbb\xbf|\xbf[\xb9-\xbf])")
# C1 controls are windows-1252 characters that were taken for Latin-1; the rest are line breaks.
_PLAIN: Final = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)} | dict.fromkeys(
    "\x0b\x0c\u2028\u2029", "\n"
)


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The body as text, and a note if characters had to be guessed or replaced. Never raises."""
    text, note = _decode_marked(body) or _decode_wide(body) or _decode_labelled(body, content_type)
    if _is_odd(_unusual(text.encode("utf-8", "replace"))):
        text = _ODD.sub(lambda match: _PLAIN.get(match.group(), ""), text)
    return text.lstrip("\ufeff"), note


class Decoded(NamedTuple):
    """A body in UTF-8, a note as `decode` gives it; and if it surely holds no controls and nothing like them."""

    body: bytes
    note: str
    is_usual: bool


def as_utf8(body: bytes, content_type: str = "") -> Decoded:
    """The same in UTF-8. What nearly all bodies are, UTF-8 that says so or says nothing, is handed back as it is."""
    if body[:1].isascii() and 0 not in body[:400] and _is_utf8(body):
        rest = _unusual(body)
        charset, declared = _labels(body, content_type)
        if not _is_odd(rest) and (codec_for(charset) or codec_for(declared)) in {"", "utf-8", "cp1252"}:
            return Decoded(body, "", not _is_steering(rest))
    text, note = decode(body, content_type)
    encoded = text.encode("utf-8", "replace")
    return Decoded(encoded, note, not _is_steering(_unusual(encoded)))


def _is_utf8(body: bytes) -> bool:
    return body.isascii() or _strictly(body, "utf-8") is not None


def _unusual(encoded: bytes) -> bytes:
    """The few bytes that are left when the usual ones are taken away: all that is sought for is among them."""
    return encoded.translate(None, _USUAL)


def _is_odd(rest: bytes) -> bool:
    """A look that costs a tenth of replacing nothing: false only if there is surely nothing to replace."""
    return 0x0B in rest or 0x0C in rest or bool(_ODD_C1.search(rest) or _ODD_BREAK.search(rest))


def _is_steering(rest: bytes) -> bool:
    return bool(_CONTROL.search(rest) or STEERING.search(rest) or MARK.search(rest))


def codec_for(label: str) -> str:
    """Python's name of the encoding a label means, "" if the label means none that a feed may use."""
    if not _LABEL.fullmatch(label):
        return ""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""
    return _SUPERSET.get(name, name) if name in _CODECS else ""


def _decode_marked(body: bytes) -> tuple[str, str] | None:
    for mark, codec in _MARKS:
        if body.startswith(mark):
            rest = body[len(mark) :]
            return _decode_utf8(rest) if codec == "utf-8" else _replaced(rest, codec)
    return None


def _decode_wide(body: bytes) -> tuple[str, str] | None:
    head = body[:400].lstrip(b" \t\r\n")
    if b"\x00" in head[:4]:
        codec = next((codec for pattern, codec in _PATTERNS if body.startswith(pattern)), "")
        return _replaced(body, codec) if codec else None
    if body.startswith(_EBCDIC_XML):
        declared = re.search(r"encoding\s*=\s*[\"']([^\"']{1,60})", body[:300].decode("cp037"))
        return _replaced(body, _ebcdic_codec(declared.group(1) if declared else ""))
    return None


def _ebcdic_codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name if _LABEL.fullmatch(label) else ""
    except LookupError:
        name = ""
    return name if name in _EBCDIC else "cp037"


def _decode_labelled(body: bytes, content_type: str) -> tuple[str, str]:
    chosen = [codec for codec in map(codec_for, _labels(body, content_type)) if codec]
    for codec in chosen:
        # Latin-1 takes any bytes, so the label proves nothing; bytes that are UTF-8 by chance are hardly ever seen.
        if codec == "cp1252" and (text := _strictly(body, "utf-8")) is not None:
            return text, ""
        if (text := _strictly(body, codec)) is not None:
            return text, ""
    for codec in chosen:
        if codec not in {"utf-8", "cp1252"} and (nearly := _nearly(body, codec)):
            return nearly
    return _decode_utf8(body)


def _labels(body: bytes, content_type: str) -> tuple[str, str]:
    """What the header and the XML declaration say, each "" if it says nothing."""
    charset, declared = _CHARSET.search(content_type[:1000]), _DECLARED.match(body[:700])
    return charset.group(1) if charset else "", declared.group(1).decode("ascii", "replace") if declared else ""


def _strictly(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _replaced(body: bytes, codec: str) -> tuple[str, str]:
    text = body.decode(codec, "replace")
    return text, _note(text.count("\ufffd"))


def _note(bad: int) -> str:
    return f"{bad} unreadable character{'s' if bad > 1 else ''} replaced" if bad else ""


def _nearly(body: bytes, codec: str) -> tuple[str, str] | None:
    """The text if the label fits but for one in a hundred of the bytes that are not ASCII."""
    text = body.decode(codec, "replace")
    bad = text.count("\ufffd")
    special = len(body) - len(body.translate(None, _HIGH_BYTES))
    return (text, _note(bad)) if bad * 100 <= special else None


def _decode_utf8(body: bytes) -> tuple[str, str]:
    """UTF-8 if it mostly is, each bad byte replaced alone; else windows-1252, which most unlabelled bytes are."""
    if (text := _strictly(body, "utf-8")) is not None:
        return text, ""
    # More good sequences than bad bytes: UTF-8 with damage. Else: another encoding that happens to lack its label.
    escaped = body.decode("utf-8", "surrogateescape")
    bad = len(escaped) - len(_ESCAPED_BYTE.sub("", escaped))
    good = len(escaped) - len(escaped.encode("ascii", "ignore")) - bad
    if good >= bad:
        text = body.decode("utf-8", "replace")
        return text, _note(text.count("\ufffd"))
    return body.decode("cp1252", "replace"), "the text is not in UTF-8 as it says; read as windows-1252"
