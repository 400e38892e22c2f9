"""A file of an edition → what somebody who reads it finds there: words, quotations, links.

To add a format: a function text of the file → Reading, named in READERS below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from roundup.dataclass import dataclass
from roundup.model import Rendering
from roundup.patterns import pattern

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

Quotation = tuple[str, ...]  # its paragraphs, each on one line

_BLOCKS = frozenset(
    [
        *("article", "blockquote", "body", "br", "div", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("hr", "li", "ol", "p", "pre", "section", "table", "td", "tr", "ul"),
    ]
)
_UNREAD = "script, style, data, .filing, .dateline, .preheader"  # not words of the edition
_QUOTED = pattern(r"^>(?: |$)", re.MULTILINE)
_ADDRESS = pattern(r"(?:https?://|mailto:)\S+")


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is all words on one line; `links` are in reading order, as far as they can be told from words.

    `complete` says that every link there is is among them. `title` is None in files that bear none, since what they
    are pasted into has it.
    """

    text: str
    quotes: tuple[Quotation, ...]
    links: tuple[str, ...]
    complete: bool = True
    title: str | None = None


def read(rendering: Rendering) -> Reading:
    """What stands in a rendering, whatever its format."""
    return READERS[rendering.format](rendering.content.decode("utf-8"))


def squeezed(text: str) -> str:
    """Words on one line, a single blank between them; no-break spaces count as blanks."""
    return " ".join(text.split())


def read_html(html: str, scope: str = "body", title: str = "") -> Reading:
    """What stands in the first element that `scope` selects; the title is the words of the one that `title` does."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    for unread in tree.css(_UNREAD):
        unread.decompose()
    root = tree.css_first(scope)
    heading = tree.css_first(title) if title else None
    bears = _words(heading) if heading is not None else ""
    if root is None:
        return Reading("", (), (), title=bears if title else None)
    quotes = (tuple(map(_words, quote.css("p"))) for quote in root.css("blockquote"))
    return Reading(
        text=_words(root),
        quotes=tuple(filter(None, quotes)),
        links=tuple(_plain_link(link.attributes.get("href") or "") for link in root.css("a[href]")),
        title=bears if title else None,
    )


def read_text(text: str) -> Reading:
    """What stands in a text whose quotations are lines marked by >, under a title and above a signature."""
    head, _, rest = text.partition("\n=")
    body = rest.partition("\n")[2].rpartition("\n-- \n")[0]
    return Reading(
        text=squeezed(_QUOTED.sub("", body)),
        quotes=tuple(_quotations(body)),
        links=tuple(dict.fromkeys(map(_plain_link, _ADDRESS.findall(_unquoted(body))))),
        complete=False,  # a title may hold an address, and an address that is written out is no link of its own
        title=squeezed(head),
    )


def _page(text: str) -> Reading:
    return read_html(text, "article.h-entry", "h1")


def _pasted(text: str) -> Reading:
    return read_html(text)


def _markdown(text: str) -> Reading:
    import yaml
    from markdown_it import MarkdownIt

    class Reader(MarkdownIt):
        """Addresses as they are written; HTML gets through, so that any that slipped in shows."""

        def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the library's name and signature
            return True

        def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
            return url

    _, front, body = text.split("---\n", 2)
    html = Reader("commonmark", {"html": True}).enable("strikethrough").render(body)
    found = read_html(html)
    return Reading(found.text, found.quotes, found.links, title=squeezed(str(yaml.safe_load(front).get("title", ""))))


def _email(text: str) -> Reading:
    return read_html(text, "td.words", "h1")


def _message(text: str) -> Reading:
    """The HTML part; the text part is a file of its own, which the tests hold to be the same."""
    from email import message_from_string
    from email.policy import default

    message = message_from_string(text, policy=default)
    part = message.get_body(("html",))
    return _email(part.get_content()) if part is not None else read_html("", title="h1")


READERS: Mapping[str, Callable[[str], Reading]] = {
    "page": _page,
    "fragment": _pasted,
    "wordpress": _pasted,
    "markdown": _markdown,
    "email": _email,
    "email-text": read_text,
    "eml": _message,
}


def _words(root: LexborNode) -> str:
    """The words below `root`, with blanks where a browser would end a line: before and after a block."""
    pieces = []
    for node in root.traverse(include_text=True):
        if node.tag in _BLOCKS or (node.prev is not None and node.prev.tag in _BLOCKS):
            pieces.append(" ")
        pieces.append(node.text_content or "")
    return squeezed("".join(pieces))


def _plain_link(href: str) -> str:
    """Where a link leads, without the words on that page it points to; brackets spelled as in Markdown."""
    url, mark, _ = href.partition(":~:text=")
    return (url.removesuffix("#") if mark else href).replace("[", "%5B").replace("]", "%5D")


def _quotations(text: str) -> Iterator[Quotation]:
    """Runs of marked lines; a mark alone parts their paragraphs."""
    for run in re.findall(r"(?:^>.*\n?)+", text, re.MULTILINE):
        paragraphs = re.split(r"\n[ ]*\n", _QUOTED.sub("", run))
        if found := tuple(filter(None, map(squeezed, paragraphs))):
            yield found


def _unquoted(text: str) -> str:
    return re.sub(r"^>.*$", "", text, flags=re.MULTILINE)
