"""The Nu HTML checker (vnu), which the W3C's validator runs: from npm as a jar, with Java to run it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from filelock import FileLock

VERSION = "26.9.27"
PROGRAMS = {"java": "default-jre-headless", "npm": "npm"}  # command → Debian's package


def missing_programs() -> list[str]:
    """The packages that have to be installed before the checker can be had and run."""
    return [package for command, package in PROGRAMS.items() if not shutil.which(command)]


def unpack_validator(folder: Path) -> Path:
    """The checker's jar below `folder`, fetched if need be. CalledProcessError or OSError where it cannot be had.

    Two test processes may ask at once: the second waits. No script of the package is run.
    """
    home = folder / f"vnu-{VERSION}"
    jar = home / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "vnu.lock"):
        if not jar.exists():
            words = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(home)]
            subprocess.run([*words, f"vnu-jar@{VERSION}"], check=True, capture_output=True, timeout=300)
    if not jar.exists():
        raise OSError(f"npm's vnu-jar {VERSION} has no {jar.name}")
    return jar


def faults(jar: Path, folder: Path) -> list[str]:
    """Every error the checker finds in the pages below `folder`, in one run: starting it is most of the work.

    Java compiles as little as it can and clears up on one processor: it is over before more would pay.
    """
    java = ["java", "-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar)]
    words = ["--errors-only", "--format", "json", *map(str, sorted(folder.rglob("*.html")))]
    done = subprocess.run([*java, *words], check=False, capture_output=True, text=True, timeout=300)
    found = json.loads(done.stderr)["messages"]
    return [f"{_path(each.get('url', ''), folder)}:{each.get('lastLine', 0)}: {each['message']}" for each in found]


def _path(url: str, folder: Path) -> str:
    return unquote(urlsplit(url).path).removeprefix(f"{folder.as_posix()}/")
