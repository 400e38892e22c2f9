"""How feeds and the week look on a terminal: 80 columns, one screen, nothing hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from roundup.cli.health import sections
from roundup.cli.week import COLUMNS, screen
from roundup.model import FeedState, Subscription
from roundup.store.feeds import FeedStats
from roundup.text import width
from roundup.workflow.health import FeedReport, feed_report
from roundup.workflow.week import WeekReport
from tests.blogserver import Blogs, opml
from tests.cli.desk import Commands
from tests.samples import NOW

KEYS = {"url", "title", "state", "last_success", "failures", "reason", "posts_per_week", "tags"}
EVIL = "\x1b]0;owned\x07 漢字" * 20


def row(title: str = "A Blog", *, days: int = 3, **state: object) -> FeedReport:
    known = replace(FeedState(url="https://blog.example/feed", health="ok"), **state)  # type: ignore[arg-type]
    stats = FeedStats(9, 1.5, NOW - timedelta(days=days))
    return feed_report(Subscription("https://blog.example/feed", title=title), known, stats, NOW)


def shown(*rows: FeedReport) -> list[str]:
    return [line for text, _ in sections(rows) for line in text.split("\n")]


# ---------------------------------------------------------------- feeds


def test_each_group_has_a_heading_and_its_feeds() -> None:
    """Troubles at length, the others in a line each."""
    failing = row("Old Bench", health="failing", failing_since=NOW, failures=2, reason="answered 404; look anew")
    assert shown(failing, row("Silent Type", days=100), row("Harbour Notes")) == [
        "Not well (1)",
        "  Old Bench",
        "    failing since 20 November 2026, 2 times in a row: answered 404",
        "    → look anew",
        "    https://blog.example/feed",
        "",
        "Quiet, but not dead (1)",
        "  Silent Type                         nothing new since August 2026; it still a…",
        "",
        "Well (1)",
        "  Harbour Notes                       1.5 posts a week",
        "",
    ]


@pytest.mark.parametrize("title", [EVIL, "", "W" * 500])
def test_no_line_is_wider_than_a_terminal(title: str) -> None:
    """However long or wide titles, reasons and addresses are; escapes never get that far."""
    long = f"answered {'x' * 300}; look at https://{'y' * 200}.example/ {EVIL}"
    lines = shown(row(title, health="failing", reason=long), row(title, days=900), row(title))
    assert max(map(width, lines)) <= COLUMNS
    assert not set("\x1b\x07") & set("".join(lines))


def test_feeds_answer_programs_as_before(desk: Commands, blogs: Blogs) -> None:
    """The keys there always were, and since, advice and warning; in a pipe, tabs and troubles first."""
    missing = blogs.url + "/missing"
    (desk.root / "feeds.opml").write_text(opml(blogs.url + "/feed", missing), encoding="utf-8")
    desk.run("fetch", "--all")
    well, failing = desk.json("feeds")
    assert set(well) >= KEYS | {"since", "advice", "warning", "group"}
    assert (well["group"], failing["group"]) == ("well", "trouble")
    assert failing["since"]
    assert failing["advice"]
    said = desk.run("feeds")
    first, second = said.out.splitlines()
    assert first.split("\t")[1::4] == ["failing", missing]
    assert second.split("\t")[1] == "ok"
    assert "→" in said.err
    assert "2 feeds, 1 of them not well." in said.err


# ---------------------------------------------------------------- the week


def week(**fields: object) -> WeekReport:
    nothing: dict[str, object] = dict.fromkeys(("new", "silent", "failing", "held", "missed", "moved"), ())
    values = {"since": NOW - timedelta(days=7), "until": NOW, "feeds": 100, "posts": 0, "quiet": 0, **nothing, **fields}
    return WeekReport(**values)  # type: ignore[arg-type]


def many(count: int, words: str = "since 3 Nov: answered 404 Not Found") -> tuple[tuple[str, str], ...]:
    return tuple((f"Blog {number} of a long and winding name", words) for number in range(count))


def test_a_week_in_which_nothing_happened() -> None:
    """Says just that."""
    assert screen(week()) == [
        "13 November to 20 November 2026: 0 new posts from 0 blogs, 100 followed",
        "Nothing came, and nothing is wrong.",
    ]


def test_an_ordinary_week() -> None:
    """A line or two each."""
    told = week(
        posts=3,
        new=(("Harbour Notes", 2), ("Old Bench", 1)),
        silent=("Quiet Clerk",),
        quiet=1,
        failing=(("Gone Fishing", "since 3 Nov: answered 404 Not Found"),),
        held=(("Old Bench", "12 waiting; reposted: 12 old posts, dated 2011–2019, came at once"),),
    )
    assert screen(told) == [
        "13 November to 20 November 2026: 3 new posts from 2 blogs, 100 followed",
        "New       Harbour Notes 2, Old Bench 1",
        "Silent    usually weekly, nothing new: Quiet Clerk",
        "Failing   Gone Fishing: since 3 Nov: answered 404 Not Found",
        "Held back Old Bench: 12 waiting; reposted: 12 old posts, dated 2011–2019, came…",
        "Quiet     1 feed for two months or more (see: roundup feeds)",
        "Next: roundup posts --held, then star or skip",
    ]


@pytest.mark.parametrize("name", ["漢字" * 40, "x" * 400, "A Blog", EVIL])
def test_the_worst_week_of_a_hundred_feeds_fits_one_screen(name: str) -> None:
    """24 lines of 80 columns, the prompt among them; what does not fit is counted."""
    told = week(
        posts=400,
        new=tuple((f"{name} {number}", 4) for number in range(100)),
        silent=tuple(f"{name} {number}" for number in range(60)),
        quiet=30,
        failing=many(40),
        held=many(20),
        missed=many(20, "posts were probably missed between 3 November 2026 and 9 November 2026: fetch oftener"),
        moved=many(20, "has moved for good to https://new.example/" + "z" * 100),
    )
    lines = screen(told)
    assert len(lines) <= 23
    assert max(map(width, lines)) <= COLUMNS
    assert "and 36 more" in "\n".join(lines)
    assert not set("\x1b\x07") & set("".join(lines))


def test_names_that_do_not_fit_are_counted() -> None:
    """None is left out unsaid: shown and counted ones are all there are."""
    lines = screen(week(new=tuple((f"Blog {number:03}", 1) for number in range(100))))
    said = " ".join(line[10:] for line in lines[1:])
    shown_names, _, more = said.rpartition("and ")
    assert shown_names.count("Blog") + int(more.split()[0]) == 100


def test_the_report_is_a_command(desk: Commands, blogs: Blogs) -> None:
    """With --since and --json."""
    desk.run("fetch", "--all")
    said = desk.run("feeds", "report", "--since", "2w")
    assert said.out.startswith("6 November to 20 November 2026: 3 new posts from 1 blog, 1 followed")
    report = desk.json("feeds", "report")
    assert set(report) == set(WeekReport.__dataclass_fields__)
    assert report["posts"] == 3
    desk.run("feeds", "report", "--since", "soon", code=2)
