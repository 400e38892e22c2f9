"""Links are asked politely, once a day, and what nobody answers proves nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest

from roundup.model import LinkAnswer
from roundup.workflow.desk import Desk
from roundup.workflow.links import ask, known
from tests.net.servers import Server, redirect, reply, serving
from tests.workflow.desks import at, desk_at

PAGES = {"/there": reply(b""), "/moved": redirect("/there", 301), "/busy": reply(b"", status=429)}


def allowing(made: Desk) -> Desk:
    """The desk with leave to reach this machine."""
    return desk_at(made.settings.root, allow="127.0.0.0/8:*", now=made.now)


def states(desk: Desk, addresses: Sequence[str]) -> dict[str, str]:
    """What is known of them."""
    with desk.store() as store:
        return {address: answer.state for address, answer in known(desk, store, addresses).items()}


def asked(desk: Desk, *addresses: str, told: list[LinkAnswer] | None = None) -> int:
    with desk.store() as store:
        return ask(desk, store, addresses, (told if told is not None else []).append)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    return allowing(desk)


def test_what_links_answer_is_known_afterwards(ready: Desk) -> None:
    """And told as it comes."""
    told: list[LinkAnswer] = []
    with serving(pages=PAGES) as server:
        links = [server.url(path) for path in ("/there", "/moved", "/gone")]
        assert asked(ready, *links, told=told) == 3
        assert states(ready, links) == dict(zip(links, ("found", "moved", "gone"), strict=True))
        assert sorted(answer.address for answer in told) == sorted(links)


def test_each_page_is_asked_once_a_day(ready: Desk) -> None:
    """Whatever part of it is linked to; the next day again."""
    with serving(pages=PAGES) as server:
        links = [server.url("/there#one"), server.url("/there#two"), server.url("/there")]
        assert asked(ready, *links) == 1
        assert asked(ready, *links) == 0
        assert server.asked == ["/there"]
        assert states(ready, links) == dict.fromkeys(links, "found")
        tomorrow = at(ready, hours=25)
        assert states(tomorrow, links) == {}
        assert asked(tomorrow, *links) == 1


def test_what_told_nothing_is_asked_again_sooner(ready: Desk) -> None:
    """A server that was busy may not be so in an hour."""
    with serving(pages=PAGES) as server:
        link = server.url("/busy")
        asked(ready, link)
        assert states(at(ready, hours=0.5), [link]) == {link: "unknown"}
        assert states(at(ready, hours=2), [link]) == {}


def test_a_host_that_wants_to_be_left_alone_is(ready: Desk) -> None:
    """Its other pages are not asked for, and it is not known how they are."""
    with serving(pages=PAGES) as server:
        links = [server.url("/busy"), server.url("/there")]
        asked(ready, *links)
        assert "/there" not in server.asked
        assert states(ready, links) == dict.fromkeys(links, "unknown")


def test_a_host_is_asked_for_one_page_at_a_time(ready: Desk) -> None:
    """However many of its pages are linked to; two hosts are asked side by side."""
    together, alone, overlaps = threading.Barrier(2, timeout=5), threading.Lock(), list[str]()

    def count(connection: socket.socket) -> None:
        if not alone.acquire(blocking=False):
            overlaps.append("another one was under way")
            return
        time.sleep(0.002)
        alone.release()
        connection.sendall(reply(b""))

    def meet(connection: socket.socket) -> None:
        together.wait()
        connection.sendall(reply(b""))

    with serving(count) as one:
        asked(ready, *(one.url(f"/{number}") for number in range(6)))
        assert (len(one.asked), overlaps) == (6, [])
    with serving(meet) as one, serving(meet, host="127.0.0.2") as other:
        links = [one.url("/"), other.url("/", host="127.0.0.2")]
        asked(ready, *links)
        assert states(ready, links) == dict.fromkeys(links, "found")


def test_where_nobody_answers_nothing_is_gone(ready: Desk) -> None:
    """Names that cannot be looked up while no other host answers say something of our network."""
    missing = "http://nowhere.invalid/page"
    asked(ready, missing)
    assert states(ready, [missing]) == {missing: "unknown"}
    with serving(pages=PAGES) as server:
        later = at(ready, hours=2)
        asked(later, missing, server.url("/there"))
        assert states(later, [missing]) == {missing: "nowhere"}


def test_private_addresses_are_not_asked(desk: Desk) -> None:
    """Without leave: readers could not follow there either. Each of a host's pages is told."""
    with serving(pages=PAGES) as server:
        links = [server.url("/there"), server.url("/moved")]
        asked(desk, *links)
        assert (states(desk, links), server.requests) == (dict.fromkeys(links, "private"), [])


def test_when_time_is_up_the_rest_is_not_known(ready: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than a check that never ends."""
    monkeypatch.setattr("roundup.workflow.links.RUN_SECONDS", -1.0)
    with serving(pages=PAGES) as server:
        links = [server.url("/there"), server.url("/gone")]
        asked(ready, *links)
        assert (states(ready, links), server.requests) == (dict.fromkeys(links, "unknown"), [])


def test_nothing_to_ask_costs_nothing(ready: Desk) -> None:
    """No client is made."""
    assert asked(ready) == 0
    assert at(ready).now - ready.now == timedelta(0)


def test_a_run_that_is_broken_off_keeps_what_was_answered(ready: Desk) -> None:
    """Whoever stops it loses only what was under way."""

    def stop(answer: LinkAnswer) -> None:
        if "127.0.0.2" in answer.address:
            raise KeyboardInterrupt

    with serving(pages=PAGES) as one, serving(pages=PAGES, host="127.0.0.2") as other:
        first, second = one.url("/there"), other.url("/there", host="127.0.0.2")
        asked(ready, first)
        with ready.store() as store, pytest.raises(KeyboardInterrupt):
            ask(ready, store, [first, second], stop)
        assert states(ready, [first, second]) == {first: "found"}
        assert isinstance(other, Server)
