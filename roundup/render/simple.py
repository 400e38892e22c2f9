"""The Markdown that editors mostly write, read at once: paragraphs of plain words with links among them.

A real parser takes a millisecond for what a pattern sees in microseconds, and an archive of ten years holds thousands
of such texts. What is not surely simple is not read here: whoever asks then goes to the real parser, and both say the
same of what both can read (CommonMark 0.31, as manuscript.py has it).
"""

from __future__ import annotations

from functools import lru_cache

from roundup.patterns import pattern
from roundup.render.address import address

LONGEST = 20_000  # characters; beyond that manuscript.py cuts

# No mark that means anything within a line; of addresses those that every reader of them spells alike. Possessive, so
# that no text is read in more than one way.
_WORDS = r"(?:[^\\*_`~\[\]<>&!]++|!(?!\[))++"
_HOST = r"(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)++[a-z]{2,12}+"
_LINK = rf"\[({_WORDS})\]\((https?://{_HOST}(?:/[A-Za-z0-9._~%/+,=@-]*+)?)\)"
_BEGINNING = r"""(?=[^\W\d_]|[“‘(£€$"'][^\W_]|\[)"""
_PARAGRAPH = pattern(rf"{_BEGINNING}(?:{_WORDS}|{_LINK})++")
_PIECES = pattern(_LINK)
# Most paragraphs have one link, or none: these are taken apart as they are recognised.
_PLAIN = pattern(rf"{_BEGINNING}{_WORDS}")
_ONE_LINK = pattern(rf"{_BEGINNING}({_WORDS})?+{_LINK}({_WORDS})?+")

Piece = tuple[str, str]  # words, and the address they link to or ""


@lru_cache(maxsize=2_048)
def paragraphs(markdown: str) -> tuple[tuple[Piece, ...], ...] | None:
    """The paragraphs of a simple text, each as pieces in their order; None for what only a parser can tell."""
    if len(markdown) > LONGEST:
        return None
    found = []
    for line in markdown.split("\n\n"):
        # Printable: no tab, line break, odd blank or control among them, all of which Markdown has rules for.
        pieces = _pieces(line) if line.isprintable() and not line.endswith(" ") else None
        if pieces is None:
            return None
        found.append(pieces)
    return tuple(found)


def _pieces(line: str) -> tuple[Piece, ...] | None:
    if "[" not in line:
        return ((line, ""),) if _PLAIN.fullmatch(line) else None
    if one := _ONE_LINK.fullmatch(line):
        before, linked, url, after = one.groups("")
        if address(url) != url or not linked.strip():
            return None
        found = ((before, ""), (linked, url), (after, ""))
        return found[not before : 3 if after else 2]
    if not _PARAGRAPH.fullmatch(line):
        return None
    words = _PIECES.split(line)
    pieces: list[Piece] = []
    # Words, linked words, address, words, …
    for plain, linked, url in zip(words[::3], [*words[1::3], ""], [*words[2::3], ""], strict=True):
        if url and (address(url) != url or not linked.strip()):
            return None
        pieces += [(plain, "")] * bool(plain) + [(linked, url)] * bool(url)
    return tuple(pieces)


@lru_cache(maxsize=2_048)
def html(markdown: str) -> str | None:
    """A simple text as HTML, spelled as prose.py spells it; None for what only a parser can tell."""
    read = paragraphs(markdown)
    if read is None:
        return None
    # Lists, not generators, in all of these: of a few pieces they are made in half the time.
    spelled = ["".join([f'<a href="{url}">{words}</a>' if url else words for words, url in p]) for p in read]
    return "<p>" + "</p>\n<p>".join(spelled) + "</p>"


def words(markdown: str) -> str | None:
    """The words of a simple text, a line a paragraph; None for what only a parser can tell."""
    read = paragraphs(markdown)
    return None if read is None else "\n".join(["".join([words for words, _ in pieces]).strip() for pieces in read])


def links(markdown: str) -> tuple[str, ...] | None:
    """The addresses that a simple text links to, in reading order; None for what only a parser can tell."""
    read = paragraphs(markdown)
    return None if read is None else tuple([url for pieces in read for _, url in pieces if url])
