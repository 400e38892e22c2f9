"""Links in an editor's Markdown, held against a real Markdown parser."""

from __future__ import annotations

import time
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from roundup.curate.links import destinations, find_links, led_elsewhere, plain, with_post
from tests.curate.ledgers import few

URL = "https://blog.example/1"
MARKS = [
    "[",
    "]",
    "(",
    ")",
    "](post)",
    '](post "T")',
    "(post)",
    "`",
    "``",
    "\\",
    "*",
    "a",
    "!",
    "<",
    ">",
    "\n",
    " ",
    "[b]",
    "http:",
]
READER = MarkdownIt("commonmark", {"html": False})


def hrefs(markdown: str) -> list[str]:
    """Where the links lead as a real parser reads them."""
    tokens = [child for token in READER.parse(markdown) for child in token.children or []]
    return [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]


@pytest.mark.parametrize(
    ("markdown", "linked"),
    [
        ("Do [read this](post).", f"Do [read this]({URL})."),
        ("[a](post) and [b](post)", f"[a]({URL}) and [b]({URL})"),
        ('[a](post "On bins")', f'[a]({URL} "On bins")'),
        ("[a](post 'On bins')", f"[a]({URL} 'On bins')"),
        ("[a]( post )", f"[a]({URL})"),
        ("[a](<post>)", f"[a]({URL})"),
        ("[On [bins] again](post)", f"[On [bins] again]({URL})"),
        ("[On \\] bins](post)", f"[On \\] bins]({URL})"),
        ("[*Bins* (post)](post)", f"[*Bins* (post)]({URL})"),
        ("[a `]` b](post)", f"[a `]` b]({URL})"),
        ("[![alt](https://x.example/i.png)](post)", f"[![alt](https://x.example/i.png)]({URL})"),
        ("two\nlines [of\nwords](post)", f"two\nlines [of\nwords]({URL})"),
    ],
)
def test_a_link_to_post_becomes_a_link_to_the_posts_address(markdown: str, linked: str) -> None:
    """The placeholder is filled in wherever it is the target of a link, with or without a title."""
    assert with_post(markdown, URL) == linked
    assert URL in hrefs(linked)


@pytest.mark.parametrize(
    "markdown",
    [
        "by first-class (post)",
        "a](post)",
        "\\[a](post)",
        "[a\\](post)",
        "`[a](post)`",
        "``[a](post) ` b``",
        "```\n[a](post)\n```",
        "[a] (post)",
        "[a](posts)",
        "[a](post/1)",
        "[a](Post)",
        "[a](post",
        '[a](post "On bins)',
        "![a](post)",
        "[a](https://x.example/post)",
        "",
    ],
)
def test_what_is_no_link_to_post_stays_as_it_is(markdown: str) -> None:
    """In prose, in code, half written or as an image the word means nothing."""
    assert with_post(markdown, URL) == markdown


def test_a_link_holds_no_other_link() -> None:
    """Of nested links the inner one counts, as Markdown has it."""
    nested = "[a [b](post) c](post)"
    assert with_post(nested, URL) == f"[a [b]({URL}) c](post)"
    assert hrefs(nested) == ["post"]


def test_without_an_address_the_words_stay() -> None:
    """A post that has no address is named, not linked."""
    assert with_post("Do [read *this*](post) now.", "") == "Do read *this* now."


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/a_(b)",
        "https://x.example/a(b",
        "https://x.example/a b",
        "https://x.example/<b>",
        "https://x.example/?a=1&copy;=2",
        "https://x.example/?a=1&lt=2",
        'https://x.example/"quoted"',
        "https://x.example/back\\slash",
        "https://x.example/*stars*_and_`ticks`",
        "https://x.example/[b]",
        "https://x.example/%28done%29",
        "https://x.example/été",
        "https://x.example/a\nb",
        "https://x.example/)[x](https://evil.example/",
    ],
)
def test_no_address_breaks_out_of_its_link(url: str) -> None:
    """Whatever the address holds, the reader's parser finds one link, to that address."""
    (found,) = hrefs(with_post('See [the post](post "T") for *more*.', url))
    assert unquote(found) == unquote(url)


