"""Servers on loopback that answer with exact bytes, at their own pace, or not at all."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from roundup.config import FetchSettings
from roundup.net import FetchError, HttpClient

CERTS = Path(__file__).parent / "certs"
Answer = TypeVar("Answer")
Page = bytes | Callable[[socket.socket], None]


def reply(
    body: bytes = b"", *, status: int = 200, headers: Mapping[str, str] | None = None, length: int | None = None
) -> bytes:
    """A whole answer as bytes; `length` is what Content-Length claims, -1 for none."""
    lines = [f"HTTP/1.1 {status} Whatever"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if length != -1:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(to: str, status: int = 302) -> bytes:
    return reply(status=status, headers={"Location": to})


def drip(data: bytes, seconds: float = 0.01) -> Callable[[socket.socket], None]:
    """Sends `data` a byte at a time, for ever again."""

    def send(connection: socket.socket) -> None:
        while True:
            for byte in data:
                connection.sendall(bytes((byte,)))
                time.sleep(seconds)

    return send


def hang(first: bytes = b"") -> Callable[[socket.socket], None]:
    """Sends `first`, then nothing more until the other side goes away."""

    def send(connection: socket.socket) -> None:
        connection.sendall(first)
        while connection.recv(1024):
            pass

    return send


def flood(first: bytes, then: bytes) -> Callable[[socket.socket], None]:
    """Sends `first`, then `then` for ever as fast as it is read."""

    def send(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(then)

    return send


def reset(first: bytes = b"") -> Callable[[socket.socket], None]:
    """Sends `first`, then breaks the connection off."""

    def send(connection: socket.socket) -> None:
        connection.sendall(first)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    return send


@dataclass
class Server:
    """`pages` by path; "*" is for every other. `requests` are the heads received; `most_open` how many at once."""

    pages: dict[str, Page]
    port: int = 0
    scheme: str = "http"
    requests: list[str] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def asked(self) -> list[str]:
        """The paths asked for, in order."""
        return [head.split(" ")[1] for head in self.requests]

    def header(self, name: str, request: int = -1) -> str | None:
        """A header field of a request, None if it was not sent."""
        for line in self.requests[request].split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None

    def answer(self, connection: socket.socket) -> None:
        with self.lock:
            self.open += 1
            self.most_open = max(self.most_open, self.open)
        try:
            self._answer(connection)
        except OSError:
            pass
        finally:
            with self.lock:
                self.open -= 1
            connection.close()

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(10)
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65536)
            if not piece:
                return
            head += piece
        self.requests.append(head.decode("latin-1"))
        path = head.split(b" ")[1].decode("latin-1")
        page = self.pages.get(path, self.pages.get("*", reply(b"no such page", status=404)))
        if isinstance(page, bytes):
            connection.sendall(page)
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
        else:
            page(connection)


@contextlib.contextmanager
def serving(
    page: Page | None = None,
    *,
    pages: Mapping[str, Page] | None = None,
    certificate: str = "",
    host: str = "127.0.0.1",
) -> Iterator[Server]:
    """A server on `host`; with `certificate` (a file of the folder certs) it speaks TLS."""
    server = Server(dict(pages or {}) if page is None else {"*": page, **(pages or {})})
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, 0), family=family, backlog=256)
    server.port = listener.getsockname()[1]
    context = _tls(certificate)
    server.scheme = "https" if context else "http"

    def handle(connection: socket.socket) -> None:
        try:
            shaken = context.wrap_socket(connection, server_side=True) if context else connection
        except OSError:
            connection.close()
            return
        server.answer(shaken)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=handle, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(1)


def _tls(certificate: str) -> ssl.SSLContext | None:
    if not certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTS / certificate)
    return context


def settings(**fields: object) -> FetchSettings:
    """Settings for loopback: all of 127.0.0.1 may be reached, nothing takes longer than two seconds."""
    values: dict[str, object] = {"allow_hosts": ("127.0.0.1:*",), "deadline": 2.0, "host_spacing": 1e-9}
    return FetchSettings(**{**values, **fields})  # type: ignore[arg-type] # a test names the fields it cares about


def client(**fields: object) -> HttpClient:
    return HttpClient(settings(**fields))


def attempt(act: Callable[[], Answer]) -> Answer | FetchError:
    """What comes of it, the error included; any other exception goes on."""
    try:
        return act()
    except FetchError as error:
        return error


def failure(url: str, **fields: object) -> FetchError:
    """The error that asking for `url` ends in."""
    with client(**fields) as http:
        answer = attempt(lambda: http.get(url))
    assert isinstance(answer, FetchError), f"it was answered: {answer}"
    return answer
