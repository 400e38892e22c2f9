"""Parsing in processes that can be killed.

A feed of a few kilobytes can hold a parser for minutes, inside regular expressions that no thread can interrupt, and
another can take all memory. So each feed is parsed by a worker process under limits; one that overruns them is killed
and replaced, and only its feed is lost. Workers start when first needed, stay for many feeds (importing costs more
than parsing), and end with this process, however it ends.
"""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Final

from roundup.errors import FeedError, RoundupError

if TYPE_CHECKING:
    from roundup.fetch.parsing import Answer, Request
    from roundup.model import ParsedFeed
    from roundup.parse.page import Page

MEMORY_BYTES: Final = 1_000_000_000  # of address space; the interpreter and its libraries alone take some 150 MB
FEEDS_PER_WORKER: Final = 2_000  # then it is replaced, so that what leaks stays small; 2,000 plain feeds leave nothing
_LARGEST_ANSWER: Final = 200_000_000  # bytes
_START_SECONDS: Final = 60.0  # a loaded machine may need long for the imports
_GIVEN_BACK: Final = "1000000"  # bytes of a block that glibc gives back to the system when it is free
_PROGRAM: Final = (
    "import sys; sys.path += sys.argv[1:]; from roundup.fetch.parsing import main; from roundup.process import leave; "
    "main(); leave(0)"
)
_TOO_LONG_HINT: Final = "It is tried again at the next fetch. If this stays so, pause the feed or tell its author."


class ParserPool:
    """A few parser processes shared by any number of threads.

    `workers` processes at most; `seconds` of wall time and processor time for one feed; `memory_bytes` of address
    space for one process (0: no limit); `zone_name` the zone for dates that name none.
    """

    def __init__(
        self,
        workers: int = 2,
        seconds: float = 10.0,
        memory_bytes: int = MEMORY_BYTES,
        zone_name: str = "Europe/London",
    ) -> None:
        self._limits = (zone_name, seconds, memory_bytes)
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._living: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(max(workers, 1)):
            self._idle.put(None)

    def __enter__(self) -> ParserPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def parse(
        self, body: bytes, url: str, content_type: str = "", *, items: str = "", footers: tuple[str, ...] = ()
    ) -> ParsedFeed:
        """Parse a feed in a worker, waiting for a free one. Raises FeedError, also when the worker had to be killed.

        `items` and `footers` are what FeedState remembers of the feed.
        """
        from roundup.fetch.parsing import Request

        answer = self._answer(Request(body, url, content_type, items, footers))
        if answer.feed is None:
            raise FeedError(answer.message, hint=answer.hint)
        return answer.feed

    def read_page(self, body: bytes, url: str, content_type: str = "", *, wants_text: bool = True) -> Page:
        """Read a page in a worker, as parse/page.py does. Raises FeedError, also when the worker had to be killed."""
        from roundup.fetch.parsing import PageRequest, Request

        thorough, simple = (
            Request(body, url, content_type, page=PageRequest(wants_text, thorough=best)) for best in (True, False)
        )
        try:
            answer = self._answer(thorough)
        except FeedError:
            # What finds articles best can be made to work for ever; then simpler means have to do.
            answer = self._answer(simple)
        if answer.page is None:
            raise FeedError(answer.message, hint=answer.hint)
        return answer.page

    def _answer(self, request: Request) -> Answer:
        worker = self._taken()
        # Until an answer is in, the worker is not to be trusted with another feed, whatever is raised meanwhile.
        kept: _Worker | None = None
        try:
            worker = worker or self._started()
            answer = worker.ask(request)
            kept = None if answer.spent or worker.feeds >= FEEDS_PER_WORKER else worker
        except FeedError as error:
            # Killed by close(): the feed did nothing wrong and must not be called failing.
            if self._closed:
                raise _shut_down() from error
            raise
        finally:
            self._returned(worker, kept)
        return answer

    @property
    def pids(self) -> tuple[int, ...]:
        """The ids of the processes there are now."""
        with self._lock:
            return tuple(worker.pid for worker in self._living)

    def close(self) -> None:
        """End all workers, also those that are parsing. Whoever still waits for one gets a RoundupError."""
        with self._lock:
            self._closed = True
            for worker in self._living:
                worker.interrupt()
        for idle in [self._idle.get() for _ in range(self._idle.qsize())]:
            self._returned(idle, None)

    def _taken(self) -> _Worker | None:
        """A worker at rest, or None for the right to start one."""
        worker = self._idle.get()
        if self._closed:
            self._returned(worker, None)
            raise _shut_down()
        # Something else (the kernel, out of memory) may have killed it at rest; no feed should pay for that.
        if worker and not worker.is_alive:
            self._ended(worker)
            return None
        return worker

    def _started(self) -> _Worker:
        worker = _Worker(*self._limits)
        with self._lock:
            self._living.add(worker)
            if self._closed:
                worker.interrupt()
        return worker

    def _returned(self, worker: _Worker | None, kept: _Worker | None) -> None:
        """Put the worker, or the right to start another, back; end it unless it is kept."""
        kept = None if self._closed else kept
        if worker and not kept:
            self._ended(worker)
        self._idle.put(kept)

    def _ended(self, worker: _Worker) -> None:
        worker.end()
        with self._lock:
            self._living.discard(worker)


