"""What the plain reader gathers of one entry, or of the feed itself: the values feedparser would come to, or a refusal.

The comments name feedparser's habits that are followed here, so that both ways give the same posts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from roundup.parse.raw import Kind, RawBody, RawEnclosure, RawEntry, RawText

_MOST: Final = 50  # links, people, tags of one entry; feedparser's way takes up to a hundred
_LONG_PERSON: Final = 400  # characters; names longer than 500 are cut on feedparser's way
_LONG_DATE: Final = 100
_HTML: Final = frozenset({"html", "text/html"})
_LINKED_HTML: Final = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml"})
_TYPES: Final = frozenset({"", "text", "plain", "text/plain", "html", "text/html"})
_NOT_MEANT = re.compile(r"&([A-Za-z0-9_]+);")

_QUOTES_BEGIN: Final = 0xE2  # in UTF-8, as do dashes and much else beyond Latin-1

Attributes = Mapping[str, str]


class NotPlain(Exception):
    """The document is for feedparser to read."""


def refuse_unless(is_plain: object) -> None:
    """Raise NotPlain if a condition for knowing feedparser's answer does not hold."""
    if not is_plain:
        raise NotPlain


def mended(text: str) -> str:
    """Text that was UTF-8, was taken for Latin-1 and encoded once more is put right, as feedparser does."""
    if not text.isascii():
        try:
            return text.encode("iso-8859-1").decode("utf-8")
        except UnicodeError:
            pass
    return text


