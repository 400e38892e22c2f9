"""What the tests need besides Python is fetched, or named; in CI nothing may be missing."""

from __future__ import annotations

from pathlib import Path
from subprocess import CalledProcessError

import pytest

from tools import install_servers


@pytest.fixture(autouse=True)
def _nothing_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine that has every package."""
    monkeypatch.setattr(install_servers, "missing", list)
    monkeypatch.setattr(install_servers, "missing_programs", list)
    monkeypatch.setattr(install_servers, "SERVERS", tmp_path)


def offline(_folder: Path) -> Path:
    raise CalledProcessError(1, "npm")


def broken(_folder: Path) -> Path:
    raise OSError("another one than it was")


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_what_cannot_be_had_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, code: int
) -> None:
    """One that fails keeps none of the others waiting; only in CI it is a failure."""
    had: list[Path] = []

    def fine(folder: Path) -> Path:
        had.append(folder)
        return folder

    monkeypatch.setattr(install_servers, "UNPACKED", {"WordPress 9": offline, "a checker": broken, "a blog": fine})
    monkeypatch.setenv("CI", ci)
    assert install_servers.main() == code
    said = capsys.readouterr().out
    assert "tests that need it are left out: WordPress 9 (" in said
    assert "a checker (another one than it was)" in said
    assert had == [install_servers.SERVERS]


def test_when_all_is_there_nothing_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor is anything done."""
    monkeypatch.setattr(install_servers, "UNPACKED", {})
    monkeypatch.setenv("CI", "true")
    assert (install_servers.main(), capsys.readouterr().out) == (0, "")
