"""Marking: words, sentences and paragraphs are found where readers see them, and keys go from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.desk.mark import Mark, Span, Unit, found, held, kept, moved, places, start, swapped
from roundup.curate.quote import prove
from tests.samples import snapshot

TEXT = "The bins went out on time. Nobody thanked the crew.\n\nNobody ever does. That is all."

prose = st.lists(
    st.sampled_from(
        [
            "The",
            "bins",
            "“went”",
            "out.",
            "Mr",
            "St.",
            "Why?",
            "No!",
            "it’s",
            "£1,000",
            "–",
            "\n",
            "\n\n",
            "e.g.",
            "(a",
            "b)",
        ]
    ),
    min_size=1,
    max_size=40,
).map(" ".join)
motions = st.lists(st.sampled_from(["w", "b", ")", "(", "}", "{", "v", "o", ","]), max_size=20)

UNITS: dict[str, tuple[Unit, int]] = {
    "w": ("word", 1),
    "b": ("word", -1),
    ")": ("sentence", 1),
    "(": ("sentence", -1),
    "}": ("paragraph", 1),
    "{": ("paragraph", -1),
}

OTHERS = {"v": held, "o": swapped, ",": kept}


def walk(mark: Mark, keys: str | Sequence[str]) -> Mark:
    """The mark after these keys of vi's visual mode."""
    for key in keys:
        mark = moved(mark, *UNITS[key]) if key in UNITS else OTHERS[key](mark)
    return mark


def begun(text: str = TEXT, at: int = 0) -> Mark:
    mark = start(places(text), at)
    assert mark
    return mark


def after(keys: str, text: str = TEXT) -> str:
    """What is marked after these keys."""
    return walk(begun(text), keys).passage(text)


def cut(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[begin:end] for begin, end in spans]


# ---------------------------------------------------------------- where things stand


def test_paragraphs_are_parted_by_blank_lines() -> None:
    """A single line end is inside of one."""
    assert cut("a b\nc\n\n d \n \ne", places("a b\nc\n\n d \n \ne").paragraph) == ["a b\nc", "d", "e"]


def test_sentences_end_with_their_marks() -> None:
    """Full stop, question mark, exclamation mark, ellipsis, with the closing quote mark or bracket."""
    text = "One. Two? Three! Four … Five.) “Six.” Seven"
    assert cut(text, places(text).sentence) == ["One.", "Two?", "Three!", "Four …", "Five.)", "“Six.”", "Seven"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr Osei asked Dr. Bell twice.",
        "We saw St. Mary and J. Smith there.",
        "Cllr. Penhale spoke, e.g. On bins.",
        "It cost £1.50 or 3.2 million.",
        "He said “Why?” and left.",
        "Wait … and see.",
        "It is at example.org now.",
    ],
)
def test_not_every_stop_ends_a_sentence(sentence: str) -> None:
    """Titles, initials, Latin, numbers, addresses, and what goes on in small letters."""
    assert cut(sentence, places(sentence).sentence) == [sentence]


def test_i_can_end_a_sentence() -> None:
    """One letter with a stop is an initial, but for this one."""
    text = "So did I. Then we left."
    assert cut(text, places(text).sentence) == ["So did I.", "Then we left."]


def test_a_sentence_ends_with_its_line() -> None:
    """Items of a list and lines of a poem are marked one by one."""
    text = "bins\nbenches\n\ntrees"
    assert cut(text, places(text).sentence) == ["bins", "benches", "trees"]


@given(prose)
def test_units_are_in_order_and_have_clean_edges(text: str) -> None:
    """None overlaps another, none begins or ends with white space, and together they hold every word."""
    found_places = places(text)
    for units in (found_places.word, found_places.sentence, found_places.paragraph):
        ends = [at for span in units for at in span]
        assert ends == sorted(ends)
        assert all(unit == unit.strip() != "" for unit in cut(text, units))
        assert "".join("".join(cut(text, units)).split()) == "".join(text.split())


# ---------------------------------------------------------------- placing


def test_marking_begins_with_the_first_sentence_that_is_seen() -> None:
    """One that was scrolled out in part counts as seen."""
    assert begun(TEXT, 0).passage(TEXT) == "The bins went out on time."
    assert begun(TEXT, 30).passage(TEXT) == "Nobody thanked the crew."
    assert begun(TEXT, 9999).passage(TEXT) == "That is all."


def test_there_is_nothing_to_mark_in_nothing() -> None:
    """A post without text."""
    assert start(places("")) is None
    assert start(places(" \n ")) is None


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (")", "Nobody thanked the crew."),
        ("))", "Nobody ever does."),
        ("))(", "Nobody thanked the crew."),
        ("(", "The bins went out on time."),
        ("}", "The bins went out on time. Nobody thanked the crew."),
        ("}}", "Nobody ever does. That is all."),
        ("}}{", "The bins went out on time. Nobody thanked the crew."),
        ("w", "The"),
        ("www", "went"),
        ("wwwb", "bins"),
        (")))))))", "That is all."),
        ("}w", "The"),
        ("www)", "The bins went out on time."),
        ("www}", "The bins went out on time. Nobody thanked the crew."),
        ("){", "The bins went out on time. Nobody thanked the crew."),
        ("})", "The bins went out on time."),
    ],
)
def test_one_unit_is_marked_and_goes_along(keys: str, expected: str) -> None:
    """From within a larger one to its first; at the ends it stays."""
    assert after(keys) == expected


