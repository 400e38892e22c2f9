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
        words = unicodedata.normalize("NFKC", words)
        # Faster than translate(), which looks at every character of a text that holds few of these, or none.
        for character, folded in _FOLDED.items():
            words = words.replace(character, folded)
    return fingerprint(" ".join(words.split()))


def fingerprint(text: str) -> str:
    """BLAKE2b of the text, 32 hex digits."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
