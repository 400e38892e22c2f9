"""The week in one report: what came, who was silent, what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from roundup.model import FeedState, Subscription
from roundup.store.feeds import FeedStats
from roundup.store.week import Brought, Week
from roundup.workflow.feeds import follow
from roundup.workflow.health import FeedReport, feed_report
from roundup.workflow.week import WeekReport, told, week_report
from tests.samples import NOW
from tests.store.feeds import feed, fetch, item
from tests.workflow.desks import desk_at

SINCE = NOW - timedelta(days=7)
NOTHING = Week((), (), (), ())
MISSED = "posts were probably missed since 3 November 2026: the feed shows only 5 at a time; fetch oftener"


def url(name: str) -> str:
    return f"https://{name}.example/feed"


def row(name: str, rate: float = 1.0, **state: object) -> FeedReport:
    """A feed that writes so often, and is well unless `state` says otherwise."""
    known = replace(FeedState(url=url(name), health="ok"), **state)  # type: ignore[arg-type]
    stats = FeedStats(9, rate, NOW - timedelta(days=8))
    return feed_report(Subscription(url(name), title=name.title()), known, stats, NOW)


def made(*rows: FeedReport, week: Week = NOTHING) -> WeekReport:
    return told(rows, week, since=SINCE, until=NOW)


def test_new_posts_are_counted_by_blog_most_first() -> None:
    """Under the title the desk knows the feed by; a post that no feed speaks for, under its blog's."""
    week = replace(
        NOTHING,
        fresh=(Brought(url("ash"), "x", 2), Brought(url("birch"), "y", 5), Brought("", "A Page", 1)),
    )
    report = made(row("ash"), row("birch"), row("cedar"), week=week)
    assert report.new == (("Birch", 5), ("Ash", 2), ("A Page", 1))
    assert (report.posts, report.feeds) == (8, 3)


def test_who_usually_writes_and_did_not_is_silent() -> None:
    """Not who wrote, who writes seldom, who fails or who is paused."""
    week = replace(NOTHING, fresh=(Brought(url("ash"), "x", 2),))
    rows = [row("ash"), row("birch"), row("cedar", rate=0.2), row("elm", health="failing")]
    assert made(*rows, week=week).silent == ("Birch",)


def test_who_fails_longest_comes_first() -> None:
    """Each with the day since when, and why, but not what to do: `feeds` says that."""
    rows = [
        row("ash", health="failing", failing_since=NOW - timedelta(days=1), reason="answered 404 Not Found; look"),
        row("birch", health="gone", failing_since=NOW - timedelta(days=30), reason="answered 410 Gone"),
    ]
    assert made(*rows).failing == (
        ("Birch", "since 21 Oct: answered 410 Gone"),
        ("Ash", "since 19 Nov: answered 404 Not Found"),
    )


def test_what_is_held_says_why_and_how_much_still_waits() -> None:
    """Floods and domains that may have changed hands alike."""
    week = replace(NOTHING, held=(Brought(url("ash"), "x", 3, "reposted: 12 old posts came at once"),))
    assert made(row("ash"), week=week).held == (("Ash", "3 waiting; reposted: 12 old posts came at once"),)


def test_what_was_missed_is_taken_from_what_fetches_remarked() -> None:
    """Whatever else was remarked with it; it is said though the warning is gone by now."""
    remarks = ((url("ash"), f"7 held back: reposted; {MISSED}"), (url("birch"), "has moved for good to x"))
    assert made(row("ash"), row("birch"), week=replace(NOTHING, remarks=remarks)).missed == (("Ash", MISSED),)


def test_feeds_that_moved_and_feeds_that_are_moving() -> None:
    """What is done first."""
    week = replace(NOTHING, moved=(("https://old.example/feed", url("ash")),))
    report = made(row("ash"), row("birch", moved_to="https://new.example/"), week=week)
    assert report.moved == (
        ("Ash", f"moved to {url('ash')}; it is followed there now"),
        ("Birch", "has moved for good to https://new.example/"),
    )


def test_a_weeks_report_of_a_desk(tmp_path: Path) -> None:
    """From the file: this week's posts by their dates, not the archive that came with them."""
    desk = desk_at(tmp_path)
    document = feed(item(1), item(2), item(30))
    follow(desk, [Subscription(document.url, title="Ours"), Subscription(url("ash"))])
    with desk.store() as store:
        fetch(store, document)
    report = week_report(desk)
    assert report.new == (("Ours", 2),)
    assert (report.feeds, report.since, report.until) == (2, SINCE, NOW)
    assert week_report(desk, NOW - timedelta(days=60)).posts == 3
