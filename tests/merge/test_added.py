"""A page added by an editor, and the post that it is."""

from __future__ import annotations

from typing import Any

import pytest

from roundup.merge.added import is_cut_short, page_of_post
from roundup.model import Change, KnownPost
from tests.samples import entry

WHOLE = "The bins went out on time. Nobody thanked the crew, and nobody ever does, whatever the weather may be."
SUMMARY = "The bins went out on time. Nobody thanked […]"
FEED = ("https://blog.example/feed",)
PAGE = "https://blog.example/2026/11/bins/"


def becomes(page: str, known: str, by_hand: bool = False, digest: str = "page", **fields: Any) -> Change:
    """What a page with this text means for a post with that text."""
    values = {"feeds": FEED, "hashes": frozenset({"feed"}), "hash": "feed", **fields}
    post = KnownPost(id=7, key="url:x", url=PAGE, title="Bins", text=known, **values)
    return page_of_post(entry(url=PAGE, text=page, content_hash=digest), post, ("url:x",), by_hand=by_hand)


@pytest.mark.parametrize(
    "ending",
    [
        "[…]",
        "[...]",
        "…",
        "...",
        "Continue reading",
        "Continue reading “Bins, again” →",
        "Read more »",
        "Read the full post",
        "Keep reading",
        "View post >",
    ],
)
def test_feeds_that_carry_summaries_end_like_this(ending: str) -> None:
    """So an editor is told where the whole text is to be had."""
    assert is_cut_short(f"The bins went out. Nobody thanked {ending}")
    assert is_cut_short(f"The bins went out.\n\n{ending} ")


@pytest.mark.parametrize(
    "text", ["", "The end.", "Wait … what?", "I want to read more books.", "“Read more!”, she said."]
)
def test_other_endings_are_no_sign_of_a_summary(text: str) -> None:
    """Dots within a text, and words of a sentence, mean nothing."""
    assert not is_cut_short(text)


def test_a_page_that_tells_more_is_the_whole_text() -> None:
    """Much longer than what is known; or longer at all, where that was cut short."""
    assert becomes(WHOLE, SUMMARY).kind == "changed"
    assert becomes(WHOLE, WHOLE[:50]).kind == "changed"
    assert becomes(WHOLE, WHOLE[:-15] + "[…]").kind == "changed"


def test_a_page_that_tells_hardly_more_is_not() -> None:
    """Share buttons and the like make pages longer than posts."""
    change = becomes(f"Share this. {WHOLE}", WHOLE)
    assert (change.kind, change.reason) == ("same", "another feed's wording")


def test_a_page_that_was_added_may_change() -> None:
    """No feed speaks for it: its latest words count, unless they are only a part."""
    assert becomes(WHOLE[:-8] + "or less.", WHOLE, feeds=(PAGE,)).kind == "changed"
    assert becomes(SUMMARY, WHOLE, feeds=(PAGE,)).kind == "same"


def test_what_an_editor_gives_counts_always() -> None:
    """Also if it is shorter, and also if the post bore it before."""
    assert becomes("Short.", WHOLE, by_hand=True).kind == "changed"
    before = becomes("Short.", WHOLE, by_hand=True, digest="old", hashes=frozenset({"feed", "old"}))
    assert (before.kind, before.restores) == ("same", True)


def test_what_is_known_word_for_word_stays() -> None:
    """No second snapshot of the same words."""
    change = becomes(WHOLE, WHOLE, digest="feed")
    assert (change.kind, change.restores, change.post_id, change.keys) == ("same", False, 7, ("url:x",))


def test_a_link_to_the_rest_may_stand_on_a_line_of_its_own() -> None:
    """Then in whatever letters."""
    assert is_cut_short("The bins went out.\n\ncontinue reading bins, again")
    assert not is_cut_short("She went on. Nobody likes to continue reading bins")
