"""gather(): requests in, outcomes out, with nothing of a desk."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest

from roundup.config import FetchSettings
from roundup.errors import ConfigError
from roundup.fetch import Request, gather
from roundup.model import FeedState, FetchOutcome
from tests.fetch.feeds import requests_for
from tests.net.servers import reply, serving
from tests.samples import NOW

FEED = (
    b"<rss version='2.0'><channel><title>A Blog</title><item><title>Bins</title><link>/1</link>"
    b"<pubDate>Fri, 20 Nov 2026 09:00:00</pubDate><description>&lt;p>Words.&lt;/p></description></item>"
    b"</channel></rss>"
)
HERE = FetchSettings(allow_hosts=("127.0.0.1:*",), parse_seconds=30)


def gathered(requests: list[Request], settings: FetchSettings = HERE) -> list[FetchOutcome]:
    return list(gather(requests, settings=settings, zone_name="Asia/Tokyo", now=NOW))


def test_it_asks_reads_and_reports_by_itself() -> None:
    """Requests and settings are all it needs; a date without a zone is read in the one it was given."""
    with serving(pages={"/feed": reply(FEED, headers={"ETag": '"1"'}), "/gone": reply(b"", status=410)}) as server:
        outcomes = {o.subscription.url: o for o in gathered(requests_for([server.url("/feed"), server.url("/gone")]))}
        feed, gone = outcomes[server.url("/feed")], outcomes[server.url("/gone")]
    assert feed.feed is not None
    (entry,) = feed.feed.entries
    assert entry.published is not None
    assert entry.published.hour == 0
    assert (feed.kind, feed.state.etag) == ("fetched", '"1"')
    assert (gone.kind, gone.status) == ("failed", 410)


def test_requests_and_outcomes_can_travel() -> None:
    """Pickled and unpickled they are the same, so that another machine can do the asking."""
    with serving(reply(FEED, headers={"ETag": '"1"', "Last-Modified": "Tue"})) as server:
        known = FeedState(url=server.url("/b"), etag='"0"', last_fetched=NOW - timedelta(hours=1), items="0" * 16)
        requests = requests_for([server.url("/a"), server.url("/b")], {known.url: known})
        assert any(request.headers for request in requests)
        travelled = pickle.loads(pickle.dumps(requests))
        assert travelled == requests
        outcomes = gathered(travelled)
    assert pickle.loads(pickle.dumps(outcomes)) == outcomes
    assert [outcome.kind for outcome in outcomes] == ["fetched", "fetched"]


def test_settings_that_cannot_be_read_are_refused_before_anything_is_asked() -> None:
    """The first outcome asked for is the error."""
    with serving(reply(FEED)) as server:
        with pytest.raises(ConfigError):
            gathered(requests_for([server.url()]), FetchSettings(allow_hosts=("not a host!",)))
        assert not server.requests


def test_closing_it_ends_its_parsers() -> None:
    """No process is left behind when the first outcome was enough."""
    with serving(reply(FEED)) as server:
        outcomes = gather(
            requests_for([server.url(f"/{n}") for n in range(6)]), settings=HERE, zone_name="UTC", now=NOW
        )
        assert next(outcomes).kind == "fetched"
        outcomes.close()  # type: ignore[attr-defined]  # a generator, though only an iterator is promised
        assert not list(outcomes)
