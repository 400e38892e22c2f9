"""Where a post links to."""

from __future__ import annotations

from roundup.urls import safe_url

MOST_LINKS = 500


def links_in(html: str) -> tuple[str, ...]:
    """The web addresses of sanitised HTML's links, in order, each once."""
    from selectolax.lexbor import LexborHTMLParser

    nodes = LexborHTMLParser(html).css("a[href]")[:MOST_LINKS]
    return tuple(dict.fromkeys(url for node in nodes if (url := safe_url(node.attributes.get("href") or ""))))
