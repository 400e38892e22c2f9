"""Addresses as they may stand in a link."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from roundup.patterns import pattern
from roundup.text import strip_controls
from roundup.urls import safe_url

_MAILTO = pattern(r"mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)
_MAX_LENGTH = 1_000


@lru_cache(maxsize=16_384)
def address(url: str, *, mail: bool = False) -> str:
    """`url` if a reader may be sent there: a web address or, with `mail`, one to write to; anything else gives ""."""
    if mail and len(url) <= _MAX_LENGTH and url == strip_controls(url) and _MAILTO.fullmatch(url.strip()):
        # No brackets or parentheses among them: mail addresses never need them, and Markdown takes them for its own.
        return quote(url.strip(), safe="!#$%&'*+,/:;=?@~")
    return safe_url(url)
