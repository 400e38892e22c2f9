"""Markup made harmless, and the words a reader sees."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.html import MAX_HTML, _cleaner, _is_all_kept, bounded, clean_html, plain_text, read_html
from roundup.text import strip_controls

BASE = "https://blog.example/2026/post/"


def clean(html: str, base: str = BASE) -> str:
    return clean_html(html, base)


# ---------------------------------------------------------------- text: what a reader sees


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain words", "plain words"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One.</p>\n\n  <p>Two.</p>\n", "One.\n\nTwo."),
        ("<div>One</div><div>Two</div>", "One\n\nTwo"),
        ("words <p>para</p> tail", "words\n\npara\n\ntail"),
        ("<h2>Head</h2>text", "Head\n\ntext"),
        ("<blockquote><p>Said.</p></blockquote>", "Said."),
        ("<p>un<b>bro</b>ken wo<i>r</i>d</p>", "unbroken word"),
        ("<p>one <em>two</em> three</p>", "one two three"),
        ("<p>one<em> two </em>three</p>", "one two three"),
        ("<p>line<br>break<br/>twice</p>", "line\nbreak\ntwice"),
        ("<p>one<br><br>two</p>", "one\n\ntwo"),
        ("<p>one<br></br>two</p>", "one\ntwo"),
        ("<p>wrapped\n  in the\tsource</p>", "wrapped in the source"),
        ("<ul><li>one</li><li>two</li></ul>after", "one\ntwo\n\nafter"),
        ("<ol>\n<li>one</li>\n<li>two</li>\n</ol>", "one\ntwo"),
        ("<ul><li><p>one</p></li><li><p>two</p></li></ul>", "one\n\ntwo"),
        ("<table><tr><td>A</td><td>B</td></tr><tr><td>C</td><td>D</td></tr></table>", "A B\nC D"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\n\nMeaning"),
        ("<pre>one\ntwo</pre>", "one\ntwo"),
        ("<p>a &amp; b &lt;c&gt; &#8217; &#146; &hellip;</p>", "a & b <c> ’ ’ …"),
        ("<p>&amp;amp;</p>", "&amp;"),
        ("<p>10\u00a0000\u202fpeople</p>", "10\u00a0000\u202fpeople"),
        ("<p>£5&nbsp;million</p>", "£5\u00a0million"),
        ("<p>&nbsp;</p><p>words</p><p>&nbsp;</p><p>more</p>", "words\n\nmore"),
        ("<p>co&shy;op\u00ador</p>", "coopor"),
        ("<p>m<sup>2</sup></p>", "m2"),
        ("<p>long<wbr>word</p>", "longword"),
        ("a<!-- secret -->b", "ab"),
        ("<p>unclosed <em>and <b>crossed</em> tags</b>", "unclosed and crossed tags"),
        ("<center>One</center><center>Two</center>", "One\n\nTwo"),
        ("<p>emoji 👩‍👩‍👧 and ﷽</p>", "emoji 👩‍👩‍👧 and ﷽"),
        ("<figure><img src=x><figcaption>A bin</figcaption></figure>", "A bin"),
    ],
)
def test_text_is_what_the_browser_shows(html: str, text: str) -> None:
    """Paragraphs, lines and words fall where a reader sees them fall."""
    assert plain_text(html) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var x = 1;</script>",
        "<style>p { color: red }</style>",
        "<template><p>secret</p></template>",
        "<noscript>secret</noscript>",
        "<iframe src=x>secret</iframe>",
        "<textarea>secret</textarea>",
        "<select><option>secret</option></select>",
        "<button>secret</button>",
        "<svg><title>secret</title><text>secret</text></svg>",
        "<p hidden>secret</p>",
        "<p style='Display : NONE'>secret</p>",
        "<div hidden><p>secret <b>words</b></p></div>",
    ],
)
def test_what_nobody_sees_is_not_text(hidden: str) -> None:
    """Scripts, styles, forms, fallbacks and hidden parts hold no words to quote."""
    assert plain_text(f"<p>seen</p>{hidden}<p>too</p>") == "seen\n\ntoo"


def test_controls_and_reordering_marks_are_gone() -> None:
    """No terminal is steered and no word runs backwards."""
    assert plain_text("<p>a\x1b[31mb\u202ec&#27;d</p>") == "a[31mbcd"


WORDS = st.text(
    alphabet=st.characters(categories=["Ll", "Lu", "Nd"], exclude_characters="\xad"), min_size=1, max_size=12
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=5))
def test_words_set_in_paragraphs_are_read_back(paragraphs: list[list[str]]) -> None:
    """Any words in any number of paragraphs, with any of them emphasised, come back exactly."""
    html = "".join("<p>" + " ".join(f"<em>{word}</em>" for word in words) + "</p>\n" for words in paragraphs)
    assert plain_text(html) == "\n\n".join(" ".join(words) for words in paragraphs)


@given(st.text(max_size=200))
def test_any_markup_becomes_tidy_text(html: str) -> None:
    """No edge blanks, no more than one blank line, no controls."""
    text = plain_text(html)
    assert text == text.strip(" \t\n\u00a0")
    assert "\n\n\n" not in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_the_clean_markup_says_the_same_words(words: list[str]) -> None:
    """What is kept to be shown and what quotes are proved against agree."""
    html = "<div><p>" + "</p><ul><li>".join(words) + "</li></ul></div><script>x()</script>"
    assert plain_text(clean(html)) == plain_text(html)


# ---------------------------------------------------------------- markup: harmless


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<svg/onload=alert(1)>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<form action='javascript:alert(1)'><input type=submit></form>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<link rel=stylesheet href='javascript:alert(1)'>",
        "<base href='javascript:alert(1)//'>",
        "<style>@import 'javascript:alert(1)'</style>",
        "<p style='background:url(javascript:alert(1))'>x</p>",
        "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
        "<object data='javascript:alert(1)'></object>",
        "<embed src='javascript:alert(1)'>",
        "<blockquote cite='javascript:alert(1)'>x</blockquote>",
        "<video><source onerror='alert(1)'></video>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<x onclick=alert(1)>x</x>",
        "</p></div></body><body onload=alert(1)>",
    ],
)
def test_attacks_come_out_inert(attack: str) -> None:
    """No element, attribute or address that runs anything survives."""
    html = clean(attack)
    assert not re.search(r"<(?!/?(a|img|p|blockquote|table|tbody|div)\b)", html)
    assert not re.search(r"\son\w+=|javascript:|data:|style=|cite=", re.sub(r">[^<]*<", "><", html))


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<a href="/about">x</a>', '<a href="https://blog.example/about" rel="noopener noreferrer">x</a>'),
        ('<a href="other">x</a>', '<a href="https://blog.example/2026/post/other" rel="noopener noreferrer">x</a>'),
        ('<img src="bin.png" alt="A bin">', '<img src="https://blog.example/2026/post/bin.png" alt="A bin">'),
        (
            '<a href="mailto:ada@blog.example">x</a>',
            '<a href="mailto:ada@blog.example" rel="noopener noreferrer">x</a>',
        ),
        ("<p>One <strong>two</strong></p>", "<p>One <strong>two</strong></p>"),
        ("<p class=a id=b data-c=d>x</p>", "<p>x</p>"),
        ("<font color=red>x</font>", "x"),
        ("<p>a<br></br>b</p>", "<p>a<br>b</p>"),
    ],
)
def test_honest_markup_is_kept_and_its_links_are_absolute(html: str, kept: str) -> None:
    """What a post is set with stays, without the author's styling."""
    assert clean(html) == kept


