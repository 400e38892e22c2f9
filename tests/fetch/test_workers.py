"""Parsing in processes that can be killed: nothing a feed does costs more than that feed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from roundup.errors import FeedError, RoundupError
from roundup.fetch import workers
from roundup.fetch.parsing import Answer
from roundup.fetch.workers import ParserPool
from roundup.parse import parse_feed
from roundup.parse.page import read_page

URL = "https://blog.example/feed/"
GOOD = (
    b"<rss version='2.0'><channel><title>A Blog</title><item><title>Bins</title><link>/1</link>"
    b"<pubDate>Fri, 20 Nov 2026 09:00:00</pubDate><description>&lt;p>Words.&lt;/p></description>"
    b"<enclosure url='/e.mp3' length='12' type='audio/mpeg'/></item></channel></rss>"
)
# Quadratic in the number of attributes: minutes of work that no thread could interrupt.
ENDLESS = b"<rss version='2.0' " + b" ".join(b"a%d='1'" % n for n in range(120_000)) + b"><channel/></rss>"
linux_only = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks at processes through /proc")


@pytest.fixture(scope="module")
def shared() -> Iterator[ParserPool]:
    """A pool for the tests that leave it as it was."""
    with ParserPool(workers=2, seconds=30) as pool:
        yield pool


def is_running(pid: int) -> bool:
    """True while the process lives (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ends_within(seconds: float, pid: int) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not is_running(pid):
            return True
        time.sleep(0.02)
    return False


# ---------------------------------------------------------------- the work itself


def test_a_worker_gives_what_parsing_here_would_give(shared: ParserPool) -> None:
    """Every value crosses the border between the processes unharmed."""
    here = parse_feed(GOOD, url=URL, content_type="text/xml", zone=ZoneInfo("Europe/London"))
    assert shared.parse(GOOD, URL, "text/xml") == here


def test_the_zone_is_the_pools() -> None:
    """Dates without a zone are read in the desk's."""
    with ParserPool(workers=1, zone_name="Asia/Tokyo") as pool:
        (entry,) = pool.parse(GOOD, URL).entries
    assert entry.published is not None
    assert entry.published.hour == 0
    assert entry.date_note == "no time zone given, Asia/Tokyo assumed"


def test_a_refusal_comes_with_its_words_and_hint(shared: ParserPool) -> None:
    """As if it had been parsed here."""
    with pytest.raises(FeedError, match=r"^this is a web page, not a feed$") as caught:
        shared.parse(b"<html></html>", URL)
    assert caught.value.hint


def test_many_threads_share_few_workers(shared: ParserPool) -> None:
    """Each gets its own answer; there are never more processes than asked for."""
    bodies = [GOOD.replace(b"Bins", b"Bins %d" % n) for n in range(40)]
    with ThreadPoolExecutor(8) as threads:
        feeds = list(threads.map(lambda body: shared.parse(body, URL), bodies))
    assert [feed.entries[0].title for feed in feeds] == [f"Bins {n}" for n in range(40)]
    assert 1 <= len(shared.pids) <= 2


def test_large_bodies_go_through(shared: ParserPool) -> None:
    """More than any pipe holds at once, both ways."""
    words = b"word " * 60_000
    feed = shared.parse(GOOD.replace(b"Words.", words), URL)
    assert len(feed.entries[0].text) == len(words) - 1


def test_nothing_starts_before_the_first_feed_and_workers_stay() -> None:
    """A fetch in which nothing is new costs no process; the second feed finds the first one's worker."""
    with ParserPool() as pool:
        assert pool.pids == ()
        pool.parse(GOOD, URL)
        first = pool.pids
        pool.parse(GOOD, URL)
        assert pool.pids == first
        assert len(first) == 1


# ---------------------------------------------------------------- what a feed may not do


@pytest.mark.slow
def test_a_feed_that_takes_too_long_is_given_up_and_only_that_feed() -> None:
    """Its worker is killed and replaced; the others go on meanwhile."""
    with ParserPool(workers=2, seconds=1.0) as pool:
        pool.parse(GOOD, URL)
        (before,) = pool.pids
        start = time.monotonic()
        with ThreadPoolExecutor(2) as threads:
            stuck = threads.submit(pool.parse, ENDLESS, URL)
            others = [pool.parse(GOOD, URL) for _ in range(5)]
            error = stuck.exception()
        assert isinstance(error, FeedError)
        assert error.message == "the feed took longer than 1 seconds to read"
        assert error.hint
        assert time.monotonic() - start < 8
        assert {feed.title for feed in others} == {"A Blog"}
        assert pool.parse(GOOD, URL).title == "A Blog"
        assert not is_running(before) or before in pool.pids


@linux_only
@pytest.mark.slow
def test_a_feed_that_needs_too_much_memory_is_given_up() -> None:
    """Whether Python notices or the process dies of it; the next feed finds a worker."""
    greedy = GOOD.replace(b"Words.", b"word " * 8_000_000)
    with ParserPool(workers=1, seconds=30, memory_bytes=150_000_000) as pool:
        with pytest.raises(FeedError, match="memory"):
            pool.parse(greedy, URL)
        assert pool.parse(GOOD, URL).title == "A Blog"


def test_a_worker_that_died_at_rest_is_replaced_unnoticed() -> None:
    """An innocent feed does not pay for it."""
    with ParserPool(workers=1) as pool:
        pool.parse(GOOD, URL)
        (pid,) = pool.pids
        os.kill(pid, signal.SIGKILL)
        assert ends_within(5, pid)
        assert pool.parse(GOOD, URL).title == "A Blog"
        assert pid not in pool.pids


def test_a_worker_is_replaced_after_many_feeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what a library leaks stays small."""
    monkeypatch.setattr(workers, "FEEDS_PER_WORKER", 2)
    with ParserPool(workers=1) as pool:
        pool.parse(GOOD, URL)
        first = pool.pids
        pool.parse(GOOD, URL)
        assert pool.pids == ()
        pool.parse(GOOD, URL)
        assert pool.pids != first


SAYS_READY = (
    "import socket, time; s = socket.socket(fileno=0); s.recv(99); s.sendall(b'\\0\\0\\0\\5ready'); s.recv(999);"
)


@pytest.mark.parametrize(
    "answer",
    [
        "s.sendall(b'\\0\\0\\0\\3abc')",
        "s.sendall(b'\\xff\\xff\\xff\\xff')",
        "s.sendall(b'\\0\\0\\0\\4\\x94\\1\\2\\3\\4')",
        "s.sendall(b'\\0\\0')",
        "pass",
        "time.sleep(60)",
    ],
)
def test_a_worker_that_answers_nonsense_is_not_believed(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has read hostile bytes may say anything: it is checked, and costs one feed."""
    monkeypatch.setattr(workers, "_PROGRAM", f"{SAYS_READY} {answer}")
    with ParserPool(workers=1, seconds=1.0) as pool, pytest.raises(FeedError):
        pool.parse(GOOD, URL)


def test_workers_that_cannot_start_are_not_the_feeds_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the program, not of the feed, so that no feed is called failing for it."""
    monkeypatch.setattr(workers, "_PROGRAM", "raise SystemExit(1)")
    with ParserPool(workers=1) as pool, pytest.raises(RoundupError, match="could not be started") as caught:
        pool.parse(GOOD, URL)
    assert not isinstance(caught.value, FeedError)


# ---------------------------------------------------------------- pages

PAGE = (
    b"<title>Bins</title><main><p>" + b"The bins went out on time, and nobody thanked the crew. " * 3 + b"</p></main>"
)


def test_a_page_is_read_as_it_would_be_here(shared: ParserPool) -> None:
    """Every value crosses the border between the processes unharmed, how it was found among them."""
    here = read_page(PAGE, url=URL, content_type="text/html", zone=ZoneInfo("Europe/London"))
    assert shared.read_page(PAGE, URL, "text/html") == here
    assert shared.read_page(PAGE, URL, "text/html", wants_text=False).entry.text == ""


def test_a_page_that_is_none_is_refused_with_its_words(shared: ParserPool) -> None:
    """The worker goes on to the next."""
    with pytest.raises(FeedError, match="is a PDF") as caught:
        shared.read_page(b"%PDF-1.7", URL, "application/pdf")
    assert "--text FILE" in caught.value.hint
    assert shared.read_page(PAGE, URL).entry.title == "Bins"


@pytest.mark.slow
def test_a_page_made_to_be_costly_is_read_by_simpler_means() -> None:
    """What finds articles best is quadratic here and there; its worker is killed, and another does without it."""
    costly = b"<ul>" + b"<li>word <a href=x>link</a>" * 25_000 + b"</ul>" + PAGE
    with ParserPool(workers=1, seconds=4.0) as pool:
        page = pool.read_page(costly, URL, "text/html")
    assert page.found["text"] != "trafilatura"
    assert "nobody thanked the crew" in page.entry.text


@pytest.mark.slow
def test_a_page_that_no_means_can_read_in_time_is_given_up() -> None:
    """After twice the time that one may take, and in words about a page."""
    with ParserPool(workers=1, seconds=0.5) as pool:
        with pytest.raises(FeedError, match=r"^the page took longer than 0\.5 seconds to read$") as caught:
            pool.read_page(b"<div>" * 200_000 + PAGE, URL, "text/html")
        assert "--text FILE" in caught.value.hint


# ---------------------------------------------------------------- what a worker has and leaves


@linux_only
def test_a_worker_has_no_environment_terminal_or_open_file(shared: ParserPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """No password to read, no Ctrl-C of ours, nothing inherited."""
    monkeypatch.setenv("ROUNDUP_PASSWORD", "secret")
    with Path(os.devnull).open() as inherited, ParserPool(workers=1) as pool:
        assert inherited
        pool.parse(GOOD, URL)
        (pid,) = pool.pids
        names = {line.partition(b"=")[0] for line in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") if line}
        assert names == {b"PATH", b"LANG", b"TZ", b"MALLOC_MMAP_THRESHOLD_"}
        assert os.getsid(pid) == pid
        assert {int(fd.name) for fd in Path(f"/proc/{pid}/fd").iterdir()} <= {0, 1, 2}
        assert (Path(f"/proc/{pid}/fd/0").readlink().name).startswith("socket:")


@linux_only
def test_a_worker_may_not_write_files_or_take_all_memory() -> None:
    """The limits are the kernel's."""
    with ParserPool(workers=1, memory_bytes=900_000_000) as pool:
        pool.parse(GOOD, URL)
        limits = Path(f"/proc/{pool.pids[0]}/limits").read_text()
    soft = {line[:25].strip(): line[26:].split()[0] for line in limits.splitlines()[1:]}
    assert soft["Max file size"] == "0"
    assert soft["Max core file size"] == "0"
    assert soft["Max address space"] == "900000000"


@linux_only
def test_closing_ends_every_worker_also_one_that_is_parsing() -> None:
    """And whoever waits is told that it was us, not the feed."""
    pool = ParserPool(workers=1, seconds=60)
    pool.parse(GOOD, URL)
    (pid,) = pool.pids
    errors: list[BaseException] = []

    def parse(body: bytes) -> None:
        try:
            pool.parse(body, URL)
        except RoundupError as error:
            errors.append(error)

    threads = [threading.Thread(target=parse, args=(ENDLESS,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    pool.close()
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)
    assert [str(error) for error in errors] == ["the parsers have been shut down"] * 3
    assert not any(isinstance(error, FeedError) for error in errors)
    assert ends_within(5, pid)
    assert pool.pids == ()


def test_a_closed_pool_parses_nothing() -> None:
    """Closing twice is once."""
    pool = ParserPool()
    pool.close()
    pool.close()
    with pytest.raises(RoundupError, match="shut down"):
        pool.parse(GOOD, URL)


PARENT = """
import sys, threading, time
from roundup.fetch.parsing import Answer
from roundup.fetch.workers import ParserPool
pool = ParserPool(workers=1, seconds=1.0)
pool.parse({good!r}, "https://blog.example/")
if "busy" in sys.argv:
    attributes = b" ".join(b"a%d='1'" % n for n in range(120_000))
    threading.Thread(target=pool.parse, args=(b"<rss " + attributes + b"/>", "x")).start()
    time.sleep(0.5)
print(*pool.pids, flush=True)
sys.stdin.read()
"""


@linux_only
@pytest.mark.slow
@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_parent_that_is_killed_leaves_no_orphan(state: str) -> None:
    """kill -9: the worker at rest sees the socket close; the one at work has its own clock."""
    program = PARENT.format(good=GOOD)
    with subprocess.Popen(
        [sys.executable, "-c", program, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        parent.kill()
        parent.wait()
    assert ends_within(15, pid)


def test_importing_the_pool_loads_no_parser() -> None:
    """What only schedules fetches does not pay for reading feeds."""
    check = "import roundup.fetch.workers, sys; print({'feedparser', 'nh3', 'selectolax'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True)
    assert run.stdout == "set()\n", run.stderr


@pytest.mark.parametrize("broken", [{"html": b"<p>\xff</p>"}, {"encoded": b"a\xff"}])
def test_what_is_no_text_is_no_answer(broken: dict[str, Any]) -> None:
    """A parser that was broken into could else write what no reader of the desk's file gets past."""
    feed = parse_feed(GOOD, url=URL, zone=ZoneInfo("Europe/London"))
    bad = replace(feed, entries=tuple(replace(entry, **broken) for entry in feed.entries))
    assert workers._readable(Answer(feed)) == Answer(feed)
    with pytest.raises(UnicodeDecodeError):
        workers._readable(Answer(bad))
