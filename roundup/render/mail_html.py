"""email.html: the edition for mail programs: tables, styles on the elements, readable without any of them."""

from __future__ import annotations

from roundup.model import Edition
from roundup.render.options import Options

filename = "email.html"


def render(edition: Edition, options: Options) -> str:
    """The HTML part of a message; larger than `[email] max_bytes` it is a RoundupError."""
    from roundup.render.mail.letter import letter

    return letter(edition, options)
