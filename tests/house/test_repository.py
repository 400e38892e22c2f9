"""What stands beside the code: pins without addresses, dependencies that are explained."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

_PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.!+_-]*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def normal(name: str) -> str:
    """A package's name as all its spellings are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    return {normal(match[0]) for requirement in requirements if (match := _NAME.match(requirement))}


@pytest.fixture(scope="module")
def project(checkout: Path) -> dict[str, Any]:
    return tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pins(checkout: Path) -> list[str]:
    return [line for line in (checkout / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]


def test_constraints_name_versions_and_nothing_else(pins: list[str]) -> None:
    """No address, no path, no option: whichever index is set up serves."""
    assert [line for line in pins if not _PIN.fullmatch(line)] == []
    assert pins == sorted(pins, key=str.lower)


def test_everything_that_is_asked_for_is_pinned(project: dict[str, Any], pins: list[str]) -> None:
    """Dependencies, extras and the build system are the same on every machine."""
    extras = project["project"]["optional-dependencies"].values()
    wanted = [*project["project"]["dependencies"], *chain(*extras), *project["build-system"]["requires"]]
    assert names(wanted) - names(pins) == set()


def test_every_dependency_is_explained(project: dict[str, Any], checkout: Path) -> None:
    """docs/dependencies.md says of each what it spares us."""
    text = (checkout / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {normal(name) for name in re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)}
    extras = [each for extra, each in project["project"]["optional-dependencies"].items() if extra != "dev"]
    assert names([*project["project"]["dependencies"], *chain(*extras)]) == explained


def test_the_ci_script_runs_the_same_tests_as_people_do(checkout: Path) -> None:
    """`.ci/run` is executable and calls `make test`."""
    script = checkout / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "make test" in script.read_text(encoding="utf-8")
