"""Small archives, and a reader of what they become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from roundup.model import Edition, FrozenEdition, Pick, Subscription
from roundup.render.site import Archive, plan
from tests import samples

URL = "https://roundup.example/news"
FOLLOWED = (
    Subscription("https://kettle.example/feed", "The Clerk’s Kettle", "https://kettle.example/", ("People",)),
    Subscription("https://lamp.example/rss", "Notices on Lamp-posts", "https://lamp.example/", ("Places", "People")),
    Subscription("https://bins.example/atom", "Bins & Beyond", "", ()),
)


def pick(id: int = 1, author: str = "Ada Example", blog: str = "A Blog", **fields: Any) -> Pick:
    return samples.pick(id, authors=(author,) if author else (), blog=blog, **fields)


def edition(number: int = 1, *picks: Pick, **fields: Any) -> Edition:
    """The `number`th weekly edition: a week after the one before."""
    day = (samples.NOW + timedelta(weeks=number - 1)).date().isoformat()
    values: dict[str, Any] = {
        "number": number,
        "slug": f"{day}-week-that-was",
        "date": day,
        "status": "frozen",
        "title": "The week that was",
        "site_title": "The week that was",
    }
    return samples.edition(*picks, **{**values, **fields})


def closed(*editions: Edition) -> tuple[FrozenEdition, ...]:
    return tuple(FrozenEdition(each, samples.NOW + timedelta(weeks=each.number)) for each in editions)


def archive(*editions: Edition, **fields: Any) -> Archive:
    """An archive of `editions` (three of them, if none is given)."""
    made = editions or (
        edition(1, pick(1), pick(2, "Bert Sample", "The Kettle", tags=("bins",)), tags=("weeknotes",)),
        edition(2, pick(3), pick(4, "Ada Example", "A Blog"), categories=("Roundup",)),
        edition(7, pick(5, "Cleo Person", "Lamp-posts"), errata=()),
    )
    values: dict[str, Any] = {"title": "The week that was", "url": URL, "subscriptions": FOLLOWED}
    return Archive(**{**values, **fields, "closed": closed(*made)})


def site(found: Archive | None = None) -> dict[str, bytes]:
    """path → bytes of every file."""
    return {file.path: file.make() for file in plan(found or archive())}


def digests(found: Archive) -> dict[str, str]:
    return {file.path: file.digest for file in plan(found)}


@dataclass(frozen=True)
class Page:
    """A page of the site, read."""

    path: str
    tree: LexborHTMLParser

    @property
    def text(self) -> str:
        body = self.tree.body
        return " ".join(body.text(separator=" ").split()) if body else ""

    def all(self, selector: str) -> list[LexborNode]:
        return self.tree.css(selector)

    def texts(self, selector: str) -> list[str]:
        return [" ".join(node.text().split()) for node in self.all(selector)]

    def links(self) -> list[str]:
        """Where links of the page lead, within the site as paths, elsewhere as they are."""
        found = [node.attributes.get("href") or "" for node in self.all("[href]")]
        return [inside(self.path, href) for href in found]


def inside(path: str, href: str) -> str:
    """`href` on the page at `path` as a path of the site, fragment and all; an address elsewhere as it is."""
    parts = urlsplit(href)
    if parts.scheme or href.startswith("/"):
        return href
    target = normpath(join(path.rpartition("/")[0], unquote(parts.path))) if parts.path else path
    return target + (f"#{parts.fragment}" if parts.fragment else "")


def page(files: dict[str, bytes], path: str) -> Page:
    return Page(path, LexborHTMLParser(files[path].decode()))


def pages(files: dict[str, bytes]) -> list[Page]:
    return [page(files, path) for path in files if path.endswith(".html")]


def lay(files: dict[str, bytes], folder: Path) -> Path:
    """Put the files into a folder."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder
