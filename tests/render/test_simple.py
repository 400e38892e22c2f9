"""Simple Markdown: what is read at once is read just as the parser reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.render import manuscript, prose, simple

# Marks, blanks and beginnings that mean something to one reader or another, among words that mean nothing.
PIECES = st.sampled_from(
    [
        "Ada",
        "bins",
        " ",
        "  ",
        '"',
        "'",
        "!",
        "[",
        "](http://a.example/)",
        "[x y](https://b-c.example/p%20a/_x_)",
        "[x](http://1.2.3.example)",
        "1.",
        "9",
        ")",
        "#",
        "-",
        "+",
        "=",
        "|",
        ":",
        "\n",
        "\n\n",
        "&",
        "é",
        "日本",
        "%",
        "www.a.example",
        "http://x.example",
        "{",
        "}",
        "$",
        "^",
        "“",
        "\u00a0",
        "\u2003",
        "\u00ad",
        "(",
        "/",
        "?",
        "😀",
        "[a]: http://x.example",
        "*",
        "_",
        "~~",
        "\\",
        "`",
        "<b>",
        "[ ](http://a.example)",
        "[*a*](http://a.example)",
        "[b](http://a.a.invalid/%zz/..//~x)",
        "[c](http://xn--a.example)",
        "\ufffd",
        "\u2028",
        "\t",
        "\r",
        "\x07",
        "\x7f",
        "\u202e",
        "…",
        "--",
        "[d](http://ada:b@a.example/)",
        "[e](HTTP://a.example)",
        "[f](http://a.example:99999/)",
        "[g](http://A.example)",
    ]
)
SIMPLE = {
    "words": "Nobody asked why.",
    "a link": "Ada [writes](https://a.example/bins/) that nobody asked.",
    "two paragraphs": "Ada writes.\n\nGrace [answers](https://b.example).",
    "a link first": "[Ada](https://a.example/) writes: “bins!”",
    "other letters": "Élodie écrit à propos de £5 – et 日本.",
}
NOT_SIMPLE = {
    "emphasis": "Ada *writes*.",
    "code": "Ada `writes`.",
    "a heading": "# Ada",
    "a list": "- Ada",
    "a numbered list": "1. Ada",
    "a quotation": "> Ada",
    "two lines": "Ada\nwrites",
    "HTML": "Ada <b>writes</b>",
    "a reference": "Ada &amp; Grace",
    "a picture": "Ada ![bins](https://a.example/x.png)",
    "a definition": "[a]: https://a.example/",
    "an address that is none": "[a](javascript:alert)",
    "an address with a query": "Ada [writes](https://a.example/?a=1&b=2)",
    "blanks at the end": "Ada  ",
    "nothing": "",
}


@given(st.lists(PIECES, min_size=1, max_size=7).map("".join))
def test_both_readers_agree(text: str) -> None:
    """What is read at once gives the parser's HTML, words and links, to the byte."""
    at_once = simple.read(text)
    if at_once is None:
        return
    tokens = manuscript.read(text)
    assert at_once.html == prose.parsed(text)
    assert at_once.words == manuscript.plain(tokens)
    assert at_once.links == manuscript.links(tokens)


@pytest.mark.parametrize("text", SIMPLE.values(), ids=SIMPLE)
def test_what_editors_mostly_write_is_simple(text: str) -> None:
    """Paragraphs of words with links need no parser, and come out as it would have them."""
    at_once = simple.read(text)
    assert at_once
    assert at_once.html == prose.parsed(text)
    assert at_once.words == manuscript.plain(manuscript.read(text))


@pytest.mark.parametrize("text", NOT_SIMPLE.values(), ids=NOT_SIMPLE)
def test_whatever_means_something_goes_to_the_parser(text: str) -> None:
    """A mark, a block, an odd address or blank: then nothing is guessed."""
    assert simple.read(text) is None


@pytest.mark.parametrize("text", ["[" * 19_000, "[a](" * 4_700, "a!" * 9_000 + "*", "[a](http://" + "a-" * 9_000])
def test_no_text_takes_long(text: str) -> None:
    """Brackets and marks without end are passed on at once: each character is looked at once or twice."""
    assert simple.read(text) is None


def test_longer_texts_are_cut_by_the_parser() -> None:
    """Who pastes a book gets what the parser makes of it, cut where it cuts."""
    assert simple.read("a " * 10_001) is None


@pytest.mark.parametrize("text", [*SIMPLE.values(), *NOT_SIMPLE.values()])
def test_words_and_links_are_there_either_way(text: str) -> None:
    """Whoever asks for words and links need not know which reader it was."""
    tokens = manuscript.read(text)
    assert manuscript.words(text) == manuscript.plain(tokens)
    assert manuscript.linked(text) == manuscript.links(tokens)
