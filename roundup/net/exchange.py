"""One request and the head of its answer, on a connection of its own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from roundup.net import wire
from roundup.net.addresses import AddressPolicy
from roundup.net.answers import Answer
from roundup.net.budget import Budget
from roundup.net.connect import connect
from roundup.net.resolve import Resolver
from roundup.net.targets import Target

if TYPE_CHECKING:
    import ssl


class Exchange:
    """Asks for targets, from any number of threads. No proxy, no cookies, no kept connections, no HTTP/2."""

    def __init__(self, policy: AddressPolicy, resolver: Resolver) -> None:
        self._policy = policy
        self._resolver = resolver
        self._context: ssl.SSLContext | None = None
        self._lock = threading.Lock()

    def ask(self, target: Target, lines: bytes, budget: Budget) -> Answer:
        """The answer to a GET with these field lines, its body still to be read. Raises FetchError."""
        context = self._trusting() if target.scheme == "https" else None
        # No pool: two feeds rarely share a host, and a kept connection may be dead when it is wanted again.
        connection = connect(target.host, target.port, self._policy, self._resolver, budget)
        try:
            if context:
                connection.encrypt(context, target.host)
            head = f"GET {target.path} HTTP/1.1\r\nhost: {target.authority}\r\n"
            connection.send(head.encode("ascii") + lines + b"\r\n")
            return wire.read_answer(connection, budget)
        except BaseException:
            connection.close()
            raise

    def _trusting(self) -> ssl.SSLContext:
        from roundup.net import tls

        with self._lock:
            if self._context is None:
                self._context = tls.trusting()
            return self._context
