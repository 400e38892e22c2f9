"""Folding: spellings of one text become equal, and every place finds its way back."""

from __future__ import annotations

import time
from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.folding import fold, fold_source, has_words
from tests.curate.ledgers import few
from tests.curate.texts import respelt, texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("two  words", "two\u00a0words"),
        ("two words", "two \n\t words"),
        ("two words", "two\u2009words"),
        ("two words", "two \u200b words"),
        ("it's", "it’s"),
        ("it's", "it′s"),
        ("“yes”", '"yes"'),
        ("«yes»", "„yes“"),
        ("a – b", "a — b"),
        ("a -- b", "a — b"),
        ("well-known", "well‑known"),
        ("international", "inter\u00adnational"),
        ("so it was", "so 🙂 it was"),
        ("so it was.", "so it was.👩🏽‍💻🇬🇧"),
        ("inter\u200bnational", "international"),
        ("so…", "so..."),
        ("so…", "so. . ."),
        ("so……", "so......"),
        ("café", "cafe\u0301"),
        ("ệ", "e\u0302\u0323"),
        ("\u1ebf\u0323", "e\u0323\u0302\u0301"),
        ("한국", normalize("NFD", "한국")),
        ("ofﬁce", "office"),
        ("Ａ１", "A1"),
        ("№ 5", "No 5"),
        ("\u202ahello\u202c", "hello"),
    ],
)
def test_spellings_of_one_text_are_equal(one: str, other: str) -> None:
    """What a keyboard, browser or feed changes on its own is folded away."""
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The", "the"),
        ("cafe", "café"),
        ("colour", "color"),
        ("bins, tax", "bins tax"),
        ("end.", "end"),
        ("end.", "end.."),
        ("10²", "102"),
        ("½", "1/2"),
        ("wellknown", "well-known"),
        ("its", "it's"),
        ("a b", "ab"),
        ("ß", "ss"),
        ("Ω", "ω"),
        ("①", "1"),
    ],
)
def test_what_an_author_chose_is_kept(one: str, other: str) -> None:
    """Case, accents, spelling, punctuation and numbers are never folded away."""
    assert fold(one).text != fold(other).text


@few
@given(texts.flatmap(lambda text: st.tuples(st.just(text), respelt(text))))
def test_any_spelling_folds_alike(pair: tuple[str, str]) -> None:
    """Whatever mixture of marks, spaces and invisible characters is used, the folded texts are equal."""
    text, other = pair
    assert fold(text).text == fold(other).text


@few
@given(st.text(max_size=60))
def test_places_lead_back_to_the_source(text: str) -> None:
    """What is cut between two places of the folded text folds to that part again; places only ever go forward."""
    folded = fold(text)
    places = [index for index in range(len(folded.text) + 1) if None not in (folded.begin(index), folded.end(index))]
    assert fold(folded.cut(0, len(folded.text))).text == folded.text
    ends = [folded.end(index) for index in places]
    assert ends == sorted(ends, key=lambda end: end or 0)
    for begin, end in pairwise(places):
        assert fold(folded.cut(begin, end)).text in (folded.text[begin:end], "...", "-")


@few
@given(st.text(max_size=60))
def test_folding_is_done_once(text: str) -> None:
    """A folded text folds to itself, runs that only now touch apart."""
    once = fold(text).text
    twice = fold(once).text
    assert fold(twice).text == twice


def test_a_place_inside_one_character_cannot_be_cut() -> None:
    """A ligature or an ellipsis is one character in the source and cannot be parted."""
    folded = fold("ﬁne…")
    assert folded.text == "fine..."
    assert [folded.begin(index) for index in range(8)] == [0, None, 1, 2, 3, None, None, 4]
    assert [folded.end(index) for index in range(8)] == [0, None, 1, 2, 3, None, None, 4]


def test_invisible_characters_fall_outside_a_cut() -> None:
    """A passage begins after and ends before what cannot be seen."""
    folded = fold("a \u200bword\u200b b")
    begin = folded.text.index("word")
    assert folded.cut(begin, begin + 4) == "word"


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("two words", [0, 3, 4, 9]),
        ("can't", [0, 5]),
        ("can’t", [0, 5]),
        ("anti-social", [0, 11]),
        ("bins—went", [0, 4, 5, 9]),
        ("bins--went", [0, 4, 5, 9]),
        ("1,000", [0, 5]),
        ("3.5", [0, 3]),
        ("one,two", [0, 3, 4, 7]),
        ("and/or", [0, 3, 4, 6]),
        ("“No”", [0, 1, 3, 4]),
        ("cafe\u0301s", [0, 6]),
        ("inter\u00adnational", [0, 13]),
        ("x-", [0, 1, 2]),
        ("'x", [0, 1, 2]),
    ],
)
def test_words_and_numbers_have_their_edges(text: str, edges: list[int]) -> None:
    """A word with an apostrophe or hyphen and a number with a comma are whole; a dash or slash parts words."""
    folded = fold(text)
    assert [index for index in range(len(folded.text) + 1) if folded.at_edge(index)] == edges


def test_words_are_letters_or_digits() -> None:
    """Punctuation alone is nothing that could be quoted."""
    assert has_words("— 5 —")
    assert not has_words("— … “”")


@pytest.mark.parametrize("unit", ["a", " ", "\n", "…", ". ", "\u0301", "\u00ad", "-", "é", "’", "ﬁ", "[", " \u200b"])
def test_folding_takes_linear_time(unit: str) -> None:
    """Forty thousand of any character are folded at once."""
    begin = time.process_time()
    fold(unit * (40_000 // len(unit)) + "x")
    assert time.process_time() - begin < 1.0


def test_a_text_is_folded_once_for_many_quotes() -> None:
    """The folding of a text just used is remembered."""
    assert fold_source("Plain words, remembered.") is fold_source("Plain words, remembered.")
