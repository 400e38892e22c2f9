"""The list that comes with the program."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from roundup.subscriptions import OpmlReading, read_opml, write_opml


@pytest.fixture(scope="module")
def shipped(checkout: Path) -> OpmlReading:
    return read_opml((checkout / "feeds.opml").read_bytes())


def test_it_reads_without_a_repair(shipped: OpmlReading) -> None:
    """Our own list is a model of its kind."""
    assert (shipped.repairs, shipped.left_out) == ((), ())
    assert len(shipped.subscriptions) >= 60


def test_every_feed_has_title_site_folder_and_a_secure_address(shipped: OpmlReading) -> None:
    """Nothing about a feed is left to be found out."""
    for feed in shipped.subscriptions:
        assert feed.title, feed
        assert feed.tags, feed
        assert urlsplit(feed.url).scheme == urlsplit(feed.site_url).scheme == "https", feed


def test_no_feed_is_there_twice(shipped: OpmlReading) -> None:
    """Neither an address nor a title stands in it twice."""
    assert len({feed.url.rstrip("/") for feed in shipped.subscriptions}) == len(shipped.subscriptions)
    assert len({feed.title.casefold() for feed in shipped.subscriptions}) == len(shipped.subscriptions)


def test_it_survives_a_trip_through_another_program(shipped: OpmlReading) -> None:
    """Written as folders only, as other programs do, it gives the same feeds with the same tags."""
    again = read_opml(write_opml(shipped.subscriptions, "Again"))
    assert {(f.url, f.title, f.site_url, frozenset(f.tags)) for f in again.subscriptions} == {
        (f.url, f.title, f.site_url, frozenset(f.tags)) for f in shipped.subscriptions
    }
