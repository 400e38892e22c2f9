"""A text as the runs of four words it is made of: what tells a repost from a new post about the same thing. Pure.

A run is kept as the CRC-32 of its words, so that a text is a set of numbers, and a sketch of it a small one. Words are
compared without case, and without what `folding` folds away.
"""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

from roundup.curate.folding import fold
from roundup.patterns import pattern

LONGEST = 120_000  # characters looked at, about 20,000 words
ONE_IN = 16  # runs, that are in the sketch
ALWAYS = 8  # runs at least, where there are so many: then also the ones of the lowest numbers
OPENING = 2  # the first ones are always in it: a summary and the whole begin alike

_WORD = pattern(r"\w+")


def words_of(text: str) -> str:
    """The words of `text` as they are compared, one blank between them."""
    part = text[:LONGEST]
    return " ".join(_WORD.findall((part if part.isascii() else fold(part).text).casefold()))


def runs(words: str) -> list[int]:
    """The numbers of all runs of four in `words` (as words_of gives them), in order; none if there are fewer."""
    said = words.encode().split(b" ")
    return list(map(crc32, map(b" ".join, zip(said, said[1:], said[2:], said[3:], strict=False))))


def sketch(numbers: list[int]) -> tuple[int, ...]:
    """A few of a text's runs, such that two texts that share most of them share some of these."""
    kept = {number for number in numbers if not number % ONE_IN}
    if len(kept) < ALWAYS:
        kept.update(sorted(set(numbers))[:ALWAYS])
    kept.update(numbers[:OPENING])
    return tuple(sorted(kept))


def contained(runs: frozenset[int], others: frozenset[int]) -> float:
    """How much of the one text is in the other, from 0 to 1."""
    return len(runs & others) / len(runs) if runs else 0.0


def mentioned(words: str, wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Which of `wanted` (as words_of gives them → as they were written) stand in `words`, whole."""
    padded = f" {words} "
    return tuple(written for said, written in wanted.items() if said and f" {said} " in padded)
