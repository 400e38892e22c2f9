"""WordPress 6.5 with its driver for SQLite, out of npm's package of WordPress Playground: no database server is needed.

The package is 158 MB and holds six WordPresses; what is kept of it are two archives of 5 MB together, known by digest.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

from tests.realservers.packages import made_once

PACKAGE = "@wp-playground/wordpress-builds"
VERSION = "0.9.19"
FETCH_SECONDS = 600.0
WORDPRESS = "package/src/wordpress/wp-6.5.zip"
DRIVER = "package/src/sqlite-database-integration/sqlite-database-integration.zip"
DIGESTS = {  # SHA-256
    WORDPRESS: "264f163157658da2a4df8f9979f527fc806fd963039b4a14062ab99e8f44ecd9",
    DRIVER: "fd6f40639954a24161f465620837326a75e0bb43029f9e734e64418d991001b2",
}
_LARGEST = 20_000_000  # bytes of one of these archives, at most


def unpack_wordpress_build(folder: Path) -> Path:
    """The folder of a WordPress on SQLite ready to be set up, made under `folder` when it is not there yet.

    Raises CalledProcessError, TimeoutExpired or OSError if it cannot be had. No script of the package is run.
    """
    return made_once(folder, f"wordpress-build-{VERSION}", _build) / "site"


def _build(folder: Path) -> None:
    folder.mkdir()
    fetched = take(_fetch(folder), folder)
    site = folder / "site"
    zipfile.ZipFile(fetched[WORDPRESS]).extractall(site)
    zipfile.ZipFile(fetched[DRIVER]).extractall(folder / "driver")
    (driver,) = (folder / "driver").iterdir()
    home = site / "wp-content/plugins/sqlite-database-integration"
    driver.rename(home)
    shutil.copyfile(home / "db.copy", site / "wp-content/db.php")  # WordPress takes this for its database
    for left in (*fetched.values(), folder / "driver"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def _fetch(folder: Path) -> Path:
    words = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), f"{PACKAGE}@{VERSION}"]
    subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=FETCH_SECONDS)
    (package,) = folder.glob("*.tgz")
    return package


def take(package: Path, folder: Path) -> dict[str, Path]:
    """The two archives, put into `folder`; the package is deleted. OSError unless they are the very ones we know."""
    taken: dict[str, Path] = {}
    try:
        with tarfile.open(package, "r|gz") as members:
            for member in members:
                if member.name in DIGESTS and member.isfile() and member.size <= _LARGEST:
                    held = members.extractfile(member)
                    assert held
                    taken[member.name] = _keep(held.read(), member.name, folder)
                if len(taken) == len(DIGESTS):
                    break
    except tarfile.TarError as error:
        raise OSError(f"npm's {PACKAGE} {VERSION} cannot be unpacked: {error}") from None
    package.unlink()
    if lacking := DIGESTS.keys() - taken:
        raise OSError(f"npm's {PACKAGE} {VERSION} has no {', '.join(sorted(lacking))}")
    return taken


def _keep(content: bytes, name: str, folder: Path) -> Path:
    if hashlib.sha256(content).hexdigest() != DIGESTS[name]:
        raise OSError(f"{name} of npm's {PACKAGE} {VERSION} is another one than it was")
    path = folder / Path(name).name
    path.write_bytes(content)
    return path
