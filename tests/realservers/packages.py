"""What has to be installed for real servers, and WordPress, unpacked from Debian's packages but not installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

# Debian's name of the package, the command that shows it is there, what it is called in words.
COMMANDS = {
    "mariadb-server-core": ("mariadbd", "MariaDB"),  # the programs alone: no service is set up or started
    "mariadb-client-core": ("mariadb", "MariaDB's client"),
    "php-cli": ("php", "PHP"),
    "chromium": ("chromium", "Chromium"),
    "postfix": ("postfix", "Postfix"),
    "dovecot-imapd": ("dovecot", "Dovecot"),
    "dovecot-lmtpd": ("/usr/lib/dovecot/lmtp", "Dovecot's LMTP"),
}
PHP_MODULES = {
    "php-mysql": "mysqli",
    "php-sqlite3": "pdo_sqlite",
    "php-curl": "curl",
    "php-xml": "xml",
    "php-mbstring": "mbstring",
    "php-gd": "gd",
}
WANTED = {package: words for package, (_, words) in COMMANDS.items()} | {
    package: f"PHP's {module}" for package, module in PHP_MODULES.items()
}
WORDPRESS = ("wordpress", "wordpress-theme-twentytwentythree", "libjs-cropper", "libjs-underscore", "php-getid3")

_SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")  # where servers are, and where a user's PATH may not lead


def find(command: str) -> str | None:
    """The path of a command, looked for where servers are kept as well."""
    return shutil.which(command, path=os.pathsep.join([os.environ.get("PATH", os.defpath), *_SYSTEM_FOLDERS]))


def missing() -> list[str]:
    """The packages that are not installed."""
    lacking = [package for package, (command, _) in COMMANDS.items() if not find(command)]
    if "php-cli" in lacking:
        return lacking + list(PHP_MODULES)
    loaded = subprocess.run([str(find("php")), "-m"], capture_output=True, text=True, check=True).stdout.lower().split()
    return lacking + [package for package, module in PHP_MODULES.items() if module not in loaded]


def unpack_wordpress(folder: Path) -> Path:
    """The folder of a WordPress ready to be set up, made under `folder` when it is not there yet.

    Raises CalledProcessError or OSError if it cannot be had.
    """
    return made_once(folder, "wordpress", _build) / "site"


def made_once(folder: Path, name: str, build: Callable[[Path], None]) -> Path:
    """What `build` makes, as `name` in `folder`, whole or not at all. Two test processes may ask: the second waits."""
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / name
    with FileLock(folder / f"{name}.lock"):
        if not ready.exists():
            unfinished = folder / f"{name}.part"
            shutil.rmtree(unfinished, ignore_errors=True)
            build(unfinished)
            unfinished.rename(ready)
    return ready


def _build(folder: Path) -> None:
    packages, root = folder / "packages", folder / "root"
    packages.mkdir(parents=True)
    _download(packages)
    for package in sorted(packages.glob("*.deb")):
        subprocess.run(["dpkg", "-x", package, root], check=True, capture_output=True)
    # Debian spreads WordPress over /usr/share and /var/lib and joins it by links; a copy that follows them is whole.
    site = folder / "site"
    skip = shutil.ignore_patterns(".htaccess", "wp-config.php", "wp-content")
    shutil.copytree(root / "usr/share/wordpress", site, ignore=skip, ignore_dangling_symlinks=True)
    content = root / "var/lib/wordpress/wp-content"
    shutil.copytree(
        content, site / "wp-content", ignore=shutil.ignore_patterns("themes"), ignore_dangling_symlinks=True
    )
    shutil.copytree(root / "usr/share/wordpress/wp-content/themes", site / "wp-content/themes")
    shutil.rmtree(root)
    shutil.rmtree(packages)


def _download(folder: Path) -> None:
    words = ["apt-get", "download", "-qq", *WORDPRESS]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode and os.geteuid() == 0:  # the lists of packages of a fresh machine are empty
        subprocess.run(["apt-get", "update", "-qq"], capture_output=True, check=True)
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    done.check_returncode()
