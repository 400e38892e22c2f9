"""A process that serves the corpus on every 127.x.y.z address, so that each feed has a host of its own.

Nobody but this machine is answered. The harness tells it how to behave, and asks what it saw, through a pipe.
"""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.gathering.answers import Behaviour, answers, plain
from benchmarks.gathering.faults import fault
from benchmarks.gathering.library import Library

_BACKLOG = 4096
_DRIP_SECONDS = 0.5
_JITTER = 0.4  # of the latency
_NEVER_WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 50000\r\n\r\n"
_START_SECONDS = 600.0  # touching 20,000 feeds takes minutes


@dataclass(slots=True)
class Seen:
    """What was asked and answered since the last change of behaviour; `cpu` is the server's own, in seconds."""

    requests: int = 0
    full: int = 0
    unchanged: int = 0
    other: int = 0
    cpu: float = 0.0


class FeedServer:
    """The server's process, as a context: `port`, `behave` and `seen`."""

    def __init__(self, folder: Path, count: int) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, str(folder), count), daemon=True)
        self._process.start()
        theirs.close()
        self.port = int(self._received())

    def behave(self, behaviour: Behaviour) -> None:
        """From now on; the answers are ready when this returns, and the counts are at nought."""
        self._pipe.send(asdict(behaviour))
        self._received()

    def seen(self) -> Seen:
        """Since `behave` was last called."""
        self._pipe.send(None)
        return Seen(**self._received())

    def __enter__(self) -> FeedServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _received(self) -> Any:
        """What `_run` sends."""
        if not self._pipe.poll(_START_SECONDS):
            raise SystemExit("the feed server gives no answer")
        return self._pipe.recv()


class _State:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.faults = [fault(index) for index in range(len(library.volumes))]
        self.behave(Behaviour())

    def behave(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.answers = answers(self.library, behaviour)
        self.seen = Seen()
        self._began = time.process_time()

    def report(self) -> dict[str, float]:
        self.seen.cpu = time.process_time() - self._began
        return asdict(self.seen)


class _Visit(asyncio.Protocol):
    """One connection."""

    def __init__(self, state: _State, loop: asyncio.AbstractEventLoop) -> None:
        self._state, self._loop = state, loop
        self._asked = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer = transport.get_extra_info("peername")
        if not peer or not str(peer[0]).startswith("127."):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        self._asked += data
        while b"\r\n\r\n" in self._asked:
            head, _, self._asked = self._asked.partition(b"\r\n\r\n")
            self._answer(head)

    def _answer(self, head: bytes) -> None:
        first, *lines = head.split(b"\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
        path = first.split(b" ")[1]
        number = path.rsplit(b"/", 1)[-1]
        state, last = self._state, headers.get(b"connection", b"").lower() == b"close"
        state.seen.requests += 1
        if not number.isdigit() or int(number) >= len(state.answers):
            state.seen.other += 1
            self._send(plain("404 Not Found"), last)
            return
        index = int(number)
        wrong = state.faults[index] if state.behaviour.faulty and not path.startswith(b"/moved/") else ""
        delay = state.behaviour.latency / 1000 * (1 + _JITTER * (index * 2654435761 % 1000) / 1000)
        send = self._fail if wrong else self._feed
        if delay:
            self._loop.call_later(delay, send, index, headers, last)
        else:
            send(index, headers, last)

    def _feed(self, index: int, headers: dict[bytes, bytes], last: bool) -> None:
        state = self._state
        answer = state.answers[index]
        if answer.is_known(headers):
            state.seen.unchanged += 1
            self._send(answer.unchanged, last)
            return
        state.seen.full += 1
        packed = answer.packed or state.library.packed(index)
        self._send(answer.full(packed, unpacked=b"gzip" not in headers.get(b"accept-encoding", b"")), last)

    def _fail(self, index: int, _headers: dict[bytes, bytes], last: bool) -> None:
        self._state.seen.other += 1
        match self._state.faults[index]:
            case "hang":
                return
            case "reset":
                self._transport.abort()
            case "drip":
                self._transport.write(_NEVER_WHOLE)
                self._drip()
            case "301":
                self._send(plain("301 Moved Permanently", Location=f"/moved/{index}"), last)
            case status:
                self._send(plain(f"{status} Not today", "<h1>Not here</h1>"), last)

    def _drip(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(b" ")
            self._loop.call_later(_DRIP_SECONDS, self._drip)

    def _send(self, answer: bytes, last: bool) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)
            if last:
                self._transport.close()


def _serve(pipe: Connection, folder: str, count: int) -> None:
    """The process: a uvloop if there is one, for it costs half as much."""
    state = _State(Library(Path(folder), count))
    try:
        import uvloop  # type: ignore[import-not-found] # used where there is one, needed nowhere
    except ImportError:
        asyncio.run(_run(pipe, state))
    else:
        uvloop.run(_run(pipe, state))


async def _run(pipe: Connection, state: _State) -> None:
    loop, over = asyncio.get_running_loop(), asyncio.Event()

    def told() -> None:
        try:
            message = pipe.recv()
        except EOFError:
            over.set()
            return
        if message is None:
            pipe.send(state.report())
        else:
            state.behave(Behaviour(**message))
            pipe.send("ready")

    listener = _listener()
    await loop.create_server(lambda: _Visit(state, loop), sock=listener, backlog=_BACKLOG)
    loop.add_reader(pipe.fileno(), told)
    pipe.send(listener.getsockname()[1])
    await over.wait()


def _listener() -> socket.socket:
    """Every address at once, but only through the loopback device where the system lets one say so."""
    listener = socket.socket()
    with suppress(OSError, AttributeError):
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
    listener.bind(("0.0.0.0", 0))
    return listener
