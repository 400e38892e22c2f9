"""Quotes across the blocks of a page: paragraphs, lists, tables, code, headings, as copied and as they stand."""

from __future__ import annotations

import time

import pytest

from roundup.curate.quote import difference, prove, verdict
from roundup.errors import QuoteError
from roundup.model import Quote
from roundup.parse.html import plain_text
from tests.samples import quote, snapshot

PAGE = plain_text(
    """
    <h2>What we found</h2>
    <p>We walked the parish and counted.</p>
    <p>There are forty-one benches<br>in Sandleigh.</p>
    <ol><li>Harbour ward has nine</li><li>Mill ward has none</li></ol>
    <ul><li>paint them</li><li>move two:<ul><li>one to the mill</li><li>one to the school</li></ul></li></ul>
    <table><tr><th>Ward</th><th>Benches</th></tr><tr><td>Harbour</td><td>9</td></tr><tr><td>Mill</td><td>0</td></tr></table>
    <p>Ask with <code>count(bench)</code>:</p>
    <pre>select count(*)
  from bench;

-- done</pre>
    <blockquote><p>A bench is a promise.</p><p>Keep it.</p></blockquote>
    <figure><img src="a.png" alt="A bench"><figcaption>Bench nine</figcaption></figure>
    <p>“They told us ‘no’, twice,” said Ada.</p>
    """
)


def published(passage: str, text: str = PAGE) -> tuple[str, ...]:
    """The paragraphs that would be published."""
    return prove(passage, [snapshot(text)], id="q1").paragraphs


def refused(passage: str, text: str = PAGE) -> str:
    with pytest.raises(QuoteError) as error:
        prove(passage, [snapshot(text)], id="q1")
    return f"{error.value.message}\n{error.value.hint}"


# ------------------------------------------------------------ across blocks

ACROSS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a heading and its paragraph": (
        "What we found\n\nWe walked the parish",
        ("What we found", "We walked the parish"),
    ),
    "a heading run into its paragraph": (
        "What we found We walked the parish",
        ("What we found", "We walked the parish"),
    ),
    "two paragraphs": (
        "and counted. There are forty-one",
        ("and counted.", "There are forty-one"),
    ),
    "a line that is broken": ("forty-one benches in Sandleigh", ("forty-one benches\nin Sandleigh",)),
    "a paragraph and a list": ("in Sandleigh.\nHarbour ward", ("in Sandleigh.", "Harbour ward")),
    "two items": ("has nine Mill ward", ("has nine\nMill ward",)),
    "two lists": ("has none paint them", ("has none", "paint them")),
    "an item and the list in it": ("move two: one to the mill", ("move two:", "one to the mill")),
    "a row": ("Harbour 9", ("Harbour 9",)),
    "a row with tabs": ("Harbour\t9", ("Harbour 9",)),
    "rows": ("Ward\tBenches\nHarbour\t9\nMill\t0", ("Ward Benches\nHarbour 9\nMill 0",)),
    "a cell alone": ("Benches", ("Benches",)),
    "code in a sentence": ("Ask with count(bench):", ("Ask with count(bench):",)),
    "lines of code": ("select count(*) from bench;", ("select count(*)\nfrom bench;",)),
    "code with a comment": ("from bench; -- done", ("from bench;", "-- done")),
    "what the post quotes itself": ("A bench is a promise. Keep it.", ("A bench is a promise.", "Keep it.")),
    "a picture's words": ("Bench nine", ("Bench nine",)),
}


@pytest.mark.parametrize("name", ACROSS)
def test_a_passage_may_run_across_blocks(name: str) -> None:
    """However it is pasted, it is published in the blocks of the post."""
    passage, paragraphs = ACROSS[name]
    assert published(passage) == paragraphs


@pytest.mark.parametrize("name", ACROSS)
def test_what_was_published_is_proved_again_as_it_is(name: str) -> None:
    """To quote what a quote says gives the same quote: words, place, context and all."""
    first = prove(ACROSS[name][0], [snapshot(PAGE)], id="q1")
    assert prove("\n\n".join(first.paragraphs), [snapshot(PAGE)], id="q1") == first
    assert verdict(first, [snapshot(PAGE)]) == "found"
    assert difference(first, [snapshot(PAGE)]) == ""


@pytest.mark.parametrize("name", ACROSS)
def test_a_passage_is_found_in_every_way_of_pasting_it(name: str) -> None:
    """As Markdown's block quote, in quote marks, with Windows' line ends, with a blank line for each line end."""
    passage, paragraphs = ACROSS[name]
    for form in (
        "\n".join(f"> {line}" for line in passage.split("\n")),
        f"“{passage}”",
        f'"{passage}"',
        passage.replace("\n", "\r\n"),
        passage.replace(" ", "\u00a0"),
        f"  {passage}\t",
    ):
        assert " ".join(published(form)).split() == " ".join(paragraphs).split()


