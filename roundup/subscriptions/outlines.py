"""Tags → outlines: which are feeds, which are folders, what lies in what."""

from __future__ import annotations

from collections.abc import Iterable

from roundup.dataclass import dataclass
from roundup.subscriptions.address import repair_address, same_feed_key
from roundup.subscriptions.markup import Tag
from roundup.text import one_line

NO_ADDRESS = "it has no address"
DEEPEST = 32  # parts of a folder's name; what lies deeper belongs to the folder above

_LONGEST_PART = 100
_FEED_ATTRIBUTES = ("xmlurl", "feedurl", "rssurl", "atomurl")
_FEED_TYPES = ("rss", "atom", "rdf", "feed", "json", "jsonfeed", "rss1", "rss2", "atom10")


@dataclass(slots=True)
class Outline:
    """One outline. `folder` is what it lies in, `path` what its children lie in ("" is the body, "A/B" is B in A).

    `url` is the feed's address as mended and `key` what its other spellings share; `note` tells what was mended or,
    without `url`, why there is none. An outline that neither is a feed nor claims to be has none of them. `close` is
    its closing tag, once that was met; `filled` says that other outlines lie in it.
    """

    tag: Tag
    folder: str
    path: str
    url: str = ""
    key: str = ""
    note: str = ""
    close: Tag | None = None
    filled: bool = False
    _name: str | None = None

    @property
    def name(self) -> str:
        """What the file's owner calls it: `text`, by the specification, else `title`."""
        if self._name is None:
            attributes = self.tag.attributes
            self._name = one_line(attributes.get("text", "")) or one_line(attributes.get("title", ""))
        return self._name

    @property
    def type(self) -> str:
        return self.tag.attributes.get("type", "").strip().lower()


def build_outlines(tags: Iterable[Tag]) -> list[Outline]:
    """The outlines in the order of the file, wherever they stand in it."""
    outlines: list[Outline] = []
    above: list[Outline] = []
    for tag in tags:
        if tag.name != "outline":
            # The end of the body ends whatever was left open in it.
            if tag.kind == "close":
                above.clear()
            continue
        if tag.kind == "close":
            if above:
                above.pop().close = tag
            continue
        folder = above[-1].path if above else ""
        outline = Outline(tag, folder, folder)
        # A feed is no folder, so what lies in its outline lies where the feed does.
        raw = raw_address(tag)
        if raw:
            outline.url, outline.note = repair_address(raw)
            outline.key = same_feed_key(outline.url)
        else:
            outline.path = tidy_tag(f"{folder}/{one_line(outline.name, _LONGEST_PART)}")
        if above:
            above[-1].filled = True
        outlines.append(outline)
        if tag.kind == "open":
            above.append(outline)
    for outline in outlines:
        if not outline.filled and _claims_feed(outline):
            outline.path, outline.note = outline.folder, outline.note or NO_ADDRESS
    return outlines


def _claims_feed(outline: Outline) -> bool:
    """Some programs write folders with the type of a feed; one that holds nothing and has no address is neither."""
    attributes = outline.tag.attributes
    return not outline.url and bool(outline.type in _FEED_TYPES or attributes.get("url") or "xmlurl" in attributes)


def raw_address(tag: Tag) -> str:
    """The feed's address as it stands there, under any of the names it goes by; "" if there is none."""
    for name in _FEED_ATTRIBUTES:
        if value := tag.attributes.get(name, "").strip():
            return value
    kind = tag.attributes.get("type", "").strip().lower()
    return tag.attributes.get("url", "").strip() if kind in _FEED_TYPES else ""


def tidy_tag(tag: str) -> str:
    """A tag as folders can hold it: parts parted by one slash, no white space around them, none of them empty."""
    parts = [part for raw in tag.split("/") if (part := one_line(raw))]
    return "/".join(parts[:DEEPEST])
