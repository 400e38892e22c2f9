"""The fuzz itself: it spoils feeds in the same way every time, and sees what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from benchmarks.fuzz.__main__ import main
from benchmarks.fuzz.judge import broken_promises
from benchmarks.fuzz.mutate import GENTLE, LARGEST, WAYS, spoilt
from benchmarks.fuzz.run import URL, Case, Tally, cases, judged
from benchmarks.fuzz.seeds import Seed, seeds
from roundup.errors import FeedError
from roundup.model import Enclosure, Entry, ParsedFeed
from roundup.parse import parse_feed

SEEDS = seeds()
GOOD = Case(0, "rss", SEEDS[0].body, SEEDS[0].content_type)


class Here:
    """A parser that needs no process; `after` may change, or raise, what comes out."""

    def __init__(self, after: Callable[[ParsedFeed], ParsedFeed] = lambda feed: feed) -> None:
        self._after = after

    def parse(self, body: bytes, url: str, content_type: str = "") -> ParsedFeed:
        return self._after(parse_feed(body, url=url, content_type=content_type, zone=UTC))


def tally_of(case: Case, after: Callable[[ParsedFeed], ParsedFeed] = lambda feed: feed) -> Tally:
    tally = Tally()
    judged(case, Here(after), tally)
    return tally


def with_entry(**fields: object) -> Callable[[ParsedFeed], ParsedFeed]:
    """The feed, its first entry changed."""

    def change(feed: ParsedFeed) -> ParsedFeed:
        entry: Entry = replace(feed.entries[0], **fields)  # type: ignore[arg-type] # whatever a test puts in
        return replace(feed, entries=(entry, *feed.entries[1:]))

    return change


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_every_seed_is_a_feed_before_it_is_spoilt(seed: Seed) -> None:
    """Which is read, and keeps all promises."""
    tally = tally_of(Case(0, seed.name, seed.body, seed.content_type))
    assert (tally.ends["read"], tally.faults) == (1, [])


def test_seeds_are_of_every_format() -> None:
    """The dense ones have everything; the sample blogs have many posts."""
    feeds = [parse_feed(seed.body, url=URL, content_type=seed.content_type, zone=UTC) for seed in SEEDS]
    versions = {feed.version for feed in feeds}
    assert {"rss20", "rss10", "atom10", "atom03", "json11", "json10"} <= versions
    assert {version for version in versions if version.startswith("rss09")}
    assert max(len(feed.entries) for feed in feeds) >= 5


def test_files_can_be_spoilt_too(tmp_path: Path) -> None:
    """Whatever lies in a folder, but nothing enormous."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.xml").write_bytes(b"<rss/>")
    (tmp_path / "large.xml").write_bytes(b" " * 200_000)
    assert [seed.name for seed in seeds(tmp_path)][len(SEEDS) :] == ["deep/one.xml"]


def test_a_case_is_made_again_by_its_number() -> None:
    """Whatever came before it; another seed makes another."""
    many = list(cases(SEEDS, 1, 0, 30))
    assert list(cases(SEEDS, 1, 20, 5)) == many[20:25]
    assert [case.body for case in cases(SEEDS, 2, 0, 30)] != [case.body for case in many]


@pytest.mark.parametrize("way", dict.fromkeys((*WAYS, *GENTLE)), ids=lambda way: way.__name__)
def test_every_way_spoils_something(way: Callable[..., bytes]) -> None:
    """And stands even what is empty or no feed at all."""
    bodies = [seed.body for seed in SEEDS]
    assert any(way(Random(n), SEEDS[0].body, bodies) != SEEDS[0].body for n in range(10))
    for body in (b"", b"\xff\x00", b"<"):
        way(Random(1), body, bodies)


def test_some_spoilt_feeds_are_still_plain() -> None:
    """Else the quick way would hardly be tried: of gently spoilt ones it reads many, and gives what the other gives."""
    tally = Tally()
    for case in cases(SEEDS, 7, 0, 60):
        judged(case, Here(), tally)
    assert tally.faults == []
    assert tally.plain["read"] >= 6


def test_spoilt_feeds_stay_within_bounds() -> None:
    """However often something was doubled."""
    bodies = [seed.body for seed in SEEDS]
    assert max(len(spoilt(Random(n), bodies[0], bodies)) for n in range(300)) <= LARGEST


BROKEN: dict[str, tuple[dict[str, object], str]] = {
    "an address": ({"url": "javascript:alert(1)"}, "address"),
    "an enclosure": ({"enclosures": (Enclosure("file:///etc/passwd"),)}, "address"),
    "a control character": ({"title": "a\x1b[31mb"}, "title has control"),
    "a tag": ({"tags": ("\u202eab",)}, "author or tag has control"),
    "two lines": ({"title": "a\nb"}, "more than a line"),
    "markup": ({"html": b"<p onclick='x()'>a</p>"}, "cleaned again"),
    "length": ({"encoded": b"a" * 1_000_001}, "characters long"),
    "a date": ({"published": datetime(9999, 1, 1, tzinfo=UTC)}, "dated"),
    "a zone": ({"updated": datetime(2026, 1, 1)}, "dated"),  # noqa: DTZ001 # that is what is wrong with it
    "a hash": ({"content_hash": ""}, "content_hash"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_promise_is_seen(what: str) -> None:
    """Each that there is, in the words of the fault."""
    fields, words = BROKEN[what]
    faults = [fault for _, fault in tally_of(GOOD, with_entry(**fields)).faults]
    assert any(words in fault for fault in faults)


@pytest.mark.parametrize(
    ("change", "words"),
    [({"version": ""}, "no version"), ({"site_url": "x"}, "site_url"), ({"title": "\x07"}, "title has control")],
)
def test_promises_of_the_feed_itself(change: dict[str, str], words: str) -> None:
    """Its own title and address count too."""
    feed = parse_feed(GOOD.body, url=URL, content_type=GOOD.content_type, zone=UTC)
    assert any(words in fault for fault in broken_promises(replace(feed, **change)))  # type: ignore[arg-type]


def raising(error: Exception) -> Callable[[ParsedFeed], ParsedFeed]:
    def fail(_feed: ParsedFeed) -> ParsedFeed:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "end", "faults"),
    [
        (FeedError("no feed", hint="-"), "refused", 0),
        (FeedError("the feed took longer than 10 seconds to read", hint="-"), "killed", 0),
        (KeyError("where"), "escaped", 1),
    ],
)
def test_how_it_ended_is_counted(error: Exception, end: str, faults: int) -> None:
    """Refusing and ending a parser is what must happen; anything else that is raised is a fault."""
    tally = Tally()
    judged(Case(0, "x", b"not a feed that the quick way reads", ""), Here(lambda feed: feed), tally)
    tally = tally_of(replace(GOOD, body=GOOD.body), raising(error))
    assert tally.ends[end] == 1
    assert len([fault for _, fault in tally.faults if not fault.startswith("parse_plain")]) == faults


def test_the_command_shows_its_counts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """As a table, which goes into a document as well."""
    page = tmp_path / "page.md"
    page.write_text("<!-- fuzz -->\n<!-- /fuzz -->\n", encoding="utf-8")
    assert main(["--only", "3", "--write", str(page)]) == 0
    assert "| spoilt feeds | 1 |" in capsys.readouterr().out
    assert "| faults of any kind | 0 |" in page.read_text(encoding="utf-8")
