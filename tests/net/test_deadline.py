"""One deadline over everything: looking up, connecting, headers, body, and every redirect."""

from __future__ import annotations

import threading
import time

import pytest

from roundup.net import FetchError, HttpClient
from roundup.net.resolve import Sockaddr
from tests.net.servers import Page, client, drip, failure, hang, redirect, reply, serving, settings

DEADLINE = 0.1
SLACK = 2.0  # for a loaded machine; what hangs here would hang for much longer
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


@pytest.mark.parametrize(
    ("page", "stage"),
    [
        (hang(), "waiting for the answer"),
        (hang(HEAD), "waiting for the answer"),
        (hang(HEAD + b"Content-Length: 10\r\n\r\n<rss"), "reading the answer"),
        (hang(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n"), "reading the answer"),
        (drip(HEAD + b"X-Slow: " + b"y" * 1000), "waiting for the answer"),
        (drip(HEAD + b"\r\n" + b"z" * 10_000, 0.002), "reading the answer"),
        (drip(b"HTTP/1.1 100 Continue\r\n\r\n", 0.001), "waiting for the answer"),
    ],
    ids=["silence", "half a head", "half a body", "half the chunks", "slow head", "slow body", "continue for ever"],
)
def test_nothing_holds_us_longer_than_the_deadline(page: Page, stage: str) -> None:
    """Whether nothing comes or a byte at a time, time is up for all of it together."""
    with serving(page) as server:
        started = time.monotonic()
        error = failure(server.url(), deadline=0.6)
        took = time.monotonic() - started
    assert error.kind == "timeout"
    assert error.message == f"no complete answer within 0.6 s (gave up while {stage})"
    assert 0.6 <= took < 0.6 + SLACK


def test_redirects_share_the_deadline() -> None:
    """Five hops of a tenth of a second each are too many for a third of a second."""

    def slowly(to: str) -> Page:
        def send(connection: object) -> None:
            time.sleep(0.1)
            connection.sendall(redirect(to))  # type: ignore[attr-defined] # a socket

        return send

    with serving(pages={f"/{n}": slowly(f"/{n + 1}") for n in range(5)}) as server:
        error = failure(server.url("/0"), deadline=0.25)
        assert error.kind == "timeout"
        assert len(server.requests) <= 3


def test_a_slow_name_is_under_the_deadline_too() -> None:
    """The system's resolver cannot be hurried, but we do not wait for it."""
    let_go = threading.Event()

    def resolve(host: str, port: int) -> tuple[Sockaddr, ...]:
        let_go.wait(5)
        return ((2, "127.0.0.1", port),)

    with HttpClient(settings(deadline=DEADLINE), resolve=resolve) as http:
        started = time.monotonic()
        with pytest.raises(FetchError) as caught:
            http.get("http://slow.example/")
        took = time.monotonic() - started
        let_go.set()
    assert caught.value.kind == "timeout"
    assert "looking up slow.example" in caught.value.message
    assert took < DEADLINE + SLACK


def test_a_tls_handshake_that_hangs_is_under_the_deadline() -> None:
    """A server that accepts and then says nothing costs no more over https."""
    with serving(hang()) as server:
        error = failure(server.url().replace("http:", "https:"), deadline=1.5)
    assert error.kind == "timeout"
    assert "agreeing on encryption" in error.message


def test_a_call_may_have_a_deadline_of_its_own() -> None:
    """It goes before that of the settings."""
    with serving(hang()) as server, client(deadline=60) as http, pytest.raises(FetchError) as caught:
        http.get(server.url(), deadline=0.05)
    assert "within 0.05 s" in caught.value.message


def test_time_is_the_clock_that_was_given() -> None:
    """A clock that says the deadline has passed ends the request before it begins."""
    ticks = iter(range(0, 1000, 100))
    with serving(reply()) as server, HttpClient(settings(deadline=30), clock=lambda: float(next(ticks))) as http:
        with pytest.raises(FetchError) as caught:
            http.get(server.url())
        assert server.requests == []
    assert caught.value.kind == "timeout"


@pytest.mark.parametrize("page", [hang(), hang(HEAD + b"Content-Length: 10\r\n\r\n<rss")], ids=["head", "body"])
def test_another_thread_can_end_what_is_under_way(page: Page) -> None:
    """abort() wakes whoever waits, at once."""
    with serving(page) as server, client(deadline=20) as http:
        timer = threading.Timer(0.05, http.abort)
        timer.start()
        started = time.monotonic()
        with pytest.raises(FetchError) as caught:
            http.get(server.url())
        timer.join()
    assert caught.value.kind == "cancelled"
    assert time.monotonic() - started < SLACK


def test_an_abort_ends_a_look_up_and_a_handshake() -> None:
    """Waiting for a name or for encryption is ended as well."""
    let_go = threading.Event()

    def resolve(host: str, port: int) -> tuple[Sockaddr, ...]:
        let_go.wait(5)
        return ()

    with serving(hang()) as server, HttpClient(settings(deadline=20), resolve=resolve) as http:
        for url in ("http://slow.example/", server.url().replace("http:", "https:")):
            timer = threading.Timer(0.05, http.abort)
            timer.start()
            with pytest.raises(FetchError) as caught:
                http.get(url)
            timer.join()
            assert caught.value.kind == "cancelled"
        let_go.set()


def test_after_an_abort_new_requests_are_served() -> None:
    """Only what was under way is ended."""
    with serving(reply(b"ok")) as server, client() as http:
        http.abort()
        assert http.get(server.url()).body == b"ok"
