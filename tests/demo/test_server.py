"""The sample server: what it answers, on which address, and how time moves on it."""

from __future__ import annotations

import gzip
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from xml.etree import ElementTree as ET

import pytest

from roundup.demo.feeds import has_feed
from roundup.demo.server import FRIDAY, Answer, BlogServer, answer, serve_blogs
from roundup.demo.source import Blog, sample_blogs

BASE = "http://127.0.0.1:8746"
FEEDS = [blog for blog in sample_blogs() if has_feed(blog)]


def ask(path: str, **headers: str) -> Answer:
    asked = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(path, asked, sample_blogs(), FRIDAY, BASE)


@pytest.fixture(scope="module")
def server() -> Iterator[BlogServer]:
    with serve_blogs() as running:
        yield running


def get(
    server: BlogServer, path: str, headers: Mapping[str, str] | None = None
) -> tuple[int, Mapping[str, str], bytes]:
    """One request as it goes over the wire: redirects are not followed, nothing is inflated."""
    connection = HTTPConnection(server.host, timeout=10)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.headers.items()}, response.read()
    finally:
        connection.close()


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize("blog", FEEDS, ids=lambda blog: str(blog.name))
def test_feeds_come_with_validators(blog: Blog) -> None:
    """Each feed answers with an ETag and a Last-Modified, and with 304 to whoever has it already."""
    path = blog.feed_path
    fresh = ask(path)
    assert fresh.status == 200
    by_etag = ask(path, if_none_match=fresh.headers["ETag"])
    by_date = ask(path, if_modified_since=fresh.headers["Last-Modified"])
    assert (by_etag.status, by_etag.body) == (304, b"")
    assert (by_date.status, by_date.body) == (304, b"")


def test_another_etag_gets_the_feed() -> None:
    """If-None-Match decides, whatever the date says."""
    path = FEEDS[0].feed_path
    fresh = ask(path)
    assert ask(path, if_none_match='"old"', if_modified_since=fresh.headers["Last-Modified"]).status == 200
    assert ask(path, if_modified_since="Mon, 01 Jan 2024 00:00:00 GMT").status == 200


def test_one_feed_is_packed_for_whoever_can_unpack_it() -> None:
    """gzip only where it was asked for."""
    packed, plain = ask("/standing-data/atom.xml", accept_encoding="gzip"), ask("/standing-data/atom.xml")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Content-Encoding" not in plain.headers


def test_one_feed_has_moved() -> None:
    """Its old address, the one subscribers have, redirects for good."""
    moved = ask("/the-clerks-table/rss.php")
    assert (moved.status, moved.headers["Location"]) == (301, f"{BASE}/the-clerks-table/atom.xml")


def test_one_blog_has_closed() -> None:
    """404, with a page."""
    assert ask("/wharram-news/feed.xml").status == 404


