"""The pages of the archive, each planned by one function: what it is made of, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from roundup.dataclass import replace
from roundup.model import Edition, FrozenEdition
from roundup.render import layout, wording
from roundup.render.escaping import safe
from roundup.render.memory import Memory
from roundup.render.site import files, search
from roundup.render.site.archive import Index, Place, Topic, digest, index, places
from roundup.render.site.parts import parts
from roundup.render.site.planned import Archive, Planned, stamp
from roundup.render.site.views import FeedView, FolderView, NavLink, PageView, SiteView, Viewer, page_of

if TYPE_CHECKING:
    from markupsafe import Markup

    from roundup.render.sandbox import Sandbox

RECENT = 12  # editions listed on the first page
# The kinds of pages navigation leads to, in its order.
NAV = ("index", "archive", "people", "blogs", "tags", "blogroll", "search")


def plan(archive: Archive, memory: Memory | None = None) -> tuple[Planned, ...]:
    """Every file of the site, by path. Nothing is rendered yet; `memory` has what was made of editions before."""
    site = _Site(archive, memory or Memory())
    planned = (*site.editions(), *site.lists(), *site.topics(), *site.single(), *site.news(), *site.searchable())
    mapped = site.map(planned)
    return tuple(sorted((*planned, *mapped), key=lambda each: each.path))


class _Site:
    def __init__(self, archive: Archive, memory: Memory) -> None:
        self.archive, self.memory = archive, memory
        self.views: dict[tuple[str, str], SiteView] = {}
        self.index: Index = index(places(archive.closed, archive.specials, archive.kept.mark), archive.registry)
        self.feeds = files.blogroll(archive.subscriptions, archive.registry)
        self.below = Viewer("../", archive.kept)  # where most pages lie
        self.here = self.below.at("")
        self.viewers = (self.here, self.below, self.below.at("../../"))
        self.feed_files = _feed_files(archive)
        self.marks = {id(topic): topic.mark() for topics in _kinds(self.index) for topic in topics}
        self.nav = tuple(name for name in NAV if name not in ("people", "blogs", "tags") or getattr(self.index, name))
        if not self.feeds:
            self.nav = tuple(name for name in self.nav if name != "blogroll")
        self.stamp = self.memory.stamp = digest(stamp(archive), *self.nav)

    # ------------------------------------------------------------ what pages have in common

    def page(self, path: str, template: str, mark: str, values: Callable[[Viewer], Mapping[str, object]]) -> Planned:
        """A page at `path` set by `template`; `mark` is of all that is its own."""
        viewer = self.viewers[path.count("/")]
        kind = template.removesuffix(".html.j2")

        def make() -> bytes:
            names = {"site": self.view(viewer, kind), "page": self.about(path, kind), **values(viewer)}
            return self.filled(f"site/{template}", names)

        return Planned(path, digest(self.stamp, mark), make)

    def filled(self, template: str, names: Mapping[str, object]) -> bytes:
        """The page that a template makes of what it is given."""
        from roundup.render.templating import encoded_from

        return layout.encoded_html(encoded_from(self.environment, template, **names))

    @cached_property
    def environment(self) -> Sandbox:
        from roundup.render.templating import environment

        return environment(self.archive.options.templates)

    def view(self, viewer: Viewer, kind: str) -> SiteView:
        """The site as a page sees it; the same for all pages of a kind in a folder."""
        key = (viewer.root, kind)
        if key not in self.views:
            self.views[key] = self.made_view(viewer, kind)
        return self.views[key]

    def made_view(self, viewer: Viewer, kind: str) -> SiteView:
        text = viewer.html.text
        view = SiteView(
            title=text(self.archive.title),
            url=viewer.html.address(self.archive.base),
            language=_language(self.archive),
            root=viewer.root,
            nav=tuple(NavLink(name, viewer.href(f"{name}.html"), name == kind) for name in self.nav),
            atom=viewer.href(self.feed_files["atom"]) if "atom" in self.feed_files else "",
            picks_feed=viewer.href(self.feed_files["picks"]) if "picks" in self.feed_files else "",
            opml=viewer.href("blogroll.opml") if self.feeds else "",
        )
        navigation, feeds = self.piece("site/nav.html.j2", view), self.piece("site/feeds.html.j2", view)
        return replace(view, navigation=navigation, feed_links=feeds)

    def piece(self, template: str, site: SiteView) -> Markup:
        """What a template makes of the site alone."""
        from roundup.render.templating import fill_from

        return safe(fill_from(self.environment, template, site=site))

    def about(self, path: str, kind: str) -> PageView:
        canonical = self.archive.base and self.archive.base + ("" if path == "index.html" else path)
        return PageView(kind, self.here.html.address(canonical))

    # ------------------------------------------------------------ editions

    def editions(self) -> Iterator[Planned]:
        """Each edition as a page and as JSON."""
        of_edition = self.topics_of_editions()
        alone = [(None, place, None) for place in self.index.places if place.special]
        for newer, place, older in (*_neighbours(self.index.weekly), *alone):
            topics = of_edition.get(place.folder, ((), ()))
            beside = [place.digest, *(f"{each.folder} {each.edition.date}" for each in (newer, older) if each)]
            named = [f"{topic.slug} {topic.name}" for kind in topics for topic in kind]
            make = _later(self.edition_page, place, newer, older, topics)
            yield Planned(page_of(place), digest(self.stamp, str(newer is None), *beside, *named), make)
            make = _later(self.edition_file, place)
            yield Planned(f"{place.folder}/edition.json", digest(self.stamp, place.digest), make)

    def edition_page(
        self, place: Place, newer: Place | None, older: Place | None, topics: tuple[Sequence[Topic], Sequence[Topic]]
    ) -> bytes:
        """The edition as `post.html` has it, with the ways through the archive around it."""
        from roundup.render.linkeddata import linked_data
        from roundup.render.view import article

        edition, viewer, options = self.addressed(place), self.below, self.archive.options
        kept = self.archive.kept
        shown = article(kept.led(edition), viewer.html, options)
        viewer.learn(place, shown.picks)
        names = {
            "edition": kept.told(shown, edition, viewer.html),
            "linked_data": linked_data(edition),
            "parts": "parts/page.html.j2",
            "site": self.view(viewer, "edition"),
            "newer": viewer.edition(newer) if newer else None,
            "older": viewer.edition(older) if older else None,
            "people": tuple(viewer.topic(topic, "people") for topic in topics[0]),
            "tags": tuple(viewer.topic(topic, "tags") for topic in topics[1]),
        }
        return self.filled("site/edition.html.j2", names)

    def edition_file(self, place: Place) -> bytes:
        """The edition for other programs."""
        return files.edition_json(self.addressed(place), self.archive.kept)

    def addressed(self, place: Place) -> Edition:
        """The edition with its address, if the desk has one by now."""
        url = place.edition.url or (f"{self.archive.base}{place.folder}/" if self.archive.base else "")
        return replace(place.edition, url=url, site_url=self.archive.url or place.edition.site_url)

    def topics_of_editions(self) -> dict[str, tuple[list[Topic], list[Topic]]]:
        """folder → the people in the edition, and the tags it is filed under."""
        found: dict[str, tuple[list[Topic], list[Topic]]] = {}
        for topic in self.index.people:
            for folder in dict.fromkeys(featured.place.folder for featured in topic.featured):
                found.setdefault(folder, ([], []))[0].append(topic)
        for topic in self.index.tags:
            for place in topic.editions:
                found.setdefault(place.folder, ([], []))[1].append(topic)
        return found

    # ------------------------------------------------------------ lists

    def lists(self) -> Iterator[Planned]:
        """The pages that list editions and topics."""
        found = self.index
        recent = found.places[:RECENT]
        marks = [digest(*(f"{topic.slug} {self.marks[id(topic)]}" for topic in topics)) for topics in _kinds(found)]
        yield self.page(
            "index.html",
            "index.html.j2",
            digest(str(len(found.places)), *(place.digest for place in recent)),
            lambda viewer: {
                "newest": viewer.edition(recent[0], entries=True) if recent else None,
                "editions": tuple(viewer.edition(place) for place in recent[1:]),
                "count": len(found.places),
            },
        )
        yield self.page(
            "archive.html",
            "archive.html.j2",
            marks[0],
            lambda viewer: {
                "years": tuple(viewer.topic(year, "years") for year in found.years),
                "specials": tuple(viewer.edition(place) for place in found.places if place.special),
            },
        )
        for name, topics, mark in zip(("people", "blogs", "tags"), _kinds(found)[1:], marks[1:], strict=True):
            if topics:
                yield self.page(f"{name}.html", f"{name}.html.j2", mark, _letters(topics, name))

    def topics(self) -> Iterator[Planned]:
        """A page for each year, person, blog and tag."""
        for folder, template, topics in zip(
            ("years", "people", "blogs", "tags"),
            ("year.html.j2", "person.html.j2", "blog.html.j2", "tag.html.j2"),
            _kinds(self.index),
            strict=True,
        ):
            for topic in topics:
                front, *earlier = parts(topic) if folder != "years" else (topic,)
                mark = digest(front.mark() if earlier else self.marks[id(topic)], *map(_size, (topic, *earlier)))
                values = _topic(front, topic, folder, earlier)
                yield self.page(f"{folder}/{front.slug}.html", template, mark, values)
                for part in earlier:
                    mark = digest(topic.name, part.mark())
                    yield self.page(f"{folder}/{part.slug}.html", template, mark, _topic(part, topic, folder))

    # ------------------------------------------------------------ the rest

    def single(self) -> Iterator[Planned]:
        """The blogroll, and what is shown where there is nothing."""
        if self.feeds:
            mark = digest(*(f"{feed.url} {feed.title} {feed.site_url} {feed.tags}" for feed in self.feeds))
            yield self.page("blogroll.html", "blogroll.html.j2", mark, self.blogroll)
            make = _later(files.opml, self.feeds, self.archive.title)
            yield Planned("blogroll.opml", digest(self.stamp, mark), make)
        lost = self.page("404.html", "404.html.j2", "", lambda _: {})
        # It is shown for any missing address, however deep: only whole paths lead back from there.
        viewer = Viewer(f"{urlsplit(self.archive.base).path or '/'}" if self.archive.base else "")
        yield replace(lost, make=_later(self.lost, viewer))

    def news(self) -> Iterator[Planned]:
        """The feeds: of whole editions, of single picks."""
        newest = sorted(self.archive.closed, key=lambda frozen: frozen.edition.number)[
            -self.archive.options.feeds.editions :
        ]
        marks = [f"{frozen.edition.number} {frozen.frozen_at} {frozen.published_at} {frozen.url}" for frozen in newest]
        places = {place.edition.number: place.digest for place in self.index.weekly}
        mark = digest(*marks, *(places[frozen.edition.number] for frozen in newest))
        for name, path in self.feed_files.items():
            yield Planned(path, digest(self.stamp, mark), _later(_feed, newest, self.archive, name, self.memory))

    def lost(self, viewer: Viewer) -> bytes:
        names = {"site": self.view(viewer, "404"), "page": PageView("404", viewer.html.text(""))}
        return self.filled("site/404.html.j2", names)

    def blogroll(self, viewer: Viewer) -> dict[str, object]:
        folders: dict[str, list[FeedView]] = {}
        text, address = viewer.html.text, viewer.html.address
        for feed in sorted(self.feeds, key=lambda each: each.title.casefold()):
            view = FeedView(text(wording.name(feed.title) or feed.url), address(feed.url), address(feed.site_url))
            for tag in feed.tags or ("",):
                folders.setdefault(wording.name(tag), []).append(view)
        named = sorted(folders.items(), key=lambda each: (each[0] == "", each[0].casefold()))
        return {"folders": tuple(FolderView(text(name), tuple(feeds)) for name, feeds in named)}

    def searchable(self) -> Iterator[Planned]:
        """The search page, and what it looks through, a file a year."""
        years = [year for year in self.index.years if any(not place.special for place in year.editions)]
        mark = digest(*(year.slug for year in years))
        names = [year.slug for year in years]
        hidden = [repr(person) for person in self.archive.registry.people if person.opted_out]
        yield self.page(
            "search.html", "search.html.j2", mark, lambda viewer: {"years": tuple(map(viewer.html.text, names))}
        )
        for year in years:
            weekly = [place for place in year.editions if not place.special]
            # Only the year that is going on is made again and again.
            make = _later(search.year_file, weekly, self.archive.registry, self.memory if year is years[0] else None)
            mark = digest(self.stamp, self.marks[id(year)], *hidden)
            yield Planned(f"search/{year.slug}.js", mark, make)

    def map(self, planned: Sequence[Planned]) -> Iterator[Planned]:
        """sitemap.xml, if the site has an address."""
        if not self.archive.base:
            return
        days = {page_of(place): _changed(place.edition) for place in self.index.places}
        pages = [p.path for p in planned if p.path.endswith(".html") and p.path not in ("404.html", "search.html")]
        mapped = sorted((_short(path), days.get(path, "")) for path in pages)
        make = _later(files.sitemap, [(self.archive.base + path, day) for path, day in mapped])
        yield Planned("sitemap.xml", digest(self.stamp, repr(mapped)), make)


def _kinds(found: Index) -> tuple[tuple[Topic, ...], ...]:
    return (found.years, found.people, found.blogs, found.tags)


def _letters(topics: Sequence[Topic], folder: str) -> Callable[[Viewer], Mapping[str, object]]:
    return lambda viewer: {"letters": viewer.letters(topics, folder), "count": len(topics)}


def _topic(
    part: Topic, whole: Topic, folder: str, earlier: Sequence[Topic] = ()
) -> Callable[[Viewer], Mapping[str, object]]:
    """What the page of a part of a topic shows: `part` is the year it is of, "" on the topic's own page."""

    def values(viewer: Viewer) -> Mapping[str, object]:
        return {
            "topic": viewer.topic(whole, folder),
            "part": viewer.html.text(part.name if part.slug != whole.slug else ""),
            "entries": tuple(map(viewer.entry, part.featured)),
            "editions": tuple(viewer.edition(place, entries=folder == "years") for place in part.editions),
            "earlier": tuple(viewer.topic(each, folder) for each in earlier),
        }

    return values


