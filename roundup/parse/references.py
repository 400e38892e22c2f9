"""HTML's character references in plain text, however many digits they have."""

from __future__ import annotations

from html import unescape

from roundup.patterns import pattern

# The library makes an integer of all digits there are; Python refuses to from 4,300 on, and none means a character.
_ENDLESS = pattern(r"&#(?:[0-9]{1000,}|[xX][0-9a-fA-F]{1000,});?")


def resolved(text: str) -> str:
    """`text` with its references as the characters they stand for (as html.unescape has it), absurd ones as U+FFFD."""
    return unescape(_ENDLESS.sub("\ufffd", text)) if "&" in text else text
