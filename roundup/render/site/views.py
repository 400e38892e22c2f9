"""The archive as its templates see it: words made safe, addresses relative to the page they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from roundup.dataclass import dataclass, replace
from roundup.render import simple, wording
from roundup.render.dialects import Html
from roundup.render.escaping import escaped, safe
from roundup.render.site.archive import Featured, Place, Topic
from roundup.render.site.kept import Kept
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.render.view import PickView

_LONGEST_TEASER = 400  # characters of an introduction shown in a list


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of the site's navigation, named after the kind of page; `current` on that page itself."""

    name: str
    href: Markup
    current: bool = False


@dataclass(frozen=True, slots=True)
class SiteView:
    """What templates know as `site`. `root` leads from the page to the archive's own folder ("", "../").

    `atom`, `picks_feed` and `opml` lead to files of the archive, "" where there is none. `navigation` and `feed_links`
    are what site/nav.html.j2 and site/feeds.html.j2 make of the rest: the same on all pages of a kind.
    """

    title: Markup
    url: Markup
    language: str
    root: str
    nav: tuple[NavLink, ...]
    atom: str = ""
    picks_feed: str = ""
    opml: str = ""
    navigation: Markup = Markup()
    feed_links: Markup = Markup()


@dataclass(frozen=True, slots=True)
class PageView:
    """What templates know as `page`: the kind of page, and its canonical address ("" if unknown)."""

    kind: str
    canonical: Markup


