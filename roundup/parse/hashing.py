"""What an entry says, as a fingerprint: equal for the same words however they were set."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from functools import lru_cache
from typing import Final

from roundup.parse.spacing import single
from roundup.text import word_count

_FOLDED: Final = {
    **dict.fromkeys("‘’‚‛′", b"'"),
    **dict.fromkeys("“”„‟", b'"'),
    **dict.fromkeys("‐‑‒–—―−", b"-"),
}
# What nearly every text holds of what has to be normalised: without it, most need no more than a look.
_USUAL: Final = {**_FOLDED, "\u00a0": b" ", "…": b"..."}
_USUAL_ENCODED: Final = {character.encode(): folded for character, folded in _USUAL.items()}
# All but the blank begin alike, so that they are sought by one byte.
_FOLDABLE = re.compile(rb"\xe2(?:" + b"|".join(each[1:] for each in _USUAL_ENCODED if each[0] == 0xE2) + rb")")
_NO_BREAK: Final = "\u00a0"
_STEADY: Final = frozenset({"Ll", "Lu", "Nd", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So"})
_PLAIN: Final = bytes([*range(0x20, 0x7F), 0x0A])
_BLANKS: Final = bytes(code == 0x20 for code in range(256))
_SUMMED: Final = 65_000  # bytes of which Adler-32 can be asked the sum


def content_hash(title: str, text: str) -> str:
    """32 hex digits over title and text that ignore white space, kinds of quote marks and dashes, and Unicode forms.

    Capital letters count: an author who changes them has changed the words that would be quoted.
    """
    return hashed(title, _encoded(text))[0]


def hashed(title: str, text: bytes) -> tuple[str, int]:
    """The same of a text in UTF-8, and how many words it has: folded, they need not be parted to be counted."""
    if folded := _quickly_folded(b"%b\n\n%b" % (_encoded(title), text)):
        return _digest(folded), _blanks(folded) + 1 - word_count(title)
    words = text.decode("utf-8", "surrogatepass")
    return _digest(_folded(f"{title}\n\n{words}")), word_count(words)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _quickly_folded(encoded: bytes) -> bytes:
    """As `_folded`, of words (in UTF-8) with none but usual signs; nothing if there are others."""
    special = set(encoded.translate(None, _PLAIN).decode("utf-8", "surrogatepass"))
    usual = special & _USUAL.keys()
    if not all(map(_is_steady, special - usual)):
        return b""
    if _NO_BREAK in usual:
        encoded = encoded.replace(_NO_BREAK.encode(), b" ")
    if usual:
        encoded = _FOLDABLE.sub(lambda match: _USUAL_ENCODED[match[0]], encoded)
    return single(b" ".join(filter(None, encoded.split(b"\n")))).strip(b" ")


def _blanks(text: bytes) -> int:
    """How many there are. To count bytes that come often is slow; their sum, had from a checksum (RFC 1950), is not."""
    return (zlib.adler32(text.translate(_BLANKS)) & 0xFFFF) - 1 if len(text) < _SUMMED else text.count(b" ")


@lru_cache(1_000)
def _is_steady(character: str) -> bool:
    """True if Unicode's forms leave it as it is, whatever stands before it."""
    return (
        not character.isspace()
        and unicodedata.category(character) in _STEADY
        and unicodedata.is_normalized("NFKC", character)
    )


def _folded(words: str) -> bytes:
    words = words.replace("\u00a0", " ").replace("…", "...")
    words = unicodedata.normalize("NFKC", words)
    for character, folded in _FOLDED.items():
        words = words.replace(character, folded.decode())
    return " ".join(words.split()).encode("utf-8", "replace")


def fingerprint(text: str) -> str:
    """BLAKE2b of the text, 32 hex digits."""
    return _digest(text.encode("utf-8", "replace"))


def _digest(text: bytes) -> str:
    return hashlib.blake2b(text, digest_size=16).hexdigest()
