"""What a feed brought is weighed and written down; what is amiss is said, once in the report, longer in the state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roundup.model import FeedState, FetchOutcome, ParsedFeed, Subscription
from roundup.workflow.desk import Desk
from roundup.workflow.taking import Taken, take_all, take_in
from tests.samples import NOW
from tests.store.feeds import FEED, dump, feed, item
from tests.workflow.desks import desk_at

LATER = NOW + timedelta(days=21)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


def took(
    desk: Desk, document: ParsedFeed, before: FeedState | None, *, now: datetime = LATER, reason: str = ""
) -> Taken:
    """What a fetch that read this document comes to."""
    state = replace(before or FeedState(url=FEED), health="ok", items=document.items)
    outcome = FetchOutcome(Subscription(FEED), "fetched", state, feed=document, reason=reason)
    with desk.store() as store, store.write():
        return take_in(store, outcome, before, flood=5, now=now)


def first(desk: Desk) -> FeedState:
    """The state of a feed after its first fetch of five posts."""
    document = replace(feed(*(item(n) for n in range(5))), items="a b c d e")
    taken = took(desk, document, None, now=NOW)
    assert (taken.new, taken.held, taken.outcome.reason, taken.outcome.state.warning) == (5, 0, "", "")
    return replace(taken.outcome.state, last_success=NOW)


def test_a_feed_that_was_not_read_brings_nothing(desk: Desk) -> None:
    """Its outcome is left as it is."""
    outcome = FetchOutcome(Subscription(FEED), "unchanged", FeedState(url=FEED, warning="kept"))
    with desk.store() as store:
        assert take_in(store, outcome, None, flood=5, now=NOW) == Taken(outcome)


def test_a_flood_is_counted_apart_and_said(desk: Desk) -> None:
    """After what the fetch itself had to say."""
    before = first(desk)
    old = [item(1000 + n) for n in range(6)]
    taken = took(desk, replace(feed(item(0), *old), items="a x"), before, reason="has moved")
    assert (taken.new, taken.held) == (0, 6)
    assert taken.outcome.reason.startswith("has moved; 6 held back: reposted")
    assert taken.outcome.state.warning.startswith("6 held back")


def test_a_gap_is_said_until_something_known_comes_again(desk: Desk) -> None:
    """A fetch without any entry settles nothing."""
    before = first(desk)
    young = replace(feed(*(item(50 + n, published=LATER - timedelta(hours=n)) for n in range(4))), items="f g h i")
    after = took(desk, young, before).outcome.state
    assert after.warning.startswith("posts were probably missed")
    empty = took(desk, replace(feed(), items=""), after).outcome
    assert (empty.reason, empty.state.warning) == ("", after.warning)
    again = took(desk, replace(young, seen=4, entries=()), after).outcome.state
    assert again.warning == ""


def test_a_blog_that_is_elsewhere_now_is_said_once(desk: Desk) -> None:
    """The next fetch finds it at home there."""
    before = first(desk)
    moved = replace(feed(*(item(n, url=f"https://new.example/{n}", guid=f"n{n}") for n in range(5))), items="p q r s t")
    taken = took(desk, moved, before)
    assert (taken.new, taken.held) == (0, 0)
    assert "all on new.example now" in taken.outcome.reason
    assert took(desk, moved, taken.outcome.state).outcome.reason == ""


def test_what_another_feed_brought_before_is_not_republished(desk: Desk) -> None:
    """A blog that is followed twice, in two formats: the second feed is new, and so are its names."""
    first(desk)
    url = "https://blog.example/atom"
    document = feed(*(replace(item(n), guid=f"tag:blog.example,2026:{n}") for n in range(5)))
    outcome = FetchOutcome(Subscription(url), "fetched", FeedState(url=url, health="ok"), feed=document)
    for before, said in ((None, ""), (FeedState(url=url, last_success=NOW), "republished: 5 known posts")):
        with desk.store() as store:
            taken = take_in(store, outcome, before, flood=5, now=LATER)
        assert (taken.new, taken.outcome.reason[: len(said) or None]) == (0, said)
        document = feed(*(replace(item(n), guid=f"other:{n}") for n in range(5)))
        outcome = replace(outcome, feed=document)


def test_the_first_posts_of_a_feed_that_was_empty_are_no_flood(desk: Desk) -> None:
    """It has answered before, but brought nothing that could have been missed."""
    before = replace(took(desk, feed(), None, now=NOW).outcome.state, last_success=NOW)
    assert took(desk, feed(*(item(1000 + n) for n in range(9))), before).new == 9


# ---------------------------------------------------------------- many at once

FEEDS = tuple(f"https://feeds.example/{n}" for n in range(4))


def read(url: str, numbers: list[int], *, words: str = "") -> FetchOutcome:
    """A fetch of a feed with these posts, which other feeds may have as well."""
    entries = (item(n, **({"text": f"{words} {n}, at some length."} if words else {})) for n in numbers)
    document = feed(*entries, url=url)
    return FetchOutcome(Subscription(url), "fetched", FeedState(url=url, health="ok"), feed=document)


def taken_in(root: Path, rounds: Sequence[Sequence[FetchOutcome]], *, at_once: bool) -> tuple[list[Taken], Any]:
    """What came of all rounds, a round a transaction, and all that is in the file then."""
    taken: list[Taken] = []
    states: dict[str, FeedState] = {}
    with desk_at(root).store() as store:
        for number, outcomes in enumerate(rounds):
            now = NOW + timedelta(days=number)
            parts = [outcomes] if at_once else [[outcome] for outcome in outcomes]
            with store.write():
                new = [each for part in parts for each in take_all(store, part, states, flood=5, now=now)]
                store.feeds.save_all([(each.outcome, each.new, each.changed) for each in new])
            states = {each.outcome.subscription.url: each.outcome.state for each in new}
            taken.extend(new)
        return taken, dump(store)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a new desk."""
    desk = desk_at(tmp_path_factory.mktemp("blank"))
    with desk.store():
        pass
    return desk.settings.database_path.read_bytes()


