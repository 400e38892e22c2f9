"""The random desks of the benchmarks, a few of them: no word is lost, and two curators come to the same draft."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from benchmarks import merging, worksheets
from benchmarks.smalldesk import posts
from benchmarks.smalldesk import working as desks
from roundup.workflow import edit, pick


def test_two_curators_ledgers_come_to_the_same_draft() -> None:
    """However their decisions are interleaved, and however often they merged in between."""
    done: dict[str, int] = {}
    with merging.world() as here:
        decisions = [merging.interleaving(here, seed, done) for seed in range(8)]
    assert sum(decisions) > 80
    assert {"star", "annotate", "edition", "undo"} <= done.keys()


def test_worksheets_edited_at_random_lose_no_word() -> None:
    """Taken in or refused, with reasons."""
    done: Counter[str] = Counter()
    with worksheets.world() as here, desks(here.folder, here.made, random.Random(0)) as (desk,):
        for seed in range(40):
            worksheets.edited(desk, seed, here, done)
    assert done["taken in"] > 5
    assert done["refused: problems"] > 5


def test_a_lost_word_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure is no good if it finds nothing."""
    with worksheets.world() as here, desks(here.folder, here.made, random.Random(0)) as (desk,):
        text = edit.export(desk)
        monkeypatch.setattr(edit, "export", lambda _desk: text.replace("A week of bins.", ""))
        with pytest.raises(worksheets.Lost, match="nowhere"):
            worksheets._taken_in(desk, text, theirs=Counter())


def test_desks_that_differ_would_be_seen() -> None:
    """One decision that the other desk does not know is enough."""
    with merging.world() as here, desks(here.folder, here.made, random.Random(0)) as (ada, bert):
        pick.star(ada, ["1"])
        with pytest.raises(merging.Different, match="differs"):
            merging._alike([ada, bert], random.Random(0))


def test_posts_are_the_same_for_everybody() -> None:
    """Drawn from the seed alone, no two alike."""
    assert posts(random.Random(3), 5) == posts(random.Random(3), 5)
    assert len({post.text for post in posts(random.Random(3), 5)}) == 5
