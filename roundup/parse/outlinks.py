"""Where a post links to."""

from __future__ import annotations

import re

from roundup.parse.references import resolved
from roundup.urls import safe_url

MOST_LINKS = 500

# In markup that was cleaned: every attribute has its value in double quotes, and no value holds one.
_LINK = re.compile(r"""<a(?:\s+[\w-]+="[^"]*")*?\s+href="([^"]+)\"""")


def links_in(html: str) -> tuple[str, ...]:
    """The web addresses of sanitised HTML's links, in order, each once."""
    found = dict.fromkeys(_LINK.findall(html)[:MOST_LINKS])
    return tuple(dict.fromkeys(url for href in found if (url := safe_url(resolved(href)))))
