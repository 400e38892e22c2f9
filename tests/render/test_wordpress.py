"""wordpress.html: blocks as WordPress' own editor writes them."""

from __future__ import annotations

import re
from dataclasses import replace
from textwrap import dedent

import pytest

from roundup.model import Edition, Erratum
from roundup.render import SHAPES
from roundup.render.blocks import blocks
from tests import samples
from tests.render.editions import weekly
from tests.render.hostile import PAYLOADS, worded, written
from tests.render.reading import text_of

MARK = re.compile(r"<!-- (/?)wp:([a-z-]+)( \{[^{}]*\})? -->")


def blocks_of(markdown: str, level: int = 2) -> str:
    return blocks(markdown, level=level, spell=str)


def page(edition: Edition) -> str:
    return text_of(edition, "wordpress")


def words(text: str) -> str:
    return dedent(text).strip()


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Words *of* ours.", """
            <!-- wp:paragraph -->
            <p>Words <em>of</em> ours.</p>
            <!-- /wp:paragraph -->"""),
        ("## Second\n\n#### Fourth", """
            <!-- wp:heading -->
            <h2 class="wp-block-heading">Second</h2>
            <!-- /wp:heading -->
            <!-- wp:heading {"level":4} -->
            <h4 class="wp-block-heading">Fourth</h4>
            <!-- /wp:heading -->"""),
        ("> Theirs.\n>\n> - one", """
            <!-- wp:quote -->
            <blockquote class="wp-block-quote"><!-- wp:paragraph -->
            <p>Theirs.</p>
            <!-- /wp:paragraph -->
            <!-- wp:list -->
            <ul class="wp-block-list"><!-- wp:list-item -->
            <li>one</li>
            <!-- /wp:list-item --></ul>
            <!-- /wp:list --></blockquote>
            <!-- /wp:quote -->"""),
        ("3. three\n4. four", """
            <!-- wp:list {"ordered":true,"start":3} -->
            <ol start="3" class="wp-block-list"><!-- wp:list-item -->
            <li>three</li>
            <!-- /wp:list-item -->
            <!-- wp:list-item -->
            <li>four</li>
            <!-- /wp:list-item --></ol>
            <!-- /wp:list -->"""),
        ("- a\n\n  b\n\n      c <d>\n\n  > e\n  - f", """
            <!-- wp:list -->
            <ul class="wp-block-list"><!-- wp:list-item -->
            <li>a<br>b<br>c &lt;d&gt;<br>e<!-- wp:list -->
            <ul class="wp-block-list"><!-- wp:list-item -->
            <li>f</li>
            <!-- /wp:list-item --></ul>
            <!-- /wp:list --></li>
            <!-- /wp:list-item --></ul>
            <!-- /wp:list -->"""),
        ("```\na <b>\n\nc\n```", """
            <!-- wp:code -->
            <pre class="wp-block-code"><code>a &lt;b&gt;

            c</code></pre>
            <!-- /wp:code -->"""),
        ("***", """
            <!-- wp:separator -->
            <hr class="wp-block-separator has-alpha-channel-opacity"/>
            <!-- /wp:separator -->"""),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_as_blocks(markdown: str, html: str) -> None:
    """Each of an editor's paragraphs, headings, lists … is a block of that kind."""
    assert blocks_of(markdown) == words(html)


def test_an_edition_as_blocks() -> None:
    """Lead, quotation with its source in it, remark: what a person would have made there by hand."""
    pick = samples.pick(
        title="Bins", remark="Quite.", quotes=(samples.quote("First […] words.", "Second.", speaker="Jo Marsh"),)
    )
    html = page(samples.edition(pick))
    assert words("""
        <!-- wp:paragraph -->
        <p>Ada Example <a href="https://blog.example/1">writes about bins</a>.</p>
        <!-- /wp:paragraph -->
        <!-- wp:quote -->
        <blockquote class="wp-block-quote"><!-- wp:paragraph -->
        <p>First &#091;…&#093; words.</p>
        <!-- /wp:paragraph -->
        <!-- wp:paragraph -->
        <p>Second.</p>
        <!-- /wp:paragraph -->
        <cite>Jo Marsh, quoted by Ada Example in <a href="https://blog.example/1">Bins</a>, A Blog</cite></blockquote>
        <!-- /wp:quote -->
        <!-- wp:paragraph -->
        <p>Quite.</p>
        <!-- /wp:paragraph -->
        """) in html  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "edition", [weekly(), worded(*PAYLOADS), written(*PAYLOADS)], ids=["weekly", "words", "editors"]
)
def test_blocks_are_closed_in_the_order_they_were_opened(edition: Edition, shape: str) -> None:
    """Nothing stands outside a block, and no word opens or closes one."""
    html = page(replace(edition, shape=shape))
    opened: list[str] = []
    outside, at = "", 0
    for mark in MARK.finditer(html):
        outside += html[at : mark.start()] if not opened else ""
        at = mark.end()
        if mark[1]:
            assert opened.pop() == mark[2]
        else:
            opened.append(mark[2])
    assert (opened, outside.strip()) == ([], "")
    assert html.count("<!--") == len(MARK.findall(html))


def test_a_picture_is_a_block_too() -> None:
    """With its words, in which no shortcode is found."""
    html = page(samples.edition(image="https://a.example/b.png", image_alt="A [gallery] of bins"))
    image = '<img src="https://a.example/b.png" alt="A &#091;gallery&#093; of bins"/>'
    assert f'<figure class="wp-block-image">{image}</figure>' in html


def test_code_keeps_its_empty_lines() -> None:
    """An editor's preformatted words are not squeezed."""
    assert "a\n\n\nb</code>" in page(samples.edition(intro="    a\n\n\n    b"))


def test_corrections_are_blocks() -> None:
    """Under a heading of their own, each with its day."""
    html = page(samples.edition(errata=(Erratum("It was *Marrowby*.", "2026-12-01"),)))
    assert html.endswith(words("""
        <h2 class="wp-block-heading">Correction</h2>
        <!-- /wp:heading -->
        <!-- wp:paragraph -->
        <p>1 December 2026:</p>
        <!-- /wp:paragraph -->
        <!-- wp:paragraph -->
        <p>It was <em>Marrowby</em>.</p>
        <!-- /wp:paragraph -->
        """) + "\n")  # fmt: skip
