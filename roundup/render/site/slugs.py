"""File names for people, blogs and tags: readable where that is possible, never the same for two of them.

A slug depends on the name alone, and on those that had it before: an archive that grows keeps every address it had.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache

from roundup.text import slugify

_NOTHING = "untitled"  # what slugify makes of what has no letters
LONGEST = 60  # characters, so that paths stay short enough for every system
# Names Windows keeps for devices, and "index", which servers give for the folder.
_RESERVED = {"index", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@lru_cache(maxsize=8_192)
def fold(name: str) -> str:
    """What two spellings of one name have in common: case, white space and composed letters do not tell them apart."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Slugs:
    """Hands out slugs, each to one name only."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._taken: dict[str, str] = {}

    def of(self, identity: str, name: str) -> str:
        """The slug of what is known as `identity` and called `name`; the same for the same identity."""
        plain = slugify(name, LONGEST)
        whole = not _loses_letters(name) and plain not in _RESERVED and (plain != _NOTHING or fold(name) == _NOTHING)
        for slug in (plain,) if whole else ():
            if self._taken.setdefault(slug, identity) == identity:
                return slug
        marked = f"{self._kind if plain == _NOTHING else plain}-{_digest(identity)}"
        self._taken[marked] = identity
        return marked


def _loses_letters(name: str) -> bool:
    """True if letters of `name` have no place in a slug, as those of most scripts."""
    return any(c.isalnum() and not c.isascii() for c in unicodedata.normalize("NFKD", name))


def _digest(identity: str) -> str:
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:10]
