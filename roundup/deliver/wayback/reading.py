"""What the archive answers, read with care: where the copy is, or why there is none. Pure.

Only an address on the archive's own host is believed, of the page that was asked for, with a date that can be; it is
written anew from these three. Copies: https://www.rfc-editor.org/rfc/rfc7089 (Memento).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote

from roundup.dataclass import dataclass
from roundup.patterns import pattern
from roundup.text import one_line
from roundup.urls import canonical_key, safe_url

LONGEST_READ: Final = 200_000  # bytes of an answer that are looked at
LONGEST_WORDS: Final = 160
AHEAD: Final = timedelta(days=1)  # that clocks may differ by
FIRST: Final = datetime(1996, 1, 1, tzinfo=UTC)  # the archive has nothing that is older

_ADDRESS = pattern(r"(?:(https?):)?//([^/?#\s]{1,300})(/[^\s]*)", re.IGNORECASE)
_COPY = pattern(r"/web/(\d{14})(?:[a-z]{2}_)?/(\S{1,5000})")
_SQUEEZED = pattern(r"(https?):/(?=[^/])", re.IGNORECASE)
_LINK = pattern(r"<([^<>\s]{1,6000})>([^<]{0,1000})")
_MEMENTO = pattern(r"""\brel\s*=\s*(?:"[^"]*\bmemento\b[^"]*"|'[^']*\bmemento\b[^']*'|memento\b)""", re.IGNORECASE)
_JOB = pattern(r"[A-Za-z0-9][\w-]{0,99}", re.ASCII)
_RUNTIME: Final = "x-archive-wayback-runtime-error"
_WILL_NOT = pattern("robot|blocked|accesscontrol|denied|excluded", re.IGNORECASE)
# What asking again will not change (status_ext of the interface, without "error:").
_FINAL: Final = """
    blocked blocked-url no-access forbidden unauthorized not-found gone filesize-limit ftp-access-denied
    invalid-url-syntax invalid-host-resolution method-not-allowed not-acceptable not-implemented redirects-loop
    too-many-redirects unsupported-filetype http-version-not-supported
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A copy: where it is, and when it was made."""

    url: str
    made: datetime


def copy_at(service: str, location: str, page: str, now: datetime) -> Found | None:
    """The copy of `page` at `service` that `location`, an address or a path there, leads to; None if it is no such."""
    path = _path_at(service, location.strip())
    found = _COPY.fullmatch(path)
    if not found or not _is_page(found[2], page):
        return None
    return copy_of(service, page, found[1], now)


def copy_of(service: str, page: str, stamp: object, now: datetime) -> Found | None:
    """The copy of `page` that was made at `stamp` (YYYYMMDDHHMMSS), if that can be."""
    try:
        made = datetime.strptime(str(stamp), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    if len(str(stamp)) != 14 or not FIRST <= made <= now + AHEAD:
        return None
    return Found(f"{service}/web/{made:%Y%m%d%H%M%S}/{page}", made)


def _path_at(service: str, location: str) -> str:
    """The part of an address behind the service's own; "" if it is elsewhere."""
    ours = _ADDRESS.fullmatch(f"{service}/")
    assert ours
    if location.startswith("/") and not location.startswith("//"):
        path = location
    elif (given := _ADDRESS.fullmatch(location)) and given[2].lower() == ours[2].lower():
        path = given[3]
    else:
        return ""
    folder = ours[3].rstrip("/")
    return path.removeprefix(folder) if path.startswith(f"{folder}/") else ""


def _is_page(original: str, page: str) -> bool:
    wanted = canonical_key(page)
    for spelling in (original, unquote(original)):
        whole = _SQUEEZED.sub(r"\1://", spelling)
        if wanted and canonical_key(safe_url(whole)) == wanted:
            return True
    return False


def in_headers(service: str, headers: Mapping[str, str], page: str, now: datetime) -> Found | None:
    """The copy that an answer's fields lead to: Content-Location, Link with rel=memento, or a redirect."""
    found = (copy_at(service, place, page, now) for place in _places(headers))
    return max(filter(None, found), key=lambda each: each.made, default=None)


def _places(headers: Mapping[str, str]) -> Iterator[str]:
    yield headers.get("content-location", "")
    yield headers.get("location", "")
    for target, marks in _LINK.findall(headers.get("link", "")[:LONGEST_READ]):
        if _MEMENTO.search(marks):
            yield target


def refusal(status: int, headers: Mapping[str, str]) -> tuple[bool, str]:
    """Why nothing was kept, and if that is the archive's last word."""
    if said := headers.get(_RUNTIME, ""):
        return bool(_WILL_NOT.search(said)), f"the archive says: {one_line(said, LONGEST_WORDS)}"
    if 400 <= status < 500 and status not in (401, 408, 425, 429):
        return True, f"the archive will not ({status})"
    return False, f"the archive answers {status}" if status >= 400 else "the archive answers something else"


def document(body: bytes) -> Mapping[str, Any]:
    """The JSON object of an answer; empty if it is none."""
    try:
        found = json.loads(body[:LONGEST_READ])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def job_in(answer: Mapping[str, Any]) -> str:
    """The name of the job that was begun, "" if none."""
    name = answer.get("job_id")
    return name if isinstance(name, str) and _JOB.fullmatch(name) else ""


def failure(answer: Mapping[str, Any]) -> tuple[bool, str]:
    """Why a job did not come to a copy, and if that is the archive's last word."""
    kind = str(answer.get("status_ext") or answer.get("exception") or "").removeprefix("error:")
    words = one_line(str(answer.get("message") or kind or "the archive answers something else"), LONGEST_WORDS)
    return kind in _FINAL.split(), words
