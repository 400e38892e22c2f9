"""One request and the head of its answer, on a connection of its own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from roundup.net import wire
from roundup.net.answers import Answer
from roundup.net.budget import Budget
from roundup.net.targets import Target
from roundup.net.ways import Way

if TYPE_CHECKING:
    import ssl


class Exchange:
    """Asks for targets, from any number of threads. No cookies, no kept connections, no HTTP/2."""

    def __init__(self, way: Way, ca_file: str) -> None:
        self._way = way
        self._ca_file = ca_file
        self._context: ssl.SSLContext | None = None
        self._lock = threading.Lock()

    def ask(self, target: Target, lines: bytes, budget: Budget, *, method: str = "GET", body: bytes = b"") -> Answer:
        """The answer to a request with these field lines, its body still to be read. Raises FetchError."""
        context = self._trusting() if target.scheme == "https" else None
        # No pool: two feeds rarely share a host, and a kept connection may be dead when it is wanted again.
        connection = self._way.open(target, budget)
        try:
            if context:
                connection.encrypt(context, target.host)
            connection.send(self._way.head(target, method) + lines + b"\r\n" + body)
            return wire.read_answer(connection, budget)
        except BaseException:
            connection.close()
            raise

    def _trusting(self) -> ssl.SSLContext:
        from roundup.net import tls

        with self._lock:
            if self._context is None:
                self._context = tls.trusting(self._ca_file)
            return self._context
