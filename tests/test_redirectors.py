"""Addresses of those who count clicks: which they are, what they carry, and where they must not lead."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.redirectors import CARRIERS, SERVICES, is_redirector, landed, may_lead_on, unwrapped

POST = "https://blog.example/2026/11/bins/?p=1"
Q = quote(POST, safe="")


@pytest.mark.parametrize(
    "address",
    [
        "http://feedproxy.google.com/~r/sandleigh/~3/x1y2/",
        "http://feeds.feedburner.com/~r/sandleigh/~3/x1y2/bins",
        "https://feeds.feedblitz.com/~/123/0/sandleigh~Bins/",
        "https://tracking.feedpress.com/link/123/456",
        "https://t.co/AbC123",
        "https://bit.ly/3xyz",
        "https://BIT.LY/3xyz",
        "https://lnkd.in/eAbC",
        "https://lnks.gd/l/eyJhbGci",
        "https://sandleigh.us5.list-manage.com/track/click?u=1&id=2&e=3",
        "https://u123.ct.sendgrid.net/ls/click?upn=abc",
        "https://click.convertkit-mail.com/abc/def",
    ],
)
def test_what_has_to_be_asked(address: str) -> None:
    """Feed services, shorteners, mail programs."""
    assert may_lead_on(address)
    assert is_redirector(address)
    assert unwrapped(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        POST,
        "https://feeds.feedburner.com/sandleigh",
        "https://feedproxy.google.com/sandleigh",
        "https://bit.ly/",
        "https://bit.ly",
        "https://t.co.example/AbC",
        "https://not.co/AbC",
        "https://list-manage.com/track/click?u=1",
        "https://sandleigh.us5.list-manage.com/subscribe",
        "https://feedpress.me/sandleigh",
        "https://blog.example/t.co/x",
        "https://blog.example/?u=https://t.co/x",
        "",
        "mailto:a@a.example",
    ],
)
def test_what_is_somebodys_own(address: str) -> None:
    """The services' own pages and feeds, hosts that only look like theirs, and everybody else."""
    assert not is_redirector(address)


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.google.com/url?sa=t&q={Q}&usg=x",
        f"https://www.google.co.uk/url?sa=t&url={Q}",
        f"https://l.facebook.com/l.php?u={Q}&h=AT0",
        f"https://medium.com/r/?url={Q}",
        f"https://t.umblr.com/redirect?z={Q}&t=abc",
        f"https://eur01.safelinks.protection.outlook.com/?url={Q}&data=x",
        f"https://slack-redir.net/link?url={Q}",
        f"https://href.li/?{POST}",
        f"https://urldefense.com/v3/__{POST}__;!!abc$",
        f"https://links-1.govdelivery.com/CL0/{Q}/1/abc=/def",
        f"https://www.youtube.com/redirect?event=x&q={Q}",
        f"https://www.google.com/url?q={quote('https://l.facebook.com/l.php?u=' + Q, safe='')}",
        f"https://www.google.com/url?q={Q}%26utm_source%3Dx",
    ],
)
def test_what_carries_its_address(address: str) -> None:
    """Taken out without asking anybody, wrappings in wrappings too, trackers cut off; it need not be asked."""
    assert may_lead_on(address)
    assert unwrapped(address) == POST
    assert not is_redirector(unwrapped(address))


@pytest.mark.parametrize(
    "address",
    [
        "https://www.google.com/search?q=https://blog.example/",
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://www.google.com/url",
        "https://l.facebook.com/",
        "https://medium.com/@ada?url=https://blog.example/",
        "https://urldefense.com/v3/about",
        "https://blog.example/?url=https://else.example/",
        "",
    ],
)
def test_what_carries_none(address: str) -> None:
    """Other pages of the same hosts, what is no web address, and parameters of anybody else's pages."""
    assert unwrapped(address) == ""


@pytest.mark.parametrize(
    ("target", "published"),
    [
        (POST, POST),
        ("https://blog.example/bins/?utm_source=feedburner&utm_medium=feed", "https://blog.example/bins/"),
        (f"https://www.google.com/url?q={Q}", POST),
        ("http://blog.example/bins#top", "http://blog.example/bins#top"),
        ("https://blog.example/", ""),
        ("https://blog.example", ""),
        ("https://feeds.example/gone", ""),
        ("https://t.co/again", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_where_a_redirect_has_landed(target: str, published: str) -> None:
    """An author's page without trackers; no front page, nothing of the redirector's own, nothing that is no page."""
    assert landed("https://feeds.example/~r/x/~3/1/", target) == published


def test_the_lists_are_in_the_form_in_which_they_are_read() -> None:
    """Hosts in lower case with a dot, paths from their slash, each once."""
    for table in (SERVICES, CARRIERS):
        for host, starts in table.items():
            assert host == host.lower()
            assert "." in host.strip(".")
            assert len(set(starts)) == len(starts)
            assert all(start.startswith(("/", "")) for start in starts)
    assert not set(SERVICES) & {"feedburner.com", "google.com", "medium.com"}


@given(
    st.text(max_size=80), st.sampled_from(["", *SERVICES, *CARRIERS]), st.sampled_from(["/", "/url?q=", "/l.php?u="])
)
def test_any_address_has_an_answer(text: str, host: str, path: str) -> None:
    """And what comes out is an address or nothing."""
    address = f"https://{host.lstrip('.')}{path}{text}"
    assert may_lead_on(address) or not (is_redirector(address) or unwrapped(address))
    for found in (unwrapped(address), landed(address, text), unwrapped(text)):
        assert found == "" or found.startswith(("http://", "https://"))
