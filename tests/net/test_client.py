"""get(): what is asked, and what comes back."""

from __future__ import annotations

import base64
import subprocess
import sys

import pytest

from roundup.errors import ConfigError, FeedError
from roundup.net import FetchError, HttpClient, Response
from roundup.net.resolve import Sockaddr
from tests.net.servers import client, failure, reply, serving, settings


def test_an_answer_comes_back_whole() -> None:
    """Status, headers in lower case, body, address and byte count are what the server sent."""
    sent = reply(b"<rss/>", headers={"Content-Type": "text/xml", "ETag": '"a"', "X-Two": "1"})
    with serving(sent) as server, client() as http:
        answer = http.get(server.url("/feed?x=1"))
    assert answer.status == 200
    assert answer.body == b"<rss/>"
    assert answer.headers["content-type"] == "text/xml"
    assert answer.headers["etag"] == '"a"'
    assert answer.url == server.url("/feed?x=1")
    assert answer.redirects == ()
    assert answer.wire_bytes == len(sent)
    assert 0 < answer.seconds < 2


@pytest.mark.parametrize("status", [204, 304, 401, 403, 404, 410, 418, 429, 500, 503, 599])
def test_every_status_is_an_answer(status: int) -> None:
    """Only redirects are acted on; what any other status means is for others to say."""
    body = b"" if status in (204, 304) else b"sorry"
    with serving(reply(body, status=status)) as server, client() as http:
        answer = http.get(server.url())
    assert (answer.status, answer.body) == (status, body)


def test_the_server_learns_who_is_asking() -> None:
    """The User-Agent names the program, its version and the contact, and nothing that could break a header."""
    with serving(reply()) as server:
        with HttpClient(settings(contact="editor@example.org\r\nX-Evil: 1"), version="9.9") as http:
            http.get(server.url())
        assert server.header("user-agent") == "roundup/9.9 (+editor@example.org X-Evil: 1)"
        with HttpClient(settings(), version="9.9") as http:
            http.get(server.url())
        assert server.header("user-agent") == "roundup/9.9 (weekly roundup of blogs)"


def test_what_is_asked_for_is_said() -> None:
    """Feeds are preferred, only gzip and deflate are understood, and the connection is not kept."""
    with serving(reply()) as server, client() as http:
        http.get(server.url())
        assert str(server.header("accept")).startswith("application/atom+xml, application/rss+xml")
        assert server.header("accept-encoding") == "gzip, deflate"
        assert server.header("connection") == "close"
        assert server.header("host") == f"127.0.0.1:{server.port}"


def test_headers_are_sent_byte_for_byte() -> None:
    """Validators go back exactly as they came, quotes, weakness and all."""
    etag, modified = 'W/"a,b  \'c"', "Tue, 3 Nov 2026  9:00:00 +0000"
    with serving(reply(status=304)) as server, client() as http:
        http.get(server.url(), {"If-None-Match": etag, "If-Modified-Since": modified, "Accept": "text/html"})
    lines = server.requests[0].split("\r\n")
    assert f"if-none-match: {etag}" in lines
    assert f"if-modified-since: {modified}" in lines
    assert "accept: text/html" in lines


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\0b", "snow ☃"])
def test_a_header_that_cannot_be_sent_is_an_error(value: str) -> None:
    """Nothing that came from outside can put a second header into a request."""
    with serving(reply()) as server, client() as http:
        with pytest.raises(FetchError) as caught:
            http.get(server.url(), {"If-None-Match": value})
        assert caught.value.kind == "protocol"
        assert server.requests == []


@pytest.mark.parametrize(
    "url",
    ["", "blog.example", "ftp://blog.example/", "file:///etc/passwd", "http://", "http:///x", "javascript:alert(1)",
     "http://[::1", "http://xn--/", "http://a\nb/", "http://127.0.0.1:99999/", "http://127.0.0.1:0/", "http://\udcff/",
     "data:text/xml,<rss/>", "//blog.example/", "http://" + "a" * 70000],
)  # fmt: skip
def test_what_is_no_web_address_is_said_to_be_none(url: str) -> None:
    """Every kind of nonsense ends in one error of one line."""
    error = failure(url)
    assert error.kind == "address"
    assert isinstance(error, FeedError)
    assert "\n" not in error.message
    assert len(error.message) <= 300


