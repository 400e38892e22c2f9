"""The benchmark of the keyboard desk measures what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.desk import KEYS, desk_of, loading, measured


@pytest.mark.slow
def test_every_key_is_measured(tmp_path: Path) -> None:
    """On a desk with as many posts as were asked for."""
    desk = desk_of(tmp_path, 60)
    assert loading(desk) > 0
    found = measured(desk, times=2)
    assert set(found) == {"open", *KEYS}
    assert all(value > 0 for value in found.values())
