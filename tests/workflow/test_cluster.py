"""`fetch` over a real cluster of two workers: the same is stored, and no feed pays for a machine that dies."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from roundup.errors import ConfigError, RoundupError
from roundup.fetch import cluster as module
from roundup.fetch.cluster import gather_on_cluster
from roundup.model import FeedState, FetchOutcome
from roundup.store.posts import ListingFilter
from roundup.workflow.desk import Desk
from roundup.workflow.fetch import FetchReport, fetch
from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import Commands
from tests.fetch.clusters import Cluster, cluster
from tests.fetch.feeds import requests_for
from tests.net.servers import settings
from tests.samples import NOW
from tests.workflow.desks import at, desk_at

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers for the tests that leave it as it was."""
    with cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture
def blogs() -> Iterator[Blogs]:
    """A web server on loopback."""
    with serving() as server:
        yield server


@pytest.fixture
def others() -> Iterator[Blogs]:
    """One on another host, whose feeds another worker may ask."""
    with serving("127.0.0.2") as server:
        yield server


def following(root: Path, feeds: int, *servers: Blogs) -> Desk:
    """A desk that follows so many feeds of each server with two posts each, and two feeds that fail."""
    urls = []
    for blogs in servers:
        for name in (f"{blogs.host}/{number}" for number in range(feeds)):
            posts = (item(f"{name}-{post}", f"Post {name}-{post}", f"Words {name}.") for post in range(2))
            urls.append(blogs.feed(f"/feed{name.rpartition('/')[2]}", *posts, title=f"Blog {name}"))
    urls += [servers[0].put("/page", "<html><body>No feed</body></html>", "text/html"), servers[0].url + "/gone"]
    root.mkdir(exist_ok=True)
    desk = desk_at(root, allow="127.0.0.0/8:*")
    desk.settings.feeds_path.write_text(opml(*urls), encoding="utf-8")
    return desk


def kept(desk: Desk) -> tuple[list[tuple[object, ...]], dict[str, FeedState]]:
    """All posts with their words, and all that is remembered of the feeds."""
    with desk.store() as store:
        listings = store.posts.listing(ListingFilter(state="all", limit=0))
        posts = [
            (each.post.key, each.post.title, each.post.blog, each.teaser, each.post.published) for each in listings
        ]
        return sorted(posts, key=str), store.feeds.states()


def counts(report: FetchReport) -> tuple[int, ...]:
    return (report.feeds, report.fetched, report.unchanged, report.failed, report.new_posts, report.changed_posts)


def test_a_cluster_brings_what_one_machine_brings(pair: Cluster, tmp_path: Path, blogs: Blogs, others: Blogs) -> None:
    """Posts, states and counts are the same, the first time and when nothing is new."""
    alone, spread = (following(tmp_path / name, 13, blogs, others) for name in ("alone", "spread"))
    for hours in (0, 2):
        here = fetch(at(alone, hours=hours), everything=True)
        there = fetch(at(spread, hours=hours), everything=True, cluster=pair.address)
        assert counts(there) == counts(here)
        assert there.failures == here.failures
        assert kept(spread) == kept(alone)
    assert counts(here) == (28, 0, 26, 2, 0, 0)


def test_each_feed_is_asked_once(pair: Cluster, tmp_path: Path, blogs: Blogs, others: Blogs) -> None:
    """Nothing is asked by two workers."""
    fetch(following(tmp_path, 13, blogs, others), everything=True, cluster=pair.address)
    assert sorted(path for path, _ in others.asked) == sorted(f"/feed{number}" for number in range(13))
    assert len(blogs.asked) == 15


def test_settings_go_with_the_work(pair: Cluster, tmp_path: Path, blogs: Blogs) -> None:
    """A worker may reach no more private addresses than the desk may."""
    desk = following(tmp_path, 3, blogs)
    report = fetch(desk_at(desk.settings.root), everything=True, cluster=pair.address)
    assert report.failed == 5
    assert "allow_hosts" in report.failures[0][2]
    assert blogs.asked == []


