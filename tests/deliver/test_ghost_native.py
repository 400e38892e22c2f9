"""HTML as Ghost's editor takes it without loss, and what a post says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundup.deliver.comparing import losses
from roundup.deliver.comparing import read as told
from roundup.deliver.ghost.native import bare, card, native
from roundup.deliver.ghost.own import own_links
from roundup.deliver.ghost.telling import telling
from roundup.render import SHAPES, render
from roundup.render.prose import html as html_of
from tests.deliver.ghostimport import imported
from tests.render.editions import weekly
from tests.render.hostile import PAYLOADS, worded


def fragment(shape: str) -> str:
    (made,) = render(weekly(shape=shape), formats=("fragment",))
    return made.content.decode()


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>Words.</p>", "<p>Words.</p>"),
        ("<h2><cite><a href='https://a.example/'>A</a></cite>:</h2>", '<h2><a href="https://a.example/">A</a>:</h2>'),
        ("<p><span dir='auto'>Ada</span></p>", "<p>Ada</p>"),
        ("<blockquote cite='x'>\n<p>a</p>\n<p>b</p>\n</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("<blockquote>a<br>b</blockquote>", "<blockquote><p>a<br>b</p></blockquote>"),
        (
            "<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote>",
            "<blockquote><p>a</p><p>b</p></blockquote>",
        ),
        (
            "<blockquote><p>a</p><ul><li>b</li><li>c</li></ul></blockquote>",
            "<blockquote><p>a</p><p>• b<br>• c</p></blockquote>",
        ),
        ("<blockquote><ol><li>b</li><li>c</li></ol></blockquote>", "<blockquote><p>1. b<br>2. c</p></blockquote>"),
        (
            "<blockquote><pre><code>x &lt; y\n  z\n</code></pre></blockquote>",
            "<blockquote><p><code>x &lt; y</code><br><code>&nbsp; z</code></p></blockquote>",
        ),
        (
            "<blockquote><h3>a</h3><hr><p>b</p></blockquote>",
            "<blockquote><p><strong>a</strong></p><p>* * *</p><p>b</p></blockquote>",
        ),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", "<ul><li>a<br>• b<br>c</li></ul>"),
        ("<ol start='3'><li>a</li></ol>", '<ol start="3"><li>a</li></ol>'),
        ("<ol start='x\"'><li>a</li></ol>", "<ol><li>a</li></ol>"),
        ("<div><section><p>a</p></section><p>b</p></div>", "<p>a</p>\n<p>b</p>"),
        ("<pre><code>a\n b</code></pre><hr>", "<pre><code>a\n b</code></pre>\n<hr>"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_blocks_that_its_editor_has(html: str, written: str) -> None:
    """A quotation and a list item hold words and breaks; everything else stays as it is."""
    assert native(html).replace("\xa0", "&nbsp;") == written


@pytest.mark.parametrize("shape", SHAPES)
def test_no_word_link_or_quotation_is_lost_on_the_way(shape: str) -> None:
    """Neither in what is sent nor in what the editor makes of it."""
    html = fragment(shape)
    for found in (native(html), imported(native(html)), imported(card(html))):
        assert losses(bare(html), bare(found)) == ()
        assert told(found).links == told(html).links


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_sent_says_what_will_stand_there(shape: str) -> None:
    """So that a push that was cut off knows its own words again."""
    html = fragment(shape)
    assert telling(imported(native(html))) == telling(native(html))
    assert telling(imported(card(html))) == telling(card(html))


def test_hostile_words_say_the_same_too() -> None:
    """Markup that is words stays words."""
    (made,) = render(worded(*PAYLOADS[:30]), formats=("fragment",))
    html = made.content.decode()
    assert losses(bare(html), native(html)) == ()
    assert telling(imported(native(html))) == telling(native(html))


def test_a_card_and_blocks_do_not_say_the_same() -> None:
    """A change from one to the other is a change."""
    html = fragment("essay")
    assert telling(card(html)).split("\n")[0] == "<kg-card-begin: html>"
    assert telling(card(html)) != telling(native(html))


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<h2 id='x'>A <a href='https://a.example/'>b</a></h2><p>c</p>", ["## A [b](https://a.example/)", "c"]),
        ("<blockquote>a<br><br>b</blockquote>", ["> a", "> b"]),
        ("<ul><li>a<br>b<ul><li>c</li></ul></li></ul><ol><li>d</li></ol>", ["- a", "- b", "- - c", "1. d"]),
        ("<p><em>a</em><em>b</em> <i>c</i></p>", ["*ab* *c*"]),
        ("<p><strong>a<br>b</strong></p>", ["**a**", "**b**"]),
        ("<pre><code>a\n  b</code></pre>", ["    a", "      b"]),
        ("<p>a</p><hr><p>b</p>", ["a", "---", "b"]),
        ("<p><img src='https://a.example/x.png' alt='A bin'></p>", ["![A bin](https://a.example/x.png)"]),
        ("<p>a  b\n c</p><p> </p><p></p>", ["a b c"]),
        ("<p>a<span>b</span><cite>c</cite></p>", ["abc"]),
        (
            "<div class='kg-card kg-callout-card kg-callout-card-blue'>a</div>",
            ["<div kg-callout-card kg-callout-card-blue>a"],
        ),
        ("<iframe src='https://v.example/1'></iframe>", ["<iframe https://v.example/1>"]),
        ("<p>a<script>b</script><style>c</style></p>", ["a"]),
        ("", [""]),
    ],
)
def test_what_a_post_says(html: str, lines: list[str]) -> None:
    """A line for each that a reader sees, and a name for what Markdown has no mark for."""
    assert telling(html).split("\n") == lines


@pytest.mark.parametrize(
    ("link", "spelt"),
    [
        ("https://blog.example", "https://blog.example/"),
        ("http://blog.example/about/", "https://blog.example/about/"),
        ("https://BLOG.example/?s=a%20b&amp;c=ü", "https://blog.example/?s=a%20b&amp;c=%C3%BC"),
        ("https://blog.example/größe#täg", "https://blog.example/gr%C3%B6%C3%9Fe#t%C3%A4g"),
        ("https://blog.example:8080/", "https://blog.example:8080/"),
        ("https://other.example", "https://other.example"),
        ("https://other.example/?q=https://blog.example", "https://other.example/?q=https://blog.example"),
        ("mailto:ada@blog.example", "mailto:ada@blog.example"),
        ("https://[blog.example", "https://[blog.example"),
    ],
)
def test_links_to_the_publication_itself_are_spelt_as_it_spells_them(link: str, spelt: str) -> None:
    """It keeps them without its own address, and gives them back with it: TLS or not, a slash, percent signs."""
    html = f'<p><a href="{link}">x</a></p>'
    assert own_links(html, "https://blog.example") == html.replace(link, spelt)


def test_a_folder_is_all_of_the_publication() -> None:
    """What stands beside it on the same host is another site."""
    html = '<a href="http://x.example/blog/a">x</a><a href="http://x.example/blogs">y</a>'
    assert own_links(html, "https://x.example/blog") == html.replace(
        "http://x.example/blog/", "https://x.example/blog/"
    )
    assert own_links("<p>x.example &bull; <br/>", "https://y.example") == "<p>x.example &bull; <br/>"


_EDITS = {
    "a word": ("Words", "Wörds"),
    "emphasis": ("Words", "<em>Words</em>"),
    "another emphasis": ("<em>one</em>", "<strong>one</strong>"),
    "a link's end": ("https://a.example/", "https://b.example/"),
    "a paragraph": ("</p><p>", " "),
    "a heading": ("<h2>Two</h2>", "<h3>Two</h3>"),
    "a quotation": ("<blockquote>Said.</blockquote>", "<p>Said.</p>"),
    "a picture": ("</p>", '</p><figure class="kg-card kg-image-card"><img src="https://a.example/1.png"></figure>'),
    "a picture's words": ('alt="Old"', 'alt="New"'),
    "its width": ('class="kg-card kg-image-card"', 'class="kg-card kg-image-card kg-width-wide"'),
    "a line": ("Words", "Wor<br>ds"),
    "a card": ("<h2>", '<div class="kg-card kg-toggle-card"></div><h2>'),
    "an underline": ("Words", "<u>Words</u>"),
}


@pytest.mark.parametrize("edit", _EDITS)
def test_every_edit_by_hand_is_seen(edit: str) -> None:
    """Whatever somebody can do to the text there: it must not be written over."""
    html = (
        '<p>Words <em>one</em> <a href="https://a.example/">two</a></p><p>More.</p><h2>Two</h2><blockquote>Said.'
        '</blockquote><figure class="kg-card kg-image-card"><img src="https://a.example/0.png" alt="Old"></figure>'
    )
    old, new = _EDITS[edit]
    assert old in html
    assert telling(html.replace(old, new, 1)) != telling(html)


def test_pages_nested_beyond_reason_are_read() -> None:
    """What a stranger's server sends, and what an editor quotes in quotes."""
    assert telling("<div>" * 390 + "x" + "</div>" * 390) == "x"
    assert telling("<blockquote>" * 5000 + "x").endswith("x")
    assert "deep" in native(html_of(">" * 19 + " deep"))
    assert native("<ul><li>" * 150 + "x").count("x") == 1


@settings(max_examples=25)
@given(st.text(alphabet="ab <>/&;\"'=pliu\n#*->!", max_size=60))
def test_any_markup_is_read_and_written(text: str) -> None:
    """No text ends in an error, and written once more it says the same."""
    once = native(text)
    assert telling(native(once)) == telling(once)
    assert "\n\n" not in telling(text)


@settings(max_examples=25)
@given(
    st.lists(
        st.sampled_from(["# H", "> q\n> r", "- a\n- b", "1. x", "p *e* `c`", "    code", "***", "> - z"]), max_size=5
    )
)
def test_whatever_an_editor_writes_keeps_its_words(parts: list[str]) -> None:
    """Through what is sent and through the editor there, in their order."""
    html = html_of("\n\n".join(parts))
    kept = " ".join(told(imported(native(html))).words).replace("•", "").replace("* * *", "").split()
    assert [word for word in kept if word != "1."] == list(told(html).words)
