"""Two programs at work on one desk: nothing lost, nothing doubled, nobody turned away."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from roundup.store import door, open_store
from roundup.store.posts import ListingFilter
from tests.samples import NOW, decision
from tests.store.child import Say, in_children
from tests.store.feeds import PLANET, brought, feed, fetch, item, outcome

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork there")
ROUNDS = 25


def fetches(path: Path, url: str) -> None:
    """A fetch a round: the same posts as everybody else's, and one more each time."""
    for number in range(ROUNDS):
        with open_store(path, now=NOW) as store, store.write():
            document = feed(*(item(n) for n in range(number + 1)), url=url)
            (new, changed), _ = fetch(store, document)
            store.feeds.save(outcome(url), new=new, changed=changed)


def curates(path: Path) -> None:
    """A note a round, numbered as the ledger says."""
    for number in range(ROUNDS):
        with open_store(path, now=NOW) as store, store.write():
            seq = store.ledger.next_seq()
            key = store.posts.get(1).key
            made = decision("note", key, seq=seq, id=f"note{number}", payload={"text": f"Note {number}"})
            store.ledger.record([made])


def at_once(*works: Callable[[], None]) -> list[tuple[str, ...]]:
    """Run all of `works` in processes of their own at the same time; what each had to complain of."""
    return [ended.said for ended in in_children([_quiet(work) for work in works])]


def _quiet(work: Callable[[], None]) -> Callable[[Say], None]:
    return lambda _say: work()


def test_two_fetches_and_a_curator(path: Path) -> None:
    """All three end well, and everything they did is there once."""
    with open_store(path, now=NOW) as store:
        brought(store, item(0))
    complaints = at_once(
        lambda: fetches(path, "https://blog.example/feed/"), lambda: fetches(path, PLANET), lambda: curates(path)
    )
    assert complaints == [(), (), ()]
    with open_store(path, now=NOW) as store:
        assert store.posts.count(ListingFilter()) == ROUNDS
        assert {len(store.posts.sources(n)) for n in range(1, ROUNDS + 1)} == {2}
        assert sorted(one.seq for one in store.ledger.decisions()) == list(range(1, ROUNDS + 1))
        assert len(store.ledger.pick(store.posts.get(1).key).notes) == ROUNDS
        assert len(store.feeds.history(PLANET, limit=1000)) == ROUNDS
        assert store.check() == ()


def test_several_first_runs_at_once(tmp_path: Path) -> None:
    """The desk is made once, by whoever comes first."""

    def first() -> None:
        with open_store(tmp_path / "roundup.db", now=NOW) as store:
            brought(store, item(1))

    assert at_once(*[first] * 4) == [()] * 4
    with open_store(tmp_path / "roundup.db", now=NOW) as store:
        assert store.posts.count(ListingFilter()) == 1
        assert store.check() == ()


@pytest.mark.parametrize("look", ["SELECT count", "PRAGMA application_id", "PRAGMA user_version"])
def test_a_first_run_seen_half_way(tmp_path: Path, look: str) -> None:
    """Whoever looks while another first run makes its tables sees the file before or after, not a stranger's."""
    path = tmp_path / "roundup.db"

    class Interrupted(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            if sql.startswith(look):
                with open_store(path, now=NOW):
                    pass
            return super().execute(sql, *parameters)

    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
    with closing(sqlite3.connect(path, factory=Interrupted, isolation_level=None)) as looking:
        door._judge(looking, path)
