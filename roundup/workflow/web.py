"""One page or feed asked for by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundup.errors import RoundupError, UsageError
from roundup.text import one_line
from roundup.urls import safe_url
from roundup.workflow.desk import Desk

if TYPE_CHECKING:
    from roundup.net import Response


def ask(desk: Desk, url: str, *, example: str) -> Response:
    """What stands at `url` (https:// may be left out); a RoundupError if it cannot be had."""
    from roundup.net import HttpClient

    address = safe_url(url if "://" in url else f"https://{url}")
    if not address:
        raise UsageError(f"{one_line(url, 80) or 'an empty text'} is not a web address", hint=f"Give it like {example}")
    with HttpClient(desk.settings.fetch) as client:
        answer = client.get(address)
    if answer.status != 200:
        raise RoundupError(f"{address} answers {answer.status}", hint="Open it in a browser: is the address right?")
    return answer
