"""What a cluster costs and brings: `fetch` alone and over Dask workers on this machine, on the same feeds in one run.

    python -m benchmarks.cluster --feeds 100,1000 --workers 2

CPU seconds are told apart: at home (reading feeds.opml, merging, writing, rendering nothing), and on the cluster
(asking, parsing, Dask itself). All workers share this machine's processors, so wall time says nothing of a real
cluster; CPU seconds do. Everything stays on loopback. Linux only.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.gathering.library import Library
from benchmarks.gathering.peers import Roundup, Task
from benchmarks.gathering.process import tree
from benchmarks.gathering.scenarios import Bench
from benchmarks.gathering.server import FeedServer
from tests.fetch.clusters import Cluster, cluster

SCENARIOS: Final = ("cold", "warm", "churn")
MILLION: Final = 1_000_000
_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Spread(Roundup):
    """Ours, over a cluster."""

    name = "cluster"

    def __init__(self, address: str) -> None:
        self._address = address

    def command(self, task: Task) -> list[str]:
        return [*super().command(task), "--cluster", self._address]


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run. Seconds of CPU; bytes received for feeds in that run, and of the desk's file after it."""

    tool: str
    scenario: str
    feeds: int
    home: float
    away: float
    wall: float
    stored: int
    wire: int
    file: int


def main(words: Sequence[str] | None = None) -> None:
    """Measure, show a line for each run, and what a million feeds would cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", default="1000", metavar="N,…", help="how many feeds (default 1000)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="Dask workers (default 2)")
    options = parser.parse_args(words)
    costs: list[Cost] = []
    for feeds in (int(number) for number in options.feeds.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            costs += measured(feeds, options.workers, Path(folder))
    heads = ("home s", "away s", "sum s", "wall s", "entries", "MB wire")
    print(f"{'':8}{'scenario':>9}{'feeds':>7}" + "".join(f"{head:>9}" for head in heads))
    for c in costs:
        figures = f"{c.home:9.2f}{c.away:9.2f}{c.home + c.away:9.2f}{c.wall:9.1f}{c.stored:9}{c.wire / 1e6:9.2f}"
        print(f"{c.tool:8}{c.scenario:>9}{c.feeds:7}{figures}")
    print(*million(costs), sep="\n")


def measured(feeds: int, workers: int, folder: Path) -> list[Cost]:
    """Both ways through all scenarios."""
    Library(folder, feeds)
    (folder / "cluster").mkdir()
    with FeedServer(folder, feeds) as server, cluster(folder / "cluster", workers) as there:
        bench = Bench([Roundup(), Spread(there.address)], server, feeds, folder, limit=3_600)
        costs, before = [], spent(there)
        for row in bench.rows(SCENARIOS):
            now = spent(there)
            wire, size = kept(folder / row.tool / "desk" / "roundup.db")
            costs.append(
                Cost(
                    row.tool,
                    row.scenario,
                    feeds,
                    row.cpu,
                    now - before if row.tool == Spread.name else 0.0,
                    row.wall,
                    row.stored,
                    wire,
                    size,
                )
            )
            before = now
        return costs


def spent(there: Cluster) -> float:
    """CPU seconds of a cluster's processes so far, and of all that they started."""
    total = 0
    for pid in {each for root in there.pids for each in tree(root)}:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1").rpartition(")")[2].split()
        total += sum(int(ticks) for ticks in fields[11:15])
    return total / _TICKS


def kept(database: Path) -> tuple[int, int]:
    """Bytes received for feeds in the last run, and of the file with all that belongs to it."""
    with closing(sqlite3.connect(database)) as connection:
        last = "SELECT max(fetched_at) FROM fetches"
        (wire,) = connection.execute(f"SELECT sum(wire_bytes) FROM fetches WHERE fetched_at = ({last})").fetchone()
    return wire or 0, sum(file.stat().st_size for file in database.parent.glob(database.name + "*"))


def million(costs: Sequence[Cost]) -> list[str]:
    """The largest measurement of each kind, stretched to a million feeds."""
    largest = max(cost.feeds for cost in costs)
    lines = [f"A million feeds, from {largest:,} (CPU hours at home + away, GB received, GB kept):"]
    for c in costs:
        if c.feeds == largest:
            each = MILLION / c.feeds
            hours = f"{c.home * each / 3600:.2f} + {c.away * each / 3600:.2f}"
            lines.append(f"  {c.tool:8} {c.scenario:6} {hours} h, {c.wire * each / 1e9:.1f}, {c.file * each / 1e9:.0f}")
    return lines


if __name__ == "__main__":
    main()
