"""Names looked up under a deadline.

The system's resolver cannot be told to hurry, so each look-up runs in a thread of its own that may be left behind; it
is a daemon and ends when the resolver gives up. Feeds of one host share a look-up.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from roundup.net.budget import Budget
from roundup.net.errors import FetchError

Sockaddr = tuple[int, str, int]
"""Address family, address as text (with an IPv6 zone, if any), port."""

Ask = Callable[[str, int], tuple[Sockaddr, ...]]
"""Host and port → every address, best first. May take its time and raise OSError."""

KEEP_SECONDS = 60.0
_POLL_SECONDS = 0.25


@dataclass(slots=True)
class _Lookup:
    done: threading.Event = field(default_factory=threading.Event)
    answer: tuple[Sockaddr, ...] = ()
    error: FetchError | None = None
    finished: float = 0.0


class Resolver:
    """Looks up hosts, sharing look-ups under way and remembering answers for a minute."""

    def __init__(self, ask: Ask, clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._lock = threading.Lock()
        self._lookups: dict[tuple[str, int], _Lookup] = {}

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
            lookup = self._lookups[host, port] = _Lookup()
        threading.Thread(target=self._run, args=(host, port, lookup), daemon=True, name=f"lookup {host}").start()
        return lookup

    def _run(self, host: str, port: int, lookup: _Lookup) -> None:
        try:
            lookup.answer = self._ask(host, port)
        except socket.gaierror as error:
            lookup.error = _explain(host, error)
        except (OSError, UnicodeError, ValueError):
            lookup.error = FetchError("dns", f"the name {host} cannot be looked up")
        finally:
            lookup.finished = self._clock()
            lookup.done.set()


def in_numbers(host: str, port: int) -> tuple[Sockaddr, ...]:
    """The address if `host` is written in numbers, in any spelling the system reads as such ("127.1", "0x7f000001")."""
    for family in (socket.AF_INET6, socket.AF_INET):
        try:
            packed = socket.inet_pton(family, host) if family == socket.AF_INET6 else socket.inet_aton(host)
        except (OSError, UnicodeError, ValueError):
            continue
        return ((int(family), socket.inet_ntop(family, packed), port),)
    return ()


def ask_system(host: str, port: int) -> tuple[Sockaddr, ...]:
    """What the system's resolver says, however long it takes. Raises OSError, UnicodeError."""
    # Only streams are asked for, or every address would come three times.
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys((int(family), str(address[0]), port) for family, _, _, _, address in found))


def _explain(host: str, error: socket.gaierror) -> FetchError:
    if error.errno == socket.EAI_AGAIN:
        return FetchError("dns", f"the name {host} could not be looked up just now")
    return FetchError("dns", f"the name {host} is not known")
