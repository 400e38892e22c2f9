"""How a target is reached: by itself, or through the proxy that the settings name (RFC 9110 7.3.2, 9.3.6).

With a proxy it is the proxy that looks names up and connects, so only its own address can be judged as it is connected
to. Targets that are private by their very spelling, in numbers or by name, are refused before it is asked.
"""

from __future__ import annotations

import base64
from typing import Protocol

from roundup.errors import ConfigError
from roundup.net.addresses import AddressPolicy, as_entry
from roundup.net.budget import Budget
from roundup.net.connect import Connection, connect, off_limits
from roundup.net.errors import FetchError
from roundup.net.resolve import Resolver, in_numbers
from roundup.net.secrets import Keyring
from roundup.net.targets import Target, plain
from roundup.patterns import pattern

# RFC 6761, RFC 6762, RFC 8375, and what ICANN keeps for private use. A name without a dot is one of the network's own.
_INNER = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa")
_STATUS = pattern(rb"HTTP/1\.[01] (\d{3})(?: [^\r\n]*)?\r?\n")
_HEAD_END = pattern(rb"\n\r?\n")


class Way(Protocol):
    """A way to a target. Both raise FetchError; `head` is the first lines of a request that goes this way."""

    def open(self, target: Target, budget: Budget) -> Connection: ...
    def head(self, target: Target, method: str = "GET") -> bytes: ...


class Direct:
    """A connection to the host itself."""

    def __init__(self, policy: AddressPolicy, resolver: Resolver) -> None:
        self._policy = policy
        self._resolver = resolver

    def open(self, target: Target, budget: Budget) -> Connection:
        return connect(target.host, target.port, self._policy, self._resolver, budget)

    def head(self, target: Target, method: str = "GET") -> bytes:
        return f"{method} {target.path} HTTP/1.1\r\nhost: {target.authority}\r\n".encode("ascii")


class Proxied:
    """A connection to the proxy; for https one that it passes through."""

    def __init__(self, proxy: Target, policy: AddressPolicy, resolver: Resolver, keyring: Keyring) -> None:
        self._proxy = proxy
        self._policy = policy
        self._resolver = resolver
        self._keyring = keyring

    def open(self, target: Target, budget: Budget) -> Connection:
        self._check(target)
        try:
            connection = connect(self._proxy.host, self._proxy.port, self._policy, self._resolver, budget)
        except FetchError as error:
            raise FetchError(error.kind, f"the proxy cannot be used: {error.message}", hint=error.hint) from None
        if target.scheme == "https":
            try:
                self._pass_through(connection, target, budget)
            except BaseException:
                connection.close()
                raise
        return connection

    def head(self, target: Target, method: str = "GET") -> bytes:
        if target.scheme == "https":
            return f"{method} {target.path} HTTP/1.1\r\nhost: {target.authority}\r\n".encode("ascii")
        line = f"{method} http://{target.authority}{target.path} HTTP/1.1\r\nhost: {target.authority}\r\n"
        return line.encode("ascii") + self._credentials()

    def _check(self, target: Target) -> None:
        """Refuse what is private as it stands there, unless it is allowed."""
        found = in_numbers(target.host, target.port)
        if found:
            if not self._policy.permits(target.host, found[0][1], target.port):
                raise off_limits(target.host, target.port, found)
        elif is_inner(target.host) and not self._policy.names(target.host, target.port):
            raise off_limits(target.host, target.port, ())

    def _pass_through(self, connection: Connection, target: Target, budget: Budget) -> None:
        to = as_entry(target.host, target.port)
        budget.stage = "waiting for the proxy"
        budget.begin_head()
        connection.send(f"CONNECT {to} HTTP/1.1\r\nhost: {to}\r\n".encode("ascii") + self._credentials() + b"\r\n")
        data = b""
        while not (end := _HEAD_END.search(data)):
            piece = connection.receive()
            if not piece:
                raise FetchError("refused", "the proxy closed the connection without an answer")
            data += piece
        found = _STATUS.match(data)
        status = int(found[1]) if found else 0
        if not 200 <= status < 300:
            raise refused_by_proxy(status, to)
        if end.end() < len(data):
            # Encryption begins with our word; whoever speaks before it is not the site.
            raise FetchError("protocol", "the proxy says more than it was asked")

    def _credentials(self) -> bytes:
        login = self._keyring.login(self._proxy)
        if login is None:
            return b""
        word = base64.b64encode(f"{login.name}:{login.password}".encode())
        return b"proxy-authorization: Basic " + word + b"\r\n"


def is_inner(host: str) -> bool:
    """Whether a name can only be one of this machine or its network."""
    name = host.rstrip(".").lower()
    return "." not in name or name.endswith(_INNER)


def refused_by_proxy(status: int, to: str) -> FetchError:
    """The error for a proxy that does not pass us through."""
    if status == 407:
        return FetchError(
            "refused",
            "the proxy wants a name and a password",
            hint="Put them into the environment: ROUNDUP_SECRET_PROXY='http://proxy.example:3128 name password'.",
        )
    said = f"answers {status}" if status else "does not speak HTTP"
    return FetchError("refused", f"the proxy does not lead to {to}: it {said}")


def read_proxy(setting: str) -> Target | None:
    """`[fetch] proxy` as a target, None if it is empty. Raises ConfigError."""
    if not setting.strip():
        return None
    target = plain(setting.strip().rstrip("/") + "/")
    if target is None or target.scheme != "http" or target.path != "/":
        raise ConfigError(
            "[fetch] proxy is not the address of a proxy",
            hint='Write it like "http://proxy.example:3128"; its name and password belong into the environment.',
        )
    return target
