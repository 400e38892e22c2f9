"""`permit`: whoever asks may have a word on every address that a redirect leads to, before anything is asked there."""

from __future__ import annotations

import pytest

from roundup.config import FetchSettings
from roundup.net import FetchError, HttpClient
from tests.blogserver import Blogs, serving


def ask(blogs: Blogs, path: str, *, refuse: str = "") -> tuple[list[str], str]:
    """The addresses that were put to the one who asks, who refuses one; and the body, or why there is none."""
    shown: list[str] = []

    def permit(address: str) -> None:
        shown.append(address)
        if refuse and refuse in address:
            raise FetchError("cancelled", "far enough")

    with HttpClient(FetchSettings(allow_hosts=("127.0.0.0/8:*",), deadline=5.0)) as client:
        try:
            return shown, client.get(blogs.url + path, permit=permit).body.decode()
        except FetchError as error:
            return shown, error.message


def test_every_hop_is_shown_and_the_first_address_is_not() -> None:
    """In order, absolute."""
    with serving() as blogs:
        blogs.put("/end", "here", "text/plain")
        blogs.moved |= {"/start": (301, "/middle"), "/middle": (302, "/end")}
        shown, body = ask(blogs, "/start")
    assert (shown, body) == ([f"{blogs.url}/middle", f"{blogs.url}/end"], "here")


def test_what_is_refused_is_not_asked() -> None:
    """The error is the refuser's own."""
    with serving() as blogs:
        blogs.moved |= {"/start": (301, "/middle"), "/middle": (302, "/end")}
        shown, body = ask(blogs, "/start", refuse="/end")
        assert [path for path, _ in blogs.asked] == ["/start", "/middle"]
    assert (shown[-1], body) == (f"{blogs.url}/end", "far enough")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "ftp://a.example/", "mailto:a@a.example"])
def test_what_is_no_web_address_is_not_even_shown(target: str) -> None:
    """It is refused before."""
    with serving() as blogs:
        blogs.moved["/start"] = (302, target)
        shown, said = ask(blogs, "/start")
    assert shown == []
    assert "no web address" in said


def test_a_circle_is_shown_before_it_ends() -> None:
    """So that who follows a trail sees all of it."""
    with serving() as blogs:
        blogs.moved["/start"] = (302, "/start")
        shown, said = ask(blogs, "/start")
    assert shown == [f"{blogs.url}/start"]
    assert "in a circle" in said
