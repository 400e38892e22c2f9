"""Spoilt feeds, one after the other, through both ways of parsing."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from random import Random
from types import FrameType
from typing import Final, Protocol

from benchmarks.fuzz.judge import broken_promises
from benchmarks.fuzz.mutate import spoilt
from benchmarks.fuzz.seeds import Seed
from roundup.errors import FeedError
from roundup.model import ParsedFeed
from roundup.parse import parse_plain

URL: Final = "https://blogs.example/feed/"
PLAIN_SECONDS: Final = 5.0  # in our own process nothing may take so long
_KILLED: Final = ("took longer", "broke the parser", "more memory")  # words of fetch/workers.py and fetch/parsing.py


class Parser(Protocol):
    """What fetch/workers.ParserPool is, as far as it is used here."""

    def parse(self, body: bytes, url: str, content_type: str = "") -> ParsedFeed: ...


@dataclass(frozen=True, slots=True)
class Case:
    """One spoilt feed; `number` and the run's seed make it again."""

    number: int
    name: str
    body: bytes
    content_type: str


@dataclass(slots=True)
class Tally:
    """What became of the feeds. `faults` are (number of the case, words): each of them is a bug."""

    feeds: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    plain: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str]] = field(default_factory=list)
    longest: tuple[float, int] = (0.0, -1)
    longest_plain: tuple[float, int] = (0.0, -1)


def cases(seeds: list[Seed], seed: int, first: int, count: int) -> Iterator[Case]:
    """`count` spoilt feeds from number `first` on; each depends on its number and `seed` alone."""
    bodies = [each.body for each in seeds]
    for number in range(first, first + count):
        chance = Random(f"{seed}/{number}")
        chosen = chance.choice(seeds)
        yield Case(number, chosen.name, spoilt(chance, chosen.body, bodies), chosen.content_type)


def judged(case: Case, parser: Parser, tally: Tally) -> None:
    """Read one feed in a parser process and in this one, and add what came of it to the tally."""
    tally.feeds += 1
    feed, how, seconds = _tried(lambda: parser.parse(case.body, URL, case.content_type), case, tally)
    tally.ends[how] += 1
    tally.longest = max(tally.longest, (seconds, case.number))
    if feed:
        tally.faults += [(case.number, fault) for fault in broken_promises(feed)]
    _judge_plain(case, feed, how, tally)


def _judge_plain(case: Case, expected: ParsedFeed | None, how: str, tally: Tally) -> None:
    """The quick way gives just what the other way gives, or leaves it to that."""

    def quick() -> ParsedFeed | None:
        with _no_longer_than(PLAIN_SECONDS):
            return parse_plain(case.body, url=URL, content_type=case.content_type, zone=UTC)

    feed, said, seconds = _tried(quick, case, tally)
    tally.longest_plain = max(tally.longest_plain, (seconds, case.number))
    end = said if said != "read" else ("read" if feed else "left to the other")
    tally.plain[end] += 1
    if end == "read" and how != "killed" and feed != expected:
        tally.faults.append((case.number, f"parse_plain: {_difference(feed, expected)}"))
    if end == "refused" and how == "read":
        tally.faults.append((case.number, "parse_plain refuses what can be read"))


def _tried(read: Callable[[], ParsedFeed | None], case: Case, tally: Tally) -> tuple[ParsedFeed | None, str, float]:
    """The feed if there is one, in a word how it went, and how many seconds it took."""
    began = time.perf_counter()
    feed, how = None, "read"
    try:
        feed = read()
    except FeedError as error:
        how = "killed" if any(words in error.message for words in _KILLED) else "refused"
    except Exception as error:  # noqa: BLE001 # that nothing else comes out is what is to be shown
        how = "escaped"
        tally.faults.append((case.number, f"{type(error).__name__}: {str(error)[:200]}"))
    return feed, how, time.perf_counter() - began


def _difference(feed: ParsedFeed | None, expected: ParsedFeed | None) -> str:
    """The first field that is not the same."""
    if feed is None or expected is None:
        return "reads what is refused elsewhere"
    if len(feed.entries) != len(expected.entries):
        return f"{len(feed.entries)} entries, not {len(expected.entries)}"
    pairs: list[tuple[object, object]] = [(feed, expected), *zip(feed.entries, expected.entries, strict=True)]
    for ours, theirs in pairs:
        for name in ours.__dataclass_fields__:  # type: ignore[attr-defined] # both are dataclasses
            one, other = getattr(ours, name), getattr(theirs, name)
            if name != "entries" and one != other:
                return f"{type(ours).__name__}.{name} {str(one)[:90]!r}, not {str(other)[:90]!r}"
    return "differs"


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in this thread when the time is up."""

    def over(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"took longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
