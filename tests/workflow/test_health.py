"""How each feed is, in words: what is wrong since when, and what to do. Quiet is not dead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from roundup.model import FeedState, Subscription
from roundup.store.feeds import FeedStats
from roundup.workflow.feeds import follow
from roundup.workflow.health import GROUPS, QUIET, FeedReport, feed_report, grouped, in_words, report
from tests.samples import NOW
from tests.workflow.desks import desk_at

URL = "https://blog.example/feed?a=1&b=2"
SUBSCRIPTION = Subscription(URL, title="Quiet Clerk")
WELL = FeedState(url=URL, health="ok", title="A Blog", last_fetched=NOW, last_success=NOW)
FAILING = replace(
    WELL,
    health="failing",
    failures=12,
    failing_since=NOW - timedelta(days=17),
    next_due=NOW + timedelta(days=1),
    reason="answered 404 Not Found; there is no feed at this address; find its feed anew with: roundup feeds add SITE",
)
LATELY = FeedStats(posts=30, posts_per_week=2.54, newest=NOW - timedelta(days=3))


def told(state: FeedState = WELL, stats: FeedStats | None = LATELY, *, paused: bool = False) -> FeedReport:
    return feed_report(replace(SUBSCRIPTION, paused=paused), state, stats, NOW)


def test_a_feed_that_is_well_says_how_often_it_writes() -> None:
    """And has no advice to give."""
    row = told()
    assert (row.group, row.state, row.posts_per_week, row.since, row.advice) == ("well", "ok", 2.5, None, "")
    assert in_words(row) == "2.5 posts a week"


def test_a_failing_feed_says_since_when_how_often_why_and_what_to_do() -> None:
    """The words of the fetch, parted into why and remedy."""
    row = told(FAILING)
    assert (row.group, row.since) == ("trouble", NOW - timedelta(days=17))
    assert in_words(row) == "failing since 3 November 2026, 12 times in a row: answered 404 Not Found"
    assert row.advice == "there is no feed at this address; find its feed anew with: roundup feeds add SITE"


def test_a_feed_that_failed_once_is_waited_for() -> None:
    """Where the fetch knew no remedy: patience, with the day on which it is asked again."""
    row = told(replace(FAILING, reason="its gzip has too many members", failures=1))
    assert in_words(row) == "failing since 3 November 2026: its gzip has too many members"
    assert row.advice == "nothing yet: it is asked again from 21 November 2026 on"


def test_a_feed_that_has_failed_for_long_is_let_go() -> None:
    """With a command that a shell takes as it stands."""
    row = told(replace(FAILING, reason="the answer is too odd", failing_since=NOW - timedelta(weeks=9)))
    assert row.advice == f"if the blog is no more: roundup feeds remove '{URL}'"


def test_a_feed_that_is_gone_is_told_so() -> None:
    """With the remedy of the fetch, or one's own."""
    gone = replace(FAILING, health="gone", reason="answered 410 Gone")
    assert in_words(told(gone)).startswith("gone since 3 November 2026")
    assert told(gone).advice.startswith("if the blog has no other home: roundup feeds remove")
    assert told(replace(gone, reason="answered 410 Gone; its owner took it away")).advice == "its owner took it away"


@pytest.mark.parametrize(("weeks", "group"), [(7, "well"), (9, "quiet"), (200, "quiet")])
def test_a_blog_without_posts_for_two_months_is_quiet(weeks: int, group: str) -> None:
    """Its feed answers, so nothing is wrong with it, for years if need be."""
    assert timedelta(weeks=8) == QUIET
    assert told(stats=replace(LATELY, newest=NOW - timedelta(weeks=weeks), posts_per_week=0.0)).group == group


def test_quiet_is_not_dead() -> None:
    """It is said since when nothing came, and that it answers."""
    row = told(stats=replace(LATELY, newest=NOW - timedelta(weeks=36)))
    assert in_words(row) == "nothing new since March 2026; it still answers"
    assert row.since == row.newest
    assert in_words(told(stats=None)) == "it has brought no post yet; it still answers"


def test_a_feed_that_fails_is_not_called_quiet() -> None:
    """Who cannot be heard may be speaking."""
    assert told(FAILING, stats=None).group == "trouble"


WARNINGS = {
    "12 held back: reposted: 12 old posts came at once": "roundup posts --held",
    "posts were probably missed since 3 November 2026: the feed shows only 5": "roundup fetch oftener",
    "its known posts are all on new.example now: has the blog moved?": "",
}


@pytest.mark.parametrize(("warning", "advice"), WARNINGS.items())
def test_a_warning_is_a_trouble_of_a_feed_that_answers(warning: str, advice: str) -> None:
    """Said as it is, with what to do about it."""
    row = told(replace(WELL, warning=warning))
    assert (row.group, row.state) == ("trouble", "ok")
    assert in_words(row) == warning
    assert advice in row.advice


def test_a_feed_that_has_moved_says_where() -> None:
    """And that nothing needs doing."""
    row = told(replace(WELL, moved_to="https://new.example/feed", moved_since=NOW, moves=1))
    assert (row.group, row.since) == ("trouble", NOW)
    assert in_words(row) == "has moved for good to https://new.example/feed"
    assert row.advice.startswith("nothing")


def test_a_move_that_something_is_in_the_way_of_is_not_left_to_itself() -> None:
    """After a week it would have been taken over; a fetch of the feed says what keeps it."""
    row = told(replace(WELL, moved_to="https://new.example/feed", moved_since=NOW - timedelta(days=8), moves=9))
    assert row.advice == f"the new address was not taken over; to hear why: roundup fetch '{URL}'"


def test_a_paused_feed_is_paused_whatever_else_it_is() -> None:
    """With the word that ends it."""
    row = told(FAILING, paused=True)
    assert (row.group, row.state) == ("paused", "paused")
    assert in_words(row) == "paused: it is not asked"
    assert row.advice == f"to ask it again: roundup feeds resume '{URL}'"


def test_a_feed_not_asked_yet_is_new() -> None:
    """No trouble, no silence: nothing is known."""
    row = told(FeedState(url=URL), None)
    assert (row.group, in_words(row)) == ("new", "not asked yet")


def test_troubles_come_first_then_the_quiet() -> None:
    """In each group in the order of feeds.opml."""
    rows = [
        told(),
        told(FeedState(url=URL), None),
        told(stats=None),
        told(FAILING),
        told(paused=True),
        told(replace(WELL, warning="odd")),
    ]
    ordered = grouped(rows)
    assert tuple(dict.fromkeys(row.group for row in ordered)) == GROUPS
    assert [row.state for row in ordered[:2]] == ["failing", "ok"]


def test_the_report_is_of_every_feed_that_is_followed(tmp_path: Path) -> None:
    """In the order of feeds.opml, also before any was asked."""
    desk, urls = desk_at(tmp_path), ("https://b.example/feed", "https://a.example/feed")
    follow(desk, [Subscription(url) for url in urls])
    assert [(row.url, row.group) for row in report(desk)] == [(url, "new") for url in urls]
