"""Files of the archive that are not pages: an edition as JSON, the site's map, the blogs that are followed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

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


def edition_json(edition: Edition, kept: Kept | None = None) -> bytes:
    """The edition for other programs: what readers see, in the editors' Markdown and the quoted authors' words.

    A line for each pick, so that two versions can be compared.
    """
    import msgspec

    picks = [msgspec.json.encode(_pick(pick, kept.of(pick.url) if kept else None)) for pick in edition.picks]
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
    return msgspec.json.encode(marks) + b"\n"


def _pick(pick: Pick, copy: Copy | None) -> dict[str, Any]:
    return {
        "title": wording.post_title(pick),
        "url": address(pick.url),
        "authors": pick.authors,
        "blog": pick.blog,
        "published": pick.published.isoformat() if pick.published else None,
        "day": wording.day_of(pick),
        "section": pick.section,
        "lead": pick.lead,
        "quotes": [{"paragraphs": quote.paragraphs, "speaker": quote.speaker} for quote in pick.quotes],
        "remark": pick.remark,
        "tags": pick.tags,
        "archived_url": copy.url if copy else "",
        "archived": copy.made.isoformat() if copy and copy.made else None,
    }


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
