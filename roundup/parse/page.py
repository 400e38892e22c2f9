"""A web page that is in no feed → the same values as a feed's entry.

What a page says of itself is asked in the order of trust: Open Graph and article metadata, microformats (h-entry),
plain HTML. The text is the page's article without navigation, asides and forms.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from roundup.errors import FeedError
from roundup.model import Entry
from roundup.text import one_line
from roundup.urls import host_of, safe_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

FURNITURE = "script,style,noscript,template,nav,aside,form,footer,iframe,svg,button,dialog,[hidden],[aria-hidden=true]"
BODIES = (
    ".h-entry .e-content",
    "[itemprop=articleBody]",
    ".entry-content",
    ".post-content",
    "article",
    "main",
    "[role=main]",
    "body",
)
LEAST_WORDS = 20  # a container with fewer words than this is not the article


@dataclass(frozen=True, slots=True)
class Page:
    """A page as an entry, and the name of the site it is on."""

    entry: Entry
    site: str


def read_page(body: bytes, *, url: str, content_type: str, zone: tzinfo) -> Page:
    """Title, author, site, date and text of a page. Raises FeedError if it is no web page or holds no words."""
    from roundup.parse.dates import read_date
    from roundup.parse.markup import page_tree

    if b"<" not in body[:100_000]:
        raise FeedError(f"{url} is not a web page", hint="Give the address of the page itself, not of a file.")
    tree = page_tree(body, content_type)
    title = _title(tree)
    published, note = read_date(_date_text(tree), zone)
    clean, text = _article(tree, url)
    if not text:
        raise FeedError(f"{url} has no text that can be read", hint="It may need a browser's scripts to show itself.")
    return Page(
        entry=Entry(
            guid="",
            url=_address(tree, url),
            title=title,
            html=clean,
            text=text,
            content_hash=_hash(title, text),
            authors=_authors(tree),
            published=published,
            date_note=note,
        ),
        site=_meta(tree, "og:site_name") or _meta(tree, "application-name") or host_of(url).removeprefix("www."),
    )


def _hash(title: str, text: str) -> str:
    from roundup.parse.hashing import content_hash

    return content_hash(title, text)


def _meta(tree: LexborHTMLParser, name: str) -> str:
    for key in ("property", "name", "itemprop"):
        if (node := tree.css_first(f'meta[{key}="{name}"]')) and (value := node.attributes.get("content")):
            return one_line(value, 500)
    return ""


def _text(node: LexborNode | None) -> str:
    return one_line(node.text(separator=" ", strip=True), 500) if node else ""


def _title(tree: LexborHTMLParser) -> str:
    candidates: tuple[Callable[[], str], ...] = (
        lambda: _meta(tree, "og:title"),
        lambda: _text(tree.css_first(".h-entry .p-name")),
        lambda: _text(tree.css_first("article h1")) or _text(tree.css_first("h1")),
        lambda: _text(tree.css_first("title")),
    )
    return next((found for candidate in candidates if (found := candidate())), "")


def _authors(tree: LexborHTMLParser) -> tuple[str, ...]:
    meta = _meta(tree, "author") or _meta(tree, "article:author")
    if meta and not meta.startswith(("http:", "https:")):
        return (meta,)
    node = tree.css_first(".h-entry .p-author, [rel=author], [itemprop=author], .byline .author, .byline")
    name = _text(node).removeprefix("By ").removeprefix("by ").strip()
    return (one_line(name, 120),) if name else ()


def _date_text(tree: LexborHTMLParser) -> str:
    for name in ("article:published_time", "datePublished", "date", "dc.date", "DC.date.issued"):
        if value := _meta(tree, name):
            return value
    node = tree.css_first(".h-entry .dt-published[datetime], article time[datetime], time[pubdate], time[datetime]")
    return (node.attributes.get("datetime") or "") if node else ""


def _address(tree: LexborHTMLParser, url: str) -> str:
    """The canonical link if it stays on the same host, else the address the page came from."""
    node = tree.css_first('link[rel="canonical"][href]')
    named = safe_url(node.attributes.get("href") or "", url) if node else ""
    return named if named and host_of(named) == host_of(url) else safe_url(url)


def _article(tree: LexborHTMLParser, url: str) -> tuple[str, str]:
    """The article as safe HTML and as text: the first likely container with enough words, else the fullest."""
    from roundup.parse.html import clean_html, plain_text

    for furniture in tree.css(FURNITURE):
        furniture.decompose()
    best = ("", "")
    for selector in BODIES:
        body = tree.css_first(selector)
        clean = clean_html(body.inner_html or "", url) if body else ""
        text = plain_text(clean)
        if len(text.split()) >= LEAST_WORDS:
            return clean, text
        best = max(best, (clean, text), key=lambda pair: len(pair[1]))
    return best