# ------------------------------------------------------------ lists as programs copy them

HARBOUR = "Harbour ward has nine\nMill ward has none"


@pytest.mark.parametrize(
    "copied",
    [
        "1. Harbour ward has nine\n2. Mill ward has none",
        " 1. Harbour ward has nine\n 2. Mill ward has none",
        "1) Harbour ward has nine\n2) Mill ward has none",
        "1.\tHarbour ward has nine\n2.\tMill ward has none",
        "a. Harbour ward has nine\nb. Mill ward has none",
        "> 1. Harbour ward has nine\n> 2. Mill ward has none",
        "“1. Harbour ward has nine\n2. Mill ward has none”",
        "- Harbour ward has nine\n- Mill ward has none",
        "* Harbour ward has nine\n* Mill ward has none",
        "+ Harbour ward has nine\n+ Mill ward has none",
        "• Harbour ward has nine\n• Mill ward has none",
        "\u2022\tHarbour ward has nine\n\u2022\tMill ward has none",
    ],
)
def test_marks_of_a_list_that_are_copied_along_are_not_words(copied: str) -> None:
    """Browsers and word processors copy an item's number or bullet; in the post it is none of the words."""
    assert published(copied) == (HARBOUR,)


def test_a_single_item_with_its_number() -> None:
    """The number is dropped, and nothing else is."""
    assert published("2. Mill ward has none") == ("Mill ward has none",)
    assert "stand" in refused("2. Mill ward has nine")


def test_numbers_that_are_words_stay() -> None:
    """A post that writes its numbers itself is quoted with them."""
    text = "1. Harbour ward has nine\n2. Mill ward has none"
    assert published("2. Mill ward has none", text) == ("2. Mill ward has none",)
    assert published("Mill ward has none", text) == ("Mill ward has none",)


@pytest.mark.parametrize("passage", ["1. 2.", "1.", "a) b)", "- - -", "> >"])
def test_marks_alone_are_no_passage(passage: str) -> None:
    """Nothing is left of them that could be proved."""
    assert refused(passage)


def test_a_number_that_is_wrong_is_not_mended() -> None:
    """Only a mark at the beginning of a line is dropped: a number in the words is a word."""
    assert "“8”" in refused("Harbour 8")
    assert refused("There are 1. forty-one benches")


# ------------------------------------------------------------ quote marks in quote marks


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        ("“They told us ‘no’, twice,” said Ada.", "“They told us ‘no’, twice,” said Ada."),
        ("\"They told us 'no', twice,\" said Ada.", "“They told us ‘no’, twice,” said Ada."),
        ("„They told us ‚no‘, twice,“ said Ada.", "“They told us ‘no’, twice,” said Ada."),
        ("«They told us ‹no›, twice,» said Ada.", "“They told us ‘no’, twice,” said Ada."),
        ("‘“They told us ‘no’, twice,” said Ada.’", "“They told us ‘no’, twice,” said Ada."),
        ("They told us ‘no’, twice", "They told us ‘no’, twice"),
        ("‘They told us “no”, twice’", "They told us ‘no’, twice"),
        ("'no'", "‘no’"),
        ("“no”", "‘no’"),
        ("no", "no"),
        ("“‘no’”", "‘no’"),
    ],
)
def test_quotes_within_quotes_bear_the_post_s_marks(passage: str, shown: str) -> None:
    """Whatever marks an editor's keyboard has, and whether or not a pair was put around the whole."""
    assert published(passage) == (shown,)


# ------------------------------------------------------------ declared changes

TALE = (
    "The bins went out on Monday, in the rain. Nobody thanked the crew, and nobody ever does.\n\n"
    "On Tuesday they went out again. It were cold."
)

