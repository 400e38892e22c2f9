"""Outcomes on their way to the store: how many at once, and how long they wait."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from roundup.model import FeedState, FetchOutcome, ParsedFeed, Subscription
from roundup.workflow import batches
from roundup.workflow.batches import Batches
from tests.samples import entry


def outcome(number: int, posts: int = 0) -> FetchOutcome:
    """What came of the numbered feed, with so many posts."""
    url = f"https://{number}.example/feed"
    feed = ParsedFeed(url, "rss20", entries=(entry(),) * posts) if posts else None
    return FetchOutcome(Subscription(url), "fetched" if posts else "unchanged", FeedState(url), feed=feed)


class Shelf:
    """Keeps batches, by the clock it holds."""

    def __init__(self) -> None:
        self.now = 100.0
        self.kept: list[list[FetchOutcome]] = []
        self.batches = Batches(self.keep, lambda: self.now)

    def keep(self, outcomes: Sequence[FetchOutcome]) -> None:
        self.kept.append(list(outcomes))

    @property
    def sizes(self) -> list[int]:
        return [len(batch) for batch in self.kept]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Batches of ten feeds or twelve posts at most, kept after a second."""
    monkeypatch.setattr(batches, "FEEDS", 10)
    monkeypatch.setattr(batches, "POSTS", 12)
    return Shelf()


def test_a_full_batch_is_kept_at_once(shelf: Shelf) -> None:
    """In the order they came; what is left waits."""
    made = [outcome(n) for n in range(23)]
    for one in made:
        shelf.batches.add(one)
    assert shelf.sizes == [10, 10]
    shelf.batches.flush()
    assert [one for batch in shelf.kept for one in batch] == made


def test_posts_fill_a_batch_too(shelf: Shelf) -> None:
    """Few feeds that bring much are as many as memory should hold."""
    for n in range(4):
        shelf.batches.add(outcome(n, posts=6))
    assert shelf.sizes == [2, 2]


def test_nothing_waits_for_longer_than_a_second(shelf: Shelf) -> None:
    """Whether others come meanwhile or none does; the time counts from the first that waits."""
    shelf.batches.add(outcome(1))
    shelf.now += 0.9
    shelf.batches.add(outcome(2))
    shelf.batches.look()
    assert shelf.sizes == []
    shelf.now += 0.1
    shelf.batches.look()
    assert shelf.sizes == [2]
    shelf.now += 50
    shelf.batches.add(outcome(3))
    assert shelf.sizes == [2]
    shelf.now += 1
    shelf.batches.add(outcome(4))
    assert shelf.sizes == [2, 2]


def test_many_at_once_are_one_batch(shelf: Shelf) -> None:
    """What was set aside until it was clear whether it counts is kept together."""
    shelf.batches.add(*(outcome(n) for n in range(25)))
    assert shelf.sizes == [25]


def test_nothing_is_kept_when_there_is_nothing(shelf: Shelf) -> None:
    """No empty transactions."""
    shelf.batches.look()
    shelf.batches.flush()
    assert shelf.sizes == []


def test_a_batch_that_cannot_be_kept_is_not_tried_again(shelf: Shelf) -> None:
    """The error goes to whoever runs the fetch; the next run asks again."""

    def full(_: Sequence[FetchOutcome]) -> None:
        raise OSError("the disk is full")

    failing = Batches(full, lambda: shelf.now)
    failing.add(outcome(1))
    with pytest.raises(OSError, match="full"):
        failing.flush()
    failing.flush()
