"""The rows of one or more runs, kept in a file, and the middle of several rounds."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.gathering.scenarios import Row


@dataclass(frozen=True, slots=True)
class Figure:
    """A program's scenario: median seconds, the highest memory in MB, and whether every round stored all it should."""

    wall: float
    cpu: float
    memory: float
    rounds: int
    stored: int
    is_complete: bool
    cut_off: bool


class Figures:
    """Looks up what was measured: tool, feeds, latency, scenario → Figure."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self._by_place: dict[tuple[str, int, int, str], list[Row]] = {}
        for row in self.rows:
            self._by_place.setdefault((row.tool, row.feeds, row.latency, row.scenario), []).append(row)

    def of(self, tool: str, feeds: int, scenario: str, latency: int = 0) -> Figure | None:
        """None if it was not measured."""
        rows = self._by_place.get((tool, feeds, latency, scenario))
        return _figure(rows) if rows else None

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """(feeds, latency) of every series."""
        return sorted({(row.feeds, row.latency) for row in self.rows})

    @property
    def versions(self) -> dict[str, str]:
        """Of every program that took part, by its name."""
        return {row.tool: row.version for row in self.rows}


def _figure(rows: Sequence[Row]) -> Figure:
    return Figure(
        wall=statistics.median(row.wall for row in rows),
        cpu=statistics.median(row.cpu for row in rows),
        memory=max(row.memory for row in rows),
        rounds=len(rows),
        stored=rows[-1].stored,
        is_complete=all(row.stored == row.expected for row in rows),
        cut_off=any(row.cut_off for row in rows),
    )


def load(path: Path) -> list[Row]:
    """The rows kept in a file, one JSON object a line; none if there is no file."""
    if not path.exists():
        return []
    return [Row(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def keep(path: Path, row: Row) -> None:
    """Add a row to a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(row)) + "\n")
