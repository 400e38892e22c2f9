"""Addresses that lead to a passage of a page, not to its top. Pure.

The form is that of the text fragment (https://wicg.github.io/scroll-to-text-fragment/):

    https://blog.example/post#:~:text=[prefix-,]first words[,last words][,-suffix]

A browser that does not know it, or does not find the words, shows the page as it would without.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote as percent

from roundup.model import Quote
from roundup.patterns import pattern
from roundup.urls import MAX_LENGTH

_SHORT = 60  # characters that are given whole; of longer passages the ends are enough
_END_WORDS = 5
_BOTH_ENDS = 2 * _END_WORDS
_ALONE = 4  # words; fewer may well stand elsewhere in the page too, so what is around them is given as well
_CONTEXT_WORDS = 3
_LONGEST = 400  # characters, percent-encoded: a name without blanks can be of any length
_ENCODED = {code: f"%{code:02X}" for code in range(128) if not chr(code).isalnum() and chr(code) not in "_.~"}
_BLOCK = pattern(r"\n\s*")


def passage_address(url: str, quote: Quote) -> str:
    """`url` with a directive for the passage that was proved to stand there; "" without an address or proof.

    What is a safe address (urls.safe_url) stays one.
    """
    blocks = [quote.exact] if quote.exact and not quote.exact.isspace() else []
    if "\n" in quote.exact:
        blocks = [block for block in _BLOCK.split(quote.exact) if block and not block.isspace()]
    if not url or not blocks:
        return ""
    directive = _directive(blocks, quote)
    mark = "" if "#" in url else "#"
    found = f"{url}{mark}:~:text={directive}" if len(directive) <= _LONGEST else ""
    return found if len(found) <= MAX_LENGTH else ""


def _directive(blocks: list[str], quote: Quote) -> str:
    # Of a long passage only the ends are looked at: most have a hundred words.
    beginning = blocks[0].split(None, _BOTH_ENDS)
    if len(blocks) > 1 or (len(beginning) > _BOTH_ENDS and _is_long(beginning)):
        # Each end must be found within one block of the page.
        return f"{_encoded(beginning[:_END_WORDS])},{_encoded(blocks[-1].rsplit(None, _END_WORDS)[-_END_WORDS:])}"
    words = beginning if len(beginning) <= _BOTH_ENDS else blocks[0].split()
    if len(words) >= _ALONE:
        return _encoded(words)
    before, after = _before(quote.prefix), _after(quote.suffix)
    parts = (f"{_encoded(before)}-" if before else "", _encoded(words), f"-{_encoded(after)}" if after else "")
    return ",".join(filter(None, parts))


def _is_long(beginning: list[str]) -> bool:
    """Whether a passage is too long to be given whole, from its first words and, as one text, all the others."""
    *first, rest = beginning
    return len(" ".join(first)) >= _SHORT or len(" ".join((*first, *rest.split()))) > _SHORT


def _before(prefix: str) -> list[str]:
    """The last whole words before the passage, in its own block: the first may have been cut in two."""
    block = _BLOCK.split(prefix)[-1] if "\n" in prefix else prefix
    _, blank, rest = block.partition(" ")
    return rest.split()[-_CONTEXT_WORDS:] if blank else []


def _after(suffix: str) -> list[str]:
    block = _BLOCK.split(suffix)[0] if "\n" in suffix else suffix
    rest, blank, _ = block.rpartition(" ")
    return rest.split()[:_CONTEXT_WORDS] if blank else []


def _encoded(words: list[str]) -> str:
    """Words as a directive may hold them: dash, comma and ampersand have a meaning there."""
    # Nearly all words are letters and their marks ASCII, and to see that takes a twentieth of encoding them by rule.
    return "%20".join([word if word.isascii() and word.isalnum() else _percent(word) for word in words])


@lru_cache(maxsize=4_096)
def _percent(word: str) -> str:
    return word.translate(_ENCODED) if word.isascii() else percent(word, safe="").replace("-", "%2D")
