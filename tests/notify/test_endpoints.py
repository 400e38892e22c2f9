"""Where a page wants to be told: the 23 cases of webmention.rocks, rebuilt on loopback, and what else pages do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.config import FetchSettings
from roundup.net import HttpClient
from roundup.net.waiting import Pace
from roundup.notify.endpoints import pingback_endpoint, webmention_endpoint
from roundup.notify.telling import Endpoint, find_endpoint
from tests.loopback import Replying, running

PAGE = "https://blog.example/2026/bins/"

# case → (Link headers, in the head, in the body, where the endpoint is); {n} is the case, {at} the server.
CASES: dict[int, tuple[tuple[str, ...], str, str, str]] = {
    1: (("</{n}/webmention>; rel=webmention",), "", "", "/{n}/webmention"),
    2: (("<{at}/{n}/webmention>; rel=webmention",), "", "", "/{n}/webmention"),
    3: ((), '<link rel="webmention" href="/{n}/webmention">', "", "/{n}/webmention"),
    4: ((), '<link href="{at}/{n}/webmention" rel="webmention">', "", "/{n}/webmention"),
    5: ((), "", '<a rel="webmention" href="/{n}/webmention">x</a>', "/{n}/webmention"),
    6: ((), "", '<a href="{at}/{n}/webmention" rel="webmention">x</a>', "/{n}/webmention"),
    7: (("<{at}/{n}/webmention>; rel=webmention",), "", "", "/{n}/webmention"),
    8: (('<{at}/{n}/webmention>; rel="webmention"',), "", "", "/{n}/webmention"),
    9: ((), '<link rel="webmention somethingelse" href="{at}/{n}/webmention">', "", "/{n}/webmention"),
    10: (('<{at}/{n}/webmention>; rel="webmention somethingelse"',), "", "", "/{n}/webmention"),
    11: (
        ('</{n}/webmention>; rel="webmention"',),
        '<link rel="webmention" href="/{n}/error">',
        '<a href="/{n}/error" rel="webmention">x</a>',
        "/{n}/webmention",
    ),
    12: (
        (),
        '<link rel="not-webmention" href="/{n}/error">',
        '<a href="/{n}/webmention" rel="webmention">x</a>',
        "/{n}/webmention",
    ),
    13: (
        (),
        "",
        '<!-- <a href="/{n}/error" rel="webmention"></a> --><a href="/{n}/webmention" rel="webmention">x</a>',
        "/{n}/webmention",
    ),
    14: (
        (),
        "",
        "<code>&lt;a href='/{n}/error' rel='webmention'&gt;</code><a href='/{n}/webmention' rel='webmention'>x</a>",
        "/{n}/webmention",
    ),
    15: ((), '<link rel="webmention" href="">', "", "/{n}"),
    16: (
        (),
        "",
        '<a href="/{n}/webmention" rel="webmention">x</a><link rel="webmention" href="/{n}/error">',
        "/{n}/webmention",
    ),
    17: (
        (),
        "",
        '<link rel="webmention" href="/{n}/webmention"><a href="/{n}/error" rel="webmention">x</a>',
        "/{n}/webmention",
    ),
    18: (('</{n}/error>; rel="other"', '</{n}/webmention>; rel="webmention"'), "", "", "/{n}/webmention"),
    19: (('</{n}/error>; rel="other", </{n}/webmention>; rel="webmention"',), "", "", "/{n}/webmention"),
    20: ((), "", '<link rel="webmention"><a href="/{n}/webmention" rel="webmention">x</a>', "/{n}/webmention"),
    21: ((), '<link rel="webmention" href="/{n}/webmention?query=yes">', "", "/{n}/webmention?query=yes"),
    22: ((), '<link rel="webmention" href="{n}/webmention">', "", "/{n}/webmention"),
    23: (("<webmention/there>; rel=webmention",), "", "", "/23/page/webmention/there"),
}


class Rocks(Replying):
    """Serves the cases; the 23rd leads to another page first, which its endpoint is relative to."""

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        if self.path == "/23":
            self.send_response(302)
            self.send_header("Location", "/23/page/here")
            self.end_headers()
            return
        number = int(self.path.split("/")[1])
        links, head, body, _ = CASES[number]
        host = f"http://{self.headers['Host']}"

        def filled(text: str) -> str:
            return text.replace("{n}", str(number)).replace("{at}", host)

        page = f"<!doctype html><html><head>{filled(head)}</head><body>{filled(body)}</body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for link in links:
            self.send_header("LinK" if number == 7 else "Link", filled(link))
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@pytest.fixture(scope="module")
def rocks() -> Iterator[str]:
    """The address of the server with the cases."""
    with running(Rocks) as url:
        yield url


@pytest.mark.parametrize("number", CASES)
def test_every_case_of_webmention_rocks(rocks: str, number: int) -> None:
    """Header, link and a elements, their order, comments, escaped markup, empty and relative addresses, redirects."""
    settings = FetchSettings(allow_hosts=(rocks.removeprefix("http://"),))
    with HttpClient(settings) as http:
        found = find_endpoint(http, Pace(0), f"{rocks}/{number}", ("webmention", "pingback"))
    assert found == Endpoint("webmention", rocks + CASES[number][3].replace("{n}", str(number)))


@pytest.mark.parametrize(
    ("headers", "html", "where"),
    [
        ({"x-pingback": "https://blog.example/xmlrpc.php"}, "", "https://blog.example/xmlrpc.php"),
        ({}, '<link rel="pingback" href="/xmlrpc.php">', "https://blog.example/xmlrpc.php"),
        ({"x-pingback": "/a"}, '<link rel="pingback" href="/b">', "https://blog.example/a"),
        ({}, '<a rel="pingback" href="/xmlrpc.php">no</a>', ""),
        ({}, "<p>nothing</p>", ""),
    ],
)
def test_pingback(headers: dict[str, str], html: str, where: str) -> None:
    """The header first, then a link element; an anchor does not count."""
    assert pingback_endpoint(PAGE, headers, html) == where


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "ftp://blog.example/", "mailto:a@b.c"])
def test_only_the_web_is_told(target: str) -> None:
    """An endpoint that is no web address is none."""
    assert webmention_endpoint(PAGE, {"link": f"<{target}>; rel=webmention"}, "") == ""
    assert pingback_endpoint(PAGE, {"x-pingback": target}, "") == ""


def test_a_fragment_is_not_sent() -> None:
    """What stands after # is the reader's own."""
    assert webmention_endpoint(PAGE, {}, '<a rel=webmention href="/w#x">x</a>') == "https://blog.example/w"
    assert webmention_endpoint(f"{PAGE}#x", {}, '<a rel=webmention href="">x</a>') == PAGE


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_header_and_page_can_be_read(header: str, html: str) -> None:
    """Whatever a stranger's server says is read to the end, or not at all; nothing is raised."""
    for find in (webmention_endpoint, pingback_endpoint):
        found = find(PAGE, {"link": header, "x-pingback": header}, html)
        assert found == "" or found.startswith(("http://", "https://"))


def test_a_hostile_header_takes_no_time() -> None:
    """Long and crooked ones are cut, and read in one pass."""
    for header in ("<" * 200_000, "<a>" + ";" * 200_000, "<a>" + "; rel=x" * 50_000, "<a>; rel=" + '"' * 100_000):
        webmention_endpoint(PAGE, {"link": header}, "")
