"""One request over httpx, on a connection of its own: to an address that was checked, with every wait under a budget.

httpx and httpcore are imported here and nowhere else. TLS keeps the host's name for SNI and the certificate's check
although the connection is made to an address (RFC 6066 3, RFC 9525).
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from roundup.net.addresses import AddressPolicy, as_entry
from roundup.net.budget import Budget
from roundup.net.errors import FetchError
from roundup.net.resolve import Resolver, Sockaddr

_MOST_ADDRESSES = 6
_MOST_SECONDS_AN_ADDRESS = 8.0
_LONGEST_SHOWN = 120
_NO_URL = (httpx.InvalidURL, UnicodeError, ValueError, TypeError)
_MOST_CHUNKS = 50_000  # a body in tiny pieces costs seconds of CPU although it is small


class GuardedTransport(httpx.BaseTransport):
    """Sends a request whose extensions hold its `budget`. No proxy, no cookies, no kept connections, no HTTP/2."""

    def __init__(self, policy: AddressPolicy, resolver: Resolver) -> None:
        self._policy = policy
        self._resolver = resolver
        self._tls: ssl.SSLContext | None = None
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer with its body still to be streamed. Raises FetchError."""
        url = request.url
        budget: Budget = request.extensions["budget"]
        origin = httpcore.Origin(url.raw_scheme, url.raw_host, url.port or (443 if url.scheme == "https" else 80))
        connection = httpcore.HTTPConnection(
            origin,
            ssl_context=self._context() if url.scheme == "https" else None,
            network_backend=_Backend(self._policy, self._resolver, budget),
        )
        target = httpcore.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=url.raw_path)
        budget.begin_head()
        try:
            answer = connection.handle_request(
                httpcore.Request("GET", target, headers=request.headers.raw, extensions={"timeout": {}})
            )
        except (httpcore.ProtocolError, httpcore.NetworkError, ValueError) as error:
            connection.close()
            raise unsound(error) from None
        budget.end_head()
        budget.stage = "reading the answer"
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(connection, answer.stream))

    def _context(self) -> ssl.SSLContext:
        """One context for all: certifi's roots, or those of SSL_CERT_FILE, and the system's own besides."""
        with self._lock:
            if self._tls is None:
                try:
                    context = httpx.create_ssl_context()
                    context.load_default_certs()
                except OSError as error:
                    raise FetchError(
                        "tls",
                        f"the trusted certificates cannot be read: {error}",
                        hint="See whether SSL_CERT_FILE and SSL_CERT_DIR name what is there.",
                    ) from None
                self._tls = context
            return self._tls


def unsound(error: Exception) -> FetchError:
    """What the HTTP library says of an answer it cannot read, as our error."""
    text = str(error)
    if "without sending" in text:
        if "a response" in text:
            return FetchError("protocol", "the connection was closed without an answer")
        return FetchError("broken-off", "the answer ended before it was complete")
    said = text.partition(": bytearray(")[0] or type(error).__name__
    return FetchError("protocol", f"the answer is not sound HTTP: {said}")


class _Body(httpx.SyncByteStream):
    """The body's bytes as they came; closing it closes the connection."""

    def __init__(self, connection: httpcore.HTTPConnection, pieces: Iterable[bytes]) -> None:
        self._connection = connection
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        try:
            for count, piece in enumerate(self._pieces, 1):
                if count > _MOST_CHUNKS:
                    raise FetchError("protocol", "the answer comes in absurdly small pieces")
                yield piece
        except (httpcore.ProtocolError, httpcore.NetworkError) as error:
            raise unsound(error) from None

    def close(self) -> None:
        self._connection.close()


class _Backend(httpcore.NetworkBackend):
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
        name = (server_hostname or "").rstrip(".")
        try:
            # The handshake is a second step so that an abort from another thread finds the new socket.
            self._sock = ssl_context.wrap_socket(self._sock, server_hostname=name, do_handshake_on_connect=False)
            self._budget.attach(self._sock)
            self._sock.settimeout(self._budget.remaining())
            self._sock.do_handshake()
        except TimeoutError:
            raise self._budget.timed_out() from None
        except (OSError, ValueError) as error:
            self._budget.remaining()
            raise _untrusted(name, error) from None
        self._budget.stage = "waiting for the answer"
        return self


def _untrusted(host: str, error: OSError | ValueError) -> FetchError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchError("tls", f"the certificate of {host} is not to be trusted: {error.verify_message}")
    said = error.reason if isinstance(error, ssl.SSLError) and error.reason else str(error)
    return FetchError("tls", f"no encrypted connection to {host} comes about: {said.replace('_', ' ').lower()}")


def parse_url(text: str) -> httpx.URL:
    """A web address taken apart, its host in ASCII (IDNA). Raises FetchError if it is none."""
    try:
        url = httpx.URL(text)
        sound = url.scheme in ("http", "https") and bool(url.host) and _is_port(url.port)
    except _NO_URL as error:
        raise FetchError("address", f"{shortened(text)!r} is not a web address: {error}") from None
    if not sound:
        raise FetchError("address", f"{shortened(text)!r} is not an http or https address")
    return url


def join_url(base: httpx.URL, location: str) -> httpx.URL:
    """The address a Location field means (RFC 9110 10.2.2); a password goes along only within one origin."""
    try:
        url = base.join(location.strip())
        if not _is_port(url.port):
            raise ValueError("there is no such port")
        same = (url.scheme, url.host, url.port) == (base.scheme, base.host, base.port)
        return url.copy_with(userinfo=base.userinfo if same else b"")
    except _NO_URL as error:
        said = f"it redirects to {shortened(location)!r}, which is no web address: {error}"
        raise FetchError("redirect", said) from None


def _is_port(port: int | None) -> bool:
    return port is None or 0 < port < 65536


def shortened(text: str) -> str:
    """Enough of an address to know it by."""
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def request(url: httpx.URL, headers: list[tuple[bytes, bytes]], budget: Budget) -> httpx.Request:
    """A GET that carries its budget; a user name and password in the address are sent as Basic credentials."""
    made = httpx.Request("GET", url, headers=headers, extensions={"budget": budget})
    if url.userinfo:
        return next(httpx.BasicAuth(url.username, url.password).auth_flow(made))
    return made
