"""Prose for tests of likeness: as many words as wanted, the same for the same seed, with sentences and paragraphs."""

from __future__ import annotations

import random

_VOCABULARY = """
the of to and a in is it that we for was on are as with they be at this have from or had by not but what all were when
your can said there use an each which she do how their if will up other about out many then them these so some her would
make like him into time has look two more write go see number no way could people my than first water been call who its
now find long down day did get come made may part council bins housing planning school road library budget meeting
officer member ward parish vote rent tax repair lamp street market bridge river park
"""
_WORDS = _VOCABULARY.split()


def prose(words: int, seed: int = 1) -> str:
    """So many words in sentences of a dozen and paragraphs of about sixty."""
    rng = random.Random(seed)
    said = [rng.choice(_WORDS) for _ in range(words)]
    for start in range(0, words, 12):
        said[start] = said[start].capitalize()
        said[min(start + 11, words - 1)] += ".\n\n" if start % 60 == 48 else "."
    return " ".join(said).replace("\n\n ", "\n\n").strip()


def edited(text: str, every: int, seed: int = 1) -> str:
    """The text with one word in `every` replaced by another."""
    rng = random.Random(seed)
    words = text.split(" ")
    for place in range(rng.randrange(every), len(words), every):
        words[place] = rng.choice(_WORDS)
    return " ".join(words)
