"""A post to read: its own text, with what its markup says of each line, and its links numbered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.desk.lines import columns_of, text_of
from roundup.curate.desk.paper import MOST_LINKS, Paper, laid_out, line_at, line_start, paper
from roundup.parse.html import clean_html, plain_text

BASE = "https://blog.example/"

inline = st.sampled_from(
    [
        "The bins",
        " went <em>out</em>",
        "<a href='/b'>on time</a>",
        " &amp; twice",
        "\u00a0",
        "caf\u00e9",
        "<br>",
        "&lt;b&gt;",
    ]
)
block = st.sampled_from(["p", "h2", "blockquote", "li", "pre", "div"])
markup = st.lists(st.tuples(block, st.lists(inline, max_size=4)), max_size=8).map(
    lambda blocks: "".join(f"<{name}>{''.join(parts)}</{name}>" for name, parts in blocks)
)


def read(html: str) -> Paper:
    """A post as it is kept: clean markup, and the words of it."""
    return paper(plain_text(html), clean_html(html, BASE))


def kinds(post: Paper) -> list[tuple[str, str]]:
    return [(line.kind, post.text[line.begin : line.end]) for line in post.lines]


def shown(post: Paper, columns: int = 60) -> list[str]:
    return [text_of(line) for line in laid_out(post, columns)]


# ---------------------------------------------------------------- what a line is


def test_the_markup_says_what_a_line_is() -> None:
    """Headings, paragraphs, quotations, items of lists, code."""
    post = read(
        "<h2>Bins</h2><p>Went out.</p><blockquote><p>So they say.</p></blockquote>"
        "<ul><li>one<li>two</ul><pre>x = 1</pre>"
    )
    assert kinds(post) == [
        ("heading", "Bins"),
        ("text", "Went out."),
        ("quote", "So they say."),
        ("item", "one"),
        ("item", "two"),
        ("code", "x = 1"),
    ]


def test_after_a_quotation_the_text_goes_on() -> None:
    """What closes is closed, also of several inside each other."""
    post = read("<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote><p>c</p>")
    assert [kind for kind, _ in kinds(post)] == ["quote", "quote", "text"]


def test_paragraphs_are_parted_and_lines_are_not() -> None:
    """As a browser shows them."""
    post = read("<p>a<br>b</p><p>c</p>")
    assert [line.apart for line in post.lines] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Two words", "<h2>Other words</h2>"),
        ("Two words", ""),
        ("Two words", "<p>Two words, and more</p>"),
        ("Two words", "<h2>Two"),
    ],
)
def test_markup_of_another_text_says_nothing(text: str, html: str) -> None:
    """Then every line is a plain one, and the words are there all the same."""
    assert kinds(paper(text, html)) == [("text", text)]


def test_references_are_characters() -> None:
    """As in the text, where they were resolved long ago."""
    assert kinds(read("<h2>Bins &amp; &lt;b&gt; &#8217;s</h2>")) == [("heading", "Bins & <b> ’s")]


def test_soft_hyphens_are_not_counted() -> None:
    """The text has none."""
    assert kinds(read("<p>a</p><h3>li\u00adbra\u00adry</h3>"))[1] == ("heading", "library")


def test_no_text_has_no_lines() -> None:
    """A post that is nothing but a picture."""
    assert read("<img src='x.png'>").lines == ()
    assert shown(paper("", "")) == []


@given(markup)
def test_every_word_is_there_whatever_the_markup(html: str) -> None:
    """In order, none twice."""
    post = read(html)
    assert "".join("".join(text for _, text in kinds(post)).split()) == "".join(post.text.split())


@given(st.text(max_size=200), st.text(alphabet='<>/"= abhrefpliquote', max_size=200))
def test_hostile_markup_is_only_characters(text: str, html: str) -> None:
    """Whatever comes instead of markup, the text is shown."""
    post = paper(text, html)
    assert "".join("".join(piece for _, piece in kinds(post)).split()) == "".join(post.text.split())


# ---------------------------------------------------------------- links


def test_links_are_numbered_where_they_end() -> None:
    """And listed below with their addresses."""
    post = read('<p>See <a href="/a">the bins</a>, and <a href="https://b.example/">more</a>.</p>')
    assert shown(post) == [
        "See the bins[1], and more[2].",
        "",
        "[1] https://blog.example/a",
        "[2] https://b.example/",
    ]


def test_one_address_has_one_number() -> None:
    """However often it is linked to."""
    post = read('<p><a href="/a">a</a> <a href="/b">b</a> <a href="/a">c</a></p>')
    assert shown(post)[0] == "a[1] b[2] c[1]"
    assert post.addresses == ("https://blog.example/a", "https://blog.example/b")


def test_a_link_may_run_over_words_and_pictures() -> None:
    """The number stands behind its last word."""
    post = read('<p><a href="/a">the <em>bins</em> <img src="x.png"></a> went</p>')
    assert shown(post)[0] == "the bins[1] went"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "mailto:a@b.example", "data:text/html,x"])
def test_what_leads_to_no_page_has_no_number(address: str) -> None:
    """The words stay."""
    assert shown(read(f'<p><a href="{address}">words</a></p>')) == ["words"]


def test_a_heap_of_links_ends_somewhere() -> None:
    """Numbers have two digits."""
    post = read("<p>" + " ".join(f'<a href="/{n}">{n}</a>' for n in range(150)) + "</p>")
    assert len(post.addresses) == MOST_LINKS


def test_a_link_without_words_at_the_beginning_harms_nothing() -> None:
    """Some blogs begin with an empty anchor."""
    assert shown(read('<p><a href="/a"></a>Words</p>'))[-1] == "[1] https://blog.example/a"


# ---------------------------------------------------------------- laid out


def test_kinds_are_told_apart_without_colours() -> None:
    """A bar before quotations, a dot before items, a blank line before headings."""
    post = read(
        "<p>Text</p><h2>Heading</h2><blockquote>Said so, and went on saying it</blockquote>"
        "<ul><li>One thing of many here</ul>"
    )
    assert shown(post, 22) == [
        "Text",
        "",
        "Heading",
        "",
        "│ Said so, and went on",
        "│ saying it",
        "",
        "  • One thing of many",
        "    here",
    ]


@given(markup, st.integers(8, 90))
def test_no_line_is_too_wide(html: str, columns: int) -> None:
    """On whatever terminal."""
    assert all(columns_of(line) <= columns for line in laid_out(read(html), columns))


@given(markup, st.integers(8, 90))
def test_what_is_shown_of_the_text_is_the_text(html: str, columns: int) -> None:
    """Every piece stands where it says, so that what is marked is what is quoted."""
    post = read(html)
    for line in laid_out(post, columns):
        for piece in line:
            if piece.at >= 0 and piece.text != " ":
                assert post.text[piece.at : piece.end] == piece.text


def test_wide_terminals_get_no_endless_lines() -> None:
    """Nobody reads two hundred columns."""
    assert max(map(len, shown(read(f"<p>{'word ' * 90}</p>"), 200))) <= 84


def test_the_line_of_a_place_is_found() -> None:
    """The one that shows it; before the first and behind the last the nearest."""
    lines = laid_out(read("<p>one two three four</p><p>five</p>"), 9)
    assert [text_of(line) for line in lines] == ["one two", "three", "four", "", "five"]
    assert [line_at(lines, at) for at in (0, 5, 8, 14, 20, 999)] == [0, 0, 1, 2, 4, 4]
    assert [line_start(line) for line in lines] == [0, 8, 14, -1, 20]
    assert line_at([], 5) == 0


@pytest.mark.parametrize("piece", ["<a ", '<a href="', "<", "</p"])
def test_broken_markup_costs_no_more_than_its_length(piece: str) -> None:
    """Linear, whatever was kept: half a megabyte of beginnings of tags."""
    assert paper("words", piece * (500_000 // len(piece))).text == "words"
