"""What an answer means for readers: only what is surely gone is called gone."""

from __future__ import annotations

import pytest

from roundup.curate.linkstate import answered, failed
from roundup.model import LinkAnswer
from tests.samples import NOW

PAGE = "https://x.example/2026/bins/"


def state(status: int, url: str = PAGE, *redirects: tuple[int, str]) -> tuple[str, str]:
    found = answered(PAGE, status, url, redirects, now=NOW)
    assert (found.address, found.asked) == (PAGE, NOW)
    return found.state, found.target


@pytest.mark.parametrize("status", [200, 203, 206, 304])
def test_what_answers_well_is_found(status: int) -> None:
    """Without a word more."""
    assert state(status) == ("found", "")


@pytest.mark.parametrize("status", [404, 410])
def test_what_the_site_says_is_not_there_is_gone(status: int) -> None:
    """RFC 9110 15.5.5, 15.5.11."""
    assert state(status) == ("gone", "")
    assert str(status) in answered(PAGE, status, PAGE, (), now=NOW).words


@pytest.mark.parametrize("status", [400, 401, 402, 403, 405, 418, 429, 451, 500, 502, 503, 999])
def test_what_is_kept_from_programs_may_be_there_for_readers(status: int) -> None:
    """Nobody can tell."""
    assert state(status) == ("unknown", "")


def test_only_a_move_for_good_is_a_move() -> None:
    """Every hop has to say so (RFC 9110 15.4.2, 15.4.9): a detour of today may be none tomorrow."""
    there = "https://y.example/bins/"
    assert state(200, there, (301, there)) == ("moved", there)
    assert state(200, there, (308, "https://z.example/"), (301, there)) == ("moved", there)
    assert state(200, there, (302, there)) == ("found", "")
    assert state(200, there, (301, "https://z.example/"), (302, there)) == ("found", "")


@pytest.mark.parametrize(
    "url", ["http://x.example/2026/bins/", "https://www.x.example/2026/bins", PAGE + "?utm_source=x"]
)
def test_another_spelling_of_the_address_is_no_move(url: str) -> None:
    """Slashes, www and https are the site's own business."""
    assert state(200, url, (301, url)) == ("found", "")


@pytest.mark.parametrize("url", ["https://x.example/", "https://x.example", "https://y.example/index.html"])
def test_a_page_that_leads_to_a_front_page_is_hardly_there(url: str) -> None:
    """However the site calls it."""
    assert state(200, url, (302, url))[0] == "front"
    assert answered("https://x.example/", 200, url, [(302, url)], now=NOW).state != "front"
    assert state(200, url + "?p=12" if url.endswith("/") else "https://x.example/?p=12", (302, url))[0] == "found"


def test_what_could_not_be_asked() -> None:
    """A name nobody has leads nowhere, a private one is private; all else is not known."""
    assert failed(PAGE, "dns", "no such\nhost", now=NOW) == LinkAnswer(PAGE, "nowhere", NOW, "no such host")
    assert failed(PAGE, "private", "it is private", now=NOW).state == "private"
    assert failed(PAGE, "timeout", "too slow", now=NOW).state == "unknown"
    assert failed(PAGE, "tls", "no trust", now=NOW).state == "unknown"
