"""What blog software glues under posts is taken out of the words; what authors wrote is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.footers import without_footers

from .documents import read, rss


def stripped(*texts: str) -> list[str]:
    return [text.decode() for text in without_footers([text.encode() for text in texts])[0]]


@pytest.mark.parametrize(
    "footer",
    [
        "The post Bins first appeared on A Blog.",
        "The post Bins appeared first on A Blog.",
        "The post Why “bins”, again? appeared first on A Blog: news & views.",
        "Der Beitrag Tonnen erschien zuerst auf Ein Blog.",
        "L’article Poubelles est apparu en premier sur Un blog.",
    ],
)
def test_appeared_first_goes_even_from_a_single_post(footer: str) -> None:
    """WordPress writes it under every post of a feed, each with its own title."""
    assert stripped(f"Words.\n\n{footer}") == ["Words."]


def test_a_paragraph_under_every_post_goes() -> None:
    """The same last paragraph three times is no author's."""
    assert stripped("A.\n\nFollow me.", "B.\n\nFollow me.", "C.\n\nMore.\n\nFollow me.") == ["A.", "B.", "C.\n\nMore."]


def test_footers_of_several_paragraphs_go_from_below() -> None:
    """Also when "appeared first" stands under or over the rest."""
    footer = "\n\nShare this.\n\nFollow me.\n\nThe post X appeared first on Y."
    assert stripped(*(f"Post {n}.{footer}" for n in range(4))) == [f"Post {n}." for n in range(4)]


def test_two_posts_are_too_few_to_tell() -> None:
    """Two posts may well end alike."""
    texts = ["A.\n\nFollow me.", "B.\n\nFollow me."]
    assert stripped(*texts) == texts


def test_what_only_some_posts_end_with_stays() -> None:
    """A phrase an author likes is no footer."""
    texts = [f"Post {n}.\n\n{'Onwards.' if n < 3 else f'End {n}.'}" for n in range(6)]
    assert stripped(*texts) == texts


def test_a_post_is_never_emptied() -> None:
    """Posts that say nothing but the footer keep it."""
    assert stripped("Same.", "Same.", "Same.") == ["Same.", "Same.", "Same."]
    assert stripped("The post X appeared first on Y.") == ["The post X appeared first on Y."]
    assert stripped(*["One.\n\nTwo."] * 4) == ["One."] * 4


def test_short_posts_do_not_hide_the_footer_of_long_ones() -> None:
    """Posts of one paragraph have no footer to share and do not count."""
    assert stripped("A.\n\nFoot.", "B.\n\nFoot.", "C.\n\nFoot.", "Short.", "Brief.")[:3] == ["A.", "B.", "C."]


def test_a_sentence_about_appearing_first_stays() -> None:
    """Only a whole paragraph of the software's own wording goes."""
    text = "Words.\n\nAs I said, the post appeared first on the council's site, and then it was gone."
    assert stripped(text) == [text]


def test_nothing_is_nothing() -> None:
    """No entries, or entries without words."""
    assert stripped() == []
    assert stripped("", "") == ["", ""]


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "foot"]), max_size=5), max_size=8))
def test_only_whole_paragraphs_go_and_only_from_the_end(posts: list[list[str]]) -> None:
    """Every result is the beginning of its post, and no post that had words loses them all."""
    texts = ["\n\n".join(post) for post in posts]
    for before, after in zip(texts, stripped(*texts), strict=True):
        assert before == after or before.startswith(after + "\n\n")
        assert bool(before) == bool(after)


def test_footers_are_gone_from_text_and_kept_in_markup() -> None:
    """Quotes are proved against the text; the markup is as the feed gave it. The fingerprint is the text's."""
    footed = rss(*(f"<description>&lt;p>Post {n}.&lt;/p>&lt;p>Follow me.&lt;/p></description>" for n in range(3)))
    plain = rss(*(f"<description>&lt;p>Post {n}.&lt;/p></description>" for n in range(3)))
    with_footer, without = read(footed), read(plain)
    assert [entry.text for entry in with_footer.entries] == ["Post 0.", "Post 1.", "Post 2."]
    assert b"Follow me." in with_footer.entries[0].html
    assert [e.content_hash for e in with_footer.entries] == [e.content_hash for e in without.entries]
