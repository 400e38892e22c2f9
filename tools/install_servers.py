"""Get the real servers and the browser some tests use: on Debian as root by apt, elsewhere say what is left out.

With CI=true leaving something out is a failure: what is not tested there is tested nowhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.realservers.builds import unpack_wordpress_build
from tests.realservers.converters import unpack_ghost_converters
from tests.realservers.packages import WANTED, missing, unpack_wordpress
from tests.realservers.receiver import unpack_receiver
from tests.validator import missing_programs, unpack_validator

SERVERS = Path(__file__).resolve().parents[1] / ".servers"
UNPACKED: dict[str, Callable[[Path], Path]] = {
    "WordPress 6.1": unpack_wordpress,
    "WordPress 6.5": unpack_wordpress_build,
    "the HTML checker": unpack_validator,
    "Ghost's converters": unpack_ghost_converters,
    "the Webmention receiver": unpack_receiver,
}


def main() -> int:
    """0 if everything is there or may be left out, 1 if in CI something is missing."""
    if packages := missing() + missing_programs():
        _install(packages)
    lacking = [WANTED[package] for package in missing()]
    # Each waits for another program most of the time.
    with ThreadPoolExecutor() as pool:
        lacking += filter(None, pool.map(_trouble, UNPACKED, UNPACKED.values()))
    if lacking:
        print(f"Not here, so the tests that need it are left out: {', '.join(dict.fromkeys(lacking))}")
    return 1 if lacking and os.environ.get("CI") == "true" else 0


def _trouble(words: str, unpack: Callable[[Path], Path]) -> str:
    """Unpack it, unless it is there; what to say where it cannot be had, "" where it can."""
    try:
        unpack(SERVERS)
    except (OSError, subprocess.SubprocessError) as error:
        return f"{words} ({error})"
    return ""


def _install(packages: list[str]) -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print(f"Installing {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *words], check=False, env=quiet, capture_output=True, text=True)
        if done.returncode:
            print(done.stderr.strip(), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
