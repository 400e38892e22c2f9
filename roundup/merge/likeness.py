"""How alike an entry and a post are: by words, dates and addresses."""

from __future__ import annotations

from datetime import timedelta

from roundup.model import Entry, KnownPost
from roundup.patterns import pattern
from roundup.urls import canonical_key

PROOF_WORDS = 25  # of text, for the words alone to be proof
DAYS_APART = timedelta(days=3)  # two dates of one post differ by less (time zones, cross-posting)
ALIKE = 0.3  # share of the shorter text's phrases that the other has too
VERY_ALIKE = 0.6

WORD = pattern(r"\w+")


def is_proof(entry: Entry) -> bool:
    """True if the entry's words are enough to prove by themselves which post it is."""
    return has_words(entry, PROOF_WORDS)


def has_words(entry: Entry, least: int) -> bool:
    return entry.words >= least or len(entry.text.split(maxsplit=least)) >= least


def folded(title: str) -> str:
    """A title as it is compared: its words, case aside."""
    return " ".join(WORD.findall(title.casefold()))


def same_address(entry: Entry, post: KnownPost) -> bool:
    """True unless both have an address and these name two pages."""
    return not entry.url or not post.url or canonical_key(entry.url) == canonical_key(post.url)


def dates_apart(entry: Entry, post: KnownPost) -> bool:
    """True if both are dated, and not as one post is that came two ways."""
    return bool(entry.published and post.published and abs(entry.published - post.published) > DAYS_APART)


def similar(entry: Entry, post: KnownPost) -> bool:
    """True if title or text show that both are one post. Footers are alike too, so another address asks for more."""
    same_place, apart = same_address(entry, post), dates_apart(entry, post)
    if entry.content_hash in post.hashes and (same_place or not apart):
        return True
    if entry.title and folded(entry.title) == folded(post.title) and not apart:
        return True
    ours, theirs = _phrases(entry.text), _phrases(post.text)
    bar = ALIKE if same_place else VERY_ALIKE
    return len(ours & theirs) >= max(1, bar * min(len(ours), len(theirs)))


def _phrases(text: str) -> set[tuple[str, ...]]:
    """Runs of four words, at most the first thousand."""
    found = WORD.findall(text[:20_000].casefold())[:1000]
    return {tuple(found[start : start + 4]) for start in range(len(found) - 3)}
