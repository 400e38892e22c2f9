"""Names looked up under a deadline.

The system's resolver cannot be told to hurry, so look-ups run in threads that may be left behind: daemons, of which a
new one is started whenever all others are at work. Feeds of one host share a look-up.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable
from dataclasses import field

from roundup.dataclass import dataclass
from roundup.net.budget import Budget
from roundup.net.errors import FetchError

Sockaddr = tuple[int, str, int]
"""Address family, address as text (with an IPv6 zone, if any), port."""

Ask = Callable[[str, int], tuple[Sockaddr, ...]]
"""Host and port → every address, best first. May take its time and raise OSError."""

_V4, _V6 = int(socket.AF_INET), int(socket.AF_INET6)
KEEP_SECONDS = 60.0
_POLL_SECONDS = 0.25
_IDLE_SECONDS = 2.0


@dataclass(slots=True)
class _Lookup:
    host: str
    port: int
    done: threading.Event = field(default_factory=threading.Event)
    answer: tuple[Sockaddr, ...] = ()
    error: FetchError | None = None
    finished: float = 0.0

    def end(self, error: FetchError | None) -> None:
        """Wake whoever waits for this; `error` is what they are to raise."""
        self.error = error
        self.done.set()


class Resolver:
    """Looks up hosts, sharing look-ups under way and remembering answers for a minute."""

    def __init__(self, ask: Ask, clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._lock = threading.Lock()
        self._lookups: dict[tuple[str, int], _Lookup] = {}
        self._todo: queue.SimpleQueue[_Lookup] = queue.SimpleQueue()
        self._idle = 0  # threads waiting for something to do, less those that somebody counts on

    def lookup(self, host: str, port: int, budget: Budget) -> tuple[Sockaddr, ...]:
        """Every address of `host`, in the system's order of preference. Raises FetchError ("dns", "timeout")."""
        if numeric := in_numbers(host, port):
            return numeric
        lookup = self._start(host, port)
        # In short waits, since an abort cannot wake whoever waits here.
        while not lookup.done.wait(min(_POLL_SECONDS, budget.remaining())):
            pass
        if lookup.error:
            raise lookup.error
        return lookup.answer

    def _start(self, host: str, port: int) -> _Lookup:
        with self._lock:
            known = self._lookups.get((host, port))
            if known and (not known.done.is_set() or self._clock() - known.finished < KEEP_SECONDS):
                return known
            lookup = self._lookups[host, port] = _Lookup(host, port)
            someone_waits = self._idle > 0
            if someone_waits:
                self._idle -= 1
        if someone_waits:
            self._todo.put(lookup)
            return lookup
        try:
            threading.Thread(target=self._work, args=(lookup,), daemon=True, name="lookup").start()
        except RuntimeError:
            lookup.end(FetchError("dns", f"the name {host} cannot be looked up: the system allows no more threads"))
        return lookup

    def _work(self, lookup: _Lookup | None) -> None:
        """A thread's life: one look-up after another, until there is none for a while."""
        while lookup:
            self._run(lookup)
            with self._lock:
                self._idle += 1
            lookup = self._next()

    def _next(self) -> _Lookup | None:
        try:
            return self._todo.get(timeout=_IDLE_SECONDS)
        except queue.Empty:
            with self._lock:
                if self._idle:
                    self._idle -= 1
                    return None
            # Whoever counted on this thread a moment ago has put something there, or is about to.
            return self._todo.get()

    def _run(self, lookup: _Lookup) -> None:
        host, error = lookup.host, None
        try:
            lookup.answer = self._ask(host, lookup.port)
        except socket.gaierror as reason:
            error = _explain(host, reason)
        except (OSError, UnicodeError, ValueError):
            error = FetchError("dns", f"the name {host} cannot be looked up")
        finally:
            lookup.finished = self._clock()
            lookup.end(error)


def in_numbers(host: str, port: int) -> tuple[Sockaddr, ...]:
    """The address if `host` is written in numbers, in any spelling the system reads as such ("127.1", "0x7f000001")."""
    family = _V6 if ":" in host else _V4
    try:
        packed = socket.inet_pton(family, host) if family == _V6 else socket.inet_aton(host)
    except (OSError, UnicodeError, ValueError):
        return ()
    return ((family, socket.inet_ntop(family, packed), port),)


def ask_system(host: str, port: int) -> tuple[Sockaddr, ...]:
    """What the system's resolver says, however long it takes. Raises OSError, UnicodeError."""
    # Only streams are asked for, or every address would come three times.
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys((int(family), str(address[0]), port) for family, _, _, _, address in found))


def _explain(host: str, error: socket.gaierror) -> FetchError:
    if error.errno == socket.EAI_AGAIN:
        return FetchError("dns", f"the name {host} could not be looked up just now")
    return FetchError("dns", f"the name {host} is not known")