@pytest.mark.parametrize("base", ["", "javascript:alert(1)", "not an address"])
def test_without_a_base_relative_links_lead_nowhere(base: str) -> None:
    """Rather no address than a wrong one."""
    assert "href" not in clean('<a href="/about">x</a>', base)


@given(st.text(alphabet="<>/ab =\"'&;#!-\n", max_size=80))
def test_cleaning_is_stable(html: str) -> None:
    """What is clean stays as it is when cleaned again."""
    once = clean(html)
    assert clean(once) == once


# ---------------------------------------------------------------- size and nesting

PATHOLOGIES = {
    "nested blocks": "<div>" * 100_000,
    "nested lists": "<ul><li>" * 60_000,
    "open emphasis": "<p><b>" * 80_000,
    "distinct emphasis": "".join(f"<b id={n}>" for n in range(9_000)) + "<p>" * 90_000,
    "tables": "<table><tr><td>" * 30_000,
    "brackets": "<" * 500_000,
    "comments": "<!--" * 120_000,
    "attributes": "<p " + "a=b " * 120_000 + ">",
    "ampersands": "&" * 500_000,
    "blanks": "<pre>" + " " * 500_000 + "</pre>",
    "open tags": "<a " * 170_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PATHOLOGIES)
def test_no_markup_takes_long(name: str) -> None:
    """Half a megabyte of what is worst for HTML parsers costs a second at most, twice."""
    start = time.process_time()
    clean(PATHOLOGIES[name])
    plain_text(PATHOLOGIES[name])
    assert time.process_time() - start < 2


