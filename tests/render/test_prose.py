"""An editor's Markdown → HTML that can do nothing but be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from roundup.render import manuscript, prose
from tests.render.hostile import PAYLOADS


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Hello, *world*.", "<p>Hello, <em>world</em>.</p>"),
        ("**bold** ~~gone~~ `code`", "<p><strong>bold</strong> <s>gone</s> <code>code</code></p>"),
        ("one line\nand the next", "<p>one line and the next</p>"),
        ("a break\\\nhere", "<p>a break<br>\nhere</p>"),
        ("[post](https://a.example/?b=1&c=2)", '<p><a href="https://a.example/?b=1&amp;c=2">post</a></p>'),
        ("[mail](mailto:ada@a.example)", '<p><a href="mailto:ada@a.example">mail</a></p>'),
        ("[bad](javascript:alert(1))", "<p>bad</p>"),
        ("[relative](/x)", "<p>relative</p>"),
        ("[title](https://a.example/ 'pops up')", '<p><a href="https://a.example/">title</a></p>'),
        ("![cat](https://a.example/cat.png)", '<p><a href="https://a.example/cat.png">cat</a></p>'),
        ("![](https://a.example/cat.png)", '<p><a href="https://a.example/cat.png">image</a></p>'),
        ("![cat](javascript:alert(1))", "<p>cat</p>"),
        ("<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("```js\nx < 1\n```", "<pre><code>x &lt; 1\n</code></pre>"),
        ("# One\n\n#### Four", "<h2>One</h2>\n<h4>Four</h4>"),
        ("", ""),
    ],
)
def test_html(markdown: str, html: str) -> None:
    """CommonMark and strikethrough; no HTML, no pictures, no links but to the web and to mail."""
    assert prose.html(markdown) == html


def test_headings_do_not_rise_above_their_place() -> None:
    """Under a heading of rank 3 an editor's own begin at 4."""
    assert prose.html("# One", level=4) == "<h4>One</h4>"


@given(markdown=st.one_of(st.text(), st.lists(st.sampled_from(PAYLOADS), max_size=4).map("\n".join)))
def test_only_known_elements_and_safe_links_come_out(markdown: str) -> None:
    """Whatever an editor pastes."""
    for node in LexborHTMLParser(prose.html(markdown)).css("body *"):
        assert node.tag in prose.TAGS
        assert set(node.attributes) <= {"href", "start"}
        assert (node.attributes.get("href") or "https:").startswith(("http://", "https://", "mailto:", "https:"))


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Hello, *world* [here](https://a.example/).", "Hello, world here."),
        ("# One\n\ntwo\\\nthree\n\n- four", "One\ntwo three\nfour"),
        ("    code", "code"),
        ("***", ""),
    ],
)
def test_plain(markdown: str, words: str) -> None:
    """The words without their marks, for descriptions."""
    assert manuscript.plain(manuscript.read(markdown)) == words


def test_links_in_reading_order() -> None:
    """Each link that a reader can follow, as often as it stands there."""
    tokens = manuscript.read(
        "[a](https://a.example/) <https://b.example/> [x](ftp://c.example/)\n\n- [a](https://a.example/)"
    )
    assert manuscript.links(tokens) == ("https://a.example/", "https://b.example/", "https://a.example/")


@pytest.mark.parametrize("text", ["word " * 10_000, "w" * 50_000, "w " + "w" * 50_000])
def test_too_long_a_manuscript_is_cut_visibly(text: str) -> None:
    """At a word where there is one, and never to nothing."""
    words = manuscript.plain(manuscript.read(text))
    assert words.endswith("…")
    assert manuscript.MAX_LENGTH / 2 < len(words) <= manuscript.MAX_LENGTH + 2
