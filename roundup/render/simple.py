"""The Markdown that editors mostly write, read at once: paragraphs of plain words with links among them.

A real parser takes a millisecond for what a pattern sees in microseconds, and an archive of ten years holds thousands
of such texts. What is not surely simple is not read here: whoever asks then goes to the real parser, and both say the
same of what both can read (CommonMark 0.31, as manuscript.py has it).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from roundup.patterns import pattern
from roundup.render.address import address

LONGEST = 5_000  # characters: no more, since what was read is kept

# No mark that means anything within a line; of addresses those that every reader of them spells alike. Possessive, so
# that no text is read in more than one way.
_WORDS = r"(?:[^\\*_`~\[\]<>&!\x00-\x1f\x7f]++|!(?!\[))++"
_HOST = r"(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)++[a-z]{2,12}+"
_LINK = rf"\[({_WORDS})\]\((https?://{_HOST}(?:/[A-Za-z0-9._~%/+,=@-]*+)?)\)"
_BEGINNING = r"""(?=[^\W\d_]|[“‘(£€$"'][^\W_]|\[)"""
_PARAGRAPH = pattern(rf"{_BEGINNING}(?:{_WORDS}|{_LINK})++")
_PIECES = pattern(_LINK)
# Most paragraphs have one link, or none: these are taken apart as they are recognised.
_PLAIN = pattern(rf"{_BEGINNING}{_WORDS}")
_ONE_LINK = pattern(rf"{_BEGINNING}({_WORDS})?+{_LINK}({_WORDS})?+")

Piece = tuple[str, str]  # words, and the address they link to or ""


class Read(NamedTuple):
    """A simple text: as HTML, spelled as prose.py spells it; its words, a line a paragraph; the addresses in it."""

    html: str
    words: str
    links: tuple[str, ...]


@lru_cache(maxsize=16_384)  # ten years have 7,500 leads, and each is asked for again when all pages are made
def read(markdown: str) -> Read | None:
    """What a simple text says; None for what only a parser can tell."""
    if len(markdown) > LONGEST:
        return None
    if "\n" not in markdown:
        return _paragraph(markdown)
    paragraphs = []
    for line in markdown.split("\n\n"):
        if (paragraph := _paragraph(line)) is None:
            return None
        paragraphs.append(paragraph)
    html, words, links = zip(*paragraphs, strict=True)
    return Read("\n".join(html), "\n".join(words), sum(links, ()))


def _paragraph(line: str) -> Read | None:
    # No tab, line break, odd blank or control in it, all of which Markdown has rules for. The patterns know ASCII's.
    if line[-1:] == " " or not (line.isascii() or line.isprintable()):
        return None
    if "[" not in line:
        return Read(f"<p>{line}</p>", line, ()) if _PLAIN.fullmatch(line) else None
    if one := _ONE_LINK.fullmatch(line):
        before, linked, url, after = one.groups("")
        if address(url) != url or not linked.strip():
            return None
        words = f"{before}{linked}{after}".strip()
        return Read(f'<p>{before}<a href="{url}">{linked}</a>{after}</p>', words, (url,))
    pieces = _pieces(line) if _PARAGRAPH.fullmatch(line) else None
    if pieces is None:
        return None
    html = "".join([f'<a href="{url}">{words}</a>' if url else words for words, url in pieces])
    words = "".join([words for words, _ in pieces]).strip()
    return Read(f"<p>{html}</p>", words, tuple([url for _, url in pieces if url]))


def _pieces(line: str) -> list[Piece] | None:
    words = _PIECES.split(line)
    pieces: list[Piece] = []
    # Words, linked words, address, words, …
    for plain, linked, url in zip(words[::3], [*words[1::3], ""], [*words[2::3], ""], strict=True):
        if url and (address(url) != url or not linked.strip()):
            return None
        pieces += [(plain, "")] * bool(plain) + [(linked, url)] * bool(url)
    return pieces
