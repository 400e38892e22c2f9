"""Our own network's failures told from the feeds': pure."""

from __future__ import annotations

import pytest

from roundup.fetch import forgive, login_page, network_down
from roundup.fetch.outage import SAME_PAGE_HOSTS
from roundup.model import FeedState, FetchOutcome, Subscription
from tests.fetch.feeds import URL, state


def failed(error: str, host: str = "a", status: int | None = None, page: str = "") -> FetchOutcome:
    url = f"https://{host}.example/feed"
    return FetchOutcome(
        Subscription(url), "failed", FeedState(url=url), status=status, reason="x", error=error, page=page
    )


def succeeded(host: str = "a") -> FetchOutcome:
    url = f"https://{host}.example/feed"
    return FetchOutcome(Subscription(url), "unchanged", FeedState(url=url), status=304)


@pytest.mark.parametrize(
    "errors", [("dns", "dns"), ("dns", "timeout", "refused"), ("tls", "tls"), ("dns", "dns", "private")]
)
def test_when_no_server_is_reached_it_is_the_network(errors: tuple[str, ...]) -> None:
    """Names unknown, nobody listening, no answer, no trust: from all, it is us."""
    assert network_down(failed(error, str(n)) for n, error in enumerate(errors))


@pytest.mark.parametrize(
    "outcomes",
    [
        [],
        [failed("dns")],
        [failed("dns"), failed("dns")],
        [failed("private", "a"), failed("address", "b")],
        [failed("dns", "a"), failed("dns", "b"), succeeded("c")],
        [failed("dns", "a"), failed("dns", "b"), failed("status", "c", 500)],
        [failed("dns", "a"), failed("dns", "b"), failed("parse", "c", 200)],
        [failed("dns", "a"), failed("dns", "b"), failed("protocol", "c")],
        [failed("dns", "a"), failed("dns", "b"), failed("broken-off", "c")],
    ],
    ids=[
        "nothing",
        "one feed",
        "one host",
        "never tried",
        "a success",
        "a status",
        "a page",
        "an answer",
        "half an answer",
    ],
)
def test_when_anything_answers_it_is_not(outcomes: list[FetchOutcome]) -> None:
    """One host alone may well be down, and any answer shows that the way out is open."""
    assert not network_down(outcomes)


def pages(hosts: str, page: str = "login") -> list[FetchOutcome]:
    """An answer that is no feed from each of these hosts, the same one."""
    return [failed("parse", host, 200, page) for host in hosts]


@pytest.mark.parametrize(
    "outcomes",
    [
        pages("abcd"),
        pages("abcd") + pages("e", "another"),
        [*pages("abcd"), failed("tls", "e"), failed("timeout", "f")],
        [failed("login", "a", 511), failed("login", "b", 511)],
    ],
    ids=["four hosts", "and a page of its own", "the encrypted ones fail", "511"],
)
def test_the_same_page_from_many_hosts_is_somebody_on_the_way(outcomes: list[FetchOutcome]) -> None:
    """A hotel's login page answers for everybody; where it cannot, connections fail."""
    assert login_page(outcomes)
    assert not network_down(outcomes)


@pytest.mark.parametrize(
    "outcomes",
    [
        [],
        pages("abc"),
        pages("aaaaaa"),
        [failed("parse", host, 200, host) for host in "abcdef"],
        [failed("status", host, 404) for host in "abcdef"],
        [*pages("abcdef"), succeeded("g")],
        [failed("login", "a", 511)],
        [failed("login", "a", 511), failed("login", "a", 511)],
        [failed("dns", "a"), failed("dns", "b")],
    ],
    ids=[
        "nothing",
        "three hosts",
        "one host",
        "different pages",
        "no pages",
        "a feed was read",
        "one 511",
        "511 of one host",
        "the network is down",
    ],
)
def test_pages_of_dead_blogs_are_not(outcomes: list[FetchOutcome]) -> None:
    """A host for many blogs may show the same page for all that it closed, while others are read."""
    assert not login_page(outcomes)


def test_four_hosts_are_more_than_three() -> None:
    """The bound is that of the promise: the same page from more than three hosts."""
    assert SAME_PAGE_HOSTS == 4


def test_a_feed_that_was_not_to_blame_is_as_before() -> None:
    """The reason stays to be shown; what is remembered is what was."""
    previous = state(health="ok", etag='"a"', failures=0)
    punished = FetchOutcome(Subscription(URL), "failed", state(health="failing", failures=1), reason="dns", error="dns")
    forgiven = forgive(punished, previous)
    assert forgiven.state == previous
    assert (forgiven.kind, forgiven.reason) == ("failed", "dns")


def test_a_feed_never_seen_before_is_new_again() -> None:
    """Nothing was remembered, so nothing is."""
    assert forgive(failed("dns"), None).state == FeedState(url="https://a.example/feed")
