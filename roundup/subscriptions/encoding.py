"""Bytes → text, whatever the file says about its encoding.

A declaration is a claim; bytes that are valid UTF-8 beyond ASCII are hardly ever anything else. So UTF-8 is believed
first, a declared encoding after that, and single stray bytes are read as Windows-1252, as browsers do
(<https://encoding.spec.whatwg.org/>).
"""

from __future__ import annotations

import codecs
import re

from roundup.patterns import pattern

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = pattern(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""", re.IGNORECASE)
_DECLARATION = pattern(r"""^(\s*<\?xml[^>]{0,200}?encoding\s*=\s*["'])([\w.:-]{1,40})(["'])""", re.IGNORECASE)
# Only encodings of files: Python knows others by which bytes become code points slowly or strangely (punycode, utf-7).
_OF_ONE_BYTE = pattern(r"iso8859|cp125|cp437|cp85|cp866|koi8|mac-")
_OF_MORE_BYTES = pattern(r"shift_jis|cp932|euc_|gb|big5|cp9|iso2022|johab|hz|utf-16|utf-32")
_ODD_BYTE = pattern("[\udc80-\udcff]")


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data`, and in words what had to be assumed for it ("" if nothing)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace").removeprefix("\ufeff"), ""
    declared = _declared(data)
    if _OF_MORE_BYTES.match(declared) and not declared.startswith("utf") and (text := _strictly(data, declared)):
        return text, ""
    if (text := _strictly(data, "utf-8")) is not None:
        claims_other = declared not in ("", "utf-8", "ascii") and not text.isascii()
        return text, f"the file says it is {declared}, but is UTF-8" if claims_other else ""
    # Whoever declares Latin-1 and uses the bytes it leaves empty means Windows-1252.
    if declared in ("iso8859-1", "cp1252"):
        return data.decode("cp1252", errors="replace"), ""
    if _OF_ONE_BYTE.match(declared) and (text := _strictly(data, declared)) is not None:
        return text, ""
    text = data.decode("utf-8", errors="surrogateescape")
    return _ODD_BYTE.sub(_as_windows, text), "bytes that are not UTF-8 were read as Windows-1252"


def opml_text(data: bytes) -> str:
    """The text of an OPML file for editing; if it declares an encoding it now says UTF-8, the one to write it in."""
    return _DECLARATION.sub(r"\g<1>UTF-8\3", decode(data)[0]) if not _says_utf8(data) else decode(data)[0]


def _says_utf8(data: bytes) -> bool:
    return _declared(data) in ("", "utf-8") and not data.startswith(tuple(mark for mark, _ in _MARKS[1:]))


def _declared(data: bytes) -> str:
    """The declared encoding by Python's name for it, "" if none or unknown."""
    if not (match := _DECLARED.match(data)):
        return ""
    try:
        return codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return ""


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def _as_windows(match: re.Match[str]) -> str:
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", errors="replace")
