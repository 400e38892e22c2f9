"""Why a page or feed could not be had: one error, with a kind for programs and a reason for people."""

from __future__ import annotations

from typing import Literal

from roundup.errors import FeedError
from roundup.text import one_line

FetchErrorKind = Literal[
    "address",  # not an http(s) address at all
    "dns",  # the name cannot be looked up
    "refused",  # nobody listens there, or there is no way there
    "private",  # an address policy keeps us from
    "tls",  # no trustworthy encrypted connection
    "timeout",  # the deadline passed
    "redirect",  # sent round in circles, too far, or somewhere we do not go
    "protocol",  # the answer is not sound HTTP
    "broken-off",  # the answer ended before it was complete
    "encoding",  # a content coding we did not ask for, or one that is damaged
    "too-big",  # more bytes than the settings allow
    "cancelled",  # we stopped asking
    "robots",  # the site asks programs not to read this page
]

NETWORK_KINDS: frozenset[FetchErrorKind] = frozenset({"dns", "refused", "tls", "timeout"})
"""Kinds that every feed shows at once when it is our own network that is down."""

LONGEST_REASON = 300


class FetchError(FeedError):
    """`kind` is one of FetchErrorKind; `message` is one line without control characters."""

    def __init__(self, kind: FetchErrorKind, message: str, *, hint: str = "") -> None:
        super().__init__(one_line(message, LONGEST_REASON), hint=hint)
        self.kind: FetchErrorKind = kind