def _size(topic: Topic) -> str:
    return f"{topic.slug} {len(topic.featured)} {len(topic.editions)}"


def _feed_files(archive: Archive) -> dict[str, str]:
    """feed → its file, of those that the desk wants and that lie in the site."""
    from roundup.render.feeds import FEEDS

    named = {name: feed.filename(archive.options) for name, feed in FEEDS.items()} if archive.closed else {}
    return {name: file for name, file in named.items() if file and "/" not in file and "\\" not in file}


def _feed(newest: Sequence[FrozenEdition], archive: Archive, name: str, memory: Memory) -> bytes:
    from roundup.render.feeds import render_feeds

    return render_feeds(newest, archive.options, formats=[name], memory=memory)[0].content


def _neighbours(found: Sequence[Place]) -> Iterable[tuple[Place | None, Place, Place | None]]:
    """(newer, edition, older), the newest first."""
    return zip((None, *found), found, (*found[1:], None), strict=False)


def _changed(edition: Edition) -> str:
    return max(wording.iso(day) for day in (edition.date, *(erratum.day for erratum in edition.errata)))


def _short(path: str) -> str:
    return path.removesuffix("index.html")


def _later(make: Callable[..., bytes], *values: object) -> Callable[[], bytes]:
    return lambda: make(*values)


def _language(archive: Archive) -> str:
    newest = archive.editions[-1:] or (None,)
    return wording.language(newest[0]) if newest[0] else archive.language
