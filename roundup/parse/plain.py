"""The quick way for plain feeds: one pass of expat over well-formed RSS 0.91–2.0 or Atom 1.0.

What comes out is what feedparser's way (xmlfeed.py) gives, value for value; whatever this reader does not know for
sure is "not plain" and left to feedparser. Linear in the text's length, whatever the text is: no DTD, bounded depth.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from xml.parsers import expat

from roundup.parse import document, latest, vocabulary
from roundup.parse.decode import MARK, STEERING
from roundup.parse.fields import attributes_in, fields_in
from roundup.parse.holder import BODIES, TAKERS, Attributes, Holder, NotPlain, refuse_unless
from roundup.parse.raw import RawFeed, words
from roundup.parse.scan import Pieces
from roundup.parse.spacing import stripped
from roundup.parse.vocabulary import ATOM, IGNORED, IN_ENTRY, IN_FEED, INSIDE, SEPARATOR, XML
from roundup.patterns import pattern
from roundup.text import strip_controls

_VERSIONS: Final = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_DEEPEST: Final = 40  # elements
_MOST_ATTRIBUTES: Final = 40
_MOST_NAMESPACES: Final = 60
_GATHERED: Final = 1 << 16  # bytes of text handed on at once
_REMEMBERED: Final = 100  # spellings of attributes
_PERSONS: Final = ("author", "contributor")
# What stands behind the sign of a reference to a character that every reader takes as it is: not to a control, to one
# of windows-1252's own numbers or to nothing at all, nor with more noughts than anybody writes.
_USUAL: Final = (
    b"(?:0{0,3}(?:9|10|13|3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-6]|1[6-9][0-9]|[2-9][0-9]{2}|[1-9][0-9]{3}"
    b"|[1-4][0-9]{4}|5[0-4][0-9]{3}|1[0-2][0-9]{4})"
    b"|[xX]0{0,3}(?:[2-7a-fA-F][0-9a-eA-E]|[2-6a-fA-F][fF]|[1-9a-fA-F][0-9a-fA-F]{2}"
    b"|[1-9a-cA-C][0-9a-fA-F]{3}|1[fF][0-9a-fA-F]{3})"
    b");"
)
_USUAL_NUMBER, _ODD_REFERENCE = re.compile(_USUAL), pattern(b"&#(?!%b)" % _USUAL)
_REFERENCES: Final = 5_000  # up to which it is quicker to look at each kind of them
_LONGEST_NUMBER: Final = 12  # bytes; more are not needed to tell such a one
# Attributes that mean something somewhere: feedparser also finds them under a foreign prefix.
_TELLING: Final = words("href type rel length url uri term scheme domain label ispermalink src mode lastmod about lang")


def read_plain(body: bytes, found: Pieces | None = None) -> RawFeed | None:
    """The feed in a document in UTF-8, None if it is not plain.

    `found` are its pieces, if they are known and there are surely no controls in it, nor anything like them.
    """
    if found and found.spans and (feed := _read_in_pieces(found)):
        return feed
    body = _harmless(body)
    return _read(body) if body else None


def _read_in_pieces(found: Pieces) -> RawFeed | None:
    """The feed, read by expat but for the items; None if one of these, or anything else, is not as usual."""
    if _has_odd_references(found.body):
        return None
    frame = found.emptied()
    return None if document.has_long_name(frame) else _read(frame, found.items())


def _read(body: bytes, items: Sequence[bytes] | None = None) -> RawFeed | None:
    reader = _Reader(items)
    try:
        reader.expat.Parse(body, True)
        return reader.feed()
    except (expat.ExpatError, NotPlain, UnicodeError):
        return None
    finally:
        # The two hold each other, and would hold the text until cycles are looked for.
        del reader.expat


def _has_odd_references(body: bytes) -> bool:
    """Whether a reference by number may not be taken by every reader alike."""
    _, *parts = body.split(b"&#", _REFERENCES)
    if len(parts) == _REFERENCES:
        return bool(_ODD_REFERENCE.search(body))
    return not all(map(_USUAL_NUMBER.match, {part[:_LONGEST_NUMBER] for part in parts}))


def _harmless(body: bytes) -> bytes:
    """The body as expat is given it, nothing if the way to feedparser would change more than controls in it."""
    if _has_odd_references(body) or document.has_long_name(body) or document.has_too_many(body):
        return b""
    if 0x7F in body or STEERING.search(body) or (0xEF in body and MARK.search(body)):
        return strip_controls(body.decode("utf-8", "replace")).encode("utf-8", "replace")
    return body


class _Reader:
    """expat's handlers. An element is the root, the channel, an entry, a field of one of them, or inside a field.

    `items` are what the entries hold, if expat is given them empty.
    """

    def __init__(self, items: Sequence[bytes] | None) -> None:
        self._items = items
        self._declared: dict[str, str] = {}
        self._in_items: dict[str, str] = {}  # prefixes and what they mean in all items
        self._item_kinds: dict[bytes, str] = {}
        self._item_attributes: dict[bytes, Attributes] = {}
        self.expat = expat.ParserCreate("utf-8", SEPARATOR)
        self.expat.buffer_text = True
        self.expat.buffer_size = _GATHERED
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.StartNamespaceDeclHandler = self._namespace
        self.expat.StartDoctypeDeclHandler = self._doctype
        self._text: list[str] = []
        self.expat.CharacterDataHandler = self._text.append
        self._depth = 0
        self._level = 1  # how deep a feed's own fields are: below the root, or below RSS's channel
        self._version = ""
        self._prefixes: dict[str, str] = {}
        self._bare: set[str] = set()
        self._feed = Holder(atom=False)
        self._entries: list[Holder] = []
        self._holder = self._feed
        self._kinds = IN_FEED
        self._feed_kinds: dict[str, str] = {}  # what was found out before, to be quicker the next time
        self._entry_kinds: dict[str, str] = {}
        self._found_kinds = self._feed_kinds
        self._field = ""  # the field that is open: its kind, depth and attributes
        self._field_depth = 0
        self._attributes: Attributes = {}
        self._person: str | None = None

    def feed(self) -> RawFeed:
        """What was read. Raises NotPlain."""
        refuse_unless(self._version and len(self._entries) <= latest.MAX_ENTRIES)
        refuse_unless(self._items is None or len(self._items) == len(self._entries))
        atom, feed = self._feed.atom, self._feed
        authors = feed.authors() if atom else ()
        return RawFeed(
            version=self._version,
            title=feed.title(),
            site_url=feed.link or "",
            language=feed.fields.get("language", feed.fields.get("root language", "")),
            entries=tuple(holder.entry(authors) for holder in self._entries),
            announced=len(self._entries),
            spec_base=atom,
        )

    def _doctype(self, *_: object) -> None:
        raise NotPlain

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        """A declaration. feedparser forgets where one ends, so a prefix must mean one thing, and not another's."""
        uri = uri or ""
        if prefix is None and uri not in self._bare:
            self._bare.add(uri)
            self._feed_kinds.clear()
            self._entry_kinds.clear()
            self._item_kinds.clear()
        self._declared[prefix or ""] = uri
        prefix = (prefix or "").lower()
        refuse_unless(self._prefixes.setdefault(prefix, uri) == uri and SEPARATOR not in uri)
        refuse_unless(len(self._prefixes) <= _MOST_NAMESPACES and not uri[:1].isspace())
        meant = vocabulary.PREFIXES.get(uri.lower())
        refuse_unless(prefix not in vocabulary.HANDLED_PREFIXES or meant == prefix)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth = depth = self._depth + 1
        lowered = _lowered(attributes) if attributes else attributes
        if self._field:
            self._inside(vocabulary.standard_name(name, self._is_bare(name)))
        elif depth > self._level:
            kind = self._found_kinds.get(name) or self._kind_of(name)
            if kind == "entry":
                self._begin(lowered)
                return
            if lowered and kind == "origlink":
                raise NotPlain
            self._field, self._field_depth, self._attributes = kind, depth, lowered
            self._person = None
            self._text.clear()
        else:
            self._open(name, lowered)
            language = _language(attributes) if depth == 1 else ""
            self._feed.fields.setdefault("root language", language.replace("_", "-"))

    def _kind_of(self, name: str) -> str:
        """What an element is here, an entry's or the feed's own. Raises NotPlain if that is doubtful."""
        kind = vocabulary.kind_of(vocabulary.standard_name(name, self._is_bare(name)), self._kinds)
        if kind == "editor" or (kind == "author" and self._kinds is IN_FEED and not self._feed.atom):
            refuse_unless(not self._feed.atom)
            kind = IGNORED
        refuse_unless(kind != vocabulary.DOUBTFUL)
        self._found_kinds[name] = kind
        return kind

    def _is_bare(self, name: str) -> bool:
        return name.rpartition(SEPARATOR)[0] in self._bare

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        """The root, or the channel."""
        self._in_items = {"xml": XML, **self._declared}
        if name == "rss" and self._depth == 1:
            version = attributes.get("version", "")
            self._version = _VERSIONS.get(version) or ("rss20" if version.startswith("2.") else "rss")
            self._level = 2
        elif name == f"{ATOM}{SEPARATOR}feed" and self._depth == 1:
            self._version, self._feed.atom = "atom10", True
        else:
            refuse_unless(name == "channel" and self._depth == 2 and "channel" not in self._feed.fields)
            refuse_unless(not attributes.keys() & {"lastmod", "href"})
            self._feed.fields["channel"] = name

    def _begin(self, attributes: dict[str, str]) -> None:
        """An entry."""
        refuse_unless(not attributes or not attributes.keys() & {"lastmod", "href", "about"})
        self._holder = Holder(atom=self._feed.atom)
        self._kinds, self._found_kinds = IN_ENTRY, self._entry_kinds
        self._entries.append(self._holder)
        self._level += 1
        if self._items is not None:
            refuse_unless(len(self._entries) <= len(self._items))
            self._take(self._items[len(self._entries) - 1])

    def _take(self, item: bytes) -> None:
        """What an entry holds, without expat: the same as below, element by element."""
        found, holder, kinds, known = fields_in(item), self._holder, self._item_kinds, self._item_attributes
        for name, written, text, names in found.fields:
            kind = kinds.get(name)
            if kind is None:
                expanded = self._expanded(name.decode("ascii"))
                kind = kinds[name] = self._found_kinds.get(expanded) or self._kind_of(expanded)
            attributes = (known.get(written) or self._attributes_of(written)) if written else _NONE
            if attributes and kind == "origlink":
                raise NotPlain
            if names is not None:
                self._take_parts(kind, names)
            elif kind == IGNORED:
                continue
            elif kind in BODIES:
                holder.take_body(kind, attributes, stripped(text), is_clean=found.is_clean)
            elif taker := TAKERS.get(kind):
                taker(holder, attributes, text.decode().strip())

    def _take_parts(self, kind: str, names: Sequence[bytes]) -> None:
        """A person in parts, which are written without a prefix."""
        name = self._expanded("name")
        refuse_unless(vocabulary.standard_name(name, self._is_bare(name)) == "name" and kind in _PERSONS)
        if kind == "author":
            refuse_unless(self._feed.atom)
            self._holder.take_person(names[-1].decode().strip() if names else None)

    def _attributes_of(self, written: bytes) -> Attributes:
        pairs = attributes_in(written)
        # Without a prefix an attribute is in no namespace (Namespaces in XML 1.0, 6.2).
        named = {self._expanded(name) if ":" in name else name: value for name, value in pairs}
        refuse_unless(len(named) == len(pairs) and "xmlns" not in named)
        found = _lowered(named)
        if len(self._item_attributes) < _REMEMBERED:
            self._item_attributes[written] = found
        return found

    def _expanded(self, name: str) -> str:
        """The name of an item's element as expat would have it. Raises NotPlain if its prefix is not declared."""
        prefix, colon, local = name.rpartition(":")
        uri = self._in_items.get(prefix, "")
        refuse_unless(uri or not colon)
        return f"{uri}{SEPARATOR}{local}" if uri else local

    def _inside(self, name: str) -> None:
        """An element inside a field: part of a person or picture, or something that nobody looks at."""
        field = self._field
        refuse_unless(field in INSIDE and self._depth <= (_DEEPEST if field == IGNORED else self._field_depth + 1))
        if name == "media:title":
            self._holder.after_title()
        elif name not in INSIDE[field]:
            refuse_unless(field != "image")
            refuse_unless(IGNORED in {vocabulary.kind_of(name, {}), vocabulary.kind_of(name, IN_ENTRY)})
        if field == "author":
            refuse_unless(self._feed.atom and not "".join(self._text).strip())
            self._attributes = _PARTED
        self._text.clear()

    def _end(self, name: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if depth == self._field_depth:
            self._close()
        elif self._field:
            self._end_inside(name)
        elif depth == self._level and self._kinds is IN_ENTRY:
            self._holder = self._feed
            self._kinds, self._found_kinds = IN_FEED, self._feed_kinds
            self._level -= 1

    def _end_inside(self, name: str) -> None:
        if self._field == "author":
            part, text = vocabulary.standard_name(name, self._is_bare(name)), "".join(self._text).strip()
            refuse_unless(part in INSIDE["author"] or not text)
            self._person = text if part == "name" else self._person
        self._text.clear()

    def _close(self) -> None:
        """The field has ended."""
        kind, self._field, self._field_depth = self._field, "", 0
        if kind == IGNORED:
            return
        text = "".join(self._text).strip()
        if self._attributes is _PARTED:
            refuse_unless(not text)
            self._holder.take_person(self._person)
        elif kind in BODIES:
            self._holder.take_body(kind, self._attributes, text.encode())
        elif taker := TAKERS.get(kind):
            taker(self._holder, self._attributes, text)


_NONE: Final[Attributes] = {}
_PARTED: Final[Attributes] = {"parted": "True"}  # stands for the attributes of a person that has parts


def _lowered(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes as feedparser names them. Raises NotPlain for what it would take for more than an attribute."""
    refuse_unless(len(attributes) <= _MOST_ATTRIBUTES)
    found: dict[str, str] = {}
    for name, value in attributes.items():
        uri, _, local = name.rpartition(SEPARATOR)
        local = local.lower()
        # A base moves every address below it.
        if local == "base" or local in found:
            raise NotPlain
        if not uri:
            found[local] = value
        elif uri != XML:
            refuse_unless(local not in _TELLING)
            found[f":{local}"] = value
    return found


def _language(attributes: Mapping[str, str]) -> str:
    """The language an element says it is in: xml:lang before lang, "" if neither is there."""
    return attributes.get(f"{XML}{SEPARATOR}lang", attributes.get("lang", ""))
