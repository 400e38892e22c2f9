"""One web page asked for by its address, where its site lets programs read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundup.errors import RoundupError, UsageError
from roundup.parse.page import BY_HAND_HINT
from roundup.text import one_line
from roundup.urls import safe_url
from roundup.workflow.desk import Desk

if TYPE_CHECKING:
    from roundup.net import Response

# What statuses mean to somebody who wants to read a page (RFC 9110 15.5, 15.6), and whether a person may yet read it.
_SAYS = {
    401: ("asks for a name and a password", True),
    402: ("is for those who pay", True),
    403: ("is not shown to programs", True),
    404: ("is not there", False),
    407: ("asks for a name and a password", True),
    410: ("is gone for good", False),
    429: ("wants to be left alone for a while", True),
    451: ("may not be shown, for reasons of law", True),
    503: ("cannot be shown just now", True),
}


def web_address(url: str, *, example: str) -> str:
    """`url` as an address to ask, https:// in front if that was left out; UsageError if it is none."""
    address = safe_url(url if "://" in url else f"https://{url}")
    if not address:
        raise UsageError(f"{one_line(url, 80) or 'an empty text'} is not a web address", hint=f"Give it like {example}")
    return address


def page_at(desk: Desk, address: str) -> Response:
    """The page at `address`; a RoundupError in words if it cannot be had, or if its robots.txt forbids to read it."""
    from roundup.net import FetchError, HttpClient
    from roundup.net.robots import PageReader

    with HttpClient(desk.settings.fetch) as client:
        try:
            answer = PageReader(client).get(address)
        except FetchError as error:
            if error.kind == "robots":
                raise RoundupError(error.message, hint=BY_HAND_HINT) from None
            raise
    if answer.status != 200:
        words, is_readable = _SAYS.get(answer.status, ("cannot be had", False))
        hint = BY_HAND_HINT if is_readable else "Open it in a browser: is the address right?"
        raise RoundupError(f"{address} {words} (it answers {answer.status})", hint=hint)
    return answer
