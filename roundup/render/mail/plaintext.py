"""The text part, from the words themselves: what is made out of HTML has gaps and half-decoded signs in it.

Lines of at most 72 characters; picks are [1], [2] … and links in running text point to them or to a list at the end;
addresses stand on lines of their own and are never broken (RFC 3676 would let them, but readers click on them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from roundup.model import Edition
from roundup.patterns import pattern
from roundup.render import manuscript
from roundup.render.address import address
from roundup.render.options import Options
from roundup.text import one_line, strip_controls

if TYPE_CHECKING:
    from roundup.render.sandbox import Sandbox

WIDTH = 72
_MARKER = pattern(r"(?:> ?)*(?:[-*] |\d{1,9}[.)] | +)?")
_CODE = "\ufdd0    "  # marked by a character that no text can hold: such lines stay as long as they are


def plaintext(edition: Edition, options: Options) -> str:
    """The edition as the text part of a message."""
    from roundup.render.templating import environment

    return _plaintext(edition, options, environment(options.templates))


@lru_cache(maxsize=1)
def _plaintext(edition: Edition, options: Options, _templates: Sandbox) -> str:
    """Two formats hold it; `_templates` is another one when a desk's templates were changed."""
    from roundup.render.mail.envelope import envelope
    from roundup.render.templating import fill
    from roundup.render.view import article

    dialect = PlainText(edition)
    view, mail = article(edition, dialect, options), envelope(options.email, dialect)
    text = fill(
        "email.txt.j2",
        "parts/email.txt.j2",
        view,
        options.templates,
        mail=mail,
        links=dialect.links,
        underline=_underline,
    )
    return laid_out(text)


class PlainText:
    """Words for a document in which there is nothing but words. Links become numbers."""

    def __init__(self, edition: Edition) -> None:
        self._numbers = _numbered(edition)
        picks = {address(pick.url) for pick in edition.picks}
        self.links = tuple((number, Markup(url)) for url, number in self._numbers.items() if url not in picks)  # noqa: S704 - an address

    def text(self, plain: str) -> Markup:
        return Markup(_unquoted(one_line(plain)))  # noqa: S704 - nothing is markup here

    def lines(self, plain: str) -> Markup:
        return Markup("\n".join(filter(None, map(one_line, strip_controls(plain).split("\n")))))  # noqa: S704 - as above

    def prose(self, markdown: str, level: int) -> Markup:
        root = SyntaxTreeNode(manuscript.read(markdown, level=level))
        return Markup("\n\n".join(filter(None, map(self._block, root.children))))  # noqa: S704 - as above

    def address(self, url: str) -> Markup:
        return self.spelled(address(url))

    def spelled(self, url: str) -> Markup:
        return Markup(url)  # noqa: S704 - as above

    def _block(self, node: SyntaxTreeNode) -> str:
        if node.type == "heading":
            words = self._inline(node)
            return f"{words}\n{_underline(words)}" if words else ""
        if node.type == "blockquote":
            return _prefixed("> ", "\n\n".join(map(self._block, node.children)))
        if node.type in ("bullet_list", "ordered_list"):
            return self._list(node)
        if node.type in ("fence", "code_block"):
            return _prefixed(_CODE, node.content.rstrip("\n"))
        return "* * *" if node.type == "hr" else _unquoted(self._inline(node))

    def _list(self, node: SyntaxTreeNode) -> str:
        first = int(node.attrGet("start") or 1) if node.type == "ordered_list" else None
        items = []
        for place, item in enumerate(node.children):
            marker = "- " if first is None else f"{first + place}. "
            words = "\n".join(filter(None, map(self._block, item.children)))
            items.append(marker + words.replace("\n", "\n" + " " * len(marker)))
        return "\n".join(items)

    def _inline(self, node: SyntaxTreeNode) -> str:
        written = "".join(map(self._span, node.children))
        return "\n".join(filter(None, map(one_line, written.split("\n"))))

    def _span(self, node: SyntaxTreeNode) -> str:
        if node.type == "hardbreak":
            return "\n"
        if node.type == "link":
            words, href = "".join(map(self._span, node.children)), str(node.attrs["href"])
            # An address that is written out needs no number.
            return words if words in (href, href.removeprefix("mailto:")) else f"{words} [{self._numbers[href]}]"
        return "".join(map(self._span, node.children)) if node.children else node.content


def _numbered(edition: Edition) -> dict[str, int]:
    """address → number: picks by their place, then what else is linked, in reading order."""
    numbers: dict[str, int] = {}
    for place, pick in enumerate(edition.picks, 1):
        if url := address(pick.url):
            numbers.setdefault(url, place)
    after = len(edition.picks)
    for markdown in _written(edition):
        for href in manuscript.linked(markdown):
            if href not in numbers:
                after += 1
                numbers[href] = after
    return numbers


def _written(edition: Edition) -> Iterator[str]:
    yield edition.intro
    for pick in edition.picks:
        yield from (pick.lead, pick.remark)
    yield edition.sign_off
    yield from (erratum.text for erratum in edition.errata)


def _underline(words: str, mark: str = "-") -> str:
    return mark * min(WIDTH, max(map(len, words.split("\n"))))


def _prefixed(prefix: str, text: str) -> str:
    return "\n".join(f"{prefix}{line}".rstrip() for line in text.split("\n"))


def _unquoted(words: str) -> str:
    """A line that is no quotation does not begin like one."""
    return re.sub(r"^(?=>)", " ", words, flags=re.MULTILINE)


# ---------------------------------------------------------------- lines


def laid_out(text: str) -> str:
    """Lines wrapped, at most one blank line between blocks, no blanks at the ends but in the mark of a signature."""
    lines = (line for long in text.split("\n") for line in _wrapped(long.rstrip()))
    squeezed = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    words, mark, foot = squeezed.rpartition("\n--\n")
    return f"{words}\n-- \n{foot}\n" if mark else f"{squeezed}\n"


def _wrapped(line: str) -> Iterator[str]:
    if len(line) <= WIDTH or _CODE in line:
        yield line.replace(_CODE, _CODE[1:])
        return
    marker = _MARKER.match(line)
    assert marker is not None  # it matches the empty text as well
    begun = marker.group()
    hanging = re.sub(r"[^> ]", " ", begun)
    yield from _filled(begun, hanging, line[len(begun) :].split())


def _filled(begun: str, hanging: str, words: Sequence[str]) -> Iterator[str]:
    line = begun
    for word in words:
        # A word that begins like a quotation must not begin a line.
        if len(line) + len(word) > WIDTH and line.strip("> ") and not word.startswith(">"):
            yield line.rstrip()
            line = hanging
        line += f"{word} "
    yield line.rstrip()
