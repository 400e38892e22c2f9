"""What was altered on the way is always named; what was not, never: for any page, whatever a theme does around it."""

from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roundup.deliver.comparing import LONGEST_DIFF, MOST_TOLD, diff, losses, read

WORD = st.from_regex(r"[a-zäöß]{1,9}", fullmatch=True)
WORDS = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
KINDS = st.sampled_from(["p", "h2", "quote", "link"])
BLOCKS = st.lists(st.tuples(KINDS, WORDS), min_size=1, max_size=6)


def page(blocks: list[tuple[str, str]], number: int = 0) -> str:
    """The blocks as HTML; links are numbered from `number` on."""
    forms = {
        "p": "<p>{0}</p>",
        "h2": "<h2>{0}</h2>",
        "quote": "<blockquote><p>{0}</p></blockquote>",
        "link": '<p><a href="https://a.example/{1}">{0}</a></p>',
    }
    return "".join(forms[kind].format(escape(words), number + n) for n, (kind, words) in enumerate(blocks))


@given(BLOCKS, WORDS, WORDS)
def test_what_a_theme_puts_around_it_is_no_loss(blocks: list[tuple[str, str]], before: str, after: str) -> None:
    """Headers, footers, widgets, related posts, wrappers."""
    sent = page(blocks)
    head, related = f"<header><h1>{before}</h1></header>", page([("link", after)], 99)
    found = f"{head}<main><div class='x'>{sent}</div></main><aside>{related}</aside>"
    assert losses(sent, found) == ()


@given(BLOCKS)
def test_how_it_is_spelt_is_no_loss(blocks: list[tuple[str, str]]) -> None:
    """Entities, case of tags, classes, comments of an editor, white space between blocks."""
    sent = page(blocks)
    found = sent.replace("<p>", "\n<!-- wp:paragraph -->\n<P class=x>").replace("ä", "&auml;").replace("ß", "&#223;")
    assert losses(sent, found) == ()


@given(BLOCKS, st.sampled_from(["em", "strong", "span", "b"]), st.data())
def test_marked_words_are_the_same_words(blocks: list[tuple[str, str]], mark: str, data: st.DataObject) -> None:
    """A mark put around letters or taken away from them moves no word, not even inside one."""
    words = data.draw(st.sampled_from(blocks))[1]
    cut = data.draw(st.integers(0, len(words)))
    marked = f"<{mark}>{words[:cut]}</{mark}>{words[cut:]}"
    sent = page(blocks)
    found = sent.replace(f">{words}<", f">{marked}<")
    assert losses(sent, found) == ()
    assert losses(found, sent) == ()


@given(BLOCKS, st.data())
def test_a_block_that_is_gone_is_named(blocks: list[tuple[str, str]], data: st.DataObject) -> None:
    """Whichever it is."""
    gone = data.draw(st.integers(0, len(blocks) - 1))
    found = "".join(page([block], n) for n, block in enumerate(blocks) if n != gone)
    assert losses(page(blocks), found)


@given(BLOCKS, WORD, st.data())
def test_another_word_is_named(blocks: list[tuple[str, str]], word: str, data: st.DataObject) -> None:
    """Anywhere; in a quote the quote is named, not only the word."""
    at = data.draw(st.integers(0, len(blocks) - 1))
    kind, words = blocks[at]
    old = data.draw(st.sampled_from(words.split()))
    assume(word != old)
    altered = " ".join(word if one == old else one for one in words.split())
    told = losses(page(blocks), page([*blocks[:at], (kind, altered), *blocks[at + 1 :]]))
    assert told
    others = " ".join(words for n, (_, words) in enumerate(blocks) if n != at)
    if kind == "quote" and words not in f"{others} {altered}":
        assert any(loss.startswith(f"the quote “{words}” is altered or gone") for loss in told)


@given(BLOCKS, st.data())
def test_another_address_is_named(blocks: list[tuple[str, str]], data: st.DataObject) -> None:
    """A link that leads elsewhere, by one character."""
    sent = page([*blocks, ("link", "here")], 10)
    last = f"https://a.example/{10 + len(blocks)}"
    assert f"the link to {last} is not there" in losses(sent, sent.replace(f'{last}"', f'{last}/"'))


@given(st.permutations(["Not one", "Only two", "Three more", "Four at last"]))
def test_another_order_is_named(paragraphs: list[str]) -> None:
    """Nothing is gone, and yet it is not what was sent."""
    kept = ["Not one", "Only two", "Three more", "Four at last"]
    told = losses(page([("p", words) for words in kept]), page([("p", words) for words in paragraphs]))
    assert told == (() if paragraphs == kept else ("the words are in another order",))


def test_links_that_changed_places_are_named() -> None:
    """The words are the same, and so are the addresses; each leads to the other's post."""
    sent = page([("link", "bins"), ("link", "maps")])
    found = sent.replace("/0", "/x").replace("/1", "/0").replace("/x", "/1")
    assert losses(sent, found) == ("the links are in another order",)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ("<blockquote><p>One.</p><p>Two.</p></blockquote>", "<blockquote>One.<br>Two.</blockquote>"),
        ("<blockquote><p>b<em>ol</em>d</p></blockquote>", "<blockquote>bold</blockquote>"),
        ("<blockquote>One.</blockquote>", "<blockquote><p>One.</p></blockquote>"),
        ("<ul><li>One</li><li>Two</li></ul>", "<p>One</p><p>Two</p>"),
        ("<p>One<br>two</p>", "<p>One</p><p>two</p>"),
        ("<p>One&nbsp;two</p>", "<p>One two</p>"),
    ],
)
def test_flattened_is_still_there(sent: str, found: str) -> None:
    """Other elements around the same words in the same places."""
    assert losses(sent, found) == ()


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        "<blockquote><p>x</p></blockquote>" * 5_000,
        "<blockquote>" * 3_000 + "<p>x",
        "<p>" + "x " * 200_000,
        "<a href='x'>" * 20_000,
        "<h2>" + "y" * 500_000,
    ],
    ids=["deep", "quotes", "nested quotes", "words", "links", "one word"],
)
def test_a_page_of_any_size_is_compared(html: str) -> None:
    """Within seconds, whatever stands in its quotes and headings."""
    began = time.process_time()
    sent = page([("quote", f"not one of them said it {n}") for n in range(30)])
    assert len(losses(sent, html)) <= 3 * (MOST_TOLD + 1)
    read(html)
    assert time.process_time() - began < 10


def test_a_difference_of_any_size_is_shown() -> None:
    """Two texts that have every line in common, but never in order."""
    began = time.process_time()
    old, new = "a\nb\n" * 50_000, "b\na\nc\n" * 50_000
    assert len(diff(old, new, was="was", now="now").splitlines()) <= LONGEST_DIFF + 1
    assert time.process_time() - began < 10
