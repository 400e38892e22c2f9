"""What an answer means for readers who follow a link. Pure.

Found: 2xx; "moved", if all that led there was for good; "front", if only a front page is left. Gone: 404, 410. Nowhere:
a name without an address, dead or asked for at a bad moment. All else (401, 403, 429, 5xx, timeouts) is not known: that
a program is not let in says nothing of readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from roundup.model import LinkAnswer
from roundup.text import one_line
from roundup.urls import canonical_key, safe_url

FOR_GOOD: Final = (301, 308)  # RFC 9110 15.4.2, 15.4.9
_SAYS: Final = {
    401: "asks for a name and a password",
    402: "is for those who pay",
    403: "is not shown to programs",
    404: "is not there",
    407: "asks for a name and a password",
    410: "is gone for good",
    429: "wants to be left alone for a while",
    451: "may not be shown, for reasons of law",
    503: "cannot be shown just now",
}


def answered(address: str, status: int, url: str, redirects: Sequence[tuple[int, str]], *, now: datetime) -> LinkAnswer:
    """How a link was found that answers `status` at `url`, after these redirects."""
    if not 200 <= status < 400:
        words = f"it {_SAYS.get(status, 'cannot be had')} ({status})"
        return LinkAnswer(address, "gone" if status in (404, 410) else "unknown", now, words)
    target = safe_url(url)
    if not redirects or not target or canonical_key(target) == canonical_key(address):
        return LinkAnswer(address, "found", now)
    if _is_front(target) and not _is_front(address):
        return LinkAnswer(address, "front", now, "it leads to a front page", target)
    if all(hop in FOR_GOOD for hop, _ in redirects):
        return LinkAnswer(address, "moved", now, "it has moved for good", target)
    return LinkAnswer(address, "found", now)


def failed(address: str, kind: str, message: str, *, now: datetime) -> LinkAnswer:
    """How a link was found that could not be asked; `kind` and `message` are a FetchError's."""
    words = one_line(message, 160)
    if kind == "dns":
        return LinkAnswer(address, "nowhere", now, words)
    return LinkAnswer(address, "private" if kind == "private" else "unknown", now, words)


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.rstrip("/") in ("", "/index.html", "/index.php", "/home") and not parts.query
