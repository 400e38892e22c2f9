"""One desk a test, in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from roundup.workflow.desk import Desk
from tests.workflow.desks import desk_at


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's file that knows nothing yet; making it takes longer than most tests."""
    desk = desk_at(tmp_path_factory.mktemp("new"))
    with desk.store():
        return desk.settings.database_path


@pytest.fixture
def desk(tmp_path: Path, new_database: Path) -> Desk:
    """An empty desk of Ada's."""
    made = desk_at(tmp_path)
    shutil.copy(new_database, made.settings.database_path)
    return made