CHANGES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "left out at the beginning": (
        "[…] in the rain.",
        ("[…] in the rain.",),
        "in the rain.",
    ),
    "left out at the end": ("The bins went out […]", ("The bins went out […]",), "The bins went out"),
    "left out at both ends": ("[...] thanked [...]", ("[...] thanked [...]",), "thanked"),
    "left out in the middle": (
        "The bins went out […] in the rain.",
        ("The bins went out […] in the rain.",),
        "The bins went out on Monday, in the rain.",
    ),
    "left out across a paragraph": (
        "Nobody thanked the crew […] again.",
        ("Nobody thanked the crew […] again.",),
        "Nobody thanked the crew, and nobody ever does.\n\nOn Tuesday they went out again.",
    ),
    "left out between two of the editor's paragraphs": (
        "The bins went out\n\n[…]\n\nIt were cold.",
        ("The bins went out", "[…]", "It were cold."),
        TALE,
    ),
    "words put in": (
        "Nobody [at the depot] thanked the crew",
        ("Nobody [at the depot] thanked the crew",),
        "Nobody thanked the crew",
    ),
    "a word put for another": (
        "On Tuesday [the bins] went out again.",
        ("On Tuesday [the bins] went out again.",),
        "On Tuesday they went out again.",
    ),
    "a letter put for another": (
        "[n]obody thanked the crew",
        ("[n]obody thanked the crew",),
        "Nobody thanked the crew",
    ),
    "an ending put on": ("thanked the crew[s]", ("thanked the crew[s]",), "thanked the crew"),
    "a slip that is the author's": ("It were [sic] cold.", ("It were [sic] cold.",), "It were cold."),
    "a letter put for another, behind words left out": (
        "The bins went out […] [T]hey went out again.",
        ("The bins went out […] [T]hey went out again.",),
        TALE[: TALE.index(" It were")],
    ),
    "an ending put on before words left out": (
        "thanked the crew[s] […] It were cold.",
        ("thanked the crew[s] […] It were cold.",),
        TALE[TALE.index("thanked") :],
    ),
    "several at once": (
        "[…] [n]obody ever does. […] It were [sic] cold.",
        ("[…] [n]obody ever does. […] It were [sic] cold.",),
        "nobody ever does.\n\nOn Tuesday they went out again. It were cold.",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_declared_changes_are_shown_and_the_rest_is_the_post_s(name: str) -> None:
    """What was left out, put in or changed stands in square brackets; the selector spans the post's own words."""
    passage, paragraphs, exact = CHANGES[name]
    found = prove(passage, [snapshot(TALE)], id="q1")
    assert (found.paragraphs, found.exact) == (paragraphs, exact)


@pytest.mark.parametrize("name", CHANGES)
def test_a_quote_with_declared_changes_is_its_own_proof(name: str) -> None:
    """Quoted again it is the same, its verdict is found, and nothing differs."""
    found = prove(CHANGES[name][0], [snapshot(TALE)], id="q1")
    assert prove("\n\n".join(found.paragraphs), [snapshot(TALE)], id="q1") == found
    assert verdict(found, [snapshot(TALE)]) == "found"
    assert difference(found, [snapshot(TALE)]) == ""


@pytest.mark.parametrize(
    ("passage", "why"),
    [
        ("in the rain. […] The bins went out", "one after another"),
        ("The bins [sic] out", "one after another"),
        ("The bins [and everything else] crew, and nobody", "one after another"),
        ("It was [sic] cold.", "“was”"),
        ("council[s] […] cold", "“council”"),
        ("[T]hey bins went", "“They”"),
        ("nobody [n]e does", "“e”"),
        ("[…]", "only declared changes"),
        ("[…] [sic] [x]", "only declared changes"),
        ("… in the rain.", "“...”"),
        ("The bins went out (…) in the rain.", "“(...)”"),
    ],
)
def test_a_change_that_is_not_declared_as_one_is_refused(passage: str, why: str) -> None:
    """Words in another order, brackets that hide a sentence, dots without brackets."""
    said = refused(passage, TALE)
    assert "stand" in said or why in said


@pytest.mark.parametrize("bracket", ["[…]", "[...]", "[ … ]", "[. . .]", "[ ... ]"])
def test_what_is_left_out_is_told_in_any_spelling(bracket: str) -> None:
    """And published as it was typed."""
    assert published(f"The bins {bracket} in the rain.", TALE) == (f"The bins {bracket} in the rain.",)


# ------------------------------------------------------------ other scripts

SCRIPTS: dict[str, tuple[str, list[str], list[str]]] = {
    "Welsh": ("Mae’r ŵyl yn y dŵr, meddai’r tŷ.", ["ŵyl yn y dŵr", "Mae'r", "meddai'r tŷ."], ["wyl yn y dwr", "ŵy"]),
    "Gaelic": ("Tha Gàidhlig agam, ’s e.", ["Tha Ga\u0300idhlig", "Gàidhlig agam"], ["Gaidhlig"]),
    "Greek": ("Ελληνικά κείμενα εδώ.", ["Ελληνικά", "κείμενα εδώ."], ["ελληνικά", "Ελληνι"]),
    "Russian": ("Ёлка в лесу росла.", ["Ёлка в лесу", "лесу росла"], ["Елка", "лес"]),
    "Arabic": ("مرحبا بالعالم، كيف الحال؟", ["مرحبا بالعالم", "كيف الحال؟"], ["مرحب"]),
    "Hebrew": ("שלום עולם, מה שלומך?", ["שלום עולם", "מה שלומך?"], ["שלו עולם"]),
    "Hindi": ("हिन्दी में लिखा है।", ["हिन्दी में", "लिखा है।"], ["हिन्द"]),
    "Korean": ("안녕하세요 여러분 반갑습니다.", ["안녕하세요 여러분", "반갑습니다."], ["안녕하"]),
    "Chinese": ("这是一个测试。再来一次。", ["一个测试", "这是一个测试。", "测试。再来", "再来一次"], ["一次测试"]),
    "Japanese": (
        "ごみ収集車は時間通りに出発した。",
        ["時間通りに", "ごみ収集車は", "出発した。"],
        ["時間通に", "こみ"],
    ),
    "Thai": ("ภาษาไทยไม่มีช่องว่างระหว่างคำ", ["ภาษาไทย", "ไม่มีช่องว่าง", "ระหว่างคำ"], ["ภาษาลาว"]),
    "two at once": ("The word 東京 means Tokyo，日本の首都。", ["東京 means Tokyo", "日本の首都", "首都"], ["首部"]),
    "beyond the basic plane": ("A 𠀋 in 𝔹old, and 👩‍💻 too.", ["𠀋 in", "and too."], ["𠀌 in"]),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_words_of_every_script_are_proved(name: str) -> None:
    """From word to word where there are spaces, anywhere between two letters where a script sets none."""
    text, true, _ = SCRIPTS[name]
    for passage in true:
        found = prove(passage, [snapshot(text)], id="q1")
        assert found.exact in text
        assert verdict(found, [snapshot(text)]) == "found"


@pytest.mark.parametrize("name", SCRIPTS)
def test_false_words_of_every_script_are_refused(name: str) -> None:
    """Another letter, another accent, half a word."""
    text, _, false = SCRIPTS[name]
    for passage in false:
        assert refused(passage, text)


@pytest.mark.parametrize(("text", "half"), [("がぎぐげご", "か"), ("กำลังดี", "ก\u0e4d")])
def test_a_letter_is_never_cut_from_its_mark(text: str, half: str) -> None:
    """Also where any letter may begin a passage."""
    assert refused(half, text)


# ------------------------------------------------------------ long ones

LONG = " ".join(f"word{number}" for number in range(110_000))  # a megabyte
SHORTER = LONG[:200_000]


def seconds(passage: str, text: str) -> float:
    """CPU that a proof, a verdict and a difference take, together."""
    begin = time.process_time()
    with pytest.raises(QuoteError):
        prove(passage, [snapshot(text)], id="q1")
    said = Quote("q1", (passage,), passage)
    verdict(said, [snapshot(text)])
    difference(said, [snapshot(text)])
    return time.process_time() - begin


@pytest.mark.slow
@pytest.mark.parametrize(
    "passage",
    [
        pytest.param("word10 word11 wrong word13", id="one wrong word"),
        pytest.param(" [x] ".join(f"word{n} wrong" for n in range(99)), id="a hundred parts, none there"),
        pytest.param(" […] ".join(f"word{n * 7}" for n in reversed(range(99))), id="a hundred parts, backwards"),
        pytest.param(" ".join(f"word{n}" for n in range(0, 20_000, 2)), id="every other word"),
    ],
)
def test_a_long_post_is_looked_through_in_moments(passage: str) -> None:
    """Whatever is looked for in it; the limit is far above what it takes."""
    assert seconds(passage, SHORTER) < 20


@pytest.mark.slow
def test_a_post_of_a_megabyte_is_looked_through_in_moments() -> None:
    """Five times as long takes five times as long, not twenty-five."""
    assert seconds("word10 word11 wrong word13", LONG) < 20


@pytest.mark.slow
@pytest.mark.parametrize("text", ["a" * 100_000, "a " * 50_000, "这" * 300_000, "a [b] " * 10_000])
def test_a_post_that_repeats_itself_is_looked_through_in_moments(text: str) -> None:
    """A passage with a bracket after every letter, which fits nearly everywhere."""
    assert seconds("a [y] " * 98 + "zz 那", text) < 20


def test_the_same_words_are_the_same_quote_wherever_it_was_made() -> None:
    """Nothing of the moment or the desk is in a proof: two curators who quote the same have the same."""
    one, other = (prove("Nobody thanked the crew", [snapshot(TALE)], id="q1") for _ in range(2))
    assert one == other
    assert quote("Nobody thanked the crew").paragraphs == one.paragraphs
