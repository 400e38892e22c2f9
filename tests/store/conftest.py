"""A desk's file for every test: made once, copied for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roundup.store import Store, open_store
from tests.samples import NOW


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a new desk."""
    path = tmp_path_factory.mktemp("blank") / "roundup.db"
    with open_store(path, now=NOW):
        pass
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, blank: bytes) -> Path:
    """Where a new desk's file lies."""
    target = tmp_path / "roundup.db"
    target.write_bytes(blank)
    return target


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A new desk, open."""
    with open_store(path, now=NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def blank_store(tmp_path_factory: pytest.TempPathFactory, blank: bytes) -> Iterator[Store]:
    """A desk that stays empty, for properties that are tried many times."""
    target = tmp_path_factory.mktemp("blank") / "roundup.db"
    target.write_bytes(blank)
    with open_store(target, now=NOW) as opened:
        yield opened
