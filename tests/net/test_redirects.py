"""Redirects: followed by hand, counted, checked at every hop."""

from __future__ import annotations

import pytest

from roundup.net import FetchError
from tests.net.servers import client, failure, redirect, reply, serving


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_remembered(status: int) -> None:
    """The answer tells its own address and every hop that led there."""
    with serving(pages={"/old": redirect("/new", status), "/new": reply(b"here")}) as server, client() as http:
        answer = http.get(server.url("/old"))
        assert answer.body == b"here"
        assert answer.url == server.url("/new")
        assert answer.redirects == ((status, server.url("/new")),)
        assert answer.wire_bytes == len(redirect("/new", status)) + len(reply(b"here"))


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("next", "/a/next"),
        ("../next", "/next"),
        ("?page=2", "/a/feed?page=2"),
        ("/a b", "/a%20b"),
        ("  /spaced  ", "/spaced"),
        ("/next#part", "/next"),
        ("/caf\xe9", "/caf%C3%A9"),
        ("/caf\xc3\xa9", "/caf%C3%A9"),
        ("/\xe2\x98\x83", "/%E2%98%83"),
    ],
)
def test_a_location_is_read_as_browsers_read_it(location: str, path: str) -> None:
    """Relative, sloppy and unencoded addresses lead where they mean to (RFC 9110 10.2.2)."""
    with serving(reply(b"here"), pages={"/a/feed": redirect(location)}) as server, client() as http:
        answer = http.get(server.url("/a/feed"))
        assert server.asked == ["/a/feed", path]
        assert answer.url == server.url(path)


def test_as_many_hops_as_the_settings_allow_and_no_more() -> None:
    """Five are followed; the sixth is refused before it is asked for."""
    chain = {f"/{n}": redirect(f"/{n + 1}") for n in range(6)}
    with serving(reply(b"end"), pages=chain) as server:
        with client() as http:
            assert len(http.get(server.url("/1")).redirects) == 5
        asked = len(server.requests)
        error = failure(server.url("/0"))
        assert len(server.requests) == asked + 6
    assert error.kind == "redirect"
    assert error.message == "it redirects more than 5 times"


@pytest.mark.parametrize(
    "pages",
    [
        {"/0": redirect("/0")},
        {"/0": redirect("/1"), "/1": redirect("/0")},
        {"/0": b"HTTP/1.1 302 F\r\nSet-Cookie: seen=1\r\nLocation: /0\r\nContent-Length: 0\r\n\r\n"},
    ],
    ids=["itself", "two in turn", "cookie wall"],
)
def test_a_circle_is_noticed(pages: dict[str, bytes]) -> None:
    """An address that comes round again ends it, however many hops are left."""
    with serving(pages=pages) as server:
        error = failure(server.url("/0"))
        assert len(server.requests) == len(pages)
    assert error.kind == "redirect"
    assert "in a circle" in error.message


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1:70/_x",
        "data:text/xml,<rss/>",
        "javascript:alert(1)",
        "unix:///var/run/docker.sock",
        "mailto:ada@blog.example",
        "http://",
        "http://[::1/",
        "http://127.0.0.1:99999/",
        "/ok\tX-Evil: 1",
        "http://xn--/",
        "/" + "a" * 9000,
        "/" + "a" * 80000,
    ],
)
def test_a_redirect_off_the_web_is_refused(location: str) -> None:
    """Nothing but sound http and https addresses is followed, and the message shows where it led in one line."""
    with serving(redirect(location)) as server:
        error = failure(server.url())
        assert len(server.requests) == 1
    assert error.kind == "redirect"
    assert error.message.isprintable()
    assert len(error.message) <= 300


@pytest.mark.parametrize("status", [300, 301, 302, 304, 305])
def test_a_redirect_to_nowhere_is_an_answer(status: int) -> None:
    """Without a Location, or of a kind that is not followed, it is left to the caller to judge."""
    with serving(reply(status=status)) as server, client() as http:
        assert http.get(server.url()).status == status


def test_a_password_stays_with_its_origin() -> None:
    """It is sent again to the same host and port, and never to another."""
    with serving(reply()) as other, serving(pages={"/out": redirect(other.url("/x"))}) as server, client() as http:
        server.pages |= {"/in": redirect("/there"), "/there": reply()}
        http.get(server.url("/in").replace("://", "://ada:s3cret@"))
        assert server.header("authorization", 1)
        http.get(server.url("/out").replace("://", "://ada:s3cret@"))
        assert other.header("authorization") is None


def test_a_password_in_a_location_is_not_sent() -> None:
    """A redirect cannot make us log in anywhere."""
    with serving(reply()) as other, client() as http:
        with serving(redirect(other.url("/x").replace("://", "://eve:pw@"))) as server:
            http.get(server.url())
        assert other.header("authorization") is None


def test_an_unencrypted_address_may_lead_to_an_encrypted_one_but_not_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """http → https is followed; https → http is refused, with the address it led to."""
    from tests.net.servers import CERTS

    monkeypatch.setenv("SSL_CERT_FILE", str(CERTS / "ca.pem"))
    with serving(reply(b"plain")) as plain, serving(certificate="good.pem") as secure, client() as http:
        secure.pages |= {"/": reply(b"safe"), "/down": redirect(plain.url("/feed"))}
        plain.pages["/up"] = redirect(secure.url())
        assert http.get(plain.url("/up")).body == b"safe"
        with pytest.raises(FetchError) as caught:
            http.get(secure.url("/down"))
        assert plain.asked == ["/up"]
    assert caught.value.kind == "redirect"
    assert (
        caught.value.message
        == f"it redirects from https to the unencrypted {plain.url('/feed')}, which is not followed"
    )
    assert "roundup feeds add" in caught.value.hint
