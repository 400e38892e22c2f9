"""Quoting: a passage is accepted only if it stands in the post, and published in the post's own characters."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roundup.curate.folding import fold
from roundup.curate.quote import LONGEST_PASSAGE, difference, prove, verdict
from roundup.errors import QuoteError
from roundup.model import Quote
from tests.curate.ledgers import few
from tests.curate.texts import PLAIN, POST, published, refused, respelt, slices, texts
from tests.samples import NOW, quote, snapshot

# ---------------------------------------------------------------- what stands there


def test_a_quote_carries_its_proof() -> None:
    """The quote has the post's words, what stands around them, and the text it was proved against."""
    assert prove("nobody minded", [POST], id="q7", speaker=" Cllr\nVole ") == Quote(
        id="q7",
        paragraphs=("nobody minded",),
        exact="nobody minded",
        prefix="he bins went out on time again, and "[-32:],
        suffix=".",
        snapshot="c0ffee",
        speaker="Cllr Vole",
    )


@pytest.mark.parametrize(
    ("passage", "paragraphs"),
    [
        ("The council's bins - all 4,000 of them", ["The council’s bins — all 4,000 of them"]),
        ('went out on time... "A first," said', ["went out on time… “A first,” said"]),
        ("the chief  executive", ["the\u00a0chief executive"]),
        ("took five weeks", ["took ﬁve weeks"]),
        ("pleased [laughs] and", ["pleased [laughs] and"]),
        ("[laughs]", ["[laughs]"]),
        ("  It was cold. \n", ["It was cold."]),
    ],
)
def test_spelling_is_the_editors_and_characters_the_sources(passage: str, paragraphs: list[str]) -> None:
    """However the passage is typed, the post's own quote marks, dashes and spaces are published."""
    assert published(passage) == tuple(paragraphs)


def test_paragraphs_are_those_of_the_source() -> None:
    """A passage pasted in one piece is parted where the post is."""
    assert published("said Cllr Vole. We couldn't be more") == ("said Cllr Vole.", "We couldn’t be more")


def test_a_blank_line_parts_paragraphs() -> None:
    """The editor may part what the post has in one piece, and a line end is just white space."""
    assert published("It was\ncold.\n\nThe bins went") == ("It was cold.", "The bins went")
    assert published("staff were there.\n \nIt was cold.") == ("staff were there.", "It was cold.")


def test_a_repeated_passage_is_quoted_from_its_first_place() -> None:
    """The context tells which place is meant, and it is always the first."""
    found = prove("out on time", [POST], id="q1")
    assert found.suffix.startswith("… “A first,”")
    assert prove("the", [snapshot("other the the other")], id="q1").prefix == "other "


@pytest.mark.parametrize(
    ("passage", "paragraph"),
    [
        ("“It was cold.”", "It was cold."),
        ("'It was cold.'", "It was cold."),
        ("“A first,”", "“A first,”"),
        ('"A first," said Cllr Vole', "“A first,” said Cllr Vole"),
        ("> It was\n> cold.", "It was cold."),
        (">> “It was cold.”", "It was cold."),
        ("> • It was cold.", "It was cold."),
        ("  * It was\n  * cold.", "It was cold."),
    ],
)
def test_marks_around_the_passage_are_not_part_of_it(passage: str, paragraph: str) -> None:
    """Quote marks or Markdown's > that an editor pastes along are dropped, unless the post has them."""
    assert published(passage) == (paragraph,)


def test_marks_that_stand_in_the_post_are_kept() -> None:
    """A post that itself has > at a line start, or quote marks all around, is quoted with them."""
    assert published("> is more than <", "5 > is more than < 3") == ("> is more than <",)
    assert published('"Quite."', "She said: “Quite.” And left.") == ("“Quite.”",)


def test_block_quoted_paragraphs_stay_apart() -> None:
    """A bare > between two quoted lines is a blank line."""
    assert published("> said Cllr Vole.\n>\n> We couldn’t") == ("said Cllr Vole.", "We couldn’t")


