"""fetch: what is asked for, what is kept, what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from roundup.errors import NotFound
from roundup.model import FeedState, FetchOutcome, Subscription
from roundup.store.posts import ListingFilter
from roundup.workflow import batches
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import pause
from roundup.workflow.fetch import FetchReport, fetch
from roundup.workflow.taking import CUT_OFF, Taken
from tests.blogserver import Blogs, item, opml, serving
from tests.workflow.desks import at, desk_at

URL = "https://a.example/feed"


@pytest.fixture
def blogs() -> Iterator[Blogs]:
    """A web server on loopback."""
    with serving() as server:
        yield server


@pytest.fixture
def here(tmp_path: Path, blogs: Blogs) -> Desk:
    """A desk that may reach the server."""
    return desk_at(tmp_path, allow="127.0.0.0/8:*")


def follow(desk: Desk, *urls: str) -> None:
    """The desk's feeds.opml names just these."""
    desk.settings.feeds_path.write_text(opml(*urls), encoding="utf-8")


def state(desk: Desk, url: str) -> FeedState:
    """What is remembered of a feed."""
    with desk.store() as store:
        return store.feeds.states().get(url, FeedState(url))


def titles(desk: Desk) -> set[str]:
    """Every post the desk knows."""
    with desk.store() as store:
        return {listing.post.title for listing in store.posts.listing(ListingFilter(state="all", limit=0))}


# ------------------------------------------------------------ counting


def test_a_report_adds_up() -> None:
    """Every feed is fetched, unchanged or failed; only those that brought something are listed as such."""
    report = FetchReport()
    named, unnamed = FeedState(URL, title="Its Title"), FeedState(URL, reason="remembered")
    report.count(Taken(FetchOutcome(Subscription(URL), "fetched", named), 3, 1))
    report.count(Taken(FetchOutcome(Subscription(URL), "fetched", named)))
    report.count(Taken(FetchOutcome(Subscription(URL, title="Ours"), "unchanged", unnamed)))
    report.count(Taken(FetchOutcome(Subscription(URL, title="Ours"), "failed", unnamed, reason="answered 500")))
    report.count(Taken(FetchOutcome(Subscription(URL), "failed", unnamed)))
    assert (report.feeds, report.fetched, report.unchanged, report.failed) == (5, 2, 1, 2)
    assert (report.new_posts, report.changed_posts) == (3, 1)
    assert [(b.title, b.new, b.changed) for b in report.brought] == [("Its Title", 3, 1)]
    assert report.failures == [(URL, "Ours", "answered 500"), (URL, "", "remembered")]


# ------------------------------------------------------------ asking


def test_without_feeds_there_is_nothing_to_ask(desk: Desk) -> None:
    """No file, or an empty one: the remedy is said."""
    with pytest.raises(NotFound, match=r"feeds\.opml does not exist"):
        fetch(desk)
    desk.settings.feeds_path.write_text('<opml version="2.0"><body/></opml>', encoding="utf-8")
    with pytest.raises(NotFound, match="follows no feeds") as refused:
        fetch(desk)
    assert "roundup feeds add" in refused.value.hint


def test_nothing_due_asks_nobody(here: Desk, blogs: Blogs) -> None:
    """Right after a fetch; the feeds left alone are counted. A paused one is asked only by its name."""
    url = blogs.feed("/feed", item("a", "A", "Words."))
    follow(here, url)
    first = fetch(here)
    assert (first.feeds, first.new_posts, first.not_due) == (1, 1, 0)
    second = fetch(here)
    assert (second.feeds, second.not_due) == (0, 1)
    pause(here, url, paused=True)
    assert fetch(here, everything=True).feeds == 0
    assert fetch(here, only=["Blog 1"]).feeds == 1
    assert len(blogs.asked) == 2


def test_an_unknown_feed_stops_the_fetch_before_it_asks(here: Desk, blogs: Blogs) -> None:
    """Also when others named with it are known."""
    follow(here, blogs.feed("/feed", item("a", "A", "Words.")))
    for wrong in ("nobody", "", " "):
        with pytest.raises(NotFound):
            fetch(here, only=["Blog 1", wrong])
    assert blogs.asked == []


