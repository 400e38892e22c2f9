"""An editor's Markdown, read: CommonMark and ~~strikethrough~~, no HTML, links only where they lead somewhere safe.

    text ─▶ read() ─▶ tokens ─▶ prose.py (HTML) | mdtext.py (Markdown) | plain() (words)

Whatever the reader of an edition gets comes from the same tokens, so the formats cannot disagree about the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from roundup.render import simple
from roundup.render.address import address
from roundup.text import strip_controls

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Reading brackets is quadratic in their number, and an editor's word on one post is rarely longer than a hundred words.
MAX_LENGTH = 20_000


@lru_cache(maxsize=1)
def reader() -> MarkdownIt:
    """The one Markdown reader of the program."""
    # Imported here: most texts are simple, and most runs meet no other.
    from markdown_it import MarkdownIt

    class Reader(MarkdownIt):
        """markdown-it with our own opinion about addresses: a refused one becomes "", and its words stay."""

        def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the library's name and signature
            return True

        def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
            return address(url, mail=True)

    # HTML is off, so an editor who pastes some sees it as text and can take it out; nothing vanishes silently.
    return Reader("commonmark", {"html": False}).enable("strikethrough")


@lru_cache(maxsize=512)
def read(markdown: str, *, level: int = 2) -> tuple[Token, ...]:
    """Markdown → tokens without images (a link takes their place), refused links, or headings above `level`.

    Kept, since every format reads the same words several times: nobody may change a token.
    """
    tokens = reader().parse(_cut(strip_controls(markdown)))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{max(level, int(token.tag[1:]))}"
        if token.children is not None:
            token.children = _join(_links(_no_images(token.children)))
    return tuple(tokens)


def words(markdown: str, *, level: int = 2) -> str:
    """The words of a text alone, one line a block."""
    at_once = simple.read(markdown)
    return at_once.words if at_once else plain(read(markdown, level=level))


def linked(markdown: str, *, level: int = 2) -> tuple[str, ...]:
    """The addresses that a text links to, in reading order."""
    at_once = simple.read(markdown)
    return at_once.links if at_once else links(read(markdown, level=level))


def links(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The addresses that are linked, in reading order."""
    inline = (child for token in tokens for child in token.children or ())
    return tuple(str(child.attrGet("href")) for child in inline if child.type == "link_open")


def plain(tokens: Sequence[Token]) -> str:
    """The words alone, one line a block."""
    return "\n".join(filter(None, (_words(token) for token in tokens)))


def _words(token: Token) -> str:
    if token.type in ("fence", "code_block"):
        return token.content.strip()
    return "".join(" " if child.type == "hardbreak" else child.content for child in token.children or ()).strip()


def _cut(text: str) -> str:
    if len(text) <= MAX_LENGTH:
        return text
    start, space, _ = text[:MAX_LENGTH].rpartition(" ")
    return f"{start if space and len(start) > MAX_LENGTH // 2 else text[:MAX_LENGTH]} …"


def _no_images(tokens: Sequence[Token]) -> Iterator[Token]:
    """Pictures from other people's servers would watch readers: the reader is offered the way there instead."""
    from markdown_it.token import Token

    inside = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            inside = token.type == "link_open"
        if token.type != "image":
            yield token
            continue
        # A link inside a link is no HTML, so a picture that is a link already becomes that link's words.
        words = Token("text", "", 0, content=token.content or "image")
        where: dict[str, str | int | float] = {"href": str(token.attrGet("src") or "")}
        yield from (
            (words,) if inside else (Token("link_open", "a", 1, attrs=where), words, Token("link_close", "a", -1))
        )


def _links(tokens: Iterator[Token]) -> Iterator[Token]:
    """Links with an address only, and with words in them; a title that pops up is no place for words."""
    from markdown_it.token import Token

    opened: Token | None = None
    empty = False
    for token in tokens:
        if token.type == "link_open":
            href = str(token.attrGet("href") or "")
            opened, empty = (Token("link_open", "a", 1, attrs={"href": href}) if href else None), True
            if opened:
                yield opened
        elif token.type == "link_close":
            if opened and empty:
                yield Token("text", "", 0, content=str(opened.attrGet("href")))
            if opened:
                yield token
            opened = None
        else:
            empty = empty and not token.content.strip()
            yield token


def _join(tokens: Iterator[Token]) -> list[Token]:
    """Neighbouring words as one token. A line that ends in the source does not end for the reader."""
    from markdown_it.token import Token

    joined: list[Token] = []
    for token in tokens:
        words = " " if token.type == "softbreak" else token.content if token.type == "text" else None
        if words is None:
            joined.append(token)
        elif joined and joined[-1].type == "text":
            joined[-1].content += words
        elif words:
            joined.append(Token("text", "", 0, content=words))
    return joined