def test_one_feed_wants_a_password() -> None:
    """200 and a form, as intranets do."""
    login = ask("/crumley-intranet/feed.xml")
    assert (login.status, login.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"<form" in login.body


@pytest.mark.parametrize("path", ["/nowhere/", "/standing-data/no-such-post/", "/favicon.ico", "//", "/standing-data"])
def test_anything_else_is_not_found(path: str) -> None:
    """No path makes it fall over."""
    assert ask(path).status == 404


def test_every_post_has_a_page() -> None:
    """With its title as words, its author and its address."""
    for blog in sample_blogs():
        for post in blog.posts:
            if post.online(FRIDAY):
                page = ask(blog.path(post))
                assert page.status == 200
                assert b"<script" not in page.body.replace(b"&lt;script", b"")
                assert f'<link rel="canonical" href="{BASE}{blog.path(post)}">'.encode() in page.body


def test_tracking_in_an_address_leads_to_the_page() -> None:
    """What stands after the question mark is ignored."""
    assert ask("/bins-and-beyond/2026/11/05/leaves/?utm_source=rss").status == 200


def test_posts_of_the_future_and_the_past_have_no_page() -> None:
    """Next week's is not there yet, a deleted one no longer."""
    assert ask("/press-office-window/2026/11/25/the-tree-replies/").status == 404
    assert ask("/asking-people/2026/11/12/monday-s-session-two-places-left/").status == 404


def test_a_blogs_front_page_names_its_feed() -> None:
    """So that the feed can be found from the site's address."""
    page = ask("/asking-people/").body.decode()
    assert '<link rel="alternate" type="application/feed+json" href="/asking-people/feed.json">' in page
    assert "Nobody wants an account" in page


def test_the_newspaper_has_no_feed() -> None:
    """Its page is in none, and names none."""
    assert b'rel="alternate"' not in ask("/marrowby-courier/2026/11/19/leaders-last-speech/").body
    assert b"rel=" not in ask("/marrowby-courier/").body


def test_the_list_of_blogs_leads_to_each() -> None:
    """The server's root is a place to start."""
    front = ask("/").body.decode()
    for blog in sample_blogs():
        assert f'href="/{blog.name}/"' in front


def test_episodes_can_be_played() -> None:
    """The enclosure's address answers with sound."""
    sound = ask("/any-other-business/2026/11/20/episode-33-the-last-cheque/episode.mp3")
    assert sound.headers["Content-Type"] == "audio/mpeg"
    assert sound.body.startswith(b"\xff\xfb")
    assert ask("/bins-and-beyond/2026/11/05/leaves/episode.mp3").status == 404


# ---------------------------------------------------------------- on the wire


def test_it_listens_on_loopback_only(server: BlogServer) -> None:
    """Nobody else on the network can see it."""
    assert server.url == f"http://127.0.0.1:{server.host.rpartition(':')[2]}"


def test_answers_go_over_http(server: BlogServer) -> None:
    """Status, headers and body arrive as they were given."""
    status, headers, body = get(server, "/bins-and-beyond/rss.xml")
    assert (status, headers["content-type"]) == (200, "application/rss+xml; charset=utf-8")
    assert int(headers["content-length"]) == len(body)
    assert get(server, "/bins-and-beyond/rss.xml", {"If-None-Match": headers["etag"]})[0] == 304
    assert get(server, "/the-clerks-table/rss.php")[:2][0] == 301


def test_head_gives_headers_without_a_body(server: BlogServer) -> None:
    """As a link check asks."""
    request = urllib.request.Request(server.url + "/asking-people/", method="HEAD")
    with urllib.request.urlopen(request, timeout=10) as response:
        assert response.status == 200
        assert int(response.headers["Content-Length"]) > 0
        assert response.read() == b""


def test_it_remembers_what_was_asked(server: BlogServer) -> None:
    """Path and status, in order."""
    get(server, "/wharram-news/feed.xml")
    assert server.requests[-1] == ("/wharram-news/feed.xml", 404)


def test_many_can_ask_at_once(server: BlogServer) -> None:
    """A slow reader holds nobody up."""
    with socket.create_connection(("127.0.0.1", int(server.host.rpartition(":")[2]))):
        statuses: list[int] = []
        threads = [threading.Thread(target=lambda: statuses.append(get(server, "/")[0])) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [200] * 8


def test_it_ends_with_its_block() -> None:
    """Nothing listens afterwards."""
    with serve_blogs() as running:
        port = int(running.host.rpartition(":")[2])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=2)


def test_a_port_that_is_taken_is_an_error(server: BlogServer) -> None:
    """Whoever asks for one is told."""
    with pytest.raises(OSError, match="in use"), serve_blogs(int(server.host.rpartition(":")[2])):
        pass


# ---------------------------------------------------------------- time


def test_a_week_on_there_is_an_edit_a_deletion_and_something_new() -> None:
    """A second fetch finds each, and most feeds unchanged."""
    with serve_blogs() as running:
        running.week(-1)
        before = {blog.name: get(running, blog.feed_path) for blog in FEEDS}
        running.week(0)
        again = {
            blog.name: get(running, blog.feed_path, {"If-None-Match": before[blog.name][1]["etag"]}) for blog in FEEDS
        }
    assert b"Forty people" in before["digital-sandleigh"][2]
    assert b"Fourteen people came" in again["digital-sandleigh"][2]
    assert b"two places left" in before["asking-people"][2]
    assert b"two places left" not in again["asking-people"][2]
    assert b"kettle test" in again["landing-light"][2]
    assert again["upper-tidbrook-libraries"][0] == 200
    assert sum(status == 200 for status, _, _ in before.values()) == len(FEEDS)


def test_a_feed_that_has_not_changed_is_not_sent_again() -> None:
    """A day on which nobody wrote."""
    with serve_blogs() as running:
        etags = {blog.name: get(running, blog.feed_path)[1]["etag"] for blog in FEEDS}
        running.at(FRIDAY.replace(day=21))
        statuses = [get(running, blog.feed_path, {"If-None-Match": etags[blog.name]})[0] for blog in FEEDS]
    assert statuses == [304] * len(FEEDS)


def test_posts_are_found_by_name(server: BlogServer) -> None:
    """The runner never needs to know an address."""
    address = server.address("bins-and-beyond/leaves")
    assert address == f"{server.url}/bins-and-beyond/2026/11/05/leaves/"
    with pytest.raises(KeyError):
        server.address("bins-and-beyond/nothing")


# ---------------------------------------------------------------- subscriptions


def test_the_opml_has_faults_and_all_feeds(server: BlogServer) -> None:
    """It is not well-formed (a bare ampersand), names a feed twice, and lists a newsletter."""
    with pytest.raises(ET.ParseError):
        ET.fromstring(server.opml)
    for blog in sample_blogs():
        listed = server.opml.count(f'xmlUrl="{server.url}{blog.listed_path}"')
        assert listed == len(blog.folders)
    assert server.opml.count("/asking-people/feed.json") == 2
    assert "newsletter:" in server.opml


def test_the_opml_is_imported_whole(server: BlogServer) -> None:
    """Every feed once, its folders as tags, and the newsletter left out."""
    from roundup.subscriptions import read_opml

    read = read_opml(server.opml.encode())
    wanted = {server.url + blog.listed_path: set(blog.folders) for blog in sample_blogs() if blog.folders}
    assert {s.url: set(s.tags) for s in read.subscriptions} == wanted
    assert len(read.subscriptions) == len(wanted)
    assert read.left_out
    assert read.repairs
