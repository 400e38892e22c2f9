"""What was made before is handed out where it would be made the same, and nowhere else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from roundup.render.feeds import FEEDS, render_feeds
from roundup.render.memory import Memory, Texts
from tests.render.site.archives import closed, edition, pick


def made(memory: Memory, kind: str, of: object, text: str = "made") -> str:
    """The text that the memory has or, if it asks for one, `text`."""
    return memory.text(kind, of, lambda: text)


def test_what_is_known_is_not_made_again() -> None:
    """Not in one run, and not in the next that is given what was kept."""
    first = Memory()
    assert made(first, "atom", ["an edition"], "once") == "once"
    assert made(first, "atom", ["an edition"], "twice") == "once"
    assert made(Memory(lambda: first.texts), "atom", ["an edition"], "later") == "once"


@pytest.mark.parametrize(("kind", "of", "stamp"), [("picks", [1], "a"), ("atom", [2], "a"), ("atom", [1], "b")])
def test_what_differs_in_anything_is_made_anew(kind: str, of: object, stamp: str) -> None:
    """In its kind, in what it is of, in what all have in common."""
    memory = Memory()
    memory.stamp = "a"
    made(memory, "atom", [1], "other")
    memory.stamp = stamp
    assert made(memory, kind, of) == "made"


def test_it_knows_whether_it_has_anything_new() -> None:
    """Only then is it worth keeping again."""
    first = Memory()
    made(first, "atom", [1])
    second = Memory(lambda: first.texts)
    made(second, "atom", [1])
    assert (first.grown, second.grown) == (True, False)


def test_it_is_not_read_before_it_is_asked() -> None:
    """A run with nothing to make costs nothing."""
    asked: list[int] = []

    def load() -> Texts:
        asked.append(1)
        return {}

    memory = Memory(load)
    assert asked == []
    made(memory, "atom", [1])
    made(memory, "atom", [2])
    assert asked == [1]


def test_of_a_kind_that_was_asked_for_only_what_was_used_is_kept() -> None:
    """So it stays of one size. A kind that nobody asked for keeps all it had: nothing of it was made this time."""
    first = Memory()
    for kind, number in (("search", 0), ("atom", 1), ("atom", 2)):
        made(first, kind, [number])
    second = Memory(lambda: first.texts)
    for number in (2, 3):
        made(second, "atom", [number])
    assert {kind: len(texts) for kind, texts in second.texts.items()} == {"search": 1, "atom": 2}
    third = Memory(lambda: second.texts)
    assert made(third, "atom", [1], "again") == "again"
    assert made(third, "atom", [2], "again") == "made"


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_from_memory_is_the_feed(name: str) -> None:
    """To the byte, with one edition more and with one that was corrected."""
    memory = Memory()
    old = closed(edition(1, pick(1)), edition(2, pick(2), shape="list"))
    render_feeds(old, formats=[name], memory=memory)
    new = closed(edition(1, pick(1), title="Corrected"), edition(2, pick(2), shape="list"), edition(3, pick(3)))
    assert render_feeds(new, formats=[name], memory=memory) == render_feeds(new, formats=[name])
    assert len(memory.texts[name]) == 4


def test_a_feed_of_editions_without_picks_has_no_items() -> None:
    """And is one all the same."""
    empty = [replace(edition(number), picks=()) for number in (1, 3)]
    feed = json.loads(render_feeds(closed(empty[0], edition(2, pick(2)), empty[1]), formats=["picks"])[0].content)
    assert len(feed["items"]) == 1
    assert json.loads(render_feeds(closed(*empty), formats=["picks"])[0].content)["items"] == []
