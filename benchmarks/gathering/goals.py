"""What the program is to reach, mostly as a share of what others need for the same work in the same run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from benchmarks.gathering.figures import Figure, Figures
from benchmarks.gathering.peers import SECONDS

OURS: Final = "roundup"


@dataclass(frozen=True, slots=True)
class Goal:
    """`value` is at most `limit`; None while something it is made of was not measured."""

    what: str
    limit: float
    unit: str
    value: Callable[[Figures], float | None]


def _against(peer: str, feeds: int, scenario: str, limit: float, measure: Literal["cpu", "wall"] = "cpu") -> Goal:
    """A share of what a peer needs."""

    def value(figures: Figures) -> float | None:
        ours, theirs = figures.of(OURS, feeds, scenario), figures.of(peer, feeds, scenario)
        return None if ours is None or theirs is None else _measure(ours, measure) / _measure(theirs, measure)

    words = {"cpu": "CPU seconds", "wall": "wall time"}[measure]
    return Goal(f"{feeds:,} feeds, {scenario}: {words} of {peer}", limit, "×", value)


def _measure(figure: Figure, name: Literal["cpu", "wall"]) -> float:
    return figure.cpu if name == "cpu" else figure.wall


def _memory(feeds: int, limit: float) -> Goal:
    """The most that any scenario holds in memory."""

    def value(figures: Figures) -> float | None:
        sizes = [row.memory for row in figures.rows if row.tool == OURS and row.feeds == feeds]
        return max(sizes, default=None)

    return Goal(f"{feeds:,} feeds: memory of all processes together, any scenario", limit, "MB", value)


def _growth(scenario: str, feeds: int, base: int, limit: float) -> Goal:
    """The cost of a feed among many, beside that among few."""

    def value(figures: Figures) -> float | None:
        many, few = figures.of(OURS, feeds, scenario), figures.of(OURS, base, scenario)
        return None if many is None or few is None else (many.cpu / feeds) / (few.cpu / base)

    return Goal(f"{feeds:,} feeds, {scenario}: CPU seconds a feed at {base:,}", limit, "×", value)


def _waiting(scenario: str, latency: int, limit: float) -> Goal:
    """Waiting costs nothing. A tenth is what two runs of the same differ by anyway."""

    def value(figures: Figures) -> float | None:
        far, near = figures.of(OURS, 1000, scenario, latency), figures.of(OURS, 1000, scenario)
        return None if far is None or near is None else far.cpu / near.cpu

    return Goal(f"1,000 feeds, {scenario}, {latency} ms away: CPU seconds without", limit, "×", value)


def _faulty() -> Goal:
    """How much longer a run takes for the feeds that are broken."""

    def value(figures: Figures) -> float | None:
        faulty, well = figures.of(OURS, 1000, "faulty"), figures.of(OURS, 1000, "cold")
        return None if faulty is None or well is None else max(faulty.wall - well.wall, 0.0)

    return Goal(f"1,000 feeds, faulty: longer than cold by (deadline {SECONDS} s)", SECONDS, "s", value)


def _missing() -> Goal:
    def value(figures: Figures) -> float | None:
        ours = [row for row in figures.rows if row.tool == OURS]
        return sum(row.stored != row.expected for row in ours) if ours else None

    return Goal("Runs that stored other entries than the corpus holds", 0, "", value)


GOALS: Final = (
    _against("newsboat", 1000, "cold", 0.6),
    _against("newsboat", 1000, "cold", 0.6, "wall"),
    _against("reader", 1000, "cold", 0.2),
    _against("curl", 1000, "warm", 5),
    _against("reader", 1000, "warm", 0.5),
    _against("curl", 1000, "churn", 5),
    _against("reader", 1000, "churn", 0.25),
    _against("curl", 1000, "touch", 4),
    _against("reader", 1000, "touch", 0.09),
    _against("curl", 1000, "novalid", 3),
    _against("reader", 1000, "novalid", 0.06),
    _against("newsboat", 100, "warm", 2),
    _against("reader", 100, "warm", 0.6),
    _against("newsboat", 100, "churn", 2),
    _against("reader", 100, "churn", 0.6),
    _against("curl", 5000, "warm", 3),
    _against("curl", 20_000, "warm", 3),
    _growth("cold", 20_000, 1000, 1.3),
    _growth("warm", 20_000, 1000, 1.3),
    _waiting("warm", 50, 1.1),
    _waiting("churn", 50, 1.1),
    _faulty(),
    _memory(1000, 200),
    _memory(20_000, 200),
    _missing(),
)


def verdict(goal: Goal, figures: Figures) -> str:
    """In a word or two."""
    value = goal.value(figures)
    if value is None:
        return "not measured"
    return "met" if value <= goal.limit else "falls short"
