"""feed.xml: the newest editions, whole, for feed readers (Atom, RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from roundup.render import layout
from roundup.render.address import address
from roundup.render.feeds.issue import Issue, stamp
from roundup.render.memory import Memory
from roundup.render.options import Options

if TYPE_CHECKING:
    from roundup.render.view import Article


class Entry:
    """What the templates know of an edition: its words as `edition`, and the same set as HTML in `content`.

    Only what a template asks for is made. `xml` is the entry as entry.xml.j2 has it, from memory if it can be.
    """

    def __init__(self, issue: Issue, options: Options, memory: Memory) -> None:
        self._issue, self._options, self._memory = issue, options, memory
        self.id, self.url = issue.id, issue.url
        self.published, self.updated = stamp(issue.published), stamp(issue.updated)

    @cached_property
    def edition(self) -> Article:
        from roundup.render.dialects import Html
        from roundup.render.view import article

        return article(self._issue.edition, Html(), self._options)

    @cached_property
    def content(self) -> str:
        from roundup.render.templating import fill

        return layout.html(fill("fragment.html.j2", "parts/fragment.html.j2", self.edition, self._options.templates))

    @property
    def xml(self) -> Markup:
        return Markup(self._memory.text("atom", self._issue, self._set))  # noqa: S704 - what our own templates made

    def _set(self) -> str:
        from roundup.render.templating import environment, fill_from

        return fill_from(environment(self._options.templates), "entry.xml.j2", entry=self).strip()


def filename(options: Options) -> str:
    """As `[feeds] atom` says."""
    return options.feeds.atom


def render(issues: Sequence[Issue], options: Options, memory: Memory) -> str:
    """The feed of these editions, newest first; the newest says what the feed is called and where it is."""
    from roundup.render.templating import environment, fill_from

    entries = [Entry(issue, options, memory) for issue in issues]
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
