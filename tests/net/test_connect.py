"""Connections: which address of several, how long for each, and what is made of one that fails."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from roundup.net import FetchError
from roundup.net.addresses import AddressPolicy
from roundup.net.budget import Budget
from roundup.net.connect import Connection, connect
from roundup.net.resolve import Resolver, Sockaddr
from tests.net.servers import hang, serving

LOOPBACK = AddressPolicy.of(["127.0.0.0/8:*", "[::1]:*"])


def budget(seconds: float = 5.0, wire_limit: int = 10**6) -> Budget:
    return Budget(seconds, wire_limit, time.monotonic)


def pair(spent: Budget) -> tuple[Connection, socket.socket]:
    """A connection and its other end."""
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)
    return Connection(ours, spent), theirs


def reach(addresses: list[str], port: int, spent: Budget, policy: AddressPolicy = LOOPBACK) -> Connection:
    """A connection to a host that has these addresses."""
    found: tuple[Sockaddr, ...] = tuple((10 if ":" in address else 2, address, port) for address in addresses)
    return connect("blog.example", port, policy, Resolver(lambda _host, _port: found, time.monotonic), spent)


def receive_for_ever(connection: Connection) -> None:
    while connection.receive():
        pass


def test_addresses_are_tried_in_the_systems_order() -> None:
    """One after the other, until one answers; those that are not permitted are passed over."""
    with serving(hang()) as server:
        for addresses in (["127.0.0.1"], ["127.0.0.9", "127.0.0.1"], ["8.8.8.8", "10.0.0.1", "127.0.0.1"][1:]):
            connection = reach(addresses, server.port, budget())
            connection.close()


def test_only_the_first_few_addresses_are_tried() -> None:
    """A name with a hundred addresses is no way to make us knock at a hundred doors."""
    with serving(hang()) as server, pytest.raises(FetchError) as caught:
        reach([*(f"127.0.0.{n}" for n in range(2, 9)), "127.0.0.1"], server.port, budget())
    assert caught.value.kind == "refused"


def test_a_host_without_addresses_is_off_limits() -> None:
    """There is nothing to connect to."""
    with pytest.raises(FetchError) as caught:
        reach([], 80, budget())
    assert caught.value.kind == "private"


def test_the_first_of_two_addresses_has_only_its_share_of_the_time() -> None:
    """One that swallows what is sent to it does not use up the time of the one that works."""
    # A listener whose queue is full does not answer any more.
    with socket.create_server(("127.0.0.2", 0), backlog=0) as full:
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        try:
            for other in waiting:
                other.setblocking(False)
                other.connect_ex(("127.0.0.2", port))
            with socket.create_server(("127.0.0.1", port)):
                started = time.monotonic()
                reach(["127.0.0.2", "127.0.0.1"], port, budget(1.0)).close()
                assert time.monotonic() - started < 1.0
        finally:
            for other in waiting:
                other.close()


def test_a_connection_that_is_aborted_while_it_is_made_says_so() -> None:
    """Not that the host cannot be reached."""
    spent = budget()
    spent.abort()
    with pytest.raises(FetchError) as caught:
        reach(["127.0.0.1"], 9, spent)
    assert caught.value.kind == "cancelled"


def test_every_byte_that_is_received_is_counted() -> None:
    """Until the end, which is nothing; what is over the limit is an error."""
    spent = budget(wire_limit=1000)
    spent.end_head()
    connection, other = pair(spent)
    with other:
        other.sendall(b"x" * 300)
        assert connection.receive() == b"x" * 300
        assert spent.wire_bytes == 300
        other.shutdown(socket.SHUT_WR)
        assert connection.receive() == b""
        connection.close()


def test_what_is_sent_arrives_whole_however_slowly_it_is_read() -> None:
    """More than the system takes at once."""
    connection, other = pair(budget())
    data = bytes(range(256)) * 8000
    got = bytearray()

    def read() -> None:
        while piece := other.recv(65536):
            got.extend(piece)

    thread = threading.Thread(target=read)
    thread.start()
    connection.send(data)
    connection.close()
    thread.join(5)
    other.close()
    assert bytes(got) == data


def test_a_reader_that_does_not_read_is_not_waited_for_beyond_the_deadline() -> None:
    """Sending is under it as well."""
    connection, other = pair(budget(0.2))
    with other, pytest.raises(FetchError) as caught:
        connection.send(bytes(50_000_000))
    connection.close()
    assert caught.value.kind == "timeout"


def test_whoever_closes_before_all_is_sent_may_have_answered() -> None:
    """So sending says nothing; receiving does."""
    connection, other = pair(budget())
    other.close()
    connection.send(b"x" * 100_000)
    assert connection.receive() == b""
    connection.close()


def test_a_connection_that_breaks_is_an_error_of_one_line() -> None:
    """With the system's reason."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        connection = reach(["127.0.0.1"], listener.getsockname()[1], budget())
        accepted, _ = listener.accept()
        accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        accepted.close()
        with pytest.raises(FetchError, match="the connection broke: ") as caught:
            connection.receive()
        connection.close()
    assert caught.value.kind == "broken-off"


def test_a_drip_does_not_make_the_deadline_later() -> None:
    """Each wait is given what is left, not all of it again."""
    connection, other = pair(budget(0.3))
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(0.02):
            other.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        receive_for_ever(connection)
    stop.set()
    thread.join(5)
    connection.close()
    other.close()
    assert caught.value.kind == "timeout"
    assert time.monotonic() - started < 2.3
