"""Plain words of an edition, settled once for all formats: titles, names, days, and what tells picks apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

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
    return _credit(pick.authors, pick.blog)[0]


def blog(pick: Pick) -> str:
    """The blog it stands in, "" where that bears its author's name: “Ada Example, Ada Example” helps nobody."""
    return _credit(pick.authors, pick.blog)[1]


@lru_cache(maxsize=_KEPT)
def _credit(authors: tuple[str, ...], blog: str) -> tuple[str, str]:
    title = name(blog)
    byline = joined(authors) or title
    return byline, title if title.casefold() != byline.casefold() else ""


def ordinals(picks: Sequence[Pick]) -> list[int]:
    """Which of those with the same title and byline each pick is, from 1: headings must tell picks apart."""
    seen: Counter[str] = Counter()
    counted = []
    for pick in picks:
        name = label(pick)
        seen[name] += 1
        counted.append(seen[name])
    return counted


def label(pick: Pick, ordinal: int = 1) -> str:
    """Title and byline of a pick, numbered from the second of that name on."""
    words = _label(pick.title, pick.authors, pick.blog)
    return f"{words} ({ordinal})" if ordinal > 1 else words


@lru_cache(maxsize=_KEPT)
def _label(title: str, authors: tuple[str, ...], blog: str) -> str:
    by = _credit(authors, blog)[0]
    return _post_title(title) + (f", by {by}" if by else "")


def day_of(pick: Pick) -> str:
    """The day it came out; by UTC where an edition of an earlier version does not say."""
    if day := iso(pick.day):
        return day
    return pick.published.date().isoformat() if pick.published else ""
