"""A host between us and a real blog, which does to some requests what hosts do on a bad day."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.loopback import Replying, running
from tests.realservers.wordpress import Answer, ask

HANG_SECONDS = 30.0  # nobody waits longer for an answer that never comes
_PASSED_ON = ("Authorization", "Content-Type", "Accept")
_TOLD = ("content-type", "link", "location", "retry-after")


@dataclass(frozen=True, slots=True)
class Mishap:
    """What happens instead of an answer, or, with `after`, once the blog has done what it was asked.

    Without a `status` the connection is broken off; with `hang` nothing more is heard.
    """

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    after: bool = False
    hang: bool = False


@dataclass
class Host:
    """`mishap` says what happens to a request, None for nothing; `strips` lets no Authorization through."""

    url: str = ""
    strips: bool = False
    mishap: Callable[[str, str], Mishap | None] = lambda _method, _path: None
    working: threading.Lock = field(default_factory=threading.Lock)

    def befall(self, method: str, end: str, mishap: Mishap) -> None:
        """From now on this befalls every request of `method` whose path ends with `end`."""
        self.mishap = lambda asked, path: mishap if asked == method and path.endswith(end) else None

    def mend(self) -> None:
        """Everything arrives again, once the blog has done what it was asked before."""
        with self.working:
            self.mishap = lambda _method, _path: None


@contextmanager
def between(blog: str) -> Iterator[Host]:
    """A host that passes everything on to the blog at this address."""
    host = Host()
    handler = type("Handler", (_Handler,), {"host": host, "blog": blog})
    with running(handler) as host.url:
        yield host


class _Handler(Replying):
    host: Host
    blog: str

    def _do(self) -> None:
        body = self.sent()
        mishap = self.host.mishap(self.command, self.path)
        if mishap is None or mishap.after:
            with self.host.working:
                answer = self._ask(body)
            if mishap is None:
                self._send(answer.status, tuple(answer.headers.items()), answer.body)
                return
        self._suffer(mishap)

    do_GET = do_HEAD = do_POST = do_DELETE = _do  # noqa: N815

    def _ask(self, body: bytes) -> Answer:
        headers = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
        if self.host.strips:
            headers.pop("Authorization", None)
        return ask(self.blog + self.path, method=self.command, data=body or None, headers=headers)

    def _suffer(self, mishap: Mishap) -> None:
        if mishap.status:
            self._send(mishap.status, mishap.headers, mishap.body)
            return
        if mishap.hang:
            self.connection.settimeout(HANG_SECONDS)
            self.connection.recv(1)  # comes back when whoever asked goes away
        self.break_off()

    def _send(self, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> None:
        told: dict[str, str] = {}
        for name, value in headers:
            if name.lower() in _TOLD:
                told[name] = f"{told[name]}, {value}" if name in told else value
        self.reply(status, body, told)