@few
@given(st.text(st.sampled_from("[]()<>\\`\"'!* post\n"), max_size=30))
@example("[`](post)`")
@example("[a](post)](post)")
@example("[<http://x>](post)")
def test_as_many_placeholders_are_filled_as_a_parser_finds(markdown: str) -> None:
    """After filling in, a real parser finds the same links, those to the placeholder now leading to the address."""
    assert hrefs(with_post(markdown, URL)) == [URL if href == "post" else href for href in hrefs(markdown)]


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        (
            "[a](https://x.example) <https://y.example/z> [b][r]\n\n[r]: https://r.example",
            ["https://x.example", "https://y.example/z", "https://r.example"],
        ),
        ("![a](https://x.example/i.png)", []),
        ("[a](javascript:alert(1))", ["javascript:alert(1)"]),
        ("[a](</a b>)", ["/a b"]),
        ("[a]()", [""]),
        ("<b> 1 < 2 > 1 <mailto:ada@x.example>", ["mailto:ada@x.example"]),
        ("`<https://y.example>` no", ["https://y.example"]),
    ],
)
def test_destinations_are_found(markdown: str, found: list[str]) -> None:
    """Inline links, addresses in <> and definitions; images are not links."""
    assert list(destinations(markdown)) == found


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Do [read *this* one](https://x.example/a-b), **now**.", "Do read this one, now."),
        ("# Head\n\n- one\n- two\n\n1. three\n> four", "Head\n\none\ntwo\n\nthree\nfour"),
        ("![alt](https://x.example/i.png) text", " text"),
        ("[![alt](i.png) and words](https://x.example)", " and words"),
        ("a `code` b", "a code b"),
        ("see [x][r]\n\n[r]: https://r.example/a", "see [x][r]\n\n"),
        ("2 * 3 and snake_case", "2 * 3 and snakecase"),
    ],
)
def test_plain_words_are_what_a_reader_sees(markdown: str, words: str) -> None:
    """Addresses and marks are not counted as words."""
    assert plain(markdown) == words


def test_links_know_their_places() -> None:
    """Each link says where it begins, where its words end, and where it ends."""
    text = 'so [a b](https://x.example "T") on'
    (link,) = find_links(text)
    assert (text[link.begin : link.end], text[link.words_begin : link.words_end]) == (
        '[a b](https://x.example "T")',
        "a b",
    )
    assert (link.destination, link.title, link.image) == ("https://x.example", ' "T"', False)


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "]",
        "](",
        "[a](",
        '[](a "',
        "[](<",
        "`",
        "` ``",
        "[a](post)",
        "![",
        "<a:",
        "\\",
        "[](((",
        "](a '",
        "*",
        "[a](b(c",
    ],
)
def test_scanning_takes_linear_time(unit: str) -> None:
    """Twenty thousand characters of any mark are read at once."""
    text = unit * (20_000 // len(unit))
    begin = time.process_time()
    with_post(text, URL)
    destinations(text)
    plain(text + "[a](b)" * 2_000)
    assert time.process_time() - begin < 1.0


# ---------------------------------------------------------------- led elsewhere


def test_links_can_be_led_elsewhere() -> None:
    """Whatever their form, with their titles; what is code, an image, or another address stays as it is."""
    text = f"[a]({URL}) [b](<{URL}> 'T') ![i]({URL}) `[c]({URL})` [d]({URL}2) {URL}"
    there = led_elsewhere(text, lambda address: "https://copy.example/(1)" if address == URL else "")
    copy = "<https://copy.example/(1)>"
    assert there == f"[a]({copy}) [b]({copy} 'T') ![i]({URL}) `[c]({URL})` [d]({URL}2) {URL}"


def test_an_address_is_known_however_it_is_spelt() -> None:
    """`&amp;` is how Markdown may spell a mark in it."""
    page, text = "https://blog.example/?p=1&q=2", "[a](https://blog.example/?p=1&amp;q=2)"
    there = led_elsewhere(text, lambda address: "https://copy.example/" if address == page else "")
    assert there == "[a](https://copy.example/)"


@given(st.text("[](post)`<>!\\ 'ab", max_size=60))
def test_leading_nothing_elsewhere_changes_nothing(text: str) -> None:
    """Whatever stands there."""
    assert led_elsewhere(text, lambda _address: "") == text
