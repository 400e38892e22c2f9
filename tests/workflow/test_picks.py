"""star, unstar, skip, tag, order: what they record, what they refuse, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundup.errors import NotFound, UsageError
from roundup.workflow.desk import Desk
from roundup.workflow.pick import order, skip, star, tag, unstar
from roundup.workflow.publish import publish
from roundup.workflow.word import annotate, quote
from tests.workflow.desks import at, bring, decisions, ids, pick, picks, ready

VERBS: list[Callable[..., Any]] = [star, unstar, skip, order, lambda desk, refs: tag(desk, refs, add=["x"])]


def test_a_star_is_a_decision_with_a_name_and_a_time(desk: Desk) -> None:
    """The ledger says who, when, about what."""
    post = bring(desk, "bins")
    star(at(desk, "bo", hours=1), [post])
    (made,) = decisions(desk)
    assert (made.verb, made.curator, made.time) == ("star", "bo", at(desk, hours=1).now)
    assert pick(desk, post).starred_by == "bo"


def test_a_post_is_meant_by_id_or_by_any_spelling_of_its_address(desk: Desk) -> None:
    """Scheme, www, trailing slash and trackers make no other post; each post is done once."""
    post = bring(desk, "bins")
    refs = [
        post,
        f"#{post}",
        "https://blog.example/bins/",
        "http://blog.example/bins?utm_source=x",
        "blog.example/bins",
    ]
    assert ids(star(desk, refs)) == [post]
    assert len(decisions(desk)) == 1


@pytest.mark.parametrize("verb", VERBS)
def test_one_unknown_post_leaves_the_others_untouched(desk: Desk, verb: Callable[..., Any]) -> None:
    """All posts named must exist, or nothing is done to any of them."""
    post = bring(desk, "bins")
    star(desk, [post])
    before = decisions(desk)
    for wrong in ("99", "-1", "", "  ", "\x00", "9" * 400, "https://nowhere.example/", "\udcff", "é"):
        with pytest.raises(NotFound):
            verb(desk, [post, wrong])
    assert decisions(desk) == before


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_named_is_nothing_done(desk: Desk, verb: Callable[..., Any]) -> None:
    """No post at all is an error, not a success."""
    with pytest.raises(NotFound, match="no post was named"):
        verb(desk, [])


@pytest.mark.parametrize("verb", [star, unstar, skip])
def test_twice_is_once(desk: Desk, verb: Callable[..., Any]) -> None:
    """A decision that changes nothing is not written down, so that `undo` takes back what was seen to happen."""
    post = bring(desk, "bins")
    star(desk, [post])
    verb(desk, [post])
    before = decisions(desk)
    verb(desk, [post])
    assert decisions(desk) == before


def test_unstarring_keeps_the_words(desk: Desk) -> None:
    """A lead-in and a quote come back with a new star."""
    (post,) = ready(desk, "bins")
    quote(desk, post, "Nobody thanked the crew")
    unstar(desk, [post])
    assert picks(desk) == []
    star(desk, [post])
    assert picks(desk) == [post]
    assert pick(desk, post).lead
    assert pick(desk, post).quotes


def test_skipping_gives_the_reason_and_takes_the_star(desk: Desk) -> None:
    """A skipped post is in no edition; its reason is one line."""
    post = bring(desk, "bins")
    star(desk, [post])
    skip(desk, [post], reason="job\nadvert\x1b[31m")
    assert picks(desk) == []
    assert (pick(desk, post).skipped, pick(desk, post).skip_reason) == (True, "job advert[31m")
    star(desk, [post])
    assert not pick(desk, post).skipped


@pytest.mark.parametrize(
    ("add", "remove", "left"),
    [
        (["housing"], [], ("waste", "housing")),
        (["a,b", " c "], [], ("waste", "a", "b", "c")),
        ([], ["WASTE"], ()),
        (["Waste"], [], ("waste",)),
        (["x"], ["x"], ("waste", "x")),
        ([",", "y"], [], ("waste", "y")),
        (["a\tb\x1b"], [], ("waste", "a b")),
    ],
)
def test_tags_are_put_on_and_taken_off(desk: Desk, add: list[str], remove: list[str], left: tuple[str, ...]) -> None:
    """Commas part tags, case makes no other tag, what is both removed and added is there."""
    post = bring(desk, "bins")
    tag(desk, [post], add=["waste"])
    tag(desk, [post], add=add, remove=remove)
    assert pick(desk, post).tags == left


@pytest.mark.parametrize("nothing", [[], [""], [","], [" , "], ["\x00"]])
def test_no_tag_is_an_error(desk: Desk, nothing: list[str]) -> None:
    """Nothing to add and nothing to remove is said so."""
    post = bring(desk, "bins")
    with pytest.raises(UsageError, match="no tag was given"):
        tag(desk, [post], add=nothing, remove=nothing)


def test_order_puts_first_what_is_named(desk: Desk) -> None:
    """The rest follows in the order it had; naming a post twice is naming it once."""
    a, b, c = (bring(desk, slug) for slug in ("a", "b", "c"))
    for hours, post in enumerate((a, b, c)):
        star(at(desk, hours=hours), [post])
    order(at(desk, hours=4), [c, c])
    assert picks(desk) == [c, a, b]
    order(at(desk, hours=5), [b, c])
    assert picks(desk) == [b, c, a]


def test_only_picks_can_be_ordered(desk: Desk) -> None:
    """A post that is not starred is named, with the remedy."""
    (a,) = ready(desk, "a")
    b = bring(desk, "b")
    with pytest.raises(UsageError, match=f"post {b} is not in the edition") as refused:
        order(desk, [a, b])
    assert f"roundup star {b}" in refused.value.hint


@pytest.mark.parametrize("verb", [star, unstar, order])
def test_what_a_closed_edition_holds_is_decided(desk: Desk, verb: Callable[..., Any]) -> None:
    """No edition tells a post twice: it is refused with the edition's number, the others named are left alone."""
    (post,) = ready(desk, "bins")
    publish(desk)
    other = bring(desk, "other")
    before = decisions(desk)
    with pytest.raises(UsageError, match=f"post {post} is in edition 1, which is closed"):
        verb(desk, [other, post])
    assert decisions(desk) == before


def test_decisions_are_numbered_and_never_go_back_in_time(desk: Desk) -> None:
    """A clock that was set back does not put today's decision before yesterday's."""
    post = bring(desk, "bins")
    star(desk, [post])
    annotate(at(desk, days=-3), post, lead="Later words.")
    first, second = decisions(desk)
    assert (first.seq, second.seq) == (1, 2)
    assert second.time >= first.time
