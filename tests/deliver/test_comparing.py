"""What came back is compared with what was sent, as a reader would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.deliver.comparing import LONGEST_DIFF, MOST_TOLD, diff, dressed_alike, losses, read

SENT = (
    '<p>Somebody <a href="https://a.example/1">asked</a>.</p><h2>Bins</h2>'
    "<blockquote><p>Not one of them “said” it.</p><p>It’s odd — very.</p></blockquote><p>More, please.</p>"
)


def test_the_same_is_no_loss() -> None:
    """What comes back as it was sent is not spoken of."""
    assert losses(SENT, SENT) == ()


@pytest.mark.parametrize(
    "found",
    [
        SENT.replace("“", "&#8220;").replace("”", "&#8221;").replace("’", "'"),
        SENT.replace(" — ", " – ").replace("<p>", "\n<p class='x'>"),
        f"<header><h1>The blog</h1><a href='/'>home</a></header>{SENT}<footer>Powered by bins</footer>",
        SENT.replace("<blockquote>", "<blockquote class='wp-block-quote' cite='x'>\n\n"),
    ],
)
def test_what_a_theme_does_is_no_loss(found: str) -> None:
    """Entities, other marks and dashes, classes, white space, words around the post."""
    assert losses(SENT, found) == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('href="https://a.example/1"', 'href="https://a.example/2"', "the link to https://a.example/1 is not there"),
        ('<a href="https://a.example/1">asked</a>', "asked", "the link to https://a.example/1 is not there"),
        ("Not one", "Not two", "the quote “Not one of them 'said' it.” is altered or gone; it reads: Not two"),
        ("<p>It’s odd — very.</p>", "", "the quote “It's odd - very.” is altered or gone"),
        ("<h2>Bins</h2>", "<p>Bins</p>", "the heading “Bins” is altered or gone"),
        ("More, please.", "", "2 words are not there: More, please."),
    ],
)
def test_every_loss_is_named(old: str, new: str, words: str) -> None:
    """A link that leads elsewhere, a quote with another word, a heading or words that are gone."""
    assert any(words in loss for loss in losses(SENT, SENT.replace(old, new)))


def test_quotes_that_were_flattened_are_still_there() -> None:
    """Paragraphs of a quotation joined by line breaks say the same words."""
    flat = SENT.replace("</p><p>It", "<br><br>It")
    assert not [loss for loss in losses(SENT, flat) if "quote" in loss]


def test_script_and_style_are_no_words() -> None:
    """A page's own machinery is neither lost nor found."""
    assert read("<style>p {color: red}</style><script>alert(1)</script><p>One</p>").words == ("One",)


def test_many_losses_are_counted() -> None:
    """A page that lost everything does not fill the screen."""
    sent = "".join(f'<p><a href="https://a.example/{n}">x</a></p>' for n in range(50))
    told = losses(sent, "")
    assert f"… and {50 - MOST_TOLD} more links are not there" in told
    assert len(told) < 2 * MOST_TOLD


def test_a_difference_is_shown_as_lines() -> None:
    """What was there with a minus, what is there now with a plus."""
    assert diff("a\nb\n", "a\nc\n", was="then", now="now").splitlines()[-2:] == ["-b", "+c"]
    long = diff("", "x\n" * 5000, was="then", now="now").splitlines()
    assert len(long) == LONGEST_DIFF + 1
    assert long[-1].endswith("lines more")


@pytest.mark.parametrize(
    ("found", "alike"),
    [
        ("<p>A <em>b</em> &#038; <time>c</time></p>", True),
        ("<p>A <em>b</em> &amp; c</p>", True),
        ("<p>A b &amp; <time>c</time></p>", False),
        ("<p><em>A</em> b &amp; <time>c</time></p>", False),
        ('<p>A <em>b</em> &amp; <time>c</time><img src="x.png"></p>', False),
        ("<p>A <em>b</em> &amp; <time>c</time></p><iframe></iframe>", False),
        ("<!-- wp:more --><p>A <em>b</em> &amp; <time>c</time></p>", False),
    ],
)
def test_what_a_site_takes_away_is_told_from_what_an_editor_does(found: str, alike: bool) -> None:
    """Sites respell signs and drop elements; emphasis, pictures, blocks and anything added are somebody's doing."""
    assert dressed_alike("<p>A <em>b</em> &amp; <time>c</time></p>", found) is alike


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared(sent: str, found: str) -> None:
    """Whatever a far end answers is compared, never raised at the editor; nothing is lost of itself."""
    losses(sent, found)
    dressed_alike(sent, found)
    assert losses(sent, sent) == ()
    assert dressed_alike(sent, sent)
