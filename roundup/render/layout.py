"""White space as a person would have left it, however a template was indented."""

from __future__ import annotations

import re

from roundup.patterns import pattern

_PREFORMATTED = pattern(r"(<pre[ >].*?</pre>)", re.DOTALL)
_ENCODED_PREFORMATTED = pattern(rb"(<pre[ >].*?</pre>)", re.DOTALL)
# Blank as Python's str has it: beside what bytes take for it the separators of ASCII and the spaces of Unicode.
_BLANKS = rb"(?:[\s\x1c-\x1f]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)*"
_ODD_END = pattern(rb"[\x1c-\x1f\x80-\xff]")
# Looked at first is one byte: nearly all lines begin with what is no blank.
_ENCODED_BLANK_LINES = pattern(rb"\n(?=[\s\x1c-\x1f\xc2\xe1-\xe3])" + _BLANKS + rb"\n")


def html(text: str) -> str:
    """HTML without blank lines, but for those in preformatted text."""
    pieces = _PREFORMATTED.split(text)
    pieces[::2] = (re.sub(r"\n\s*\n", "\n", piece) for piece in pieces[::2])
    return "".join(pieces).strip() + "\n"


def encoded_html(page: bytes) -> bytes:
    """The same of UTF-8 as bytes, in two thirds of the time: for an archive's thousands of pages."""
    text = page.strip()
    if _ODD_END.match(text[:1]) or _ODD_END.match(text[-1:]):  # perhaps what only str knows for white space
        text = text.decode().strip().encode()
    if b"</pre>" not in text:
        return _ENCODED_BLANK_LINES.sub(b"\n", text) + b"\n"
    pieces = _ENCODED_PREFORMATTED.split(text)
    pieces[::2] = [_ENCODED_BLANK_LINES.sub(b"\n", piece) for piece in pieces[::2]]
    return b"".join(pieces) + b"\n"


def markdown(text: str) -> str:
    """Markdown with one blank line between blocks and no spaces at the ends of lines."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"