@dataclass(frozen=True, slots=True)
class EntryView:
    """A pick in a list: the post, and `href`, where it stands in the edition of the day `edition`."""

    number: int
    title: Markup
    url: Markup
    byline: Markup
    blog: Markup
    href: Markup
    edition: Markup


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition in a list; `teaser` are the first words of its introduction."""

    number: int
    title: Markup
    href: Markup
    day: Markup
    date: Markup
    teaser: Markup
    special: bool
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class TopicView:
    """A person, blog, tag or year in a list: how many picks, and the date of the latest edition."""

    name: Markup
    href: Markup
    count: int
    editions: int
    latest: Markup


@dataclass(frozen=True, slots=True)
class Letter:
    """Topics whose names begin alike; `name` is what they begin with."""

    name: Markup
    topics: tuple[TopicView, ...]


@dataclass(frozen=True, slots=True)
class FeedView:
    """A blog that is followed; `site` may be empty."""

    title: Markup
    url: Markup
    site: Markup


@dataclass(frozen=True, slots=True)
class FolderView:
    """Followed blogs of one folder; `name` is "" for those in none."""

    name: Markup
    feeds: tuple[FeedView, ...]


@dataclass(slots=True)
class Viewer:
    """Makes views for pages that lie `root` below the archive's folder; the same pick is the same value everywhere."""

    root: str
    kept: Kept = field(default_factory=Kept)
    html: Html = field(default_factory=Html)
    _entries: dict[tuple[str, int], EntryView] = field(default_factory=dict)
    _days: dict[str, tuple[Markup, Markup]] = field(default_factory=dict)
    _editions: dict[str, EditionView] = field(default_factory=dict)
    _topics: dict[tuple[str, str], TopicView] = field(default_factory=dict)
    _known: Viewer | None = None

    def at(self, root: str) -> Viewer:
        """One for pages that lie elsewhere, which takes over what this one knows."""
        return Viewer(root, self.kept, self.html, _known=self)

    def href(self, path: str) -> Markup:
        """A link to a page of the archive."""
        return escaped(self.root + quote(path, safe="/#-._~"))

    def edition(self, place: Place, *, entries: bool = False) -> EditionView:
        if place.folder not in self._editions:
            self._editions[place.folder] = self._edition(place)
        listed = self._editions[place.folder]
        if not entries:
            return listed
        picks = enumerate(place.edition.picks, start=1)
        return replace(listed, entries=tuple(self.entry(Featured(place, number, pick)) for number, pick in picks))

    def _edition(self, place: Place) -> EditionView:
        edition, text = place.edition, self.html.text
        return EditionView(
            number=edition.number,
            title=text(wording.title(edition)),
            href=self.href(page_of(place)),
            day=text(wording.iso_day(edition)),
            date=text(wording.in_words(edition.date)),
            teaser=text(teaser(edition.intro)),
            special=place.special,
            entries=(),
        )

    def learn(self, place: Place, picks: Sequence[PickView]) -> None:
        """What the page of an edition shows of its picks: lists need not look for the same words again."""
        page, day = self._day(place)
        for pick in picks:
            self._entries[place.folder, pick.number] = _listed(pick, page, day)

    def entry(self, featured: Featured) -> EntryView:
        key = (featured.place.folder, featured.number)
        found = self._entries.get(key)
        if found is None:
            known = self._known._entries.get(key) if self._known else None
            found = _listed(known, *self._day(featured.place)) if known else self._entry(featured)
            self._entries[key] = found
        return found

    def _entry(self, featured: Featured) -> EntryView:
        pick, text = featured.pick, self.html.text
        byline, _, blog = wording.credit(pick)
        page, day = self._day(featured.place)
        return EntryView(
            number=featured.number,
            title=text(wording.post_title(pick)),
            url=self.html.address(self.kept.link(pick.url)),
            byline=text(byline),
            blog=text(blog),
            href=_at_pick(page, featured.number),
            edition=day,
        )

    def _day(self, place: Place) -> tuple[Markup, Markup]:
        """Where the page of an edition is, and its day in words."""
        found = self._days.get(place.folder)
        if found is None:
            date = self.html.text(wording.in_words(place.edition.date))
            found = self._days[place.folder] = (self.href(page_of(place)), date)
        return found

    def topic(self, topic: Topic, folder: str) -> TopicView:
        key = (folder, topic.slug)
        if key not in self._topics:
            self._topics[key] = self._topic(topic, folder)
        return self._topics[key]

    def _topic(self, topic: Topic, folder: str) -> TopicView:
        text = self.html.text
        # Both lists have the newest first.
        newest = (*(featured.place for featured in topic.featured[:1]), *topic.editions[:1])
        latest = max((place.edition.date for place in newest), default="")
        return TopicView(
            name=text(topic.name),
            href=self.href(f"{folder}/{topic.slug}.html"),
            count=len(topic.featured),
            editions=len(topic.editions),
            latest=text(wording.in_words(latest)),
        )

    def letters(self, topics: Sequence[Topic], folder: str) -> tuple[Letter, ...]:
        """Topics by the first character of their names, in the order they come in."""
        drawers: dict[str, list[TopicView]] = {}
        for topic in topics:
            drawers.setdefault(topic.name[:1].upper() or "?", []).append(self.topic(topic, folder))
        return tuple(Letter(self.html.text(name), tuple(found)) for name, found in drawers.items())


def _listed(shown: PickView | EntryView, page: Markup, day: Markup) -> EntryView:
    """A pick as lists have it that lead to its edition of that day at `page`."""
    href = _at_pick(page, shown.number)
    return EntryView(shown.number, shown.title, shown.url, shown.byline, shown.blog, href, day)


def _at_pick(page: Markup, number: int) -> Markup:
    """Where a pick stands on the page of its edition."""
    return safe(f"{page}#pick-{number}")


def page_of(place: Place) -> str:
    """The path of an edition's page. Named whole, so that the archive can be read from a folder on disk."""
    return f"{place.folder}/index.html"


def teaser(markdown: str, limit: int = _LONGEST_TEASER) -> str:
    """The first words of an editor's Markdown."""
    return one_line(words(markdown[: 4 * limit]), limit)


def words(markdown: str) -> str:
    """The words of an editor's Markdown, near enough to list and search them."""
    at_once = simple.read(markdown) if markdown else None
    if at_once or not markdown:
        return at_once.words if at_once else ""
    from roundup.curate.links import plain

    return plain(markdown)
