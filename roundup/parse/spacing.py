"""White space in texts made from markup: one blank between words, one line break or one blank line between lines.

It works on UTF-8: most of what is looked for is ASCII, and found several times faster in bytes than in text.
"""

from __future__ import annotations

from typing import Final

from roundup.text import strip_controls

LINE: Final = b"\x01"  # stands for "the next words begin a new line" until all edges are known
_SOFT_HYPHEN: Final = "\u00ad".encode()
_NO_BREAK: Final = "\u00a0".encode()


def tidied(text: str) -> str:
    """Text with blanks at line ends gone and at most one blank line between paragraphs. Linear in its length."""
    return strip_controls(tidied_bytes(text.encode("utf-8", "surrogatepass"))).strip(" \t\n\u00a0")


def tidied_bytes(text: bytes) -> str:
    """The same of UTF-8 that holds no control characters but LINE."""
    lines: list[bytes] = []
    breaks = 0
    if _SOFT_HYPHEN in text:
        text = text.replace(_SOFT_HYPHEN, b"")
    is_odd = _NO_BREAK in text
    for piece in text.replace(LINE, b"\n" + LINE).split(b"\n"):
        if not piece:
            breaks += 1
            continue
        breaks += not piece.startswith(LINE)
        line = piece.strip(b" \t" + LINE)
        if line and not (is_odd and _is_blank(line)):
            lines.append((b"\n\n" if breaks > 1 else b"\n") + line)
            breaks = 0
    return b"".join(lines).decode("utf-8", "surrogatepass").strip(" \t\n\u00a0")


def _is_blank(line: bytes) -> bool:
    return not line.replace(_NO_BREAK, b"").strip(b" ")


def squeezed(text: bytes) -> bytes:
    """Runs of white space as one blank. Quicker than a regular expression: most texts hold little to squeeze."""
    for white in (b"\n", b"\t", b"\r", b"\f"):
        if white in text:
            text = text.replace(white, b" ")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return text
