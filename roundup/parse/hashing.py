"""What an entry says, as a fingerprint: equal for the same words however they were set."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache
from typing import Final

from roundup.text import word_count

_FOLDED: Final = {
    **dict.fromkeys("‘’‚‛′", b"'"),
    **dict.fromkeys("“”„‟", b'"'),
    **dict.fromkeys("‐‑‒–—―−", b"-"),
}
# What nearly every text holds of what has to be normalised: without it, most need no more than a look.
_USUAL: Final = {**_FOLDED, "\u00a0": b" ", "…": b"..."}
_STEADY: Final = frozenset({"Ll", "Lu", "Nd", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So"})
_PLAIN: Final = bytes([*range(0x20, 0x7F), 0x0A])


def content_hash(title: str, text: str) -> str:
    """32 hex digits over title and text that ignore white space, kinds of quote marks and dashes, and Unicode forms.

    Capital letters count: an author who changes them has changed the words that would be quoted.
    """
    return hashed(title, text)[0]


def hashed(title: str, text: str) -> tuple[str, int]:
    """The same, and how many words the text has: folded as it is here, they need not be parted to be counted."""
    words = f"{title}\n\n{text}"
    if folded := _quickly_folded(words):
        return _digest(folded), folded.count(b" ") + 1 - word_count(title)
    return _digest(_folded(words)), word_count(text)


def _quickly_folded(words: str) -> bytes:
    """As `_folded`, of words with none but usual signs; nothing if there are others."""
    encoded = words.encode("utf-8", "surrogatepass")
    for character in set(encoded.translate(None, _PLAIN).decode("utf-8", "surrogatepass")):
        if folded := _USUAL.get(character):
            encoded = encoded.replace(character.encode(), folded)
        elif not _is_steady(character):
            return b""
    encoded = b" ".join(filter(None, encoded.split(b"\n")))
    while b"  " in encoded:
        encoded = encoded.replace(b"  ", b" ")
    return encoded.strip(b" ")


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