def test_only_the_first_half_megabyte_is_read() -> None:
    """An entry is bounded; where it is cut, the markup is still whole."""
    html = clean("<p>" + "word " * 200_000 + "</p>")
    assert len(html) <= MAX_HTML + 10
    assert html.endswith("</p>")


def test_words_survive_when_tags_are_flattened() -> None:
    """Beyond a hundred levels the boxes go, not what is in them."""
    html = "<div>" * 500 + "the words" + "</div>" * 500
    assert plain_text(html) == "the words"
    assert bounded(html).count("<div>") < 150


def test_long_honest_posts_are_not_flattened() -> None:
    """A post of a thousand plain paragraphs keeps them all."""
    html = "<p>One <em>of</em> many.</p>" * 1_000
    assert bounded(html) == html


SITE = "https://blog.example/2026/11/bins/"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("/about", "https://blog.example/about"),
        ("lids", "https://blog.example/2026/11/bins/lids"),
        ("../lids", "https://blog.example/2026/11/lids"),
        ("?p=1", "https://blog.example/2026/11/bins/?p=1"),
        ("#more", "https://blog.example/2026/11/bins/#more"),
        ("//other.example/x", "https://other.example/x"),
        ("/../x", "https://blog.example/x"),
        ("", "https://blog.example/2026/11/bins/"),
        (" /about", "https://blog.example/about"),
        ("https://other.example/a?b=1", "https://other.example/a?b=1"),
        ("HTTPS://other.example/A", "HTTPS://other.example/A"),
        ("mailto:a@blog.example", "mailto:a@blog.example"),
    ],
)
@pytest.mark.parametrize("tag", ['<a href="{}">x</a>', "<A HREF='{}'>x</A>", '<a title="=" href = "{}">x</a>'])
def test_addresses_are_resolved_against_the_page_not_only_its_site(written: str, read: str, tag: str) -> None:
    """Whether a short cut can be taken or not: one relative address among others is enough to see the whole page."""
    assert f'href="{read}"' in clean_html(tag.format(written), SITE)
    assert f'href="{read}"' in clean_html(tag.format(written) + '<a href="/a">y</a><img src="b.png">', SITE)


@given(
    st.lists(
        st.sampled_from(["/a", "b", "#c", "https://x.example/", "//y.example", "=", ' "', "src='d'", "<b>"]), max_size=4
    )
)
def test_the_short_cut_gives_what_the_whole_way_gives(parts: list[str]) -> None:
    """The page's own cleaner is the measure."""
    html = "".join(f'<a href="{part}">x</a><img src={part}>' for part in parts)
    assert clean_html(html, SITE) == _cleaner(SITE).clean(bounded(html)).strip()


