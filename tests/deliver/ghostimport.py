"""What Ghost's editor makes of HTML, as far as editions have it; tests/realservers holds this against Ghost's own.

@tryghost/kg-html-to-lexical 1.2: blocks become paragraphs, headings, quotations, lists, code and cards; a quotation or
a list item holds words, links, emphasis and breaks, and nothing else.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

_CARD = re.compile(r"<!--kg-card-begin: html-->\n?(.*?)\n?<!--kg-card-end: html-->", re.DOTALL)
_WORDS = {"em": "em", "i": "em", "strong": "strong", "b": "strong", "code": "code", "s": "s", "u": "u"}
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre"}


def imported(html: str) -> str:
    """The HTML that readers get of what was sent with ?source=html."""
    card = _CARD.fullmatch(html.strip())
    if card:
        return f"\n<!--kg-card-begin: html-->\n{card[1]}\n<!--kg-card-end: html-->\n"
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"<p>(<figure.*?</figure>)</p>", r"\1", "".join(reader.out))


class _Reader(HTMLParser):
    """Writes what it reads, less what the editor does not know."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br" or tag == "hr":
            self.out.append(f"<{tag}>")
        elif tag == "img":
            shown = f'src="{escape(given["src"])}" alt="{escape(given.get("alt", ""))}"'
            self.out.append(f'<figure class="kg-card kg-image-card"><img {shown} class="kg-image"></figure>')
        elif tag == "a":
            self.out.append(f'<a href="{escape(given["href"])}">')
        elif tag in _WORDS:
            self.out.append(f"<{_WORDS[tag]}>")
        elif tag in _BLOCKS:
            self._begin(tag, given)

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if "blockquote" in self._open:
            # The second paragraph of a quotation is two breaks away from the first.
            self.out += ["<br><br>"] if not self.out[-1].startswith("<blockquote") else []
        elif not ("li" in self._open and tag == "p"):
            start = f' start="{given["start"]}"' if tag == "ol" and "start" in given else ""
            self.out.append(f"<{tag}{start}>")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.out.append("</a>")
        elif tag in _WORDS:
            self.out.append(f"</{_WORDS[tag]}>")
        elif tag in _BLOCKS:
            self._open.remove(tag)
            if not ("blockquote" in self._open or ("li" in self._open and tag == "p")):
                self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if "pre" in self._open:
            self.out.append(escape(data, quote=False))
        elif self._open:
            self.out.append(re.sub(r"[ \t\r\n\f]+", " ", escape(data, quote=False)))
