"""Connections to checked addresses, with every wait under a budget and every byte counted.

TLS keeps the host's name for SNI and the certificate's check although the connection is made to an address
(RFC 6066 3, RFC 9525).
"""

from __future__ import annotations

import socket
import ssl
from typing import Any

import httpcore
import httpx

from roundup.net.addresses import AddressPolicy, as_entry
from roundup.net.budget import Budget
from roundup.net.errors import FetchError
from roundup.net.resolve import Resolver, Sockaddr

_MOST_ADDRESSES = 6
_MOST_SECONDS_AN_ADDRESS = 8.0
_FEW_ROOTS = 100


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to the first address of a host that the policy permits and that answers."""

    def __init__(self, policy: AddressPolicy, resolver: Resolver, budget: Budget) -> None:
        self._policy = policy
        self._resolver = resolver
        self._budget = budget

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        self._budget.stage = f"looking up {host}"
        found = self._resolver.lookup(host, port, self._budget)
        permitted = [a for a in found if self._policy.permits(host, a[1], port)][:_MOST_ADDRESSES]
        if not permitted:
            raise _off_limits(host, port, found)
        self._budget.stage = f"connecting to {host}"
        # One after the other: racing them, as browsers do, would double the connections to every blog.
        for left in range(len(permitted), 0, -1):
            address = permitted[len(permitted) - left]
            try:
                return _Stream(_connect(address, self._budget, left), self._budget)
            except OSError as error:
                if left == 1:
                    raise _unreachable(host, port, error, self._budget) from None
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
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def _off_limits(host: str, port: int, found: tuple[Sockaddr, ...]) -> FetchError:
    addresses = list(dict.fromkeys(address for _, address, _ in found))
    names = ", ".join(addresses[:3])
    which = f"{host} is" if addresses == [host] else f"{host} leads to {names},"
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


class _Stream(httpcore.NetworkStream):
    """A socket whose every wait is bounded by a budget and whose every byte is counted there."""

    def __init__(self, sock: socket.socket, budget: Budget) -> None:
        self._sock = sock
        self._budget = budget
        budget.stage = "waiting for the answer"

    def read(self, max_bytes: int, *_: Any, **__: Any) -> bytes:
        try:
            self._sock.settimeout(self._budget.remaining())
            data = self._sock.recv(max_bytes)
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

    def write(self, buffer: bytes, *_: Any, **__: Any) -> None:
        while buffer:
            try:
                self._sock.settimeout(self._budget.remaining())
                buffer = buffer[self._sock.send(buffer) :]
            except TimeoutError:
                raise self._budget.timed_out() from None
            except OSError as error:
                # A server may answer, and close, before it has read all: then the answer is what counts.
                raise httpcore.WriteError(str(error)) from None

    def close(self) -> None:
        self._sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, *_: Any, **__: Any
    ) -> httpcore.NetworkStream:
        self._budget.stage = "agreeing on encryption"
        # A name that ends in a dot is the same name, but certificates never have it.
        name = (server_hostname or "").rstrip(".")
        try:
            # The handshake is a second step so that an abort from another thread finds the new socket.
            self._sock = ssl_context.wrap_socket(self._sock, server_hostname=name, do_handshake_on_connect=False)
            self._budget.attach(self._sock)
            self._sock.settimeout(self._budget.remaining())
            self._sock.do_handshake()
        except TimeoutError:
            self.close()
            raise self._budget.timed_out() from None
        except (OSError, ValueError, FetchError) as error:
            self.close()
            self._budget.remaining()
            raise error if isinstance(error, FetchError) else _untrusted(name, error) from None
        self._budget.stage = "waiting for the answer"
        return self


def _untrusted(host: str, error: OSError | ValueError) -> FetchError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchError("tls", f"the certificate of {host} is not to be trusted: {error.verify_message}")
    said = error.reason if isinstance(error, ssl.SSLError) and error.reason else str(error)
    return FetchError("tls", f"no encrypted connection to {host} comes about: {said.replace('_', ' ').lower()}")


def trusting() -> ssl.SSLContext:
    """The system's roots, which know an organisation's own; where they are few, httpx's (certifi) as well.

    SSL_CERT_FILE and SSL_CERT_DIR put others in the place of the system's, as everywhere with OpenSSL.
    """
    try:
        context = ssl.create_default_context()
        if context.cert_store_stats()["x509_ca"] < _FEW_ROOTS:
            context = httpx.create_ssl_context()
            context.load_default_certs()
    except OSError as error:
        raise FetchError(
            "tls",
            f"the trusted certificates cannot be read: {error}",
            hint="See whether SSL_CERT_FILE and SSL_CERT_DIR name what is there.",
        ) from None
    return context
