"""The same fetching spread over the machines of a Dask cluster. An extra: `pip install 'localgov-roundup[cluster]'`.

    requests ─▶ chunks, a host's feeds all in one ─▶ gather() on whichever worker is free ─▶ outcomes, as chunks end

Nothing but gather() runs there; the desk and its one writer stay at home. What travels are requests, settings and
outcomes. Whoever can reach a scheduler can run programs on its workers: see docs/cluster.md for what that asks for.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import queue
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any, Final
from urllib.parse import urlsplit

import roundup
from roundup.config import FetchSettings
from roundup.errors import RoundupError, UsageError
from roundup.fetch.gathering import gather
from roundup.fetch.schedule import Request, host_of
from roundup.model import FetchOutcome
from roundup.text import one_line

FEWEST_IN_CHUNK: Final = 25  # feeds; below this, handing a chunk over costs more than asking its feeds
MOST_IN_CHUNK: Final = 250  # so that no more than this is lost, or asked twice, when a machine dies
CHUNKS_PER_THREAD: Final = 4  # so that all workers end at about the same time
AHEAD: Final = 2  # chunks handed over for each thread there is: bounds what waits in memory
CONNECT_SECONDS: Final = 15.0
NO_WORKER_SECONDS: Final = 30.0  # a worker that died may be started again by its nanny
_TICK_SECONDS: Final = 1.0
_INSTALL_HINT: Final = "Install it with: pip install 'localgov-roundup[cluster]'"
_START_HINT: Final = "Is it running? On its machine: dask scheduler; on each other one: dask worker ADDRESS"

_TLS_HINT: Final = "Name them in DASK_DISTRIBUTED__COMM__TLS__CA_FILE and its neighbours: see docs/cluster.md"

Chunk = tuple[Request, ...]
Client = Any
Future = Any

logger = logging.getLogger(__name__)
logger.addHandler(logging.NullHandler())


def gather_on_cluster(
    address: str,
    requests: Sequence[Request],
    *,
    settings: FetchSettings,
    zone_name: str,
    now: datetime,
    idle: Callable[[], object] = lambda: None,
) -> Iterator[FetchOutcome]:
    """As gather(), on the cluster whose scheduler is at `address` ("tcp://host:8786", "tls://host:8786").

    A chunk whose worker dies goes to another, as often as the scheduler allows (its setting `allowed-failures`); after
    that, and when no worker is left, its feeds have failed with nothing held against them. Raises RoundupError where
    the cluster cannot be used at all.
    """
    check_address(address)
    client = _connected(address)
    try:
        _check_workers(client, address)
        context = {"settings": settings, "zone_name": zone_name, "now": now}
        yield from _Run(client, requests, context, idle).outcomes()
    finally:
        with contextlib.suppress(Exception):  # a scheduler that is gone need not be told goodbye
            client.close(timeout=2)


def chunks_of(requests: Sequence[Request], threads: int) -> list[Chunk]:
    """The requests in chunks for so many threads; all feeds of a host are in one, so that its manners hold.

    The largest chunk comes first: a host with very many feeds takes longest, whatever else is done.
    """
    hosts: dict[str, list[Request]] = {}
    for request in requests:
        hosts.setdefault(host_of(request.subscription.url), []).append(request)
    size = min(max(len(requests) // (CHUNKS_PER_THREAD * max(threads, 1)), FEWEST_IN_CHUNK), MOST_IN_CHUNK)
    chunks: list[list[Request]] = [[]]
    for feeds in hosts.values():
        if chunks[-1] and len(chunks[-1]) + len(feeds) > size:
            chunks.append([])
        chunks[-1] += feeds
    return sorted((tuple(chunk) for chunk in chunks if chunk), key=len, reverse=True)


def check_address(address: str) -> None:
    """UsageError unless `address` is a scheduler's, encrypted if it is reached over the public internet."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.scheme not in ("tcp", "tls"):
        raise UsageError(
            f"{one_line(address, 80) or 'an empty text'} is not the address of a Dask scheduler",
            hint="Give it like tcp://127.0.0.1:8786 or tls://cluster.example:8786",
        )
    if parts.scheme == "tcp" and any(ipaddress.ip_address(found).is_global for found in _looked_up(host)):
        raise UsageError(
            f"{one_line(address, 80)} is on the public internet, and tcp:// is not encrypted",
            hint="Whoever listens could run programs on your machines. Use tls:// (see docs/cluster.md).",
        )


def _looked_up(host: str) -> set[str]:
    try:
        return {str(entry[4][0]).partition("%")[0] for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return set()


# ---------------------------------------------------------------- before anything is handed over


def _connected(address: str) -> Client:
    try:
        library: Any = import_module("distributed")
    except ImportError as error:
        raise RoundupError(f"the extra for clusters is not installed ({error})", hint=_INSTALL_HINT) from None
    _hush()
    try:
        certificates = library.Security().get_connection_args("client")
        if address.startswith("tls:") and not certificates["ssl_context"]:
            # The library's own refusal comes late, and leaves half a client behind that is long in dying.
            raise RoundupError(f"{address} needs certificates, and none are named", hint=_TLS_HINT)
        return library.Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="roundup")
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        why = one_line(str(error), 120)
        raise RoundupError(f"the cluster at {address} cannot be reached: {why}", hint=_START_HINT) from error