# ---------------------------------------------------------------- what does not


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        ("all 4,000 of us", "all 4,000 of [-us-] {+them+}"),
        ("went on time", "went {+out+} on time…"),
        ("It was very cold.", "It was [-very-] cold."),
        ("the bins went out", "[-the-] {+The+} bins went out"),
        ("It was cold, The bins", "It was [-cold,-] {+cold.+} The bins"),
        ("We could", "We [-could-] {+couldn’t+}"),
        ("serving staff were", "[-serving-] {+long-serving+} staff were"),
        ("It cost £1", "It cost [-£1-] {+£1,250+}"),
        ("nobody mind", "nobody [-mind-] {+minded.+}"),
        ("It was warm", "It was [-warm-] {+cold.+}"),
        ("Mr Jane Smith", "[-Mr-] {+Mrs+} Jane Smith"),
        ("counci", "[-counci-] {+council’s+}"),
    ],
)
def test_the_nearest_passage_is_shown_with_the_words_that_differ(passage: str, shown: str) -> None:
    """A wrong word at the beginning, middle or end is marked, set against the post's own."""
    assert shown in refused(passage)


def test_a_refusal_says_what_to_do() -> None:
    """The message names the post and the difference, the hint how to declare a change."""
    words = refused("It was warm").splitlines()
    assert words[0] == "The passage does not stand in “Bins, again” word for word: it has “warm” for “cold.”"
    assert words[-1] == "Leave words out with […] and put words in with [square brackets]."
    assert "it leaves out “out”" in refused("bins went on time")
    assert "“really” is not there" in refused("It really was cold")


def test_a_passage_unlike_anything_in_the_post_shows_how_it_begins() -> None:
    """Where nothing is near, the editor sees which post this is."""
    assert "Nothing like the passage" in refused("Xylophones")
    assert "The post begins: The council’s bins" in refused("Xylophones")


@pytest.mark.parametrize(
    "passage", ["", "  \n ", "\u200b", "[…]", "[sic] […]", "[a few words]", "—", "“”", "…", "> \n>"]
)
def test_a_passage_without_words_is_refused(passage: str) -> None:
    """Nothing, punctuation, or only declared changes are no quote."""
    assert refused(passage)


def test_without_a_text_nothing_is_proved() -> None:
    """A post of which no text is kept cannot be quoted; the hint says what may help."""
    for snapshots in ([], [snapshot("")], [snapshot("—")]):
        with pytest.raises(QuoteError, match="No text of this post") as caught:
            prove("words", snapshots, id="q1")
        assert "fetch" in caught.value.hint


def test_a_hostile_post_does_not_steer_the_terminal() -> None:
    """Escapes and line ends of a post are not in what a refusal shows."""
    text = refused("wrong words here", "wrong \x1b[2J\x07words\u202e there")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_the_text_of_today_counts_first() -> None:
    """A passage both texts have is proved by the one the post bears now; one that was edited away, by the other."""
    old = snapshot("The bins went out. On time.", hash="old", seen_at=NOW - timedelta(days=1))
    new = snapshot("The bins went out. Late.", hash="new", seen_at=NOW)
    assert prove("The bins went out", [new, old], id="q1").snapshot == "new"
    assert prove("On time", [new, old], id="q1").snapshot == "old"
    with pytest.raises(QuoteError) as caught:
        prove("Too late", [new, old], id="q1")
    assert "Late." in caught.value.hint


# ---------------------------------------------------------------- properties


@few
@given(texts.flatmap(lambda text: st.tuples(st.just(text), slices(text))))
def test_every_true_passage_is_accepted(drawn: tuple[str, str]) -> None:
    """Any part of any post from word to word is proved, and what is published is in the post to the character."""
    text, passage = drawn
    found = prove(passage, [snapshot(text)], id="q1")
    assert found.prefix + found.exact + found.suffix in text
    assert fold(found.exact).text == fold(passage).text
    assert "".join(found.paragraphs).split() == "".join(re.split(r"\n\n", found.exact)).split()


