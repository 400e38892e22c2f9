"""Feeds, states and runs for the tests of fetch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from roundup.errors import FeedError
from roundup.fetch import Request, fetch_all, plan
from roundup.fetch.rules import Facts
from roundup.model import FeedState, FetchOutcome, ParsedFeed, Subscription
from roundup.net import Response
from tests.net.servers import client
from tests.samples import NOW

URL = "https://blog.example/feed"
HOUR = timedelta(hours=1)
INTERVAL = timedelta(minutes=30)


def state(**fields: Any) -> FeedState:
    return FeedState(**{"url": URL, **fields})


def subscriptions(*urls: str) -> list[Subscription]:
    return [Subscription(url) for url in urls]


def response(status: int = 200, body: bytes = b"<rss/>", **fields: Any) -> Response:
    values: dict[str, Any] = {"url": URL, "status": status, "headers": {}, "body": body}
    return Response(**{**values, **fields})


def facts(**fields: Any) -> Facts:
    values: dict[str, Any] = {"state": state(), "now": NOW, "interval": INTERVAL}
    return Facts(**{**values, **fields})


def read(body: bytes, url: str, content_type: str, before: FeedState) -> ParsedFeed:
    """A reader of feeds to which every body is one, its first line the title, unless it begins with "bad".

    Its footers are those remembered.
    """
    if body.startswith(b"bad"):
        raise FeedError("not a feed: " + body.decode())
    return ParsedFeed(
        url, "rss20", title=body.decode().partition("\n")[0], language=content_type, footers=before.footers
    )


def requests_for(urls: Sequence[str], states: Mapping[str, FeedState] | None = None, **options: Any) -> list[Request]:
    return plan(subscriptions(*urls), states or {}, now=NOW, **options)


def run(
    requests: Sequence[Request], *, concurrency: int = 8, per_host: int = 4, parse: Any = read, **settings: object
) -> dict[str, FetchOutcome]:
    """What came of every request, by address."""
    with client(**settings) as http:
        outcomes = list(
            fetch_all(requests, client=http, parse=parse, now=NOW, concurrency=concurrency, per_host=per_host)
        )
    by_url = {outcome.subscription.url: outcome for outcome in outcomes}
    assert len(by_url) == len(outcomes) == len(requests), "every request has one outcome"
    return by_url
