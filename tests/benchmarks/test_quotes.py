"""The benchmark of quotes measures what it says: true passages are true, wrong ones wrong."""

from __future__ import annotations

import random

import pytest

from benchmarks.quotes import as_typed, cost, judging, main, passage, posts, proving, with_one_wrong
from roundup.curate.quote import prove, verdict
from roundup.errors import QuoteError
from tests.samples import quote


def test_passages_stand_in_their_posts_however_they_are_typed() -> None:
    """As long as editors quote, and never less than the post has."""
    chance = random.Random(3)
    for post in posts(20, chance):
        true = passage(post, chance)
        assert 0 < len(true.split(" ")) <= 146
        assert prove(true, [post], id="q").exact
        assert prove(as_typed(true), [post], id="q").exact


def test_a_wrong_word_is_wrong() -> None:
    """It drifts, and is refused when it is quoted anew."""
    chance = random.Random(4)
    (post,) = posts(1, chance)
    wrong = with_one_wrong(passage(post, chance))
    assert verdict(quote(wrong), [post]) in ("drift", "absent")
    with pytest.raises(QuoteError):
        prove(wrong, [post], id="q")


def test_the_same_posts_are_made_each_time() -> None:
    """Figures of two runs are of the same work."""
    assert posts(5, random.Random(1)) == posts(5, random.Random(1))


def test_a_small_run_tells_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Every line with its seconds and its ratio; the exit code says whether the goal is met."""
    assert main(20) in (0, 1)
    lines = capsys.readouterr().out.splitlines()
    assert sum(" s " in line and line.rstrip().endswith("x") for line in lines) == 6
    assert lines[-1].startswith("goal: quotes that stand there under 0.0 s")
    assert cost(judging, []) < 1.0
    assert cost(proving, []) < 1.0
