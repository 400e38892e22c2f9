"""Where a request goes. Plain addresses are taken apart here in one step; all others are httpx's to read (urls.py).

Nearly every feed's address is plain, and reading it with httpx and building its request objects costs three times what
asking for it does. What counts as plain is narrow on purpose: nothing that would have to be changed before it is sent.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from roundup.patterns import pattern

LONGEST_PLAIN = 2000

# A path's characters are those that RFC 3986 lets stand as they are, without the few that readers disagree about.
_PART = r"(?:[A-Za-z0-9._~!$&()*+,;=:@-]++|%[0-9A-Fa-f]{2})"
_OCTET = r"(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])"
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_PLAIN = pattern(
    rf"(?P<scheme>https?)://(?P<host>{_OCTET}(?:\.{_OCTET}){{3}}|(?:{_LABEL}\.){{0,20}}[a-z][a-z0-9_-]{{0,60}}[a-z0-9_])"
    rf"(?::(?P<port>[1-9]\d{{0,4}}))?(?P<path>(?:/{_PART}*+)++(?:\?(?:{_PART}|[/?])*+)?+)",
    re.ASCII,
)
_PORTS = {"http": 80, "https": 443}


class Target(NamedTuple):
    """`host` is in ASCII and without brackets, `path` as it is sent, `authority` what the Host field says.

    `shown` is the address for people and for the record: without credentials and fragment.
    """

    scheme: str
    host: str
    port: int
    path: str
    authority: str
    shown: str


def plain(url: str) -> Target | None:
    """The target of a plain address, which httpx would read in the same way; None if httpx has to say."""
    found = _PLAIN.fullmatch(url) if len(url) <= LONGEST_PLAIN else None
    # Dots as segments are to be worked out, and names in disguise to be checked.
    if found is None or "/." in url or "xn--" in url:
        return None
    scheme, host, port, path = found.groups()
    number = int(port) if port else _PORTS[scheme]
    if port and (number == _PORTS[scheme] or number > 65535):
        return None
    return Target(scheme, host, number, path, f"{host}:{port}" if port else host, url)
