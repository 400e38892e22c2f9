"""kill -9 at any point: what was promised is there, nothing is half done, and a second run completes it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roundup.merge import merge, names
from roundup.model import EDITION, ParsedFeed
from roundup.store import Store, open_store
from tests.samples import NOW, decision, edition, pick
from tests.store.child import Ended, Say, in_child
from tests.store.feeds import PLANET, dump, feed, item, outcome
from tests.store.frozen import freeze

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork and no SIGKILL there")

Step = Callable[[Store], None]
EACH = 50  # instructions of SQLite's virtual machine between two looks
POINTS = 30


def take(document: ParsedFeed) -> Step:
    """A feed taken in, as a fetch does it."""

    def step(store: Store) -> None:
        with store.write():
            changes = merge(document, store.posts.known(names(document)))
            new, changed = store.posts.apply(changes, feed=document, feed_url=document.url, now=NOW)
            store.feeds.save(outcome(document.url), new=new, changed=changed)

    return step


def take_all(*documents: ParsedFeed) -> Step:
    """Several feeds in one transaction: their posts, the search index behind them, then all their states."""

    def step(store: Store) -> None:
        with store.write():
            results = []
            for document in documents:
                changes = merge(document, store.posts.known(names(document)))
                counts = store.posts.apply(changes, feed=document, feed_url=document.url, now=NOW)
                results.append((outcome(document.url), *counts))
            store.feeds.save_all(results)

    return step


def annotate(store: Store) -> None:
    key = store.posts.get(1).key
    store.ledger.record(
        [
            decision("annotate", key, seq=8, id="words", payload={"lead": "Ada [writes](post)."}),
            decision("tag", key, seq=9, id="tags", payload={"add": ["bins", "rain"], "remove": []}),
            decision("order", EDITION, seq=10, id="order", payload={"posts": [key]}),
        ]
    )


def star(number: int) -> Step:
    return lambda store: store.ledger.record(
        [decision("star", store.posts.get(number).key, seq=number, id=f"star{number}")]
    )


WEEK: tuple[Step, ...] = (
    take(feed(*(item(n) for n in range(6)))),
    take(feed(*(item(n) for n in range(3, 8)), url=PLANET, title="Planet")),
    star(1),
    take(feed(item(0, text="Corrected."), *(item(n) for n in range(1, 6)))),
    star(2),
    annotate,
    take_all(*(feed(item(n), item(n + 1, text="Said anew."), url=f"https://{n}.example/feed") for n in range(20, 24))),
    lambda store: store.ledger.record([freeze(edition(pick(2, key=store.posts.get(2).key)), seq=20)]),
)


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows but the history of fetches: a repeated fetch is one more fetch."""
    with open_store(path, now=NOW) as store:
        assert store.check() == ()
        rows = dump(store)
    return {table: content for table, content in rows.items() if table != "fetches"}


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory, blank: bytes) -> list[dict[str, list[tuple[Any, ...]]]]:
    """What the file holds after each step of an undisturbed week."""
    path = tmp_path_factory.mktemp("undisturbed") / "roundup.db"
    path.write_bytes(blank)
    found = [contents(path)]
    for step in WEEK:
        with open_store(path, now=NOW) as store:
            step(store)
        found.append(contents(path))
    return found


def work_until(path: Path, *, dies_after: int, begin: int = 0) -> Ended:
    """The week from step `begin`, in a child that kills itself at its so-manieth look (0: never)."""

    def work(say: Say) -> None:
        looks = 0

        def look() -> int:
            nonlocal looks
            looks += 1
            if looks == dies_after:
                os.kill(os.getpid(), signal.SIGKILL)
            return 0

        with open_store(path, now=NOW) as store:
            store.connection.raw.set_progress_handler(look, EACH)
            for number, step in enumerate(WEEK[begin:], start=begin + 1):
                step(store)
                say(str(number))
        say(f"looks {looks}")

    return in_child(work)


def test_killed_anywhere_in_the_week(
    tmp_path: Path, blank: bytes, stages: list[dict[str, list[tuple[Any, ...]]]]
) -> None:
    """At thirty points spread over all that SQLite does: every step whole or not begun, and then completed."""
    path = tmp_path / "roundup.db"
    path.write_bytes(blank)
    undisturbed = work_until(path, dies_after=0)
    assert undisturbed.signal == 0
    assert contents(path) == stages[-1]
    looks = int(undisturbed.said[-1].split()[1])
    assert looks > POINTS
    for point in range(1, looks, max(1, looks // POINTS)):
        for left in tmp_path.iterdir():
            left.unlink()
        path.write_bytes(blank)
        killed = work_until(path, dies_after=point)
        assert killed.signal == signal.SIGKILL
        promised = len(killed.said)
        assert contents(path) in stages[promised : promised + 2], f"half done at point {point}"
        again = work_until(path, dies_after=0, begin=promised)
        assert again.signal == 0
        assert contents(path) == stages[-1], f"not completed after point {point}"


def test_killed_while_the_file_is_made(tmp_path: Path, stages: list[dict[str, list[tuple[Any, ...]]]]) -> None:
    """The first run of all: whatever is left, the next run makes a desk of it."""
    import sqlite3

    from roundup.store import door

    def making(dies_after: int) -> Callable[[Say], None]:
        def work(say: Say) -> None:
            looks = 0

            def look() -> int:
                nonlocal looks
                looks += 1
                if looks == dies_after:
                    os.kill(os.getpid(), signal.SIGKILL)
                return 0

            raw = door._raw

            def watched(path: Path, mode: str) -> sqlite3.Connection:
                connection = raw(path, mode)
                connection.set_progress_handler(look, EACH)
                return connection

            door._raw = watched  # the child is thrown away afterwards
            with open_store(path, now=NOW):
                pass
            say(str(looks))

        return work

    path = tmp_path / "roundup.db"
    looks = int(in_child(making(0)).said[0])
    for point in range(1, looks, max(1, looks // 15)):
        for left in tmp_path.iterdir():
            left.unlink()
        assert in_child(making(point)).signal == signal.SIGKILL
        assert contents(path) == stages[0]
