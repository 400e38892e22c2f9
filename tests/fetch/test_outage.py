"""Our own network's failures told from the feeds': pure."""

from __future__ import annotations

import pytest

from roundup.fetch import forgive, network_down
from roundup.model import FeedState, FetchOutcome, Subscription
from tests.fetch.feeds import URL, state


def failed(error: str, host: str = "a", status: int | None = None) -> FetchOutcome:
    url = f"https://{host}.example/feed"
    return FetchOutcome(Subscription(url), "failed", FeedState(url=url), status=status, reason="x", error=error)


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
