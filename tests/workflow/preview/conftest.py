"""A preview that runs, and a browser to look at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from roundup.workflow.desk import Desk
from roundup.workflow.preview import Preview, preview
from tests.workflow.desks import desk_at, ready

PAUSE = 0.02


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a draft of two picks."""
    made = desk_at(tmp_path)
    ready(made, "bins", "maps")
    return made


@pytest.fixture
def shown(desk: Desk) -> Iterator[Preview]:
    """Its preview, served by a thread."""
    with preview(lambda: desk, port=0, pause=PAUSE) as running:
        threading.Thread(target=running.serve, daemon=True).start()
        yield running


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of a desk on which nobody works, for all that only ask."""
    made = desk_at(tmp_path_factory.mktemp("desk"))
    ready(made, "bins", "maps")
    with preview(lambda: made, port=0, pause=PAUSE) as running:
        threading.Thread(target=running.serve, daemon=True).start()
        yield running
