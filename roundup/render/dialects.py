"""The dialects formats are written in. Every word of an edition passes through one of them on its way to a template."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup

from roundup.patterns import pattern
from roundup.render import prose
from roundup.render.address import address
from roundup.render.escaping import escaped, safe
from roundup.text import one_line, printable, strip_controls

_TAG = pattern(r"(<[^<>]*>)")  # in HTML that nh3 has written, where no attribute holds an angle bracket

_MASKS = {"{": "\ufdd0", "}": "\ufdd1", "[": "\ufdd2", "]": "\ufdd3", "|": "\ufdd4", "%": "\ufdd5"}
_MASK = str.maketrans({**dict.fromkeys(_MASKS.values(), "\ufffd"), **_MASKS})
_UNMASK = str.maketrans({mask: f"&#{ord(character)};" for character, mask in _MASKS.items()})


def _one_line(plain: str) -> Markup:
    # Most texts are on one line already, and to see that is cheaper than to put them there.
    there = plain.isprintable() and "  " not in plain and plain[:1] != " " and plain[-1:] != " "
    return escaped(plain if there else one_line(plain))


_escaped: Callable[[str], Markup] = lru_cache(maxsize=32_768)(_one_line)


class Html:
    """Words for an HTML document of our own."""

    text = staticmethod(_escaped)

    def lines(self, plain: str) -> Markup:
        if printable(plain):  # there is nothing to strip from it, and one line
            return escaped(plain.strip())
        # Indentation would be lost in the browser anyway, and in Markdown it would mean code: the formats agree.
        lines = (line.strip() for line in strip_controls(plain).split("\n"))
        return Markup("<br>").join(escaped(line) for line in lines if line)

    def prose(self, markdown: str, level: int) -> Markup:
        return safe(prose.html(markdown, level=level))  # it has just been cleaned

    def address(self, url: str) -> Markup:
        return self.spelled(address(url))

    def spelled(self, url: str) -> Markup:
        return escaped(url)


class PastedHtml(Html):
    """Words for HTML that goes through somebody else's machinery: shortcodes, templates and embeds must not see them.

    A character reference is the same character to a browser, and no bracket, brace or address to such a machine.
    """

    _REFERENCES = str.maketrans({"[": "&#091;", "]": "&#093;", "{": "&#123;", "}": "&#125;"})

    def text(self, plain: str) -> Markup:
        return self._unlinked(self._literal(super().text(plain)))

    def lines(self, plain: str) -> Markup:
        return self._unlinked(self._literal(super().lines(plain)))

    def prose(self, markdown: str, level: int) -> Markup:
        return self._literal(super().prose(markdown, level))

    def spelled(self, url: str) -> Markup:
        return self._literal(super().spelled(url))

    def _literal(self, html: Markup) -> Markup:
        return Markup(str(html).translate(self._REFERENCES))  # noqa: S704 - was safe before, has references now

    # WordPress turns an address that is a paragraph of its own into whatever that site wants embedded.
    def _unlinked(self, html: Markup) -> Markup:
        return Markup(str(html).replace("://", "&#058;//"))  # noqa: S704 - as above


class MailedHtml(Html):
    """Words for an HTML document whose references are spelled out once more before anybody's machinery sees it.

    What a mailing service would fill in stands behind a mask until then: characters that no text can hold. `raised` is
    by how many ranks an editor's headings stand higher than on the page, whose picks have headings that nobody sees.
    """

    def __init__(self, raised: int = 0) -> None:
        self._raised = raised

    # Addresses are as on the page: percent signs mean something there, and the other marks are encoded by them.

    def text(self, plain: str) -> Markup:
        return self._literal(super().text(plain))

    def lines(self, plain: str) -> Markup:
        return self._literal(super().lines(plain))

    def prose(self, markdown: str, level: int) -> Markup:
        html = prose.html(markdown, level=max(2, level - self._raised))
        return Markup("".join(map(self._masked, _TAG.split(html))))  # noqa: S704 - nh3 has just cleaned it

    def unmasked(self, html: str) -> str:
        """The finished document, with a character reference for each mask."""
        return html.translate(_UNMASK)

    def _masked(self, piece: str) -> str:
        return piece if piece.startswith("<") else piece.translate(_MASK)

    def _literal(self, html: Markup) -> Markup:
        return Markup(str(html).translate(_MASK))  # noqa: S704 - was safe before, and masks are no markup


class WordPressBlocks(PastedHtml):
    """Words for WordPress' block editor: as pasted HTML, an editor's paragraphs as blocks."""

    def prose(self, markdown: str, level: int) -> Markup:
        from roundup.render.blocks import blocks

        html = blocks(markdown, level=level, spell=lambda safe: str(self._literal(Markup(safe))))  # noqa: S704 - cleaned
        return Markup(html)  # noqa: S704 - as above


class Markdown:
    """Words for a Markdown document."""

    def text(self, plain: str) -> Markup:
        from roundup.render import mdtext

        return Markup(mdtext.escape_text(one_line(plain)))  # noqa: S704 - no character of it means anything any more

    def lines(self, plain: str) -> Markup:
        from roundup.render import mdtext

        return Markup(mdtext.escape_lines(plain))  # noqa: S704 - as above

    def prose(self, markdown: str, level: int) -> Markup:
        from roundup.render import mdtext

        return Markup(mdtext.canonical(markdown, level=level))  # noqa: S704 - parsed and written anew

    def address(self, url: str) -> Markup:
        return self.spelled(address(url))

    def spelled(self, url: str) -> Markup:
        from roundup.render import mdtext

        return Markup(mdtext.destination(url))  # noqa: S704 - only what an address may hold