def test_every_feed_is_told_as_it_is_done(here: Desk, blogs: Blogs, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many of how many; more than one batch of them are all kept."""
    monkeypatch.setattr(batches, "FEEDS", 5)
    urls = [blogs.feed(f"/{n}", item(f"p{n}", f"Post {n}", f"Words {n}.")) for n in range(12)]
    follow(here, *urls)
    told: list[tuple[int, int]] = []
    report = fetch(here, progress=lambda done, total, _outcome: told.append((done, total)))
    assert told == [(n, 12) for n in range(1, 13)]
    assert (report.fetched, report.new_posts) == (12, 12)
    assert len(titles(here)) == 12


def test_when_no_server_is_reached_no_feed_is_blamed(here: Desk, blogs: Blogs) -> None:
    """The network is down: said once, and every feed is as it was, due at once when the network is back."""
    closed = ["http://127.0.0.1:9/feed", "http://127.0.0.2:9/feed"]
    follow(here, *closed)
    report = fetch(here)
    assert report.network_down
    assert report.failed == 2
    assert [state(here, url).failures for url in closed] == [0, 0]
    assert [state(here, url).health for url in closed] == ["new", "new"]
    follow(here, *closed, blogs.feed("/feed", item("a", "A", "Words.")))
    report = fetch(here)
    assert (report.network_down, report.failed, report.fetched) == (False, 2, 1)
    assert [state(here, url).failures for url in closed] == [1, 1]


def test_what_a_feed_was_before_is_kept_while_the_network_is_down(tmp_path: Path) -> None:
    """Its validators, its last success, when it is due: nothing is forgotten."""
    desk = desk_at(tmp_path, allow="127.0.0.0/8:*")
    with serving() as blogs:
        url = blogs.feed("/feed", item("a", "A", "Words."))
        blogs.etags["/feed"] = '"v1"'
        follow(desk, url)
        fetch(desk)
    before = state(desk, url)
    assert (before.health, before.etag) == ("ok", '"v1"')
    follow(desk, url, "http://127.0.0.2:9/feed")
    assert fetch(at(desk, days=1)).network_down
    assert state(desk, url) == before


def test_the_second_fetch_waits_and_says_so(here: Desk, blogs: Blogs) -> None:
    """Whoever holds the desk's lock is not disturbed."""
    from roundup.workflow.locks import turn

    follow(here, blogs.feed("/feed", item("a", "A", "Words.")))
    waited: list[bool] = []
    held = turn(here.settings.root / ".fetch.lock", seconds=1, busy="x")
    held.__enter__()

    def waiting(words: str) -> None:
        assert words == "Another fetch is at work on this desk; waiting for it to end."
        waited.append(True)
        assert blogs.asked == []
        held.__exit__(None, None, None)

    assert fetch(replace(here, waiting=waiting)).fetched == 1
    assert waited == [True]


# ------------------------------------------------------------ what was cut off


def test_a_feed_that_was_cut_off_says_so_and_is_asked_for_in_full(here: Desk, blogs: Blogs) -> None:
    """What came of it is read; no validator may say later that nothing has changed; whole again, the word is gone."""
    url = blogs.feed("/a", item("1", "One", "The first of two."), item("2", "Two", "The second of two."))
    _, body = blogs.pages["/a"]
    follow(here, url)
    blogs.headers["/a"] = {"ETag": '"same"'}
    blogs.put("/a", body[: body.rindex(b"<item") + 20])
    report = fetch(here)
    assert [note for _, _, note in report.notes] == [CUT_OFF]
    assert titles(here) == {"One"}
    assert (state(here, url).warning, state(here, url).etag) == (CUT_OFF, "")
    blogs.put("/a", body)
    later = at(here, hours=3)
    assert fetch(later).notes == []
    assert titles(here) == {"One", "Two"}
    assert (state(here, url).warning, state(here, url).etag) == ("", '"same"')