# ---------------------------------------------------------------- holding


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("v)", "The bins went out on time. Nobody thanked the crew."),
        ("v)(", "The bins went out on time."),
        ("vw", "The bins went out on time. Nobody"),
        ("vbb", "The bins went out"),
        ("v}", "The bins went out on time. Nobody thanked the crew."),
        ("v}}", TEXT),
        ("v}}}", TEXT),
        ("vbbbbbbbbbb", "The"),
        (")v(((", "Nobody thanked the crew."),
    ],
)
def test_a_held_end_stays(keys: str, expected: str) -> None:
    """The other goes to the next end of a unit; it never passes the one that is held."""
    assert after(keys) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (")o(", "The bins went out on time. Nobody thanked the crew."),
        (")ow", "thanked the crew."),
        (")owwwww", "crew."),
        (")ob", "time. Nobody thanked the crew."),
        (")obo", "time. Nobody thanked the crew."),
        (")obobb", "time. Nobody thanked"),
    ],
)
def test_either_end_can_be_moved(keys: str, expected: str) -> None:
    """As with o in vi's visual mode."""
    assert after(keys) == expected


def test_to_let_go_is_to_place_again() -> None:
    """The next motion marks one unit again."""
    assert after("v)v)") == "The bins went out on time."
    assert after("v)v))") == "Nobody thanked the crew."


# ---------------------------------------------------------------- several parts


def test_parts_are_joined_by_an_ellipsis() -> None:
    """What is kept stays, the next sentence is marked besides."""
    assert after(",)") == "The bins went out on time. […] Nobody ever does."


def test_parts_that_touch_are_one() -> None:
    """Nothing is left out between them but white space that belongs to neither."""
    mark = Mark(places("a b c"), (2, 3), kept=((0, 2), (2, 5)))
    assert mark.spans == ((0, 5),)


def test_parts_stand_in_the_order_of_the_text() -> None:
    """Whichever was marked first: a quotation goes forward only."""
    assert after("))),(((") == "The bins went out on time. […] That is all."


def test_at_the_end_what_is_kept_stays_marked() -> None:
    """There is no next sentence to mark."""
    assert after("))),") == "That is all."


# ---------------------------------------------------------------- finding


def test_the_sentence_with_some_words_is_found() -> None:
    """Case and white space aside, round the end, forwards and back."""
    mark = begun()
    by_words = found(mark, TEXT, "NOBODY  ")
    assert by_words
    assert by_words.passage(TEXT) == "Nobody thanked the crew."
    again = found(by_words, TEXT, "nobody")
    assert again
    assert again.passage(TEXT) == "Nobody ever does."
    back = found(again, TEXT, "bins", -1)
    assert back
    assert back.passage(TEXT) == "The bins went out on time."
    assert found(back, TEXT, "that is", -1)


def test_words_may_run_over_a_line_end() -> None:
    """Only within a sentence: a line end parts sentences."""
    assert found(begun(), TEXT, "went out on") is not None
    assert found(begun(), TEXT, "crew. Nobody") is None


