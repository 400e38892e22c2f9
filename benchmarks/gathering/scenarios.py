"""What happens to the blogs between two fetches, and the runs of every program through it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from benchmarks.gathering.answers import Behaviour, gains
from benchmarks.gathering.corpus import START, blog
from benchmarks.gathering.faults import is_read
from benchmarks.gathering.peers import Peer, Task
from benchmarks.gathering.process import Spent, measured
from benchmarks.gathering.server import FeedServer, Seen

# In the order in which they are run on one database; "cold" and "faulty" begin with an empty one.
SCENARIOS: Final = {
    "cold": "nothing stored yet; every feed is sent whole",
    "warm": "nothing has changed, and the server says so (304)",
    "churn": "a tenth of the feeds have one new entry, the others answer 304",
    "touch": "WordPress feeds have other bytes (date built, comment counts) and nothing new",
    "novalid": "nothing has changed, but the server knows no validators and sends everything",
    "faulty": "as cold, but one feed in nine is missing, moved, broken, silent or dripping",
}
_FRESH: Final = {"cold", "faulty"}
_PATIENCE: Final = 120.0  # seconds for faulty feeds: some programs would wait for them for ever
BETWEEN: Final = timedelta(minutes=61)  # two fetches: longer than feeds ask for, all runs together far less than a week


@dataclass(frozen=True, slots=True)
class Row:
    """One run of one program. Seconds, and megabytes of the whole tree; counts of requests as the server saw them.

    `stored` and `expected` are entries (-1: the program keeps none); `latency` is in milliseconds.
    """

    tool: str
    version: str
    feeds: int
    latency: int
    scenario: str
    wall: float
    cpu: float
    memory: float
    is_pss: bool
    requests: int
    full: int
    unchanged: int
    server_cpu: float
    stored: int
    expected: int
    code: int
    cut_off: bool


class Bench:
    """Some programs, `feeds` feeds served by `server`, and what has happened to them so far."""

    def __init__(self, peers: Sequence[Peer], server: FeedServer, feeds: int, folder: Path, limit: float) -> None:
        self._peers, self._server, self._limit = list(peers), server, limit
        self._feeds, self._folder = feeds, folder
        self._urls = [f"http://{blog(index).host}:{server.port}/feed/{index}" for index in range(feeds)]
        self._behaviour = Behaviour()
        self._runs = 0

    def rows(self, scenarios: Sequence[str], latency: int = 0, rounds: int = 1) -> Iterator[Row]:
        """Every scenario `rounds` times, all programs in turn each time, so that a machine's moods hit all alike."""
        self._behaviour = Behaviour(latency=latency)
        self._runs = 0
        if not scenarios or scenarios[0] not in _FRESH:
            self._begin()
            for _ in self._round("prepare"):
                pass
        for scenario in scenarios:
            # Some programs send a feed's validators back only from the second fetch on.
            if scenario == "warm":
                for _ in self._round(scenario):
                    pass
            for _ in range(rounds):
                self._happens(scenario)
                yield from self._round(scenario)

    def _happens(self, scenario: str) -> None:
        now = self._behaviour
        if scenario in _FRESH:
            self._begin()
            self._behaviour = Behaviour(latency=now.latency, faulty=scenario == "faulty")
        elif scenario == "churn":
            self._behaviour = replace(now, grown=now.grown + 1)
        elif scenario == "touch":
            self._behaviour = replace(now, touched=now.touched + 1)
        self._behaviour = replace(self._behaviour, validators=scenario != "novalid")

    def _begin(self) -> None:
        """Empty folders; every program is told what to follow."""
        self._runs = 0
        for peer in self._peers:
            shutil.rmtree(self._folder / peer.name, ignore_errors=True)
            (self._folder / peer.name).mkdir(parents=True)
            peer.prepare(self._task(peer))

    def _round(self, scenario: str) -> Iterator[Row]:
        self._runs += 1
        for peer in list(self._peers):
            self._server.behave(self._behaviour)
            task = self._task(peer)
            log = task.folder / "log.txt"
            limit = min(self._limit, _PATIENCE) if self._behaviour.faulty else self._limit
            spent = measured(peer.command(task), log=log, limit=limit, environment=peer.environment(task))
            seen = self._server.seen()
            if spent.code and scenario != "faulty":
                print(f"{peer.name} ended with {spent.code}; it said: {_end_of(log)}", file=sys.stderr)
            if spent.cut_off:
                self._peers.remove(peer)
            yield self._row(peer, task, scenario, spent, seen)

    def _task(self, peer: Peer) -> Task:
        return Task(self._folder / peer.name, self._urls, START + self._runs * BETWEEN)

    def _row(self, peer: Peer, task: Task, scenario: str, spent: Spent, seen: Seen) -> Row:
        stored = peer.stored(task)
        return Row(
            tool=peer.name,
            version=peer.version(),
            feeds=self._feeds,
            latency=self._behaviour.latency,
            scenario=scenario,
            wall=spent.wall,
            cpu=spent.cpu,
            memory=spent.memory,
            is_pss=spent.pss > 0,
            requests=seen.requests,
            full=seen.full,
            unchanged=seen.unchanged,
            server_cpu=seen.cpu,
            stored=-1 if stored is None else stored,
            expected=-1 if stored is None else self._expected(peer),
            code=spent.code,
            cut_off=spent.cut_off,
        )

    def _expected(self, peer: Peer) -> int:
        """Entries that the feeds have shown so far to a program that reads what this one reads."""
        return sum(
            blog(index).posts + gains(index) * self._behaviour.grown
            for index in range(self._feeds)
            if (peer.reads_json or blog(index).kind != "json") and (is_read(index) or not self._behaviour.faulty)
        )


def _end_of(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-500:].strip()
