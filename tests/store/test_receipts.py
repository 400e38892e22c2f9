"""What was delivered where is remembered, one receipt for each edition at each target."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from roundup.model import Receipt
from roundup.store import Store, open_store
from tests.samples import NOW

RECEIPT = Receipt(
    "2026-11-20-week", "wordpress", NOW, "ada", "draft", "17", "https://blog.example/?p=17", "a", "b", "c"
)


def test_a_receipt_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    """Every field, after the desk was closed and opened again."""
    with open_store(tmp_path / "roundup.db", now=NOW) as store:
        store.receipts.keep(RECEIPT)
    with open_store(tmp_path / "roundup.db", now=NOW) as store:
        assert store.receipts.of("2026-11-20-week", "wordpress") == RECEIPT


def test_the_last_push_counts(tmp_path: Path) -> None:
    """A second one takes the place of the first; other targets and editions are not touched."""
    later, folder = replace(RECEIPT, state="live", found="d"), replace(RECEIPT, target="folder")
    with open_store(tmp_path / "roundup.db", now=NOW) as store:
        for receipt in (RECEIPT, folder, later, replace(RECEIPT, edition="2026-11-27-week")):
            store.receipts.keep(receipt)
        assert store.receipts.all("2026-11-20-week") == (folder, later)
        assert store.receipts.of("2026-11-20-week", "ghost") is None


def test_what_is_not_kept_whole_is_not_kept(tmp_path: Path) -> None:
    """A receipt belongs to the transaction it is written in."""
    with open_store(tmp_path / "roundup.db", now=NOW) as store:
        with pytest.raises(RuntimeError):
            _cut_off(store)
        assert store.receipts.all("2026-11-20-week") == ()


def _cut_off(store: Store) -> None:
    """A transaction that does not come to its end."""
    with store.write():
        store.receipts.keep(RECEIPT)
        raise RuntimeError
