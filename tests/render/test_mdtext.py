"""Words → Markdown that shows the same words, in whatever reads it."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from roundup.render import manuscript, mdtext
from roundup.text import one_line, strip_controls

# What a site may read our Markdown with: the bare specification, and it with everything this renderer can add.
RENDERERS = {
    "commonmark": MarkdownIt("commonmark", {"html": True}),
    "gfm": MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]),
}
SPECIALS = st.text(alphabet="\\`*_{}[]()#+-.!<>&;:|~=\"'$^%@/ \t1a…\u00a0\u200f", max_size=30)
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "# ",
                "1. ",
                "- ",
                "> ",
                "```",
                "~~~",
                "===",
                "---",
                "***",
                "+++",
                "    ",
                "\\",
                "{{",
                "}}",
                "{%",
                "{{<",
                "{#",
            ),
            *(
                "<script>",
                "</a>",
                "<!--",
                "&lt;",
                "&#60;",
                "&amp",
                "![x](y)",
                "[x]: y",
                "[…]",
                "(z)",
                "[^1]",
                "a|b",
                "|-|-|",
            ),
            *(
                "https://x.example",
                "www.x.example",
                "javascript:alert(1)",
                "<javascript:x>",
                ":smile:",
                "word",
                " ",
                "!",
                "_",
            ),
        ]
    ),
    max_size=12,
).map("".join)
WORDS = st.one_of(st.text(max_size=40), SPECIALS, PIECES)
EDITORS_WORDS = st.one_of(
    WORDS, st.lists(st.one_of(PIECES, st.sampled_from(["\n", "\n\n", "\n  ", "\n    ", "\n> "]))).map("".join)
)


def rendered(markdown: str, renderer: str = "commonmark") -> LexborHTMLParser:
    """What a reader of `markdown` gets to see."""
    return LexborHTMLParser(RENDERERS[renderer].render(markdown))


def words(html: LexborHTMLParser) -> str:
    return html.body.text() if html.body else ""


def tags(html: LexborHTMLParser) -> list[str]:
    return [node.tag or "" for node in html.css("body *") if node.tag and not node.tag.startswith("-")]


@pytest.mark.parametrize(
    ("plain", "markdown"),
    [
        ("Plain words, with “quotes” – and a dash.", "Plain words, with “quotes” – and a dash."),
        ("# Not a heading #", r"\# Not a heading \#"),
        ("1. Not a list", r"1\. Not a list"),
        ("2026) neither", r"2026\) neither"),
        ("- nor this", r"\- nor this"),
        ("---", r"\---"),
        ("===", "&#61;&#61;="),
        ("> quoted", "&gt; quoted"),
        ("*stars* and snake_case", r"\*stars\* and snake\_case"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("AT&T &copy; & more", "AT&T &amp;copy; & more"),
        ("a [link](http://x.example)", r"a \[link\](http&#58;//x.example)"),
        ("cut […] here", "cut […] here"),
        ("cut […](javascript:alert(1))", r"cut \[…\](javascript&#58;alert(1))"),
        ("{{ secret }} {% run %}", "&#123;&#123; secret &#125;&#125; &#123;% run %&#125;"),
        ("{{< figure >}}", "&#123;&#123;&lt; figure &gt;&#125;&#125;"),
        ("[gallery]", r"\[gallery\]"),
        ("at 10:30: done", "at 10:30: done"),
        ("www.example.org", r"www\.example.org"),
        (":smile:", "&#58;smile:"),
        ("a | b", "a &#124; b"),
        ("  two\n lines ", "two lines"),
    ],
)  # fmt: skip
def test_escape_text(plain: str, markdown: str) -> None:
    """Plain text stays readable as source; only what could mean something is spelled differently."""
    assert mdtext.escape_text(plain) == markdown


@pytest.mark.parametrize("renderer", RENDERERS)
@given(text=WORDS)
def test_escaped_text_shows_the_same_words(renderer: str, text: str) -> None:
    """Whatever the words are, a Markdown renderer shows exactly them, in one paragraph without any markup."""
    plain = one_line(text)
    html = rendered(mdtext.escape_text(plain), renderer)
    assert words(html).strip() == plain
    assert tags(html) == (["p"] if plain else [])


@given(text=WORDS, level=st.integers(1, 6))
def test_escaped_text_is_safe_in_a_heading(text: str, level: int) -> None:
    """A title in a heading keeps its last characters, even if they look like a closing sequence."""
    plain = one_line(text)
    html = rendered(f"{'#' * level} {mdtext.escape_text(plain)}")
    assert words(html).strip() == plain
    assert tags(html) == [f"h{level}"]


@given(text=WORDS)
def test_escaped_text_is_safe_as_a_link_text(text: str) -> None:
    """A title in a link cannot end the link, or lead anywhere else."""
    plain = one_line(text) or "x"
    html = rendered(f"See [{mdtext.escape_text(plain)}](https://post.example/) now")
    assert [node.attributes for node in html.css("a")] == [{"href": "https://post.example/"}]
    assert html.css("a")[0].text() == plain
    assert tags(html) == ["p", "a"]


@given(paragraph=st.lists(WORDS, max_size=4).map("\n".join))
def test_escaped_lines_stay_one_quoted_paragraph(paragraph: str) -> None:
    """A quotation's paragraph keeps its line breaks and its words, and cannot leave the block quote."""
    shown = [line.strip() for line in strip_controls(paragraph).split("\n") if line.strip()]
    quoted = "\n".join(f"> {line}" for line in mdtext.escape_lines(paragraph).split("\n"))
    html = rendered(quoted)
    assert set(tags(html)) <= {"blockquote", "p", "br"}
    assert _squeezed(words(html)) == _squeezed(" ".join(shown))
    assert len(html.css("br")) == max(0, len(shown) - 1)


