"""Declared changes: what an editor leaves out and puts in is said so, and hides no more than it may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.folding import fold
from roundup.curate.passage import MOST_REPLACED, Block, Gap, locate, read_passage
from roundup.curate.quote import prove
from tests.curate.ledgers import few
from tests.curate.texts import PLAIN, POST, published, refused
from tests.samples import snapshot


def place(passage: str, text: str) -> list[str] | None:
    """The folded words of each block where it stands, None if the passage stands nowhere."""
    folded = fold(text)
    spans = locate(read_passage(passage), folded)
    return None if spans is None else [folded.text[begin:end] for begin, end in spans]


# ---------------------------------------------------------------- reading


def test_a_passage_is_blocks_with_gaps_around_them() -> None:
    """Brackets part the words; the white space typed around them is remembered, and there is a gap at either end."""
    read = read_passage("One “two” [three] four. […]\n\nFive [sic]")
    assert [block.text for block in read.blocks] == ["One 'two'", "four.", "Five"]
    assert read.gaps == (
        Gap(),
        Gap("insertion", "[three]", " ", " "),
        Gap("elision", "[…]", " ", "\n\n"),
        Gap("sic", "[sic]", " ", ""),
    )


@pytest.mark.parametrize(
    ("bracket", "kind"),
    [
        ("[…]", "elision"),
        ("[...]", "elision"),
        ("[. . .]", "elision"),
        ("[ … ]", "elision"),
        ("[sic]", "sic"),
        ("[SIC!]", "sic"),
        ("[words]", "insertion"),
        ("[]", "insertion"),
        ("[..]", "insertion"),
        ("[sic] […]", "elision"),
        ("[one] [sic]", "insertion"),
        ("[two\nlines]", "insertion"),
    ],
)
def test_brackets_are_of_three_kinds(bracket: str, kind: str) -> None:
    """Of several brackets side by side the one that allows most counts."""
    assert [gap.kind for gap in read_passage(f"a {bracket} b").gaps] == ["none", kind, "none"]


@pytest.mark.parametrize("text", ["a [b", "a ] b", "a [b\n\nc] d", f"a [{'b' * 300}] c", "plain words"])
def test_what_is_no_bracket_is_words(text: str) -> None:
    """Open brackets, ones around paragraphs and ones longer than an insertion part nothing."""
    assert len(read_passage(text).blocks) == 1


def test_blank_lines_are_remembered_inside_a_block() -> None:
    """A block is searched as one run of words; where the editor parts it is kept beside."""
    assert read_passage("a b\n\nc\n \n\nd").blocks == (Block("a b c d", (3, 5)),)


def test_brackets_taken_literally_are_asked_for_with_their_neighbours() -> None:
    """Whether a bracket is the source's is judged by the word before and the word after."""
    asked: list[str] = []

    def never(near: str) -> bool:
        asked.append(near)
        return False

    read_passage("one two [three] four five [six]", never)
    assert asked == ["two [three] four", "five [six]"]
    assert read_passage("a [b] c", lambda _: True).blocks == (Block("a [b] c"),)


# ---------------------------------------------------------------- finding the place


@pytest.mark.parametrize(
    ("passage", "text", "found"),
    [
        ("a b", "x a b y", ["a b"]),
        ("a […] b", "b a x b", ["a", "b"]),
        ("a […] b", "b a", None),
        ("a [x] b", "a b", ["a", "b"]),
        ("a [x] b", "a 1 2 3 4 5 6 b", ["a", "b"]),
        ("a [x] b", "a 1 2 3 4 5 6 7 b", None),
        ("a [sic] b", "a b", ["a", "b"]),
        ("a [sic] b", "a 1 b", None),
        ("a[b] c", "ab c", ["a", "c"]),
        ("a [b] c", "ab c", None),
        ("a […]c", "a bc", None),
        ("a", "ab", None),
        ("", "a", []),
    ],
)
def test_blocks_stand_in_order_with_what_the_gaps_allow(passage: str, text: str, found: list[str] | None) -> None:
    """An elision skips anything forward, an insertion a few words, [sic] none; no word is cut but by a bracket."""
    assert place(passage, text) == found


def test_an_insertion_is_tried_in_every_place() -> None:
    """The first place that fits is often not the first place of the first word."""
    text = "the one " + "x " * 20 + "the two"
    assert prove("the [big] two", [snapshot(text)], id="q").exact == "the two"


@few
@given(words=st.lists(st.sampled_from(PLAIN), min_size=4, max_size=12), cut=st.data())
def test_any_elision_of_a_true_text_is_accepted(words: list[str], cut: st.DataObject) -> None:
    """Whatever stretch is left out with […], the rest is still proved, and published with the mark."""
    begin = cut.draw(st.integers(1, len(words) - 2))
    end = cut.draw(st.integers(begin, len(words) - 1))
    typed = " ".join([*words[:begin], "[…]", *words[end:]])
    assert published(typed, " ".join(words)) == (typed,)


