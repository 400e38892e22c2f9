"""Addresses as they may stand in a link: pure, standard library only."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from roundup.text import strip_controls

# Everything RFC 3986 lets stand in an address; what is not here (spaces, quotes, < > { } | \ ^ ` and all beyond ASCII)
# is percent-encoded, so that an address cannot end the attribute, tag, brackets or template braces around it.
_MAY_STAND = "!#$%&'()*+,/:;=?@[]~"
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\])", re.IGNORECASE)
_MAX_LENGTH = 4_000


def address(url: str, *, mail: bool = False) -> str:
    """`url` as a link may hold it, if it is absolute http(s) with a host (or, with `mail`, mailto); "" otherwise."""
    url = url.strip()
    if not url or len(url) > _MAX_LENGTH or strip_controls(url) != url:
        return ""
    if mail and url.lower().startswith("mailto:"):
        return quote(url, safe=_MAY_STAND) if "@" in url else ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except ValueError:
        return ""
    bracketed = f"[{host}]" if ":" in host else host
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(bracketed):
        return ""
    if not parts.netloc.isascii():
        user, at, _ = parts.netloc.rpartition("@")
        parts = parts._replace(netloc=user + at + bracketed + (f":{port}" if port else ""))
    return quote(parts.geturl(), safe=_MAY_STAND)
