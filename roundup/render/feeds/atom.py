"""feed.xml: the newest editions, whole, for feed readers (Atom, RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from roundup.render import layout
from roundup.render.address import address
from roundup.render.feeds.issue import Issue, stamp
from roundup.render.options import Options


@dataclass(frozen=True, slots=True)
class Entry:
    """What the template knows of an edition: its words as `edition`, and the same set as HTML in `content`."""

    id: str
    url: str
    published: str
    updated: str
    edition: object
    content: str


def filename(options: Options) -> str:
    """As `[feeds] atom` says."""
    return options.feeds.atom


def render(issues: Sequence[Issue], options: Options) -> str:
    """The feed of these editions, newest first; the newest says what the feed is called and where it is."""
    from roundup.render.templating import environment, fill_from

    entries = [_entry(issue, options) for issue in issues]
    newest = issues[0]
    text = fill_from(
        environment(options.templates),
        "feed.xml.j2",
        feed=entries[0].edition,
        id=_feed_id(newest),
        updated=stamp(max(issue.updated for issue in issues)),
        entries=entries,
    )
    return text.strip() + "\n"


def _feed_id(newest: Issue) -> str:
    """The site's address is what a feed of it stays known by; without one, its name."""
    site = newest.edition.site_title or newest.edition.title
    return address(newest.edition.site_url) or uuid.uuid5(uuid.NAMESPACE_URL, f"roundup {site}").urn


def _entry(issue: Issue, options: Options) -> Entry:
    from roundup.render.dialects import Html
    from roundup.render.templating import fill
    from roundup.render.view import article

    view = article(issue.edition, Html(), options)
    html = layout.html(fill("fragment.html.j2", "parts/fragment.html.j2", view, options.templates))
    return Entry(issue.id, issue.url, stamp(issue.published), stamp(issue.updated), view, html)
