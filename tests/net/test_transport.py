"""httpx over our connections: the same promises, whoever asks."""

from __future__ import annotations

import time

import httpx
import pytest

from roundup.net import FetchError
from roundup.net.addresses import AddressPolicy
from roundup.net.budget import Budget
from roundup.net.exchange import Exchange
from roundup.net.follow import Follower
from roundup.net.resolve import Resolver, ask_system
from roundup.net.secrets import Keyring, Login
from roundup.net.transport import GuardedTransport, ask
from roundup.net.ways import Direct
from tests.net.servers import redirect, reply, serving


def exchange(*allow: str) -> Exchange:
    return Exchange(Direct(AddressPolicy.of(allow), Resolver(ask_system, time.monotonic)), "")


def budget() -> Budget:
    return Budget(5, 10**6, time.monotonic)


def test_httpx_gets_its_answers_over_our_connections() -> None:
    """Its client works with our transport: status, fields and body are what the server sent."""
    sent = reply(b"<rss/>", headers={"ETag": '"a"', "Vary": "x"})
    with serving(sent) as server, httpx.Client(transport=GuardedTransport(exchange("127.0.0.1:*"))) as http:
        answer = http.get(server.url("/feed?x=1"), extensions={"budget": budget()})
        assert server.asked == ["/feed?x=1"]
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (200, b"<rss/>", '"a"')


def test_httpx_cannot_reach_a_private_address_either() -> None:
    """The connection is judged, not the caller."""
    with serving(reply(b"SECRET")) as server, httpx.Client(transport=GuardedTransport(exchange())) as http:
        with pytest.raises(FetchError) as caught:
            http.get(server.url(), extensions={"budget": budget()})
        assert server.requests == []
    assert caught.value.kind == "private"


def test_the_nearer_login_is_sent() -> None:
    """One in the address, or else the one that is given."""
    with serving(reply()) as server:
        near = httpx.URL(server.url().replace("://", "://ada:pw@"))
        for url, login, expected in (
            (httpx.URL(server.url()), None, None),
            (httpx.URL(server.url()), Login("eve", "pw"), "Basic ZXZlOnB3"),
            (near, None, "Basic YWRhOnB3"),
            (near, Login("eve", "pw"), "Basic YWRhOnB3"),
        ):
            ask(exchange("127.0.0.1:*"), url, {}, budget(), login).close()
            assert server.header("authorization") == expected


def test_the_fields_that_are_given_are_the_fields_that_are_sent() -> None:
    """httpx adds the host and nothing of its own."""
    with serving(reply()) as server:
        fields = {"user-agent": "roundup", "if-none-match": 'W/"\xe9"'}
        ask(exchange("127.0.0.1:*"), httpx.URL(server.url("/é")), fields, budget()).close()
        lines = server.requests[0].split("\r\n")
    assert lines[0] == "GET /%C3%A9 HTTP/1.1"
    assert sorted(lines[1:-2]) == [f"host: 127.0.0.1:{server.port}", 'if-none-match: W/"\xe9"', "user-agent: roundup"]


def follow(url: str, permitted: list[str], most: int = 5) -> tuple[int, str, tuple[tuple[int, str], ...]]:
    """Status, place and hops of what `url` leads to; every address that had to be permitted is put into the list."""
    follower = Follower(exchange("127.0.0.1:*"), Keyring(AddressPolicy()), {}, most, permitted.append)
    answer, at, hops = follower.follow(url, None, budget())
    answer.close()
    return answer.status, at, hops


def test_every_hop_has_to_be_permitted_and_is_remembered() -> None:
    """Without the first address, which the caller knows, and without passwords and fragments."""
    with serving(pages={"/1": redirect("/2#part", 301), "/2": redirect("/3"), "/3": reply(b"here")}) as server:
        permitted: list[str] = []
        found = follow(server.url("/1").replace("://", "://ada:pw@"), permitted)
        assert found == (200, server.url("/3"), ((301, server.url("/2")), (302, server.url("/3"))))
        assert permitted == [server.url("/2"), server.url("/3")]


def test_a_hop_that_is_not_permitted_is_not_made() -> None:
    """The error is whoever's it was that refused."""

    def refuse(url: str) -> None:
        raise FetchError("robots", f"{url} is not for us")

    with serving(pages={"/1": redirect("/2"), "/2": reply()}) as server:
        follower = Follower(exchange("127.0.0.1:*"), Keyring(AddressPolicy()), {}, 5, refuse)
        with pytest.raises(FetchError, match="is not for us"):
            follower.follow(server.url("/1"), None, budget())
        assert server.asked == ["/1"]


def test_as_many_hops_are_made_as_are_wanted() -> None:
    """None at all is a number, too."""
    with serving(pages={"/1": redirect("/2"), "/2": redirect("/3"), "/3": reply()}) as server:
        assert follow(server.url("/3"), [], most=0)[2] == ()
        assert len(follow(server.url("/1"), [], most=2)[2]) == 2
        with pytest.raises(FetchError, match="more than 1 times"):
            follow(server.url("/1"), [], most=1)
