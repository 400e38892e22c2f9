"""What a page says of itself in JSON-LD (https://schema.org/Article and its kin), as most blog software writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from roundup.parse.described import Described, names

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MOST_SCRIPTS: Final = 20
LONGEST_SCRIPT: Final = 500_000  # characters
MOST_NODES: Final = 2_000
LONGEST_TEXT: Final = 2_000  # characters

_POSTS: Final = ("BlogPosting", "SocialMediaPosting", "LiveBlogPosting", "Report")
_PAGES: Final = ("WebPage", "ItemPage", "CreativeWork")

Node = Mapping[str, Any]


def described_in_jsonld(tree: LexborHTMLParser) -> Described:
    """Title, authors, date and site of the article that a page's JSON-LD tells of; empty where it tells of none."""
    nodes = list(_nodes(tree))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    article = next((node for wanted in (_is_post, _is_page) for node in nodes if wanted(node)), None)
    site = next((text for node in nodes if "WebSite" in _types(node) and (text := _text(node.get("name")))), "")
    if article is None:
        return Described(site=site)

    def called(value: object) -> tuple[str, ...]:
        """The names of people or organisations: texts, nodes, references to nodes, or several of these."""
        each = value if isinstance(value, list) else [value]
        told = [by_id.get(one.get("@id"), one).get("name") if isinstance(one, dict) else one for one in each[:20]]
        return names(_text(name) for name in told)

    return Described(
        title=_text(article.get("headline")) or _text(article.get("name")),
        authors=called(article.get("author")) or called(article.get("creator")),
        dates=tuple(filter(None, (_text(article.get(key)) for key in ("datePublished", "dateCreated")))),
        site=site or next(iter(called(article.get("isPartOf")) or called(article.get("publisher"))), ""),
        for_sale=str(article.get("isAccessibleForFree")).lower() in ("false", "no", "http://schema.org/false"),
    )


def _nodes(tree: LexborHTMLParser) -> Iterator[Node]:
    """Every object on the upper levels, in order: in lists, in `@graph`, and what a page is mainly about."""
    for script in tree.css('script[type*="ld+json"]')[:MOST_SCRIPTS]:
        waiting: list[object] = [_read(script.text())]
        for _ in range(MOST_NODES):
            if not waiting:
                break
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting[:0] = value[:MOST_NODES]
            elif isinstance(value, dict):
                yield value
                waiting[:0] = [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value]


def _read(text: str) -> object:
    if len(text) > LONGEST_SCRIPT:
        return None
    try:
        # Not strict: line breaks inside of texts are common.
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _types(node: Node) -> tuple[str, ...]:
    value = node.get("@type")
    each = value if isinstance(value, list) else [value]
    return tuple(one.rpartition("/")[2] for one in each if isinstance(one, str))


def _is_post(node: Node) -> bool:
    return any(kind in _POSTS or kind.endswith("Article") for kind in _types(node))


def _is_page(node: Node) -> bool:
    return any(kind in _PAGES for kind in _types(node))


def _text(value: object) -> str:
    from roundup.parse.entries import title_text
    from roundup.parse.raw import RawText

    return title_text(RawText(value[:LONGEST_TEXT], "guess")) if isinstance(value, str) else ""
