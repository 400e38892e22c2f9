"""RSS, Atom and CDF by way of feedparser, the only module that knows it.

feedparser is given bytes in memory only (given anything else it opens files and addresses), no DTD, our own decoding,
and no work that we do better: it neither sanitises nor resolves what is inside HTML. Relative `xml:base` and links are
resolved afterwards, so that a guid stays as its author wrote it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import cache
from typing import Any, Final
from xml.sax import SAXException

from roundup.errors import FeedError
from roundup.parse.document import Document, ends_inside_entry, is_closed, simplified
from roundup.parse.latest import latest
from roundup.parse.raw import Kind, RawBody, RawEnclosure, RawEntry, RawFeed, RawText
from roundup.parse.raw import body as raw_body

# Whatever feedparser's many handlers may raise on a hostile feed; measured: seven of these.
_FAULTS: Final[tuple[type[Exception], ...]] = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(NameError, OSError, RuntimeError, SAXException, TypeError, ValueError),
)
_VALIDATE: Final = "Tell the blog's author to check it with a feed validator."
_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "html", "xhtml"})
_MOST: Final = 100  # links, authors, tags, bodies taken from one entry


def read_xml(document: Document, zone: tzinfo) -> RawFeed:
    """The feed in `document`. Raises FeedError when feedparser sees none in it."""
    parsed, notes = _parsed(document)
    version = _version(parsed, document)
    entries = list(parsed.get("entries") or ())
    if not version:
        raise FeedError("this is XML, but not a feed that can be read", hint="Look for the blog's RSS or Atom feed.")
    # "bozo" without a missing end is a bare ampersand or the like: untidy, but all there.
    complete = not parsed.get("bozo") or is_closed(document)
    if not complete and entries and ends_inside_entry(document):
        entries.pop()
        notes = (*notes, "the feed was cut off; its last entry was left out")
    elif not complete:
        notes = (*notes, "the feed was cut off")
    feed = parsed.get("feed") or {}
    is_atom = version.startswith("atom")
    authors = _authors(feed, is_atom) if is_atom else ()
    return RawFeed(
        version=version,
        title=_title(feed, is_atom),
        site_url=_text(feed, "link"),
        language=_text(feed, "language"),
        entries=tuple(_entry(entry, is_atom, authors) for entry in latest(entries, _date, zone)),
        announced=len(entries) + document.skipped,
        complete=complete,
        spec_base=is_atom,
        notes=(*document.notes, *notes),
    )


def _parsed(document: Document) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    try:
        return _feedparser_on(document.text), ()
    except _FAULTS:
        pass
    try:
        return _feedparser_on(simplified(document)), ("extensions that could not be read were left out",)
    except _FAULTS as fault:
        raise FeedError(f"the feed is broken beyond reading ({type(fault).__name__})", hint=_VALIDATE) from fault


def _feedparser_on(text: str) -> Mapping[str, Any]:
    body = io.BytesIO(text.encode("utf-8", "replace"))
    # Without this header feedparser would take its own declaration's word over the bytes, and guess Latin-1.
    headers = {"content-type": "application/xml; charset=utf-8"}
    parse: Callable[..., Mapping[str, Any]] = _feedparser().parse
    return parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


@cache
def _feedparser() -> Any:
    """feedparser, told to use only our expat: another parser that is installed might open what a feed names."""
    import feedparser
    import feedparser.api

    feedparser.api.PREFERRED_XML_PARSERS = ["roundup.parse.expat"]
    return feedparser


def _version(parsed: Mapping[str, Any], document: Document) -> str:
    """feedparser's name for the format, "" if it saw no feed. It has no name for CDF, whose root is a channel."""
    version = str(parsed.get("version") or "")
    if document.netscape and document.root == "rss":
        return "rss091n"
    if not version and (parsed.get("entries") or parsed.get("feed")):
        return {"channel": "cdf", "rdf": "rss10" if parsed.get("entries") else ""}.get(document.root, "")
    return version


def _date(entry: Mapping[str, Any]) -> str:
    return _text(entry, "published") or _text(entry, "updated")