_ROUND = st.lists(
    st.builds(
        read,
        st.sampled_from(FEEDS),
        st.lists(st.integers(1, 12), max_size=4, unique=True),
        words=st.sampled_from(["", "Corrected"]),
    ),
    max_size=4,
    unique_by=lambda outcome: outcome.subscription.url,
)


@given(rounds=st.lists(_ROUND, min_size=1, max_size=3))
@example(rounds=[[read(FEEDS[0], [1], words="Corrected")], [read(FEEDS[0], [1]), read(FEEDS[1], [2])]])
@settings(max_examples=25)
def test_many_feeds_at_once_come_to_what_they_would_one_after_the_other(
    blank: bytes, tmp_path_factory: pytest.TempPathFactory, rounds: list[list[FetchOutcome]]
) -> None:
    """Also where several bring the same posts, with other words, some of them known."""
    both = []
    for at_once in (True, False):
        root = tmp_path_factory.mktemp("desk")
        desk_at(root).settings.database_path.write_bytes(blank)
        both.append(taken_in(root, rounds, at_once=at_once))
    assert both[0] == both[1]


def test_a_post_of_several_feeds_is_one(tmp_path: Path) -> None:
    """The first brings it, the others are noted as its sources."""
    taken, _ = taken_in(tmp_path, [[read(url, [1, 2 + n]) for n, url in enumerate(FEEDS)]], at_once=True)
    assert [each.new for each in taken] == [2, 1, 1, 1]
    with desk_at(tmp_path).store() as store:
        assert [source.feed_url for source in store.posts.sources(1)] == list(FEEDS)
        assert store.check() == ()


def test_feeds_that_have_nothing_in_common_are_written_in_few_statements(desk: Desk) -> None:
    """However many they are."""
    outcomes = [read(f"https://feeds.example/{n}", [10 * n + 1, 10 * n + 2]) for n in range(8)]
    seen: list[str] = []
    with desk.store() as store, store.write():
        store.connection.raw.set_trace_callback(seen.append)
        take_all(store, outcomes[:1], {}, flood=5, now=NOW)
        one = len([line for line in seen if line.startswith("SELECT")])
        seen.clear()
        take_all(store, outcomes[1:], {}, flood=5, now=NOW)
        store.connection.raw.set_trace_callback(None)
        assert len([line for line in seen if line.startswith("SELECT")]) == one
