"""HTML for Ghost's editor, written so that its import keeps what matters; or left whole, in a card of HTML.

What that import does (@tryghost/kg-html-to-lexical, as of Ghost 5): a quotation or a list item holds nothing but words
and breaks. Paragraphs in a quotation become breaks; in a list item they run together, as do lists in a quotation; code
in a quotation is gone. `cite`, `lang`, `dir` and classes are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from roundup.parse.html import bounded

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

CARD = "kg-card-begin: html"
_END = "kg-card-end: html"
_DROPPED = ["cite", "span"]
_LISTS = {"ul", "ol"}
_CONTAINERS = {"div", "section", "article", "main", "header", "footer", "aside", "body"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _LISTS | _CONTAINERS | _HEADINGS | {"p", "blockquote", "pre", "hr", "li"}


def card(html: str) -> str:
    """`html` as it is, in a card that Ghost stores and shows unchanged; its editor shows the markup."""
    return f"<!--{CARD}-->\n{html.strip().replace('<!--kg-card', '<!-- kg-card')}\n<!--{_END}-->"


def bare(html: str) -> str:
    """`html` without the marks that no reader of Ghost sees: what an edition is compared by."""
    body = _body(html)
    return body.inner_html or "" if body else ""


def native(html: str) -> str:
    """`html` in blocks that Ghost's editor has itself: every word, link and paragraph survives its import."""
    body = _body(html)
    return "\n".join(_blocks(body)) if body else ""


def _body(html: str) -> LexborNode | None:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(f"<body>{bounded(html)}</body>")
    tree.unwrap_tags(_DROPPED)
    return tree.body


def _blocks(container: LexborNode) -> Iterator[str]:
    for node in container.iter(include_text=True):
        if node.tag in _CONTAINERS:
            yield from _blocks(node)
        elif node.tag == "blockquote":
            yield "<blockquote>" + "".join(f"<p>{line}</p>" for line in _lines(node)) + "</blockquote>"
        elif node.tag in _LISTS:
            yield _list(node)
        elif written := (node.html or "").strip():
            yield written


def _list(node: LexborNode) -> str:
    start = node.attributes.get("start") or ""
    begin = f' start="{start}"' if start.isdigit() else ""
    items = (_item(item) for item in node.iter() if item.tag == "li")
    return f"<{node.tag}{begin}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{node.tag}>"


def _item(item: LexborNode) -> str:
    """Words and breaks; a list at the end stays a list, one that something follows becomes lines."""
    parts = [part for part in item.iter(include_text=True) if part.tag != "-text" or (part.html or "").strip()]
    last = _list(parts.pop()) if parts and parts[-1].tag in _LISTS else ""
    return "<br>".join(_flat(parts)) + last


def _lines(node: LexborNode) -> list[str]:
    """What stands in a block, as lines of words with their links and emphasis."""
    return list(_flat(node.iter(include_text=True)))


def _flat(parts: Iterator[LexborNode] | list[LexborNode]) -> Iterator[str]:
    words = ""
    for part in parts:
        if part.tag not in _BLOCKS:
            words += part.html or ""
            continue
        if words.strip():
            yield words.strip()
        words = ""
        yield from _inner(part)
    if words.strip():
        yield words.strip()


def _inner(block: LexborNode) -> Iterator[str]:
    if block.tag == "hr":
        yield "* * *"
    elif block.tag == "pre":
        yield "<br>".join(f"<code>{_spaced(line)}</code>" for line in block.text().strip("\n").split("\n"))
    elif block.tag in _LISTS:
        items = (_lines(item) for item in block.iter() if item.tag == "li")
        yield "<br>".join(f"{_mark(block, at)} {'<br>'.join(lines)}" for at, lines in enumerate(items))
    elif block.tag in _HEADINGS:
        yield from (f"<strong>{line}</strong>" for line in _lines(block))
    else:
        yield from _lines(block)


def _mark(block: LexborNode, at: int) -> str:
    return f"{at + 1}." if block.tag == "ol" else "•"


def _spaced(line: str) -> str:
    """A line of code with its blanks, which would be squeezed outside of <pre>."""
    return escape(line, quote=False).replace("  ", "\N{NO-BREAK SPACE} ") or "\N{NO-BREAK SPACE}"