@pytest.mark.parametrize("words", ["", "  ", "benches"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    """Then what was marked stays marked."""
    assert found(begun(), TEXT, words) is None


# ---------------------------------------------------------------- whatever is pressed


@given(prose, motions)
def test_whatever_is_marked_can_be_quoted(text: str, keys: list[str]) -> None:
    """Word for word, by the same proof that every quote has to pass."""
    mark = start(places(text))
    if mark is None or not any(character.isalnum() for character in text):
        return
    passage = walk(mark, keys).passage(text)
    if any(character.isalnum() for part in passage.split("[…]") for character in part):
        proved = prove(passage, [snapshot(text)], id="q")
        assert "".join(proved.exact.split()) in "".join(text.split())


@given(prose, motions)
def test_something_is_always_marked(text: str, keys: list[str]) -> None:
    """No key leads out of the text or to nothing."""
    mark = start(places(text))
    if mark:
        begin, end = walk(mark, keys).span
        assert 0 <= begin < end <= len(text)
        assert text[begin:end].strip() == text[begin:end]


# ---------------------------------------------------------------- awkward texts


def sentences(text: str) -> list[str]:
    return [text[begin:end] for begin, end in places(text).sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n \t ", []),
        ("Bins", ["Bins"]),
        ("🗑", ["🗑"]),
        ("...", ["..."]),
        ("Wait… what? Yes!", ["Wait… what?", "Yes!"]),
        ("No!!! Really?! “Yes.” She said.", ["No!!!", "Really?!", "“Yes.”", "She said."]),
        ("(It rained.) We went.", ["(It rained.)", "We went."]),
        ("המועצה דנה. העיר ישנה.", ["המועצה דנה.", "העיר ישנה."]),
        ("Cafe\u0301s closed. E\u0301clairs gone.", ["Cafe\u0301s closed.", "E\u0301clairs gone."]),
        ("Fire 👩🏽‍🚒. Then 🏴󠁧󠁢󠁷󠁬󠁳󠁿! Home.", ["Fire 👩🏽‍🚒.", "Then 🏴󠁧󠁢󠁷󠁬󠁳󠁿!", "Home."]),
        ("昨天市议会讨论了。新的预算案。", ["昨天市议会讨论了。新的预算案。"]),
        ("It cost £3.50. See roundup.example.", ["It cost £3.50.", "See roundup.example."]),
        ("Ask Cllr. Osei. He knows.", ["Ask Cllr. Osei.", "He knows."]),
        ("One.\u00a0Two.\u2003Three.", ["One.", "Two.", "Three."]),
        ("One line\nand the next. And on", ["One line", "and the next.", "And on"]),
    ],
)
def test_sentences_of_any_script_and_none(text: str, expected: list[str]) -> None:
    """Where a stop, marks and a blank stand; scripts without blanks are marked by the line."""
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["Bins", "🗑", "e\u0301", "ש", "x" * 10_000])
def test_a_post_of_one_word_is_marked_whole_and_stays_so(text: str) -> None:
    """No key leads out of it, or to nothing."""
    mark = start(places(text))
    assert mark
    for unit in ("word", "sentence", "paragraph"):
        for by in (1, -1):
            assert moved(mark, unit, by).passage(text) == text
            assert moved(held(mark), unit, by).passage(text) == text
            assert moved(swapped(mark), unit, by).passage(text) == text
    assert kept(mark).passage(text) == text


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u00a0\u2003", "\t"])
def test_a_post_without_a_word_cannot_be_marked(text: str) -> None:
    """And it is nobody's fault."""
    assert start(places(text)) is None
    assert start(places(text), 3) is None


@pytest.mark.parametrize(
    "text",
    ["." * 100_000, "?!…" * 30_000, ".)" * 30_000, "\n" * 100_000, "x " * 5_000, "Mr. " * 5_000, ". " * 5_000],
    ids=["dots", "stops", "closers", "empty lines", "words", "titles", "stops apart"],
)
def test_a_very_long_line_is_no_longer_work(text: str) -> None:
    """The work grows with the text and no faster: squared, the first would take minutes."""
    found_here = places(text)
    assert all(begin < end for begin, end in found_here.sentence[:100])


awkward = st.text(alphabet=st.sampled_from('ab é\u0301אמ👩\u200d🏽\n.!?…)”" \u00a0,Mr'), max_size=60)


@given(awkward)
def test_units_of_any_text_are_in_order_and_whole(text: str) -> None:
    """No two overlap, none is empty or begins or ends with white space, and no word is outside of them."""
    found_here = places(text)
    for unit in ("word", "sentence", "paragraph"):
        spans = found_here.of(unit)
        assert all(one[1] <= two[0] for one, two in pairwise(spans))
        assert all(text[begin:end] and text[begin:end] == text[begin:end].strip() for begin, end in spans)
        assert "".join("".join(text[begin:end].split()) for begin, end in spans) == "".join(text.split())


@given(awkward, st.lists(st.sampled_from(["w", "b", ")", "(", "}", "{", "v", "o", ","]), max_size=12))
def test_whatever_is_pressed_something_of_the_text_is_marked(text: str, keys: list[str]) -> None:
    """Parts in the order of the text, apart from each other, inside it, and never in the middle of a word."""
    mark = start(places(text))
    if mark is None:
        return
    for key in keys:
        other = {"v": held, "o": swapped, ",": kept}.get(key)
        mark = other(mark) if other else moved(mark, *UNITS[key])
        assert mark.spans
        assert all(0 <= begin < end <= len(text) for begin, end in mark.spans)
        assert all(one[1] < two[0] for one, two in pairwise(mark.spans))
        for begin, end in mark.spans:
            assert begin == 0 or text[begin - 1].isspace() or (begin, end) != mark.span or text[begin - 1] in '.!?…)”"'
            assert not text[begin].isspace()
            assert not text[end - 1].isspace()


@given(awkward, st.sampled_from(["a", "é", "אמ", "👩", " ", ""]), st.sampled_from([1, -1]))
def test_words_that_are_found_are_in_the_sentence(text: str, words: str, by: int) -> None:
    """Or there is none that has them."""
    mark = start(places(text))
    if mark is None:
        return
    on = found(mark, text, words, by)
    if on is None:
        assert not words.strip() or not any(words.casefold() in each.casefold() for each in sentences(text))
    else:
        assert words.casefold() in on.passage(text).casefold()
