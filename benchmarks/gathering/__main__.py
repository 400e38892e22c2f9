"""Gathering, measured: our program beside curl, newsboat and lemon24/reader, on the same feeds in the same run.

    python -m benchmarks.gathering --feeds 100,1000 --reader ~/venv-reader/bin/python --rounds 3 --rows rows.jsonl
    python -m benchmarks.gathering --feeds 5000,20000 --peers roundup,curl --scenarios cold,warm --rows rows.jsonl
    python -m benchmarks.gathering --feeds 1000 --latency 50 --scenarios warm,churn --peers roundup --rows rows.jsonl
    python -m benchmarks.gathering --show --rows rows.jsonl --write docs/benchmarks.md

CPU seconds are of the whole tree of processes and count first: wall time wanders on a machine that others use too.
Everything stays on loopback. Linux only, for what it needs to know of processes.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import regions
from benchmarks.gathering import figures as kept
from benchmarks.gathering.figures import Figures
from benchmarks.gathering.goals import GOALS, verdict
from benchmarks.gathering.library import Library
from benchmarks.gathering.peers import Peer, present
from benchmarks.gathering.scenarios import SCENARIOS, Bench, Row
from benchmarks.gathering.server import FeedServer
from benchmarks.gathering.tables import about, as_markdown, as_text, goals_table, series_table


def main(words: Sequence[str] | None = None) -> int:
    """Measure and show; 1 if a goal that was measured is not met."""
    options = _options(words)
    rows = kept.load(options.rows) if options.rows else []
    if not options.show:
        for row in _measured(options):
            rows.append(row)
            if options.rows:
                kept.keep(options.rows, row)
            print(_line(row), file=sys.stderr, flush=True)
    figures = Figures(rows)
    if not rows:
        raise SystemExit("nothing was measured")
    if options.write:
        for name, text in _regions(figures).items():
            regions.write(options.write, name, text)
    print("\n\n".join(_regions(figures).values() if options.markdown else _texts(figures)))
    return int(any(verdict(goal, figures) == "falls short" for goal in GOALS))


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.gathering", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=_numbers, default=[1000], metavar="N,…", help="how many feeds (default 1000)")
    parser.add_argument("--latency", type=_numbers, default=[0], metavar="MS,…", help="how far away the servers are")
    parser.add_argument("--scenarios", type=_scenarios, default=list(SCENARIOS), metavar="NAME,…", help="of: all")
    parser.add_argument("--peers", type=_names, default=[], metavar="NAME,…", help="only these (default: all)")
    parser.add_argument("--reader", default="", metavar="PYTHON", help="a Python that has lemon24/reader")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="runs of each; medians are shown")
    parser.add_argument("--limit", type=float, default=600.0, metavar="SECONDS", help="then a run is cut off")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="keeps the corpus (default: a temporary folder)")
    parser.add_argument("--rows", type=Path, metavar="FILE", help="add what is measured to it, and show all it has")
    parser.add_argument("--show", action="store_true", help="measure nothing, only show")
    parser.add_argument("--markdown", action="store_true", help="show as Markdown")
    parser.add_argument("--write", type=Path, metavar="DOCUMENT", help="put the tables into their places in it")
    return parser.parse_args(words)


def _measured(options: argparse.Namespace) -> Iterator[Row]:
    peers, missing = present(options.reader, options.peers)
    for name in missing:
        print(f"left out, not found: {name}", file=sys.stderr)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as temporary:
        work = (options.work or Path(temporary)).resolve()
        for feeds in options.feeds:
            yield from _of_size(options, peers, feeds, work)


def _of_size(options: argparse.Namespace, peers: Sequence[Peer], feeds: int, work: Path) -> Iterator[Row]:
    print(Library(work, feeds).summary, file=sys.stderr, flush=True)
    for latency in options.latency:
        with FeedServer(work, feeds) as server, tempfile.TemporaryDirectory(dir=work) as folder:
            bench = Bench(peers, server, feeds, Path(folder), options.limit)
            yield from bench.rows(options.scenarios, latency, options.rounds)


def _line(row: Row) -> str:
    stored = "" if row.stored < 0 else f", {row.stored} of {row.expected} entries"
    return (
        f"{row.tool:9} {row.scenario:8} {row.feeds:6} feeds {row.latency:3} ms: {row.cpu:7.2f} s CPU, "
        f"{row.wall:7.2f} s wall, {row.memory:4.0f} MB, {row.requests} requests ({row.unchanged} unchanged){stored}"
        + (f", exit code {row.code}" if row.code else "")
    )


def _regions(figures: Figures) -> dict[str, str]:
    series = [f"{_head(*size)}\n\n{as_markdown(series_table(figures, *size))}" for size in figures.sizes]
    return {
        "gathering goals": as_markdown(goals_table(figures)),
        "gathering figures": "\n\n".join([about(figures), *series]),
    }


def _texts(figures: Figures) -> Iterator[str]:
    yield about(figures)
    for size in figures.sizes:
        yield f"{_head(*size)}\n{as_text(series_table(figures, *size))}"
    yield as_text(goals_table(figures))


def _head(feeds: int, latency: int) -> str:
    return f"{feeds:,} feeds, {latency} ms away: CPU seconds (wall seconds)"


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",")]


def _names(text: str) -> list[str]:
    return text.split(",")


def _scenarios(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - SCENARIOS.keys():
        raise argparse.ArgumentTypeError(f"no scenario {', '.join(unknown)}; there are {', '.join(SCENARIOS)}")
    return [name for name in SCENARIOS if name in names]


if __name__ == "__main__":
    sys.exit(main())