@few
@given(texts.flatmap(lambda t: st.tuples(st.just(t), slices(t).flatmap(lambda p: st.tuples(st.just(p), respelt(p))))))
def test_every_spelling_of_a_true_passage_is_accepted(drawn: tuple[str, tuple[str, str]]) -> None:
    """Other quote marks, dashes, spaces and invisible characters change nothing about what is published."""
    text, (passage, spelt) = drawn
    found = prove(spelt, [snapshot(text)], id="q1")
    assert found.exact in text
    assert fold(found.exact).text == fold(passage).text
    assert "".join("".join(found.paragraphs).split()) == "".join(found.exact.split())
    assert verdict(found, [snapshot(text)]) == "found"


DISTINCT = [f"{word}{number}" for number in range(4) for word in PLAIN]


@few
@given(
    words=st.lists(st.sampled_from(DISTINCT), unique=True, min_size=8, max_size=20),
    at=st.integers(0, 100),
    change=st.sampled_from(["put in", "left out", "replaced", "case", "cut short", "swapped"]),
)
def test_every_change_of_one_word_is_refused(words: list[str], at: int, change: str) -> None:
    """One word more, less or other, anywhere in the passage, is refused with the place and the post's word shown."""
    cut, at = words[1:-1], at % (len(words) - 2)
    assume(change not in ("left out", "swapped") or 0 < at < len(cut) - 1)
    wrong = {
        "put in": [*cut[:at], "zebra", *cut[at:]],
        "left out": [*cut[:at], *cut[at + 1 :]],
        "replaced": [*cut[:at], "zebra", *cut[at + 1 :]],
        "case": [*cut[:at], cut[at].swapcase(), *cut[at + 1 :]],
        "cut short": [*cut[:at], cut[at][:-1], *cut[at + 1 :]],
        "swapped": [*cut[:at], *cut[at : at + 2][::-1], *cut[at + 2 :]],
    }[change]
    shown = refused(" ".join(wrong), " ".join(words))
    assert "[-" in shown or "{+" in shown
    assert cut[at] in shown


@few
@given(texts, st.text(max_size=40))
def test_nothing_else_is_ever_accepted(text: str, passage: str) -> None:
    """Whatever is typed: it is refused in words, or what is published, less the brackets, stands in the post."""
    found = Quote("", (), "")
    with suppress(QuoteError):
        found = prove(passage, [snapshot(text)], id="q1")
    for part in re.split(r"\[[^\]]*\]|\n", "\n".join(found.paragraphs)):
        assert part.strip() in text


# ---------------------------------------------------------------- still there?


def test_a_quote_in_the_newest_text_is_found() -> None:
    """The words stand there, wherever and however spelt."""
    assert verdict(quote("It was cold."), [POST]) == "found"
    assert verdict(quote("It was cold.", "The [x] went out"), [POST]) == "found"
    assert verdict(quote("“A first,” said"), [snapshot('x\u00a0"A first," said she')]) == "found"


def test_a_quote_only_an_older_text_has_has_drifted() -> None:
    """The author took the words out since; if they are put back, it is found again."""
    old = snapshot("The bins went out. On time.", seen_at=NOW - timedelta(days=1))
    new = snapshot("We have taken this post down.", seen_at=NOW)
    assert verdict(quote("The bins went out."), [new, old]) == "drift"
    assert verdict(quote("The bins went out."), [old, new]) == "found"
    assert verdict(quote("The bins went out."), [new]) == "absent"


def test_a_small_change_is_drift_and_a_great_one_is_not() -> None:
    """A word in a sentence changed since is drift; another sentence is absence."""
    said = quote("The long-serving staff were all there on time that morning.")
    changed = snapshot("Then. The long-serving staff were all there in time that morning. So it was.")
    assert verdict(said, [changed]) == "drift"
    assert verdict(said, [snapshot("The staff of the leisure centre were on holiday that morning.")]) == "absent"
    assert verdict(said, [snapshot("Nothing of the kind.")]) == "absent"
    moved = quote("one two three […] four five six")
    assert verdict(moved, [snapshot("four five six one two three")]) == "drift"


