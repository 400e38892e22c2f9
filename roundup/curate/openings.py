"""Teasers without what a blog says in every post: "Welcome to my notes", "This first appeared on …". Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from roundup.patterns import pattern
from roundup.text import one_line

LONGEST = 600  # characters of a text that a teaser may be made of
TEASER = 200  # characters
_FEWEST = 3  # posts of a feed that must share a sentence
_SHARE = 0.6  # of its posts

_BREAK = pattern(r"(?<=[.!?…])\s+|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, roughly: each keeps its full stop."""
    return [sentence for part in _BREAK.split(text) if (sentence := part.strip())]


def repeated(openings: Iterable[str]) -> frozenset[str]:
    """The sentences, case aside, that most posts of a feed hold, by their first LONGEST characters each."""
    openings = tuple(openings)
    counts = Counter(said for opening in openings for said in {each.casefold() for each in sentences(opening)})
    return frozenset(said for said, count in counts.items() if count >= max(_FEWEST, _SHARE * len(openings)))


def teaser(opening: str, unwanted: Collection[str]) -> str:
    """The first words of a post but the `unwanted` sentences (case folded); all of them if nothing else is said."""
    kept = [sentence for sentence in sentences(opening) if sentence.casefold() not in unwanted]
    return one_line(" ".join(kept) or opening, TEASER)
