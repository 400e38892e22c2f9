"""Two at once, and killed half-way: nothing is lost, nothing is doubled."""

from __future__ import annotations

import signal
import sqlite3
import time
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.blogserver import Blogs, item, opml
from tests.cli.desk import Commands

MOMENTS = 16


def contents(root: Path) -> dict[str, list[Any]]:
    """What the desk remembers, without when each thing was asked for."""
    with sqlite3.connect(root / "roundup.db") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        queries = {
            "posts": "select key, url, title, words from posts order by key",
            "snapshots": "select p.key, s.hash, s.text from snapshots s join posts p on p.id = s.post order by 1, 2",
            "decisions": "select verb, subject from decisions order by seq",
        }
        return {name: connection.execute(sql).fetchall() for name, sql in queries.items()}


@pytest.fixture
def many(tmp_path: Path, blogs: Blogs) -> Commands:
    """A new desk that follows twelve feeds with five posts each, nothing fetched."""
    desk = Commands(tmp_path / "many", allow=blogs.host)
    desk.run("init", str(desk.root))
    feeds = [
        blogs.feed(
            f"/{n}/feed",
            *(
                item(f"post-{n}-{i}", f"Post {i} of blog {n}", f"Words number {i} of blog number {n}. " * 20)
                for i in range(5)
            ),
            title=f"Blog {n}",
        )
        for n in range(12)
    ]
    (desk.root / "feeds.opml").write_text(opml(*feeds), encoding="utf-8")
    return desk


def kill_at_many_moments(desk: Commands, *words: str) -> int:
    """Run `fetch` again and again, killing it a little later each time; how often it was really cut."""
    started = time.monotonic()
    whole = desk.spawn(*words)
    assert whole.code == 0, whole.err
    span = time.monotonic() - started
    cut = 0
    for moment in range(MOMENTS):
        for file in desk.root.glob("roundup.db*"):
            file.unlink()
        with desk.start(*words) as process:
            time.sleep(span * (moment + 1) / MOMENTS)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        cut += process.returncode == -signal.SIGKILL
        desk.run(*words, "--all")
        kept = contents(desk.root)
        assert len(kept["posts"]) == 60
        assert len(kept["snapshots"]) == 60
    return cut


@pytest.mark.slow
def test_a_fetch_killed_at_any_moment_is_made_good_by_the_next(many: Commands) -> None:
    """kill -9 from start-up to the last write: the next fetch ends with the same posts, each once."""
    assert kill_at_many_moments(many, "fetch") >= MOMENTS // 2


@pytest.mark.slow
def test_a_star_killed_at_any_moment_is_there_whole_or_not_at_all(many: Commands) -> None:
    """kill -9 of `star`: the decision and its projection are both there or neither; again gives exactly one star."""
    many.run("fetch")
    posts = [str(post["id"]) for post in many.json("posts", "--sort", "old")[:MOMENTS]]
    started = time.monotonic()
    assert many.spawn("star", posts[0]).code == 0
    span = time.monotonic() - started
    for number, post in enumerate(posts[1:], 1):
        with many.start("star", post) as process:
            time.sleep(span * number / MOMENTS)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        recorded = contents(many.root)["decisions"]
        starred = many.json("posts", "--starred")
        assert len(recorded) == len(starred)
        assert len(recorded) in (number, number + 1)
        many.run("star", post)
        assert len(contents(many.root)["decisions"]) == number + 1


def test_two_fetches_take_turns(many: Commands, blogs: Blogs) -> None:
    """The second says that it waits, and then finds nothing left to do."""
    blogs.held["/3/feed"] = Event()
    with many.start("fetch") as first:
        wait_until(lambda: any(path == "/3/feed" for path, _ in blogs.asked))
        with many.start("fetch") as second:
            time.sleep(1.0)
            assert second.poll() is None
            blogs.held["/3/feed"].set()
            _, first_err = first.communicate(timeout=30)
            _, second_err = second.communicate(timeout=30)
    assert (first.returncode, second.returncode) == (0, 0), first_err + second_err
    assert "Another fetch is at work on this desk" in second_err
    assert "Nothing is due" in second_err
    assert [path for path, _ in blogs.asked].count("/3/feed") == 1
    assert len(contents(many.root)["posts"]) == 60


def test_curating_works_during_a_fetch(desk: Commands, blogs: Blogs) -> None:
    """A star is recorded while a feed hangs; both are there at the end."""
    held = blogs.feed("/slow", item("late", "Late news", "It came in late but it came."))
    (desk.root / "feeds.opml").write_text(opml(held), encoding="utf-8")
    blogs.held["/slow"] = Event()
    with desk.start("fetch", "--all") as fetching:
        wait_until(lambda: any(path == "/slow" for path, _ in blogs.asked))
        post = str(desk.json("posts")[0]["id"])
        desk.run("star", post)
        blogs.held["/slow"].set()
        _, err = fetching.communicate(timeout=30)
    assert fetching.returncode == 0, err
    assert len(desk.json("posts", "--all")) == 4
    assert len(desk.json("posts", "--starred")) == 1


def test_an_interrupt_ends_a_fetch_at_once(desk: Commands, blogs: Blogs) -> None:
    """Ctrl-C: exit 130 within two seconds although a feed hangs, no traceback, and the desk is whole."""
    held = blogs.feed("/slow", item("late", "Late news", "It came in late but it came."))
    (desk.root / "feeds.opml").write_text(opml(held), encoding="utf-8")
    blogs.held["/slow"] = Event()
    with desk.start("fetch", "--all") as fetching:
        wait_until(lambda: any(path == "/slow" for path, _ in blogs.asked))
        started = time.monotonic()
        fetching.send_signal(signal.SIGINT)
        _, err = fetching.communicate(timeout=30)
    assert fetching.returncode == 130
    assert time.monotonic() - started < 3
    assert "Traceback" not in err
    assert len(contents(desk.root)["posts"]) == 3


def wait_until(true: Any, seconds: float = 20.0) -> None:
    """Wait for something to become so; the test fails if it does not."""
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, "it never came"
        time.sleep(0.02)
