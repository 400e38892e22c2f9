"""What a page says of itself in its markup: h-entry, Open Graph, Dublin Core, microdata, and plain headings.

Each way of saying is one function from the page to what it says, and one line in WAYS (see page.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from roundup.dataclass import dataclass
from roundup.text import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST: Final = 500  # characters of a title
LONGEST_NAME: Final = 120
MOST_NAMES: Final = 20

_BY = re.compile(r"(?:(?:written|posted|published) )?by:?\s+", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\s+(?:[|·•–—]|on \d|\d{1,2} ).*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Described:
    """What one way of saying tells: plain words, empty where it says nothing. `dates` as written, best first.

    `for_sale` is True if the text is not free to read.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    site: str = ""
    for_sale: bool = False


def names(told: Iterable[str]) -> tuple[str, ...]:
    """Names of people as they may be shown, each once; addresses and nothings are left out."""
    clean = (
        one_line(_AFTER_NAME.sub("", _BY.sub("", one_line(name, LONGEST), count=1)), LONGEST_NAME) for name in told
    )
    return tuple(dict.fromkeys(name for name in clean if name and "://" not in name and "@" not in name))[:MOST_NAMES]


def h_entry(tree: LexborHTMLParser) -> Described:
    """Microformats (https://microformats.org/wiki/h-entry)."""
    entry = tree.css_first(".h-entry, .hentry")
    if entry is None:
        return Described()
    people = entry.css(".p-author .p-name, .p-author, .author .fn, .vcard .fn")[:MOST_NAMES]
    return Described(
        title=words(entry.css_first(".p-name, .entry-title")) if entry.css_first(".e-content, .entry-content") else "",
        authors=names(words(person) for person in people[:1]),
        dates=moments(entry.css(".dt-published, time.published, time.entry-date")),
    )


def open_graph(tree: LexborHTMLParser) -> Described:
    """https://ogp.me and its articles."""
    return Described(
        title=meta(tree, "og:title"),
        authors=names([meta(tree, "article:author")]),
        dates=tuple(filter(None, [meta(tree, "article:published_time"), meta(tree, "og:article:published_time")])),
        site=meta(tree, "og:site_name"),
    )


def dublin_core(tree: LexborHTMLParser) -> Described:
    """https://www.dublincore.org/specifications/dublin-core/dcq-html/, as councils' and libraries' pages have it."""
    return Described(
        title=first(tree, "dc.title", "dcterms.title"),
        authors=names([first(tree, "dc.creator", "dcterms.creator")]),
        dates=tuple(filter(None, [first(tree, "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date")])),
    )


def microdata(tree: LexborHTMLParser) -> Described:
    """`itemprop` of https://schema.org/Article."""
    return Described(
        title=words(tree.css_first("[itemprop=headline]")),
        authors=names([words(tree.css_first("[itemprop=author] [itemprop=name], [itemprop=author]"))]),
        dates=moments(tree.css("[itemprop=datePublished]")),
    )


def plain_meta(tree: LexborHTMLParser) -> Described:
    """The names that HTML itself knows (https://html.spec.whatwg.org/#standard-metadata-names), and near ones."""
    return Described(
        authors=names([meta(tree, "author")]),
        dates=tuple(filter(None, [first(tree, "datepublished", "publish-date", "pubdate", "date")])),
        site=meta(tree, "application-name"),
    )


def visible(tree: LexborHTMLParser) -> Described:
    """What a reader sees: the heading, the line below it that says who and when."""
    place = tree.css_first("article, main, [role=main]") or tree.body
    if place is None:
        return Described()
    byline = "[rel~=author], .byline .author, .byline-name, .post-author, .entry-author, .author-name, .byline, .author"
    return Described(
        title=words(place.css_first("h1")) or words(tree.css_first("h1")),
        authors=names([words(place.css_first(byline) or tree.css_first("[rel~=author], .byline"))]),
        dates=moments(place.css("time[pubdate], time, .entry-date, .post-date, .published, .date")),
    )


def first(tree: LexborHTMLParser, *keys: str) -> str:
    """The first of these metadata that says something."""
    return next((value for key in keys if (value := meta(tree, key))), "")


def meta(tree: LexborHTMLParser, key: str) -> str:
    """A meta element's content, by property, name or itemprop; in whatever case the name is written."""
    for attribute in ("property", "name", "itemprop"):
        for node in tree.css(f'meta[{attribute}="{key}" i]')[:3]:
            if value := one_line(node.attributes.get("content") or "", LONGEST):
                return value
    return ""


def words(node: LexborNode | None) -> str:
    """An element's text on one line; of a meta element its content."""
    if node is None:
        return ""
    return one_line(node.attributes.get("content") or node.text(separator=" ", strip=True), LONGEST)


def moments(nodes: Iterable[LexborNode]) -> tuple[str, ...]:
    """What elements say of a time: for programs, else for people. The first few."""
    told = [
        one_line(node.attributes.get("datetime") or node.attributes.get("content") or "", 80) or words(node)[:80]
        for node in list(nodes)[:4]
    ]
    return tuple(filter(None, told))
