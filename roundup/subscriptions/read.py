"""OPML → Subscriptions, with a report of what was repaired and what was left out."""

from __future__ import annotations

from dataclasses import field
from itertools import islice

from roundup.dataclass import dataclass
from roundup.model import Subscription
from roundup.patterns import pattern
from roundup.subscriptions.address import IN_THE_OPEN, holds_password, repair_address
from roundup.subscriptions.encoding import decode
from roundup.subscriptions.errors import OpmlError
from roundup.subscriptions.markup import Tag, scan
from roundup.subscriptions.outlines import Outline, build_outlines, raw_address, tidy_tag
from roundup.text import one_line

MAX_BYTES = 20_000_000
# A folder deep in a folder, 20,000 feeds: nothing real comes near. It bounds time and memory for what is made up.
MAX_TAGS = 200_000
_LONGEST_TITLE, _LONGEST_TAG, _LONGEST_NOTE = 300, 100, 160
_MOST_TAGS = 50  # of one outline
_YES = ("true", "yes", "1")


@dataclass(frozen=True, slots=True)
class OpmlReading:
    """What a file holds: the feeds in its order, each once; in words, what was repaired and what was left out."""

    subscriptions: tuple[Subscription, ...]
    repairs: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def read_opml(data: bytes | str, *, may_be_empty: bool = False) -> OpmlReading:
    """The subscriptions of an OPML 1.0 or 2.0 file, however it is spelt.

    A desk's own list may come to hold no feeds (`may_be_empty`); a file to be imported that holds none is an error.
    Raises OpmlError, in words for the person who chose the file, when it holds no feeds, is larger than MAX_BYTES or
    has more than MAX_TAGS tags.
    """
    if len(data) > MAX_BYTES:
        raise OpmlError(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB, which no list of feeds is",
            hint="Look whether it is the right file.",
        )
    text, assumed = decode(data) if isinstance(data, bytes) else (data.removeprefix("\ufeff"), "")
    tags = list(islice(scan(text), MAX_TAGS + 1))
    if len(tags) > MAX_TAGS:
        raise OpmlError(f"The file holds more than {MAX_TAGS} tags", hint="Split it into several files.")
    outlines = build_outlines(tags)
    left_out = tuple(_describe(outline) for outline in outlines if outline.note and not outline.url)
    feeds = [outline for outline in outlines if outline.url]
    if not feeds and not (may_be_empty and any(tag.name == "opml" for tag in tags)):
        raise _no_feeds(text, tags, left_out)
    repairs = _repairs(text, tags, feeds)
    return OpmlReading(_merge(feeds), (assumed, *repairs) if assumed else repairs, left_out)


def _merge(feeds: list[Outline]) -> tuple[Subscription, ...]:
    """One subscription a feed, in the order in which they are first met."""
    same: dict[str, list[Outline]] = {}
    for outline in feeds:
        same.setdefault(outline.key, []).append(outline)
    return tuple(map(_subscription, same.values()))


def _subscription(outlines: list[Outline]) -> Subscription:
    """The first outline of a feed that has a title or a site gives it; all of them tag it, any of them pauses it."""
    attributes = [outline.tag.attributes for outline in outlines]
    titles = (one_line(outline.name, _LONGEST_TITLE) for outline in outlines)
    sites = (repair_address(site)[0] for each in attributes if (site := each.get("htmlurl", "")))
    tags: dict[str, None] = {}
    for outline, each in zip(outlines, attributes, strict=True):
        tags[outline.folder] = None
        if categories := each.get("category", ""):
            tags.update(dict.fromkeys(_categories(categories)))
    return Subscription(
        url=outlines[0].url,
        title=next(filter(None, titles), ""),
        site_url=next(filter(None, sites), ""),
        tags=tuple(filter(None, tags)),
        paused=any(each.get("rounduppaused", "").strip().lower() in _YES for each in attributes),
    )


def _categories(attribute: str) -> list[str]:
    return [tidy_tag(one_line(part, _LONGEST_TAG)) for part in attribute.split(",")[:_MOST_TAGS]]


