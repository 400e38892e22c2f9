"""Connections to checked addresses, with every wait under a budget and every byte counted.

TLS keeps the host's name for SNI and the certificate's check although the connection is made to an address
(RFC 6066 3, RFC 9525).
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from roundup.net.addresses import AddressPolicy, as_entry
from roundup.net.budget import Budget
from roundup.net.errors import FetchError
from roundup.net.resolve import Resolver, Sockaddr

if TYPE_CHECKING:
    import ssl

_MOST_ADDRESSES = 6
_MOST_SECONDS_AN_ADDRESS = 8.0
_READ_BYTES = 65536
_NEAR = 0.02  # seconds; telling the system a new time limit costs a call, and this much late is in time


class Connection:
    """A socket whose every wait is bounded by a budget and whose every byte is counted there."""

    __slots__ = ("_budget", "_limit", "_sock")

    def __init__(self, sock: socket.socket, budget: Budget) -> None:
        self._sock = sock
        self._budget = budget
        self._limit = -1.0
        budget.stage = "waiting for the answer"

    def _hurry(self) -> None:
        """Let the next wait end with the budget."""
        left = self._budget.remaining()
        if not left <= self._limit <= left + _NEAR:
            self._sock.settimeout(left)
            self._limit = left

    def receive(self) -> bytes:
        """What has come, b"" at the end. Raises FetchError."""
        try:
            self._hurry()
            data = self._sock.recv(_READ_BYTES)
        except TimeoutError:
            raise self._budget.timed_out() from None
        except OSError as error:
            self._budget.remaining()
            raise FetchError("broken-off", f"the connection broke: {error.strerror or error}") from None
        if not data:
            # The end of an aborted request is not the end of an answer.
            self._budget.remaining()
        self._budget.spend(len(data))
        return data

    def send(self, data: bytes) -> None:
        """Send what can be sent. Raises FetchError only for time-outs."""
        try:
            while data:
                self._hurry()
                data = data[self._sock.send(data) :]
        except TimeoutError:
            raise self._budget.timed_out() from None
        except OSError:
            # A server may answer, and close, before it has read all: then the answer is what counts.
            self._budget.remaining()

    def close(self) -> None:
        self._sock.close()

    def encrypt(self, context: ssl.SSLContext, host: str) -> None:
        """Go on encrypted, with whoever can prove to be `host`. Raises FetchError."""
        from roundup.net import tls

        self._budget.stage = "agreeing on encryption"
        # A name that ends in a dot is the same name, but certificates never have it.
        name = host.rstrip(".")
        try:
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # The handshake is a second step so that an abort from another thread finds the new socket.
            self._sock = context.wrap_socket(self._sock, server_hostname=name, do_handshake_on_connect=False)
            self._budget.attach(self._sock)
            self._limit = -1.0
            self._hurry()
            self._sock.do_handshake()
        except TimeoutError:
            raise self._budget.timed_out() from None
        except (OSError, ValueError) as error:
            self._budget.remaining()
            raise tls.untrusted(name, error) from None
        self._budget.stage = "waiting for the answer"


def connect(host: str, port: int, policy: AddressPolicy, resolver: Resolver, budget: Budget) -> Connection:
    """A connection to the first address of `host` that the policy permits and that answers. Raises FetchError."""
    budget.stage = f"looking up {host}"
    found = resolver.lookup(host, port, budget)
    permitted = [a for a in found if policy.permits(host, a[1], port)][:_MOST_ADDRESSES]
    if not permitted:
        raise off_limits(host, port, found)
    budget.stage = f"connecting to {host}"
    # One after the other: racing them, as browsers do, would double the connections to every blog.
    for left in range(len(permitted), 0, -1):
        address = permitted[len(permitted) - left]
        try:
            return Connection(_connect(address, budget, left), budget)
        except OSError as error:
            if left == 1:
                raise _unreachable(host, port, error, budget) from None
    raise AssertionError("the last address either connects or raises")


def _connect(address: Sockaddr, budget: Budget, left: int) -> socket.socket:
    """A connected socket. While other addresses are `left` to try, this one may use only its share of the time."""
    family, host, port = address
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        budget.attach(sock)
        remaining = budget.remaining()
        sock.settimeout(remaining if left == 1 else min(remaining / left, _MOST_SECONDS_AN_ADDRESS))
        sock.connect((host, port))
    except BaseException:
        sock.close()
        raise
    return sock


def off_limits(host: str, port: int, found: tuple[Sockaddr, ...]) -> FetchError:
    """The error for a host whose addresses, as far as they are known, may not be reached."""
    addresses = list(dict.fromkeys(address for _, address, _ in found))
    names = ", ".join(addresses[:3])
    which = f"{host} is" if addresses in ([host], []) else f"{host} leads to {names},"
    entry = as_entry(host, port)
    return FetchError(
        "private",
        f'{which} not on the public internet (add "{entry}" to [fetch] allow_hosts to permit it)',
        hint=f'If it is meant to be read, add "{entry}" to allow_hosts under [fetch] in roundup.toml.',
    )


def _unreachable(host: str, port: int, error: OSError, budget: Budget) -> FetchError:
    if isinstance(error, TimeoutError):
        return budget.timed_out()
    budget.remaining()
    why = (
        "refuses the connection"
        if isinstance(error, ConnectionRefusedError)
        else f"cannot be reached: {error.strerror or error}"
    )
    return FetchError("refused", f"{as_entry(host, port)} {why}")
