"""Header fields made safe: those that come in, and those that go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roundup.net.errors import FetchError
from roundup.text import one_line

MOST_FIELDS = 200
LONGEST_VALIDATOR = 1000
_VALIDATORS = ("etag", "last-modified")
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)


def user_agent(version: str, contact: str) -> str:
    """Who is asking, for the log of the server that is asked."""
    safe = "".join(c for c in one_line(contact, 200) if " " <= c <= "~" and c not in "()\\")
    return f"roundup/{version} (+{safe})" if safe else f"roundup/{version} (weekly roundup of blogs)"


def outgoing(agent: str, extra: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """The fields of a request, `extra` winning over our own. Raises FetchError for one that cannot be sent."""
    fields = {
        "user-agent": agent,
        "accept": ACCEPT,
        "accept-encoding": "gzip, deflate",
        "connection": "close",
    }
    fields |= {name.lower(): value for name, value in extra.items()}
    try:
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in fields.items()]
    except UnicodeEncodeError:
        raise FetchError("protocol", "a header to be sent holds characters that headers cannot") from None


def incoming(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The fields of an answer by lower-case name, repeated ones joined with commas (RFC 9110 5.3).

    Validators that are over-long or not plain printable ASCII are left out: they are sent back byte for byte later.
    """
    fields: dict[str, str] = {}
    for count, (name, value) in enumerate(raw, 1):
        if count > MOST_FIELDS:
            raise FetchError("protocol", f"the answer has more than {MOST_FIELDS} header fields")
        key = name.decode("latin-1").lower()
        text = value.decode("latin-1")
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    # Also what a server meant as an attack on whoever it is sent back to, or on the database in between.
    for key in _VALIDATORS:
        if key in fields and not _is_plain(fields[key]):
            del fields[key]
    return fields


def _is_plain(value: str) -> bool:
    return len(value) <= LONGEST_VALIDATOR and value.isascii() and value.isprintable()


def location(raw: Iterable[tuple[bytes, bytes]]) -> str:
    """The first Location field, "" if there is none. Servers put bare UTF-8 or Latin-1 into it."""
    for name, value in raw:
        if name.lower() == b"location":
            try:
                return value.decode("utf-8").strip()
            except UnicodeDecodeError:
                return value.decode("latin-1").strip()
    return ""