@given(text=WORDS)
def test_no_template_engine_finds_its_braces(text: str) -> None:
    """Liquid, Jinja, Go templates and Hugo's shortcodes look at the source, so the source has no braces."""
    assert not set("{}<>") & set(mdtext.escape_text(text))


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://a.example/x_y?b=1&c=2", "https://a.example/x_y?b=1&c=2"),
        ("https://a.example/x?y=1&copy;=2", "https://a.example/x?y=1&amp;copy;=2"),
        ("https://a.example/w_(b)", "<https://a.example/w_(b)>"),
        ("https://a.example/x?y[]=1", "https://a.example/x?y%5B%5D=1"),
        ("https://[::1]:80/[x](y)", "<https://[::1]:80/%5Bx%5D(y)>"),
        ("mailto:a[b]@a.example", "mailto:a%5Bb%5D@a.example"),
    ],
)
def test_destination(url: str, written: str) -> None:
    """An address is written so that a link leads exactly there, and no link can begin inside it."""
    assert mdtext.destination(url) == written
    assert unquote(rendered(f"[x]({written})").css("a")[0].attributes["href"] or "") == url


@pytest.mark.parametrize(
    ("editor", "written"),
    [
        ("Some *emphasis*, __strength__ and ~~haste~~.", "Some *emphasis*, **strength** and ~~haste~~."),
        ("One line\nand another", "One line and another"),
        ("Broken\\\nhere", "Broken\\\nhere"),
        ("A [link](https://a.example/ 'with a title')!", "A [link](https://a.example/)!"),
        ("Wow![Link](https://a.example/)", "Wow[Link](https://a.example/)"),
        ("Wow\\![Link](https://a.example/)", "Wow\\![Link](https://a.example/)"),
        ("See <https://a.example/>", "See <https://a.example/>"),
        ("Write to <ada@a.example>", "Write to [ada@a.example](mailto:ada@a.example)"),
        ("No [link](javascript:alert(1)) here", "No link here"),
        ("No [link](//evil.example/) here", "No link here"),
        ("[ref][1]\n\n[1]: https://a.example/", "[ref](https://a.example/)"),
        ("![A cat](https://a.example/cat.png)", "[A cat](https://a.example/cat.png)"),
        ("[![A cat](https://a.example/cat.png)](https://b.example/)", "[A cat](https://b.example/)"),
        ("[](https://a.example/)", "<https://a.example/>"),
        ("*[x](https://a.example/?y[]=1)*", "*[x](https://a.example/?y%5B%5D=1)*"),
        ("<https://a.example/(x)>", "[https&#58;//a.example/(x)](<https://a.example/(x)>)"),
        ("# Heading", "## Heading"),
        ("Heading\n===", "## Heading"),
        ("#### Deep", "#### Deep"),
        ("* a\n* b", "- a\n- b"),
        ("* a\n\n* b", "- a\n- b"),
        ("- a\n\n  more\n- b", "- a\n\n  more\n\n- b"),
        ("- a\n- b\n\n* c", "- a\n- b\n\n* c"),
        ("7. a\n8. b", "7. a\n8. b"),
        ("> said\n> so", "> said so"),
        ("---", "***"),
        ("`code`", "`code`"),
        ("`` a`b ``", "``a`b``"),
        ("`{{ secret }}`", "&#123;&#123; secret &#125;&#125;"),
        ("```\nx = 1\n\n\ny\n```", "```\nx = 1\n\ny\n```"),
        ("    {{ secret }}", "&#123;&#123; secret &#125;&#125;"),
        ("<b onclick=alert(1)>x</b>", "&lt;b onclick=alert(1)&gt;x&lt;/b&gt;"),
        ("<!-- gone -->", "&lt;!-- gone --&gt;"),
        ("{{< figure >}}", "&#123;&#123;&lt; figure &gt;&#125;&#125;"),
        ("*a***b**", "*a***b**"),
        ("**a**__b__", "ab"),
        ("", ""),
    ],
)  # fmt: skip
def test_canonical(editor: str, written: str) -> None:
    """An editor's Markdown comes out in one plain spelling, without what is not ours to publish."""
    assert mdtext.canonical(editor) == written


@given(editor=EDITORS_WORDS)
def test_canonical_says_what_the_editor_said(editor: str) -> None:
    """Reading the canonical Markdown gives the same words and the same links as reading the editor's own."""
    original = manuscript.read(editor)
    again = manuscript.read(mdtext.canonical(editor))
    assert _squeezed(manuscript.plain(again)) == _squeezed(manuscript.plain(original))
    assert [unquote(link) for link in manuscript.links(again)] == [unquote(link) for link in manuscript.links(original)]


@given(editor=EDITORS_WORDS)
def test_canonical_is_already_canonical(editor: str) -> None:
    """Canonical Markdown stays as it is when it goes through again, so nothing creeps in over time."""
    once = mdtext.canonical(editor)
    twice = mdtext.canonical(once)
    assert mdtext.canonical(twice) == twice
    assert _squeezed(manuscript.plain(manuscript.read(twice))) == _squeezed(manuscript.plain(manuscript.read(once)))


@given(editor=EDITORS_WORDS)
def test_canonical_is_pure_markdown(editor: str) -> None:
    """A renderer that lets HTML through finds none, and no link that could run something."""
    html = rendered(mdtext.canonical(editor))
    assert not set(tags(html)) - ALLOWED
    for link in html.css("a"):
        assert re.match(r"(https?|mailto):", link.attributes["href"] or "")


ALLOWED = {
    *("p", "br", "a", "em", "strong", "code", "pre", "blockquote", "hr", "ul", "ol", "li"),
    *("h2", "h3", "h4", "h5", "h6"),
}


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
