"""What was measured, as tables: for a terminal, or as Markdown for docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from benchmarks.gathering.figures import Figure, Figures
from benchmarks.gathering.goals import GOALS, OURS, verdict
from benchmarks.gathering.scenarios import SCENARIOS

Table = Sequence[Sequence[str]]  # the first row is the head


def goals_table(figures: Figures) -> Table:
    """Every goal with its limit, what was reached and whether that is enough."""
    head = ("what", "at most", "reached", "")
    rows = []
    for goal in GOALS:
        value = goal.value(figures)
        reached = "–" if value is None else _number(value, goal.unit)
        rows.append((goal.what, _number(goal.limit, goal.unit), reached, verdict(goal, figures)))
    return head, *rows


def series_table(figures: Figures, feeds: int, latency: int) -> Table:
    """CPU seconds, wall time in brackets, of every program in every scenario; ours also with memory and entries."""
    others = sorted(tool for tool in figures.versions if tool != OURS)
    tools = [tool for tool in (OURS, *others) if any(figures.of(tool, feeds, s, latency) for s in SCENARIOS)]
    head = ("scenario", *tools, "memory of ours, MB", "entries of ours")
    rows = []
    for scenario in SCENARIOS:
        ours = figures.of(OURS, feeds, scenario, latency)
        cells = [_seconds(figures.of(tool, feeds, scenario, latency)) for tool in tools]
        if any(cell != "–" for cell in cells):
            memory = f"{ours.memory:.0f}" if ours else "–"
            rows.append((scenario, *cells, memory, _entries(ours)))
    return head, *rows


def about(figures: Figures) -> str:
    """The machine and the programs in one line."""
    versions = ", ".join(figures.versions.values())
    cores = os.cpu_count() or 0
    memory = "shares of pages (PSS)" if all(row.is_pss for row in figures.rows) else "resident pages (RSS), summed"
    rounds = sorted({figure.rounds for figure in _all(figures)})
    return (
        f"{cores} cores ({_processor()}), {platform.system()} {platform.release().split('-')[0]}, Python "
        f"{platform.python_version()}; {versions}. Median of {' or '.join(map(str, rounds))} rounds; memory: {memory}."
    )


def as_text(table: Table) -> str:
    """For a terminal."""
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def as_markdown(table: Table) -> str:
    """For a document. What falls short stands out."""
    bold = [[f"**{cell}**" if cell == "falls short" else cell for cell in row] for row in table]
    lines = ["| " + " | ".join(row) + " |" for row in bold]
    return "\n".join([lines[0], "|" + "---|" * len(table[0]), *lines[1:]])


def _all(figures: Figures) -> list[Figure]:
    places = {(row.tool, row.feeds, row.scenario, row.latency) for row in figures.rows}
    return [figure for place in places if (figure := figures.of(*place))]


def _seconds(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    return f"cut off after {figure.wall:.0f} s" if figure.cut_off else f"{figure.cpu:.2f} ({figure.wall:.2f})"


def _entries(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    return f"{figure.stored:,}" + ("" if figure.is_complete else " (not all)")


def _number(value: float, unit: str) -> str:
    if unit != "×":
        return f"{value:.1f} {unit}" if unit == "s" else f"{value:.0f} {unit}".strip()
    return f"{value:.3f} ×" if value < 0.1 else f"{value:.2f} ×"


def _processor() -> str:
    """The processor's name where Linux tells it."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
