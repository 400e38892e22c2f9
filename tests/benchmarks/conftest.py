"""The first dozen feeds of the benchmarks' corpus, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.gathering.library import Library

FEEDS = 12


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="session")
def library(library_folder: Path) -> Library:
    return Library(library_folder, FEEDS)
