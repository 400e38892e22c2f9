"""The whole of fetching without a desk: requests in, outcomes out.

It needs no store and no open file, and requests and outcomes can be pickled: it runs the same on another machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from roundup.config import FetchSettings
from roundup.fetch.run import fetch_all
from roundup.fetch.schedule import Request
from roundup.model import FetchOutcome


def gather(
    requests: Sequence[Request],
    *,
    settings: FetchSettings,
    zone_name: str,
    now: datetime,
    idle: Callable[[], None] = lambda: None,
) -> Iterator[FetchOutcome]:
    """Ask for every feed and read what is new; yield what came of each as it comes, in no particular order.

    `zone_name` is the zone for dates that name none; `idle` is called again and again while nothing comes. Every
    request has exactly one outcome. Closing the iterator ends all within two seconds, parser processes too. Raises
    ConfigError at once where the settings cannot be read.
    """
    from roundup.fetch.reading import Reader
    from roundup.fetch.workers import ParserPool
    from roundup.net import HttpClient

    expected = sum(request.state.last_fetched is None for request in requests)
    with HttpClient(settings) as client, ParserPool(seconds=settings.parse_seconds, zone_name=zone_name) as parsers:
        yield from fetch_all(
            requests,
            client=client,
            parse=Reader(parsers, zone_name, expected=expected).read,
            now=now,
            concurrency=settings.concurrency,
            per_host=settings.per_host,
            idle=idle,
        )