@few
@given(words=st.lists(st.sampled_from(PLAIN), min_size=4, max_size=12), cut=st.data())
def test_any_insertion_into_a_true_text_is_accepted(words: list[str], cut: st.DataObject) -> None:
    """Words put in, or put for up to MOST_REPLACED of the source's, are accepted in square brackets."""
    begin = cut.draw(st.integers(1, len(words) - 2))
    end = cut.draw(st.integers(begin, min(begin + MOST_REPLACED, len(words) - 1)))
    typed = " ".join([*words[:begin], "[zebra]", *words[end:]])
    assert published(typed, " ".join(words)) == (typed,)


# ---------------------------------------------------------------- as published


@pytest.mark.parametrize(
    ("passage", "paragraphs"),
    [
        ("The council’s bins […] went out", ["The council’s bins […] went out"]),
        ("The council's bins [...] said Cllr Vole.", ["The council’s bins [...] said Cllr Vole."]),
        ("The council’s bins […]\n\n[…] It was cold.", ["The council’s bins […]", "[…] It was cold."]),
        ("bins\n\n[…]\n\nIt was cold", ["bins", "[…]", "It was cold"]),
        ("the [boss] said so", ["the [boss] said so"]),
        ("Mrs [Ann] Jane Smith", ["Mrs [Ann] Jane Smith"]),
        ("couldn't be [any] more pleased", ["couldn’t be [any] more pleased"]),
        ("It was cold [sic].", ["It was cold [sic]."]),
        ("[The staff] were there", ["[The staff] were there"]),
        ("[t]he council's bins", ["[t]he council’s bins"]),
        ("and [T]he council’s bins", None),
        ("long-serving staff […] cold. [T]he bins", ["long-serving staff […] cold. [T]he bins"]),
        ("the chief executive[s]", ["the\u00a0chief executive[s]"]),
        ("pleased [laughs] [sic] and the", ["pleased [laughs] [sic] and the"]),
        ("were there [or so they say]", ["were there [or so they say]"]),
        ("[…] were there […]", ["[…] were there […]"]),
    ],
)
def test_declared_changes_are_published_as_typed(passage: str, paragraphs: list[str] | None) -> None:
    """What is left out, put in or replaced in square brackets is shown so; all around it must stand in the post."""
    if paragraphs is None:
        refused(passage)
    else:
        assert published(passage) == tuple(paragraphs)


def test_exact_spans_what_was_left_out() -> None:
    """The selector reaches from the first to the last quoted character of the post, whole words."""
    assert prove("[…] bins […] of them […]", [POST], id="q1").exact == "bins — all 4,000 of them"
    assert prove("[t]he council’s bins", [POST], id="q1").exact == "The council’s bins"
    assert prove("the chief exec[s]", [POST], id="q1").exact == "the\u00a0chief executive"


@pytest.mark.parametrize(
    ("passage", "why"),
    [
        ("five weeks […] The council’s bins", "not one after another"),
        ("The council’s [bins] said Cllr Vole", "not one after another"),
        ("the chief [sic] Mrs Jane Smith", "not one after another"),
        ("the chief […] bin", "“bin” for “bins”"),
        ("counc […] bins", "“counc” for “council’s”"),
        ("the [new] cheif executive", "“cheif” for “chief”"),
    ],
)
def test_a_bracket_hides_no_more_than_it_may(passage: str, why: str) -> None:
    """Elisions go forward, insertions stand for a few words, [sic] for none; and no word is cut unawares."""
    assert why in refused(passage)


def test_brackets_of_the_source_are_words() -> None:
    """Where post and passage have the same brackets they are quoted, not taken for the editor's."""
    text = "He [the mayor] said [sic] that [1] bins […] went."
    assert published("[the mayor] said [sic] that [1] bins […] went", text) == (
        "[the mayor] said [sic] that [1] bins […] went",
    )
    found = prove("He [the mayor] […] bins", [snapshot(text)], id="q1")
    assert (found.paragraphs, found.exact) == (("He [the mayor] […] bins",), "He [the mayor] said [sic] that [1] bins")


def test_the_shortest_gaps_that_fit_are_found() -> None:
    """When a word stands often, the search tries each place until the rest fits too."""
    text = "The dog saw the cat and the bird, then the dog saw the bird and the end."
    assert prove("the [x] dog saw the [y] end", [snapshot(text)], id="q1").exact == "the dog saw the bird and the end"
    assert prove("the […] bird […] the […] bird", [snapshot(text)], id="q1").exact.startswith("the cat and the bird")