def _hush() -> None:
    """What the library would say on its own is said by us, in our words."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).handlers = [logging.NullHandler()]


def _check_workers(client: Client, address: str) -> None:
    """RoundupError unless there are workers, all with this version of the program."""

    # A function inside of a function travels whole, so it runs also where the program is not installed.
    def version() -> str:
        try:
            from roundup import __version__
        except ImportError:
            return ""
        return str(__version__)

    try:
        client.wait_for_workers(1, timeout=NO_WORKER_SECONDS)
    except TimeoutError:
        raise RoundupError(f"the cluster at {address} has no workers", hint=_START_HINT) from None
    strangers = {worker: has for worker, has in client.run(version).items() if has != roundup.__version__}
    for worker, has in strangers.items():
        raise RoundupError(
            f"the worker {worker} has {f'roundup {has}' if has else 'no roundup'}; this is {roundup.__version__}",
            hint="Every worker needs the same version of this program, with the extra: "
            f"pip install 'localgov-roundup[cluster]=={roundup.__version__}'",
        )


# ---------------------------------------------------------------- handing over, and taking back


def _gathered(chunk: Chunk, context: dict[str, Any]) -> list[FetchOutcome]:
    """What a worker does."""
    return list(gather(chunk, **context))


class _Run:
    def __init__(
        self, client: Client, requests: Sequence[Request], context: dict[str, Any], idle: Callable[[], object]
    ) -> None:
        self._client = client
        self._idle = idle
        self._context = context
        self._threads = max(sum(client.nthreads().values()), 1)
        self._waiting = deque(chunks_of(requests, self._threads))
        self._under_way: dict[Future, Chunk] = {}
        self._done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._alone_since: float | None = None

    def outcomes(self) -> Iterator[FetchOutcome]:
        try:
            while self._waiting or self._under_way:
                while self._waiting and len(self._under_way) < AHEAD * self._threads:
                    chunk = self._waiting.popleft()
                    # Not pure: asking again must ask, not give back an earlier answer.
                    future = self._client.submit(_gathered, chunk, self._context, pure=False)
                    self._under_way[future] = chunk
                    future.add_done_callback(self._done.put)
                ended = self._ended()
                self._idle()
                for future in ended:
                    yield from self._taken(future, self._under_way.pop(future))
                if not ended and (lost := self._lost()):
                    yield from self._given_up(lost)
                    return
        finally:
            with contextlib.suppress(Exception):  # whatever the cluster says to that, we are leaving
                self._client.cancel(list(self._under_way), force=True)

    def _ended(self) -> list[Future]:
        """The next chunk that is through, and all that are by then; none if nothing ends for a while."""
        with contextlib.suppress(queue.Empty):
            first = self._done.get(timeout=_TICK_SECONDS)
            return [first, *(self._done.get_nowait() for _ in range(self._done.qsize()))]
        return []

    def _taken(self, future: Future, chunk: Chunk) -> list[FetchOutcome]:
        """What came of a chunk; if that cannot be had, each of its feeds has failed."""
        try:
            return list(future.result(timeout=CONNECT_SECONDS))
        except RoundupError:
            raise  # the settings, say: the same for every chunk
        except Exception as error:
            logger.exception("a chunk of %d feeds", len(chunk))
            # Whatever a cluster can think of, from KilledWorker to errors of pickling: these feeds, not the run.
            return [_failed(request, f"the cluster lost it: {type(error).__name__}") for request in chunk]

    def _lost(self) -> str:
        """Why there is nobody to wait for any more, "" if there is."""
        if self._client.status not in ("running", "connecting"):
            return "the connection to the cluster was lost"
        if self._has_workers():
            self._alone_since = None
            return ""
        self._alone_since = self._alone_since or time.monotonic()
        return "the cluster has no workers left" if time.monotonic() - self._alone_since > NO_WORKER_SECONDS else ""

    def _has_workers(self) -> bool:
        with contextlib.suppress(OSError, RuntimeError, TimeoutError):
            return self._client.status == "running" and bool(self._client.nthreads())
        return False

    def _given_up(self, why: str) -> Iterator[FetchOutcome]:
        for chunk in (*self._under_way.values(), *self._waiting):
            yield from (_failed(request, why) for request in chunk)


def _failed(request: Request, why: str) -> FetchOutcome:
    """A feed that was perhaps never asked: its state stays, and it is as due as before."""
    return FetchOutcome(request.subscription, "failed", request.state, reason=f"not asked: {why}", error="internal")
