"""How links were found is remembered, for as long as somebody wants to go by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from roundup.model import LinkAnswer
from roundup.store import open_store
from roundup.store.linkchecks import LinkChecks
from tests.samples import NOW

GONE = LinkAnswer("https://x.example/a", "gone", NOW, "it is not there (404)")
MOVED = LinkAnswer("https://x.example/b", "moved", NOW - timedelta(days=2), target="https://y.example/b")


def test_answers_are_remembered_until_they_are_too_old(tmp_path: Path) -> None:
    """Only what was asked for, and only what was asked since then."""
    with open_store(tmp_path / "roundup.db", now=NOW) as store:
        checks = LinkChecks(store.connection)
        checks.keep([GONE, MOVED])
        both = [GONE.address, MOVED.address, "https://x.example/never-asked"]
        assert checks.known(both, since=NOW - timedelta(days=3)) == {GONE.address: GONE, MOVED.address: MOVED}
        assert checks.known(both, since=NOW) == {GONE.address: GONE}
        assert checks.known([], since=NOW) == {}


def test_a_later_answer_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    """A page may come back."""
    back = replace(GONE, state="found", words="", asked=NOW + timedelta(hours=1))
    with open_store(tmp_path / "roundup.db", now=NOW) as store:
        LinkChecks(store.connection).keep([GONE])
        LinkChecks(store.connection).keep([back])
    with open_store(tmp_path / "roundup.db", now=NOW) as store:
        assert LinkChecks(store.connection).known([GONE.address], since=NOW) == {GONE.address: back}