def _entry(entry: Mapping[str, Any], is_atom: bool, feed_authors: tuple[str, ...]) -> RawEntry:
    # feedparser puts the guid into `link` when there is no link, and takes Atom ids for permalinks, too.
    guid = _text(entry, "id")
    guid_is_link = bool(guid) and _text(entry, "link") == guid and bool(_value(entry, "guidislink"))
    return RawEntry(
        guid=guid,
        links=() if guid_is_link else _links(entry),
        guid_is_link=guid_is_link or (is_atom and not _links(entry)),
        title=_title(entry, is_atom),
        bodies=tuple(_bodies(entry, is_atom)),
        authors=_authors(entry, is_atom) or feed_authors,
        published=_text(entry, "published") or _text(entry, "created"),
        updated=_text(entry, "updated"),
        tags=tuple(_tags(entry)),
        enclosures=tuple(_enclosures(entry)),
    )


def _value(holder: Mapping[str, Any], key: str) -> Any:
    """What is stored under exactly this key. feedparser's own lookup guesses at other keys and warns about it."""
    return dict.get(holder, key) if isinstance(holder, dict) else None


def _text(holder: Mapping[str, Any], key: str) -> str:
    value = _value(holder, key)
    return value if isinstance(value, str) else ""


def _dicts(holder: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    values = _value(holder, key)
    return [value for value in values[:_MOST] if isinstance(value, dict)] if isinstance(values, list) else []


def _links(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Candidates for the address: what stood there before a redirector was put in, feedparser's choice, other links."""
    alternates = [_text(link, "href") for link in _dicts(entry, "links") if _text(link, "rel") in {"alternate", ""}]
    found = (_text(entry, "feedburner_origlink"), _text(entry, "link"), *alternates)
    return tuple(dict.fromkeys(link for link in found if link))


def _title(holder: Mapping[str, Any], is_atom: bool) -> RawText:
    detail = _value(holder, "title_detail")
    kind: Kind = "guess"
    if is_atom and isinstance(detail, dict):
        kind = "html" if _text(detail, "type") in _HTML_TYPES else "text"
    return RawText(_text(holder, "title"), kind)


def _bodies(entry: Mapping[str, Any], is_atom: bool) -> list[RawBody]:
    """Every readable body, the full content before the summary."""
    summary = _value(entry, "summary_detail")
    details = [*_dicts(entry, "content"), *([summary] if isinstance(summary, dict) else [])]
    bodies = [_body(detail, is_atom) for detail in details]
    bodies.append(raw_body(_text(entry, "summary"), "guess" if not is_atom else "text"))
    return [body for body in bodies if body is not None and body.value.strip()]


def _body(detail: Mapping[str, Any], is_atom: bool) -> RawBody | None:
    """A content or summary element as text, None for what is not text (pictures, files elsewhere)."""
    type_ = _text(detail, "type")
    value, base = _text(detail, "value"), _text(detail, "base")
    if type_ in _HTML_TYPES:
        return raw_body(value, "html", base)
    if type_.startswith("text/") or not type_:
        return raw_body(value, "text" if is_atom else "guess", base)
    return None


def _authors(holder: Mapping[str, Any], is_atom: bool) -> tuple[str, ...]:
    """The people as written. RSS has one string for name and address, which feedparser parts at the wrong place."""
    people, written = _dicts(holder, "authors"), _text(holder, "author")
    if not is_atom and len(people) == 1 and written:
        return (written,)
    return tuple(name for person in people if (name := _text(person, "name")))


def _tags(entry: Mapping[str, Any]) -> list[str]:
    return [_text(tag, "label") or _text(tag, "term") for tag in _dicts(entry, "tags")]


def _enclosures(entry: Mapping[str, Any]) -> list[RawEnclosure]:
    return [
        RawEnclosure(_text(link, "href"), _text(link, "type"), _text(link, "length"))
        for link in _dicts(entry, "links")
        if _text(link, "rel") == "enclosure"
    ]
