"""Where a redirect may lead, as plain rules over addresses already taken apart."""

from __future__ import annotations

from roundup.net.errors import FetchError

LONGEST_URL = 8000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def is_redirect(status: int) -> bool:
    """Whether an answer of this status leads elsewhere, if it has a Location field (RFC 9110 15.4)."""
    return status in _REDIRECTS


def check_hop(scheme_from: str, scheme_to: str, host_to: str, shown: str) -> None:
    """Refuse a redirect off the web, or from an encrypted to a plain address (RFC 9110 15.4, and practice)."""
    if scheme_to not in ("http", "https") or not host_to:
        raise FetchError("redirect", f"it redirects to {shown!r}, which is no web address")
    # Whoever sits on the line could otherwise put words into a blog that took care to be safe.
    if scheme_from == "https" and scheme_to == "http":
        raise FetchError(
            "redirect",
            f"it redirects from https to the unencrypted {shown}, which is not followed",
            hint="If you trust that address, follow it instead: roundup feeds add " + shown,
        )


def check_count(count: int, limit: int) -> None:
    """Refuse one hop more than the settings allow."""
    if count > limit:
        raise FetchError("redirect", f"it redirects more than {limit} times")
