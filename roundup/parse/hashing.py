"""What an entry says, as a fingerprint: equal for the same words however they were set."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Final

_FOLDED: Final = {**dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„‟″", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}


def content_hash(title: str, text: str) -> str:
    """32 hex digits over title and text that ignore white space, kinds of quote marks and dashes, and Unicode forms.

    Capital letters count: an author who changes them has changed the words that would be quoted.
    """
    words = f"{title}\n\n{text}"
    if not words.isascii():
        words = _folded(words)
    return fingerprint(_on_one_line(words))


def _folded(words: str) -> str:
    # What nearly every text holds of what is to be normalised; without it most need no more than a look.
    words = words.replace("\u00a0", " ").replace("…", "...")
    if not unicodedata.is_normalized("NFKC", words):
        words = unicodedata.normalize("NFKC", words)
    # Faster than translate(), which looks at every character of a text that holds few of these, or none.
    for character, folded in _FOLDED.items():
        words = words.replace(character, folded)
    return words


def _on_one_line(words: str) -> str:
    line = words.replace("\n", " ").replace("  ", " ").strip()
    # Printable: then a blank is the only white space in it.
    return line if "  " not in line and line.isprintable() else " ".join(words.split())


def fingerprint(text: str) -> str:
    """BLAKE2b of the text, 32 hex digits."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
