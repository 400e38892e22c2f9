"""Fetching spread over a cluster: how the work is cut up, and what is said where that cannot be done."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.errors import RoundupError, UsageError
from roundup.fetch import cluster
from roundup.fetch.cluster import MOST_IN_CHUNK, check_address, chunks_of, gather_on_cluster
from roundup.fetch.schedule import host_of
from tests.fetch.feeds import requests_for
from tests.net.servers import settings
from tests.samples import NOW


def refused(address: str) -> RoundupError:
    """Why nothing is fetched over the cluster at an address."""
    with pytest.raises(RoundupError) as caught:
        list(
            gather_on_cluster(
                address, requests_for(["https://a.example/"]), settings=settings(), zone_name="UTC", now=NOW
            )
        )
    return caught.value


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 400)), max_size=300), st.integers(0, 64))
def test_every_feed_is_in_one_chunk_and_a_host_in_no_two(feeds: list[tuple[int, int]], threads: int) -> None:
    """So that each is asked once, and no host by two machines at the same time."""
    requests = requests_for([f"https://h{host}.example/{feed}" for host, feed in feeds])
    chunks = chunks_of(requests, threads)
    assert sorted(r.subscription.url for chunk in chunks for r in chunk) == sorted(r.subscription.url for r in requests)
    owners = [{host_of(request.subscription.url) for request in chunk} for chunk in chunks]
    assert sum(map(len, owners)) == len(set().union(*owners))


@pytest.mark.parametrize(
    ("feeds", "threads", "chunks"), [(0, 4, 0), (1, 4, 1), (20, 4, 1), (1_000, 2, 8), (1_000, 64, 40), (5_000, 2, 20)]
)
def test_chunks_are_neither_tiny_nor_huge(feeds: int, threads: int, chunks: int) -> None:
    """Some for each thread, so that all end together; handing one over must be worth it."""
    assert len(chunks_of(requests_for([f"https://h{n}.example/" for n in range(feeds)]), threads)) == chunks


def test_a_host_with_very_many_feeds_goes_first() -> None:
    """It takes longest, whatever else is done."""
    urls = [f"https://h{n}.example/" for n in range(600)] + [f"https://big.example/{n}" for n in range(400)]
    first = chunks_of(requests_for(urls), 2)[0]
    assert len(first) == 400 > MOST_IN_CHUNK


@pytest.mark.parametrize(
    "address",
    [
        "",
        "here",
        "127.0.0.1:8786",
        "tcp://",
        "tcp://127.0.0.1",
        "tcp://127.0.0.1:x",
        "http://127.0.0.1:8786",
        "tcp://[::1",
    ],
)
def test_what_is_no_schedulers_address_is_refused(address: str) -> None:
    """An example is given."""
    error = refused(address)
    assert isinstance(error, UsageError)
    assert "tcp://127.0.0.1:8786" in error.hint


def test_the_public_internet_is_no_place_for_unencrypted_work() -> None:
    """Whoever can speak to a scheduler can run programs on its workers."""
    with pytest.raises(UsageError, match="not encrypted") as caught:
        check_address("tcp://8.8.8.8:8786")
    assert "tls://" in caught.value.hint
    for address in (
        "tls://8.8.8.8:8786",
        "tcp://127.0.0.1:1",
        "tcp://10.1.2.3:1",
        "tcp://[::1]:1",
        "tcp://192.168.0.9:1",
    ):
        check_address(address)


def test_the_extra_has_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    error = refused("tcp://127.0.0.1:9")
    assert "is not installed" in error.message
    assert "localgov-roundup[cluster]" in error.hint


def test_an_encrypted_cluster_needs_certificates() -> None:
    """Said before anything is asked of it."""
    error = refused("tls://127.0.0.1:9")
    assert "needs certificates" in error.message
    assert "DASK_DISTRIBUTED__COMM__TLS__CA_FILE" in error.hint


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to start."""
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    error = refused("tcp://127.0.0.1:9")
    assert "tcp://127.0.0.1:9 cannot be reached" in error.message
    assert "dask scheduler" in error.hint
