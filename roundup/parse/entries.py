"""A raw entry → an Entry: every field judged, bounded and cleaned. Pure."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Final

from roundup.model import Enclosure, Entry
from roundup.parse.dates import read_date
from roundup.parse.footers import without_footers
from roundup.parse.hashing import fingerprint, hashed
from roundup.parse.html import MAX_HTML, plain_text, read_html
from roundup.parse.raw import RawBody, RawEnclosure, RawEntry, RawText, words
from roundup.parse.references import resolved
from roundup.parse.spacing import tidied
from roundup.text import one_line, strip_controls
from roundup.urls import safe_url, without_trackers

_TITLE: Final = 500  # characters
_GUID: Final = 1_000
_NAME: Final = 200
_LONGEST_PERSON: Final = 1_000
_MOST: Final = 50  # authors, tags, enclosures of one entry
_LONGEST_LENGTH: Final = 15  # digits of an enclosure's length

_ANY_TAG = re.compile(rb"<[a-zA-Z/!]")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,1000})?/?>")
# What authors set titles with. A title with any other tag is about that tag, and is left as it is.
_SET_IN_TITLES: Final = words(
    """
    a abbr acronym b bdi bdo big br center cite code del dfn div em font h1 h2 h3 h4 h5 h6 i img ins kbd mark p q s samp
    small span strike strong sub sup tt u var wbr
    """
)
_REFERENCE = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_EMAIL = re.compile(r"[(<]?[^\s()<>@]{1,64}@[^\s()<>@]{1,255}[)>]?")
_SOFTWARE_TAGS: Final = ("http://schemas.google.com/", "http://gdata.youtube.com/")


def read_entries(
    raws: Sequence[RawEntry], *, url: str, spec_base: bool, zone: tzinfo, footers: Sequence[str] | None = None
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries of one feed, and the footers under them. `footers` are those known already, see without_footers.

    `url` is the feed's; `spec_base` that bodies' links start from it, not from the post.
    """
    links = [_link(raw, url) for raw in raws]
    bodies = [_body(raw, link, url, spec_base) for raw, link in zip(raws, links, strict=True)]
    texts, found = without_footers([text for _, text in bodies], footers)
    read = (
        _entry(raw, link, html, text, url, zone)
        for raw, link, (html, _), text in zip(raws, links, bodies, texts, strict=True)
    )
    return tuple(read), found


def title_text(title: RawText) -> str:
    """A title as one line of plain words. RSS never says whether its titles are markup, so their look decides."""
    value = title.value[:MAX_HTML]
    if title.kind == "html" or (title.kind == "guess" and _is_set(value)):
        value = plain_text(value)
    elif title.kind == "guess" and _REFERENCE.search(value):
        value = resolved(value)
    return one_line(value, _TITLE)


def _is_set(title: str) -> bool:
    """True if a title that may be markup holds tags, and only such as titles are set with."""
    names = {match.group(1).lower() for match in _TAG.finditer(title)}
    return bool(names) and names <= _SET_IN_TITLES


def _entry(raw: RawEntry, link: str, html: bytes, text: bytes, url: str, zone: tzinfo) -> Entry:
    title = title_text(raw.title)
    content_hash, words = hashed(title, text)
    published, updated, note = _dates(raw, zone)
    return Entry(
        guid=_guid(raw.guid),
        url=link,
        title=title,
        html=html,
        encoded=text,
        content_hash=content_hash,
        authors=_people(raw.authors),
        published=published,
        updated=updated,
        date_note=note,
        tags=_names(tag for tag in raw.tags if not tag.startswith(_SOFTWARE_TAGS)),
        enclosures=tuple(_enclosures(raw.enclosures, url)),
        words=words,
    )


def _body(raw: RawEntry, link: str, url: str, spec_base: bool) -> tuple[bytes, bytes]:
    """The first body that holds anything, as clean markup and as text, both in UTF-8."""
    for body in raw.bodies:
        # Relative to what? Atom and JSON Feed say: the feed. RSS is silent, and its authors wrote for the post's page.
        base = safe_url(body.base, url) or (url if spec_base else link or url)
        markup = _as_markup(body)
        html, text = read_html(markup, base, is_clean=body.is_clean)
        if text or html.find(b"<img") >= 0:
            return html, text
    return b"", b""


def _as_markup(body: RawBody) -> bytes:
    """The body as HTML. Plain words, and words that may be HTML but hold no tag, are set in paragraphs."""
    # Old feeds put plain text where HTML is meant; its blank lines are all the paragraphs there are.
    if body.kind != "text" and _ANY_TAG.search(body.value):
        return body.value
    words = tidied(body.value.decode("utf-8", "replace")[:MAX_HTML])
    paragraphs = [paragraph for paragraph in words.split("\n\n") if paragraph]
    if body.kind == "text":
        paragraphs = [entities.escape(paragraph).replace("\n", "<br>") for paragraph in paragraphs]
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs).encode()


def _guid(guid: str) -> str:
    """The guid as written, less white space around it; one beyond reason is replaced by its fingerprint."""
    text = strip_controls(guid).strip()
    return text if len(text) <= _GUID else f"blake2b:{fingerprint(text)}"


def _link(raw: RawEntry, url: str) -> str:
    """The first candidate that is a web address; the guid only if it says it is one and is absolute by itself."""
    for candidate in raw.links:
        if safe := safe_url(candidate, url):
            return without_trackers(safe)
    return without_trackers(safe_url(raw.guid)) if raw.guid_is_link else ""


def _dates(raw: RawEntry, zone: tzinfo) -> tuple[datetime | None, datetime | None, str]:
    """When the entry was published and updated. An update stands in for a publication that is not given."""
    published, note = read_date(raw.published, zone)
    updated, updated_note = read_date(raw.updated, zone)
    if published is None and updated is not None:
        reason = (note or "no publication date given") + ", the date of the last change stands in"
        return updated, updated, "; ".join(part for part in (reason, updated_note) if part)
    return published, updated, note or (updated_note if published is None else "")


def _people(authors: tuple[str, ...]) -> tuple[str, ...]:
    is_short = len(authors) == 1 and len(authors[0]) <= _NAME
    return _same_person(authors) if is_short else _names(map(_person, authors))


def _person(author: str) -> str:
    """A name without the mail address beside it: an address in a feed is not there to be published."""
    name = author[:_LONGEST_PERSON]
    name = (_EMAIL.sub(" ", name) if "@" in name else name).strip()
    return name[1:-1] if name[:1] + name[-1:] in {"()", "<>", '""'} else name


def _names(values: Iterable[str]) -> tuple[str, ...]:
    """Short one-line names, each once, in order."""
    names = [_again(value) if len(value) <= _NAME else _name(value) for value in values]
    return tuple(dict.fromkeys(filter(None, names)))[:_MOST]


def _name(value: str) -> str:
    return one_line(value.replace("\u00a0", " "), _NAME)


# A blog's posts share most of their names.
_again = lru_cache(1_000)(_name)


@lru_cache(1_000)
def _same_person(author: tuple[str, ...]) -> tuple[str, ...]:
    return _names(map(_person, author))


def _enclosures(raws: Sequence[RawEnclosure], url: str) -> Iterable[Enclosure]:
    for raw in raws[:_MOST]:
        if address := safe_url(raw.url, url):
            yield Enclosure(url=address, type=one_line(raw.type, 100), length=_length(raw.length.strip()))


def _length(digits: str) -> int | None:
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_LENGTH
    return int(digits) if is_number else None
