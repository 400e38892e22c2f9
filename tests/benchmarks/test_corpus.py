"""The corpus that gathering is measured with: the same for everybody, and like the feeds there are."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections import Counter
from datetime import UTC, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from benchmarks.gathering.corpus import START, Blog, articles, blog, render
from benchmarks.gathering.faults import SHARES, fault, is_read
from benchmarks.gathering.library import Library
from roundup.model import ParsedFeed
from roundup.parse import parse_feed


def parsed(index: int, grown: int = 0, touched: int = 0) -> ParsedFeed:
    of = blog(index)
    body = render(index, grown, touched)
    return parse_feed(body, url=f"{of.site}/feed", content_type=of.content_type, zone=UTC)


def first(kind: str, charset: str = "utf-8") -> int:
    """The number of the first blog of a kind."""
    return next(index for index in range(500) if (blog(index).kind, blog(index).charset) == (kind, charset))


def test_a_feed_is_the_same_in_every_process() -> None:
    """Neither the process nor its hash seed shows in the bytes."""
    ask = "import zlib; from benchmarks.gathering.corpus import render; print(zlib.crc32(render(3, 1, 1)))"
    said = {
        subprocess.run(
            [sys.executable, "-c", ask],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_shares_are_those_of_real_lists() -> None:
    """Of a thousand blogs: kinds, character sets and the number of entries, as they were counted on real feeds."""
    blogs = [blog(index) for index in range(1000)]
    kinds = Counter(of.kind for of in blogs)
    assert kinds["json"] == 66
    assert 720 <= kinds["rss"] <= 770
    assert 20 <= sum(of.charset == "windows-1252" for of in blogs) <= 35
    assert 14.3 <= sum(of.posts for of in blogs) / 1000 <= 14.9


def test_every_blog_has_a_loopback_address_of_its_own() -> None:
    """So that a limit for each host holds nobody up."""
    hosts = [Blog(index, "rss", "utf-8", 10, "").host for index in range(0, 200_000, 3)]
    assert len(set(hosts)) == len(hosts)
    assert all(ip_address(host).is_loopback for host in hosts[::997])


@pytest.mark.parametrize(("kind", "charset"), [("rss", "utf-8"), ("rss", "windows-1252"), ("atom", "utf-8")])
def test_xml_feeds_are_read_without_a_complaint(kind: str, charset: str) -> None:
    """Nothing is repaired, nothing is missing; every entry has a title, an address, a date and words."""
    index = first(kind, charset)
    feed = parsed(index)
    assert feed.notes == ()
    assert len(feed.entries) == blog(index).posts
    assert all(e.title and e.url and e.guid and e.published and len(e.text) > 300 for e in feed.entries)


def test_json_feeds_are_read_too() -> None:
    """By those that know the format."""
    index = first("json")
    feed = parsed(index)
    assert feed.version == "json11"
    assert [entry.title for entry in feed.entries] == [article.title for article in articles(blog(index))]


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_a_new_post_pushes_the_oldest_out(kind: str) -> None:
    """The feed stays as long as it was, and all the other entries are the same."""
    index = first(kind)
    before, after = parsed(index).entries, parsed(index, grown=1).entries
    assert len(after) == len(before)
    assert after[1:] == before[:-1]
    assert after[0].guid not in {entry.guid for entry in before}


def test_a_touched_feed_has_other_bytes_and_the_same_entries() -> None:
    """As when WordPress counts a comment. Atom and JSON feeds are not touched at all."""
    rss, atom = first("rss"), first("atom")
    assert render(rss, touched=1) != render(rss)
    assert parsed(rss, touched=1).entries == parsed(rss).entries
    assert render(atom, touched=1) == render(atom)


def test_posts_are_older_than_the_fetch_that_brings_them() -> None:
    """The first fetch is at START, every later one an hour or more after the one before."""
    of = blog(3)
    assert articles(of)[0].published < START
    for grown in range(1, 6):
        assert articles(of, grown)[0].published < START + timedelta(hours=grown)


def test_a_library_is_added_to_and_not_made_again(tmp_path: Path) -> None:
    """A smaller corpus is the beginning of a larger one."""
    small = [Library(tmp_path, 2).packed(index) for index in range(2)]
    large = Library(tmp_path, 3)
    assert [large.packed(index) for index in range(2)] == small
    assert gzip.decompress(large.packed(2)) == render(2)
    assert len(Library(tmp_path, 2).volumes) == 2


def test_a_library_that_was_killed_in_the_making_is_made_to_the_end(tmp_path: Path) -> None:
    """Bytes without a line in the index, and half a line, are forgotten."""
    library = Library(tmp_path, 2)
    (folder,) = tmp_path.iterdir()
    with (folder / "feeds.pack").open("ab") as file:
        file.write(b"half a feed")
    with (folder / "feeds.jsonl").open("a") as file:
        file.write('{"begin": 12')
    again = Library(tmp_path, 3)
    assert [again.packed(n) for n in range(2)] == [library.packed(n) for n in range(2)]
    assert gzip.decompress(again.packed(2)) == render(2)


def test_a_summary_says_what_there_is(library: Library) -> None:
    """Counted from what was written, not from what was meant."""
    summary = library.summary
    assert summary.feeds == 12
    assert summary.entries == sum(len(parsed(index).entries) for index in range(12))
    assert summary.megabytes == pytest.approx(sum(len(render(index)) for index in range(12)) / 1e6)
    assert "12 feeds" in str(summary)


def test_the_same_feeds_are_always_faulty() -> None:
    """And about as many of each kind as planned."""
    found = Counter(fault(index) for index in range(4000))
    assert [fault(index) for index in range(50)] == [fault(index) for index in range(50)]
    assert set(found) == {"", *SHARES}
    for name, share in SHARES.items():
        assert share * 4 * 0.5 <= found[name] <= share * 4 * 1.6


def test_a_moved_feed_is_read_all_the_same() -> None:
    """What leads to a feed in the end counts as read; everything else that is wrong does not."""
    by_fault = {fault(index): is_read(index) for index in range(4000)}
    assert {name for name, read in by_fault.items() if read} == {"", "301"}