def _describe(outline: Outline) -> str:
    """One line about an outline that was left out: its name and address, and why."""
    attributes = outline.tag.attributes
    raw = raw_address(outline.tag)
    address = one_line(raw or attributes.get("url", "") or attributes.get("htmlurl", ""), _LONGEST_NOTE)
    why = outline.note
    if address and not raw:
        words = {"link": "a link to a page, not to a feed", "include": "another list, to be imported by itself"}
        why = words.get(outline.type, "a site, without the address of its feed")
    name = one_line(outline.name, _LONGEST_NOTE) or "an outline without a name"
    return f"{name} ({address}): {why}" if address else f"{name}: {why}"


@dataclass(slots=True)
class _Repairs:
    """Repairs counted by kind, with the place where each was first needed."""

    counts: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, place: int) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.places.setdefault(kind, place)

    def words(self, text: str) -> tuple[str, ...]:
        lines = {kind: text.count("\n", 0, place) + 1 for kind, place in self.places.items()}
        return tuple(
            f"line {lines[kind]}: {kind}" if count == 1 else f"{kind} ({count} times, first on line {lines[kind]})"
            for kind, count in self.counts.items()
        )


def _repairs(text: str, tags: list[Tag], feeds: list[Outline]) -> tuple[str, ...]:
    repairs = _Repairs()
    for name in ("opml", "body"):
        if not any(tag.name == name for tag in tags):
            repairs.add(f"there is no <{name}>", 0)
    for tag in tags:
        for fault in tag.faults:
            repairs.add(fault, tag.start)
    _note_misplaced(tags, repairs)
    seen: set[tuple[str, str]] = set()
    for outline in feeds:
        place = (outline.folder, outline.key)
        if place in seen:
            repairs.add("a feed given twice in one folder was taken once", outline.tag.start)
        seen.add(place)
        if outline.note:
            repairs.add(outline.note, outline.tag.start)
        if "@" in outline.url and holds_password(outline.url):
            repairs.add(IN_THE_OPEN, outline.tag.start)
        if not outline.name:
            repairs.add("a feed has no title; its own will be used once it was fetched", outline.tag.start)
    return repairs.words(text)


_DEEPER = {"open": 1, "close": -1, "single": 0}


def _note_misplaced(tags: list[Tag], repairs: _Repairs) -> None:
    body = depth = 0
    for tag in tags:
        change = _DEEPER[tag.kind]
        if tag.name == "body":
            body += change
        elif tag.name == "outline":
            if change < 0 and depth == 0:
                repairs.add("an </outline> too many was passed over", tag.start)
            elif change >= 0 and body <= 0:
                repairs.add("an outline outside <body> was read all the same", tag.start)
            depth = max(0, depth + change)
    if depth:
        repairs.add("an outline is never closed", tags[-1].start)


_LOOKS = (
    (pattern(r"\s*\Z"), "The file is empty", "Look whether the export was finished."),
    (
        pattern(r"PK\x03\x04|\x1f.?\x08"),
        "The file is packed (ZIP or gzip)",
        "Unpack it and import the .opml file that is inside.",
    ),
    (
        pattern(r"\s*[{\[]"),
        "The file looks like JSON, not OPML",
        "Export the list as OPML from the program it comes from.",
    ),
)


def _no_feeds(text: str, tags: list[Tag], left_out: tuple[str, ...]) -> OpmlError:
    for look, message, hint in _LOOKS:
        if look.match(text):
            return OpmlError(message, hint=hint)
    names = {tag.name for tag in tags}
    if "outline" in names:
        some = f", for instance {left_out[0]}" if left_out else ""
        return OpmlError(
            f"The file holds outlines, but none of them is a feed{some}", hint="A feed is an outline with an xmlUrl."
        )
    if "opml" in names:
        return OpmlError("The file is OPML without any outlines", hint="Look whether the export was finished.")
    if "html" in names:
        return OpmlError(
            "The file is a web page, not OPML", hint="Save the OPML file itself; the page may have a link to it."
        )
    if names & {"rss", "feed", "rdf"}:
        return OpmlError("The file is a feed, not a list of feeds", hint="Follow it with: roundup feeds add ADDRESS")
    kind = "XML, but not OPML" if text.lstrip().startswith("<") else "not OPML"
    return OpmlError(
        f"The file is {kind}", hint="An OPML file begins with <opml> and holds an <outline> for each feed."
    )