def _shut_down() -> RoundupError:
    return RoundupError("the parsers have been shut down")


def _readable(answer: Answer) -> Answer:
    """The answer. UnicodeDecodeError if what is kept of it is no UTF-8: it could not be read again from the file."""
    entries = (*(answer.feed.entries if answer.feed else ()), *((answer.page.entry,) if answer.page else ()))
    for entry in entries:
        for kept in (entry.html, entry.encoded):
            if not kept.isascii():
                kept.decode()
    return answer


class _Worker:
    """One parser process and the socket to it."""

    def __init__(self, zone_name: str, seconds: float, memory_bytes: int) -> None:
        from roundup.fetch.parsing import READY, Setup

        self.feeds = 0
        self._seconds = seconds
        self._process, self._channel = _spawned()
        try:
            self._deadline = time.monotonic() + _START_SECONDS
            self._send(Setup(zone_name, seconds, memory_bytes))
            ready = self._received() == READY
        except (OSError, EOFError):
            ready = False
        if not ready:
            self.end()
            raise RoundupError(
                "a parser process could not be started",
                hint="Is there memory left? Try again, or reinstall the program.",
            )

    def ask(self, request: Request) -> Answer:
        """Have one feed or page parsed. Raises FeedError when the process dies of it or takes too long."""
        import msgspec

        from roundup.fetch.parsing import Answer
        from roundup.parse.page import BY_HAND_HINT

        self.feeds += 1
        what, hint = ("page", BY_HAND_HINT) if request.page else ("feed", _TOO_LONG_HINT)
        self._deadline = time.monotonic() + self._seconds
        try:
            self._send(request)
            return _readable(msgspec.msgpack.decode(self._received(), type=Answer))
        except TimeoutError as error:
            message = f"the {what} took longer than {self._seconds:g} seconds to read"
            raise FeedError(message, hint=hint) from error
        except (OSError, EOFError) as error:
            message = f"the {what} broke the parser or needed more memory than it may have"
            raise FeedError(message, hint=hint) from error
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise FeedError("the parser gave an answer that makes no sense", hint=hint) from error

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def interrupt(self) -> None:
        """Kill the process; whoever waits for its answer finds out at once."""
        self._process.kill()

    def end(self) -> None:
        """Kill the process (SIGKILL) and wait until it is gone. Only for the thread that holds the worker."""
        self._process.kill()
        self._process.wait()
        self._channel.close()

    def _send(self, message: object) -> None:
        import msgspec

        from roundup.fetch.parsing import LENGTH

        data = msgspec.msgpack.encode(message)
        # One after the other: joined they would be there twice.
        for part in (LENGTH.pack(len(data)), data):
            self._arm()
            self._channel.sendall(part)

    def _received(self) -> bytearray:
        from roundup.fetch.parsing import LENGTH

        (size,) = LENGTH.unpack(self._exactly(LENGTH.size))
        if size > _LARGEST_ANSWER:
            raise EOFError
        return self._exactly(size)

    def _exactly(self, size: int) -> bytearray:
        data = bytearray()
        while len(data) < size:
            self._arm()
            chunk = self._channel.recv(min(size - len(data), 1 << 20))
            if not chunk:
                raise EOFError
            data += chunk
        return data

    def _arm(self) -> None:
        """Let the next call on the socket wait no longer than the deadline."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._channel.settimeout(left)


def _spawned() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """A fresh interpreter, apart from the terminal (Ctrl-C is the parent's), the environment and the user's site.

    No fork of this process: its threads may hold locks. It finds the same modules, by the same paths.
    """
    ours, theirs = socket.socketpair()
    flags = ["-I", "-B"] if sys.dont_write_bytecode else ["-I"]
    with theirs:
        process = subprocess.Popen(
            [sys.executable, *flags, "-c", _PROGRAM, *(path for path in map(os.path.abspath, sys.path) if path)],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC", "MALLOC_MMAP_THRESHOLD_": _GIVEN_BACK},
            cwd="/",
            start_new_session=True,
        )
    return process, ours
