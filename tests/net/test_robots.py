"""A page is asked for only where its site lets programs read; each site says so once."""

from __future__ import annotations

import pytest

from roundup.net import FetchError
from roundup.net.robots import PageReader, Verdict
from tests.net.servers import Page, attempt, client, hang, redirect, reply, serving


def robots(*lines: str) -> bytes:
    """A robots.txt for everyone."""
    return reply("\n".join(["User-agent: *", *lines]).encode())


def refusal(page: Page, path: str = "/page", **settings: object) -> FetchError:
    """Why a page cannot be read on a site with this robots.txt; the page itself is not asked for."""
    with serving(reply(b"words"), pages={"/robots.txt": page}) as server, client(**settings) as http:
        error = attempt(lambda: PageReader(http).get(server.url(path)))
        assert isinstance(error, FetchError)
        assert path not in server.asked
        return error


def test_a_page_that_may_be_read_is_read() -> None:
    """robots.txt is asked for once, however many pages follow."""
    with serving(reply(b"words"), pages={"/robots.txt": robots("Disallow: /private")}) as server, client() as http:
        reader = PageReader(http)
        assert [reader.get(server.url(path)).body for path in ("/1", "/2")] == [b"words", b"words"]
        assert server.asked == ["/robots.txt", "/1", "/2"]


def test_a_page_that_may_not_be_read_is_not_asked_for() -> None:
    """The error names the file and the rule."""
    error = refusal(robots("Disallow: /page"))
    assert error.kind == "robots"
    assert "/robots.txt asks programs not to read this page (Disallow: /page)" in error.message


def test_we_can_be_named() -> None:
    """The name is that with which the User-Agent begins."""
    with serving(reply(b"User-agent: roundup\nDisallow: /")) as server, client() as http:
        assert not PageReader(http).verdict(server.url("/page")).allowed
        assert (server.header("user-agent") or "").startswith("roundup/")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 204])
def test_a_site_without_the_file_forbids_nothing(status: int) -> None:
    """RFC 9309 2.3.1.3."""
    with serving(reply(status=status)) as server, client() as http:
        assert PageReader(http).verdict(server.url("/page")) == Verdict(allowed=True)


@pytest.mark.parametrize("status", [500, 502, 503, 599, 429])
def test_a_site_that_cannot_say_is_left_alone_for_now(status: int) -> None:
    """RFC 9309 2.3.1.4; "too many requests" means the same."""
    assert f"answers {status}: not now" in refusal(reply(status=status)).message


def test_a_file_that_does_not_come_is_a_site_that_cannot_say() -> None:
    """Silence, an answer that is broken off, one too large."""
    assert "cannot be had" in refusal(hang(), deadline=0.3).message
    assert "cannot be had" in refusal(reply(b"User-agent", length=99)).message
    assert "cannot be had" in refusal(robots("#" * 5_000), max_wire_bytes=2_000).message


def test_where_the_site_cannot_be_reached_that_is_what_is_said() -> None:
    """A private address, a name that does not exist: the client's own words and hint."""
    with client(allow_hosts=()) as http, pytest.raises(FetchError) as caught:
        PageReader(http).get("http://127.0.0.1:9/page")
    assert caught.value.kind == "private"


def test_five_redirects_are_followed_and_a_file_behind_more_is_none() -> None:
    """RFC 9309 2.3.1.2."""
    chain = {"/robots.txt": redirect("/1"), **{f"/{n}": redirect(f"/{n + 1}") for n in range(1, 9)}}
    with serving(pages={**chain, "/5": robots("Disallow: /")}) as server, client() as http:
        assert not PageReader(http).verdict(server.url("/page")).allowed
    with serving(pages=chain) as server, client() as http:
        assert PageReader(http).verdict(server.url("/page")).allowed


def test_a_redirect_is_asked_about_as_well() -> None:
    """A page that is allowed must not lead to one that is not, here or on another site."""
    with serving(reply(b"words"), pages={"/robots.txt": robots("Disallow: /private")}, host="127.0.0.2") as other:
        to_other = redirect(other.url("/private/page", host="127.0.0.2"))
        pages = {"/robots.txt": robots("Disallow: /b"), "/a": redirect("/b"), "/c": to_other}
        with serving(reply(b"words"), pages=pages) as server, client(allow_hosts=("127.0.0.0/8:*",)) as http:
            reader = PageReader(http)
            for path in ("/a", "/c"):
                with pytest.raises(FetchError, match="asks programs not to read"):
                    reader.get(server.url(path))
            assert server.asked == ["/robots.txt", "/a", "/c"]
            assert other.asked == ["/robots.txt"]


def test_the_pace_a_site_asks_for_is_kept() -> None:
    """Between two pages of one site; another site is not waited for."""
    clock, waited = [100.0], list[float]()

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        clock[0] += seconds

    with serving(reply(b"words"), pages={"/robots.txt": robots("Crawl-delay: 7")}) as server, client() as http:
        reader = PageReader(http, clock=lambda: clock[0], sleep=sleep)
        assert reader.verdict(server.url("/1")).delay == 7
        for path in ("/1", "/2"):
            reader.get(server.url(path))
        clock[0] += 5
        reader.get(server.url("/3"))
        with serving(reply(b"words")) as other:
            reader.get(other.url("/page"))
    assert waited == [7.0, 2.0]
