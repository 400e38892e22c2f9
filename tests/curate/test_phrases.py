"""A text as its runs of four words: what stays the same however it is set, and what a sketch of it promises."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.phrases import ALWAYS, LONGEST, ONE_IN, contained, mentioned, runs, sketch, words_of
from tests.curate.ledgers import few
from tests.curate.prose import edited, prose

FEW = ["the", "bins", "went", "out", "on", "time", "again", "and", "nobody", "thanked"]
texts = st.text(max_size=300)
words = st.lists(st.sampled_from(FEW), max_size=60)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("The bins went out.", "the BINS  went\n\nout"),
        ("“Don’t,” she said", '"Don\'t", she said'),
        ("a well-known ward", "a well–known ward"),
        ("caf\u00e9 culture", "cafe\u0301 culture"),
        ("ﬁne oﬃce", "fine office"),
        ("soft\u00adhyphen, zero\u200bwidth", "softhyphen zerowidth"),
        ("non\u00a0breaking", "non breaking"),
        ("STRASSE", "straße"),
        ("and so on…", "and so on..."),
    ],
)
def test_how_a_text_is_set_does_not_matter(text: str, same: str) -> None:
    """Case, white space, quote marks, dashes, ligatures, accents and what nobody sees are folded away."""
    assert words_of(text) == words_of(same)


@pytest.mark.parametrize(("text", "other"), [("bins", "bin"), ("10²", "10"), ("résumé", "resume"), ("12", "13")])
def test_another_word_is_another_word(text: str, other: str) -> None:
    """Endings, accents and numbers are kept."""
    assert words_of(text) != words_of(other)


@few
@given(texts)
def test_words_are_words_of_themselves(text: str) -> None:
    """Taking the words of the words changes nothing."""
    once = words_of(text)
    assert words_of(once) == once
    assert once == " ".join(once.split())


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("one two three", 0), ("one two three four", 1), ("a b c d e f", 3)]
)
def test_a_run_is_four_words(text: str, count: int) -> None:
    """Fewer make none."""
    assert len(runs(words_of(text))) == count


@few
@given(words, words, words)
def test_what_is_in_a_text_is_in_its_runs(before: list[str], middle: list[str], behind: list[str]) -> None:
    """Every run of a part is a run of the whole, wherever the part stands."""
    whole = " ".join((*before, *middle, *behind))
    assert set(runs(" ".join(middle))) <= set(runs(whole))


@few
@given(words, words)
def test_containment_is_a_share(ours: list[str], theirs: list[str]) -> None:
    """From nothing to all; a text is wholly in itself unless it is too short to tell."""
    mine, others = frozenset(runs(" ".join(ours))), frozenset(runs(" ".join(theirs)))
    assert 0 <= contained(mine, others) <= 1
    assert contained(mine, mine) == (1.0 if mine else 0.0)


def test_runs_are_the_same_on_every_machine() -> None:
    """They are kept in the file, so no process may number them otherwise."""
    assert runs("the bins went out on time") == [3381361064, 4049685646, 3720547012]


@few
@given(words)
def test_a_sketch_is_of_the_text(said: list[str]) -> None:
    """Nothing is in it that is not in the text; in order, each once."""
    numbers = runs(" ".join(said))
    made = sketch(numbers)
    assert set(made) <= set(numbers)
    assert list(made) == sorted(set(made))
    assert len(made) >= min(ALWAYS, len(set(numbers)))


def test_a_sketch_is_small() -> None:
    """About a sixteenth of the runs."""
    numbers = runs(words_of(prose(5000)))
    assert len(sketch(numbers)) < len(set(numbers)) / ONE_IN * 1.5


@pytest.mark.parametrize("length", [30, 60, 200, 800])
def test_sketches_of_likes_are_alike(length: int) -> None:
    """Two texts of which one word in thirty differs share a good part of their sketches, be they short or long."""
    for seed in range(20):
        text = prose(length, seed)
        ours, theirs = (set(sketch(runs(words_of(each)))) for each in (text, edited(text, 30, seed)))
        assert len(ours & theirs) >= 2


def test_a_summary_and_the_whole_share_their_opening() -> None:
    """However long the whole is."""
    whole = prose(4000)
    ours, theirs = (set(sketch(runs(words_of(each)))) for each in (whole[:400], whole))
    assert len(ours & theirs) >= 2


def test_a_text_without_end_is_read_to_a_point() -> None:
    """What lies beyond is not looked at, and time stays bounded."""
    begin = time.process_time()
    assert words_of("bins " * 1_000_000) == words_of("bins " * (LONGEST // 5))
    for hostile in ("a" * LONGEST, "é" * LONGEST, "\u0301" * LONGEST, "-" * LONGEST, "‘’" * LONGEST, "中" * LONGEST):
        sketch(runs(words_of(hostile)))
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Housing is on the agenda", ("housing",)),
        ("HOUSING, social\ncare: both", ("housing", "Social Care")),
        ("a rehousing scheme", ()),
        ("housings", ()),
        ("social housing, care", ("housing",)),
        ("social-care", ("Social Care",)),
        ("", ()),
    ],
)
def test_the_desks_words_are_found_whole(text: str, found: tuple[str, ...]) -> None:
    """Words and phrases, case aside, never inside another word; named as the settings write them."""
    wanted = {words_of(word): word for word in ("housing", "Social Care", "...")}
    assert mentioned(words_of(text), wanted) == found


@few
@given(st.text(alphabet="ab \n.", max_size=80), st.text(alphabet="ab", min_size=1, max_size=3))
def test_whole_words_are_what_a_reader_would_find(text: str, word: str) -> None:
    """The same as looking through the words one by one."""
    assert bool(mentioned(words_of(text), {word: word})) == (word in re.findall(r"\w+", text))
