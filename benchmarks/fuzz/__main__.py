"""Spoilt feeds through the real parser processes and through parse_plain; counts what becomes of them.

    python -m benchmarks.fuzz --feeds 100000
    python -m benchmarks.fuzz --feeds 20000 --seed 7 --folder ~/feeds --keep found

Whatever a feed is like: it is read or refused in words, a parser that takes too long is ended and replaced, nothing
else is raised, what is read keeps its promises, and the quick way gives what the thorough one gives.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import regions
from benchmarks.fuzz.run import Tally, cases, judged
from benchmarks.fuzz.seeds import Seed, seeds
from roundup.fetch.workers import ParserPool

_EVERY = 1000  # feeds between two lines of progress


def main(words: Sequence[str] | None = None) -> int:
    """Run, and show the counts; 1 if anything is wrong with any feed."""
    options = _options(words)
    found = seeds(options.folder)
    if options.only is not None:
        options.first, options.feeds = options.only, 1
    began = time.monotonic()
    tally = _run(options, found)
    table = _table(tally, len(found), options.seed, time.monotonic() - began)
    print(table)
    if options.write:
        regions.write(options.write, "fuzz", table)
    for number, fault in tally.faults[:50]:
        print(f"case {number}: {fault}")
    return int(bool(tally.faults))


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=10_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another seed, other feeds (default 1)")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first case")
    parser.add_argument("--only", type=int, metavar="N", help="just this case")
    parser.add_argument("--folder", type=Path, help="files to spoil besides our own")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write every feed with a fault there")
    parser.add_argument(
        "--seconds", type=float, default=10.0, help="for one feed, then its parser is ended (default 10)"
    )
    parser.add_argument("--write", type=Path, metavar="DOCUMENT", help="put the table into its place in it")
    return parser.parse_args(words)


def _run(options: argparse.Namespace, found: list[Seed]) -> Tally:
    tally = Tally()
    with ParserPool(workers=1, seconds=options.seconds, zone_name="UTC") as pool:
        for case in cases(found, options.seed, options.first, options.feeds):
            faults = len(tally.faults)
            judged(case, pool, tally)
            if len(tally.faults) > faults and options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{options.seed}-{case.number}.feed").write_bytes(case.body)
            if tally.feeds % _EVERY == 0:
                print(f"{tally.feeds}: {dict(tally.ends)}, {len(tally.faults)} faults", file=sys.stderr, flush=True)
    return tally


def _table(tally: Tally, sources: int, seed: int, seconds: float) -> str:
    rows = [
        ("spoilt feeds", f"{tally.feeds:,}"),
        ("made of", f"{sources:,} feeds, seed {seed}"),
        ("read", f"{tally.ends['read']:,}"),
        ("refused in words", f"{tally.ends['refused']:,}"),
        ("parser ended and replaced", f"{tally.ends['killed']:,}"),
        ("anything else raised", f"{tally.ends['escaped'] + tally.plain['escaped']:,}"),
        ("read the quick way too", f"{tally.plain['read']:,}"),
        ("left by the quick way to the other", f"{tally.plain['left to the other']:,}"),
        ("faults of any kind", f"{len(tally.faults):,}"),
        ("longest in a parser process", f"{tally.longest[0]:.2f} s (case {tally.longest[1]})"),
        ("longest the quick way", f"{tally.longest_plain[0]:.2f} s (case {tally.longest_plain[1]})"),
        ("in all", f"{seconds:,.0f} s"),
    ]
    return "\n".join(["| what | count |", "|---|---|", *(f"| {what} | {count} |" for what, count in rows)])


if __name__ == "__main__":
    sys.exit(main())
