"""A few hundred feeds spoilt at random, the same every time; `python -m benchmarks.fuzz` has as many as one likes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.fuzz.run import Tally, cases, judged
from benchmarks.fuzz.seeds import seeds
from roundup.fetch.workers import ParserPool

PARTS, EACH = 4, 60


@pytest.fixture(scope="module")
def parsers() -> Iterator[ParserPool]:
    with ParserPool(workers=1, seconds=10.0, zone_name="UTC") as pool:
        yield pool


@pytest.mark.parametrize("part", range(PARTS))
def test_spoilt_feeds_are_read_or_refused(parsers: ParserPool, part: int) -> None:
    """Nothing hangs, nothing but FeedError is raised, what is read keeps its promises, both ways of parsing agree."""
    tally = Tally()
    for case in cases(seeds(), 2026, part * EACH, EACH):
        judged(case, parsers, tally)
    assert tally.faults == []
    assert tally.feeds == EACH
    assert tally.ends["read"] > EACH / 4
    assert tally.ends["refused"] > 0
