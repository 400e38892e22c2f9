"""What a reader sees in a rendering, whatever format it is in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from roundup.model import Edition
from roundup.render import Options, render

Quotation = tuple[str, ...]  # its paragraphs


@dataclass(frozen=True, slots=True)
class Seen:
    """The edition's own text as read: links in order, quotations in order, and the first link after each of them."""

    links: tuple[str, ...]
    quotes: tuple[Quotation, ...]
    sources: tuple[str, ...]


@dataclass(slots=True)
class _Notes:
    links: list[str] = field(default_factory=list)
    quotes: list[Quotation] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


def text_of(edition: Edition, name: str, options: Options | None = None) -> str:
    """The file of that format as text."""
    return render(edition, options, formats=[name])[0].content.decode("utf-8")


def html_of(edition: Edition, name: str, options: Options | None = None) -> str:
    """What a browser would get: a page as it is, a fragment pasted into one, Markdown through a renderer."""
    text = text_of(edition, name, options)
    return text if name == "page" else pasted(body_of(text) if name == "markdown" else text)


def pasted(html: str) -> str:
    """A bare site around an edition, without any protection of its own."""
    viewport = '<meta name="viewport" content="width=device-width">'
    style = "<style>body { overflow-wrap: anywhere }</style>"
    return f'<!DOCTYPE html><html lang="en"><head><title>Site</title>{viewport}{style}</head><body>{html}</body></html>'


def body_of(markdown: str) -> str:
    """The Markdown below the front matter, rendered by a renderer that lets HTML through."""
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    html: str = reader.render(markdown.partition("\n---\n")[2])
    return html


def front_matter_of(markdown: str) -> dict[str, Any]:
    """The front matter as a site generator reads it."""
    opening, front, _ = markdown.split("---\n", 2)
    assert opening == ""
    read: dict[str, Any] = yaml.safe_load(front)
    return read


def seen(edition: Edition, name: str) -> Seen:
    """What stands between the masthead and the colophon."""
    html = LexborHTMLParser(html_of(edition, name))
    parts = html.css("div.intro") + html.css("div.picks") + html.css("div.sign-off") if name == "page" else [html.body]
    notes = _Notes()
    for node in (node for part in parts if part is not None for node in walk(part)):
        if node.tag == "blockquote":
            notes.quotes.append(tuple(" ".join(p.text().split()) for p in node.css("p")))
        elif node.tag == "a" and node.attributes.get("class") != "onward":
            href = node.attributes.get("href") or ""
            notes.links.append(href)
            if len(notes.sources) < len(notes.quotes):
                notes.sources.append(href)
    return Seen(tuple(notes.links), tuple(notes.quotes), tuple(notes.sources))


def walk(node: LexborNode) -> Iterator[LexborNode]:
    """`node` and what is below it, in reading order."""
    yield from node.traverse(include_text=False)


def outline(html: str) -> list[str]:
    """The headings, indented by rank: what somebody who cannot see the page moves about by."""
    body = LexborHTMLParser(html).body
    assert body is not None
    return [
        "  " * (int(node.tag[1]) - 1) + " ".join(node.text().split())
        for node in walk(body)
        if node.tag and len(node.tag) == 2 and node.tag[0] == "h" and node.tag[1].isdigit()
    ]


def skeleton(html: str) -> list[str]:
    """Elements with the names of their attributes, in order: everything but the words."""
    root = LexborHTMLParser(html).root
    assert root is not None
    return [f"{node.tag} {' '.join(sorted(node.attributes))}".strip() for node in walk(root)]


def without(edition: Edition, **fields: Any) -> Edition:
    """The edition with these fields in every pick."""
    return replace(edition, picks=tuple(replace(pick, **fields) for pick in edition.picks))
