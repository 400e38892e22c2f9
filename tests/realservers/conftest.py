"""Real servers as fixtures, started once for all tests of a process that ask for them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.realservers.packages import WANTED, missing
from tests.realservers.wordpress import WordPress, running_wordpress


def leave_out(reason: str) -> NoReturn:
    """Skip the test by name of what is missing; in CI, where nothing may be left out, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def wordpress(checkout: Path) -> Iterator[WordPress]:
    """A WordPress without posts. Tests make their own and take them away again."""
    if lacking := [WANTED[package] for package in missing() if package != "chromium"]:
        leave_out(f"not installed: {', '.join(lacking)}")
    try:
        server = running_wordpress(checkout / ".servers")
        with server as blog:
            yield blog
    except subprocess.CalledProcessError as error:
        leave_out(f"WordPress could not be had from Debian: {error}")
