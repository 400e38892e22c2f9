"""Files of the archive that are not pages: an edition as JSON, the site's map, the blogs that are followed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from roundup.curate.people import Registry
from roundup.model import Copy, Edition, Pick, Subscription
from roundup.render import wording
from roundup.render.address import address
from roundup.render.site.kept import Kept
from roundup.urls import is_public

_MAP = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
MOST_MAPPED = 50_000  # addresses in one map (https://www.sitemaps.org/protocol.html)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_encoded = msgspec.json.Encoder().encode


class _Quote(msgspec.Struct):
    paragraphs: tuple[str, ...]
    speaker: str


class _Pick(msgspec.Struct):
    """A pick as `edition.json` has it. An archive has thousands, and a struct is written in half the time of a dict."""

    title: str
    url: str
    authors: tuple[str, ...]
    blog: str
    published: str | None
    day: str
    section: str
    lead: str
    quotes: list[_Quote]
    remark: str
    tags: tuple[str, ...]
    archived_url: str
    archived: str | None


def edition_json(edition: Edition, kept: Kept | None = None) -> bytes:
    """The edition for other programs: what readers see, in the editors' Markdown and the quoted authors' words.

    A line for each pick, so that two versions can be compared.
    """
    picks = [_encoded(_pick(pick, kept.of(pick.url) if kept else None)) for pick in edition.picks]
    marks: dict[str, Any] = {
        "number": edition.number,
        "slug": edition.slug,
        "title": wording.title(edition),
        "date": wording.iso_day(edition),
        "url": address(edition.url),
        "language": wording.language(edition),
        "shape": edition.shape,
        "intro": edition.intro,
        "sign_off": edition.sign_off,
        "image": address(edition.image),
        "image_alt": edition.image_alt,
        "editors": edition.editors,
        "categories": edition.categories,
        "tags": edition.tags,
        "picks": msgspec.Raw(b"[\n" + b",\n".join(picks) + b"\n]"),
        "errata": [{"text": erratum.text, "day": erratum.day} for erratum in edition.errata],
    }
    return _encoded(marks) + b"\n"


def _pick(pick: Pick, copy: Copy | None) -> _Pick:
    return _Pick(
        wording.post_title(pick),
        address(pick.url),
        pick.authors,
        pick.blog,
        pick.published.isoformat() if pick.published else None,
        wording.day_of(pick),
        pick.section,
        pick.lead,
        [_Quote(quote.paragraphs, quote.speaker) for quote in pick.quotes],
        pick.remark,
        pick.tags,
        copy.url if copy else "",
        copy.made.isoformat() if copy and copy.made else None,
    )


def sitemap(pages: Iterable[tuple[str, str]]) -> bytes:
    """(absolute address, ISO day or "") of each page as a site map; more than the protocol allows are left out."""
    lines = []
    for url, day in list(pages)[:MOST_MAPPED]:
        changed = f"<lastmod>{_escape(day)}</lastmod>" if day else ""
        lines.append(f"<url><loc>{_escape(url)}</loc>{changed}</url>\n")
    return (_MAP + "".join(lines) + "</urlset>\n").encode()


def blogroll(subscriptions: Sequence[Subscription], registry: Registry) -> tuple[Subscription, ...]:
    """The subscriptions that may be shown: public addresses of blogs that are followed and did not opt out."""
    return tuple(
        feed
        for feed in subscriptions
        if not feed.paused
        and is_public(feed.url)
        and (not feed.site_url or is_public(feed.site_url))
        and not registry.opted_out((), feed.title, feed.site_url or feed.url)
    )


def opml(subscriptions: Sequence[Subscription], title: str) -> bytes:
    """The blogroll as OPML."""
    from roundup.subscriptions import write_opml

    return write_opml(subscriptions, title).encode("utf-8", "replace")
