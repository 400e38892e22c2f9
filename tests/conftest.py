"""The machine is kept out of the tests: no home, no settings, no proxy, no working folder but an empty one."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.browser import browser, open_tabs, tab

__all__ = ["browser", "open_tabs", "tab"]  # named here once: two in one process would be in each other's way

settings.register_profile("house", deadline=None, max_examples=30, database=None, derandomize="CI" in os.environ)
settings.load_profile("house")

ENOUGH = 4 << 30  # bytes; all tests together leave less, and what passed is taken away at once


def _keep_files_in_memory(memory: Path = Path("/dev/shm")) -> None:
    """The files of tests into memory where there is room: they commit very often, and prove nothing of disks."""
    if not os.access(memory, os.W_OK | os.X_OK) or os.statvfs(memory).f_flag & os.ST_NOEXEC:
        return
    if shutil.disk_usage(memory).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


_keep_files_in_memory()

MACHINE = dict(os.environ)  # as it was found, for the few tests that run a package manager

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
_FOLDERS = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
_TERMINAL = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLUMNS", "LINES", "EDITOR", "VISUAL", "PAGER", "BROWSER")


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Empty folders, one after the other; the next only once the last isn't empty any more."""
    parent = tmp_path_factory.mktemp("homes")
    numbered = (parent / str(number) for number in itertools.count())

    def empty() -> Iterator[Path]:
        for home in numbered:
            home.mkdir()
            while home.is_dir() and not any(home.iterdir()):
                yield home

    return empty()


@pytest.fixture(autouse=True)
def _clean_machine(monkeypatch: pytest.MonkeyPatch, _homes: Iterator[Path]) -> None:
    """Whoever runs the tests, wherever: the same environment, and an empty folder as home and working folder."""
    for name in list(os.environ):
        if name.startswith("ROUNDUP_") or name.upper() in _PROXIES or name in _TERMINAL:
            monkeypatch.delenv(name)
    home = next(_homes)
    for name in _FOLDERS:
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.chdir(home)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder of the repository, for tests that are about its files."""
    return Path(__file__).resolve().parents[1]
