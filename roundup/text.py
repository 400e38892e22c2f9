"""Plain text made safe and comparable: pure, standard library only.

Text that came from outside may hold control characters (terminal escapes), bidirectional overrides (words that show in
another order than they are stored) and lone surrogates (which cannot be encoded). None of them carries meaning here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from roundup.patterns import pattern

# C0 but tab and newline, DEL and C1, bidi embeddings/overrides/isolates, line and paragraph separators, surrogates,
# the byte order mark, interlinear annotation marks, and the two non-characters at the end of the basic plane.
_UNWANTED = pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_LONG = 100  # characters; to look at fewer one by one is quicker than to make bytes of them
_UNPRINTED = bytes((*range(0x20), 0x7F))
_CONTROLS = bytes(code for code in _UNPRINTED if code not in b"\t\n")
_ENCODED_C1 = pattern(rb"\xc2[\x80-\x9f]")
_ENCODED_REST = pattern(rb"\xe2(?:\x80[\xa8-\xae]|\x81[\xa6-\xa9])")
_ENCODED_MARKS = pattern(rb"\xef(?:\xbb\xbf|\xbf[\xb9-\xbb\xbe\xbf])")
_NO_WIDTH = ("Mn", "Me", "Cf")  # accents, joiners, variation selectors
_NOT_SLUG = pattern(r"[^a-z0-9]+")


def strip_controls(text: str) -> str:
    """`text` without characters that steer a terminal or reorder words; tabs and newlines stay, CR, CRLF become LF."""
    # Most texts hold nothing unwanted, and to see that is much cheaper than to replace nothing.
    if printable(text) or _encodes_clean(text):
        return text
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def printable(text: str) -> bool:
    """`text.isprintable()`, in less than half the time for long texts of ASCII."""
    if len(text) < _LONG or not text.isascii():
        return text.isprintable()
    encoded = text.encode()
    return len(encoded.translate(None, _UNPRINTED)) == len(encoded)


def _encodes_clean(text: str) -> bool:
    try:
        return is_clean(text.encode())
    except UnicodeEncodeError:
        return False


def is_clean(encoded: bytes) -> bool:
    """True if there is surely nothing to strip from UTF-8: the same test as _UNWANTED's."""
    return len(encoded.translate(None, _CONTROLS)) == len(encoded) and is_clean_beyond_ascii(encoded)


def is_clean_beyond_ascii(encoded: bytes) -> bool:
    """The same of all that is not ASCII."""
    # To look for one byte is several times as fast as for any pattern that begins with it.
    return encoded.isascii() or not (
        (0xE2 in encoded and _ENCODED_REST.search(encoded))
        or (0xC2 in encoded and _ENCODED_C1.search(encoded))
        or (0xEF in encoded and _ENCODED_MARKS.search(encoded))
    )


def replaced(text: str, instead: Mapping[str, str]) -> str:
    """`text` with something else instead of these characters, one after the other."""
    # To look whether a character is there is many times as fast as to replace it where it is not.
    for character, other in instead.items():
        if character in text:
            text = text.replace(character, other)
    return text


def one_line(text: str, limit: int = 0) -> str:
    """`text` on one line, white space squeezed; cut at a word and ended with … if longer than `limit` characters."""
    # Nearly always little of the beginning is white space, so that little more than the limit is enough.
    enough = limit + limit // 4
    line = _squeezed(text[:enough]) if limit and len(text) > enough else ""
    if len(line) <= limit:
        line = _squeezed(text)
    if not limit or len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:–—-") + "…"


def _squeezed(text: str) -> str:
    line = text.replace("\n", " ")
    if not printable(line):
        return " ".join(strip_controls(text).split())
    # From what can be printed nothing is to be stripped, and blanks are the only white space in it.
    while "  " in line:
        line = line.replace("  ", " ")
    return line.strip(" ")


def closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The one of `known` that was probably meant by `word`, "" if none is at all like it (`cutoff`: 0 to 1)."""
    # Imported here because hardly anybody mistypes anything.
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=cutoff)), "")


def slugify(text: str, limit: int = 80) -> str:
    """A file name and address part: `[a-z0-9-]`, at most `limit` characters, never empty."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return _NOT_SLUG.sub("-", ascii_text).strip("-")[:limit].rstrip("-") or "untitled"


def word_count(text: str) -> int:
    """Words as an editor counts them: runs between white space."""
    return len(text.split())


def width(text: str) -> int:
    """Columns a terminal needs for `text`."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fit(text: str, columns: int) -> str:
    """`text` in just so many columns, its end given up for an ellipsis if it needs more."""
    if (needed := width(text)) <= columns:
        return text + " " * (columns - needed)
    used = end = 0
    while used + (step := width(text[end])) < columns:
        used, end = used + step, end + 1
    cut = text[:end].rstrip() + "…"
    return cut + " " * (columns - width(cut))
