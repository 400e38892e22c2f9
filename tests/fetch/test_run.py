"""fetch_all(): many feeds at once, over loopback, each on its own."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from roundup.fetch import fetch_all, network_down
from roundup.fetch.rules import body_hash
from roundup.model import FeedState, FetchOutcome, ParsedFeed
from tests.fetch.feeds import read, requests_for, run
from tests.net.servers import Page, Server, client, hang, redirect, reply, reset, serving
from tests.samples import NOW

ANYWHERE_HERE = ("127.0.0.1:*", "localhost:*")
BUSY = reply(b"", status=429, headers={"Retry-After": "3600"})


def after(seconds: float, answer: bytes) -> Page:
    """Answers late."""

    def send(connection: socket.socket) -> None:
        time.sleep(seconds)
        connection.sendall(answer)

    return send


def test_what_comes_back_is_read_and_remembered() -> None:
    """The reader gets body, address and type; the outcome holds the feed, its state, and what it cost."""
    sent = reply(b"A Blog", headers={"ETag": '"1"', "Last-Modified": "Tue", "Content-Type": "text/xml"})
    with serving(pages={"/old": redirect("/feed", 301), "/feed": sent}) as server:
        url, outcome = run(requests_for([server.url("/old")])).popitem()
        assert outcome.feed == ParsedFeed(server.url("/feed"), "rss20", title="A Blog", language="text/xml")
        assert outcome.reason.startswith(f"has moved for good to {server.url('/feed')} (seen once; ")
    assert (outcome.kind, outcome.status, outcome.subscription.url) == ("fetched", 200, url)
    assert (outcome.state.title, outcome.state.etag, outcome.state.last_modified) == ("A Blog", '"1"', "Tue")
    assert outcome.state.body_hash == body_hash(b"A Blog")
    assert outcome.state.next_due == NOW + timedelta(hours=1)
    assert outcome.wire_bytes == len(sent) + len(redirect("/feed", 301))
    assert 0 < outcome.seconds < 2


def test_validators_are_sent_and_not_modified_is_understood() -> None:
    """The second time nothing is read, whichever way the server says that nothing is new."""
    with serving(reply(b"A Blog", headers={"ETag": '"1"', "Last-Modified": "Tue"})) as server:
        first = run(requests_for([server.url()]))[server.url()]
        again = requests_for([server.url()], {server.url(): first.state}, everything=True)
        same_bytes = run(again, parse=None)[server.url()]
        assert server.header("if-none-match") == '"1"'
        assert server.header("if-modified-since") == "Tue"
        server.pages["*"] = reply(status=304)
        not_modified = run(again, parse=None)[server.url()]
    assert (same_bytes.kind, same_bytes.status, same_bytes.feed) == ("unchanged", 200, None)
    assert (not_modified.kind, not_modified.status, not_modified.feed) == ("unchanged", 304, None)


def test_no_feed_touches_another() -> None:
    """Whatever goes wrong with some, the rest is fetched, and each failure has its own kind and reason."""
    pages: dict[str, Page] = {
        "/status": reply(b"", status=500),
        "/parse": reply(b"bad news"),
        "/timeout": hang(),
        "/broken-off": reset(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"),
        "/redirect": redirect("/redirect"),
        "/protocol": b"nonsense\r\n\r\n",
        "/too-big": reply(b"", length=10**9),
        "/encoding": reply(b"x", headers={"Content-Encoding": "br"}),
    }
    good = [f"/good{n}" for n in range(12)]
    with serving(reply(b"Good"), pages=pages) as server:
        urls = [server.url(path) for path in (*pages, *good)] + [
            "http://127.0.0.2/",
            "http://[::1",
            "http://x.invalid/",
        ]
        outcomes = run(requests_for(urls), deadline=0.6)
        errors = {url.removeprefix(server.url("")): outcome.error for url, outcome in outcomes.items()}
    assert errors == {
        **{path: path[1:] for path in pages},
        **dict.fromkeys(good, ""),
        "http://127.0.0.2/": "private",
        "http://[::1": "address",
        "http://x.invalid/": errors["http://x.invalid/"],
    }
    assert errors["http://x.invalid/"] in ("dns", "timeout")
    for outcome in outcomes.values():
        assert bool(outcome.reason) == bool(outcome.error)
        assert outcome.state.health == ("failing" if outcome.error else "ok")


def test_a_fault_of_our_own_is_one_feeds_fault() -> None:
    """A reader that breaks costs the feed it broke on, which is left as it was."""

    def breaks(body: bytes, url: str, content_type: str, before: FeedState) -> ParsedFeed:
        if body == b"boom":
            raise ZeroDivisionError("by nothing")
        return read(body, url, content_type, before)

    with serving(reply(b"Good"), pages={"/boom": reply(b"boom")}) as server:
        outcomes = run(requests_for([server.url("/boom"), server.url("/good")]), parse=breaks)
        boom, good = outcomes[server.url("/boom")], outcomes[server.url("/good")]
    assert good.kind == "fetched"
    assert (boom.kind, boom.error) == ("failed", "internal")
    assert "ZeroDivisionError" in boom.reason
    assert boom.state == FeedState(url=boom.subscription.url)


def test_one_host_is_asked_for_few_feeds_at_once() -> None:
    """As many as agreed, also when many more wait."""
    with serving(after(0.02, reply(b"A"))) as server:
        outcomes = run(requests_for([server.url(f"/{n}") for n in range(20)]), per_host=2, deadline=30)
        # One that has been answered may still be closing at the server's end when the next one comes.
        assert server.most_open <= 3
    assert {outcome.kind for outcome in outcomes.values()} == {"fetched"}


def test_a_slow_host_does_not_hold_up_others() -> None:
    """Twenty feeds that hang on one host, and behind them one of another, which comes long before the deadline."""
    with serving(hang()) as slow, serving(reply(b"A")) as quick, client(deadline=20, allow_hosts=ANYWHERE_HERE) as http:
        requests = requests_for([slow.url(f"/{n}") for n in range(20)] + [quick.url(host="localhost")])
        started = time.monotonic()
        outcomes = fetch_all(requests, client=http, parse=read, now=NOW, concurrency=4, per_host=2)
        assert next(outcomes).subscription.url == quick.url(host="localhost")
        assert time.monotonic() - started < 3
        _close(outcomes)


@pytest.mark.slow
def test_a_hundred_hanging_feeds_cost_less_than_two_deadlines() -> None:
    """On one and the same host, with others behind them that are well: all of these come, and nothing takes long."""
    deadline = 1.5
    with serving(hang()) as server:
        server.pages |= {f"/good{n}": reply(b"Good") for n in range(10)}
        urls = [server.url(f"/{n}") for n in range(100)] + [server.url(f"/good{n}") for n in range(10)]
        started = time.monotonic()
        outcomes = run(requests_for(urls), concurrency=32, per_host=2, deadline=deadline)
        took = time.monotonic() - started
    kinds = Counter(outcome.error or outcome.kind for outcome in outcomes.values())
    assert kinds == {"timeout": 100, "fetched": 10}
    assert took < 2 * deadline


def test_a_host_that_asks_to_be_left_alone_is() -> None:
    """After two refusals in a row its other feeds are not asked, nor blamed; they come when it said."""
    with serving(BUSY) as server, serving(reply(b"A")) as other:
        urls = [*(server.url(f"/{n}") for n in range(30)), other.url(host="localhost")]
        # A host that keeps us waiting is asked for more at once: with this deadline no pause of a machine is that long.
        outcomes = run(requests_for(urls), per_host=1, deadline=600.0, allow_hosts=ANYWHERE_HERE)
        assert len(server.requests) == 2
        waiting = [outcome for outcome in outcomes.values() if outcome.error == "waiting"]
        assert outcomes[other.url(host="localhost")].kind == "fetched"
    assert len(waiting) == 28
    for outcome in waiting:
        assert outcome.kind == "failed"
        assert outcome.reason.startswith("not asked: 127.0.0.1 wants to be left alone until ")
        later = NOW + timedelta(hours=1)
        assert outcome.state == FeedState(url=outcome.subscription.url, next_due=later, host_until=later)


def test_a_refusal_of_one_feed_among_many_is_only_its_own() -> None:
    """While the host serves others, they are asked."""
    with serving(reply(b"A"), pages={"/3": BUSY, "/6": BUSY}) as server:
        outcomes = run(requests_for([server.url(f"/{n}") for n in range(10)]), per_host=1)
    assert sum(outcome.kind == "fetched" for outcome in outcomes.values()) == 8


def test_outcomes_come_as_they_are_ready() -> None:
    """The quick ones do not wait for the slow one that was asked first."""
    with serving(reply(b"A"), pages={"/slow": after(0.2, reply(b"A"))}) as server, client() as http:
        requests = requests_for([server.url("/slow"), server.url("/1"), server.url("/2")])
        outcomes = fetch_all(requests, client=http, parse=read, now=NOW, concurrency=8, per_host=8)
        order = [outcome.subscription.url for outcome in outcomes]
        assert order[-1] == server.url("/slow")


@pytest.mark.parametrize("at_once", [1, 8])
def test_whoever_reads_is_woken_when_there_is_enough_to_read(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """Not for every outcome, and not by the clock alone: with a tick of a minute all are there at once."""
    monkeypatch.setattr("roundup.fetch.run._TICK_SECONDS", 60.0)
    began = time.monotonic()
    with serving(reply(b"Good")) as server:
        outcomes = run(requests_for([server.url(f"/{n}") for n in range(40)]), concurrency=at_once, deadline=6000.0)
    assert len(outcomes) == 40
    assert time.monotonic() - began < 30


def test_whoever_reads_slowly_is_not_run_over() -> None:
    """Outcomes wait in a short queue; feeds beyond it are not asked until there is room."""
    with serving(reply(b"A")) as server, client() as http:
        requests = requests_for([server.url(f"/{n}") for n in range(60)])
        outcomes = fetch_all(requests, client=http, parse=read, now=NOW, concurrency=3, per_host=3)
        next(outcomes)
        time.sleep(0.2)
        assert len(server.requests) <= 3 + 3 + 3
        assert len(list(outcomes)) == 59


@pytest.mark.parametrize("page", [hang(), hang(b"HTTP/1.1 200 OK\r\n\r\n<rss")], ids=["head", "body"])
def test_closing_the_iterator_ends_everything_at_once(page: Page) -> None:
    """No thread and no connection is left, however long the deadline still is."""
    with serving(page, pages={"/quick": reply(b"A")}) as server, client(deadline=60) as http:
        requests = requests_for([server.url("/quick")] + [server.url(f"/{n}") for n in range(20)])
        outcomes = fetch_all(requests, client=http, parse=read, now=NOW, concurrency=8, per_host=8)
        assert next(iter(outcomes)).kind == "fetched"
        started = time.monotonic()
        _close(outcomes)
        assert time.monotonic() - started < 3
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("fetch ")]
        _wait_until_nobody_is_connected(server)


def test_an_error_in_whoever_reads_ends_everything_too() -> None:
    """An interrupt or a full disk while keeping what came does not leave threads behind."""
    with serving(hang(), pages={"/quick": reply(b"A")}) as server, client(deadline=60) as http:
        requests = requests_for([server.url("/quick"), server.url("/hang")])
        outcomes = fetch_all(requests, client=http, parse=read, now=NOW, concurrency=8, per_host=8)
        with pytest.raises(KeyboardInterrupt):
            _interrupted(outcomes)
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("fetch ")]


def test_nothing_to_ask_is_nothing_to_do() -> None:
    """No requests, no outcomes."""
    assert run([]) == {}


def test_no_thread_is_left_after_a_run() -> None:
    """All have ended by the time the last outcome was taken."""
    with serving(reply(b"A")) as server:
        run(requests_for([server.url(f"/{n}") for n in range(20)]))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("fetch ")]


def test_a_network_that_is_down_is_known_by_its_outcomes() -> None:
    """Every port closed, every name unknown: told from the outcomes alone."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    urls = [f"http://127.0.0.1:{port}/feed", f"http://localhost:{port}/feed"]
    outcomes: list[FetchOutcome] = list(run(requests_for(urls)).values())
    assert [outcome.error for outcome in outcomes] == ["refused", "refused"]
    assert network_down(outcomes)


def test_when_the_system_gives_no_more_threads_those_there_are_do_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container that allows two threads is slow, not broken."""
    started: list[threading.Thread] = []
    start = threading.Thread.start

    def start_two(thread: threading.Thread) -> None:
        if thread.name.startswith("fetch "):
            if len(started) >= 2:
                raise RuntimeError("can't start new thread")
            started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_two)
    with serving(reply(b"A")) as server:
        outcomes = run(requests_for([server.url(f"/{n}") for n in range(12)]))
    assert [outcome.kind for outcome in outcomes.values()] == ["fetched"] * 12


def _close(outcomes: Any) -> None:
    outcomes.close()


def _interrupted(outcomes: Any) -> None:
    try:
        for _ in outcomes:
            raise KeyboardInterrupt
    finally:
        outcomes.close()


def _wait_until_nobody_is_connected(server: Server) -> None:
    give_up = time.monotonic() + 3
    while server.open and time.monotonic() < give_up:
        time.sleep(0.01)
    assert server.open == 0
