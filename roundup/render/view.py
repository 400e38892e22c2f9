"""Edition → Article: the same words, ready for templates.

A template only says what stands where. Which words, who said them, what is linked and how headings differ from one
another is settled here, once for all formats; a Dialect makes the words safe for the format they go into.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from markupsafe import Markup

from roundup.model import Edition, Pick, Quote
from roundup.render import manuscript
from roundup.render.address import address
from roundup.text import one_line

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_LONGEST_TITLE = 300
_LONGEST_NAME = 120
_LONGEST_DESCRIPTION = 200


class Dialect(Protocol):
    """How words become harmless in one kind of document."""

    def text(self, plain: str) -> Markup:
        """Plain words on one line."""
        ...

    def lines(self, plain: str) -> Markup:
        """Plain words whose line breaks count."""
        ...

    def prose(self, markdown: str, level: int) -> Markup:
        """An editor's Markdown; headings in it stand at `level` or below."""
        ...

    def address(self, url: str) -> Markup:
        """An address for a link, "" if it is none."""
        ...


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quotation: its paragraphs, and its speaker if somebody else than the post's author."""

    paragraphs: tuple[Markup, ...]
    speaker: Markup


@dataclass(frozen=True, slots=True)
class PickView:
    """A pick. `label` tells it from every other; `blog` is "" where it would repeat `byline`.

    `standfirst` and `comment` are lead and remark for the shapes that comment after the quote. `linked` says that the
    lead links to the post; `day` is ISO 8601, `date` the same in words.
    """

    number: int
    label: Markup
    title: Markup
    url: Markup
    byline: Markup
    blog: Markup
    day: Markup
    date: Markup
    section: Markup
    lead: Markup
    remark: Markup
    standfirst: Markup
    comment: Markup
    linked: bool
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The picks of one section, in their order; `name` is "" for picks that are in none."""

    name: Markup
    picks: tuple[PickView, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """What templates know as `edition`. `headed` says that its picks lie in named sections."""

    number: int
    title: Markup
    shape: str
    language: str
    day: Markup
    date: Markup
    url: Markup
    site_title: Markup
    site_url: Markup
    description: Markup
    intro: Markup
    sign_off: Markup
    image: Markup
    image_alt: Markup
    editors: Markup
    categories: tuple[Markup, ...]
    tags: tuple[Markup, ...]
    picks: tuple[PickView, ...]
    groups: tuple[Group, ...]
    headed: bool


def article(edition: Edition, dialect: Dialect) -> Article:
    """The edition in the words and spelling of `dialect`."""
    text, labels = dialect.text, _labels(edition.picks)
    headed = any(pick.section.strip() for pick in edition.picks)
    level = 2 + (edition.shape != "list") + (headed and edition.shape in ("card", "list"))
    picks = tuple(_pick(place, pick, labels[place - 1], level, dialect) for place, pick in enumerate(edition.picks, 1))
    return Article(
        number=edition.number,
        title=text(title(edition)),
        shape=edition.shape,
        language=edition.language if _LANGUAGE.fullmatch(edition.language) else "en-GB",
        day=text(iso_day(edition)),
        date=text(in_words(edition.date)),
        url=dialect.address(edition.url),
        site_title=text(one_line(edition.site_title, _LONGEST_TITLE)),
        site_url=dialect.address(edition.site_url),
        description=text(description(edition)),
        intro=dialect.prose(edition.intro, 2),
        sign_off=dialect.prose(edition.sign_off, 2),
        image=dialect.address(edition.image),
        image_alt=text(one_line(edition.image_alt, _LONGEST_TITLE)),
        editors=text(joined(edition.editors)),
        categories=tuple(map(text, names(edition.categories))),
        tags=tuple(map(text, names(edition.tags))),
        picks=picks,
        groups=_groups(picks),
        headed=headed,
    )


# ---------------------------------------------------------------- plain words, which front matter needs as well


def title(edition: Edition) -> str:
    """The edition's title on one line, never empty."""
    return one_line(edition.title, _LONGEST_TITLE) or f"Edition {edition.number}"


