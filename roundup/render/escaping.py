"""Plain words as HTML. Nearly all words of an edition pass here, so this asks less than markupsafe's own functions."""

from __future__ import annotations

from markupsafe import Markup

from roundup.text import replaced

_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;"}  # the first is in all the others


def escaped(text: str) -> Markup:
    """`text` as it may stand in an element or an attribute, spelled as `markupsafe.escape` spells it."""
    return str.__new__(Markup, replaced(text, _REFERENCES))


def safe(html: str) -> Markup:
    """`html`, which must be safe as it is: `Markup(html)`, which would ask first what it was given."""
    return str.__new__(Markup, html)
