"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read tolerantly: a value of the wrong type counts as missing."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any, Final

from roundup.errors import FeedError
from roundup.parse.latest import latest
from roundup.parse.raw import RawEnclosure, RawEntry, RawFeed, RawText
from roundup.parse.raw import body as raw_body

_VALIDATE: Final = "Tell the blog's author to check it with a JSON Feed validator."


def read_json(text: str, zone: tzinfo) -> RawFeed:
    """The feed in a JSON document. Raises FeedError if it is no JSON or no feed."""
    feed = _decoded(text)
    items = feed.get("items")
    version = _string(feed, "version")
    if not isinstance(items, list) or ("jsonfeed.org" not in version and not _string(feed, "title")):
        raise FeedError("this is JSON, but not a JSON Feed", hint="Look for the blog's RSS, Atom or JSON feed.")
    authors, entries = _authors(feed), [item for item in items if isinstance(item, dict)]
    return RawFeed(
        version="json11" if version.rstrip("/").endswith("/1.1") else "json10",
        title=RawText(_string(feed, "title")),
        site_url=_string(feed, "home_page_url"),
        language=_string(feed, "language"),
        entries=tuple(_entry(item, authors) for item in latest(entries, _date, zone)),
        announced=len(entries),
        spec_base=True,
    )


def _decoded(text: str) -> dict[str, Any]:
    import msgspec

    try:
        feed = msgspec.json.decode(text.strip().encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError, ValueError) as fault:
        raise FeedError(f"the feed is broken or was cut off: {str(fault)[:100]}", hint=_VALIDATE) from fault
    if not isinstance(feed, dict):
        raise FeedError("this is JSON, but not a JSON Feed", hint="Look for the blog's RSS, Atom or JSON feed.")
    return feed


def _date(item: dict[str, Any]) -> str:
    return _string(item, "date_published") or _string(item, "date_modified")


def _entry(item: dict[str, Any], feed_authors: tuple[str, ...]) -> RawEntry:
    links = tuple(link for link in (_string(item, "url"), _string(item, "external_url")) if link)
    bodies = (
        raw_body(_string(item, "content_html"), "html"),
        raw_body(_string(item, "content_text")),
        raw_body(_string(item, "summary")),
    )
    return RawEntry(
        guid=_string(item, "id"),
        links=links,
        guid_is_link=not links,
        title=RawText(_string(item, "title")),
        bodies=tuple(body for body in bodies if body.value.strip()),
        authors=_authors(item) or feed_authors,
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        tags=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        enclosures=tuple(
            RawEnclosure(_string(file, "url"), _string(file, "mime_type"), _string(file, "size_in_bytes"))
            for file in _list(item, "attachments")
            if isinstance(file, dict)
        ),
    )


def _string(holder: dict[str, Any], key: str) -> str:
    """A string; a number becomes one, as the specification asks of ids."""
    value = holder.get(key)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _list(holder: dict[str, Any], key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


def _authors(holder: dict[str, Any]) -> tuple[str, ...]:
    """1.1 has a list of authors, 1.0 had one."""
    people = [person for person in (*_list(holder, "authors"), holder.get("author")) if isinstance(person, dict)]
    return tuple(dict.fromkeys(name for person in people if (name := _string(person, "name"))))
