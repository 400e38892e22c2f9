"""What a post says, line by line: the same before and after Ghost's import, and what its editor can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundup.deliver.ghost.native import CARD
from roundup.parse.html import bounded

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_PREFIXES = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "##### ", "h6": "###### ", "blockquote": "> "}
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`", "s": "~~", "del": "~~", "strike": "~~"}
# Ghost drops these and keeps what is in them, or keeps them in a card: either way they say nothing by themselves.
_SILENT = {"span", "cite", "small", "time", "abbr", "q", "bdi", "bdo", "font", "mark", "body", "tbody"}
_PLAIN_BLOCKS = {"p", "div", "section", "article", "ul", "ol", "figure", "figcaption", "main", "header", "footer"}
_USUAL = {"kg-card", "kg-image-card", "kg-image", "kg-card-hascaption"}
_UNSEEN = {"script", "style", "template", "head"}
_NOTHING = frozenset("*`~ ")  # a line of marks alone says nothing


def telling(html: str) -> str:
    """The words with their links, marks and places, and whatever else stands among them by its name.

    Quotation marks of blocks, emphasis and links are written as in Markdown, but nothing is escaped: it is for telling
    one text from another, and for people to read in a diff.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(f"<body>{bounded(html)}</body>")
    writer = _Writer()
    # By hand, not by recursion: what a stranger's page nests is not ours to say.
    waiting: list[tuple[LexborNode, bool]] = [(tree.body, True)] if tree.body else []
    while waiting:
        node, opens = waiting.pop()
        if not opens:
            writer.close(node)
        elif node.tag not in _UNSEEN:
            writer.open(node)
            waiting.append((node, False))
            if node.tag != "pre":
                waiting += [(child, True) for child in reversed(list(node.iter(include_text=True)))]
    writer.end_line()
    return "\n".join(writer.lines)


class _Writer:
    """Writes lines, with what is open around them before each."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._words: list[str] = []
        self._around: list[str] = []
        self._marks: list[str] = []
        self._just = ""  # the mark that was closed right before

    def open(self, node: LexborNode) -> None:
        """A node begins."""
        tag = node.tag or ""
        if tag in _MARKS:
            self._mark(_MARKS[tag])
            return
        self._just = ""
        if tag == "-text":
            self._words.append(node.text_content or "")
        elif tag == "-comment":
            self._comment(node)
        elif tag == "a":
            self._words.append("[")
        elif tag == "img":
            self._words.append(f"![{_value(node, 'alt')}]({_value(node, 'src')})")
        elif tag == "pre":
            self._code(node)
        else:
            self._open_block(node, tag)

    def close(self, node: LexborNode) -> None:
        """A node ends."""
        tag = node.tag or ""
        if tag in _MARKS:
            self._just = self._marks.pop()
            self._words.append(self._just)
        elif tag == "a":
            self._words.append(f"]({_value(node, 'href')})")
        elif tag in _PREFIXES or tag == "li":
            self.end_line()
            self._around.pop()
        elif tag in _PLAIN_BLOCKS:
            self.end_line()

    def _mark(self, mark: str) -> None:
        self._marks.append(mark)
        if self._just == mark:
            self._words.pop()  # two that touch are one
        else:
            self._words.append(mark)
        self._just = ""

    def _open_block(self, node: LexborNode, tag: str) -> None:
        if tag in _PREFIXES:
            self.end_line()
            self._around.append(_PREFIXES[tag])
        elif tag == "li":
            self.end_line()
            self._around.append("- " if node.parent is None or node.parent.tag != "ol" else "1. ")
        elif tag in _PLAIN_BLOCKS or tag == "br":
            self.end_line()
        elif tag == "hr":
            self._line("---")
        self._name(node, tag)

    def _name(self, node: LexborNode, tag: str) -> None:
        """A card or element of which Markdown knows nothing stands there by its name."""
        classes = [name for name in _value(node, "class").split() if name.startswith("kg-") and name not in _USUAL]
        known = tag in _PREFIXES or tag in _PLAIN_BLOCKS or tag in _SILENT or tag in ("li", "br", "hr")
        if classes or not known:
            source = _value(node, "src")
            self._words.append(f"<{' '.join([tag, *classes, *filter(None, [source])])}>")

    def _comment(self, node: LexborNode) -> None:
        if CARD in (node.html or ""):
            self._line(f"<{CARD}>")

    def _code(self, node: LexborNode) -> None:
        self.end_line()
        for line in node.text().strip("\n").split("\n"):
            self.lines.append("".join(self._around) + "    " + line.rstrip())

    def _line(self, text: str) -> None:
        self.end_line()
        self._words.append(text)
        self.end_line()

    def end_line(self) -> None:
        """What was said so far is a line."""
        words = " ".join("".join([*self._words, *reversed(self._marks)]).split())
        self._words = list(self._marks)
        self._just = ""
        if not _NOTHING.issuperset(words):
            self.lines.append("".join(self._around) + words)


def _value(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
