"""One request over httpx, on a connection of its own (see connect.py), its answer streamed."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable, Iterator

import httpcore
import httpx

from roundup.net.addresses import AddressPolicy
from roundup.net.budget import Budget
from roundup.net.connect import GuardedBackend, trusting
from roundup.net.errors import FetchError
from roundup.net.resolve import Resolver

_MOST_CHUNKS = 20_000  # a body in tiny pieces costs seconds of CPU although it is small


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
        # No pool: two feeds rarely share a host, and a kept connection may be dead when it is wanted again.
        connection = httpcore.HTTPConnection(
            origin,
            ssl_context=self._context() if url.scheme == "https" else None,
            network_backend=GuardedBackend(self._policy, self._resolver, budget),
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
        except BaseException:
            connection.close()
            raise
        budget.end_head()
        budget.stage = "reading the answer"
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(connection, answer.stream))

    def _context(self) -> ssl.SSLContext:
        with self._lock:
            if self._tls is None:
                self._tls = trusting()
            return self._tls


def unsound(error: Exception) -> FetchError:
    """What the HTTP library says of an answer it cannot read, as our error."""
    # h11 has no kinds of its own for these; its words are stable and a test holds them.
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


def request(url: httpx.URL, headers: list[tuple[bytes, bytes]], budget: Budget) -> httpx.Request:
    """A GET that carries its budget; a user name and password in the address are sent as Basic credentials."""
    made = httpx.Request("GET", url, headers=headers, extensions={"budget": budget})
    if url.userinfo:
        return next(httpx.BasicAuth(url.username, url.password).auth_flow(made))
    return made
