"""Addresses taken apart and joined: nothing but sound web addresses comes out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.net import FetchError
from roundup.net.hops import check_count, check_hop
from roundup.net.urls import join_url, parse_url, shortened, shown
from tests.net.servers import attempt

LOCATIONS = st.one_of(
    st.text(max_size=80),
    st.from_regex(r"[a-z]{0,6}:?/{0,3}[a-z@:.\[\]%0-9]{0,20}(/[^ ]{0,10})?", fullmatch=True),
)


@given(LOCATIONS)
def test_any_text_is_an_address_or_an_error(text: str) -> None:
    """Whatever stands in feeds.opml, what is asked for is http or https, with a host and a possible port."""
    url = attempt(lambda: parse_url(text))
    if isinstance(url, FetchError):
        assert url.kind == "address"
    else:
        assert url.scheme in ("http", "https")
        assert url.raw_host
        assert url.port is None or 0 < url.port < 65536


@given(LOCATIONS)
def test_any_location_leads_to_an_address_or_an_error(location: str) -> None:
    """Whatever a server answers, nothing but FetchError is raised, in one printable line."""
    base = parse_url("https://blog.example/feed/")
    url = attempt(lambda: join_url(base, location))
    if isinstance(url, FetchError):
        assert url.kind == "redirect"
        assert url.message.isprintable()
        return
    refusal = attempt(lambda: check_hop(base.scheme, url.scheme, url.host, shown(url)))
    if isinstance(refusal, FetchError):
        assert refusal.message.isprintable()
    else:
        assert url.scheme == "https"
        assert url.raw_host


def test_what_is_shown_has_no_password_and_no_fragment() -> None:
    """Addresses go into reports and the database."""
    assert shown(parse_url("https://ada:pw@blog.example:8443/feed?x=1#top")) == "https://blog.example:8443/feed?x=1"


def test_what_is_quoted_in_a_message_is_short() -> None:
    """The beginning of an address is enough to know it by."""
    assert shortened("https://blog.example/") == "https://blog.example/"
    assert len(shortened("https://blog.example/" + "a" * 10_000)) < 130


@pytest.mark.parametrize(
    ("here", "there", "allowed"),
    [("http", "http", True), ("http", "https", True), ("https", "https", True), ("https", "http", False),
     ("http", "ftp", False), ("https", "file", False), ("http", "", False)],
)  # fmt: skip
def test_which_schemes_lead_where(here: str, there: str, allowed: bool) -> None:
    """Only to the web, and never from encrypted to plain."""
    if allowed:
        check_hop(here, there, "blog.example", "x")
    else:
        with pytest.raises(FetchError) as caught:
            check_hop(here, there, "blog.example", "x")
        assert caught.value.kind == "redirect"


def test_a_hop_needs_a_host() -> None:
    """An address without one leads nowhere."""
    with pytest.raises(FetchError, match="no web address"):
        check_hop("http", "http", "", "http:///x")


def test_the_count_of_hops_is_exact() -> None:
    """As many as allowed, and not one more."""
    check_count(5, 5)
    with pytest.raises(FetchError, match="more than 5 times"):
        check_count(6, 5)
