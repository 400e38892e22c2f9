"""email.txt: the same e-mail as plain text, from the words and not from the HTML."""

from __future__ import annotations

from roundup.model import Edition
from roundup.render.options import Options

filename = "email.txt"


def render(edition: Edition, options: Options) -> str:
    """The text part of a message: 72 columns, each pick with its address on a line of its own."""
    from roundup.render.mail.plaintext import plaintext

    return plaintext(edition, options)