class Holder:
    """The fields of one entry, filled in the order of its elements; `atom` tells which format's rules hold."""

    __slots__ = ("atom", "bodies", "enclosures", "fields", "guid_is_link", "link", "linked", "links", "people", "tags")

    def __init__(self, *, atom: bool) -> None:
        self.atom = atom
        self.fields: dict[str, str] = {}
        self.bodies: dict[str, RawBody] = {}
        self.link: str | None = None
        self.guid_is_link = False
        self.linked = 0
        self.links: list[str] = []
        self.enclosures: list[RawEnclosure] = []
        self.people: list[str] = []
        self.tags: list[list[str]] = []

    def _once(self, name: str, value: str) -> None:
        if name in self.fields:
            raise NotPlain
        self.fields[name] = value

    def _field(self, name: str, attributes: Attributes, text: str) -> None:
        if attributes or name in self.fields:
            raise NotPlain
        self.fields[name] = mended(text)

    def _date(self, name: str, attributes: Attributes, text: str) -> None:
        if attributes or name in self.fields or len(text) > _LONG_DATE:
            raise NotPlain
        self.fields[name] = mended(text)

    def _published(self, attributes: Attributes, text: str) -> None:
        self._date("published", attributes, text)

    def _title(self, attributes: Attributes, text: str) -> None:
        self._once("title", mended(text))
        self.fields["title type"] = self._type(attributes)

    def after_title(self) -> None:
        """A medium's title."""
        # A title after the entry's own is dropped; before it, or after a source, it would stand in for it.
        refuse_unless(self.fields.get("title") and "source" not in self.fields)

    def _source(self, _attributes: Attributes, text: str) -> None:
        self._once("source", text)

    def _type(self, attributes: Attributes) -> str:
        """An Atom text construct's type. RSS has none, and to guess what one might mean there is feedparser's."""
        if not attributes:
            return ""
        refuse_unless(self.atom and attributes.keys() <= {"type"})
        type_ = attributes.get("type", "").lower()
        refuse_unless(type_ in _TYPES)
        return type_

    def _link(self, attributes: Attributes, text: str) -> None:
        rel = attributes.get("rel", "alternate").lower()
        if attributes and "href" in attributes:
            refuse_unless("url" not in attributes and "uri" not in attributes)
            type_ = attributes.get("type", "application/atom+xml" if rel == "self" else "text/html").lower()
            self._linked(rel, attributes["href"], type_, attributes.get("length", ""))
            return
        # What is escaped twice is unescaped differently in feeds and in entries.
        if attributes or "&amp;" in text:
            raise NotPlain
        self._once("link", _NOT_MEANT.sub(r"&\1", mended(text)) if "&" in text else mended(text))
        self.link = self.fields["link"]
        self._linked(rel, self.link, "", "")

    def _linked(self, rel: str, address: str, type_: str, length: str) -> None:
        self.linked += 1
        if ":///" in address or self.linked > _MOST:
            raise NotPlain
        if rel == "alternate" and type_ in _LINKED_HTML:
            self.link = address
        if rel in {"alternate", ""} and address:
            self.links.append(address)
        elif rel == "enclosure":
            self.enclosures.append(RawEnclosure(address, type_, length))

    def _enclosure(self, attributes: Attributes, _text: str) -> None:
        refuse_unless("uri" not in attributes and ("href" not in attributes or "url" not in attributes))
        address = attributes.get("url") or attributes.get("href", "")
        self._linked("enclosure", address, attributes.get("type", "").lower(), attributes.get("length", ""))

    def _origlink(self, attributes: Attributes, text: str) -> None:
        self._field("origlink", attributes, text)

    def _guid(self, attributes: Attributes, text: str) -> None:
        if ":///" in text or (attributes and attributes.keys() != {"ispermalink"}):
            raise NotPlain
        self._once("guid", mended(text))
        # It stands in for a link unless one was there before it, and a later one takes its place.
        if attributes.get("ispermalink", "true") == "true":
            self.guid_is_link = self.link is None
            self.link = self.fields["guid"] if self.link is None else self.link

    def _category(self, attributes: Attributes, text: str) -> None:
        if len(self.tags) >= _MOST:
            raise NotPlain
        if attributes:
            scheme = attributes.get("scheme", attributes.get("domain", ""))
            self._tag([attributes.get("term", ""), scheme, attributes.get("label", "")], attributes)
        value = mended(text)
        if value and self.tags and not self.tags[-1][0]:
            self.tags[-1][0] = value
        elif value and (tag := [value, "", ""]) not in self.tags:
            self.tags.append(tag)

    def _tag(self, tag: list[str], attributes: Attributes) -> None:
        # An attribute that is there and empty is not the same to feedparser as one that is not.
        refuse_unless(all(attributes.values()))
        if any(tag) and tag not in self.tags:
            self.tags.append(tag)

    def _author(self, attributes: Attributes, text: str) -> None:
        """A person as one string: RSS, and Dublin Core anywhere."""
        if attributes or len(text) > _LONG_PERSON or len(self.people) >= _MOST:
            raise NotPlain
        self.people.append(mended(text))

    def take_person(self, name: str | None) -> None:
        """A person as Atom has them, None if there was no name element."""
        refuse_unless(self.atom and len(name or "") <= _LONG_PERSON and len(self.people) < _MOST)
        # feedparser gives a nameless person the name of the one before.
        refuse_unless(not self.people or (name and all(self.people)))
        self.people.append(name or "")

    def authors(self) -> tuple[str, ...]:
        """The people, as one string each. One that RSS writes stays as written, of several feedparser takes names."""
        if "@" in "".join(self.people) and (len(self.people) > 1 or self.atom):
            raise NotPlain
        return tuple(filter(None, self.people))

    def take_body(self, element: str, attributes: Attributes, words: bytes, *, is_clean: bool = False) -> None:
        """What stands in an element of one of the BODIES, in UTF-8; `is_clean` as in RawBody."""
        name, atom = BODIES[element]
        if name in self.bodies or atom is not self.atom:
            raise NotPlain
        kind: Kind = "html" if (self._type(attributes) or ("text" if atom else "html")) in _HTML else "text"
        # What is beyond Latin-1 was not taken for it.
        if not words.isascii() and _QUOTES_BEGIN not in words and (right := mended(words.decode()).encode()) != words:
            words, is_clean = right, False
        self.bodies[name] = RawBody(words, kind, is_clean=is_clean)

    def title(self) -> RawText:
        """The title, to be read as its format says."""
        if not self.atom or "title" not in self.fields:
            return RawText(self.fields.get("title", ""), "guess")
        return RawText(self.fields["title"], "html" if self.fields["title type"] in _HTML else "text")

    def entry(self, feed_authors: tuple[str, ...]) -> RawEntry:
        """All of it as an entry."""
        guid, link = self.fields.get("guid", ""), self.link or ""
        is_link = bool(guid) and link == guid and self.guid_is_link
        links = tuple(dict.fromkeys(filter(None, (self.fields.get("origlink"), link, *self.links))))
        return RawEntry(
            guid=guid,
            links=() if is_link else links,
            guid_is_link=is_link or (self.atom and not links),
            title=self.title(),
            bodies=self._all_bodies(),
            authors=self.authors() or feed_authors,
            published=self.fields.get("published") or self.fields.get("created", ""),
            updated=self.fields.get("updated", ""),
            tags=tuple(label or term for term, _, label in self.tags),
            enclosures=tuple(self.enclosures),
        )

    def _all_bodies(self) -> tuple[RawBody, ...]:
        """The full content, the summary, and the summary (or, without one, the content) as it may also be read."""
        content, summary = self.bodies.get("content"), self.bodies.get("summary")
        found = [body for body in (content, summary) if body]
        if found:
            last = found[-1]
            found.append(RawBody(last.value, "text" if self.atom else "guess", last.base, last.is_clean))
        return tuple(body for body in found if body.value)


# Elements that hold what a post says: which of its bodies each is, and if that is so in Atom or else in RSS.
BODIES: Final = {
    "description": ("summary", False),
    "encoded": ("content", False),
    "summary": ("summary", True),
    "content": ("content", True),
}
# What an element of another kind (vocabulary.IN_ENTRY, IN_FEED) does when it has ended; its text has no
# blanks around it.
TAKERS: Final[dict[str, Callable[[Holder, Attributes, str], None]]] = {
    "title": Holder._title,
    "media title": lambda holder, _attributes, _text: holder.after_title(),
    "source": Holder._source,
    "link": Holder._link,
    "guid": Holder._guid,
    "origlink": Holder._origlink,
    "enclosure": Holder._enclosure,
    "category": Holder._category,
    "author": Holder._author,
    "published": Holder._published,
    "updated": lambda holder, attributes, text: holder._date("updated", attributes, text),
    "created": lambda holder, attributes, text: holder._date("created", attributes, text),
    "language": lambda holder, attributes, text: holder._field("language", attributes, text),
}
