"""Plain addresses: whatever is read by the short way is read as httpx reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.net.targets import LONGEST_PLAIN, Target, plain
from roundup.net.urls import parse_url, target

HOSTS = st.one_of(
    st.sampled_from(["blog.example", "a_b.example.org", "1.2.3.4", "256.1.1.1", "01.2.3.4", "1.2.3", "localhost", "a.",
                     "x--y.example", "xn--bcher-kva.example", "a..b", "-a.example", "1a.example", "a.1b", "[::1]"]),
    st.from_regex(r"[a-z0-9._-]{1,12}", fullmatch=True),
)  # fmt: skip
PATHS = st.one_of(
    st.from_regex(r"/[a-zA-Z0-9._~!$&()*+,;=:@%/?2F'-]{0,15}", fullmatch=True), st.text(max_size=10).map("/".__add__)
)
PORTS = st.sampled_from(["", ":80", ":443", ":8080", ":0", ":00080", ":65535", ":65536"])


@given(st.sampled_from(["http", "https"]), HOSTS, PORTS, PATHS)
def test_the_short_way_and_httpx_agree(scheme: str, host: str, port: str, path: str) -> None:
    """Scheme, host, port, path, Host field and what is shown are the same, whichever reads the address."""
    url = f"{scheme}://{host}{port}{path}"
    if found := plain(url):
        assert found == target(parse_url(url))


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/feed/",
        "http://blog.example:8080/feed.xml",
        "https://a-b.blog.example/category/news/feed/atom.xml",
        "https://feeds.example/rss?channel=1&format=xml",
        "https://blog.example/caf%C3%A9",
        "http://93.184.215.14/~ada/rss",
        "http://localhost/",
    ],
)
def test_usual_addresses_are_plain(url: str) -> None:
    """The short way is the usual one."""
    found = plain(url)
    assert found is not None
    assert found.shown == url


@pytest.mark.parametrize(
    "url",
    [
        "", "blog.example", "ftp://blog.example/", "HTTP://blog.example/", "http://Blog.example/", "http://blog.example",
        "http://blog.example?x", "http://ada:pw@blog.example/", "http://@blog.example/", "http://blog.example:80/",
        "https://blog.example:443/", "http://blog.example:0/", "http://blog.example:070/", "http://blog.example:99999/",
        "http://bücher.example/", "http://xn--bcher-kva.example/", "http://blog.example/a/../b", "http://blog.example/./",
        "http://blog.example/#top", "http://blog.example/a b", "http://blog.example/é", "http://blog.example/%zz",
        "http://blog.example/a\r\nX: y", "http://blog.example/a\n", "http://[::1]/", "http://127.1/", "http://0x7f.1/",
        "http://2130706433/", "http://017700000001/", "http://127.0.0.01/", "http://256.0.0.1/", "http://blog.example./",
        "http://１２７.0.0.1/", "http://blog.example/\ud800", "http://blog.example/" + "a" * LONGEST_PLAIN,
    ],
)  # fmt: skip
def test_all_else_is_left_to_httpx(url: str) -> None:
    """Whatever would have to be changed, checked or refused."""
    assert plain(url) is None


def test_a_target_has_all_that_a_request_needs() -> None:
    """The default port is not in the Host field (RFC 9110 4.2.3)."""
    assert plain("https://blog.example/feed?x=1") == Target(
        "https", "blog.example", 443, "/feed?x=1", "blog.example", "https://blog.example/feed?x=1"
    )
    assert plain("http://blog.example:8080/") == Target(
        "http", "blog.example", 8080, "/", "blog.example:8080", "http://blog.example:8080/"
    )
    assert target(parse_url("https://[2001:db8::1]:8443/x")) == Target(
        "https", "2001:db8::1", 8443, "/x", "[2001:db8::1]:8443", "https://[2001:db8::1]:8443/x"
    )
