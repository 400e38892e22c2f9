"""Plain words of an edition, settled once for all formats: titles, names, days, and what tells picks apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from roundup.model import Edition, Pick
from roundup.patterns import pattern
from roundup.render import manuscript
from roundup.text import one_line

_LANGUAGE = pattern(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
LONGEST_TITLE = 300
LONGEST_NAME = 120
LONGEST_DESCRIPTION = 200
_KEPT = 16_384  # names, titles and days met again and again in one rendering: ten years have 7,500 titles


def title(edition: Edition) -> str:
    """The edition's title on one line, never empty."""
    return one_line(edition.title, LONGEST_TITLE) or f"Edition {edition.number}"


def language(edition: Edition) -> str:
    """The edition's language tag (BCP 47 by its form), else that of the first desk."""
    return edition.language if _LANGUAGE.fullmatch(edition.language) else "en-GB"


@lru_cache(maxsize=_KEPT)
def name(text: str) -> str:
    """A name (of a person, a blog, a tag) on one line."""
    return one_line(text, LONGEST_NAME)


@lru_cache(maxsize=_KEPT)
def names(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Names without blanks and repetitions."""
    return tuple(dict.fromkeys(filter(None, map(name, texts))))


@lru_cache(maxsize=_KEPT)
def joined(texts: tuple[str, ...]) -> str:
    """ "A", "A and B", "A, B and C"."""
    *most, last = names(texts) or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def description(edition: Edition) -> str:
    """The first words of the introduction, for search engines and previews."""
    return one_line(manuscript.words(edition.intro), LONGEST_DESCRIPTION)


def iso_day(edition: Edition) -> str:
    """The edition's day if it is one (ISO 8601), else ""."""
    return iso(edition.date)


@lru_cache(maxsize=_KEPT)
def iso(text: str) -> str:
    """`text` if it is an ISO day, else ""."""
    return text if _day(text) else ""


@lru_cache(maxsize=_KEPT)
def in_words(iso: str) -> str:
    """2026-11-20 → 20 November 2026; what is no day stays as it is."""
    day = _day(iso)
    return f"{day.day} {day:%B %Y}" if day else name(iso)


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def post_title(pick: Pick) -> str:
    """A post's title on one line, never empty."""
    return _post_title(pick.title)


@lru_cache(maxsize=_KEPT)
def _post_title(title: str) -> str:
    return one_line(title, LONGEST_TITLE) or "Untitled post"


def byline(pick: Pick) -> str:
    """Who wrote it: its authors, else its blog."""
    return credit(pick).byline


class Credit(NamedTuple):
    """Who wrote a post: `byline` its authors, else its blog; `by` the same after that word, "" where nobody is known.

    `blog` is "" where it bears its author's name: “Ada Example, Ada Example” helps nobody.
    """

    byline: str
    by: str
    blog: str


def credit(pick: Pick) -> Credit:
    """Who wrote it, and where."""
    return _credit(pick.authors, pick.blog)


@lru_cache(maxsize=_KEPT)
def _credit(authors: tuple[str, ...], blog: str) -> Credit:
    title = name(blog)
    byline = joined(authors) or title
    return Credit(byline, byline and f"by {byline}", title if title.casefold() != byline.casefold() else "")


def labels(picks: Sequence[Pick]) -> list[tuple[str, int]]:
    """Each pick's title and byline, and which of those that are so called it is, from 1: headings tell picks apart.

    From the second on the label is numbered.
    """
    named = [f"{title}, {by}" if by else title for title, by in [(post_title(p), credit(p).by) for p in picks]]
    if len(set(named)) == len(named):
        return [(label, 1) for label in named]
    seen: Counter[str] = Counter()
    found = []
    for label in named:
        seen[label] += 1
        found.append((f"{label} ({seen[label]})" if seen[label] > 1 else label, seen[label]))
    return found


def day_of(pick: Pick) -> str:
    """The day it came out; by UTC where an edition of an earlier version does not say."""
    if day := iso(pick.day):
        return day
    return pick.published.date().isoformat() if pick.published else ""
