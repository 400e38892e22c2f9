"""A web page that is in no feed → the same values as a feed's entry, and how each was found.

What a page says of itself is asked in the order of trust: WAYS. The first that says anything about the title, say, is
believed, and named in `found`.

To add a way: a function in described.py or a file beside it, and a line in WAYS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Final

from roundup.dataclass import dataclass
from roundup.errors import FeedError
from roundup.model import Entry
from roundup.patterns import pattern
from roundup.text import one_line, word_count
from roundup.urls import host_of, safe_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from roundup.parse.described import Described

BY_HAND_HINT: Final = "If you can read it, save its text as a file and say: roundup add URL --text FILE"
FEW_WORDS: Final = 100  # below which a page that asks for a password is taken for the door, not the room

_PARTINGS = pattern(r"\s+(?:[|–—·•»«-]|::)\s+|:\s+")
_DAY_IN_PATH = pattern(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-])")
_KINDS: Final = {"application/pdf": "a PDF", "image": "a picture", "audio": "a recording", "video": "a film"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as an entry, and the name of the site it is on.

    `found` says for title, author, date, site and text how each was found ("structured data"); `notes` what an editor
    should know.
    """

    entry: Entry
    site: str
    found: dict[str, str]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Told:
    """What a page says of itself, all ways together, and which way said it."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    date_note: str = ""
    site: str = ""
    for_sale: bool = False
    found: dict[str, str] = field(default_factory=dict)


def read_page(
    body: bytes, *, url: str, content_type: str, zone: tzinfo, wants_text: bool = True, thorough: bool = True
) -> Page:
    """Title, author, site, date and text of a page. Raises FeedError if it is no web page or holds no words.

    With `wants_text` False a page may hold no words, and no text is looked for. `thorough` False: without trafilatura,
    which is used where it is installed.
    """
    from roundup.parse.article import read_article
    from roundup.parse.hashing import content_hash
    from roundup.parse.markup import page_tree

    _refuse_files(body, url, content_type)
    tree = page_tree(body, content_type)
    told, door = _told(tree, url, zone), _is_door(tree)
    found = told.found
    clean = text = ""
    if wants_text:
        scripts = bool(tree.css_first("script"))
        clean, text, found["text"] = read_article(tree, url, told.title, thorough=thorough)
        _refuse_empty(text, url, scripts, door)
    return Page(
        entry=Entry(
            guid="",
            url=_address(tree, url),
            title=told.title,
            html=clean.encode(),
            encoded=text.encode(),
            content_hash=content_hash(told.title, text),
            authors=told.authors,
            published=told.published,
            date_note=told.date_note,
        ),
        site=told.site,
        found=found,
        notes=("the page says that its text is not free to read: perhaps this is only its beginning",) * told.for_sale,
    )


# ---------------------------------------------------------------- what cannot be read


def _refuse_files(body: bytes, url: str, content_type: str) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    named = "a PDF" if body[:1024].lstrip().startswith(b"%PDF-") else _KINDS.get(kind) or _KINDS.get(kind.split("/")[0])
    if named:
        raise FeedError(f"{url} is {named}, not a web page", hint=BY_HAND_HINT)
    if b"<" not in body[:100_000]:
        raise FeedError(f"{url} is not a web page", hint="Give the address of the page itself, not of a file.")


def _is_door(tree: LexborHTMLParser) -> bool:
    return tree.css_first("input[type=password i]") is not None


def _refuse_empty(text: str, url: str, scripts: bool, door: bool) -> None:
    from roundup.parse.article import LEAST_WORDS

    count = word_count(text)
    if door and count < FEW_WORDS:
        raise FeedError(f"{url} asks for a name and a password", hint=BY_HAND_HINT)
    if scripts and count < LEAST_WORDS:
        raise FeedError(f"{url} shows its words only with a browser's scripts", hint=BY_HAND_HINT)
    if not text:
        raise FeedError(f"{url} has no text that can be read", hint=BY_HAND_HINT)


# ---------------------------------------------------------------- what it says of itself


def _ways() -> tuple[tuple[str, Callable[[LexborHTMLParser], Described]], ...]:
    """The ways in which a page describes itself, the most trusted first."""
    from roundup.parse import described as by
    from roundup.parse.jsonld import described_in_jsonld

    return (
        ("structured data", described_in_jsonld),
        ("h-entry", by.h_entry),
        ("Open Graph", by.open_graph),
        ("Dublin Core", by.dublin_core),
        ("microdata", by.microdata),
        ("metadata", by.plain_meta),
        ("what it shows", by.visible),
    )


def _told(tree: LexborHTMLParser, url: str, zone: tzinfo) -> _Told:
    told = _Told()
    for way, describe in _ways():
        _believe(told, describe(tree), way, zone)
    _head(told, tree)
    if not told.published and (day := _DAY_IN_PATH.search(url)):
        _date(told, "-".join(day.groups()), "its address", zone)
    told.site = told.site or host_of(url).removeprefix("www.")
    return told


def _believe(told: _Told, said: Described, way: str, zone: tzinfo) -> None:
    """Take over what nothing more trusted has said."""
    for name, value in (("title", said.title), ("authors", said.authors), ("site", said.site)):
        if value and not getattr(told, name):
            setattr(told, name, value)
            told.found["author" if name == "authors" else name] = way
    for text in said.dates:
        _date(told, text, way, zone)
    told.for_sale = told.for_sale or said.for_sale


def _date(told: _Told, text: str, way: str, zone: tzinfo) -> None:
    from roundup.parse.dates import read_date

    if told.published is not None:
        return
    told.published, note = read_date(text, zone)
    if told.published:
        told.date_note, told.found["date"] = note, way


def _head(told: _Told, tree: LexborHTMLParser) -> None:
    """The title element, which often names the site too: "Budget night – Sandleigh News"."""
    from roundup.parse.described import words

    whole = words(tree.css_first("head title") or tree.css_first("title"))
    if not told.site and told.title and whole.startswith(told.title):
        _, parting, rest = _parted(whole, len(told.title))
        if parting and rest:
            told.site, told.found["site"] = one_line(rest, 120), "its title"
    if not told.title and whole:
        told.title, told.found["title"] = whole, "its title"
    told.title = _without_site(told.title, told.site)


def _parted(text: str, at: int) -> tuple[str, str, str]:
    match = _PARTINGS.match(text, at)
    return (text[:at], match[0], text[match.end() :]) if match else (text, "", "")


def _without_site(title: str, site: str) -> str:
    """The title without the site's name behind or before it."""
    for match in _PARTINGS.finditer(title):
        before, after = title[: match.start()], title[match.end() :]
        if site and after.casefold() == site.casefold():
            return before
        if site and before.casefold() == site.casefold():
            return after
    return title


def _address(tree: LexborHTMLParser, url: str) -> str:
    """The canonical link if it stays on the same host, else the address the page came from."""
    node = tree.css_first('link[rel="canonical"][href]')
    named = safe_url(node.attributes.get("href") or "", url) if node else ""
    return named if named and host_of(named) == host_of(url) else safe_url(url)
