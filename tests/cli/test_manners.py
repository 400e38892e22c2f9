"""How the program behaves towards those it asks: what a server sees of it, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import roundup
from roundup.cli.fetching import _summary
from roundup.workflow.fetch import FetchReport
from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import Commands

HOSTS = 5


@pytest.fixture
def hosts() -> Iterator[list[Blogs]]:
    """Five hosts with two feeds each."""
    with ExitStack() as stack:
        blogs = [stack.enter_context(serving(f"127.0.0.{number}")) for number in range(1, HOSTS + 1)]
        for number, blog in enumerate(blogs):
            for name in "ab":
                slug = f"{name}{number}"
                blog.feed(f"/{name}", item(slug, f"Post {slug}", f"Words of {slug}, which are few but its own."))
        yield blogs


@pytest.fixture
def editor(tmp_path: Path, hosts: list[Blogs]) -> Commands:
    """A desk that follows all ten."""
    desk = Commands(tmp_path / "desk", allow="127.0.0.0/8:*")
    desk.run("init", str(desk.root))
    urls = [f"{blog.url}/{name}" for blog in hosts for name in "ab"]
    (desk.root / "feeds.opml").write_text(opml(*urls), encoding="utf-8")
    return desk


def later(desk: Commands, time: str) -> Commands:
    """The same desk at another time of the same Friday."""
    return Commands(desk.root, allow=desk.allow, now=f"2026-11-20T{time}:00+00:00")


def asked(hosts: list[Blogs]) -> Counter[str]:
    """How often each feed was asked."""
    return Counter(blog.url + path for blog in hosts for path, _ in blog.asked)


def test_ten_fetches_in_a_row_ask_each_feed_once(editor: Commands, hosts: list[Blogs]) -> None:
    """The second to the tenth say that nothing is due, and open no connection."""
    said = [editor.run("fetch").err for _ in range(10)]
    assert len(asked(hosts)) == 2 * HOSTS
    assert set(asked(hosts).values()) == {1}
    assert all("Nothing is due" in err for err in said[1:])


def test_a_server_sees_who_asks_and_for_what(editor: Commands, hosts: list[Blogs]) -> None:
    """Program, version and contact; what is read and how it may be packed; no cookie, no referrer, nothing else."""
    settings = editor.root / "roundup.toml"
    settings.write_text(settings.read_text().replace('# contact = ""', 'contact = "https://editors.example/about"'))
    hosts[0].headers["/a"] = {"Set-Cookie": "id=42"}
    editor.run("fetch")
    editor.run("fetch", "--all")
    for _, headers in hosts[0].asked:
        assert headers["user-agent"] == f"roundup/{roundup.__version__} (+https://editors.example/about)"
        assert "application/rss+xml" in headers["accept"]
        assert "application/atom+xml" in headers["accept"]
        assert "gzip" in headers["accept-encoding"]
        extra = headers.keys() - {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert not extra


def test_only_what_is_followed_is_asked_for(editor: Commands, hosts: list[Blogs]) -> None:
    """No favicon, no front page, no robots file, no parameter added to an address; and only GET, once."""
    editor.run("fetch")
    assert asked(hosts) == Counter({f"{blog.url}/{name}": 1 for blog in hosts for name in "ab"})


def test_a_new_start_is_no_reason_to_ask_for_everything(editor: Commands, hosts: list[Blogs]) -> None:
    """What was remembered is remembered by the next process: its first request is conditional."""
    hosts[0].etags["/a"] = '"1"'
    editor.run("fetch")
    editor.spawn("fetch", "--all")
    conditions = [headers.get("if-none-match") for path, headers in hosts[0].asked if path == "/a"]
    assert conditions == [None, '"1"']


def test_validators_change_as_the_server_says_even_if_the_bytes_do_not(editor: Commands, hosts: list[Blogs]) -> None:
    """A feed written anew with the same words has a new tag, which is sent from then on."""
    for tag in ('"1"', '"2"', '"2"'):
        hosts[0].etags["/a"] = tag
        editor.run("fetch", "--all")
    conditions = [headers.get("if-none-match") for path, headers in hosts[0].asked if path == "/a"]
    assert conditions == [None, '"1"', '"2"']


def test_a_server_says_for_how_long_it_has_nothing_new(editor: Commands, hosts: list[Blogs]) -> None:
    """Cache-Control holds back the timer, not the person."""
    hosts[0].headers["/a"] = {"Cache-Control": "max-age=10800"}
    editor.run("fetch")
    later(editor, "18:30").run("fetch")
    assert asked(hosts)[hosts[0].url + "/a"] == 1
    assert asked(hosts)[hosts[0].url + "/b"] == 2
    later(editor, "18:40").run("fetch", hosts[0].url + "/a")
    assert asked(hosts)[hosts[0].url + "/a"] == 2
    later(editor, "22:10").run("fetch")
    assert asked(hosts)[hosts[0].url + "/a"] == 3


def test_a_host_that_asks_for_a_pause_gets_it_in_later_runs_too(editor: Commands, hosts: list[Blogs]) -> None:
    """All its feeds, whatever the person at the desk wants of all feeds; one that is named is asked."""
    busy = hosts[0]
    for path in ("/a", "/b"):
        busy.moved[path] = (429, "/")
        busy.headers[path] = {"Retry-After": "14400"}
    first = editor.json("fetch")
    assert (
        len([failure for failure in first["failures"] if "wait until 2026-11-20 20:00 UTC" in failure["reason"]]) == 2
    )
    busy.feed("/c", item("c", "Post c", "A third feed of the busy host, followed only now."))
    list_of_feeds = editor.root / "feeds.opml"
    list_of_feeds.write_text(
        list_of_feeds.read_text().replace("</body>", f'<outline xmlUrl="{busy.url}/c"/></body>'), encoding="utf-8"
    )
    busy.asked.clear()
    later(editor, "19:50").run("fetch")
    assert "3 left alone, as their hosts asked" in later(editor, "19:50").run("fetch", "--all").err
    assert later(editor, "19:50").json("fetch")["waiting"] == 3
    assert busy.asked == []
    later(editor, "19:50").run("fetch", busy.url + "/c")
    assert [path for path, _ in busy.asked] == ["/c"]
    busy.moved.clear()
    later(editor, "20:30").run("fetch")
    assert {path for path, _ in busy.asked} == {"/a", "/b", "/c"}


def test_a_login_page_for_all_is_one_line_and_exit_1(editor: Commands, hosts: list[Blogs]) -> None:
    """No feed is blamed, and the next fetch asks them all again."""
    for blog in hosts:
        for name in "ab":
            blog.put(f"/{name}", "<html><body>Marrowby Arms. Please log in.</body></html>", "text/html")
    said = editor.run("fetch", code=1)
    assert said.err.count("\n") == 1
    assert "answers for all feeds" in said.err
    assert {feed["state"] for feed in editor.json("feeds")} == {"new"}
    document = editor.json("fetch", code=1)
    assert (document["login_page"], document["network_down"]) == (True, False)
    assert set(asked(hosts).values()) == {2}


def test_a_move_is_told_before_it_is_made(editor: Commands, hosts: list[Blogs]) -> None:
    """First as a note, in the end as done; the document has both, and the old address still names the feed."""
    old, new = hosts[0].url + "/a", hosts[0].url + "/new"
    hosts[0].feed("/new", item("a0", "Post a0", "Words of a0, which are few but its own."), title="Ada & Co")
    hosts[0].moved["/a"] = (308, new)
    days = [Commands(editor.root, allow=editor.allow, now=f"2026-11-{day}T16:00:00+00:00") for day in (20, 22, 24, 25)]
    assert f"has moved for good to {new} (seen once;" in days[0].run("fetch").err
    second = days[1].json("fetch")
    assert second["moved"] == []
    assert "(seen 2 times;" in second["notes"][0]["note"]
    assert f"Ada & Co has moved: {new} stands in feeds.opml now, not {old}" in days[2].run("fetch").err
    assert new in {feed["url"] for feed in editor.json("feeds")}
    fetched = days[3].json("fetch", old)
    assert (fetched["feeds"], fetched["moved"], fetched["failed"]) == (1, [], 0)
    assert len(editor.json("posts")) == 2 * HOSTS


@pytest.mark.parametrize(
    ("not_due", "waiting", "said"),
    [
        (4, 0, "all 4 feeds were asked a short while ago (--all asks them again)."),
        (1, 1, "the feed waits, as its host asked (name one to ask it now)."),
        (4, 4, "all 4 wait, as their hosts asked (name one to ask it now)."),
        (
            3,
            2,
            "2 of 3 feeds wait, as their hosts asked (name one to ask it now); the others were asked a short while ago",
        ),
    ],
)
def test_what_would_ask_a_feed_all_the_same_is_said(not_due: int, waiting: int, said: str) -> None:
    """--all is not offered where it would change nothing."""
    assert _summary(FetchReport(not_due=not_due, waiting=waiting)).startswith(f"Nothing is due: {said}")