def test_a_host_name_in_other_letters_is_asked_for_in_ascii() -> None:
    """bücher.example is looked up and addressed as xn--bcher-kva.example (IDNA)."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> tuple[Sockaddr, ...]:
        asked.append(host)
        return ((2, "127.0.0.1", port),)

    with serving(reply(b"ok")) as server, HttpClient(settings(), resolve=resolve) as http:
        answer = http.get(server.url(host="bücher.example"))
        assert server.header("host") == f"xn--bcher-kva.example:{server.port}"
    assert asked == ["xn--bcher-kva.example"]
    assert answer.body == b"ok"


def test_a_host_of_ipv6_alone_is_reached() -> None:
    """By name as by number; the Host field has the brackets that belong there (RFC 3986 3.2.2)."""

    def resolve(host: str, port: int) -> tuple[Sockaddr, ...]:
        return ((10, "::1", port),)

    with serving(reply(b"six"), host="::1") as server:
        allowed = settings(allow_hosts=(f"[::1]:{server.port}",))
        with HttpClient(allowed, resolve=resolve) as http:
            assert http.get(server.url(host="six.example")).body == b"six"
            assert http.get(server.url("/feed", host="[::1]")).url == server.url("/feed", host="[::1]")
            assert http.get(server.url(host="[0:0:0:0:0:0:0:1]")).body == b"six"
        assert server.header("host", 0) == f"six.example:{server.port}"
        assert server.header("host", 1) == f"[::1]:{server.port}"


def test_what_a_server_says_about_time_comes_through() -> None:
    """How long an answer stays good, how old it is, and when to come again."""
    said = {
        "Cache-Control": "max-age=3600, must-revalidate",
        "Expires": "Sat, 21 Nov 2026 12:00:00 GMT",
        "Age": "60",
        "Date": "Sat, 21 Nov 2026 11:00:00 GMT",
        "Retry-After": "120",
    }
    for status in (200, 304, 503):
        with serving(reply(status=status, headers=said)) as server, client() as http:
            answer = http.get(server.url())
        assert {name: answer.headers[name.lower()] for name in said} == said


def test_a_path_in_other_letters_is_encoded() -> None:
    """Spaces and letters beyond ASCII reach the server percent-encoded."""
    with serving(reply(b"ok")) as server, client() as http:
        http.get(server.url("/café au lait?q=ü"))
    assert server.asked == ["/caf%C3%A9%20au%20lait?q=%C3%BC"]


def test_a_password_in_the_address_is_sent_and_never_shown() -> None:
    """Basic credentials go to the server; the address that is reported is without them."""
    with serving(reply()) as server, client() as http:
        answer = http.get(server.url().replace("://", "://ada:s3cret@"))
        assert server.header("authorization") == "Basic " + base64.b64encode(b"ada:s3cret").decode()
    assert "s3cret" not in repr(answer)


def test_cookies_are_not_kept() -> None:
    """A cookie set by one answer is in no later request."""
    with serving(reply(headers={"Set-Cookie": "track=1; Path=/"})) as server, client() as http:
        http.get(server.url())
        http.get(server.url())
        assert server.header("cookie") is None


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would do the connecting, and no address could be checked."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(reply(b"direct")) as server, client() as http:
        assert http.get(server.url()).body == b"direct"


def test_repeated_fields_are_joined() -> None:
    """Two fields of one name are one list (RFC 9110 5.3)."""
    sent = b"HTTP/1.1 200 OK\r\nVary: a\r\nVary: b\r\nContent-Length: 0\r\n\r\n"
    with serving(sent) as server, client() as http:
        assert http.get(server.url()).headers["vary"] == "a, b"


def test_many_threads_may_ask_at_once() -> None:
    """One client serves them all, and each gets its own answer."""
    from concurrent.futures import ThreadPoolExecutor

    pages = {f"/{n}": reply(str(n).encode()) for n in range(40)}
    with serving(pages=pages) as server, client() as http, ThreadPoolExecutor(8) as threads:
        answers: list[Response] = list(threads.map(lambda n: http.get(server.url(f"/{n}")), range(40)))
    assert [answer.body for answer in answers] == [str(n).encode() for n in range(40)]


def test_a_wrong_allowance_is_a_settings_error() -> None:
    """It is found before anything is asked."""
    with pytest.raises(ConfigError, match="no host and port"):
        client(allow_hosts=("10.0.0.1",))


def test_plain_feeds_are_fetched_without_importing_httpx() -> None:
    """Start-up stays quick for those who only need the types, and for those whose feeds are where they were."""
    with serving(reply(b"<rss/>")) as server:
        code = f"""
import sys
from roundup.config import FetchSettings
from roundup.net import HttpClient
with HttpClient(FetchSettings(allow_hosts=("127.0.0.1:*",))) as http:
    assert http.get({server.url("/feed")!r}).body == b"<rss/>"
sys.exit(bool({{"httpx", "httpcore", "h11", "ssl"}} & set(sys.modules)))
"""
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_httpx_is_imported_without_its_command_line() -> None:
    """What it brings for a terminal is half its weight; it is not hidden from anyone who wants it."""
    code = """
import sys
from roundup.net.library import httpx
assert httpx.URL("http://blog.example/").host == "blog.example"
assert not {"httpx._main", "click", "rich", "pygments"} & set(sys.modules)
import httpx._main
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
