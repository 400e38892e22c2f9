"""Where a body is read: here if that is quick and safe, else in a process that can be killed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from roundup.model import FeedState, ParsedFeed

if TYPE_CHECKING:
    from roundup.fetch.workers import ParserPool

FEW = 40  # first documents of feeds; to start the processes costs about as much as to read so many


class Reader:
    """Reads the bodies that a run brings, from any number of threads.

    `zone_name` is the zone for dates that name none. A feed whose items are remembered mostly holds what is known, and
    a plain one is then read here in less time than it takes to send it anywhere; so are those that nothing is known of
    if they are few, as far as can be told from how many are `expected`. All else goes to `pool`, whose processes start
    when they are first needed.
    """

    def __init__(self, pool: ParserPool, zone_name: str, *, expected: int = 0) -> None:
        self._pool = pool
        self._zone = ZoneInfo(zone_name)
        self._strangers = expected if expected > FEW else 0
        # One after the other: threads that all compute only get in each other's way, and their memory adds up.
        self._turn = threading.Lock()

    def read(self, body: bytes, url: str, content_type: str, state: FeedState) -> ParsedFeed:
        """The feed in `body`, which came from `url`, without the items that `state` names. Raises FeedError."""
        return self._plain(body, url, content_type, state) or self._pool.parse(
            body, url, content_type, items=state.items, footers=state.footers
        )

    def _plain(self, body: bytes, url: str, content_type: str, state: FeedState) -> ParsedFeed | None:
        from roundup.parse import parse_plain

        with self._turn:
            if not state.items:
                self._strangers += 1
                if self._strangers > FEW:
                    return None
            return parse_plain(
                body,
                url=url,
                content_type=content_type,
                zone=self._zone,
                known=frozenset(state.items.split()),
                footers=state.footers,
            )
