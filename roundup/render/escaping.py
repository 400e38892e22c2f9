"""Plain words as HTML. Nearly all words of an edition pass here, so this asks less than markupsafe's own functions."""

from __future__ import annotations

from markupsafe import Markup


def escaped(text: str) -> Markup:
    """`text` as it may stand in an element or an attribute, spelled as `markupsafe.escape` spells it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return str.__new__(Markup, text.replace("'", "&#39;").replace('"', "&#34;"))


def safe(html: str) -> Markup:
    """`html`, which must be safe as it is: `Markup(html)`, which would ask first what it was given."""
    return str.__new__(Markup, html)
