"""One page asked for: what its answers mean, in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from roundup.errors import RoundupError, UsageError
from roundup.net import FetchError
from roundup.workflow.web import page_at, web_address
from tests.net.servers import Page, hang, redirect, reply, serving
from tests.workflow.desks import desk_at


def refusal(root: Path, page: Page) -> RoundupError:
    """Why a page that is answered like this cannot be read."""
    with serving(page, pages={"/robots.txt": reply(status=404)}) as server, pytest.raises(RoundupError) as caught:
        page_at(desk_at(root, allow="127.0.0.0/8:*"), server.url("/page"))
    return caught.value


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("http://a.example/x", "http://a.example/x"),
        ("a.example/x", "https://a.example/x"),
    ],
)
def test_an_address_may_be_typed_without_its_scheme(typed: str, address: str) -> None:
    """Encrypted, unless somebody says otherwise."""
    assert web_address(typed, example="x") == address


@pytest.mark.parametrize(
    "typed", ["", " ", "file:///etc/passwd", "mailto:ada@a.example", "a b", "javascript:x", "http://"]
)
def test_what_is_no_address_is_refused_with_an_example(typed: str) -> None:
    """Nothing is asked for."""
    with pytest.raises(UsageError, match="is not a web address") as caught:
        web_address(typed, example="https://example.org/")
    assert "https://example.org/" in caught.value.hint


@pytest.mark.parametrize(
    ("status", "words", "by_hand"),
    [
        (401, "asks for a name and a password", True),
        (402, "is for those who pay", True),
        (403, "is not shown to programs", True),
        (404, "is not there", False),
        (410, "is gone for good", False),
        (418, "cannot be had", False),
        (429, "wants to be left alone for a while", True),
        (451, "may not be shown, for reasons of law", True),
        (500, "cannot be had", False),
        (503, "cannot be shown just now", True),
    ],
)
def test_statuses_are_told_in_words(tmp_path: Path, status: int, words: str, by_hand: bool) -> None:
    """And in numbers; where a person may yet read the page, the way to give its text is named."""
    error = refusal(tmp_path, reply(b"<p>no</p>", status=status))
    assert f"{words} (it answers {status})" in error.message
    assert ("--text FILE" in error.hint) is by_hand


def test_a_page_is_what_is_there_in_the_end(tmp_path: Path) -> None:
    """Redirects are followed; the answer knows where it came from."""
    pages = {"/robots.txt": reply(status=404), "/old": redirect("/new"), "/new": reply(b"words")}
    with serving(pages=pages) as server:
        answer = page_at(desk_at(tmp_path, allow="127.0.0.0/8:*"), server.url("/old"))
        assert (answer.body, answer.url) == (b"words", server.url("/new"))


def test_a_page_that_does_not_come_is_given_up(tmp_path: Path) -> None:
    """In the client's own words, which say best what is wrong."""
    with serving(hang(), pages={"/robots.txt": reply(status=404)}) as server:
        desk = desk_at(tmp_path, allow="127.0.0.0/8:*")
        hasty = replace(desk.settings, fetch=replace(desk.settings.fetch, deadline=0.3))
        with pytest.raises(FetchError) as caught:
            page_at(replace(desk, settings=hasty), server.url("/page"))
    assert caught.value.kind == "timeout"
