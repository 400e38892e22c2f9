"""The nearest passage: found in any text, and set against the editor's words one by one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.folding import fold
from roundup.curate.nearest import Nearest, nearest, opening
from tests.curate.ledgers import few
from tests.curate.texts import PLAIN, SOURCE


def near(passage: str, text: str = SOURCE) -> Nearest:
    found = nearest(fold(passage).text, fold(text))
    assert found is not None
    return found


def shown(passage: str, text: str = SOURCE) -> str:
    return near(passage, text).shown


def test_a_difference_names_both_sides() -> None:
    """What the editor has and what the text has, counted, with the text's own characters."""
    assert near("The council's lorries - all 4,000") == Nearest(
        shown="The council’s [-lorries-] {+bins+} — all 4,000", changed=1, words=6, mine="lorries", theirs="bins"
    )


@pytest.mark.parametrize(
    ("passage", "text", "marked"),
    [
        ("one two four", "one two three four five", "one two {+three+} four"),
        ("one two extra three", "one two three four", "one two [-extra-] three"),
        ("two four three", "one two three four", "two {+three+} four [-three-]"),
        ("wrong two three", "one two three", "[-wrong-] {+one+} two three"),
        ("one two wrong", "one two three", "one two [-wrong-] {+three+}"),
        ("One two", "one two", "[-One-] {+one+} two"),
        ("one, two", "one two", "[-one,-] {+one+} two"),
        ("one two", "so: “one two”!", "“one two”!"),
        ("a b c d", "x y z d", "[-a b c-] {+x y z+} d"),
        ("cafe", "a café b", "[-cafe-] {+café+}"),
    ],
)
def test_words_are_marked_as_missing_wrong_or_too_many(passage: str, text: str, marked: str) -> None:
    """[-mine-] {+theirs+}, in the order of reading, no more of the text than the passage covers."""
    assert shown(passage, text) == marked


def test_rare_words_say_where_to_look() -> None:
    """A text full of common words does not draw the passage away from the sentence that is meant."""
    text = "the of and to in. " * 60 + "The heron of the weir stood in the rain. " + "the of and to in. " * 60
    assert shown("The heron of a weir stood in the rain.", text) == "The heron of [-a-] {+the+} weir stood in the rain."


def test_common_words_alone_still_find_a_place() -> None:
    """When every word is common the first places serve."""
    assert nearest("the of", fold("the of and " * 200)) is not None


def test_a_misspelt_word_finds_its_like() -> None:
    """A passage of one word that stands nowhere is set against the word most like it."""
    assert shown("executiv") == "[-executiv-] {+executive,+}"
    assert nearest("qqqq", fold(SOURCE)) is None
    assert nearest("words", fold("")) is None


def test_long_agreement_is_cut_to_what_stands_beside_a_change() -> None:
    """The editor sees the change, not the page."""
    words = [f"w{number}" for number in range(60)]
    wrong = [*words[:30], "zebra", *words[31:]]
    assert shown(" ".join(wrong), " ".join(words)) == (
        "… w22 w23 w24 w25 w26 w27 w28 w29 [-zebra-] {+w30+} w31 w32 w33 w34 w35 w36 w37 w38 …"
    )


def test_two_far_changes_are_both_shown() -> None:
    """Between them the agreement is cut."""
    words = [f"w{number}" for number in range(60)]
    wrong = [*words[:5], "zebra", *words[6:50], "yak", *words[51:]]
    marked = shown(" ".join(wrong), " ".join(words))
    assert marked.startswith("w0 w1 w2 w3 w4 [-zebra-] {+w5+} w6")
    assert " … " in marked
    assert marked.endswith("[-yak-] {+w50+} w51 w52 w53 w54 w55 w56 w57 w58 w59")
    assert near(" ".join(wrong), " ".join(words)).changed == 2


def test_a_very_different_passage_is_not_shown_without_end() -> None:
    """What is shown has a limit."""
    words = " ".join(f"w{number}" for number in range(400))
    other = " ".join(f"{'w' if number % 2 else 'x'}{number}" for number in range(400))
    assert len(shown(other, words).split()) <= 121


def test_of_a_long_passage_the_first_wrong_place_is_shown() -> None:
    """Ten thousand words with one wrong near the end show that one."""
    words = [f"w{number}" for number in range(10_000)]
    found = near(" ".join([*words[:9_990], "zebra", *words[9_991:]]), " ".join(words))
    assert (found.mine, found.theirs) == ("zebra", "w9990")
    assert found.words < 200


def test_hostile_text_is_shown_on_one_line() -> None:
    """Line ends and escapes of a post do not reach the terminal."""
    marked = shown("one wrong three", "one\n\x1b[2Jtwo\x07\nthree")
    assert marked == "one [-wrong-] {+[2Jtwo+} three"
    assert opening(fold("a\nb\x1b[0m " * 100)).startswith("a b[0m a")


@few
@given(
    st.lists(st.sampled_from(PLAIN), min_size=1, max_size=30), st.lists(st.sampled_from(PLAIN), min_size=1, max_size=30)
)
def test_any_two_texts_can_be_compared(mine: list[str], theirs: list[str]) -> None:
    """Without its [-marks-], what is shown of the passage is all of it; the count is never more than there is."""
    found = nearest(" ".join(mine), fold(" ".join(theirs)))
    if found is None:
        return
    assert found.words == len(mine)
    assert (found.changed == 0) == ("[-" not in found.shown and "{+" not in found.shown)
    if len(mine) <= 10:
        kept = [word for word in found.shown.replace("[-", "").replace("-]", "").split() if word != "…"]
        assert len([word for word in kept if word in mine]) >= len(set(mine))


@pytest.mark.parametrize(
    ("passage", "text"),
    [("the " * 5_000, "the " * 50_000), ("a b c " * 3_000, "c b a " * 20_000), ("x" * 50_000, "y z " * 30_000)],
)
def test_comparing_takes_moments(passage: str, text: str) -> None:
    """Repetition does not make the comparison explode."""
    folded = fold(text)
    begin = time.process_time()
    nearest(fold(passage).text.strip(), folded)
    assert time.process_time() - begin < 1.0
