"""docs/benchmarks.md: every command on it can be run, every test it names is there, every table has its place."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from benchmarks import regions
from benchmarks.gathering.__main__ import _options as gathering_options
from benchmarks.gathering.scenarios import SCENARIOS

REGIONS = ("gathering goals", "gathering figures", "fuzz")


@pytest.fixture(scope="module")
def page(checkout: Path) -> str:
    return (checkout / "docs" / "benchmarks.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REGIONS)
def test_every_table_has_its_place(page: str, name: str) -> None:
    """Which the commands write into."""
    assert "| x | y |" in regions.replaced(page, name, "| x | y |")


def test_every_command_is_one_of_ours(page: str) -> None:
    """And is started as the page says."""
    modules = set(re.findall(r"python -m (benchmarks\.\w+)", page))
    assert {"benchmarks.gathering", "benchmarks.fuzz", "benchmarks.startup"} <= modules
    assert all(importlib.util.find_spec(module) for module in modules)


def test_every_benchmark_is_on_the_page(page: str, checkout: Path) -> None:
    """What can be run can be found."""
    files = {path.stem for path in (checkout / "benchmarks").glob("*.py")} - {"__init__"}
    folders = {path.parent.name for path in (checkout / "benchmarks").glob("*/__main__.py")}
    helpers = {name for name in files if not _is_command(checkout / "benchmarks" / f"{name}.py")}
    for name in (files - helpers) | folders:
        assert f"python -m benchmarks.{name}" in page


def _is_command(path: Path) -> bool:
    return "__main__" in path.read_text(encoding="utf-8") and path.stem != "bigdesk"  # that one only makes a desk


def test_options_on_the_page_are_understood(page: str) -> None:
    """Each line for gathering, word by word."""
    lines = re.findall(r"python -m benchmarks\.gathering (.+)", page)
    assert len(lines) >= 4
    for line in lines:
        gathering_options(shlex.split(line.replace("`", "")))


def test_every_scenario_is_explained(page: str) -> None:
    """In the table of what has happened."""
    for name in SCENARIOS:
        assert f"| {name} | " in page


def test_every_test_on_the_page_is_there(page: str, checkout: Path) -> None:
    """Each fault leads to the tests that hold it."""
    named = re.findall(r"`(?:tests/)?((?:\w+/)?test_\w+\.py)`", page)
    assert len(named) > 20
    assert [name for name in named if not (checkout / "tests" / name).exists()] == []
