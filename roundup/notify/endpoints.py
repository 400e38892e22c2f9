"""Where a page wants to be told that it was linked to.

Webmention: https://www.w3.org/TR/webmention/#sender-discovers-receiver-webmention-endpoint; Pingback 1.0:
https://www.hixie.ch/specs/pingback/pingback#TOC2. Addresses are relative to where the page came from in the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urldefrag, urljoin

from roundup.parse.html import bounded
from roundup.patterns import pattern
from roundup.urls import safe_url

LONGEST_HEADER = 20_000
_LINK = pattern(r'<([^<>]{0,2000})>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:"[^"]*"|[^",;\s]*))?)*)')
_REL = pattern(r';\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]+))', re.IGNORECASE)


def webmention_endpoint(url: str, headers: Mapping[str, str], html: str) -> str:
    """The endpoint the page at `url` names in its Link header, else in its first link or a element; "" if none."""
    for target, rels in _links(headers.get("link", "")):
        if "webmention" in rels:
            return _absolute(url, target)
    for href in _elements(html, "webmention", "link, a"):
        return _absolute(url, href)
    return ""


def pingback_endpoint(url: str, headers: Mapping[str, str], html: str) -> str:
    """The XML-RPC address of the page's X-Pingback header, else of its link element; "" if it has none."""
    if named := headers.get("x-pingback", "").split(",")[0].strip():
        return _absolute(url, named)
    for href in _elements(html, "pingback", "link"):
        return _absolute(url, href)
    return ""


def _links(header: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(target, relations) of each link of a Link header (RFC 8288 3)."""
    for found in _LINK.finditer(header[:LONGEST_HEADER]):
        rel = _REL.search(found[2])
        yield found[1].strip(), tuple((rel[1] or rel[2] or "").lower().split()) if rel else ()


def _elements(html: str, relation: str, which: str) -> Iterator[str]:
    """href of the elements with that relation, in the order of the page; an empty one means the page itself."""
    from selectolax.lexbor import LexborHTMLParser

    # Bounded first: a page that nests without end would keep the parser busy for hours.
    for element in LexborHTMLParser(bounded(html)).css(which):
        href = element.attributes.get("href", None) if "href" in element.attributes else None
        rels = (element.attributes.get("rel") or "").lower().split()
        if relation in rels and "href" in element.attributes:
            yield (href or "").strip()


def _absolute(url: str, target: str) -> str:
    try:
        return safe_url(urldefrag(urljoin(url, target)).url) if target else urldefrag(url).url
    except ValueError:
        # What begins like an address and is none: http://[
        return ""