def test_a_drift_shows_what_was_quoted_and_what_stands_there_now() -> None:
    """Word by word, against the text the post bears now; nothing where the words stand there."""
    said = quote("The staff were all there on time.", "And [sic] so it was.")
    old = snapshot("The staff were all there on time. And so it was.")
    new = snapshot("Some staff. The staff were all there in time. And so it was.")
    assert difference(said, [new, old]) == "The staff were all there [-on-] {+in+} time. And"
    assert difference(said, [old, new]) == ""


def test_each_part_that_changed_is_shown() -> None:
    """What stands between declared changes is compared by itself."""
    said = quote("The staff were all there […] And so it was.")
    now = snapshot("The staff were not there. Nobody was. And so it is.")
    assert difference(said, [now]) == "The staff were [-all-] {+not+} there. … And so it [-was.-] {+is.+}"


@pytest.mark.parametrize("words", ["Xylophones", "[…]", "x" * (LONGEST_PASSAGE + 1), "[" * 3000])
def test_where_nothing_is_alike_there_is_no_difference_to_show(words: str) -> None:
    """Neither for what is no quote; nor without any text."""
    assert difference(quote(words), [POST]) == ""
    assert difference(quote(words), []) == ""
    assert difference(quote("one two […] three"), [snapshot("three one two")]) == ""


@pytest.mark.parametrize(
    "paragraphs", [("",), ("[…]",), ("[sic]",), ("—",), ("x" * (LONGEST_PASSAGE + 1),), ("[" * 3000,)]
)
def test_a_quote_without_words_is_absent(paragraphs: tuple[str, ...]) -> None:
    """A quote from somebody else's ledger that is no quote is not found, whatever the post."""
    assert verdict(quote(*paragraphs), [POST]) == "absent"
    assert verdict(quote("It was cold."), []) == "absent"


# ---------------------------------------------------------------- size


def test_a_very_long_passage_is_proved_and_refused_in_time() -> None:
    """A hundred kilobytes take moments, right or with one word wrong in the middle."""
    text = " ".join(f"word{number}" for number in range(10_000))
    begin = time.process_time()
    assert published(text, text) == (text,)
    assert "[-wrong-] {+word5000+}" in refused(text.replace("word5000 ", "wrong "), text)
    assert "word5000" in refused(text.replace("word5000 ", ""), text)
    assert time.process_time() - begin < 3.0


def test_too_long_a_passage_is_refused_at_once() -> None:
    """Size and brackets have a limit, and the message names it."""
    assert "400,000 characters" in refused("x " * LONGEST_PASSAGE)
    assert "2,000 brackets" in refused("[" * 2_001)
    assert "too many" in refused("[x] was " * 150, "was " * 300)


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("a [x] " * 90 + "b", "a " * 5000),
        ("a […] " * 90 + "b", "a " * 5000),
        ("[x]a" * 90 + "b", "a" * 5000),
        ("a" * 5000 + "b", "a" * 20_000),
        ("[a] " * 1900, "a " * 5000),
        ("[" * 1900, "a " * 5000),
        (" " * 100_000 + "x" + " " * 100_000 + "y", "x z"),
        ("\n" * 100_000 + "x" + "\n " * 50_000 + "y", "x z"),
        ("> " * 100_000 + "y", "x z"),
        ("the " * 20_000 + "x", "the " * 20_000),
        ("x" * 100_000, "y" * 100_000),
    ],
)
def test_no_passage_takes_long(passage: str, text: str) -> None:
    """Repetition on both sides does not make the search explode."""
    begin = time.process_time()
    refused(passage, text)
    assert time.process_time() - begin < 2.0
