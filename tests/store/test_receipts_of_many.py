"""Receipts, notices and sends: kept apart by edition, target and person; no address of a reader is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundup.model import Notice, Receipt
from roundup.store import Store, open_store
from tests.samples import NOW

LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TOLD = Notice("week", "https://blog.example/1", "webmention", "told", NOW, "https://blog.example/w", "fine", "d1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty desk's."""
    with open_store(tmp_path / "roundup.db", now=NOW) as opened:
        yield opened


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.builds(Receipt, LINE, LINE, st.just(NOW), LINE, remote=LINE, url=LINE, sent=LINE, found=LINE, body=LINE))
def test_any_receipt_comes_back(store: Store, receipt: Receipt) -> None:
    """Whatever a far end calls its posts, and whatever stands in them."""
    store.receipts.keep(receipt)
    assert store.receipts.of(receipt.edition, receipt.target) == receipt
    assert receipt in store.receipts.all(receipt.edition)


def test_a_notice_comes_back_and_is_replaced(store: Store) -> None:
    """The last run counts, one a post and edition."""
    for notice in (TOLD, replace(TOLD, edition="other"), replace(TOLD, state="withdrawn")):
        store.receipts.tell(notice)
    assert store.receipts.told("week") == {TOLD.target: replace(TOLD, state="withdrawn")}
    assert store.receipts.told("none") == {}


def test_readers_are_told_apart_by_edition_and_target(store: Store) -> None:
    """Who has one edition has not the other."""
    editions, targets = ("one", "two"), ("smtp", "other")
    store.receipts.mark_sent("one", "smtp", "ada@reader.example", "sent", NOW)
    found = {(e, t): store.receipts.sent_to(e, t, "ada@reader.example") for e, t in product(editions, targets)}
    assert found == {("one", "smtp"): "sent", ("one", "other"): "", ("two", "smtp"): "", ("two", "other"): ""}


@pytest.mark.parametrize("spelt", ["ADA@reader.example", " ada@Reader.Example "])
def test_a_reader_is_the_same_in_any_case(store: Store, spelt: str) -> None:
    """Nobody gets it twice for a capital letter."""
    store.receipts.mark_sent("one", "smtp", "ada@reader.example", "sending", NOW)
    assert store.receipts.sent_to("one", "smtp", spelt) == "sending"
    store.receipts.mark_sent("one", "smtp", spelt, "sent", NOW)
    assert store.receipts.sent_to("one", "smtp", "ada@reader.example") == "sent"


def test_a_send_has_begun_with_its_first_reader(store: Store) -> None:
    """Of that edition, at that target."""
    assert not store.receipts.sends_begun("one", "smtp")
    store.receipts.mark_sent("one", "smtp", "ada@reader.example", "sending", NOW)
    assert store.receipts.sends_begun("one", "smtp")
    assert not store.receipts.sends_begun("two", "smtp")
    assert not store.receipts.sends_begun("one", "other")


def test_no_address_is_in_the_file(store: Store, tmp_path: Path) -> None:
    """Who reads is nobody's business who finds the desk's file; the digest of one edition says nothing of another's."""
    for name in ("one", "two"):
        store.receipts.mark_sent(name, "smtp", "ada@reader.example", "sent", NOW)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"reader.example" not in kept
