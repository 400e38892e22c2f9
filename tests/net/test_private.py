"""No spelling, redirect or trick with names reaches an address that is not public and not allowed."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator

import pytest

from roundup.net import FetchError, HttpClient
from roundup.net.resolve import Sockaddr
from tests.net.servers import Server, client, failure, redirect, reply, serving, settings

SPELLINGS = [
    "127.0.0.2", "127.2", "2130706434", "0x7f000002", "0x7f.2", "0177.0.0.2", "017700000002", "127.0.0.2.", "127.0.2",
    "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[::127.0.0.2]", "[64:ff9b::127.0.0.2]", "[64:ff9b:1::7f00:2]",
    "[2002:7f00:2::]", "ada@127.0.0.2", "%31%32%37.0.0.2", "１２７.0.0.2", "127。0。0。2", "[::1]", "[0:0:0:0:0:0:0:1]",
    "0.0.0.0", "0", "[::]", "localhost", "localhost.", "LOCALHOST",
]  # fmt: skip


@contextlib.contextmanager
def canary() -> Iterator[Server]:
    """A server that must never be asked, listening on all addresses of this machine."""
    with serving(reply(b"SECRET"), host="::") as server:
        yield server
        assert server.requests == [], "the canary was reached"


def utf8(text: str) -> str:
    """The text whose Latin-1 bytes are the UTF-8 of `text`, as it stands in a header."""
    return text.encode().decode("latin-1")


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_private_address_is_refused_however_it_is_spelt(host: str) -> None:
    """Asked for directly, it is not connected to."""
    with canary() as server:
        assert failure(server.url(host=host), allow_hosts=()).kind in ("private", "dns", "address")


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_redirect_to_a_private_address_is_refused_however_it_is_spelt(host: str) -> None:
    """A permitted server cannot lead us on to one that is not."""
    with canary() as server, serving(redirect(utf8(server.url(host=host)))) as door:
        error = failure(door.url(), allow_hosts=(f"127.0.0.1:{door.port}",))
        assert error.kind in ("private", "dns", "redirect")
        assert len(door.requests) == 1


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "192.0.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1", "203.0.113.5", "[fe80::1]", "[fe80::1%25lo]",
        "[fc00::1]", "[fd12:3456::1]", "[ff02::1]", "[fec0::1]", "[64:ff9b::a9fe:a9fe]", "[2001::1]", "[2001:db8::1]",
        "[3fff::1]", "[5f00::1]", "[100::1]",
    ],
)  # fmt: skip
def test_other_peoples_private_networks_are_refused_without_a_packet(host: str) -> None:
    """Refusal comes from the policy, at once, not from a connection that fails."""
    error = failure(f"http://{host}/latest/meta-data/", deadline=0.5)
    assert error.kind in ("private", "dns")


def test_the_refusal_says_what_to_add() -> None:
    """The entry it names is the one that lets the request through."""
    with serving(reply(b"inside")) as server:
        error = failure(server.url(host="127.1"), allow_hosts=())
        assert error.message == (
            f'127.1 leads to 127.0.0.1, not on the public internet (add "127.1:{server.port}" to [fetch] allow_hosts '
            "to permit it)"
        )
        entry = error.message.split('"')[1]
        assert entry in error.hint
        with client(allow_hosts=(entry,)) as http:
            assert http.get(server.url(host="127.1")).body == b"inside"


@pytest.mark.parametrize(
    "entry", ["127.0.0.1:{port}", "127.0.0.0/8:{port}", "127.0.0.1:*", "localhost:{port}", "LocalHost.:*"]
)
def test_an_allowed_address_is_reached(entry: str) -> None:
    """By address, by network or by name, with a port or with any."""
    with serving(reply(b"inside")) as server, client(allow_hosts=(entry.format(port=server.port),)) as http:
        assert http.get(server.url(host="localhost")).body == b"inside"


@pytest.mark.parametrize(
    "entry", ["127.0.0.2:{port}", "127.0.0.1:1", "[::1]:{port}", "elsewhere.example:{port}", "10.0.0.0/8:*"]
)
def test_an_allowance_for_something_else_does_not_help(entry: str) -> None:
    """Another address, port, family or name stays refused."""
    with canary() as server:
        assert failure(server.url(), allow_hosts=(entry.format(port=server.port),)).kind == "private"


def test_an_allowed_name_does_not_allow_others_that_share_its_address() -> None:
    """Permitting intranet.example is not permitting what else leads there."""

    def resolve(_host: str, port: int) -> tuple[Sockaddr, ...]:
        return ((2, "127.0.0.1", port),)

    with serving(reply(b"inside")) as server:
        allowed = settings(allow_hosts=(f"intranet.example:{server.port}",))
        with HttpClient(allowed, resolve=resolve) as http:
            assert http.get(server.url(host="intranet.example")).body == b"inside"
            with pytest.raises(FetchError, match="not on the public internet"):
                http.get(server.url(host="evil.example"))
        assert len(server.requests) == 1


def test_a_name_with_public_and_private_addresses_is_only_asked_in_public() -> None:
    """The private ones among its addresses are passed over."""

    def resolve(host: str, port: int) -> tuple[Sockaddr, ...]:
        return ((2, "127.0.0.2", port), (10, "::1", port), (2, "127.0.0.1", port))

    with canary() as other, serving(reply(b"allowed")) as server:
        allowed = settings(allow_hosts=(f"127.0.0.1:{server.port}",))
        with HttpClient(allowed, resolve=resolve) as http:
            assert http.get(server.url(host="mixed.example")).body == b"allowed"
        assert other.requests == []


def test_a_name_that_changes_its_mind_is_judged_by_the_address_connected_to() -> None:
    """DNS rebinding: what is looked up, judged and connected to is one and the same answer."""
    answers = itertools.cycle(["203.0.113.1", "127.0.0.1"])

    def resolve(host: str, port: int) -> tuple[Sockaddr, ...]:
        return ((2, next(answers), port),)

    with canary() as server:
        for _ in range(4):
            with HttpClient(settings(allow_hosts=()), resolve=resolve) as http, pytest.raises(FetchError) as caught:
                http.get(server.url(host="rebind.example"))
            assert caught.value.kind == "private"


def test_ipv6_is_spoken() -> None:
    """An allowed IPv6 address is connected to, written in brackets."""
    with serving(reply(b"six"), host="::1") as server, client(allow_hosts=(f"[::1]:{server.port}",)) as http:
        assert http.get(server.url(host="[::1]")).body == b"six"
        assert server.header("host") == f"[::1]:{server.port}"
