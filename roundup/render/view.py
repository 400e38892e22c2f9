"""Edition → Article: the same words, ready for templates.

A template only says what stands where. Which words, who said them, what is linked and how headings differ from one
another is settled here, once for all formats; a Dialect makes the words safe for the format they go into.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from markupsafe import Markup

from roundup.dataclass import dataclass
from roundup.model import Edition, Erratum, Pick, Quote
from roundup.render import manuscript, wording
from roundup.render.address import address
from roundup.render.options import Options
from roundup.render.textfragment import passage_address
from roundup.render.wording import name
from roundup.text import one_line


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

    def spelled(self, url: str) -> Markup:
        """An address that is known to be one."""
        ...


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quotation: its paragraphs, and its speaker if somebody else than the post's author.

    `passage` leads to where it stands in the post, "" if that is not known or not wanted.
    """

    paragraphs: tuple[Markup, ...]
    speaker: Markup
    passage: Markup


@dataclass(frozen=True, slots=True)
class CopyView:
    """A copy that is linked where the `original` is gone: its `date` in words ("" if unknown), and who keeps it."""

    original: Markup
    date: Markup
    keeper: Markup


@dataclass(frozen=True, slots=True)
class PickView:
    """A pick. `label` (title and byline) tells it from every other; `blog` is "" where it would repeat `byline`.

    `apart` is what `label` has after the title, `twin` the number it ends on where there is another by that name.
    `standfirst` and `comment` are lead and remark for the shapes that comment after the quote. `linked` says that the
    lead links to the post; `day` is ISO 8601, `date` the same in words. `kept` is, in the archive, the copy
    that `url` leads to.
    """

    number: int
    label: Markup
    apart: Markup
    twin: Markup
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
    kept: CopyView | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The picks of one section, in their order; `name` is "" for picks that are in none."""

    name: Markup
    picks: tuple[PickView, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right after the edition was closed."""

    day: Markup
    date: Markup
    text: Markup


@dataclass(frozen=True, slots=True)
class Article:
    """What templates know as `edition`. `headed` says that its picks lie in named sections.

    `atom` and `picks_feed` are the addresses of the feeds it is in, "" where there are none.
    """

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
    corrections: tuple[Correction, ...]
    atom: Markup
    picks_feed: Markup


_NOTHING = Markup()


def article(edition: Edition, dialect: Dialect, options: Options | None = None) -> Article:
    """The edition in the words and spelling of `dialect`."""
    wanted, text = options or Options(), dialect.text
    headed = any(pick.section.strip() for pick in edition.picks)
    level = 2 + (edition.shape != "list") + (headed and edition.shape in ("card", "list"))
    passages = edition.shape in wanted.render.passage_links
    labelled = zip(edition.picks, wording.labels(edition.picks), strict=True)
    picks = tuple([_pick(n, pick, label, level, dialect, passages) for n, (pick, label) in enumerate(labelled, 1)])
    return Article(
        number=edition.number,
        title=text(wording.title(edition)),
        shape=edition.shape,
        language=wording.language(edition),
        day=text(wording.iso_day(edition)),
        date=text(wording.in_words(edition.date)),
        url=dialect.address(edition.url),
        site_title=text(one_line(edition.site_title, wording.LONGEST_TITLE)),
        site_url=dialect.address(edition.site_url),
        description=text(wording.description(edition)),
        intro=dialect.prose(edition.intro, 2),
        sign_off=dialect.prose(edition.sign_off, 2),
        image=dialect.address(edition.image),
        image_alt=text(one_line(edition.image_alt, wording.LONGEST_TITLE)),
        editors=text(wording.joined(edition.editors)),
        categories=tuple(map(text, wording.names(edition.categories))),
        tags=tuple(map(text, wording.names(edition.tags))),
        picks=picks,
        groups=_groups(picks),
        headed=headed,
        corrections=tuple(_correction(erratum, dialect) for erratum in edition.errata),
        atom=dialect.address(feed_address(edition.site_url, wanted.feeds.atom)),
        picks_feed=dialect.address(feed_address(edition.site_url, wanted.feeds.picks)),
    )


def feed_address(site_url: str, file: str) -> str:
    """Where a feed of the site is, "" if there is none."""
    return f"{site_url.rstrip('/')}/{file}" if site_url and file else ""


def _pick(number: int, pick: Pick, label: tuple[str, int], level: int, dialect: Dialect, passages: bool) -> PickView:
    text, (words, ordinal) = dialect.text, label
    byline, by, blog = wording.credit(pick)
    day, url = wording.day_of(pick), address(pick.url)
    twin = f"({ordinal})" if ordinal > 1 else ""
    lead = dialect.prose(pick.lead, level)
    remark = dialect.prose(pick.remark, level) if pick.remark else _NOTHING
    # Essays put the lead before the quotation and most leads read only there; a card comments after it.
    opens = bool(lead) and (bool(remark) or _leads_in(pick.lead, level))
    quotes = [_quote(quote, pick, dialect, passages) for quote in pick.quotes]
    return PickView(
        number=number,
        label=text(words),
        apart=text(f"{by} {twin}".strip() if twin else by),
        twin=text(twin) if twin else _NOTHING,
        title=text(wording.post_title(pick)),
        url=dialect.spelled(url),
        byline=text(byline),
        blog=text(blog),
        day=text(day),
        date=text(wording.in_words(day)),
        section=text(name(pick.section)) if pick.section else _NOTHING,
        lead=lead,
        remark=remark,
        standfirst=lead if opens else _NOTHING,
        comment=remark if opens else lead or remark,
        linked=url in manuscript.linked(pick.lead, level=level),
        quotes=tuple([quote for quote in quotes if quote.paragraphs]),
    )


def _leads_in(lead: str, level: int) -> bool:
    """Whether a lead-in ends on a colon, so that only the quote can follow it."""
    # Read as it is read for its words, so that it is read once.
    return manuscript.words(lead, level=level).endswith(":")


def _quote(quote: Quote, pick: Pick, dialect: Dialect, passages: bool) -> QuoteView:
    speaker = name(quote.speaker) if quote.speaker else ""
    if speaker and speaker.casefold() == wording.byline(pick).casefold():
        speaker = ""
    passage = passage_address(address(pick.url), quote) if passages else ""
    return QuoteView(
        paragraphs=tuple(filter(None, map(dialect.lines, quote.paragraphs))),
        speaker=dialect.text(speaker) if speaker else _NOTHING,
        passage=dialect.spelled(passage) if passage else _NOTHING,
    )


def _correction(erratum: Erratum, dialect: Dialect) -> Correction:
    day = wording.iso(erratum.day)
    return Correction(dialect.text(day), dialect.text(wording.in_words(day)), dialect.prose(erratum.text, 3))


def _groups(picks: Sequence[PickView]) -> tuple[Group, ...]:
    """Sections in the order in which they first occur."""
    sections: dict[Markup, list[PickView]] = {}
    for pick in picks:
        sections.setdefault(pick.section, []).append(pick)
    return tuple(Group(section, tuple(found)) for section, found in sections.items())
