"""Real servers as fixtures, started once for all tests of a process that ask for them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from tests.realservers.builds import unpack_wordpress_build
from tests.realservers.packages import PHP_MODULES, WANTED, missing, unpack_wordpress
from tests.realservers.wordpress import WordPress, running_wordpress, running_wordpress_on_sqlite


def leave_out(reason: str) -> NoReturn:
    """Skip the test by name of what is missing; in CI, where nothing may be left out, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def _having(*packages: str) -> Iterator[None]:
    """The block needs these packages besides PHP, and what it unpacks; where it cannot have them, it is left out."""
    needed = ("php-cli", *PHP_MODULES, *packages)
    if lacking := [WANTED[package] for package in missing() if package in needed]:
        leave_out(f"not installed: {', '.join(lacking)}")
    try:
        yield
    except (OSError, subprocess.SubprocessError) as error:
        leave_out(f"WordPress could not be had: {error}")


@pytest.fixture(scope="session")
def wordpress(checkout: Path) -> Iterator[WordPress]:
    """A WordPress without posts. Tests make their own and take them away again."""
    with _having("mariadb-server-core", "mariadb-client-core"):
        site = unpack_wordpress(checkout / ".servers")
    with running_wordpress(site) as blog:
        yield blog


@pytest.fixture(scope="session")
def newer_wordpress(checkout: Path) -> Iterator[WordPress]:
    """The same, 6.5 on SQLite."""
    with _having():
        site = unpack_wordpress_build(checkout / ".servers")
    with running_wordpress_on_sqlite(site) as blog:
        yield blog


@pytest.fixture(scope="session", params=["wordpress", "newer_wordpress"], ids=["6.1-MariaDB", "6.5-SQLite"])
def blog(request: pytest.FixtureRequest) -> WordPress:
    """One WordPress after the other, for what may differ between them."""
    found: WordPress = request.getfixturevalue(request.param)
    return found
