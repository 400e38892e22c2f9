"""Header fields made safe: those that come in, and those that go out. Names are in lower case, values Latin-1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roundup.net.errors import FetchError
from roundup.patterns import pattern
from roundup.text import one_line

MOST_FIELDS = 200
LONGEST_VALIDATOR = 1000
_VALIDATORS = ("etag", "last-modified")
_NAME = pattern(r"[!#$%&'*+.^_`|~A-Za-z0-9-]+")
_BREAKING = pattern(r"[\x00-\x08\x0a-\x1f\x7f]")
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)


def user_agent(version: str, contact: str) -> str:
    """Who is asking, for the log of the server that is asked."""
    safe = "".join(c for c in one_line(contact, 200) if " " <= c <= "~" and c not in "()\\")
    return f"roundup/{version} (+{safe})" if safe else f"roundup/{version} (weekly roundup of blogs)"


class Outgoing:
    """The fields of requests: our own, which are the same every time, and what a caller adds or replaces."""

    def __init__(self, agent: str) -> None:
        self._own = {
            "user-agent": agent,
            "accept": ACCEPT,
            "accept-encoding": "gzip, deflate",
            "connection": "close",
        }
        self._lines = lines(self._own)

    def fields(self, extra: Mapping[str, str]) -> dict[str, str]:
        """By lower-case name, `extra` winning over our own."""
        return self._own | {name.lower(): value for name, value in extra.items()}

    def lines(self, extra: Mapping[str, str]) -> bytes:
        """The same as they are sent. Raises FetchError for a field that cannot be."""
        if any(name.lower() in self._own for name in extra):
            return lines(self.fields(extra))
        return self._lines + lines(extra) if extra else self._lines


def lines(fields: Mapping[str, str]) -> bytes:
    """Fields as they are sent. Raises FetchError for one that would be more, or other, than one field."""
    for name, value in fields.items():
        if not _NAME.fullmatch(name) or _BREAKING.search(value):
            raise _not_sendable()
    try:
        return "".join([f"{name.lower()}: {value}\r\n" for name, value in fields.items()]).encode("latin-1")
    except UnicodeEncodeError:
        raise _not_sendable() from None


def encoded(fields: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Fields as httpx takes them without a second look. Raises FetchError for one that cannot be sent."""
    try:
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in fields.items()]
    except UnicodeEncodeError:
        raise _not_sendable() from None


def _not_sendable() -> FetchError:
    return FetchError("protocol", "a header to be sent holds characters that headers cannot")


def incoming(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The fields of an answer by lower-case name, repeated ones joined with commas (RFC 9110 5.3).

    Validators that are over-long or not plain printable ASCII are left out: they are sent back byte for byte later.
    """
    fields: dict[str, str] = {}
    for count, (name, value) in enumerate(pairs, 1):
        if count > MOST_FIELDS:
            raise FetchError("protocol", f"the answer has more than {MOST_FIELDS} header fields")
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
    # Also what a server meant as an attack on whoever it is sent back to, or on the database in between.
    for name in _VALIDATORS:
        if name in fields and not _is_plain(fields[name]):
            del fields[name]
    return fields


def _is_plain(value: str) -> bool:
    return len(value) <= LONGEST_VALIDATOR and value.isascii() and value.isprintable()


def location(pairs: Iterable[tuple[str, str]]) -> str:
    """The first Location field, "" if there is none. Servers put bare UTF-8 or Latin-1 into it."""
    for name, value in pairs:
        if name == "location":
            try:
                return value.encode("latin-1").decode("utf-8").strip()
            except UnicodeDecodeError:
                return value.strip()
    return ""