def name(text: str) -> str:
    """A name (of a person, a blog, a tag) on one line."""
    return one_line(text, _LONGEST_NAME)


def names(texts: Sequence[str]) -> tuple[str, ...]:
    """Names without blanks and repetitions."""
    return tuple(dict.fromkeys(filter(None, map(name, texts))))


def joined(texts: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    *most, last = names(texts) or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def description(edition: Edition) -> str:
    """The first words of the introduction, for search engines and previews."""
    return one_line(manuscript.plain(manuscript.read(edition.intro)), _LONGEST_DESCRIPTION)


def iso_day(edition: Edition) -> str:
    """The edition's day if it is one (ISO 8601), else ""."""
    return edition.date if _day(edition.date) else ""


def in_words(iso: str) -> str:
    """2026-11-20 → 20 November 2026; what is no day stays as it is."""
    day = _day(iso)
    return f"{day.day} {day:%B %Y}" if day else name(iso)


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


# ---------------------------------------------------------------- picks


def _post_title(pick: Pick) -> str:
    return one_line(pick.title, _LONGEST_TITLE) or "Untitled post"


def _byline(pick: Pick) -> str:
    return joined(pick.authors) or name(pick.blog)


def _labels(picks: Sequence[Pick]) -> list[str]:
    """Title and author of each pick, numbered where two would be the same: headings must tell picks apart."""
    labels: list[str] = []
    seen: Counter[str] = Counter()
    for pick in picks:
        label = ", by ".join(filter(None, (_post_title(pick), _byline(pick))))
        seen[label] += 1
        labels.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return labels


def _day_of(pick: Pick) -> str:
    """The day it came out; by UTC where an edition of an earlier version does not say."""
    if _day(pick.day):
        return pick.day
    return pick.published.date().isoformat() if pick.published else ""


def _pick(number: int, pick: Pick, label: str, level: int, dialect: Dialect) -> PickView:
    byline, day = _byline(pick), _day_of(pick)
    # A blog often bears its author's name, and “Ada Example, Ada Example” helps nobody.
    blog = name(pick.blog)
    lead, remark = dialect.prose(pick.lead, level), dialect.prose(pick.remark, level)
    # Essays put the lead before the quotation and most leads read only there; a card comments after it.
    opens = bool(lead) and (bool(remark) or _leads_in(pick.lead))
    return PickView(
        number=number,
        label=dialect.text(label),
        title=dialect.text(_post_title(pick)),
        url=dialect.address(pick.url),
        byline=dialect.text(byline),
        blog=dialect.text(blog if blog.casefold() != byline.casefold() else ""),
        day=dialect.text(day),
        date=dialect.text(in_words(day)),
        section=dialect.text(name(pick.section)),
        lead=lead,
        remark=remark,
        standfirst=lead if opens else Markup(),
        comment=remark if opens else lead or remark,
        linked=address(pick.url) in manuscript.links(manuscript.read(pick.lead)),
        quotes=tuple(filter(lambda quote: quote.paragraphs, (_quote(quote, byline, dialect) for quote in pick.quotes))),
    )


def _leads_in(lead: str) -> bool:
    """Whether a lead-in ends on a colon, so that only the quote can follow it."""
    return manuscript.plain(manuscript.read(lead)).endswith(":")


def _quote(quote: Quote, byline: str, dialect: Dialect) -> QuoteView:
    speaker = name(quote.speaker)
    return QuoteView(
        paragraphs=tuple(filter(None, (dialect.lines(paragraph) for paragraph in quote.paragraphs))),
        speaker=dialect.text(speaker if speaker.casefold() != byline.casefold() else ""),
    )


def _groups(picks: Sequence[PickView]) -> tuple[Group, ...]:
    """Sections in the order in which they first occur."""
    sections = dict.fromkeys(pick.section for pick in picks)
    return tuple(Group(section, tuple(p for p in picks if p.section == section)) for section in sections)
