"""feedparser's own feed files, served as their own test suite serves them, go through fetch as through parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

import pytest

from roundup.config import FetchSettings
from roundup.errors import FeedError
from roundup.fetch import fetch_all, plan
from roundup.fetch.reading import Reader
from roundup.fetch.workers import ParserPool
from roundup.model import FetchOutcome, ParsedFeed, Subscription
from roundup.net import HttpClient
from roundup.parse import parse_feed
from tests.parse.corpus import NoCorpus, feed_files, headers_for, status_for
from tests.realservers.conftest import leave_out

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("corpus")]

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
SECONDS = 2.0


class _Handler(BaseHTTPRequestHandler):
    """Serves the file that the path names, with the headers it states for itself."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        path = Path(unquote(self.path))
        body = path.read_bytes()
        self.send_response(200)
        for name, value in headers_for(path).items():
            if name not in ("status", "content-length", "transfer-encoding", "content-encoding", "location"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Two thousand lines would help nobody."""


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """The corpus, but for what its own server does not serve as a feed with status 200."""
    try:
        return [path for path in feed_files() if status_for(path) == 200]
    except NoCorpus as why:
        leave_out(str(why))


@pytest.fixture(scope="module")
def outcomes(files: list[Path]) -> Iterator[dict[Path, FetchOutcome]]:
    """Every file fetched over HTTP, all at once, each with two seconds to be parsed in."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    host = f"127.0.0.1:{server.server_address[1]}"
    settings = replace(FetchSettings(), allow_hosts=(host,), host_spacing=1e-9)
    wanted = {f"http://{host}{quote(str(path))}": path for path in files}
    try:
        with HttpClient(settings) as client, ParserPool(seconds=SECONDS) as pool:
            requests = plan([Subscription(url) for url in wanted], {}, now=NOW)
            came = fetch_all(
                requests, client=client, parse=Reader(pool, "Europe/London").read, now=NOW, concurrency=8, per_host=8
            )
            yield {wanted[outcome.subscription.url]: outcome for outcome in came}
    finally:
        server.shutdown()
        server.server_close()


def directly(path: Path, url: str) -> ParsedFeed | str:
    """What parsing the file without a network gives: the feed, or why it is none."""
    try:
        return parse_feed(path.read_bytes(), url=url, content_type=headers_for(path)["content-type"], zone=LONDON)
    except FeedError as error:
        return error.message


def test_every_file_has_one_outcome(outcomes: dict[Path, FetchOutcome], files: list[Path]) -> None:
    """None is lost, and there are as many as the corpus is known to hold."""
    assert set(outcomes) == set(files)
    assert len(files) > 1_500


def test_none_hangs_and_none_crashes(outcomes: dict[Path, FetchOutcome]) -> None:
    """A file is a feed or is refused by the parser in words: no time-out, no killed worker, no error of our own."""
    odd = {
        path.name: outcome.reason
        for path, outcome in outcomes.items()
        if outcome.kind == "failed"
        and (outcome.error != "parse" or "long" in outcome.reason or "worker" in outcome.reason)
    }
    assert odd == {}


def test_http_changes_nothing(outcomes: dict[Path, FetchOutcome]) -> None:
    """Over HTTP and through a worker process the values are those of parsing the bytes directly."""
    different = []
    for path, outcome in outcomes.items():
        direct = directly(path, outcome.subscription.url)
        if outcome.feed != (direct if isinstance(direct, ParsedFeed) else None):
            different.append(path.name)
    assert different == []
