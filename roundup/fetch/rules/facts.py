"""What rules are asked about, what they answer, and what every one of them is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from roundup.dataclass import dataclass
from roundup.errors import FeedError
from roundup.model import FeedState, FetchKind, ParsedFeed
from roundup.net import FetchError, Response


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one feed in this run: the answer or why there is none, and what reading its body gave.

    `state` is as it was before; `conditional` says whether validators were sent; `interval` is the desk's pace;
    `digest` is the body's, if it was reckoned up already.
    """

    state: FeedState
    now: datetime
    interval: timedelta
    conditional: bool = False
    response: Response | None = None
    error: FetchError | None = None
    feed: ParsedFeed | None = None
    unreadable: FeedError | None = None
    digest: str = ""

    @property
    def body_digest(self) -> str:
        """The name of the answer's bytes; there has to be an answer."""
        assert self.response is not None
        return self.digest or body_hash(self.response.body)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to make of the facts. "read" asks for the body to be parsed and the rules to be asked again.

    `error` and `page` are as in FetchOutcome; `host_until` is set when the server asks not to be bothered before then.
    """

    kind: FetchKind | Literal["read"]
    state: FeedState
    reason: str = ""
    error: str = ""
    host_until: datetime | None = None
    page: str = ""


Rule = Callable[[Facts], Ruling | None]


def body_hash(body: bytes) -> str:
    """A short name for exactly these bytes."""
    # Processors have SHA-256 built in: it takes half the time that BLAKE2b does in CPython.
    return hashlib.sha256(body).hexdigest()[:32]


def named(status: int) -> str:
    """A status with its phrase: "404 Not Found"."""
    from http import HTTPStatus

    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