def test_both_readings_at_once_are_the_same_as_one_by_one() -> None:
    """Markup and words of a post are taken in one go."""
    html = "<p>One&nbsp;two<br>three</p><script>x</script><ul><li>four<li>five</ul><pre> a\n  b</pre>"
    assert read_html(html.encode(), SITE) == (clean_html(html, SITE).encode(), plain_text(html).encode())
    assert plain_text(html) == "One\u00a0two\nthree\n\nfour\nfive\n\na\nb"


# ---------------------------------------------------------------- two ways to the same words

_KNOWN = st.sampled_from(
    [
        "p",
        "div",
        "ul",
        "li",
        "a",
        "b",
        "em",
        "br",
        "hr",
        "img",
        "table",
        "tr",
        "td",
        "th",
        "blockquote",
        "h2",
        "dl",
        "dt",
    ]
)
_PIECES = st.one_of(
    _KNOWN.map(lambda name: f"<{name}>"),
    _KNOWN.map(lambda name: f"</{name}>"),
    st.sampled_from(
        ['<a title="a > b" href="/x?a=1&b=2">', "<P CLASS=x>", "<br/>", '<img alt="&lt;b&gt;">', "<td colspan=2>"]
    ),
    st.sampled_from(
        ["&amp;", "&lt;b&gt;", "&nbsp;", "&amp;lt;", "&eacute;", "&", "\u00ad", "\u00a0", "  ", "\n\n", "\t"]
    ),
    st.sampled_from(["<pre> a\n  b</pre>", "<script>no</script>", "<p hidden>no</p>", "<!-- no -->", "<form>x</form>"]),
    st.text(alphabet="ab <>&'\"é", max_size=6),
)


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_the_short_way_to_the_words_gives_what_the_tree_gives(markup: str) -> None:
    """Where cleaning takes nothing away, the words are read from the clean markup: the same words, the same breaks."""
    assert read_html(markup.encode(), "https://blog.example/")[1].decode() == plain_text(markup)


def test_the_short_way_is_taken_for_ordinary_posts_only() -> None:
    """What hides, drops or keeps white space is read from the author's markup, element by element."""
    assert _is_all_kept('<p>One <a href="/x">two</a>.<br>Three</p><ul><li>a</ul>')
    for odd in (
        "<pre>a",
        "<script>",
        "<!-- a -->",
        "<p hidden>",
        '<p style="display:none">',
        "<form>",
        "a <3 b",
        "<?php ?>",
    ):
        assert not _is_all_kept(odd), odd


@pytest.mark.parametrize(
    "html",
    [
        "<p>red &#27;[31m, back &#x202e;wards, nothing &#xfffe;</p>",
        '<p title="bell &#7;">a</p>',
        '<img src="https://a.example/i.png" alt="&#x1b;]0;owned&#7;">',
        '<a href="https://a.example/&#15;x">a</a>',
        '<a href="java&#15;script:alert(1)">a</a>',
        '<a href="&#1;javascript:alert(1)">a</a>',
        "<p>line&#13;line&#13;&#10;line</p>",
        '<ol type="a&#x85;"><li>a</ol>',
    ],
)
@pytest.mark.parametrize("base", ["https://a.example/blog/", ""])
def test_control_characters_do_not_come_in_by_reference(html: str, base: str) -> None:
    """Neither into texts nor into attributes; and what is left is clean when it is looked at again."""
    clean, text = (part.decode() for part in read_html(html.encode(), base))
    assert strip_controls(clean) == clean
    assert strip_controls(text) == text
    assert clean_html(clean, base) == clean
    assert not re.search(r"href=.(java|vb)script:", clean)


def test_other_references_are_what_they_stand_for() -> None:
    """Numbered or named."""
    clean, _ = read_html(b"<p>&#8211;&#233; &amp; &lt;b&gt; &nbsp;</p>", "")
    assert clean.decode() == "<p>–é &amp; &lt;b&gt; &nbsp;</p>"