def test_workers_with_another_version_are_refused(
    pair: Cluster, tmp_path: Path, blogs: Blogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they brought could mean something else; the worker is named, and what to do."""
    monkeypatch.setattr("roundup.__version__", "9.9.9")
    with pytest.raises(
        RoundupError, match=r"the worker tcp://127\.0\.0\.1:\d+ has roundup 0\..*; this is 9\.9\.9"
    ) as caught:
        fetch(following(tmp_path, 1, blogs), everything=True, cluster=pair.address)
    assert "localgov-roundup[cluster]==9.9.9" in caught.value.hint
    assert blogs.asked == []


def test_settings_that_cannot_be_read_are_a_mistake_there_too(pair: Cluster, tmp_path: Path, blogs: Blogs) -> None:
    """Said once, as without a cluster, and not of every feed."""
    desk = following(tmp_path, 3, blogs)
    with pytest.raises(ConfigError, match="allow_hosts"):
        fetch(desk_at(desk.settings.root, allow="http://[nonsense"), everything=True, cluster=pair.address)


def test_a_run_that_is_broken_off_ends_at_once(pair: Cluster, blogs: Blogs, others: Blogs) -> None:
    """And leaves the cluster as it was: the next one works."""
    urls = [server.feed(f"/{n}", item(str(n), "Post", "Words.")) for server in (blogs, others) for n in range(20)]
    others.held["/7"] = threading.Event()
    loopback = settings(allow_hosts=("127.0.0.0/8:*",), deadline=30.0, per_host=20)
    options: dict[str, Any] = {"settings": loopback, "zone_name": "UTC", "now": NOW}
    run = gather_on_cluster(pair.address, requests_for(urls), **options)
    assert next(run).kind == "fetched"
    began = time.monotonic()
    cast("Generator[FetchOutcome]", run).close()
    assert time.monotonic() - began < 10
    others.held["/7"].set()
    again = gather_on_cluster(pair.address, requests_for(urls[:3]), **options)
    assert [outcome.kind for outcome in again] == ["fetched"] * 3


def test_the_command_says_what_it_says_without(pair: Cluster, tmp_path: Path, blogs: Blogs) -> None:
    """As a process of its own: a report, and nothing of the library's."""
    desk = following(tmp_path, 3, blogs)
    (tmp_path / "roundup.toml").write_text("", encoding="utf-8")
    said = Commands(desk.settings.root, allow=blogs.host).spawn("fetch", "--all", "--json", "--cluster", pair.address)
    assert (said.code, said.err) == (0, "")
    assert (said.json["feeds"], said.json["new_posts"], said.json["failed"]) == (5, 6, 2)


def test_a_machine_that_dies_costs_no_feed_and_the_last_one_no_history(
    tmp_path: Path, blogs: Blogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its chunk goes to another worker; with none left the feeds have failed, as due as before, and the run ends."""
    monkeypatch.setattr(module, "NO_WORKER_SECONDS", 1.0)
    desk = following(tmp_path / "desk", 10, blogs)
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster") as doomed:
        blogs.held["/feed3"] = threading.Event()
        killer = threading.Thread(target=_kill_the_busy_one, args=(doomed, blogs))
        killer.start()
        report = fetch(desk, everything=True, cluster=doomed.address)
        killer.join()
        assert counts(report) == (12, 10, 0, 2, 20, 0)
        before = kept(desk)[1]

        for worker in doomed.workers.values():
            threading.Timer(1.0, worker.kill).start()
        blogs.held["/feed3"] = threading.Event()
        report = fetch(at(desk, hours=2), everything=True, cluster=doomed.address)
        assert report.failed == 12
        assert {reason for _, _, reason in report.failures} <= {
            "not asked: the cluster has no workers left",
            "not asked: the cluster lost it: KilledWorker",
        }
        assert {url: state.etag for url, state in kept(desk)[1].items()} == {url: s.etag for url, s in before.items()}
        assert all(state.failures == before[url].failures for url, state in kept(desk)[1].items())


def _kill_the_busy_one(doomed: Cluster, blogs: Blogs) -> None:
    """Once a worker waits for the feed that is held, kill that worker, then let the feed go."""
    from distributed import Client

    while not any(path == "/feed3" for path, _ in blogs.asked):
        time.sleep(0.02)
    with Client(doomed.address, set_as_default=False) as client:  # type: ignore[no-untyped-call] # says nothing of types
        names = {address: each["name"] for address, each in client.scheduler_info()["workers"].items()}
        (busy,) = (names[address] for address, tasks in client.processing().items() if tasks)
    doomed.workers[str(busy)].kill()
    blogs.held["/feed3"].set()
