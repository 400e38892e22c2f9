"""What a reader sees in a rendering, whatever format it is in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_string
from email.policy import default
from html import escape
from typing import Any

import yaml
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from roundup.config import EmailSettings
from roundup.model import Edition, Rendering
from roundup.render import Options, render
from roundup.render.readback import Quotation, read

# Long editions are rendered whole in tests: how long an e-mail may be is tested by itself.
ANY_LENGTH = EmailSettings(max_bytes=10**9)


@dataclass(frozen=True, slots=True)
class Seen:
    """The edition's own text as read: links in order, quotations in order, and the first link after each of them."""

    links: tuple[str, ...]
    quotes: tuple[Quotation, ...]
    sources: tuple[str, ...]


def rendering_of(edition: Edition, name: str, options: Options | None = None) -> Rendering:
    """The edition in that format."""
    return render(edition, replace(options or Options(), email=ANY_LENGTH), formats=[name])[0]


def text_of(edition: Edition, name: str, options: Options | None = None) -> str:
    """The file of that format as text."""
    return rendering_of(edition, name, options).content.decode("utf-8")


def html_of(edition: Edition, name: str, options: Options | None = None) -> str:
    """What a browser would get: documents as they are, others pasted into one, Markdown through a renderer."""
    text = text_of(edition, name, options)
    if name == "eml":
        message = message_from_string(text, policy=default)
        part = message.get_body(("html",))
        assert part is not None
        return str(part.get_content())
    if name in ("page", "email"):
        return text
    return pasted({"markdown": body_of, "email-text": preformatted}.get(name, str)(text))


def preformatted(text: str) -> str:
    """Text as a mail program shows it in its window."""
    return f'<pre style="white-space: pre-wrap">{escape(text)}</pre>'


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
    """What a reader finds of the edition's own."""
    found = read(rendering_of(edition, name))
    return Seen(found.links, found.quotes, tuple(_sources(LexborHTMLParser(html_of(edition, name)))))


def _sources(html: LexborHTMLParser) -> Iterator[str]:
    waiting = 0
    for node in walk(html.body) if html.body else ():
        if node.tag == "blockquote":
            waiting += 1
        elif node.tag == "a" and waiting and ":~:text=" not in (node.attributes.get("href") or ""):
            waiting = 0
            yield node.attributes.get("href") or ""


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
    """Elements with the names of their attributes and their own style, in order: everything but the words."""
    root = LexborHTMLParser(html).root
    assert root is not None
    return [
        " ".join([str(node.tag), *sorted(node.attributes), node.attributes.get("style") or ""]) for node in walk(root)
    ]


def without(edition: Edition, **fields: Any) -> Edition:
    """The edition with these fields in every pick."""
    return replace(edition, picks=tuple(replace(pick, **fields) for pick in edition.picks))
