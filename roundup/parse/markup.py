"""A web page's bytes → a tree to ask. Its encoding: the header, then what the page says of itself, then UTF-8."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from roundup.parse.decode import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

PAGE_BYTES = 4_000_000  # more than this of a page is not read: a tree costs many times its text

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)


def page_text(body: bytes, content_type: str) -> str:
    """The page as text (WHATWG HTML: the header's charset wins over the first meta element's)."""
    if "charset=" not in content_type.lower() and (named := _META_CHARSET.search(body[:4_096])):
        content_type = f"text/html; charset={named[1].decode('ascii', 'replace')}"
    return decode(body[:PAGE_BYTES], content_type)[0]


def page_tree(body: bytes, content_type: str) -> LexborHTMLParser:
    """The page as a tree."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(page_text(body, content_type))
