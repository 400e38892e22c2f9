"""White space in texts made from markup: one blank between words, one line break or one blank line between lines.

It works on UTF-8: most of what is looked for is ASCII, and found several times faster in bytes than in text.
"""

from __future__ import annotations

from typing import Final

from roundup.text import strip_controls

LINE: Final = b"\x01"  # stands for "the next words begin a new line" until all edges are known
_BLANKS: Final = b" \t"
_ENDS: Final = b" \t\n"
_SOFT_HYPHEN: Final = "\u00ad".encode()
_NO_BREAK: Final = "\u00a0".encode()
# Single bytes are looked for as numbers: of anything else CPython makes an error first, which costs more than the look.
_LINE_BREAK, _LINE, _HYPHEN_END, _NO_BREAK_END = b"\n\x01\xad\xa0"


def tidied(text: str) -> str:
    """Text with blanks at line ends gone and at most one blank line between paragraphs. Linear in its length."""
    words = tidied_bytes(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
    return strip_controls(words).strip(" \t\n\u00a0")


def tidied_bytes(text: bytes, parting: bytes = b"\n\n") -> bytes:
    """The same of UTF-8 that holds no control characters but LINE. `parting` is what stands between its paragraphs."""
    # A single byte is found at once, two in a row have to be sought for.
    if _HYPHEN_END in text:
        text = text.replace(_SOFT_HYPHEN, b"")
    paragraphs = [paragraph.strip(_BLANKS) for paragraph in text.split(parting)]
    if _LINE_BREAK in text or _LINE in text:
        paragraphs = [_lines(part) if _LINE_BREAK in part or _LINE in part else part for part in paragraphs]
    if _NO_BREAK_END in text:
        paragraphs = [part for part in paragraphs if part[:1] != _NO_BREAK[:1] or _is_seen(part)]
    words = b"\n\n".join(filter(None, paragraphs)).strip(_ENDS)
    while words.startswith(_NO_BREAK) or words.endswith(_NO_BREAK):
        words = words.removeprefix(_NO_BREAK).removesuffix(_NO_BREAK).strip(_ENDS)
    return words


def _lines(paragraph: bytes) -> bytes:
    """The lines of a paragraph, parted by line breaks or by LINE; a line break more leaves an empty line."""
    lines = b"\n".join([_parts(line.strip(_BLANKS)) for line in paragraph.split(b"\n")]).strip(b"\n")
    while lines.find(b"\n\n\n") >= 0:
        lines = lines.replace(b"\n\n\n", b"\n\n")
    return lines


def _parts(line: bytes) -> bytes:
    """What LINE parts, each part on a line of its own; nothing of parts in which nothing is seen."""
    parts = [part.strip(_BLANKS) for part in line.split(LINE)]
    return b"\n".join([part for part in parts if _is_seen(part)])


def _is_seen(part: bytes) -> bool:
    return bool(part and (part[0] != 0xC2 or part.replace(_NO_BREAK, b"").strip(b" ")))


def squeezed(text: bytes) -> bytes:
    """Runs of white space as one blank. Quicker than a regular expression: most texts hold little to squeeze."""
    for white in b"\n\t\r\f":
        if white in text:
            text = text.replace(bytes((white,)), b" ")
    return single(text)


def stripped(text: bytes) -> bytes:
    """As str.strip() would; white space beyond ASCII is hardly ever at an end."""
    text = text.strip()
    return text if (text[:1] + text[-1:]).isascii() else text.decode().strip().encode()


def single(text: bytes) -> bytes:
    """Runs of blanks as one blank."""
    # Sought from behind: CPython is a quarter faster that way.
    while text.rfind(b"  ") >= 0:
        text = text.replace(b"  ", b" ")
    return text
